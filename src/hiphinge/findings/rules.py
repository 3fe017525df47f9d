"""The rules: which measured value each fault of the catalogue is judged by.

A rule is one function. Plug-ins add rules for faults of the catalogue that have none yet
(`hiphinge.findings.plugin_rules`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType

from hiphinge.catalogue import Fault, load
from hiphinge.findings.model import Measurement, NotMeasurable, Pattern, PatternLabel
from hiphinge.measures import FROM_SIDE
from hiphinge.motion import Interval

__all__ = ["RULES", "Rule", "RuleInput"]


@dataclass(frozen=True, kw_only=True)
class RuleInput:
    """What the rules may look at in one repetition.

    Parameters
    ----------
    exercise
        Id of the exercise that the repetition is judged as.
    exercise_given
        Whether the person named it; otherwise a squat is information and no fault.
    pattern
        Which movement it was.
    bottom_s
        Moment of the deepest position, seconds of the recording.
    starts_at_bottom
        Whether the repetition has no descent.
    measurements
        The repetition's own, by quantity id.
    from_standing
        Those that are judged as change from the reference posture, by quantity id.
    exercise_certain
        Whether the exercise that nobody named is certain all the same, by movement and hands.
    also_likely
        Ids of other exercises that it may as well have been: a fault is found only if it is one in each of them.
    earlier
        Number of counted repetitions of the set before this one.
    by_whole_interval
        Whether something is found only where its whole interval is beyond the threshold: for somebody filmed at an
        angle, whose error is not the same in standing.
    """

    exercise: str
    exercise_given: bool
    pattern: Pattern
    bottom_s: float
    starts_at_bottom: bool
    measurements: Mapping[str, Measurement | NotMeasurable]
    from_standing: Mapping[str, Measurement | NotMeasurable]
    exercise_certain: bool = False
    also_likely: tuple[str, ...] = ()
    earlier: int = 0
    by_whole_interval: bool = False


@dataclass(frozen=True, kw_only=True)
class Rule:
    """How one fault of the catalogue is judged.

    Parameters
    ----------
    fault
        Id of the fault, which holds threshold, direction, margin and sentences.
    value_of
        Returns the value to compare with the threshold, in the fault's unit, or why there is none.
    compares_repetitions
        Whether the value compares a repetition with earlier ones of its set, so that one repetition alone is no reason
        to say that something stayed the same.
    """

    fault: str
    value_of: Callable[[RuleInput, Fault], Measurement | NotMeasurable]
    compares_repetitions: bool = False

    @property
    def id(self) -> str:
        """The fault's id, which is the name of a plug-in's entry point too."""
        return self.fault


def _no_value(reason_id: str) -> NotMeasurable:
    reason = load().reasons[reason_id]
    return NotMeasurable(id=reason.id, reason=reason.reason, do=reason.do)


def _measured(rule_input: RuleInput, fault: Fault) -> Measurement | NotMeasurable:
    found = rule_input.measurements.get(fault.quantity or "")
    return _no_value("low_confidence") if found is None else found


def _change(rule_input: RuleInput, fault: Fault) -> Measurement | NotMeasurable:
    """Return the change from standing; where there is none at all, the reason that the measurement has, if any."""
    change = rule_input.from_standing.get(fault.quantity or "")
    if change is not None:
        return change
    measured = _measured(rule_input, fault)
    return measured if isinstance(measured, NotMeasurable) else _no_value("no_standing")


def _knees(rule_input: RuleInput, fault: Fault) -> Measurement | NotMeasurable:
    """Return the change from standing; in an exercise that is not certain, only of hands that stay off the floor."""
    hands = rule_input.measurements.get("hand_height")
    at_floor = isinstance(hands, Measurement) and hands.value <= load().thresholds["hands_at_floor"].value
    if at_floor and not (rule_input.exercise_given or rule_input.exercise_certain):
        return _no_value("may_be_at_floor")
    return _change(rule_input, fault)


def _chance_of(rule_input: RuleInput, _: Fault, *, label: PatternLabel) -> Measurement | NotMeasurable:
    """Return the probability of a pattern; only that pattern and a hinge are a reason to speak of it."""
    pattern = rule_input.pattern
    if pattern.label not in {"hinge", label}:
        return _no_value(f"pattern_{pattern.label}")
    probability = pattern.probability.get(label, 0.0)
    return Measurement(value=probability, unit="probability", time_s=rule_input.bottom_s)


def _descent(rule_input: RuleInput, fault: Fault) -> Measurement | NotMeasurable:
    """Return the descent's duration; where the view does not show the lean, nor does it show when that began."""
    lean = rule_input.measurements.get("trunk_inclination_deg")
    if rule_input.starts_at_bottom:
        return _no_value("starts_at_bottom")
    return lean if isinstance(lean, NotMeasurable) else _measured(rule_input, fault)


def _neck(rule_input: RuleInput, fault: Fault) -> Measurement | NotMeasurable:
    """Return the head line against the upper back, or against the trunk where the back was not measured."""
    against_back = rule_input.measurements.get("neck_angle_deg")
    return against_back if isinstance(against_back, Measurement) else _measured(rule_input, fault)


def _arms(rule_input: RuleInput, fault: Fault) -> Measurement | NotMeasurable:
    """Return how far the arm is ahead of the hips in a swing, and how much the elbow bends in any other lift."""
    swings = load().exercises[rule_input.exercise].load_place == "swing"
    ahead = rule_input.measurements.get("shoulder_lead_deg", _no_value("arms_hidden"))
    return ahead if swings else _measured(rule_input, fault)


def _share_of_expected(rule_input: RuleInput, fault: Fault) -> Measurement | NotMeasurable:
    travel = _measured(rule_input, fault)
    expected = rule_input.measurements.get(fault.share_of or "", _no_value("low_confidence"))
    if isinstance(travel, NotMeasurable):
        return travel
    if isinstance(expected, NotMeasurable):
        return expected
    if expected.value <= 0:
        return _no_value("trunk_hardly_leans")
    interval = travel.interval
    scale = 1.0 / expected.value
    return Measurement(
        value=travel.value * scale,
        unit=fault.unit,
        interval=None if interval is None else Interval(low=interval.low * scale, high=interval.high * scale),
        repeatability=None if travel.repeatability is None else travel.repeatability * scale,
        time_s=travel.time_s,
    )


def _from_front(rule_input: RuleInput, fault: Fault) -> Measurement | NotMeasurable:
    """Return what shows from the front; a repetition without such a measurement was filmed from elsewhere."""
    found = rule_input.measurements.get(fault.quantity or "")
    return _no_value(FROM_SIDE) if found is None else found


def _either_way(rule_input: RuleInput, fault: Fault) -> Measurement | NotMeasurable:
    """Return how far something is to one side or the other: its size, whatever its direction."""
    measured = _from_front(rule_input, fault)
    if isinstance(measured, NotMeasurable) or measured.value >= 0:
        return measured
    interval = measured.interval
    turned = None if interval is None else Interval(low=-interval.high, high=-interval.low)
    return replace(measured, value=-measured.value, interval=turned)


def _stance(rule_input: RuleInput, fault: Fault) -> Measurement | NotMeasurable:
    """Return how wide somebody stands; in an exercise that nobody named, a wide stance may be meant."""
    measured = _from_front(rule_input, fault)
    named = rule_input.exercise_given or isinstance(measured, NotMeasurable)
    return measured if named else _no_value("stance_may_be_meant")


_ALL = (
    Rule(fault="squat_pattern", value_of=partial(_chance_of, label="squat")),
    Rule(fault="stoop_pattern", value_of=partial(_chance_of, label="stoop")),
    Rule(fault="excess_knee_flexion", value_of=_knees),
    Rule(fault="no_knee_bend", value_of=_change),
    Rule(fault="shins_forward", value_of=_measured),
    Rule(fault="weight_forward", value_of=_measured),
    Rule(fault="hips_not_back", value_of=_share_of_expected),
    Rule(fault="uncontrolled_descent", value_of=_descent),
    Rule(fault="hips_rise_early", value_of=_measured),
    Rule(fault="neck_extension", value_of=_neck),
    Rule(fault="neck_flexion", value_of=_neck),
    Rule(fault="shallow_range", value_of=_measured),
    Rule(fault="back_gives", value_of=_measured, compares_repetitions=True),
    Rule(fault="thoracic_rounding", value_of=_measured, compares_repetitions=True),
    Rule(fault="no_lockout", value_of=_measured),
    Rule(fault="lockout_overextension", value_of=_measured),
    Rule(fault="near_end_range", value_of=_measured),
    Rule(fault="more_than_usual", value_of=_measured),
    Rule(fault="lumbar_leads_hip", value_of=_measured),
    Rule(fault="heels_rise", value_of=_measured),
    Rule(fault="knees_creep", value_of=_descent),
    Rule(fault="arms_pull", value_of=_arms),
    Rule(fault="knees_cave", value_of=_from_front),
    Rule(fault="knees_splay", value_of=_from_front),
    Rule(fault="stance_wide", value_of=_stance),
    Rule(fault="stance_narrow", value_of=_from_front),
    Rule(fault="weight_to_one_side", value_of=_either_way),
    Rule(fault="bar_tilts", value_of=_either_way),
)

RULES: Mapping[str, Rule] = MappingProxyType({rule.fault: rule for rule in _ALL})
"""The rule of each fault that is looked for, by fault id; a test holds this and the catalogue together."""
