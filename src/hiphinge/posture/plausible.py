"""Frames in which nobody could be standing as detected: the body would fall, or the head is turned backwards."""

import numpy as np
from numpy.typing import NDArray

from hiphinge.cleaning import planted_position
from hiphinge.kinematics import head_angle_deg, hip_ahead
from hiphinge.motion import FloatArray, SideMotion

__all__ = ["falls_back", "implausible_poses"]

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
BEHIND_HEEL = -0.03
"""Lifters, with a load in their hands too, keep the centre of their own mass ahead of the heel: in 250 rendered and
real repetitions it was at the bottom, in all but those whose trunk or hips a plate hid. Foot lengths."""


def falls_back(side: SideMotion, body_over_foot: FloatArray) -> NDArray[np.bool_]:
    """Return the frames ``[time]`` in which the body would fall backwards: joints are not where they were detected.

    Parameters
    ----------
    body_over_foot
        Centre of mass in front of where the heel stands, foot lengths ``[time]`` (`hiphinge.posture.over_foot`).

    Notes
    -----
    The centre is behind where the heel stands for a while, and behind the heel in that frame: after a step, or when the
    camera moved, it is only behind the first.
    """
    heel, toe = (planted_position(side.joint(name), side.time_s)[..., 0] for name in ("heel", "toe"))
    length = toe - heel
    foot = float(np.nanmedian(length)) if np.isfinite(length).any() else float("nan")
    moved = np.nan_to_num((side.joint("heel")[:, 0] - heel) / foot)
    with np.errstate(invalid="ignore"):
        return np.asarray((body_over_foot < BEHIND_HEEL) & (body_over_foot - moved < BEHIND_HEEL))


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
