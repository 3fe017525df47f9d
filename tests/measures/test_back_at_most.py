"""The largest lumbar flexion of a repetition: wherever it is, if it lasts, with the interval of that frame."""

from dataclasses import replace

import numpy as np
import pytest

from hiphinge.analysis.tracks import measure_frames
from hiphinge.catalogue import load
from hiphinge.cleaning import clean
from hiphinge.measures import LiftContext, Measurement, MotionSeries, NotMeasurable, RepetitionInput, compare_set
from hiphinge.measures.back_at_most import BACK_AT_MOST
from hiphinge.motion import Person
from hiphinge.testing import Lift, Plan, record_video

LUMBAR = "lumbar_flexion_deg"
(MEASURE,) = BACK_AT_MOST


@pytest.fixture(scope="module")
def filmed() -> MotionSeries:
    return measure_frames(clean(record_video(Plan(lifts=(Lift(),), after_s=2.0)).motion)).series


def repetition(series: MotionSeries) -> RepetitionInput:
    context = LiftContext(exercise=load().exercise("hip_hinge"), person=Person(), load_kg=None)
    return RepetitionInput(series=series, comparison=compare_set(series, series.spans), index_in_set=0, context=context)


def with_bump(series: MotionSeries, *, lasting_s: float) -> tuple[MotionSeries, float]:
    """Return a back at 20 degrees that bends to 50 for a while on the way up, and the middle of that while."""
    span = series.spans[0]
    middle = 0.5 * (span.bottom_end_s + span.end_s)
    bump = np.abs(series.time_s - middle) <= lasting_s / 2
    lumbar = np.where(bump, 50.0, 20.0)
    bounds = ({LUMBAR: lumbar - 8.0}, {LUMBAR: lumbar + 12.0})
    return replace(series, values={**series.values, LUMBAR: lumbar}, low=bounds[0], high=bounds[1]), middle


def test_it_is_found_on_the_way_up_with_the_interval_of_that_moment(filmed: MotionSeries) -> None:
    series, middle = with_bump(filmed, lasting_s=0.4)
    found = MEASURE.function(repetition(series))
    assert isinstance(found, Measurement)
    assert found.value == 50.0
    assert found.interval is not None
    assert (found.interval.low, found.interval.high) == (42.0, 62.0)
    assert found.time_s == pytest.approx(middle, abs=0.3)


def test_what_does_not_last_does_not_count(filmed: MotionSeries) -> None:
    series, _ = with_bump(filmed, lasting_s=0.05)
    found = MEASURE.function(repetition(series))
    assert isinstance(found, Measurement)
    assert found.value == 20.0


def test_a_back_that_is_not_measured_has_a_reason(filmed: MotionSeries) -> None:
    found = MEASURE.function(repetition(filmed))
    assert isinstance(found, NotMeasurable)
    assert found.id == filmed.back_missing
