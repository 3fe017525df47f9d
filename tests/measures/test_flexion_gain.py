"""Gains over a set: every repetition is read once, and later ones change nothing."""

import sys
from collections.abc import Callable
from dataclasses import replace
from time import process_time

import numpy as np
import pytest

from hiphinge.analysis.tracks import measure_frames
from hiphinge.cleaning import clean
from hiphinge.measures import GAIN_OF, MotionSeries, compare_set, set_comparison
from hiphinge.measures.gains import largest_gain
from hiphinge.measures.series import TRUNK_LENGTH
from hiphinge.measures.set_comparison import DEG_PER_SHORTER, FLEXION_SHARE, WAY_SHARE
from hiphinge.repetitions import Span
from hiphinge.testing import Lift, Plan, record_video

LUMBAR, THORACIC = "lumbar_flexion_deg", "thoracic_flexion_deg"


@pytest.fixture(scope="module")
def series() -> MotionSeries:
    video = record_video(Plan(lifts=(Lift(),) * 6, after_s=3.0))
    found = measure_frames(clean(video.motion)).series
    lean = found.values["trunk_inclination_deg"]
    late = found.time_s > found.spans[3].start_s
    lumbar = 0.35 * lean + np.where(late, 12.0 * lean / np.nanmax(lean), 0.0)
    return replace(found, values={**found.values, LUMBAR: lumbar})


def gains(series: MotionSeries) -> list[float]:
    comparison = compare_set(series, series.spans)
    found = [largest_gain(of_movement) for of_movement in comparison.gains[LUMBAR]]
    assert len(found) == 6
    assert all(gain is not None for gain in found)
    return [gain.value_deg for gain in found if gain is not None]


def test_each_repetition_is_read_once(series: MotionSeries, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[Span] = []
    median_about = set_comparison._median_about

    def counted(series: MotionSeries, beyond: np.ndarray, span: Span, *, lean_deg: float) -> float | None:
        read.append(span)
        return median_about(series, beyond, span, lean_deg=lean_deg)

    monkeypatch.setattr(set_comparison, "_median_about", counted)
    compare_set(series, series.spans)
    assert read == [*series.spans] * len(GAIN_OF)


def test_what_comes_later_in_a_set_changes_nothing(series: MotionSeries) -> None:
    whole = compare_set(series, series.spans)
    for count in range(1, 7):
        part = compare_set(series, series.spans[:count])
        for id_ in GAIN_OF:
            assert part.gain_deg[id_] == whole.gain_deg[id_][:count]
            assert part.about_bottom_deg[id_] == whole.about_bottom_deg[id_][:count]
    forward = gains(series)
    assert forward[:3] == pytest.approx([0.0] * 3, abs=1.0)
    assert forward[3:] == pytest.approx([FLEXION_SHARE * 12.0] * 3, abs=1.0)


def test_a_back_that_is_rounder_at_the_bottom_only_counts_for_less(series: MotionSeries) -> None:
    lean, span = series.of("trunk_inclination_deg"), series.spans[3]
    low = series.between(span.start_s, span.end_s) & (lean > 0.92 * np.nanmax(lean))
    found = replace(series, values={**series.values, LUMBAR: 0.35 * lean + np.where(low, 12.0, 0.0)})
    gain = compare_set(found, found.spans).gain_deg[LUMBAR][3]
    assert gain == pytest.approx((1.0 - WAY_SHARE) * FLEXION_SHARE * 12.0, abs=1.0)


def test_a_shoulder_that_comes_nearer_to_the_hip_shows_a_rounder_back(series: MotionSeries) -> None:
    lean, span, length = series.of("trunk_inclination_deg"), series.spans[3], series.of(TRUNK_LENGTH).copy()
    bent = np.where(series.between(span.start_s, span.end_s), lean / np.nanmax(lean), 0.0)
    values = {**series.values, LUMBAR: 0.35 * lean, TRUNK_LENGTH: length - 0.05 * bent * series.leg_length}
    found = replace(series, values=values)
    assert compare_set(found, found.spans).gain_deg[LUMBAR][3] == pytest.approx(0.05 * DEG_PER_SHORTER, abs=1.0)
    of_sensors = replace(found, by_sensors=frozenset({LUMBAR}))
    assert compare_set(of_sensors, of_sensors.spans).gain_deg[LUMBAR][3] == pytest.approx(0.0, abs=0.5)


def test_a_trunk_of_unknown_length_is_not_taken_for_one_of_the_usual_length(series: MotionSeries) -> None:
    """As where worn sensors measure the lean of a trunk whose shoulder the video does not show."""
    lean, span, length = series.of("trunk_inclination_deg"), series.spans[3], series.of(TRUNK_LENGTH)
    hidden = np.where(series.between(span.start_s, span.end_s), np.nan, length - 0.05 * lean / np.nanmax(lean))
    found = replace(series, values={**series.values, LUMBAR: 0.35 * lean, TRUNK_LENGTH: hidden})
    gain = compare_set(found, found.spans).gain_deg[LUMBAR]
    assert gain[3] is None
    assert [gain[n] for n in (1, 2, 4, 5)] == pytest.approx([0.0] * 4, abs=0.5)


def test_nothing_is_compared_with_an_attempt(series: MotionSeries) -> None:
    attempted = [
        replace(span, kind="attempt" if place == 3 else "repetition") for place, span in enumerate(series.spans)
    ]
    without = compare_set(series, [span for place, span in enumerate(series.spans) if place != 3])
    found = compare_set(series, attempted)
    assert found.gain_deg[LUMBAR][3] == compare_set(series, series.spans).gain_deg[LUMBAR][3]
    assert found.gain_deg[LUMBAR][4:] == without.gain_deg[LUMBAR][3:]


def test_hundreds_of_swings_are_compared_in_the_time_of_a_few_readings(series: MotionSeries) -> None:
    few, many = series.spans, series.spans * 100
    readings = _seconds(lambda: [compare_set(series, few) for _ in range(100)])
    assert _seconds(lambda: compare_set(series, many)) < 5 * readings


def _seconds(work: Callable[[], object]) -> float:
    """Return how long it takes, unseen by what measures coverage, which slows some lines more than others."""
    tracing = sys.gettrace()
    sys.settrace(None)
    try:
        start_s = process_time()
        work()
        return process_time() - start_s
    finally:
        sys.settrace(tracing)


def test_an_upper_back_that_hardly_follows_the_lean_is_not_rounder_in_a_shallower_repetition() -> None:
    found = measure_frames(
        clean(record_video(Plan(lifts=(Lift(), Lift(), Lift(depth=0.85)), after_s=3.0)).motion)
    ).series
    upper = 0.09 * found.values["trunk_inclination_deg"]
    found = replace(found, values={**found.values, THORACIC: upper})
    gain = largest_gain(compare_set(found, found.spans).gains[THORACIC][2])
    assert gain is not None
    assert gain.value_deg == pytest.approx(0.0, abs=0.5)


def test_every_comparison_has_its_own_name_value_and_error(series: MotionSeries) -> None:
    comparison = compare_set(series, series.spans)
    first, later = (comparison.gains[LUMBAR][place] for place in (0, 3))
    assert [gain.between for gain in first] == ["ascent_against_descent"]
    assert [gain.between for gain in later] == ["ascent_against_descent", "against_earlier"]
    assert all(gain.repeatability_deg > 0 for gain in (*first, *later))
    assert largest_gain(later) in later


def test_a_comparison_within_a_repetition_is_less_certain_than_one_between_bottoms(series: MotionSeries) -> None:
    values = series.of(LUMBAR)
    wide = replace(series, low={**series.low, LUMBAR: values - 20.0}, high={**series.high, LUMBAR: values + 20.0})
    found = compare_set(wide, wide.spans).gains[LUMBAR][3]
    error_deg = {gain.between: gain.repeatability_deg for gain in found}
    assert error_deg["ascent_against_descent"] == pytest.approx(16.0)
    assert error_deg["against_earlier"] == pytest.approx(6.4)
