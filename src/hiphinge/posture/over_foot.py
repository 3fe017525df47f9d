"""Where over the foot the body's centre of mass is, frame by frame: joints weighted by their segments' masses."""

from collections.abc import Mapping

import numpy as np

from hiphinge.anthropometry import Segments
from hiphinge.cleaning import planted_position
from hiphinge.motion import FloatArray, SideMotion

__all__ = ["BODY", "HANDS", "ONE_LEG", "SHOULDERS", "on_one_leg", "over_foot", "with_load"]

BODY, HANDS, SHOULDERS = "body_over_foot", "hands_over_foot", "shoulders_over_foot"
"""Keys of what `over_foot` returns."""
ONE_LEG = "on_one_leg"
LIFTED_SHARE, BEHIND_SHARE = 0.2, 0.3
"""A foot this much higher and this far behind the other one, in leg lengths beyond what is usual, is in the air."""
UPPER_ARM_MASS, UPPER_ARM_CENTRE, FOREARM_CENTRE = 0.55, 0.5, 0.7
"""Shares of an arm: the upper arm's of its mass, and where upper arm, and forearm with hand, have their centres."""


def over_foot(side: SideMotion, *, segments: Segments) -> dict[str, FloatArray]:
    """Return how far in front of the heel the centre of mass, the hands and the shoulders are ``[time]``, by name.

    In foot lengths, by the keypoints of heel and toe: 0 at the heel, 1 at the toe.

    Notes
    -----
    Static: both sides are taken to be as the near one, the arms are where they are detected. Heel and toe are kept
    where they mostly are, since a standing foot moves less than its keypoints.
    """
    heel, toe = (planted_position(side.joint(name), side.time_s, moves=side.moves)[..., 0] for name in ("heel", "toe"))
    foot = float(np.nanmedian(toe - heel)) if np.isfinite(toe - heel).any() else float("nan")
    if not foot > 0:
        return dict.fromkeys((BODY, HANDS, SHOULDERS), np.full(len(side), np.nan))
    ahead = {name: side.joint(name)[:, 0] for name in ("ear", "hip", "knee", "ankle")}
    ahead |= {name: _both(side, name) for name in ("elbow", "wrist")} | {"shoulder": side.joint("shoulder")[:, 0]}
    ahead |= {"heel": heel, "toe": toe}
    hands = np.where(np.isfinite(ahead["wrist"]), ahead["wrist"], ahead["shoulder"])
    places = {BODY: _centre(ahead, segments), HANDS: hands, SHOULDERS: ahead["shoulder"]}
    return {name: np.asarray((place - heel) / foot) for name, place in places.items()}


def on_one_leg(side: SideMotion) -> FloatArray:
    """Return 1 where only one foot stands and 0 elsewhere ``[time]``.

    Who stands on the far leg alone is measured on it; else the far foot goes up and back while the near one stays.
    """
    if side.on_far_leg:
        return np.ones(len(side))
    apart = (side.joint("ankle", side="far") - side.joint("ankle")) / side.leg_length
    detected = np.isfinite(apart[:, 0])
    if not detected.any():
        return np.zeros(len(side))
    ahead, above = (apart - np.median(apart[detected], axis=0)).T
    return np.asarray((above > LIFTED_SHARE) & (-ahead > BEHIND_SHARE), dtype=np.float64)


def with_load(body: float, at: float, *, load: float) -> float:
    """Return the combined centre of mass of a body and a load at ``at``; ``load`` is a share of body mass."""
    return (body + load * at) / (1.0 + load)


def _both(side: SideMotion, name: str) -> FloatArray:
    """Return the middle of the two sides, or the near side alone where the far one is hidden."""
    near, far = (side.joint(name, side=which)[:, 0] for which in ("near", "far"))
    return np.where(np.isfinite(far), (near + far) / 2, near)


def _centre(ahead: Mapping[str, FloatArray], s: Segments) -> FloatArray:
    def between(lower: str, upper: str, share: float) -> FloatArray:
        return np.asarray(ahead[lower] + share * (ahead[upper] - ahead[lower]))

    upper_arm = between("shoulder", "elbow", UPPER_ARM_CENTRE)
    forearm = between("elbow", "wrist", FOREARM_CENTRE)
    arms = UPPER_ARM_MASS * upper_arm + (1 - UPPER_ARM_MASS) * forearm
    return np.asarray(
        s.head * np.where(np.isfinite(ahead["ear"]), ahead["ear"], ahead["shoulder"])
        + s.trunk * between("hip", "shoulder", s.trunk_centre)
        + s.arms * np.where(np.isfinite(arms), arms, ahead["shoulder"])
        + s.thighs * between("knee", "hip", s.thigh_centre)
        + s.shanks * between("ankle", "knee", s.shank_centre)
        + s.feet * between("heel", "toe", s.foot_centre)
    )
