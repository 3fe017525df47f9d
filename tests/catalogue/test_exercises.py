"""What the exercises teach: whole, linked to muscles, joined by steps that lead on, judged only where they can be."""

from collections.abc import Mapping
from typing import get_args

import pytest

from hiphinge.catalogue import Exercise, Fault, Muscle, Step, load
from hiphinge.catalogue.records.exercises import Axis, Group
from hiphinge.quantities import QUANTITIES

CATALOGUE = load()
EXERCISES = CATALOGUE.exercises
AXES = set(get_args(Axis))
LISTED = tuple(EXERCISES.values())
HINGES = tuple(e for e in LISTED if e.group == "hinge")

every_exercise = pytest.mark.parametrize("exercise", LISTED, ids=lambda e: e.id)
every_hinge = pytest.mark.parametrize("exercise", HINGES, ids=lambda e: e.id)


def upward() -> Mapping[str, set[str]]:
    """Return which exercises are harder than each, whichever of the two says so."""
    edges: dict[str, set[str]] = {id_: set() for id_ in EXERCISES}
    for exercise in LISTED:
        edges[exercise.id].update(s.exercise for s in exercise.harder if s.exercise)
        for step in exercise.easier:
            if step.exercise:
                edges[step.exercise].add(exercise.id)
    return edges


def reached(start: str, edges: Mapping[str, set[str]]) -> set[str]:
    seen, ring = {start}, {start}
    while ring:
        ring = {id_ for near in ring for id_ in edges[near]} - seen
        seen |= ring
    return seen


def test_there_are_more_than_thirty_in_every_group() -> None:
    assert len(LISTED) >= 30
    assert {e.group for e in LISTED} == set(get_args(Group))
    assert len(HINGES) >= 15


@every_exercise
def test_an_exercise_tells_how_it_is_done(exercise: Exercise) -> None:
    assert 2 <= len(exercise.setup) <= 5
    assert 3 <= len(exercise.steps) <= 6
    assert 2 <= len(exercise.look_for) <= 4


@every_exercise
def test_an_exercise_tells_what_moves_and_what_holds(exercise: Exercise) -> None:
    roles = (exercise.movers, exercise.synergists, exercise.stabilisers)
    named = [muscle for role in roles for muscle in role]
    assert exercise.movers
    assert exercise.stabilisers
    assert len(named) == len(set(named)), "a muscle has one part to play"
    assert set(named) <= set(CATALOGUE.muscles)
    assert exercise.moves
    assert exercise.holds


@every_exercise
def test_an_exercise_has_a_way_down_or_up(exercise: Exercise) -> None:
    assert exercise.easier or exercise.harder
    steps = (*exercise.easier, *exercise.harder)
    assert all(step.exercise != exercise.id for step in steps)
    assert len({(s.axis, s.exercise, s.how) for s in steps}) == len(steps)


@every_hinge
def test_a_hinge_changes_along_all_four_axes(exercise: Exercise) -> None:
    assert {step.axis for step in (*exercise.easier, *exercise.harder)} == AXES


@every_hinge
def test_a_hinge_moves_at_the_hips_and_holds_the_back(exercise: Exercise) -> None:
    assert "hip" in exercise.moves
    assert {"lower_back", "upper_back", "neck"} <= set(exercise.holds)
    assert exercise.contains_hinge
    assert "hamstrings" in (*exercise.movers, *exercise.synergists)
    assert "erector_spinae" in exercise.stabilisers


def test_the_kinds_that_hold_no_hinge_say_so() -> None:
    assert {e.group for e in LISTED if not e.contains_hinge} == {"squat", "lunge", "core"}
    assert not any(e.contains_hinge for e in LISTED if e.group in {"squat", "lunge", "core"})
    assert EXERCISES["bent_over_row"].contains_hinge


def test_no_exercise_is_harder_than_itself() -> None:
    edges = upward()
    assert [id_ for id_ in EXERCISES if any(id_ in reached(above, edges) for above in edges[id_])] == []


def test_from_the_hinge_harder_steps_lead_to_the_whole_progression() -> None:
    by_harder = {e.id: {s.exercise for s in e.harder if s.exercise} for e in LISTED}
    assert reached("hip_hinge", by_harder) >= {
        "banded_hinge",
        "kettlebell_deadlift",
        "romanian_deadlift",
        "trap_bar_deadlift",
        "conventional_deadlift",
        "kettlebell_swing",
        "single_leg_romanian_deadlift",
    }


def test_steps_join_all_hinges_to_one_tree() -> None:
    edges = upward()
    both = {id_: edges[id_] | {low for low in edges if id_ in edges[low]} for id_ in edges}
    assert {e.id for e in HINGES} <= reached("hip_hinge", both)


@every_exercise
def test_nobody_is_left_without_a_lighter_version(exercise: Exercise) -> None:
    """Going down by exercises ends somewhere, and there a change of the exercise itself makes it easier still."""
    by_easier = {e.id: {s.exercise for s in e.easier if s.exercise} for e in LISTED}
    ends = [EXERCISES[id_] for id_ in reached(exercise.id, by_easier) if not by_easier[id_]]
    assert ends
    assert all(any(step.exercise is None for step in end.easier) for end in ends)


@every_exercise
def test_a_band_says_in_whom_and_how_sure(exercise: Exercise) -> None:
    for expected in exercise.expected:
        assert expected.unit == QUANTITIES[expected.quantity].unit
        assert expected.group
        assert expected.note
        if not expected.citations:
            assert (expected.grade, expected.unverified) == ("U", True)


def test_lumbar_bands_are_what_was_measured_and_no_target() -> None:
    bands = [b for e in LISTED for b in e.expected if b.quantity == "lumbar_flexion_deg"]
    assert len(bands) >= 4
    for band in bands:
        assert "your own standing" in (band.note or "")
        assert "not a target" in (band.note or "")
        assert any(character.isdigit() for character in band.group), "how many were measured"
        assert band.citations


def test_competitive_deadlifters_lie_inside_the_band_of_their_lift() -> None:
    bands = {b.quantity: b.band for b in EXERCISES["conventional_deadlift"].expected}
    low, high = bands["lumbar_flexion_deg"]
    assert low < 33.0 < high


def test_studies_of_activity_are_named_as_such() -> None:
    assert len([e for e in LISTED if e.emg]) >= 8
    assert [(e.id, id_) for e in LISTED for id_ in e.emg if not CATALOGUE.evidence[id_].emg] == []


@pytest.mark.parametrize("fault", CATALOGUE.faults.values(), ids=lambda f: f.id)
def test_what_is_likely_in_an_exercise_is_looked_for_there(fault: Fault) -> None:
    named = [e for e in LISTED if e.analysed and fault.id in e.common]
    silent = [e.id for e in named if fault.silence(e.id) is not None]
    assert silent == []


def test_what_is_analysed_is_a_hinge_or_a_squat() -> None:
    judged = [e for e in LISTED if e.analysed]
    assert len(judged) >= 9
    assert {e.family for e in judged} == {"hinge", "squat"}
    assert {e.group for e in judged} <= {"hinge", "squat", "daily"}
    assert all("judged from video yet" in (e.note or "") for e in LISTED if not e.analysed)


@pytest.mark.parametrize("muscle", CATALOGUE.muscles.values(), ids=lambda m: m.id)
def test_each_muscle_works_somewhere(muscle: Muscle) -> None:
    id_ = muscle.id
    assert any(id_ in (*e.movers, *e.synergists, *e.stabilisers) for e in LISTED)


def test_hamstrings_are_movers_of_the_hinge() -> None:
    assert "hamstrings" in EXERCISES["hip_hinge"].movers
    assert "extend the hip" in " ".join(CATALOGUE.muscles["hamstrings"].actions)
    assert CATALOGUE.muscles["hamstrings"].note is not None


def test_steps_follow_the_order_of_a_hinge() -> None:
    """First the brace, then the hips, then soft knees and the back, then a pause, then up (statement 1-33)."""
    steps = [s.lower() for s in EXERCISES["hip_hinge"].steps]
    words = ("brace", "hips: send", "soften your knees", "one line", "pause", "bring your hips forward")
    found = [next(n for n, step in enumerate(steps) if word in step) for word in words]
    assert found == sorted(found)
    assert len(set(found)) == len(words)


def _axes(steps: tuple[Step, ...]) -> list[str]:
    return [step.axis for step in steps]


def test_romanian_deadlift_can_grow_by_load_range_pause_and_stability() -> None:
    assert set(_axes(EXERCISES["romanian_deadlift"].harder)) == AXES
