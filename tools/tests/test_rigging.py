"""Rigs drawn about the usual one: still a body, still its bend, and never one that is held out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from tools.generator.bending import shown_lumbar_deg, shows_its_bend
from tools.generator.bodies import build_body
from tools.generator.people import draw_person
from tools.generator.rigging import SPINE, Rigging
from tools.generator.rigs import ANNY
from tools.generator.skinning import LINEAR

if TYPE_CHECKING:
    from tools.generator.bodies import Body
    from tools.generator.people import Person

NOTHING = Rigging(rises=(0.0,) * 4, backs=(0.0,) * 4, borders=(0.0,) * 4, soft=0.01, drawn=0.0, blur=0)


@pytest.fixture(scope="module")
def rigged_people() -> list[tuple[Person, Body]]:
    drawn = [draw_person(np.random.default_rng([11, seed]), rigged=True) for seed in range(8)]
    return [(person, build_body(person)) for person in drawn]


def test_a_rigging_that_changes_nothing_is_the_usual_rig(people: list[tuple[Person, Body]]) -> None:
    person, body = people[0]
    same = build_body(replace(person, rigging=NOTHING))
    assert same.weights == pytest.approx(body.weights, abs=1e-6)
    assert same.skeleton.heads_m == pytest.approx(body.skeleton.heads_m, abs=1e-9)


def test_every_vertex_is_still_pulled_by_its_parts_alone(rigged_people: list[tuple[Person, Body]]) -> None:
    for _, body in rigged_people:
        assert body.weights.min() > -1e-6
        assert body.weights.sum(axis=1) == pytest.approx(np.ones(len(body.weights)), abs=1e-5)


def test_places_to_bend_stay_in_order_and_differ_from_person_to_person(
    rigged_people: list[tuple[Person, Body]],
) -> None:
    heights = np.array([[body.head_m(name)[2] / body.stature_m for name in SPINE] for _, body in rigged_people])
    assert (np.diff(heights, axis=1) > 0).all()
    assert (heights.std(axis=0) > 0.003).all()


def test_the_same_bend_shows_otherwise_on_other_rigs_and_most_are_kept(
    rigged_people: list[tuple[Person, Body]],
) -> None:
    kept = [shown_lumbar_deg(person, body) for person, body in rigged_people if shows_its_bend(person, body)]
    assert len(kept) >= len(rigged_people) / 2
    assert np.ptp(kept) > 3.0


def test_nobody_with_a_rig_of_their_own_has_one_that_is_held_out() -> None:
    drawn = [draw_person(np.random.default_rng([12, seed]), rigged=True) for seed in range(50)]
    assert {(person.rig.name, person.skinning, person.hidden) for person in drawn} == {(ANNY.name, LINEAR, False)}
    assert sum(max(person.lumbar_shares) > 0.6 for person in drawn) >= 3
