"""The rules: from what was measured in one repetition to findings, by the catalogue's thresholds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from hiphinge.catalogue import Fault, load
from hiphinge.findings.model import Finding, Measurement, NotMeasurable, Pattern
from hiphinge.findings.plugged import problems_beside, with_plugins
from hiphinge.motion import Interval
from hiphinge.plugins import PluginProblem

__all__ = ["RuleInput", "find", "rule_problems"]


@dataclass(frozen=True, kw_only=True)
class RuleInput:
    """What the rules may look at in one repetition.

    ``measurements`` are the repetition's own, by quantity id; ``from_standing`` holds those that are judged as
    change from the person's own standing.
    """

    exercise: str
    exercise_given: bool
    pattern: Pattern
    bottom_s: float
    starts_at_bottom: bool
    measurements: Mapping[str, Measurement | NotMeasurable]
    from_standing: Mapping[str, Measurement | NotMeasurable]


def find(evidence: RuleInput) -> tuple[Finding, ...]:
    """Return every finding of a repetition, in the catalogue's order of priority.

    A finding is silent where the catalogue says so (for a pattern or an exercise), where its quantity is not
    measurable, and where the value is not beyond the threshold by more than its repeatability, or not with the whole of
    its interval where the catalogue asks for that.
    """
    found = []
    rules = with_plugins(_RULES)
    for fault in load().faults.values():
        if fault.id not in rules or fault.silence(evidence.exercise, evidence.pattern.label) is not None:
            continue
        fact = rules[fault.id](evidence, fault)
        if isinstance(fact, Measurement) and _counts(fact, fault, evidence.exercise):
            found.append(_finding(fact, fault, evidence))
    return tuple(found)


def rule_problems() -> tuple[PluginProblem, ...]:
    """Return the plug-ins that cannot be used as a rule, and why."""
    return problems_beside(_RULES)


def _counts(fact: Measurement, fault: Fault, exercise: str) -> bool:
    threshold = fault.threshold(exercise)
    beyond = fact.value - threshold if fault.direction == "above" else threshold - fact.value
    if fault.margin == "interval":
        return fact.interval is not None and _whole_beyond(fact.interval, fault, threshold)
    margin = fact.repeatability or 0.0
    if fault.margin == "clear":
        return beyond > margin
    if fault.margin == "within":
        return beyond > -margin
    return beyond > 0


def _whole_beyond(interval: Interval, fault: Fault, threshold: float) -> bool:
    return interval.low > threshold if fault.direction == "above" else interval.high < threshold


def _finding(fact: Measurement, fault: Fault, evidence: RuleInput) -> Finding:
    given = evidence.exercise_given or fault.id != "squat_pattern"
    return Finding(
        id=fault.id,
        level=fault.level if given else "information",
        value=fact.value,
        unit=fact.unit,
        threshold=fault.threshold(evidence.exercise),
        time_s=evidence.bottom_s if fact.time_s is None else fact.time_s,
        grade=fault.band(evidence.exercise).grade,
        interval=fact.interval,
        repeatability=fact.repeatability,
    )


Fact = Measurement | NotMeasurable | None
Rule = Callable[[RuleInput, Fault], Fact]


def _measured(evidence: RuleInput, fault: Fault) -> Fact:
    return evidence.measurements.get(fault.quantity or "")


def _change(evidence: RuleInput, fault: Fault) -> Fact:
    return evidence.from_standing.get(fault.quantity or "")


def _squat_share(evidence: RuleInput, _: Fault) -> Fact:
    return Measurement(
        value=evidence.pattern.probability.get("squat", 0.0), unit="probability", time_s=evidence.bottom_s
    )


def _descent(evidence: RuleInput, fault: Fault) -> Fact:
    return None if evidence.starts_at_bottom else _measured(evidence, fault)


def _neck(evidence: RuleInput, fault: Fault) -> Fact:
    """Return the head line against the upper back, or against the trunk where the back is not told."""
    against_back = evidence.measurements.get("neck_angle_deg")
    return against_back if isinstance(against_back, Measurement) else _measured(evidence, fault)


def _share_of_expected(evidence: RuleInput, fault: Fault) -> Fact:
    travel = evidence.measurements.get(fault.quantity or "")
    expected = evidence.measurements.get(fault.share_of or "")
    if not isinstance(travel, Measurement) or not isinstance(expected, Measurement) or expected.value <= 0:
        return None
    span = travel.interval
    scale = 1.0 / expected.value
    return Measurement(
        value=travel.value * scale,
        unit=fault.unit,
        interval=None if span is None else Interval(low=span.low * scale, high=span.high * scale),
        repeatability=None if travel.repeatability is None else travel.repeatability * scale,
        time_s=travel.time_s,
    )


_RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "squat_pattern": _squat_share,
        "excess_knee_flexion": _change,
        "no_knee_bend": _change,
        "shins_forward": _measured,
        "weight_forward": _measured,
        "hips_not_back": _share_of_expected,
        "uncontrolled_descent": _descent,
        "hips_rise_early": _measured,
        "neck_extension": _neck,
        "neck_flexion": _neck,
        "shallow_range": _measured,
        "back_gives": _measured,
        "thoracic_rounding": _measured,
        "no_lockout": _measured,
        "lockout_overextension": _measured,
        "near_end_range": _measured,
        "more_than_usual": _measured,
        "lumbar_leads_hip": _measured,
    }
)
"""Which fact each finding that is looked for is judged by; a test holds this and the catalogue together."""
