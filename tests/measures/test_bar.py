"""How far and how fast the bar goes, with ranges that a doubtful scale widens."""

from dataclasses import replace

import numpy as np
import pytest

from hiphinge.analysis.tracks import measure_frames
from hiphinge.catalogue import load
from hiphinge.cleaning import clean
from hiphinge.measures import (
    BAR_AHEAD,
    BAR_UP,
    LiftContext,
    Measured,
    Measurement,
    MotionSeries,
    NotMeasurable,
    RepetitionInput,
    compare_set,
    measure_repetition,
)
from hiphinge.motion import Person
from hiphinge.posture import HEEL_HEIGHT
from hiphinge.testing import DEADLIFT, Plan, record_video


@pytest.fixture(scope="module")
def series() -> MotionSeries:
    """Return a deadlift whose bar is half a metre higher in standing than at the bottom."""
    seen = measure_frames(clean(record_video(Plan(movement=DEADLIFT)).motion)).series
    lean = seen.of("trunk_inclination_deg")
    up_m = 0.5 * (np.nanmax(lean) - lean) / np.ptp(lean[np.isfinite(lean)])
    values = {**seen.values, BAR_UP: up_m, BAR_AHEAD: np.zeros(len(seen))}
    return replace(seen, values=values, bar_missing=None)


def of_bar(series: MotionSeries, id_: str, load_kg: float | None = None) -> Measured:
    context = LiftContext(exercise=load().exercise("conventional_deadlift"), person=Person(), load_kg=load_kg)
    comparison = compare_set(series, series.spans)
    repetition = RepetitionInput(series=series, comparison=comparison, index_in_set=0, context=context)
    return measure_repetition(repetition)[id_]


def measured(series: MotionSeries, id_: str, load_kg: float | None = None) -> Measurement:
    found = of_bar(series, id_, load_kg)
    assert isinstance(found, Measurement)
    return found


def half_width(found: Measurement) -> float:
    assert found.interval is not None
    assert found.interval.high - found.value == pytest.approx(found.value - found.interval.low)
    return found.interval.high - found.value


def test_rulers_that_agree_leave_the_usual_range(series: MotionSeries) -> None:
    rise = measured(series, "bar_rise")
    assert rise.value == pytest.approx(0.5, abs=0.03)
    assert half_width(rise) == pytest.approx(load().accuracy["bar_rise"].absolute)


@pytest.mark.parametrize("id_", ["bar_rise", "bar_mean_velocity", "bar_peak_velocity"])
def test_a_doubtful_scale_widens_the_range_by_its_share(series: MotionSeries, id_: str) -> None:
    sure, unsure = measured(series, id_), measured(replace(series, bar_scale_doubt=0.04), id_)
    assert unsure.value == sure.value
    assert half_width(unsure) == pytest.approx(float(np.hypot(half_width(sure), 0.04 * sure.value)))


def test_a_doubtful_scale_makes_the_power_less_certain(series: MotionSeries) -> None:
    sure, unsure = (
        measured(replace(series, bar_scale_doubt=doubt), "bar_power", load_kg=100.0) for doubt in (0.0, 0.05)
    )
    assert unsure.value == sure.value
    assert half_width(unsure) > 1.05 * half_width(sure)


@pytest.mark.parametrize("id_", ["bar_over_foot", "bar_path_width"])
@pytest.mark.parametrize(
    ("hidden", "reason"), [((BAR_AHEAD,), "arms_hidden"), ((BAR_AHEAD, HEEL_HEIGHT), "feet_not_seen")]
)
def test_where_a_bar_that_is_followed_is_not_known_over_the_foot_the_reason_is_what_is_hidden(
    series: MotionSeries, id_: str, hidden: tuple[str, ...], reason: str
) -> None:
    nowhere = dict.fromkeys(hidden, np.full(len(series), np.nan))
    found = of_bar(replace(series, values={**series.values, **nowhere}), id_)
    assert isinstance(found, NotMeasurable)
    assert found.id == reason
