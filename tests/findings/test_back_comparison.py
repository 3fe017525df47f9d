"""The lower back against trained lifters: one word, its probability, and the end of the range that is near."""

from dataclasses import replace
from itertools import pairwise
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiphinge.catalogue import load
from hiphinge.findings import BackComparison, Measurement, NotMeasurable, compare_back, usual_range
from hiphinge.measures import Gain
from hiphinge.motion import Interval

EXERCISES = tuple(load().exercises)
DEADLIFT = "conventional_deadlift"
WORDS = ("below", "within", "above")


def lumbar(value: float, *, half: float = 10.0) -> Measurement:
    return Measurement(value=value, unit="deg", interval=Interval(low=value - half, high=value + half))


def compared(value: float, *, half: float = 10.0, exercise: str = DEADLIFT) -> BackComparison:
    return compare_back(lumbar(value, half=half), exercise=exercise, gains={})


@pytest.mark.parametrize(
    ("value", "label", "near"),
    [
        (5.0, "below", None),
        (33.0, "within", None),
        (60.0, "above", None),
        (42.0, "within", "upper"),
        (23.0, "within", "lower"),
    ],
)
def test_one_word_and_the_end_that_is_near(value: float, label: str, near: str | None) -> None:
    found = compared(value)
    assert (found.label, found.near) == (label, near)
    assert found.reason is None


def test_what_is_vague_names_the_neighbouring_end() -> None:
    assert compared(54.0, half=5.0).near is None
    assert compared(54.0, half=60.0).near == "upper"


@given(value=st.floats(-30, 120), half=st.floats(0, 40), exercise=st.sampled_from(EXERCISES))
def test_probabilities_add_up_and_the_word_is_the_likeliest(value: float, half: float, exercise: str) -> None:
    found = compared(value, half=half, exercise=exercise)
    assert set(found.probability) == set(WORDS)
    assert sum(found.probability.values()) == pytest.approx(1.0)
    assert found.probability[found.label] == max(found.probability.values())


@given(half=st.floats(0, 40), exercise=st.sampled_from(EXERCISES))
def test_a_rounder_back_never_gets_a_lesser_word(half: float, exercise: str) -> None:
    places = [WORDS.index(compared(float(v), half=half, exercise=exercise).label) for v in range(-30, 121, 5)]
    assert all(after >= before for before, after in pairwise(places))
    assert (places[0], places[-1]) == (0, 2)


def test_the_range_ends_where_the_finding_begins() -> None:
    fault = load().faults["more_than_usual"]
    for exercise in EXERCISES:
        ends = usual_range(exercise)
        assert ends.high == fault.threshold(exercise)
        assert 0.0 < ends.low < ends.high


def test_what_is_not_measurable_says_why_and_keeps_the_range() -> None:
    hidden = NotMeasurable(id="back_hidden", reason="Hidden.", do="Move.")
    found = compare_back(hidden, exercise=DEADLIFT, gains={})
    assert (found.label, found.reason, dict(found.probability)) == ("not_measurable", "back_hidden", {})
    assert found.range_deg == usual_range(DEADLIFT)


@pytest.mark.parametrize(("deg", "is_clear"), [(6.3, False), (6.5, True), (-20.0, False)])
def test_a_change_counts_where_the_finding_would(deg: float, is_clear: bool) -> None:  # noqa: FBT001 - a parameter
    gain = Gain(between="ascent_against_descent", value_deg=deg, repeatability_deg=4.0, time_s=2.0)
    found = compare_back(lumbar(30.0), exercise=DEADLIFT, gains={"lumbar_flexion_deg": (gain,)})
    (change,) = found.changes
    assert (change.part, change.between, change.time_s) == ("lumbar_flexion_deg", "ascent_against_descent", 2.0)
    assert change.is_clear is is_clear
    assert (change.interval.low, change.interval.high) == pytest.approx((deg - 4.0, deg + 4.0))


def test_the_catalogue_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue = load()
    wide = catalogue.thresholds["near_range_end"].model_copy(update={"value": 1000.0})
    changed = SimpleNamespace(faults=catalogue.faults, thresholds={**catalogue.thresholds, "near_range_end": wide})
    monkeypatch.setattr("hiphinge.findings.back_comparison.load", lambda: changed)
    assert replace(compared(60.0), near=None) != compared(60.0)
