"""Hip flexion from pelvis and thigh, and how far it may be off."""

import numpy as np
import pytest

from hiphinge.posture import add_hip_flexion
from hiphinge.posture.hip import BEHIND_PLATE_DEG, THIGH_ERROR_DEG
from hiphinge.spine import Back

PELVIS = np.array([0.0, 0.0, 30.0, 60.0])
BACK = Back(
    values={"pelvis_tilt_deg": PELVIS}, low={"pelvis_tilt_deg": PELVIS - 6.0}, high={"pelvis_tilt_deg": PELVIS + 8.0}
)
THIGH = np.array([-3.0, -3.0, -13.0, -33.0])
STANDING = np.array([True, True, False, False])


@pytest.mark.parametrize(("behind_plate", "thigh_deg"), [(False, THIGH_ERROR_DEG), (True, BEHIND_PLATE_DEG)])
def test_a_plate_before_the_leg_makes_the_hips_range_wider(behind_plate: bool, thigh_deg: float) -> None:  # noqa: FBT001 - a parameter of the test
    back = add_hip_flexion(BACK, thigh_deg=THIGH, standing=STANDING, behind_plate=behind_plate)
    hip, low, high = (part["hip_flexion_deg"] for part in (back.values, back.low, back.high))
    np.testing.assert_allclose(hip, [0.0, 0.0, 40.0, 90.0])
    np.testing.assert_allclose(hip - low, np.hypot(6.0, thigh_deg))
    np.testing.assert_allclose(high - hip, np.hypot(8.0, thigh_deg))
    assert BEHIND_PLATE_DEG > THIGH_ERROR_DEG
