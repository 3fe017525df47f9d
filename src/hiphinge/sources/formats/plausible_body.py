"""A body in a laboratory against what a body can do: how far its knees extend."""

from dataclasses import replace

import numpy as np

from hiphinge.motion import FloatArray, Motion

__all__ = ["plausible_body"]

_SIDES = ("left", "right")
_GROUND = [0, 2]
_MAX_EXTENSION_DEG = 10.0
"""A knee that is measured further beyond straight than this is wrong: few people's extends so far."""
_STRAIGHTEST = 5.0


def plausible_body(motion: Motion) -> Motion:
    """Return a motion in a laboratory with a warning where a knee extends further than knees do."""
    forward = _forward(motion)
    if forward is None:
        return motion
    least = [_least_deg(motion, side, forward) for side in _SIDES]
    known = [angle for angle in least if np.isfinite(angle)]
    if not known or min(known) >= -_MAX_EXTENSION_DEG:
        return motion
    note = (
        f"The knee is measured at {min(known):.0f}° where it is straightest; few people's extends beyond -10°. Check "
        "hip, knee and ankle in the file: each knee and shin angle may be wrong by as much."
    )
    said = motion.origin.warnings
    return motion if note in said else replace(motion, origin=replace(motion.origin, warnings=(*said, note)))


def _forward(motion: Motion) -> FloatArray | None:
    """Return the horizontal unit vector ``[x, z]`` in which the person faces, by the feet, else across the hips."""
    feet = np.concatenate([motion.point(f"{side}_toe") - motion.point(f"{side}_heel") for side in _SIDES])
    across = motion.point("right_hip") - motion.point("left_hip")
    ahead = feet[:, _GROUND] if np.isfinite(feet).any() else np.stack([across[:, 2], -across[:, 0]], axis=1)
    good = ahead[np.isfinite(ahead).all(axis=1)]
    middle = np.median(good, axis=0) if len(good) else np.zeros(2)
    length = float(np.hypot(*middle))
    return np.asarray(middle / length) if length > 0 else None


def _least_deg(motion: Motion, side: str, forward: FloatArray) -> float:
    """Return knee flexion where it is straightest, in the plane that the person faces along; NaN where not detected."""
    hip, knee, ankle = (motion.point(f"{side}_{joint}") for joint in ("hip", "knee", "ankle"))
    flexion = (_lean_deg(knee - ankle, forward) - _lean_deg(hip - knee, forward) + 180.0) % 360.0 - 180.0
    known = flexion[np.isfinite(flexion)]
    return float(np.percentile(known, _STRAIGHTEST)) if len(known) else float("nan")


def _lean_deg(line: FloatArray, forward: FloatArray) -> FloatArray:
    return np.asarray(np.degrees(np.arctan2(line[:, _GROUND] @ forward, line[:, 1])))
