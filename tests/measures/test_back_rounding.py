"""How far the back rounded at the deepest: read where it is measured, and passed on to the pattern."""

from dataclasses import replace

import numpy as np
import pytest

from hiphinge.analysis.features import features_of
from hiphinge.analysis.tracks import measure_frames
from hiphinge.cleaning import clean
from hiphinge.findings import classify
from hiphinge.measures import MotionSeries, back_rounding_of
from hiphinge.motion import FloatArray
from hiphinge.testing import Lift, Plan, record_video

LUMBAR, WHOLE = "lumbar_flexion_deg", "thoracolumbar_flexion_deg"


@pytest.fixture(scope="module")
def filmed() -> MotionSeries:
    return measure_frames(clean(record_video(Plan(lifts=(Lift(),), after_s=2.0)).motion)).series


def lean_of(series: MotionSeries) -> FloatArray:
    return series.values["trunk_inclination_deg"] - series.reference.values["trunk_inclination_deg"]


def with_rounding(series: MotionSeries, *, lumbar: float, whole: float, half_deg: float = 10.0) -> MotionSeries:
    """Return the video with a back that bends by shares of the trunk's lean."""
    lean = lean_of(series)
    values = {**series.values, LUMBAR: lumbar * lean, WHOLE: whole * lean}
    low, high = ({**values, WHOLE: values[WHOLE] + sign * half_deg} for sign in (-1, 1))
    return replace(series, values=values, low=low, high=high)


def test_shares_and_error_come_back(filmed: MotionSeries) -> None:
    found = back_rounding_of(with_rounding(filmed, lumbar=0.5, whole=0.8), filmed.spans[0])
    assert found is not None
    assert found.lumbar_share == pytest.approx(0.5)
    assert found.deg == pytest.approx(0.8 * np.nanmax(lean_of(filmed)), abs=3.0)
    assert found.error_deg == pytest.approx(20 / (2 * 1.645))


def test_hidden_bottoms_are_read_from_beside_them_and_longer_gaps_not_at_all(
    filmed: MotionSeries,
) -> None:
    series, lean = with_rounding(filmed, lumbar=0.5, whole=0.8), lean_of(filmed)
    for share, is_measured in ((0.85, True), (0.4, False)):
        seen = {
            name: np.where(lean < share * np.nanmax(lean), x, np.nan)
            for name, x in series.values.items()
            if name in (LUMBAR, WHOLE)
        }
        found = back_rounding_of(replace(series, values={**series.values, **seen}), filmed.spans[0])
        assert (found is not None) is is_measured
        if found is not None:
            assert found.deg <= 0.8 * share * np.nanmax(lean)


def test_no_back_is_no_rounding(filmed: MotionSeries) -> None:
    assert back_rounding_of(filmed, filmed.spans[0]) is None


def test_the_pattern_is_classified_by_it(filmed: MotionSeries) -> None:
    knee = filmed.values["knee_flexion_deg"]
    straight = replace(filmed, values={**filmed.values, "knee_flexion_deg": 0.1 * knee})
    for lumbar, whole, label in ((0.7, 1.1, "stoop"), (0.2, 0.25, "hinge")):
        series = with_rounding(straight, lumbar=lumbar, whole=whole)
        assert classify(features_of(series, series.spans[0])).label == label
