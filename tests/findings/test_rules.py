"""Each rule speaks beyond its threshold, is silent before it, and where the catalogue says so."""

from collections.abc import Mapping
from dataclasses import replace
from statistics import NormalDist
from typing import Any

import pytest

from hiphinge.catalogue import Fault, load
from hiphinge.findings import RULES, Finding, Measurement, NotMeasurable, Pattern, PatternLabel, RuleInput, find, judge
from hiphinge.measures import HALF_WIDTH_IN_ERRORS
from hiphinge.motion import Interval
from hiphinge.quantities import QUANTITIES

EXERCISES = tuple(load().exercises.values())
FAULTS = tuple(fault for fault in load().faults.values() if fault.looked_for)
TAUGHT = tuple(fault for fault in load().faults.values() if not fault.looked_for)
PATTERNS: tuple[PatternLabel, ...] = ("hinge", "squat", "stoop", "unclear")
REPEATABILITY = {"deg": 3.0, "s": 0.1}
HALF_INTERVAL = 5.0
NOTHING = NotMeasurable(id="low_confidence", reason="The joints were hidden.", do="Film again.")

LISTED = tuple(fault for fault in FAULTS if fault.listed)
"""Where neither a squat nor its absence is a finding."""

every_fault = pytest.mark.parametrize("fault", FAULTS, ids=lambda f: f.id)
every_listed_fault = pytest.mark.parametrize("fault", LISTED, ids=lambda f: f.id)


def measurement(
    value: float, unit: str, *, repeatability: float | None = None, half: float = HALF_INTERVAL
) -> Measurement:
    return Measurement(
        value=value,
        unit=unit,
        repeatability=repeatability,
        interval=Interval(low=value - half, high=value + half),
        time_s=1.25,
    )


def rule_input(
    exercise: str = "romanian_deadlift",
    *,
    pattern: PatternLabel = "hinge",
    squat: float = 0.0,
    stoop: float = 0.0,
    measured: Mapping[str, Measurement | NotMeasurable] | None = None,
    change: Mapping[str, Measurement | NotMeasurable] | None = None,
    **fields: Any,
) -> RuleInput:
    return RuleInput(
        **{"exercise_given": True, "bottom_s": 2.0, "starts_at_bottom": False} | fields,
        exercise=exercise,
        pattern=Pattern(label=pattern, probability={"hinge": 1 - squat - stoop, "squat": squat, "stoop": stoop}),
        measurements=measured or {},
        from_standing=change or {},
    )


def margin(fault: Fault) -> float:
    """Return how far beyond the threshold a value has to be, in the unit of the finding."""
    repeatability = REPEATABILITY.get(fault.unit, 0.02)
    errors = NormalDist().inv_cdf(load().thresholds["finding_likely"].value)
    likely = HALF_INTERVAL * errors / HALF_WIDTH_IN_ERRORS
    clear = max(repeatability, likely)
    return {"clear": clear, "probable": likely, "interval": HALF_INTERVAL, "none": 0.0}[fault.margin]


def with_value(fault: Fault, exercise: str, value: float, **fields: Any) -> RuleInput:
    """Return the input in which the finding's own fact is that value."""
    repeatability = REPEATABILITY.get(fault.unit, 0.02)
    fact = measurement(value, fault.unit, repeatability=repeatability)
    if fault.quantity is None:
        of_pattern: dict[str, Any] = {fault.id.removesuffix("_pattern"): value}
        return rule_input(exercise, **of_pattern, **fields)
    if fault.share_of is not None:
        whole = measurement(0.25, "share", repeatability=0.5)
        own = measurement(0.25 * value, "share", repeatability=0.25 * repeatability, half=0.25 * HALF_INTERVAL)
        return rule_input(exercise, measured={fault.quantity: own, fault.share_of: whole}, **fields)
    both = {fault.quantity: fact} | ({"shoulder_lead_deg": fact} if fault.id == "arms_pull" else {})
    return rule_input(exercise, measured=both, change=both, **fields)


def judged_found(rule_input: RuleInput) -> list[str]:
    return [judgement.id for judgement in judge(rule_input) if judgement.outcome == "found"]


def ids(found: tuple[Finding, ...]) -> list[str]:
    return [finding.id for finding in found]


def side(fault: Fault, *, by: float) -> float:
    """Return a value that lies beyond the line by that much, against it where negative."""
    return margin(fault) + by if fault.direction == "above" else -margin(fault) - by


def test_what_is_looked_for_is_what_has_a_rule() -> None:
    assert set(RULES) == {fault.id for fault in FAULTS}
    assert set(RULES).isdisjoint(fault.id for fault in TAUGHT)


@pytest.mark.parametrize("fault", TAUGHT, ids=lambda f: f.id)
def test_what_is_only_taught_has_no_quantity_and_says_so(fault: Fault) -> None:
    assert (fault.quantity, fault.share_of) == (None, None)
    assert "Not measured from video yet" in fault.measured


@every_fault
def test_its_quantities_are_known(fault: Fault) -> None:
    assert {id_ for id_ in (fault.quantity, fault.share_of) if id_ is not None} <= set(QUANTITIES)


@every_fault
def test_it_speaks_just_beyond_and_is_silent_just_before(fault: Fault) -> None:
    def speaks(exercise: str, pattern: PatternLabel, *, by: float) -> bool:
        value = fault.threshold(exercise) + side(fault, by=by)
        return fault.id in judged_found(with_value(fault, exercise, value, pattern=pattern))

    def is_silent(exercise: str, pattern: PatternLabel) -> bool:
        label = fault.id.removesuffix("_pattern")
        of_pattern = label in PATTERNS and pattern not in {"hinge", label}
        return of_pattern or fault.silence(exercise, pattern) is not None

    cases = [(exercise.id, pattern) for exercise in EXERCISES for pattern in PATTERNS]
    assert [case for case in cases if speaks(*case, by=0.001) == is_silent(*case)] == []
    assert [case for case in cases if speaks(*case, by=-0.001)] == []


@every_fault
def test_it_is_silent_where_its_quantity_is_missing(fault: Fault) -> None:
    if fault.quantity is None:
        assert ids(find(rule_input(squat=0.0))) == []
        return
    names = [id_ for id_ in (fault.quantity, fault.share_of) if id_ is not None]
    for missing in ({}, dict.fromkeys(names, NOTHING)):
        assert ids(find(rule_input(measured=missing, change=missing))) == []


@every_listed_fault
def test_it_says_what_was_found_where_and_how_sure(fault: Fault) -> None:
    exercise = next(e.id for e in EXERCISES if fault.silence(e.id, "hinge") is None)
    value = fault.threshold(exercise) + side(fault, by=0.4)
    (found,) = (f for f in find(with_value(fault, exercise, value)) if f.id == fault.id)
    assert found.value == pytest.approx(value)
    assert (found.unit, found.threshold) == (fault.unit, fault.threshold(exercise))
    assert (found.level, found.grade) == (fault.level, fault.band(exercise).grade)
    assert found.time_s == (2.0 if fault.quantity is None else 1.25)


def test_a_moment_that_nobody_named_is_the_bottom() -> None:
    lean = Measurement(value=20.0, unit="deg", repeatability=2.0)
    (found,) = find(rule_input(measured={"trunk_inclination_deg": lean}))
    assert (found.id, found.time_s) == ("shallow_range", 2.0)


def test_findings_come_in_the_catalogues_order() -> None:
    measured = {
        "head_angle_deg": measurement(-60, "deg"),
        "descent_s": measurement(-4.5, "s"),
        "shank_inclination_deg": measurement(40, "deg"),
        "trunk_rise_early_deg": measurement(20, "deg"),
    }
    found = ids(find(rule_input(measured=measured, squat=0.9)))
    assert found == ["squat_pattern", "shins_forward", "hips_rise_early", "uncontrolled_descent"]
    assert found == [id_ for id_ in load().faults if id_ in found]


def test_without_an_interval_nothing_is_wholly_beyond() -> None:
    bend = Measurement(value=90.0, unit="deg", repeatability=2.0)
    assert ids(find(rule_input(measured={"lumbar_flexion_deg": bend}))) == []


def test_a_head_that_only_follows_a_round_back_is_not_judged() -> None:
    low, level = (measurement(value, "deg", repeatability=5.0) for value in (-40.0, -5.0))
    assert judged_found(rule_input(measured={"head_angle_deg": low})) == ["neck_extension"]
    assert judged_found(rule_input(measured={"head_angle_deg": low, "neck_angle_deg": level})) == []
    assert judged_found(rule_input(measured={"head_angle_deg": level, "neck_angle_deg": low})) == ["neck_extension"]
    assert judged_found(rule_input(measured={"head_angle_deg": low, "neck_angle_deg": NOTHING})) == ["neck_extension"]


def test_a_head_that_tips_back_is_judged_and_not_listed() -> None:
    tipped = rule_input(measured={"head_angle_deg": measurement(-60.0, "deg")})
    assert (judged_found(tipped), find(tipped)) == (["neck_extension"], ())


def test_degrees_of_lumbar_flexion_are_no_fault() -> None:
    levels = {f.level for f in FAULTS if f.quantity == "lumbar_flexion_deg"}
    assert levels == {"information"}


def test_knees_are_judged_from_own_standing() -> None:
    bent = {"knee_flexion_deg": measurement(60, "deg", repeatability=3.0)}
    little = {"knee_flexion_deg": measurement(15, "deg", repeatability=3.0)}
    assert ids(find(rule_input(measured=bent, change=little))) == []
    assert ids(find(rule_input(measured=little, change=bent))) == ["excess_knee_flexion"]


def test_a_squat_where_nobody_named_the_exercise_is_information() -> None:
    (named,) = find(rule_input(squat=0.8))
    (guessed,) = find(rule_input(squat=0.8, exercise_given=False))
    assert (named.level, guessed.level) == ("fault", "information")
    knee = {"knee_flexion_deg": measurement(60, "deg")}
    assert find(rule_input(change=knee, exercise_given=False))[0].level == "fault"


def test_a_repetition_that_begins_at_the_bottom_has_no_way_down() -> None:
    fast = {"descent_s": Measurement(value=0.4, unit="s", interval=Interval(low=0.1, high=0.7))}
    assert ids(find(rule_input(measured=fast))) == ["uncontrolled_descent"]
    assert ids(find(rule_input(measured=fast, starts_at_bottom=True))) == []


def test_where_the_view_hides_the_lean_no_descent_is_judged() -> None:
    fast = Measurement(value=0.4, unit="s", interval=Interval(low=0.1, high=0.7))
    assert ids(find(rule_input(measured={"descent_s": fast}))) == ["uncontrolled_descent"]
    refused = NotMeasurable(id="view_front", reason="From the front.", do="Film from the side.")
    assert ids(find(rule_input(measured={"descent_s": fast, "trunk_inclination_deg": refused}))) == []


def test_hip_travel_is_judged_as_a_share() -> None:
    measured = {
        "hip_back_travel": measurement(0.10, "share of leg length", repeatability=0.01, half=0.02),
        "hip_travel_expected": measurement(0.25, "share of leg length"),
    }
    (found,) = find(rule_input(measured=measured))
    assert found.id == "hips_not_back"
    assert found.value == pytest.approx(0.4)
    assert found.repeatability == pytest.approx(0.04)
    assert found.interval is not None
    assert (found.interval.low, found.interval.high) == pytest.approx((0.32, 0.48))


@pytest.mark.parametrize("expected", [0.0, -0.1])
def test_where_balance_asks_for_no_travel_nothing_is_judged(expected: float) -> None:
    measured = {"hip_back_travel": measurement(-0.5, "share"), "hip_travel_expected": measurement(expected, "share")}
    assert ids(find(rule_input(measured=measured))) == []


def test_a_stiff_leg_deadlift_may_keep_its_knees() -> None:
    straight = {"knee_flexion_deg": measurement(1.0, "deg", repeatability=3.0)}
    assert ids(find(rule_input("romanian_deadlift", change=straight))) == ["no_knee_bend"]
    assert ids(find(rule_input("stiff_leg_deadlift", change=straight))) == []


@pytest.mark.parametrize(
    ("bend", "half", "wanted"),
    [
        (1.0, 5.0, "found"),
        (1.0, 16.0, "near_line"),
        (9.0, 16.0, "near_line"),
        (9.0, 5.0, "clear"),
        (4.9, None, "found"),
    ],
)
def test_a_knee_is_called_straight_or_soft_only_where_the_error_lets_one_say_so(
    bend: float, half: float | None, wanted: str
) -> None:
    interval = None if half is None else Interval(low=bend - half, high=bend + half)
    knee = Measurement(value=bend, unit="deg", interval=interval, repeatability=2.8, time_s=1.0)
    (outcome,) = (j.outcome for j in judge(rule_input(change={"knee_flexion_deg": knee})) if j.id == "no_knee_bend")
    assert outcome == wanted


@pytest.mark.parametrize(("low", "high", "wanted"), [(44.0, 99.0, "found"), (30.0, 46.0, "near_line")])
def test_only_the_interval_towards_the_threshold_makes_a_finding_unlikely(low: float, high: float, wanted: str) -> None:
    knee = Measurement(value=45.0, unit="deg", interval=Interval(low=low, high=high), repeatability=2.8, time_s=1.0)
    judged = judge(rule_input(change={"knee_flexion_deg": knee}))
    assert [j.outcome for j in judged if j.id == "excess_knee_flexion"] == [wanted]


def test_knees_of_an_uncertain_lift_whose_hands_reach_the_floor_are_not_judged() -> None:
    bent = {"knee_flexion_deg": measurement(60, "deg", repeatability=3.0)}
    low, high = ({"hand_height": measurement(height, "share of leg length")} for height in (0.2, 0.5))
    assert ids(find(rule_input(measured=low, change=bent))) == ["excess_knee_flexion"]
    assert ids(find(rule_input(measured=high, change=bent, exercise_given=False))) == ["excess_knee_flexion"]
    assert ids(find(rule_input(measured=low, change=bent, exercise_given=False))) == []
    certain = replace(rule_input(measured=low, change=bent, exercise_given=False), exercise_certain=True)
    assert ids(find(certain)) == ["excess_knee_flexion"]
