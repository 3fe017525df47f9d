"""Sets of repetitions written by hand, with the judgements of their measurements, and the advice that they get."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from tests.repetitions_by_hand import repetition_by_hand

from hiphinge.analysis import Advice, Measurement, Repetition
from hiphinge.catalogue import load
from hiphinge.coaching import advise
from hiphinge.findings import Finding, Judgement, Pattern, PatternLabel, RuleInput, compare_back, judge

__all__ = ["DEEP", "ask", "finding", "free", "judged", "kept", "repetition", "with_finding"]

DEEP = {
    "trunk_inclination_deg": 70.0,
    "bottom_s": 1.2,
    "descent_s": 2.5,
    "hip_back_travel": 0.25,
    "hip_travel_expected": 0.3,
    "trunk_rise_early_deg": 0.0,
    "weight_shift": 0.0,
    "lockout_left_deg": 1.0,
    "heel_rise": 0.0,
    "knee_creep_deg": 2.0,
    "elbow_bend_deg": 0.0,
    "shoulder_lead_deg": 0.0,
}


def finding(id_: str) -> Finding:
    """Return a finding of the catalogue, beyond its threshold by twice its repeatability."""
    fault = load().faults[id_]
    threshold = fault.threshold("romanian_deadlift")
    step = 6.0
    return Finding(
        id=id_,
        level=fault.level,
        value=threshold + step if fault.direction == "above" else threshold - step,
        unit=fault.unit,
        threshold=threshold,
        time_s=1.0,
        grade=fault.grade,
        repeatability=3.0,
    )


def repetition(
    *findings: Finding,
    pattern: PatternLabel = "hinge",
    attempt: bool = False,
    values: Mapping[str, float] = DEEP,
) -> Repetition:
    """Return a repetition in which knee and shin were measured, and those values."""
    measured = {"knee_flexion_deg": 15.0, "shank_inclination_deg": 0.0, **values}
    return repetition_by_hand(
        kind="attempt" if attempt else "repetition",
        pattern=Pattern(label=pattern),
        measurements={id_: Measurement(value=value, unit="deg") for id_, value in measured.items()},
        findings=findings,
        back=compare_back(Measurement(value=30.0, unit="deg"), exercise="romanian_deadlift", gains={}),
    )


def judged(repetition: Repetition, exercise: str, *, earlier: int = 0) -> Repetition:
    """Return a repetition with the judgements of its measurements; its findings are found."""
    if repetition.kind == "attempt":
        return repetition
    by_rules = judge(
        RuleInput(
            exercise=exercise,
            exercise_given=True,
            pattern=repetition.pattern,
            bottom_s=repetition.bottom_s,
            starts_at_bottom=False,
            measurements=repetition.measurements,
            from_standing=repetition.measurements,
            earlier=earlier,
        )
    )
    found = {f.id for f in repetition.findings}

    def of(judgement: Judgement) -> Judgement:
        return replace(judgement, outcome="found", value=1.0) if judgement.id in found else judgement

    return replace(repetition, judgements=tuple(of(judgement) for judgement in by_rules))


def ask(repetitions: Sequence[Repetition], exercise: str = "romanian_deadlift", *, named: bool = True) -> Advice:
    in_order = [judged(r, exercise, earlier=n) for n, r in enumerate(repetitions)]
    advice = advise(exercise=exercise, exercise_given=named, repetitions=in_order)
    return replace(advice, next=advice.next.removesuffix(f" {load().phrases['same_place'].text}"))


def kept(held: str) -> str:
    return f"{held} {load().phrases['keep'].text}"


def free(count: int, pattern: PatternLabel = "hinge", values: Mapping[str, float] = DEEP) -> list[Repetition]:
    return [repetition(pattern=pattern, values=values) for _ in range(count)]


def with_finding(id_: str, places: Sequence[int], *, total: int) -> list[Repetition]:
    return [repetition(finding(id_)) if n in places else repetition() for n in range(1, total + 1)]
