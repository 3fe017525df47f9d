"""What a person corrects is followed by everything that is computed from it, and nothing else changes."""

from dataclasses import replace

import numpy as np
import pytest

from hiphinge.analysis import Analysis, Correction, analyse
from hiphinge.coaching import advise
from hiphinge.measures import Measurement
from hiphinge.testing import HINGE, SQUAT, Lift, Plan, record_video

MOTION = record_video(Plan(movement=HINGE, lifts=(Lift(),) * 5)).motion
SQUATS = record_video(Plan(movement=SQUAT, lifts=(Lift(),) * 3)).motion


def analysed(*corrections: Correction) -> Analysis:
    return analyse(MOTION, exercise="romanian_deadlift", corrections=corrections)


@pytest.fixture(scope="module")
def machine() -> Analysis:
    return analysed()


def times(analysis: Analysis) -> list[tuple[float, float, float]]:
    return [(r.start_s, r.bottom_s, r.end_s) for r in analysis.repetitions]


def values(analysis: Analysis) -> list[dict[str, float]]:
    return [
        {id_: m.value for id_, m in r.measurements.items() if isinstance(m, Measurement)} for r in analysis.repetitions
    ]


def of(analysis: Analysis, kind: str, number: int, **fields: object) -> Correction:
    return Correction(kind=kind, bottom_s=analysis.repetitions[number - 1].bottom_s, **fields)  # type: ignore[arg-type]


def test_two_repetitions_merged_are_one_with_the_deepest_moment_of_both(machine: Analysis) -> None:
    second, third = machine.repetitions[1:3]
    merged = analysed(of(machine, "merge", 2, other_s=third.bottom_s))
    assert len(merged.counted) == 4
    one = merged.repetitions[1]
    assert (one.start_s, one.end_s) == (second.start_s, third.end_s)
    assert one.bottom_s in {second.bottom_s, third.bottom_s}
    assert merged.corrections[0].unfit is None


def test_what_is_merged_and_then_split_between_is_as_it_was(machine: Analysis) -> None:
    second, third = machine.repetitions[1:3]
    merge = of(machine, "merge", 2, other_s=third.bottom_s)
    split = of(machine, "split", 2, to_s=(second.end_s + third.start_s) / 2)
    again = analysed(merge, split)
    assert times(again) == times(machine)
    assert values(again) == values(machine)


def test_a_deleted_repetition_is_gone_and_the_others_keep_their_times(machine: Analysis) -> None:
    left = analysed(of(machine, "delete", 3))
    assert times(left) == [one for i, one in enumerate(times(machine)) if i != 2]
    assert [r.index for r in left.repetitions] == [1, 2, 3, 4]
    assert [i for s in left.sets for i in s.repetitions] == [1, 2, 3, 4]


def test_what_was_deleted_can_be_added_again(machine: Analysis) -> None:
    third = machine.repetitions[2]
    added = analysed(of(machine, "delete", 3), Correction(kind="add", start_s=third.start_s, end_s=third.end_s))
    assert times(added) == times(machine)
    assert values(added) == values(machine)


@pytest.mark.parametrize(("edge", "place"), [("start", 0), ("bottom", 1), ("end", 2)])
def test_an_edge_that_is_moved_is_where_it_was_put_and_the_durations_follow(
    machine: Analysis, edge: str, place: int
) -> None:
    to_s = times(machine)[1][place] + (0.2 if edge != "end" else -0.2)
    moved = analysed(of(machine, "move", 2, edge=edge, to_s=to_s))
    assert times(moved)[1][place] == pytest.approx(to_s, abs=0.02)
    assert [one for i, one in enumerate(times(moved)[1]) if i != place] == [
        one for i, one in enumerate(times(machine)[1]) if i != place
    ]
    if edge == "start":
        change = values(moved)[1]["descent_s"] - values(machine)[1]["descent_s"]
        assert change == pytest.approx(-0.2, abs=0.02)


@pytest.mark.parametrize(
    ("correction", "unfit"),
    [
        (Correction(kind="delete", bottom_s=0.2), "no_repetition"),
        (Correction(kind="merge", bottom_s=3.0, other_s=3.1), "same_repetition"),
        (Correction(kind="add", start_s=2.0, end_s=4.0), "overlaps"),
        (Correction(kind="add", start_s=2.0, end_s=900.0), "outside"),
        (Correction(kind="add", start_s=0.1, end_s=0.9), "not_moving"),
        (Correction(kind="add", start_s=0.9, end_s=0.1), "order"),
        (Correction(kind="move", bottom_s=3.0, edge="end", to_s=1.5), "order"),
        (Correction(kind="move", bottom_s=3.0, edge="end", to_s=7.0), "overlaps"),
        (Correction(kind="split", bottom_s=3.0, to_s=20.0), "order"),
        (Correction(kind="split", bottom_s=3.0, to_s=3.0), "ends_low"),
        (Correction(kind="dismiss", name="squat_pattern"), "not_found"),
        (Correction(kind="reference", bottom_s=0.2), "no_repetition"),
    ],
)
def test_what_does_not_fit_changes_nothing_and_says_why(machine: Analysis, correction: Correction, unfit: str) -> None:
    same = analysed(correction)
    assert same.corrections[0].unfit == unfit
    assert times(same) == times(machine)
    assert values(same) == values(machine)


def test_a_dismissed_finding_is_found_nowhere_gives_no_cue_and_no_praise() -> None:
    found = analyse(SQUATS, exercise="romanian_deadlift")
    assert found.findings
    id_ = found.findings[0].id
    without = analyse(SQUATS, exercise="romanian_deadlift", corrections=[Correction(kind="dismiss", name=id_)])
    assert without.corrections[0].unfit is None
    assert all(f.id != id_ for r in without.repetitions for f in r.findings)
    assert all(f.id != id_ for f in without.findings)
    assert all(j.outcome == "near_line" for r in without.counted for j in r.judgements if j.id == id_)
    for one, expected in ((found, True), (without, False)):
        advice = advise(exercise=one.exercise, exercise_given=True, repetitions=one.repetitions)
        assert (advice.finding == id_) is expected


def test_a_finding_dismissed_in_one_repetition_stays_in_the_others() -> None:
    found = analyse(SQUATS, exercise="romanian_deadlift")
    id_ = found.findings[0].id
    without = analyse(
        SQUATS,
        exercise="romanian_deadlift",
        corrections=[Correction(kind="dismiss", name=id_, bottom_s=found.repetitions[0].bottom_s)],
    )
    has = [any(f.id == id_ for f in r.findings) for r in without.counted]
    assert has == [False, *(any(f.id == id_ for f in r.findings) for r in found.counted[1:])]


def test_a_pattern_that_the_person_named_is_judged_as_such() -> None:
    named = analyse(SQUATS, exercise="romanian_deadlift", corrections=[Correction(kind="pattern", name="hinge")])
    assert {r.pattern.label for r in named.counted} == {"hinge"}
    assert all(f.id != "squat_pattern" for r in named.counted for f in r.findings)


def test_exercise_and_load_count_as_corrected_last() -> None:
    said = (
        Correction(kind="exercise", name="good_morning"),
        Correction(kind="load", load_kg=40.0),
        Correction(kind="exercise", name="conventional_deadlift"),
    )
    found = analyse(MOTION, corrections=said)
    assert (found.exercise, found.exercise_given, found.load_kg) == ("conventional_deadlift", True, 40.0)


def test_confirming_and_choosing_a_reference_change_no_number(machine: Analysis) -> None:
    same = analysed(of(machine, "reference", 2))
    assert values(same) == values(machine)
    assert same.corrections[0].unfit is None


def test_of_a_recording_that_is_refused_exercise_and_load_can_be_corrected() -> None:
    hidden = replace(MOTION, confidence=np.zeros_like(MOTION.confidence))
    said = (Correction(kind="exercise", name="good_morning"), Correction(kind="delete", bottom_s=3.0))
    refused = analyse(hidden, corrections=said)
    assert not refused.repetitions
    assert refused.exercise == "good_morning"
    assert [one.unfit for one in refused.corrections] == [None, "refused"]
