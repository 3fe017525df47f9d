"""Everyday sets: feet stay where they stand, loads touch the floor, and repetitions are kept apart from the rest."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from tools.generator.clips import Clip, Wishes, draw_clip, generator_of, reach_of, truth_of
from tools.generator.everyday import draw_everyday
from tools.generator.exercises import EXERCISES
from tools.generator.filming import draw_camera
from tools.generator.loads import laid_down
from tools.generator.movements import BARS, BY_NAME, FAULTS
from tools.generator.people import draw_person
from tools.generator.posture import Posing
from tools.generator.rigs import SIDES
from tools.generator.stepping import steps_along, walk_of

if TYPE_CHECKING:
    from tools.generator.arrays import Array
    from tools.generator.bodies import Body
    from tools.generator.people import Person

CLIPS = 14
FPS = 25.0
KINDS = {
    *("walk_in", "walk_off", "bend_empty", "set_up", "pick_up", "put_down", "stand_up_empty", "bent_pause", "still"),
}


@pytest.fixture(scope="module")
def everyday() -> list[tuple[Clip, dict[str, Any]]]:
    found = []
    for number in range(CLIPS):
        rng = generator_of(61, number)
        clip = draw_clip(rng, Wishes(fps=FPS, everyday=True))
        camera = draw_camera(rng, reach_m=reach_of(clip), side=clip.side)
        found.append((clip, truth_of(clip, camera, name=str(number), outfit="skin")))
    return found


def test_repetitions_and_everything_else_are_kept_apart(everyday: list[tuple[Clip, dict[str, Any]]]) -> None:
    ids = {exercise.id for exercise in EXERCISES}
    seen = set()
    for _, truth in everyday:
        assert truth["exercise"] in ids
        assert len(truth["repetitions"]) >= 2
        spans = [(r["start"], r["end"]) for r in truth["repetitions"]]
        for other in truth["not_repetitions"]:
            seen.add(other["kind"])
            assert other["kind"] in KINDS
            assert 0 <= other["start"] <= other["bottom"] <= other["end"] <= truth["frames"]
            assert all(other["end"] <= start or end <= other["start"] for start, end in spans), other
    assert len(seen) >= 5
    assert {bool(truth["not_repetitions"]) for _, truth in everyday} == {True, False}


def test_angles_stay_those_of_people(everyday: list[tuple[Clip, dict[str, Any]]]) -> None:
    for _, truth in everyday:
        angles = {name: np.array(values) for name, values in truth["truth"].items()}
        assert all(np.isfinite(values).all() for values in angles.values())
        assert angles["lumbar_flexion_deg"].max() <= truth["own_maximum_lumbar_deg"] + 6
        assert angles["knee_flexion_deg"].min() > -1
        assert np.abs(np.diff(angles["trunk_deg"])).max() < 25
        assert np.abs(np.diff(angles["knee_flexion_deg"])).max() < 22


def test_a_load_that_nobody_holds_lies_still_on_the_floor(everyday: list[tuple[Clip, dict[str, Any]]]) -> None:
    lying = 0
    for clip, truth in everyday:
        held = clip.pose.held_share
        if held is None or clip.load is None:
            continue
        load = np.array(truth["load_m"])
        free = held == 0.0
        lying += int(free.sum())
        assert load[free, 2] == pytest.approx(clip.load.radius_m, abs=1e-3)
        together = free[1:] & free[:-1]
        assert np.abs(np.diff(load, axis=0))[together].max(initial=0.0) < 1e-3
        assert np.linalg.norm(np.diff(load, axis=0), axis=1).max() < 5.0 / FPS
    assert lying > 50


def test_lifts_from_the_floor_begin_on_the_floor(everyday: list[tuple[Clip, dict[str, Any]]]) -> None:
    heights = [
        truth["load_m"][repetition["bottom_start"]][2] - clip.load.radius_m
        for clip, truth in everyday
        if truth["movement"] == "deadlift" and clip.load
        for repetition in truth["repetitions"]
    ]
    assert len(heights) >= 3
    assert heights == pytest.approx([0.0] * len(heights), abs=0.03)


def test_feet_reach_their_footholds_and_do_not_slide(people: list[tuple[Person, Body]]) -> None:
    person, body = people[0]
    stations = tuple((0.0, 0.55 * left, 0.0) for left in (2, 1, 0))
    steps = steps_along(stations, start=5, fps=FPS, step_s=0.55, first="left")
    posing = Posing(body, person)
    walk = walk_of(posing, steps, begins_at=(0.0, 1.65, 0.0), frames=90, fps=FPS)
    for side in SIDES:
        foot = walk.feet[side]
        down = foot.lift_m == 0.0
        still = down[1:] & down[:-1]
        assert np.abs(np.diff(foot.place_m, axis=0))[still].max() == 0.0
        assert foot.lift_m.max() > 0.03
    left, right = (walk.feet[side].lift_m > 0.03 for side in SIDES)
    assert not (left & right).any()
    assert np.abs(walk.root_m[-1]).max() < 1e-3
    assert walk.root_m[0, 1] == pytest.approx(1.65, abs=0.02)
    assert walk.stepping[0]
    assert not walk.stepping[-1]


def test_ankles_of_somebody_who_steps_are_where_the_feet_are(everyday: list[tuple[Clip, dict[str, Any]]]) -> None:
    """A planted ankle stays in its place in the room, whatever the body above does."""
    worst, seen = 0.0, 0
    for clip, truth in everyday:
        if clip.pose.root_m is None or clip.plan.free_leg is not None:
            continue
        for side in ("l", "r"):
            ankle: Array = np.array(truth["joints_m"][f"ankle_{side}"])
            low = np.abs(ankle[:, 2] - np.median(ankle[:, 2])) < 0.004
            planted = low[1:] & low[:-1]
            seen += int(planted.sum())
            worst = max(worst, float(np.percentile(np.abs(np.diff(ankle[:, :2], axis=0))[planted], 99)))
    assert seen > 500
    assert worst < 1e-3


def test_a_load_stays_where_it_was_put() -> None:
    path = np.stack([np.linspace(0.0, 1.0, 8), np.zeros(8), np.linspace(1.0, 0.2, 8)], axis=1)
    held = np.array([1, 1, 1, 1, 0, 0, 0, 0], dtype=float)
    laid = laid_down(path, held, 0.2)
    assert laid[:4] == pytest.approx(path[:4])
    assert laid[4:, 0] == pytest.approx(path[3, 0])
    assert laid[4:, 2] == pytest.approx(0.2)


def test_shares_of_exercises_add_up() -> None:
    assert math.isclose(sum(exercise.share for exercise in EXERCISES), 1.0, abs_tol=0.03)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_wished_fault_is_the_only_one_of_an_everyday_set(fault: str) -> None:
    can = {one.id for one in EXERCISES if fault in BY_NAME[one.movement].faults}
    found = []
    for seed in range(30):
        rng = np.random.default_rng(seed)
        _, plan = draw_everyday(rng, draw_person(rng), mass_kg=75.0, fps=FPS, side=1, fault=fault)
        assert plan.everyday is not None
        assert plan.everyday.exercise in can
        found += [one for repetition in plan.repetitions for one in repetition.depth.faults]
    assert set(found) == {fault}


def test_a_fault_that_no_exercise_may_have_is_refused() -> None:
    rng = np.random.default_rng(1)
    with pytest.raises(ValueError, match="the fault sits_back"):
        draw_everyday(rng, draw_person(rng), mass_kg=75.0, fps=FPS, side=1, fault="sits_back")


@pytest.mark.parametrize("fault", FAULTS)
def test_with_plates_too_some_exercise_may_have_every_fault(fault: str) -> None:
    assert [one for one in EXERCISES if one.load_kind in BARS and fault in BY_NAME[one.movement].faults]
