"""The lower back at the deepest: read where it is measured, and passed on to the pattern."""

from dataclasses import replace

import numpy as np
import pytest

from hiphinge.analysis.features import features_of
from hiphinge.analysis.tracks import measure_frames
from hiphinge.catalogue import load
from hiphinge.cleaning import clean
from hiphinge.findings import classify
from hiphinge.measures import (
    HALF_WIDTH_IN_ERRORS,
    LumbarEstimate,
    MotionSeries,
    back_at_deepest,
    lumbar_estimate,
)
from hiphinge.motion import Interval
from hiphinge.testing import Lift, Plan, record_video

LUMBAR, LEAN, KNEE = "lumbar_flexion_deg", "trunk_inclination_deg", "knee_flexion_deg"


@pytest.fixture(scope="module")
def filmed() -> MotionSeries:
    return measure_frames(clean(record_video(Plan(lifts=(Lift(),), after_s=2.0)).motion)).series


def with_back(series: MotionSeries, *, share: float, half_deg: float = 10.0) -> MotionSeries:
    """Return the video with a lower back that bends by a share of the trunk's inclination."""
    values = {**series.values, LUMBAR: share * series.values[LEAN]}
    low, high = ({**values, LUMBAR: values[LUMBAR] + sign * half_deg} for sign in (-1, 1))
    return replace(series, values=values, low=low, high=high)


def test_angle_lean_and_error_come_back(filmed: MotionSeries) -> None:
    found = back_at_deepest(with_back(filmed, share=0.5), filmed.spans[0])
    assert found is not None
    assert found.lean_deg == pytest.approx(np.nanmax(filmed.values[LEAN]), abs=3.0)
    value = 0.5 * found.lean_deg
    assert found.lumbar == lumbar_estimate(value, Interval(low=value - 10.0, high=value + 10.0))


def test_hidden_bottoms_are_read_from_beside_them_and_longer_gaps_not_at_all(filmed: MotionSeries) -> None:
    series, lean = with_back(filmed, share=0.5), filmed.values[LEAN]
    for share, is_measured in ((0.85, True), (0.4, False)):
        part = np.where(lean < share * np.nanmax(lean), series.values[LUMBAR], np.nan)
        found = back_at_deepest(replace(series, values={**series.values, LUMBAR: part}), filmed.spans[0])
        assert (found is not None) is is_measured
        if found is not None:
            assert found.lean_deg <= share * np.nanmax(lean)


def test_no_back_is_no_estimate(filmed: MotionSeries) -> None:
    assert back_at_deepest(filmed, filmed.spans[0]) is None


def test_the_pattern_is_classified_by_it(filmed: MotionSeries) -> None:
    knee = filmed.values["knee_flexion_deg"]
    straight = replace(filmed, values={**filmed.values, "knee_flexion_deg": 0.1 * knee})
    for share, label in ((0.8, "stoop"), (0.2, "hinge")):
        series = with_back(straight, share=share)
        assert classify(features_of(series, series.spans[0])).label == label


def test_an_estimate_has_the_error_of_its_interval() -> None:
    estimate = lumbar_estimate(50.0, Interval(low=36.0, high=60.0))
    assert estimate.mean_deg == 49.0
    assert estimate.error_deg == pytest.approx(24.0 / 3.29, rel=1e-3)


def test_chances_fall_with_the_angle_and_an_error_of_the_angle_widens_them() -> None:
    estimate = LumbarEstimate(mean_deg=40.0, error_deg=6.0)
    chances = [estimate.chance_above(angle) for angle in range(0, 91, 5)]
    assert chances == sorted(chances, reverse=True)
    assert estimate.chance_above(40.0) == 0.5
    assert estimate.chance_above(50.0) < estimate.chance_above(50.0, more_error_deg=10.0) < 0.5
    certain = LumbarEstimate(mean_deg=40.0, error_deg=0.0)
    assert 0.0 < certain.chance_above(42.0) < certain.chance_above(38.0) < 1.0


@pytest.mark.parametrize("standing_knee_deg", [None, 36.0])
@pytest.mark.parametrize("behind_plate", [False, True])
def test_a_knee_that_was_not_seen_to_stand_has_the_error_of_its_own_angle(
    filmed: MotionSeries, standing_knee_deg: float | None, *, behind_plate: bool
) -> None:
    reference = {name: value for name, value in filmed.reference.values.items() if name != KNEE}
    reference |= {} if standing_knee_deg is None else {KNEE: standing_knee_deg}
    series = replace(filmed, reference=replace(filmed.reference, values=reference), behind_plate=behind_plate)
    accuracy = load().accuracy[KNEE]
    assert accuracy.behind_plate is not None
    assert accuracy.from_standing is not None
    half_width = accuracy.behind_plate.absolute if behind_plate else accuracy.absolute
    error_deg = features_of(series, series.spans[0]).knee_error_deg
    assert error_deg == pytest.approx(half_width / HALF_WIDTH_IN_ERRORS)
    assert half_width > accuracy.from_standing
