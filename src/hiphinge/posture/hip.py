"""Hip flexion: pelvis tilt minus the change of the thigh's inclination."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from hiphinge.motion import FloatArray
from hiphinge.spine import Back

__all__ = ["add_hip_flexion"]

THIGH_ERROR_DEG = 4.5
"""90 % half-width of the thigh's change from standing, on rendered people without a load: the knee's error and the
shin's, most of which are the same."""
BEHIND_PLATE_DEG = 11.0
"""The same where a plate hides joints of the leg, at 41 bottoms of rendered lifters with plates, looked at. Of 106
bottoms of such people, the hip's range now holds 92, and 17 of 21 of people by whom nothing was set."""
_PELVIS, _HIP = "pelvis_tilt_deg", "hip_flexion_deg"


def add_hip_flexion(
    back: Back,
    *,
    thigh_deg: FloatArray,
    standing: NDArray[np.bool_],
    reference_thigh_deg: float | None = None,
    behind_plate: bool = False,
) -> Back:
    """Return the back with hip flexion: pelvis tilt minus the thigh's change of lean from standing, degrees.

    Parameters
    ----------
    thigh_deg
        Lean of the line knee to hip from vertical ``[time]``, forward positive.
    standing
        ``[time]`` frames in which the person stands.
    reference_thigh_deg
        The thigh's lean in the reference posture, degrees, where it comes from another recording.
    behind_plate
        Whether a plate hides joints of the leg.
    """
    error_deg = BEHIND_PLATE_DEG if behind_plate else THIGH_ERROR_DEG
    standing_values = thigh_deg[standing & np.isfinite(thigh_deg)]
    here = float(np.median(standing_values)) if len(standing_values) else float("nan")
    reference = here if reference_thigh_deg is None else reference_thigh_deg
    value = back.values[_PELVIS] - (thigh_deg - reference)
    below = np.hypot(back.values[_PELVIS] - back.low[_PELVIS], error_deg)
    above = np.hypot(back.high[_PELVIS] - back.values[_PELVIS], error_deg)
    return replace(
        back,
        values={**back.values, _HIP: value},
        low={**back.low, _HIP: value - below},
        high={**back.high, _HIP: value + above},
    )
