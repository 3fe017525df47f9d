"""Each rule gives one of five answers for a repetition, and findings and praise follow from them."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from hiphinge.catalogue import Fault, load
from hiphinge.findings import (
    RULES,
    Judgement,
    Measurement,
    NotMeasurable,
    Outcome,
    Pattern,
    PatternLabel,
    Rule,
    RuleInput,
    clear_over_set,
    findings_of,
    judge,
)
from hiphinge.motion import Interval
from hiphinge.quantities import QUANTITIES

FAULTS = tuple(load().faults[id_] for id_ in RULES)
EITHER_WAY = ("weight_to_one_side", "bar_tilts")
OF_QUANTITY = tuple(fault for fault in FAULTS if fault.quantity is not None and fault.id not in EITHER_WAY)
"""Those that count on one side of their threshold; the others have a test of their own."""
COMPARED = ("back_gives", "thoracic_rounding")
HIDDEN = NotMeasurable(id="back_hidden", reason="The back was hidden.", do="Film again.")
MARGIN = 4.0
PATTERNS: tuple[PatternLabel, ...] = ("hinge", "squat", "stoop", "unclear")

every_fault = pytest.mark.parametrize("fault", FAULTS, ids=lambda f: f.id)
every_measured_fault = pytest.mark.parametrize("fault", OF_QUANTITY, ids=lambda f: f.id)


def rule_input(
    values: Mapping[str, Measurement | NotMeasurable],
    *,
    exercise: str = "romanian_deadlift",
    pattern: PatternLabel = "hinge",
    squat: float = 0.0,
    **fields: Any,
) -> RuleInput:
    usual: dict[str, Any] = {"exercise_given": True, "bottom_s": 2.0, "starts_at_bottom": False}
    return RuleInput(
        **usual | {"from_standing": values} | fields,
        exercise=exercise,
        pattern=Pattern(label=pattern, probability={"squat": squat}),
        measurements=values,
    )


def judged(fault: Fault, of: RuleInput) -> Judgement:
    (only,) = (judgement for judgement in judge(of) if judgement.id == fault.id)
    return only


def beyond(fault: Fault, by: float, **fields: Any) -> Judgement:
    """Return the judgement of a value that is past the fault's threshold by that much, with a margin of `MARGIN`."""
    assert fault.quantity is not None
    value = fault.threshold("romanian_deadlift") + (by if fault.direction == "above" else -by)
    interval = Interval(low=value - MARGIN, high=value + MARGIN)
    measured = Measurement(value=value, unit=fault.unit, interval=interval, repeatability=MARGIN, time_s=1.5)
    values: dict[str, Measurement | NotMeasurable] = {fault.quantity: measured}
    if fault.share_of is not None:
        values[fault.share_of] = Measurement(value=1.0, unit="share of leg length")
    return judged(fault, rule_input(values, **fields))


def test_there_is_one_judgement_per_rule_in_the_order_of_the_catalogue() -> None:
    ids = [judgement.id for judgement in judge(rule_input({}))]
    assert ids == [fault.id for fault in load().faults.values() if fault.id in RULES]


@every_measured_fault
@pytest.mark.parametrize("by", [-10.0, -1.0, 0.0, 1.0, 10.0])
def test_a_value_is_clear_near_the_line_or_found(fault: Fault, by: float) -> None:
    judgement = beyond(fault, by)
    wanted: dict[float, Outcome] = {-10.0: "clear", -1.0: "clear", 0.0: "clear", 1.0: "near_line", 10.0: "found"}
    if fault.margin in {"probable", "interval"}:
        wanted |= {-1.0: "near_line", 0.0: "near_line", 1.0: "near_line"}
    assert judgement.outcome == wanted[by]
    assert judgement.has_value
    assert (judgement.reason, judgement.time_s) == (None, 1.5)
    assert judgement.repeatability == pytest.approx(MARGIN)
    assert judgement.value == pytest.approx(judgement.threshold + (by if fault.direction == "above" else -by))


@pytest.mark.parametrize("id_", EITHER_WAY)
@pytest.mark.parametrize(("share", "wanted"), [(0.5, "clear"), (3.0, "found"), (-0.5, "clear"), (-3.0, "found")])
def test_what_goes_to_a_side_counts_by_its_size(id_: str, share: float, wanted: Outcome) -> None:
    fault = load().faults[id_]
    value, half = share * fault.default.threshold, 0.1 * fault.default.threshold
    interval = Interval(low=value - half, high=value + 2 * half)
    measured = Measurement(value=value, unit=fault.unit, interval=interval, repeatability=half, time_s=1.5)
    judgement = judged(fault, rule_input({fault.quantity or "": measured}))
    assert judgement.outcome == wanted
    assert judgement.value == pytest.approx(abs(value))
    assert judgement.interval is not None
    assert judgement.interval.low <= abs(value) <= judgement.interval.high


@pytest.mark.parametrize("reason_id", ["hidden_from_front", "hidden_from_side", "hidden_from_behind"])
def test_what_shows_only_from_another_side_is_not_looked_for(reason_id: str) -> None:
    fault = load().faults["shins_forward"]
    hidden = NotMeasurable(id=reason_id, reason="It does not show.", do="Film again.")
    judgement = judged(fault, rule_input({"shank_inclination_deg": hidden}))
    assert (judgement.outcome, judgement.reason) == ("not_applicable", reason_id)


def test_a_wide_stance_is_judged_only_in_an_exercise_that_was_named() -> None:
    fault = load().faults["stance_wide"]
    assert beyond(fault, 2 * MARGIN).outcome == "found"
    unnamed = beyond(fault, 2 * MARGIN, exercise_given=False)
    assert (unnamed.outcome, unnamed.reason) == ("not_measurable", "stance_may_be_meant")
    assert beyond(fault, 2 * MARGIN, exercise="sumo_deadlift").outcome == "not_applicable"


@every_measured_fault
def test_the_reason_of_the_measurement_is_the_reason_of_the_judgement(fault: Fault) -> None:
    hidden = {id_: HIDDEN for id_ in (fault.quantity, fault.share_of) if id_ is not None}
    judgement = judged(fault, rule_input(hidden))
    assert (judgement.outcome, judgement.reason) == ("not_measurable", "back_hidden")
    assert (judgement.value, judgement.time_s, judgement.has_value) == (None, None, False)


@every_fault
def test_without_any_measurement_there_is_still_a_reason_of_the_catalogue(fault: Fault) -> None:
    judgement = judged(fault, rule_input({}, pattern="unclear"))
    in_front = fault.quantity is not None and QUANTITIES[fault.quantity].views[0] == "front"
    assert judgement.outcome == ("not_applicable" if in_front else "not_measurable")
    assert judgement.reason in load().reasons


@every_fault
def test_where_the_catalogue_is_silent_it_is_not_applicable(fault: Fault) -> None:
    exercises = [e.id for e in load().exercises.values() if e.analysed]
    hidden = {fault.quantity: HIDDEN} if fault.quantity is not None else {}
    wrong = [
        (exercise, pattern, judgement.outcome, judgement.reason)
        for exercise, pattern in product(exercises, PATTERNS)
        for judgement in (judged(fault, rule_input(hidden, exercise=exercise, pattern=pattern)),)
        for silence in (fault.silence(exercise, pattern),)
        if (judgement.outcome == "not_applicable") is (silence is None)
        or (silence is not None and judgement.reason != silence)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("pattern", "squat", "outcome", "reason"),
    [
        ("hinge", 0.1, "clear", None),
        ("squat", 0.9, "found", None),
        ("unclear", 0.6, "not_measurable", "pattern_unclear"),
        ("unclear", 0.33, "not_measurable", "pattern_unclear"),
        ("stoop", 0.05, "not_measurable", "pattern_stoop"),
    ],
)
def test_only_a_hinge_is_clear_of_a_squat(
    pattern: PatternLabel, squat: float, outcome: str, reason: str | None
) -> None:
    judgement = judged(load().faults["squat_pattern"], rule_input({}, pattern=pattern, squat=squat))
    assert (judgement.outcome, judgement.reason) == (outcome, reason)


def test_a_change_from_standing_that_was_not_measured_has_the_reason_of_its_measurement() -> None:
    knees = load().faults["excess_knee_flexion"]
    refused = NotMeasurable(id="view_front", reason="From the front.", do="Film from the side.")
    of_view = rule_input({"knee_flexion_deg": refused}, from_standing={})
    assert judged(knees, of_view).reason == "view_front"
    bent = Measurement(value=90.0, unit="deg", repeatability=1.0)
    without_standing = rule_input({"knee_flexion_deg": bent}, from_standing={})
    assert (judged(knees, without_standing).outcome, judged(knees, without_standing).reason) == (
        "not_measurable",
        "no_standing",
    )


def test_no_descent_and_no_expected_travel_have_their_reasons() -> None:
    fast = Measurement(value=0.2, unit="s")
    descent = judged(load().faults["uncontrolled_descent"], rule_input({"descent_s": fast}, starts_at_bottom=True))
    assert (descent.outcome, descent.reason) == ("not_measurable", "starts_at_bottom")
    travel = Measurement(value=0.1, unit="share of leg length")
    none_expected = rule_input({"hip_back_travel": travel, "hip_travel_expected": replace(travel, value=0.0)})
    hips = judged(load().faults["hips_not_back"], none_expected)
    assert (hips.outcome, hips.reason) == ("not_measurable", "trunk_hardly_leans")


def test_findings_are_the_judgements_that_were_found() -> None:
    shins = load().faults["shins_forward"]
    judgements = tuple(beyond(shins, by) for by in (-1.0, 1.0, 10.0))
    (finding,) = findings_of((*judgements, judged(shins, rule_input({"shank_inclination_deg": HIDDEN}))))
    found = judgements[-1]
    assert (finding.id, finding.level, finding.value) == (found.id, found.level, found.value)
    assert (finding.unit, finding.threshold, finding.time_s) == (found.unit, found.threshold, found.time_s)
    assert (finding.grade, finding.interval, finding.repeatability) == (
        found.grade,
        found.interval,
        found.repeatability,
    )


@every_measured_fault
def test_a_set_is_clear_where_each_repetition_is(fault: Fault) -> None:
    clear, near = ((beyond(fault, by, earlier=1),) for by in (-10.0, 1.0))
    hidden = (judged(fault, rule_input({fault.quantity or "": HIDDEN}, earlier=1)),)
    held = [[f.id for f in clear_over_set(of)] for of in ([clear, clear], [clear, near], [clear, hidden], [clear, ()])]
    assert held == [[fault.id], [], [], []]


@pytest.mark.parametrize("id_", COMPARED)
def test_what_compares_repetitions_needs_one_that_was_compared(id_: str) -> None:
    fault = load().faults[id_]
    first, second = ((beyond(fault, -10.0, earlier=n),) for n in (0, 1))
    assert (first[0].outcome, first[0].first_of_set, second[0].first_of_set) == ("clear", True, False)
    assert clear_over_set([first]) == clear_over_set([first, first]) == ()
    assert clear_over_set([first, second]) == (fault,)


def test_only_what_compares_repetitions_asks_for_another() -> None:
    assert {id_ for id_, rule in RULES.items() if rule.compares_repetitions} == set(COMPARED)
    assert all("from repetition to repetition" in load().faults[id_].held for id_ in COMPARED)


def test_nothing_is_clear_over_no_repetitions() -> None:
    assert clear_over_set([]) == ()


def test_a_sentence_of_two_faults_needs_both() -> None:
    head = {"head_angle_deg": Measurement(value=40.0, unit="deg")}
    level = {"head_angle_deg": Measurement(value=0.0, unit="deg")}
    sentence = load().faults["neck_extension"].held
    assert sentence == load().faults["neck_flexion"].held
    assert sentence not in [f.held for f in clear_over_set([judge(rule_input(head))])]
    assert sentence in [f.held for f in clear_over_set([judge(rule_input(level))])]


def test_a_plug_in_adds_a_rule_for_a_fault_that_is_only_taught() -> None:
    bar = load().faults["bar_drifts"]
    assert bar.id not in RULES
    away = Measurement(value=0.2, unit="m", repeatability=0.02)
    rules = {bar.id: Rule(fault=bar.id, value_of=lambda _input, _fault: away)}
    (judgement,) = (j for j in judge(rule_input({}), rules=rules) if j.id == bar.id)
    assert (judgement.outcome, judgement.value, judgement.threshold) == ("found", 0.2, 0.05)
    assert [j for j in judge(rule_input({})) if j.id == bar.id] == []


def test_where_the_exercise_is_uncertain_the_mildest_judgement_stands() -> None:
    fault = load().faults["excess_knee_flexion"]
    measured = Measurement(value=75.0, unit="deg", repeatability=MARGIN, time_s=1.5)
    values: dict[str, Measurement | NotMeasurable] = {"knee_flexion_deg": measured}
    alone = judged(fault, rule_input(values, exercise="hip_hinge"))
    either = judged(fault, rule_input(values, exercise="hip_hinge", also_likely=("kettlebell_deadlift",)))
    alike = judged(fault, rule_input(values, exercise="hip_hinge", also_likely=("romanian_deadlift",)))
    assert (alone.outcome, either.outcome, alike.outcome) == ("found", "not_applicable", "found")


@pytest.mark.parametrize(("squat", "outcome"), [(0.0, "found"), (0.1, "not_applicable")])
def test_a_squat_that_the_movement_rules_out_excuses_no_knees(squat: float, outcome: Outcome) -> None:
    measured = Measurement(value=75.0, unit="deg", repeatability=MARGIN, time_s=1.5)
    values: dict[str, Measurement | NotMeasurable] = {"knee_flexion_deg": measured}
    asked = rule_input(values, exercise="hip_hinge", also_likely=("back_squat",), squat=squat)
    assert judged(load().faults["excess_knee_flexion"], asked).outcome == outcome


@every_measured_fault
@pytest.mark.parametrize("by", [-2 * MARGIN, -MARGIN / 2, MARGIN / 2, 2 * MARGIN])
def test_at_an_angle_only_a_whole_interval_beyond_is_found(fault: Fault, by: float) -> None:
    if fault.share_of is not None:
        return
    judgement = beyond(fault, by, by_whole_interval=True)
    wanted = {-2 * MARGIN: "clear", -MARGIN / 2: "near_line", MARGIN / 2: "near_line", 2 * MARGIN: "found"}[by]
    assert judgement.outcome == wanted
