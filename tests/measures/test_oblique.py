"""Measurements of somebody filmed at an angle: wider, judged by their whole error, or none."""

import pytest

from hiphinge.catalogue import load
from hiphinge.measures import Measurement, hidden_by_view, not_measurable
from hiphinge.measures.oblique import as_seen_from, change_as_seen_from
from hiphinge.motion import Interval

TRUNK, KNEE, HEAD = "trunk_inclination_deg", "knee_flexion_deg", "head_angle_deg"
LEAN = Measurement(value=60.0, unit="deg", interval=Interval(low=50.0, high=70.0), repeatability=2.4, time_s=1.0)


def test_from_the_side_nothing_changes() -> None:
    assert as_seen_from(None, TRUNK, LEAN) is LEAN
    assert as_seen_from(None, HEAD, LEAN) is LEAN


@pytest.mark.parametrize("yaw_deg", [25.0, 40.0, 60.0])
def test_at_an_angle_the_interval_is_that_of_the_angle(yaw_deg: float) -> None:
    oblique = load().accuracy[TRUNK].oblique
    assert oblique is not None
    absolute, repeatability, _ = oblique.at(yaw_deg)
    seen = as_seen_from(yaw_deg, TRUNK, LEAN)
    assert isinstance(seen, Measurement)
    assert (seen.value, seen.time_s, seen.repeatability) == (60.0, 1.0, repeatability)
    assert seen.interval == Interval(low=60.0 - absolute, high=60.0 + absolute)


def test_a_change_from_standing_has_its_own_interval() -> None:
    oblique = load().accuracy[KNEE].oblique
    assert oblique is not None
    assert oblique.from_standing is not None
    seen = change_as_seen_from(60.0, KNEE, LEAN)
    assert isinstance(seen, Measurement)
    assert seen.interval is not None
    assert seen.interval.high - seen.value == pytest.approx(oblique.from_standing[1])


def test_what_has_no_accuracy_at_an_angle_is_hidden() -> None:
    assert as_seen_from(38.0, HEAD, LEAN) == hidden_by_view(38.0)
    assert as_seen_from(38.0, "of_a_plug_in", LEAN) == hidden_by_view(38.0)
    assert "about 40°" in hidden_by_view(-38.0).do


def test_what_was_not_measured_keeps_its_reason() -> None:
    missing = not_measurable("legs_hidden")
    assert as_seen_from(30.0, KNEE, missing) is missing


def test_beyond_the_angle_that_truth_supports_it_is_hidden() -> None:
    travel = Measurement(value=0.2, unit="share of leg length", time_s=1.0)
    oblique = load().accuracy["hip_back_travel"].oblique
    assert oblique is not None
    assert oblique.to_deg is not None
    assert isinstance(as_seen_from(oblique.to_deg, "hip_back_travel", travel), Measurement)
    assert as_seen_from(oblique.to_deg + 1.0, "hip_back_travel", travel) == hidden_by_view(oblique.to_deg + 1.0)
