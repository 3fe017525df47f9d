"""Frames in which nobody could be standing as detected: the body would fall, or the head is turned backwards."""

import numpy as np
from numpy.typing import NDArray

from hiphinge.kinematics import head_angle_deg, hip_ahead
from hiphinge.motion import FloatArray, SideMotion

__all__ = ["implausible_poses"]

BENT_DEG, HIP_AHEAD = 60.0, 0.05
"""A trunk that leans so far brings the body's centre past the toes unless the hips are behind the ankles.

With masses after de Leva (1996, J. Biomech. 29:1223), head, arms and trunk are about 0.68 of the body, with their
centre 0.35 leg lengths from the hips: at 60 degrees 0.2 leg lengths in front of them, as far as the toes are. The
second is in leg lengths and leaves room for the error of landmarks."""
TRUNK_DEG = (-45.0, 150.0)
"""No standing person leans further back or folds further forward: the shoulders would be under the hips."""
HEAD_DEG = 100.0
"""No neck bends this far from how it usually is."""
LIFTED_HEAD_DEG, BACK_DEG = 50.0, 30.0
"""Nobody who lifts tips the head back from how it usually is by the first, and over the vertical by the second: heads
are lifted that far only from a bent trunk. A network that draws an upright trunk over one that is bent behind plates
leaves the head far behind it."""
USUAL_HEAD_DEG = (-30.0, 45.0)
"""A head that is usually outside these, against the trunk, is not detected well enough to say anything."""


def implausible_poses(side: SideMotion, trunk_deg: FloatArray) -> NDArray[np.bool_]:
    """Return the frames ``[time]`` whose landmarks cannot be those of somebody who stands on their feet.

    Parameters
    ----------
    trunk_deg
        Trunk inclination, degrees ``[time]``.

    Notes
    -----
    A network that loses somebody behind plates often draws a body that bends over while its hips stay over the feet.
    """
    head = head_angle_deg(side)
    usual = float(np.median(head[np.isfinite(head)])) if np.isfinite(head).any() else 0.0
    with np.errstate(invalid="ignore"):
        falls = (trunk_deg >= BENT_DEG) & (hip_ahead(side) > HIP_AHEAD * side.leg_length)
        falls |= (trunk_deg < TRUNK_DEG[0]) | (trunk_deg > TRUNK_DEG[1])
        tips_back = (head - usual < -LIFTED_HEAD_DEG) & (trunk_deg + head - usual < -BACK_DEG)
        tips_back &= USUAL_HEAD_DEG[0] < usual < USUAL_HEAD_DEG[1]
        return np.asarray(falls | tips_back | (np.abs(head - usual) > HEAD_DEG))
