"""The interval of an angle by sensors: what it is made of, and that it holds where the skin moves as published."""

from dataclasses import replace

import numpy as np
import pytest

from hiphinge.analysis import Measurement, analyse
from hiphinge.analysis.from_sensors import measure_sensors, sensor_bounds
from hiphinge.catalogue import load
from hiphinge.measures import NotMeasurable
from hiphinge.motion import FloatArray, SensorPlace, motion_of_sensors
from hiphinge.signals import ERRORS_IN_90
from hiphinge.testing import SensorErrors, SensorLifts

LUMBAR, PELVIS, THORACIC, HIP = (
    "lumbar_flexion_deg",
    "pelvis_tilt_deg",
    "thoracic_flexion_deg",
    "hip_flexion_deg",
)


def half_width(found: dict[str, float], id_: str, *, bows_differ_deg: float = 0.0, on_skin: bool = True) -> float:
    given = {name: np.array([value]) for name, value in found.items()}
    low, high = sensor_bounds(given, bows_differ_deg=bows_differ_deg, on_skin=on_skin)
    assert (low[id_] + high[id_]) / 2 == pytest.approx(found[id_])
    return float(high[id_][0] - low[id_][0]) / 2


def test_each_angle_has_the_errors_of_its_own_sensors() -> None:
    own, share = (load().thresholds[name].value for name in ("sensor_lean_error", "sensor_skin_share"))
    bent = {LUMBAR: 30.0, PELVIS: 40.0, THORACIC: 10.0, HIP: 60.0}
    expected = {
        LUMBAR: np.sqrt(2 * own**2 + (share * 30) ** 2 + (share * 40) ** 2),
        PELVIS: np.sqrt(own**2 + (share * 40) ** 2),
        THORACIC: np.sqrt(2 * own**2 + (share * 10) ** 2 + (share * 30) ** 2),
        HIP: np.sqrt(2 * own**2 + (share * 40) ** 2 + (share * 20) ** 2),
    }
    for id_, sd in expected.items():
        assert half_width(bent, id_) == pytest.approx(ERRORS_IN_90 * sd)
    assert half_width(bent, LUMBAR, on_skin=False) == pytest.approx(ERRORS_IN_90 * own * np.sqrt(2))


def test_bows_that_go_different_ways_widen_it() -> None:
    bent = {LUMBAR: 20.0, PELVIS: 45.0}
    straight, askew = (half_width(bent, PELVIS, bows_differ_deg=deg, on_skin=False) for deg in (0.0, 20.0))
    own = load().thresholds["sensor_lean_error"].value
    off_deg = 45.0 - np.degrees(np.arctan(np.cos(np.radians(20.0))))
    assert straight == pytest.approx(ERRORS_IN_90 * own)
    assert askew == pytest.approx(ERRORS_IN_90 * np.hypot(own, off_deg))


def test_errors_on_skin_are_as_large_as_the_interval_says() -> None:
    errors = SensorErrors(skin_share=load().thresholds["sensor_skin_share"].value, wobble_deg=3.0)
    relative = [_errors_by_interval(seed, errors) for seed in range(40, 64)]
    spread = float(np.sqrt(np.mean(np.concatenate(relative) ** 2))) * ERRORS_IN_90
    assert 0.75 < spread < 1.25


def _errors_by_interval(seed: int, errors: SensorErrors) -> FloatArray:
    """Return the error at each bottom as a share of half its interval."""
    lifted = SensorLifts(seed=seed, rate_hz=25.0, repetitions=1, bows=1, errors=errors).record()
    series = measure_sensors(lifted.recording, motion_of_sensors(lifted.recording).time_s)[0].series
    at = [int(np.argmin(np.abs(series.time_s - bottom_s))) for bottom_s in lifted.bottoms_s]
    true = np.interp(series.time_s, lifted.time_s, lifted.truth[LUMBAR])
    half = (series.high[LUMBAR] - series.low[LUMBAR]) / 2
    return np.asarray(((series.values[LUMBAR] - true) / half)[at])


def test_nothing_is_measured_while_a_sensor_is_silent() -> None:
    lifted = SensorLifts(repetitions=3, rate_hz=50.0).record()
    upper, lower = lifted.recording.tracks
    bottom_s = lifted.bottoms_s[3]
    heard = np.abs(lower.time_s - bottom_s) > 0.7
    recording = replace(lifted.recording, tracks=(upper, lower.part(heard)))
    analysis = analyse(motion_of_sensors(recording))
    assert analysis.series is not None
    at = int(np.argmin(np.abs(analysis.series.time_s - bottom_s)))
    assert np.isnan(analysis.series.values[LUMBAR][at - 25 : at + 25]).all()
    assert np.isfinite(analysis.series.values[LUMBAR]).mean() > 0.8
    missing = analysis.repetitions[3].measurements[LUMBAR]
    assert isinstance(missing, NotMeasurable)
    assert missing.id == "sensor_silent"
    assert isinstance(analysis.repetitions[4].measurements[LUMBAR], Measurement)


def test_a_sensor_on_the_pelvis_is_not_read_as_the_trunk() -> None:
    lifted = SensorLifts(places=(SensorPlace.S2,), repetitions=2, rate_hz=50.0).record()
    analysis = analyse(motion_of_sensors(lifted.recording))
    assert len(analysis.counted) == 4
    assert all(not repetition.findings for repetition in analysis.counted)
    assert isinstance(analysis.counted[0].measurements["trunk_inclination_deg"], NotMeasurable)
    assert isinstance(analysis.counted[0].measurements[PELVIS], Measurement)
