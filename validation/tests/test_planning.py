"""Plans keep their promises with lifters who know none of their rules, and with four whose stories are known."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from validation.planning.cli import random_settings, with_stops

from hiphinge.catalogue import load
from hiphinge.planning import Item, gate_passed
from hiphinge.planning.trial.lifters import KINDS, Lifter, random_nature
from hiphinge.planning.trial.promises import broken_promises
from hiphinge.planning.trial.running import Run, run, usual_settings, weekly


def a_run(kind: str, seed: int = 1) -> Run:
    return run(usual_settings(), Lifter(KINDS[kind], np.random.default_rng(seed)))


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.integers(0, 2**32 - 1))
def test_promises_are_kept(seed: int) -> None:
    rng = np.random.default_rng(seed)
    found = run(random_settings(rng, weeks=4), Lifter(random_nature(rng), rng), stops=with_stops(rng, 28))
    assert list(broken_promises(found.settings, found.days, found.done, found.stops, found.pains)) == []


@pytest.mark.parametrize("kind", KINDS)
def test_promises_are_kept_for_half_a_year(kind: str) -> None:
    found = a_run(kind)
    assert list(broken_promises(found.settings, found.days, found.done, pains=found.pains)) == []


def test_who_succeeds_gets_further_on_every_axis() -> None:
    found = a_run("succeeds")
    first: dict[str, Item] = {}
    last: dict[str, Item] = {}
    for day in found.days:
        for item in () if day.session is None else day.session.items:
            if item.part in {"main", "stability"}:
                first.setdefault(item.exercise, item)
                last[item.exercise] = item
    hinge = last["hip_hinge"]
    assert (hinge.lean_deg, first["hip_hinge"].lean_deg) == (60.0, 40.0)
    assert hinge.pause_s > first["hip_hinge"].pause_s == 0.0
    assert {"kickstand_romanian_deadlift", "conventional_deadlift"} <= set(last)
    weeks = list(weekly(found))
    assert max(top for _, top, *_ in weeks[-4:]) > 1.5 * next(top for _, top, *_ in weeks if top)


def test_who_stalls_or_hurts_is_never_pushed() -> None:
    for kind in ("stalls", "hurts"):
        found = a_run(kind)
        gated = {e.id for e in load().exercises.values() if e.analysed}
        rises = 0
        for before, after in pairwise(found.done):
            failed = {s.exercise for s in before.sets if gate_passed(s.gate) is False} & gated
            for exercise in failed:
                old = max((s.load or 0.0 for s in before.sets if s.exercise == exercise), default=0.0)
                rises += any((s.load or 0.0) > old for s in after.sets if s.exercise == exercise)
        assert rises == 0


def test_a_broken_promise_is_found() -> None:
    found = a_run("succeeds")
    doubled = (*found.done[:2], *(one for one in found.done[2:]))
    heavier = [d for d in found.days if d.session is not None]
    swapped = tuple(type(one)(day=one.day, kind="heavy", sets=one.sets, pain_before=one.pain_before) for one in doubled)
    assert any("heavy" in words for words in broken_promises(found.settings, heavier, swapped))
