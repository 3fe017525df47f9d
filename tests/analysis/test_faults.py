"""Each finding, from the keypoints to the finding: a synthetic set with the fault, and the same set without."""

from dataclasses import replace
from functools import cache

import pytest

from hiphinge.analysis import Analysis, analyse
from hiphinge.catalogue import load
from hiphinge.testing import DEADLIFT, HINGE, SQUAT, Lift, Movement, Plan, Posture, Tempo, record_video

CLEAN = replace(HINGE, tempo=Tempo(descent_s=1.8))


def at_bottom(**changes: float) -> Movement:
    return replace(CLEAN, bottom=replace(CLEAN.bottom, **changes))


HALF_WAY = Posture(trunk_deg=58.0, knee_deg=16.0, shank_deg=-1.0)
LATE_KNEES = replace(
    CLEAN,
    lowering=Posture(trunk_deg=62.0, knee_deg=6.0, shank_deg=-6.0),
    bottom=replace(CLEAN.bottom, knee_deg=38.0, shank_deg=7.0),
)

# Finding: exercise that is given, the movement that shows it, and one that does not.
SETS = {
    "squat_pattern": ("romanian_deadlift", SQUAT, CLEAN),
    "excess_knee_flexion": ("romanian_deadlift", at_bottom(knee_deg=58.0, shank_deg=10.0), CLEAN),
    "no_knee_bend": ("romanian_deadlift", at_bottom(knee_deg=2.0, shank_deg=-12.0), CLEAN),
    "shins_forward": ("romanian_deadlift", at_bottom(knee_deg=38.0, shank_deg=20.0), CLEAN),
    "hips_not_back": ("romanian_deadlift", at_bottom(shank_deg=9.0), CLEAN),
    "weight_forward": ("romanian_deadlift", at_bottom(shank_deg=14.0), CLEAN),
    "uncontrolled_descent": ("romanian_deadlift", replace(CLEAN, tempo=Tempo(descent_s=0.6)), CLEAN),
    "hips_rise_early": (
        "conventional_deadlift",
        replace(
            DEADLIFT,
            bottom=Posture(trunk_deg=55.0, knee_deg=98.0, shank_deg=24.0),
            rising=Posture(trunk_deg=66.0, knee_deg=30.0, shank_deg=2.0),
            tempo=Tempo(ascent_s=2.4),
        ),
        DEADLIFT,
    ),
    "neck_extension": ("romanian_deadlift", at_bottom(head_deg=-45.0), at_bottom(head_deg=-15.0)),
    "neck_flexion": ("romanian_deadlift", at_bottom(head_deg=45.0), at_bottom(head_deg=15.0)),
    "heels_rise": ("romanian_deadlift", at_bottom(heel_rise=0.9), at_bottom(heel_rise=0.2)),
    "knees_creep": ("romanian_deadlift", LATE_KNEES, CLEAN),
    "arms_pull": ("romanian_deadlift", replace(CLEAN, rising=replace(HALF_WAY, elbow_deg=80.0)), CLEAN),
    "shallow_range": ("romanian_deadlift", at_bottom(trunk_deg=32.0, knee_deg=15.0, shank_deg=0.0), CLEAN),
}
every_fault = pytest.mark.parametrize("fault", SETS)


@cache
def analysed(movement: Movement, exercise: str | None) -> Analysis:
    answer = analyse(record_video(Plan(movement=movement)).motion, exercise=exercise)
    assert len(answer.counted) == 3
    return answer


def judged(answer: Analysis) -> list[set[str]]:
    return [{j.id for j in repetition.judgements if j.outcome == "found"} for repetition in answer.counted]


def found(answer: Analysis) -> list[set[str]]:
    return [{finding.id for finding in repetition.findings} for repetition in answer.counted]


# What the shape of the back shows has its sets in tests/measures.
OF_THE_BACK = {
    "stoop_pattern",
    "back_gives",
    "thoracic_rounding",
    "near_end_range",
    "more_than_usual",
    "lumbar_leads_hip",
    "lockout_overextension",
}
# A lockout that stops short is no form of a movement, but of one of its lifts: test_lockout.
OF_THE_TOP = {"no_lockout"}
OF_THE_FRONT = {"knees_cave", "knees_splay", "stance_wide", "stance_narrow", "weight_to_one_side", "bar_tilts"}
"""Their sets are in test_from_front."""


def test_every_finding_of_the_catalogue_has_a_set() -> None:
    looked_for = {fault.id for fault in load().faults.values() if fault.looked_for}
    assert set(SETS) | OF_THE_BACK | OF_THE_TOP | OF_THE_FRONT == looked_for


@every_fault
def test_it_is_found_in_every_repetition_that_has_it(fault: str) -> None:
    exercise, faulty, _ = SETS[fault]
    answer = analysed(faulty, exercise)
    assert all(fault in ids for ids in judged(answer))
    assert all((fault in ids) == load().faults[fault].listed for ids in found(answer))
    for repetition in answer.counted:
        (finding,) = (j for j in repetition.judgements if j.id == fault)
        assert finding.time_s is not None
        assert repetition.start_s <= finding.time_s <= repetition.end_s


@every_fault
def test_it_is_not_found_where_it_is_not(fault: str) -> None:
    exercise, _, clean = SETS[fault]
    assert found(analysed(clean, exercise)) == [set()] * 3


@every_fault
@pytest.mark.parametrize("exercise", ["back_squat", "conventional_deadlift", "kettlebell_swing", "stiff_leg_deadlift"])
def test_it_is_silent_where_the_catalogue_says_so(fault: str, exercise: str) -> None:
    _, faulty, _ = SETS[fault]
    for repetition in analysed(faulty, exercise).counted:
        ids = {finding.id for finding in repetition.findings}
        assert all(load().faults[id_].silence(exercise, repetition.pattern.label) is None for id_ in ids)
        if load().faults[fault].silence(exercise, repetition.pattern.label) is not None:
            assert fault not in ids


def test_hips_that_rise_under_a_falling_chest_do_not_hide_in_the_fold() -> None:
    """Trunk and thigh turn against each other, so that how far the lifter is folded hardly changes."""
    pull = replace(
        DEADLIFT,
        bottom=Posture(trunk_deg=58.0, knee_deg=80.0, shank_deg=14.0),
        rising=Posture(trunk_deg=70.0, knee_deg=40.0, shank_deg=2.0),
    )
    assert found(analysed(pull, "conventional_deadlift")) == [{"hips_rise_early"}] * 3


def test_only_the_repetition_that_has_it() -> None:
    plan = Plan(movement=CLEAN, lifts=(Lift(), Lift(movement=SETS["neck_flexion"][1]), Lift()))
    assert found(analyse(record_video(plan).motion, exercise="rdl")) == [set(), {"neck_flexion"}, set()]


def test_a_squat_that_nobody_named_is_judged_as_a_squat() -> None:
    answer = analysed(SQUAT, None)
    assert answer.exercise == "bodyweight_squat"
    assert found(answer) == [set()] * 3


def test_a_squat_that_was_meant_has_nothing_to_find() -> None:
    assert found(analysed(SQUAT, "back_squat")) == [set()] * 3


def test_attempts_are_not_judged() -> None:
    plan = Plan(movement=SETS["shins_forward"][1], lifts=(Lift(), Lift(depth=0.4), Lift()))
    answer = analyse(record_video(plan).motion, exercise="rdl")
    assert [bool(r.findings) for r in answer.repetitions] == [True, False, True]
    assert answer.repetitions[1].kind == "attempt"
