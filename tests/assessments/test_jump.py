"""The jump: as high as its time in the air."""

from dataclasses import replace

import numpy as np
import pytest
from tests.assessments.posed import way

from hiphinge.assessments import measure_self_test
from hiphinge.assessments.self_tests.jumping import ON_TIPTOE
from hiphinge.measures import Measurement, NotMeasurable
from hiphinge.motion import Motion, Person
from hiphinge.testing import Limbs, record_limbs


def jumping(height_m: float, *, slowed: float = 1.0) -> Motion:
    """Return somebody of 1.75 m who jumps so high from their toes, in slow motion where it is slowed."""
    stands = record_limbs(way((0.0, Limbs()), (3.0, Limbs())), frame_rate_hz=60.0)
    off = np.sqrt(8 * height_m / 9.81) / 2
    real_s = stands.time_s / slowed - 1.5 / slowed
    up_m = np.clip(height_m - 9.81 / 2 * real_s**2, 0.0, None) * (np.abs(real_s) <= off)
    up_px = np.repeat(up_m[:, None], len(stands.layout), axis=1) / 1.75 * 800.0
    toes = [stands.layout.keypoints.index(f"{side}_toe") for side in ("left", "right")]
    tiptoe_px = ON_TIPTOE * 0.491 * 800.0 * np.clip(1.0 - (np.abs(real_s) - off) / 0.3, 0.0, 1.0)
    up_px += np.where(np.isin(np.arange(len(stands.layout)), toes), 0.0, tiptoe_px[:, None])
    return replace(stands, positions=stands.positions - np.stack([np.zeros_like(up_px), up_px], axis=2))


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
