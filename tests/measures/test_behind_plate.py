"""Measurements of a leg that a plate hides: wider intervals, for what the plate hides alone."""

from dataclasses import replace

import numpy as np
import pytest

from hiphinge.catalogue import load
from hiphinge.measures import Measurement, MotionSeries, not_measurable
from hiphinge.measures.behind_plate import SHOULDER_HIDDEN_DEG, as_behind_plate, change_as_behind_plate
from hiphinge.measures.series import Reference
from hiphinge.motion import Interval

KNEE, LEFT = "knee_flexion_deg", "lockout_left_deg"
BEND = Measurement(value=40.0, unit="deg", interval=Interval(low=35.0, high=45.0), repeatability=2.8, time_s=1.0)
OPEN = MotionSeries(source="video", time_s=np.arange(3.0), values={}, spans=(), reference=Reference())
HIDDEN = replace(OPEN, behind_plate=True)


def test_without_a_plate_in_front_nothing_changes() -> None:
    assert as_behind_plate(OPEN, KNEE, BEND) is BEND


def test_behind_a_plate_the_error_is_the_one_measured_there() -> None:
    behind = load().accuracy[KNEE].behind_plate
    assert behind is not None
    absolute, change = as_behind_plate(HIDDEN, KNEE, BEND), change_as_behind_plate(HIDDEN, KNEE, BEND)
    assert isinstance(absolute, Measurement)
    assert isinstance(change, Measurement)
    assert absolute.interval == Interval(low=40.0 - behind.absolute, high=40.0 + behind.absolute)
    assert change.interval == Interval(low=40.0 - behind.from_standing, high=40.0 + behind.from_standing)
    assert absolute.repeatability == behind.repeatability


def test_what_no_plate_hides_and_what_was_not_measured_stay_as_they_are() -> None:
    missing = not_measurable("legs_hidden")
    assert as_behind_plate(HIDDEN, "head_angle_deg", BEND) is BEND
    assert as_behind_plate(HIDDEN, KNEE, missing) is missing


def test_a_trunk_whose_shoulder_is_hidden_has_a_wider_interval() -> None:
    hidden = as_behind_plate(replace(OPEN, shoulder_hidden=True), "trunk_inclination_deg", BEND)
    assert isinstance(hidden, Measurement)
    assert hidden.interval is not None
    assert hidden.interval.high - hidden.value == pytest.approx(np.hypot(5.0, SHOULDER_HIDDEN_DEG))
    assert as_behind_plate(replace(OPEN, shoulder_hidden=True), KNEE, BEND) is BEND


def test_a_change_behind_a_plate_counts_the_error_of_another_recordings_standing_as_well() -> None:
    elsewhere = replace(HIDDEN, reference=replace(HIDDEN.reference, error_deg=8.0))
    knee, left = (load().accuracy[id_].behind_plate for id_ in (KNEE, LEFT))
    assert knee is not None
    assert left is not None
    changed, at_lockout = change_as_behind_plate(elsewhere, KNEE, BEND), as_behind_plate(elsewhere, LEFT, BEND)
    for found, half_width in ((changed, knee.from_standing), (at_lockout, left.absolute)):
        assert isinstance(found, Measurement)
        assert found.interval is not None
        assert found.interval.high - found.value == pytest.approx(np.hypot(half_width, 8.0))
    assert isinstance(at_lockout, Measurement)
    assert at_lockout.repeatability == pytest.approx(np.hypot(left.repeatability, 8.0))
    here = as_behind_plate(HIDDEN, LEFT, BEND)
    assert isinstance(here, Measurement)
    assert here.repeatability == left.repeatability
