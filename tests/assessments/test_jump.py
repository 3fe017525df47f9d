"""The jump: as high as its time in the air."""

from dataclasses import replace

import numpy as np
import pytest

from hiphinge.assessments import measure_self_test
from hiphinge.measures import Measurement, NotMeasurable
from hiphinge.motion import Motion, Person
from hiphinge.testing import LimbKey, Limbs, record_limbs


def jumping(height_m: float, *, slowed: float = 1.0) -> Motion:
    """Return somebody of 1.75 m who jumps so high, filmed at 60 frames a second, in slow motion where it is slowed."""
    stands = record_limbs([LimbKey(time_s=time_s, limbs=Limbs()) for time_s in (0.0, 3.0)], frame_rate_hz=60.0)
    off = np.sqrt(8 * height_m / 9.81) / 2
    real_s = stands.time_s / slowed - 1.5 / slowed
    up_m = np.clip(height_m - 9.81 / 2 * real_s**2, 0.0, None) * (np.abs(real_s) <= off)
    moved = stands.positions - np.stack([np.zeros_like(up_m), up_m / 1.75 * 800.0], axis=1)[:, None]
    return replace(stands, positions=moved)


@pytest.mark.parametrize("height_m", [0.15, 0.35])
def test_a_jump_is_as_high_as_its_time_in_the_air(height_m: float) -> None:
    result = measure_self_test("jump", jumping(height_m), person=Person(stature_m=1.75))
    height, flight = result.value("jump_height_m"), result.value("flight_s")
    assert isinstance(height, Measurement)
    assert isinstance(flight, Measurement)
    assert height.value == pytest.approx(height_m, abs=0.02)
    assert flight.value == pytest.approx(np.sqrt(8 * height_m / 9.81), abs=0.02)
    assert height.interval is not None
    assert height.interval.low <= height_m <= height.interval.high


def test_a_jump_in_slow_motion_is_refused() -> None:
    found = measure_self_test("jump", jumping(0.3, slowed=2.0)).value("jump_height_m")
    assert isinstance(found, NotMeasurable)
    assert found.id == "times_not_real"
