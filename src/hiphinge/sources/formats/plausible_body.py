"""A body in a laboratory against what a body can do: which way its knees bend, and which side is which."""

from dataclasses import replace

import numpy as np

from hiphinge.motion import FloatArray, Motion

__all__ = ["plausible_body"]

_SIDES = ("left", "right")
_GROUND = [0, 2]
_MAX_EXTENSION_DEG = 10.0
"""A knee that is measured straighter than this by so much is wrong: few people's extends further."""
_BEND_DEG = 25.0
_MOST = 95.0


def plausible_body(motion: Motion) -> Motion:
    """Return a motion in a laboratory with what is impossible put right where only one cause is possible, else said.

    Knees that bend backwards show that toe and heel have each other's names, or, where no foot is in the file, left and
    right. A knee that stands more than 10 degrees beyond straight is reported with its angle.
    """
    forward, by_feet = _forward(motion)
    if forward is None:
        return motion
    knees_deg = np.concatenate([_knee_deg(motion, side, forward) for side in _SIDES])
    knees_deg = knees_deg[np.isfinite(knees_deg)]
    if not len(knees_deg):
        return motion
    most, least = np.percentile(knees_deg, [_MOST, 100.0 - _MOST])
    if least < -_BEND_DEG and -least > 2 * most:
        return _faced_about(motion, by_feet=by_feet, least_deg=float(least))
    notes = [*_straight_knee_note(float(least)), *_sides_note(motion, forward, by_feet=by_feet)]
    return _with_notes(motion, notes)


def _faced_about(motion: Motion, *, by_feet: bool, least_deg: float) -> Motion:
    """Return the motion with toes and heels, or left and right, exchanged."""
    first, second = ("toe", "heel") if by_feet else _SIDES
    order = [motion.layout.keypoints.index(_exchanged(name, first, second)) for name in motion.layout.keypoints]
    turned = replace(motion, positions=motion.positions[:, order], confidence=motion.confidence[:, order])
    note = (
        f"The knees would bend backwards by {-least_deg:.0f}°: {first} and {second} have each other's names in the "
        "file, and were exchanged."
    )
    return _with_notes(turned, [note])


def _exchanged(name: str, first: str, second: str) -> str:
    other = {first: second, second: first}
    return "_".join(other.get(part, part) for part in name.split("_"))


def _straight_knee_note(least_deg: float) -> list[str]:
    if least_deg >= -_MAX_EXTENSION_DEG:
        return []
    note = (
        f"The knee is measured at {least_deg:.0f}° where it is straightest; few people's extends beyond -10°. Check "
        "hip, knee and ankle in the file: each knee and shin angle may be wrong by as much."
    )
    return [note]


def _sides_note(motion: Motion, forward: FloatArray, *, by_feet: bool) -> list[str]:
    """Return what to say where the feet point one way, and left and right say another."""
    if not by_feet:
        return []
    rightward = np.array([-forward[1], forward[0]])
    across = [_direction(motion.point(f"right_{name}") - motion.point(f"left_{name}")) for name in ("hip", "shoulder")]
    given = [float(rightward @ one) for one in across if one is not None]
    if not given or min(given) > -np.cos(np.radians(45.0)) or max(given) > 0:
        return []
    note = (
        "Left and right are exchanged in the file, or its axes are left-handed: by the feet, what it calls right is "
        "the left. Angles do not change; the side that is named may be the other."
    )
    return [note]


def _forward(motion: Motion) -> tuple[FloatArray | None, bool]:
    """Return the horizontal unit vector ``[x, z]`` in which the person faces, and whether the feet show it."""
    feet = [motion.point(f"{side}_toe") - motion.point(f"{side}_heel") for side in _SIDES]
    by_feet = _direction(np.concatenate(feet))
    if by_feet is not None:
        return by_feet, True
    across = _direction(motion.point("right_hip") - motion.point("left_hip"))
    return (None, False) if across is None else (np.array([across[1], -across[0]]), False)


def _direction(vectors: FloatArray) -> FloatArray | None:
    flat = vectors[:, _GROUND]
    good = flat[np.isfinite(flat).all(axis=1)]
    if not len(good):
        return None
    middle = np.median(good, axis=0)
    length = float(np.hypot(*middle))
    return np.asarray(middle / length) if length > 0 else None


def _knee_deg(motion: Motion, side: str, forward: FloatArray) -> FloatArray:
    """Return knee flexion ``[time]`` in the plane that the person faces along."""
    hip, knee, ankle = (motion.point(f"{side}_{joint}") for joint in ("hip", "knee", "ankle"))
    flexion = _lean_deg(knee - ankle, forward) - _lean_deg(hip - knee, forward)
    return np.asarray((flexion + 180.0) % 360.0 - 180.0)


def _lean_deg(line: FloatArray, forward: FloatArray) -> FloatArray:
    return np.asarray(np.degrees(np.arctan2(line[:, _GROUND] @ forward, line[:, 1])))


def _with_notes(motion: Motion, notes: list[str]) -> Motion:
    said = motion.origin.warnings
    new = tuple(note for note in notes if note not in said)
    return replace(motion, origin=replace(motion.origin, warnings=(*said, *new))) if new else motion
