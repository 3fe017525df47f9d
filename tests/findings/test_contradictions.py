"""No two findings of one repetition exclude each other, and no number is one that no body can reach."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiphinge.catalogue import load
from hiphinge.findings import Judgement, Measurement, NotMeasurable, Pattern, PatternLabel, RuleInput, judge
from hiphinge.findings.rules import RULES
from hiphinge.measures.estimates import within_possible
from hiphinge.motion import Interval
from hiphinge.quantities import QUANTITIES

PATTERNS: tuple[PatternLabel, ...] = ("hinge", "squat", "stoop", "unclear")
EXERCISES = ("hip_hinge", "romanian_deadlift", "conventional_deadlift", "good_morning", "kettlebell_swing")
READ = sorted({f.quantity for id_ in RULES if (f := load().faults[id_]).quantity is not None} | {"neck_angle_deg"})
EXCLUSIVE = [(f.id, other) for f in load().faults.values() for other in f.excludes]
KNEE = "knee_flexion_deg"


@st.composite
def measurements(draw: st.DrawFn) -> Measurement | NotMeasurable:
    if draw(st.booleans()):
        return NotMeasurable(id="low_confidence", reason="The joints were hidden.", do="Film again.")
    value = draw(st.floats(-80.0, 120.0))
    half, repeatability = draw(st.floats(0.0, 20.0)), draw(st.floats(0.0, 8.0))
    interval = Interval(low=value - half, high=value + half)
    return Measurement(value=value, unit="deg", interval=interval, repeatability=repeatability, time_s=1.0)


@st.composite
def repetitions(draw: st.DrawFn) -> RuleInput:
    label = draw(st.sampled_from(PATTERNS))
    squat = draw(st.floats(0.51, 1.0) if label == "squat" else st.floats(0.0, 0.5))
    return RuleInput(
        exercise=draw(st.sampled_from(EXERCISES)),
        exercise_given=draw(st.booleans()),
        pattern=Pattern(label=label, probability={"hinge": 1 - squat, "squat": squat, "stoop": 0.0}),
        bottom_s=1.0,
        starts_at_bottom=draw(st.booleans()),
        measurements={id_: draw(measurements()) for id_ in READ},
        from_standing={KNEE: draw(measurements())},
        earlier=draw(st.integers(0, 3)),
    )


def found(judgements: tuple[Judgement, ...]) -> set[str]:
    return {judgement.id for judgement in judgements if judgement.outcome == "found"}


@given(repetitions())
def test_no_two_findings_exclude_each_other(rule_input: RuleInput) -> None:
    judgements = judge(rule_input)
    both = found(judgements)
    assert [pair for pair in EXCLUSIVE if set(pair) <= both] == []
    assert "squat_pattern" not in both or rule_input.pattern.label == "squat"
    for judgement in judgements:
        assert judgement.has_value == (judgement.value is not None)


def test_values_that_contradict_each_other_are_neither_found_nor_clear() -> None:
    fault = load().faults["no_knee_bend"]
    straight = Measurement(value=fault.default.threshold - 5.0, unit="deg", repeatability=1.0, time_s=1.0)
    rule_input = RuleInput(
        exercise="romanian_deadlift",
        exercise_given=True,
        pattern=Pattern(label="squat", probability={"hinge": 0.1, "squat": 0.9, "stoop": 0.0}),
        bottom_s=1.0,
        starts_at_bottom=False,
        measurements={},
        from_standing={KNEE: straight},
    )
    by_id = {judgement.id: judgement for judgement in judge(rule_input)}
    if fault.silence("romanian_deadlift", "squat") is None:
        assert {by_id[id_].reason for id_ in ("no_knee_bend", "squat_pattern")} == {"findings_contradict"}
    else:
        assert found(tuple(by_id.values())) == {"squat_pattern"}


def test_every_pair_that_excludes_each_other_is_of_the_catalogue() -> None:
    assert EXCLUSIVE
    assert {id_ for pair in EXCLUSIVE for id_ in pair} <= load().faults.keys()


@pytest.mark.parametrize(("id_", "value"), [("neck_angle_deg", 191.0), ("trunk_inclination_deg", 170.0)])
def test_what_no_body_can_reach_is_not_measured(id_: str, value: float) -> None:
    measured = within_possible(id_, Measurement(value=value, unit="deg"))
    assert isinstance(measured, NotMeasurable)
    assert measured.id == "not_possible"
    held = Measurement(value=20.0, unit="deg")
    assert within_possible(id_, held) is held


def possible() -> Mapping[str, tuple[float, float]]:
    return {id_: a.possible for id_, a in load().accuracy.items() if a.possible is not None}


def test_every_angle_with_an_accuracy_has_a_range_that_a_body_can_reach() -> None:
    of_lifts = {id_ for id_, quantity in QUANTITIES.items() if quantity.scope != "test" and quantity.unit == "deg"}
    angles = of_lifts & load().accuracy.keys()
    without = angles - possible().keys()
    assert without == {"hip_path_deg", "lean_at_lumbar_limit_deg", "lockout_left_deg"}
    assert all(low < high for low, high in possible().values())
