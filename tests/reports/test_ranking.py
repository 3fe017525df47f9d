"""Report, coaching and lessons say the same of a set, whatever was measured in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from types import SimpleNamespace
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.repetitions_by_hand import repetition_by_hand

from hiphinge.analysis import Analysis, Measurement, Repetition
from hiphinge.assessments import judge_lesson
from hiphinge.catalogue import Fault, PassMark, load
from hiphinge.coaching import advise
from hiphinge.findings import (
    RULES,
    Judgement,
    NotMeasurable,
    Pattern,
    PatternLabel,
    RuleInput,
    compare_back,
    findings_of,
    judge,
)
from hiphinge.motion import Interval
from hiphinge.quantities import QUANTITIES
from hiphinge.reports.ranking import clear_sentences, could_be_judged

EXERCISES = [e.id for e in load().exercises.values() if e.analysed]
FAULTS = [load().faults[id_] for id_ in RULES]
WITH_VALUE = [fault for fault in FAULTS if fault.quantity is not None]
PATTERNS: tuple[PatternLabel, ...] = ("hinge", "squat", "stoop", "unclear")
COMPARED = {"back_gives", "thoracic_rounding"}
HIDDEN = NotMeasurable(id="back_hidden", reason="The back was hidden.", do="Film again.")
Value = Measurement | NotMeasurable


@dataclass(frozen=True)
class Set:
    """A set of repetitions and what was measured in each."""

    exercise: str
    inputs: tuple[RuleInput, ...]

    @cached_property
    def repetitions(self) -> tuple[Repetition, ...]:
        return tuple(_repetition(n, rule_input) for n, rule_input in enumerate(self.inputs, start=1))

    @cached_property
    def analysis(self) -> Analysis:
        counted = SimpleNamespace(counted=self.repetitions, findings=(), exercise=self.exercise)
        return cast("Analysis", counted)


def _repetition(index: int, rule_input: RuleInput) -> Repetition:
    judgements = judge(rule_input)
    return repetition_by_hand(
        index=index,
        pattern=rule_input.pattern,
        measurements=rule_input.measurements,
        findings=findings_of(judgements),
        judgements=judgements,
        back=compare_back(rule_input.measurements["lumbar_flexion_deg"], exercise=rule_input.exercise, gains={}),
    )


OFFSETS = (0.0, -2.0, 2.0, -20.0, 10.0, 20.0)
"""How far a value is from its fault's threshold, towards the side without the fault, in steps of its unit."""


def _measured(fault: Fault, exercise: str, offset: float | None) -> Value:
    """Return a value on either side of the fault's threshold, near it or far from it, or none."""
    if offset is None:
        return HIDDEN
    scale = {"deg": 1.0, "%": 1.0}.get(fault.unit, 0.02)
    towards = -1.0 if fault.direction == "above" else 1.0
    value = fault.threshold(exercise) + towards * scale * offset
    half = 4.0 * scale
    return Measurement(
        value=value, unit=fault.unit, repeatability=half, interval=Interval(low=value - half, high=value + half)
    )


def _offset(drawn: int) -> float | None:
    """Return one of the offsets; a byte leads to each as often, and to no value one time in ten."""
    return None if drawn < 26 else OFFSETS[drawn % 6]


@st.composite
def sets(draw: st.DrawFn, *, most: int = 4) -> Set:
    exercise = draw(st.sampled_from(EXERCISES))
    label = draw(st.sampled_from(PATTERNS))
    inputs = []
    for n in range(draw(st.integers(1, most))):
        drawn = draw(st.binary(min_size=len(WITH_VALUE), max_size=len(WITH_VALUE)))  # one draw is cheaper than many
        values = {
            f.quantity: _measured(f, exercise, _offset(b)) for f, b in zip(WITH_VALUE, drawn, strict=True) if f.quantity
        }
        values["hip_travel_expected"] = Measurement(value=1.0, unit="share of leg length")
        squat = draw(st.sampled_from((0.0, 0.45, 0.52))) if label != "squat" else 0.9
        inputs.append(
            RuleInput(
                exercise=exercise,
                exercise_given=draw(st.booleans()),
                pattern=Pattern(label=label, probability={"squat": squat}),
                bottom_s=1.0,
                starts_at_bottom=False,
                measurements=values,
                from_standing={"knee_flexion_deg": values["knee_flexion_deg"]},
                earlier=n,
            )
        )
    return Set(exercise, tuple(inputs))


def _on_the_right_side(fault: Fault, rule_input: RuleInput) -> bool:
    """Tell from the measured value itself whether there is something to praise."""
    if fault.silence(rule_input.exercise, rule_input.pattern.label) is not None:
        return False
    if fault.quantity is None:
        return rule_input.pattern.probability["squat"] <= fault.threshold(rule_input.exercise)
    value = rule_input.measurements[fault.quantity]
    threshold = fault.threshold(rule_input.exercise)
    if isinstance(value, NotMeasurable):
        return False
    return value.value <= threshold if fault.direction == "above" else value.value >= threshold


def _may_be_praised(sentence: str, done: Set) -> bool:
    faults = [f for f in FAULTS if f.held == sentence]
    compared = len(done.inputs) > 1 or not COMPARED & {f.id for f in faults}
    return bool(faults) and compared and all(_on_the_right_side(f, i) for f in faults for i in done.inputs)


def _kept(done: Set) -> str | None:
    """Return the sentence that coaching praises, or None."""
    cue = advise(exercise=done.exercise, exercise_given=True, repetitions=done.repetitions).cue
    return next((f.held for f in FAULTS if cue == f"{f.held} {load().phrases['keep'].text}"), None)


@given(sets())
def test_nothing_is_praised_that_is_not_clear_in_every_repetition(done: Set) -> None:
    praised = {*clear_sentences(done.analysis, catalogue=load())} | {s for s in (_kept(done),) if s is not None}
    assert [s for s in praised if not _may_be_praised(s, done)] == []


@given(sets())
def test_a_found_fault_is_neither_praised_nor_passed(done: Set) -> None:
    found = {f.id for r in done.repetitions for f in r.findings}
    sentences = clear_sentences(done.analysis, catalogue=load())
    assert [id_ for id_ in found if load().faults[id_].held in (*sentences, _kept(done))] == []
    for id_ in found:
        assert _lesson_outcomes(id_, done).count(False) == sum(
            id_ in {f.id for f in r.findings} for r in done.repetitions
        )


@given(sets())
def test_a_lesson_passes_what_the_report_praises_and_nothing_else(done: Set) -> None:
    sentences = clear_sentences(done.analysis, catalogue=load())
    for fault in FAULTS:
        if fault.level == "fault" and fault.quantity is not None:
            passed = all(met is True for met in _lesson_outcomes(fault.id, done))
            assert (fault.held in sentences) is (passed and _is_open_to_praise(fault, done)), fault.id


def _is_open_to_praise(fault: Fault, done: Set) -> bool:
    """Tell whether nothing that is said of the back, or of knees that hardly bend, forbids to praise it."""
    stiff = any(f.id == "no_knee_bend" for r in done.repetitions for f in r.findings)
    if fault.id == "excess_knee_flexion" and (stiff or any(r.pattern.label == "stoop" for r in done.repetitions)):
        return False
    short = any(f.id == "no_lockout" for r in done.repetitions for f in r.findings)
    if fault.id == "lockout_overextension" and short:
        return False
    backs = [r.back for r in done.repetitions]
    of_back = fault.quantity is not None and QUANTITIES[fault.quantity].needs is not None
    return not of_back or all(b is not None and b.label != "not_measurable" and not b.is_high for b in backs)


@given(sets(most=1))
def test_one_repetition_is_never_praised_for_staying_the_same(done: Set) -> None:
    sentences = (*clear_sentences(done.analysis, catalogue=load()), _kept(done))
    for id_ in COMPARED:
        assert load().faults[id_].held not in sentences
        assert True not in _lesson_outcomes(id_, done)


def _lesson_outcomes(finding: str, done: Set) -> Sequence[bool | None]:
    mark = PassMark(finding=finding, share=0.8, says="It was done.", not_yet="Do it again.", grade="U", unverified=True)
    lesson = load().lessons["free"].model_copy(update={"passes": (mark,), "repetitions": 1})
    return judge_lesson(lesson, done.analysis).marks[0].repetitions


def _judgement(id_: str, outcome: str) -> Judgement:
    value = None if outcome in {"not_applicable", "not_measurable"} else 1.0
    return Judgement(id=id_, outcome=outcome, level="fault", unit="deg", threshold=1.0, grade="C", value=value)  # type: ignore[arg-type]  # one of the five


@pytest.mark.parametrize(
    ("outcomes", "judged"),
    [
        (("clear", "not_measurable"), True),
        (("clear", "not_measurable", "not_measurable"), False),
        (("near_line", "found", "not_measurable", "not_measurable"), True),
        (("clear", "not_measurable", "not_applicable", "not_applicable"), True),
        (("not_measurable",), False),
        ((), False),
    ],
)
def test_a_repetition_is_judged_where_half_of_what_applies_was_measured(
    outcomes: tuple[str, ...], *, judged: bool
) -> None:
    ids = [f.id for f in FAULTS if f.level == "fault" and f.quantity is not None]
    judgements = tuple(_judgement(id_, outcome) for id_, outcome in zip(ids, outcomes, strict=False))
    repetition = cast("Repetition", SimpleNamespace(judgements=judgements))
    assert could_be_judged(repetition, catalogue=load()) is judged
