"""Judges one repetition by every rule, once; findings and what was clear over a set follow from the judgements."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from hiphinge.catalogue import Fault, load
from hiphinge.findings.model import Finding, Judgement, Level, Measurement, NotMeasurable, Outcome
from hiphinge.findings.plugin_rules import rules_in_use
from hiphinge.findings.rules import Rule, RuleInput
from hiphinge.measures import FROM_BEHIND, FROM_FRONT, FROM_SIDE, chance_beyond
from hiphinge.motion import Interval

__all__ = ["clear_over_set", "find", "findings_of", "judge"]

_OTHER_VIEWS = frozenset({FROM_BEHIND, FROM_FRONT, FROM_SIDE})
"""Reasons for which a fault is not looked for at all: it shows only from another side."""
SURELY_NO_SQUAT = 0.02
"""Who moved as in a squat with no more than this probability (the program's own choice) did none, whatever is held."""
_MILDEST_FIRST: tuple[Outcome, ...] = ("not_applicable", "not_measurable", "clear", "near_line", "found")


def judge(rule_input: RuleInput, *, rules: Mapping[str, Rule] | None = None) -> tuple[Judgement, ...]:
    """Return one judgement per rule for a repetition, in the catalogue's order of priority.

    Where it is not certain which exercise it was, each rule judges it as every likely one, and the mildest judgement
    stands: nobody is blamed for what is right in the exercise that they did.

    Parameters
    ----------
    rule_input
        What the rules read of the repetition.
    rules
        The rules by fault id; None for those in use, plug-ins included.

    Raises
    ------
    UnknownIdError
        If the catalogue has no such exercise.
    """
    by_fault = rules_in_use() if rules is None else rules
    faults = (fault for fault in load().faults.values() if fault.id in by_fault)
    return _without_contradictions([_mildest(rule_input, fault, by_fault[fault.id]) for fault in faults])


def findings_of(judgements: Sequence[Judgement]) -> tuple[Finding, ...]:
    """Return the judgements that were found as findings, in the same order, without those that are not listed."""
    unlisted = {fault.id for fault in load().faults.values() if not fault.listed}
    return tuple(
        Finding(
            id=judgement.id,
            level=judgement.level,
            value=judgement.value,
            unit=judgement.unit,
            threshold=judgement.threshold,
            time_s=judgement.time_s,
            grade=judgement.grade,
            interval=judgement.interval,
            repeatability=judgement.repeatability,
        )
        for judgement in judgements
        if judgement.outcome == "found"
        and judgement.id not in unlisted
        and judgement.value is not None
        and judgement.time_s is not None
    )


def find(rule_input: RuleInput) -> tuple[Finding, ...]:
    """Return every finding of a repetition, in the catalogue's order of priority."""
    return findings_of(judge(rule_input))


def clear_over_set(repetitions: Sequence[Sequence[Judgement]]) -> tuple[Fault, ...]:
    """Return the faults whose sentence of praise (``held``) is true of several repetitions, the most important first.

    A fault has to be clear in each of them. A rule that compares repetitions also needs one that was compared with
    an earlier one: of a single repetition nothing stayed the same. Of faults that share a sentence, all have to be
    clear; the first one is returned.

    Parameters
    ----------
    repetitions
        The judgements of each counted repetition.
    """
    by_sentence: dict[str, list[Fault]] = {}
    judged = {judgement.id for judgements in repetitions for judgement in judgements}
    for fault in load().faults.values():
        if fault.id in judged:
            by_sentence.setdefault(fault.held, []).append(fault)
    return tuple(faults[0] for faults in by_sentence.values() if all(_all_clear(f.id, repetitions) for f in faults))


def _all_clear(id_: str, repetitions: Sequence[Sequence[Judgement]]) -> bool:
    of_fault = [next((j for j in judgements if j.id == id_), None) for judgements in repetitions]
    clear = [j for j in of_fault if j is not None and j.outcome == "clear"]
    return len(clear) == len(repetitions) and not all(j.first_of_set for j in clear)


def _mildest(rule_input: RuleInput, fault: Fault, rule: Rule) -> Judgement:
    exercises = (rule_input.exercise, *(id_ for id_ in rule_input.also_likely if not _is_ruled_out(id_, rule_input)))
    judged = [_judged(replace(rule_input, exercise=exercise), fault, rule) for exercise in exercises]
    mildest = min(judged, key=lambda judgement: _MILDEST_FIRST.index(judgement.outcome))
    in_doubt = mildest.outcome == "clear" and any(j.outcome in {"found", "near_line"} for j in judged)
    return replace(mildest, outcome="near_line") if in_doubt else mildest


def _is_ruled_out(exercise: str, rule_input: RuleInput) -> bool:
    """Tell whether an exercise that it may have been is a squat, while the repetition was surely none."""
    is_squat = load().exercises[exercise].family == "squat"
    return is_squat and rule_input.pattern.probability.get("squat", 1.0) <= SURELY_NO_SQUAT


def _judged(rule_input: RuleInput, fault: Fault, rule: Rule) -> Judgement:
    silence = fault.silence(rule_input.exercise, rule_input.pattern.label)
    if silence is not None:
        return _without_value(rule_input, fault, "not_applicable", silence)
    value = rule.value_of(rule_input, fault)
    if isinstance(value, NotMeasurable):
        outcome: Outcome = "not_applicable" if value.id in _OTHER_VIEWS else "not_measurable"
        return _without_value(rule_input, fault, outcome, value.id)
    return Judgement(
        id=fault.id,
        outcome=_outcome(
            value,
            fault,
            fault.threshold(rule_input.exercise),
            by_interval=rule_input.by_whole_interval or fault.margin == "interval",
        ),
        level=_level(rule_input, fault),
        unit=value.unit,
        threshold=fault.threshold(rule_input.exercise),
        grade=fault.band(rule_input.exercise).grade,
        value=value.value,
        interval=value.interval,
        repeatability=value.repeatability,
        time_s=rule_input.bottom_s if value.time_s is None else value.time_s,
        first_of_set=rule.compares_repetitions and rule_input.earlier == 0,
    )


def _without_contradictions(judgements: Sequence[Judgement]) -> tuple[Judgement, ...]:
    """Return judgements in which findings that exclude each other are not measurable: at least one value is wrong."""
    found = {judgement.id for judgement in judgements if judgement.outcome == "found"}
    excluded = {
        id_
        for fault in load().faults.values()
        for other in fault.excludes
        if {fault.id, other} <= found
        for id_ in (fault.id, other)
    }
    return tuple(_contradicted(judgement) if judgement.id in excluded else judgement for judgement in judgements)


def _contradicted(judgement: Judgement) -> Judgement:
    return replace(
        judgement,
        outcome="not_measurable",
        reason="findings_contradict",
        value=None,
        interval=None,
        repeatability=None,
        time_s=None,
    )


def _without_value(rule_input: RuleInput, fault: Fault, outcome: Outcome, reason: str) -> Judgement:
    return Judgement(
        id=fault.id,
        outcome=outcome,
        level=_level(rule_input, fault),
        unit=fault.unit,
        threshold=fault.threshold(rule_input.exercise),
        grade=fault.band(rule_input.exercise).grade,
        reason=reason,
    )


def _level(rule_input: RuleInput, fault: Fault) -> Level:
    """Return the fault's level; a squat is information where nobody said that a hinge was meant."""
    named = rule_input.exercise_given or fault.id != "squat_pattern"
    return fault.level if named else "information"


def _outcome(value: Measurement, fault: Fault, threshold: float, *, by_interval: bool) -> Outcome:
    beyond = value.value - threshold if fault.direction == "above" else threshold - value.value
    if by_interval and value.interval is not None:
        if _whole_beyond(value.interval, fault, threshold):
            return "found"
        return "clear" if _whole_within(value.interval, fault, threshold) else "near_line"
    if fault.margin == "probable":
        return _probable_outcome(_chance_beyond(value, fault, threshold))
    margin = (value.repeatability or 0.0) if fault.margin == "clear" else 0.0
    is_clear_of_it = beyond > margin and fault.margin != "interval"
    if is_clear_of_it and _probable_outcome(_chance_beyond(value, fault, threshold)) == "found":
        return "found"
    return "near_line" if beyond > 0 else "clear"


def _probable_outcome(chance: float) -> Outcome:
    """Return what is said of a value that is beyond its threshold with this probability: no more than is likely."""
    likely = load().thresholds["finding_likely"].value
    if chance >= likely:
        return "found"
    return "clear" if chance <= 1.0 - likely else "near_line"


def _chance_beyond(value: Measurement, fault: Fault, threshold: float) -> float:
    """Return the probability that the true value is beyond the threshold, by the 90 % interval of the measured one.

    The error is taken as normal, with the width that the interval has on the threshold's side. A value without an
    interval is taken as it is.
    """
    beyond = value.value - threshold if fault.direction == "above" else threshold - value.value
    width = 0.0
    if value.interval is not None:
        width = value.value - value.interval.low if threshold <= value.value else value.interval.high - value.value
    if width <= 0:
        return float(beyond > 0)
    return chance_beyond(beyond, half_width=width)


def _whole_beyond(interval: Interval, fault: Fault, threshold: float) -> bool:
    return interval.low > threshold if fault.direction == "above" else interval.high < threshold


def _whole_within(interval: Interval, fault: Fault, threshold: float) -> bool:
    return interval.high <= threshold if fault.direction == "above" else interval.low >= threshold
