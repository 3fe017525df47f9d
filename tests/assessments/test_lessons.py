"""Pass marks of lessons: passed, not yet, or cannot tell."""

from collections.abc import Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import cast

import pytest
from tests.repetitions_by_hand import repetition_by_hand

from hiphinge.analysis import Analysis, Measurement, Repetition
from hiphinge.assessments import judge_lesson
from hiphinge.catalogue import Lesson, PassMark, load
from hiphinge.findings import Finding, NotMeasurable, Pattern, RuleInput, judge

KNEE = "knee_flexion_deg"


def _mark(**fields: object) -> PassMark:
    usual = {"share": 0.8, "says": "It was done.", "not_yet": "Do it again.", "grade": "U", "unverified": True}
    return PassMark.model_validate(usual | fields)


def _lesson(*marks: PassMark, repetitions: int = 5) -> Lesson:
    return load().lessons["free"].model_copy(update={"passes": marks, "repetitions": repetitions})


def _repetition(knee: float | None = 20.0, *findings: str, label: str = "hinge") -> Repetition:
    measured = (
        NotMeasurable(id=KNEE, reason="Hidden.", do="Step aside.")
        if knee is None
        else Measurement(value=knee, unit="deg", repeatability=3.0)
    )
    return repetition_by_hand(
        pattern=Pattern(label=label, probability={"squat": 0.9 if label == "squat" else 0.1}),  # type: ignore[arg-type]  # one of the four
        measurements={KNEE: measured},
        findings=tuple(
            Finding(id=id_, level="fault", value=9.0, unit="deg", threshold=3.0, time_s=1.0, grade="C")
            for id_ in findings
        ),
    )


def _judged(repetition: Repetition, place: int) -> Repetition:
    """Return a repetition with the judgements of its measurements; a knee counts from standing at 4 degrees."""
    knee = repetition.measurements.get(KNEE)
    change = replace(knee, value=knee.value - 4.0) if isinstance(knee, Measurement) else knee
    rule_input = RuleInput(
        exercise="romanian_deadlift",
        exercise_given=True,
        pattern=repetition.pattern,
        bottom_s=repetition.bottom_s,
        starts_at_bottom=False,
        measurements=repetition.measurements,
        from_standing={} if change is None else {KNEE: change},
        earlier=place,
    )
    return replace(repetition, judgements=judge(rule_input))


def _analysis(repetitions: Sequence[Repetition]) -> Analysis:
    counted = tuple(_judged(repetition, place) for place, repetition in enumerate(repetitions))
    return cast("Analysis", SimpleNamespace(counted=counted, exercise="romanian_deadlift"))


@pytest.mark.parametrize(
    ("knees", "outcome"),
    [
        ((20, 20, 20, 20, 20), "passed"),
        ((20, 20, 20, 20, 60), "passed"),
        ((20, 20, 20, 60, 60), "not_yet"),
        ((20, 20, 20, 39, 41), "cannot_tell"),
        ((20, 20, 20, 20, 41), "passed"),
        ((20, 20, 20, 60, 41), "cannot_tell"),
        ((20, 20, 20, 20, None), "passed"),
        ((20, 20, 20, None, None), "cannot_tell"),
        ((20, 20, 20, 20), "cannot_tell"),
        ((), "cannot_tell"),
    ],
)
def test_a_share_of_the_repetitions_has_to_be_clearly_within_the_line(
    knees: Sequence[float | None], outcome: str
) -> None:
    lesson = _lesson(_mark(quantity=KNEE, high=40.0))
    assert judge_lesson(lesson, _analysis([_repetition(knee) for knee in knees])).outcome == outcome


def test_both_ends_of_a_band_count() -> None:
    lesson = _lesson(_mark(quantity=KNEE, low=10.0, high=40.0), repetitions=3)
    judged = judge_lesson(lesson, _analysis([_repetition(k) for k in (5.0, 20.0, 50.0)]))
    assert judged.marks[0].repetitions == (False, True, False)
    assert [judged.missed_in(place) for place in (1, 2, 3)] == [(1,), (), (1,)]


def test_the_absence_of_a_finding_needs_that_it_was_looked_for() -> None:
    mark = _mark(finding="excess_knee_flexion")
    repetitions = [_repetition(20.0), _repetition(60.0, "excess_knee_flexion"), _repetition(None)]
    judged = judge_lesson(_lesson(mark, repetitions=3), _analysis(repetitions))
    assert judged.marks[0].repetitions == (True, False, None)
    assert (judged.marks[0].met, judged.marks[0].undecided) == (1, 1)


@pytest.mark.parametrize(
    ("quantity", "finding", "near", "clear_of_it"),
    [(KNEE, "excess_knee_flexion", 45.0, 43.0), ("lumbar_gain_deg", "back_gives", 6.0, 2.0)],
)
def test_what_is_past_the_line_and_not_clear_of_it_is_not_met(
    quantity: str, finding: str, near: float, clear_of_it: float
) -> None:
    repetitions = [
        replace(_repetition(), measurements={quantity: Measurement(value=value, unit="deg", repeatability=4.0)})
        for value in (near, clear_of_it, near)
    ]
    judged = judge_lesson(_lesson(_mark(finding=finding), repetitions=3), _analysis(repetitions))
    assert judged.marks[0].repetitions == (None, True, None)
    assert judged.outcome == "cannot_tell"


@pytest.mark.parametrize(("travel", "met"), [(0.15, True), (0.11, None)])
def test_a_line_that_is_a_share_of_another_quantity_is_held_against_it(travel: float, met: bool | None) -> None:  # noqa: FBT001 - what a repetition came to
    values = {"hip_back_travel": travel, "hip_travel_expected": 0.25}
    measured = {id_: Measurement(value=v, unit="share of leg length", repeatability=0.02) for id_, v in values.items()}
    lesson = _lesson(_mark(finding="hips_not_back"), repetitions=1)
    repetitions = [
        replace(_repetition(), measurements=measured),
        replace(_repetition(), measurements={"hip_back_travel": measured["hip_back_travel"]}),
    ]
    assert judge_lesson(lesson, _analysis(repetitions)).marks[0].repetitions == (met, None)


def test_a_finding_by_pattern_is_absent_in_another_pattern_and_undecided_in_none() -> None:
    repetitions = [_repetition(), _repetition(90.0, "squat_pattern", label="squat"), _repetition(label="unclear")]
    judged = judge_lesson(_lesson(_mark(finding="squat_pattern"), repetitions=3), _analysis(repetitions))
    assert judged.marks[0].repetitions == (True, False, None)


def test_the_worst_mark_decides() -> None:
    good, bad = _mark(quantity=KNEE, high=40.0), _mark(quantity=KNEE, high=10.0)
    near = _mark(quantity=KNEE, high=21.0)
    five = _analysis([_repetition(20.0)] * 5)
    assert judge_lesson(_lesson(good, near), five).outcome == "cannot_tell"
    assert judge_lesson(_lesson(good, near, bad), five).outcome == "not_yet"


def test_a_stoop_does_not_pass_for_a_hinge() -> None:
    judged = judge_lesson(
        _lesson(_mark(finding="squat_pattern"), repetitions=1), _analysis([_repetition(label="stoop")])
    )
    assert judged.marks[0].repetitions == (None,)


def test_one_repetition_alone_has_not_stayed_the_same() -> None:
    same = {"lumbar_gain_deg": Measurement(value=0.0, unit="deg", repeatability=4.0)}
    lesson = _lesson(_mark(finding="back_gives"), repetitions=1)
    one = replace(_repetition(), measurements=same)
    assert judge_lesson(lesson, _analysis([one])).outcome == "cannot_tell"
    assert judge_lesson(lesson, _analysis([one, one])).marks[0].repetitions == (True, True)


@pytest.mark.parametrize(
    "lesson", [one for one in load().lessons.values() if not one.calibrates], ids=lambda one: one.id
)
def test_no_lesson_passes_when_nothing_can_be_measured(lesson: Lesson) -> None:
    blind = [_repetition(None, label="unclear")] * lesson.repetitions
    assert judge_lesson(lesson, _analysis(blind)).outcome != "passed"
