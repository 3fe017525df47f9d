"""Which way is up in a laboratory, judged by a body that stands, and the rotation that makes this +y."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from hiphinge.errors import InputFormatError
from hiphinge.motion import FloatArray

__all__ = ["rotated", "to_upright"]

_UPPER = ("left_shoulder", "right_shoulder", "c7", "neck", "left_asis", "right_asis", "left_hip", "right_hip")
_LOWER = ("left_ankle", "right_ankle", "left_heel", "right_heel")
_CHAIN = ("shoulder", "hip", "knee", "ankle")
_UP = 1
_STRAIGHT = 0.97
"""A body is straight whose shoulder is at this share of the way over hip and knee from the ankle."""
_STRAIGHTEST = 0.01
_MIN_STRAIGHT_FRAMES = 3
_MAX_LEAN_DEG = 15.0
"""Nobody stands straight and leans so far over the ankles."""
_CONTRADICTED_DEG = 45.0
_QUARTER_TURNS = {
    (0, 1): np.array([[0.0, -1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]),
    (0, -1): np.array([[0.0, 1.0, 0.0], [-1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]),
    (1, 1): np.eye(3),
    (1, -1): np.diag([1.0, -1.0, -1.0]),
    (2, 1): np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.0, -1.0, 0.0]]),
    (2, -1): np.array([[1.0, 0.0, 0.0], [0.0, 0.0, -1.0], [0.0, 1.0, 0.0]]),
}
"""The rotation that brings an axis and sign to +y."""


@dataclass(frozen=True)
class _Axis:
    """One of the file's axes and its sign."""

    axis: int
    sign: int

    @property
    def vector(self) -> FloatArray:
        return np.asarray(self.sign * np.eye(3)[self.axis])

    def __str__(self) -> str:
        return f"{'-' if self.sign < 0 else '+'}{'xyz'[self.axis]}"


def to_upright(points: Mapping[str, FloatArray], *, up: tuple[int, int] | None) -> tuple[FloatArray, tuple[str, ...]]:
    """Return the rotation ``[3, 3]`` that brings the vertical to +y (never mirrored), and what was assumed.

    ``up`` is the axis and the sign that the file names. Where it names none, or the body stands across it, the axis is
    the one along which a straight body stands, else along which the shoulders are from the ankles. A body that stands
    more than 15 degrees from that axis shows that the floor is tilted: it is turned until it stands.

    Raises
    ------
    InputFormatError
        If neither a shoulder nor a hip is detected, or no ankle.
    """
    standing = _standing_direction(points)
    given = None if up is None else _Axis(*up)
    chosen, notes = _chosen(points, given=given, standing=standing)
    rotation = _QUARTER_TURNS[chosen.axis, chosen.sign]
    if standing is None:
        return rotation, notes
    body = rotation @ standing
    lean_deg = _angle_deg(body, np.array([0.0, 1.0, 0.0]))
    if lean_deg <= _MAX_LEAN_DEG:
        return rotation, notes
    note = (
        f"The person stands at {lean_deg:.0f}° to the file's {chosen}, which nobody can: the laboratory's floor is "
        "tilted in it. The body was turned until it stands; each lean may be some degrees off."
    )
    return _onto_up(body) @ rotation, (*notes, note)


def rotated(points: Mapping[str, FloatArray], rotation: FloatArray) -> dict[str, FloatArray]:
    """Return points ``[time, 3]`` after a rotation."""
    return {name: np.asarray(path @ rotation.T) for name, path in points.items()}


def _chosen(
    points: Mapping[str, FloatArray], *, given: _Axis | None, standing: FloatArray | None
) -> tuple[_Axis, tuple[str, ...]]:
    if given is not None and (standing is None or _angle_deg(standing, given.vector) <= _CONTRADICTED_DEG):
        return given, ()
    guessed = _largest(standing if standing is not None else _upward(points))
    if given is not None:
        note = f"The file says that {given} is up, but the person stands along {guessed}, which was taken as up."
        return guessed, (note,)
    if (guessed.axis, guessed.sign) == (_UP, 1):
        return guessed, ()
    return guessed, (f"The file does not say which way is up; from the body it is {guessed}, and it was turned so.",)


def _standing_direction(points: Mapping[str, FloatArray]) -> FloatArray | None:
    """Return the unit vector from ankles to shoulders in the frames in which every detected side is straight.

    Both sides have to be straight: in a hinge on one leg, the other leg and the trunk are in line, but do not stand.
    """
    lines, straight = [], []
    for side in ("left", "right"):
        if not all(f"{side}_{joint}" in points for joint in _CHAIN):
            continue
        shoulder, hip, knee, ankle = (points[f"{side}_{joint}"] for joint in _CHAIN)
        over = sum(np.linalg.norm(a - b, axis=1) for a, b in ((shoulder, hip), (hip, knee), (knee, ankle)))
        if np.isfinite(over).any():
            lines.append(shoulder - ankle)
            straight.append(np.linalg.norm(shoulder - ankle, axis=1) / over)
    if not lines:
        return None
    share = np.min(np.stack(straight), axis=0)
    known = np.isfinite(share)
    if not known.any():
        return None
    good = known & (share >= max(_STRAIGHT, float(share[known].max()) - _STRAIGHTEST))
    if good.sum() < _MIN_STRAIGHT_FRAMES:
        return None
    direction = np.median(np.concatenate([line[good] for line in lines]), axis=0)
    return np.asarray(direction / np.linalg.norm(direction))


def _upward(points: Mapping[str, FloatArray]) -> FloatArray:
    def middle(names: tuple[str, ...]) -> FloatArray:
        rows = np.concatenate([points[name] for name in names if name in points])
        good = rows[np.isfinite(rows).all(axis=1)]
        if not len(good):
            message = f"One of {', '.join(names)} was expected, but none is detected in any frame."
            raise InputFormatError(message)
        return np.asarray(good.mean(axis=0))

    return middle(_UPPER) - middle(_LOWER)


def _largest(direction: FloatArray) -> _Axis:
    axis = int(np.argmax(np.abs(direction)))
    return _Axis(axis, 1 if direction[axis] > 0 else -1)


def _angle_deg(first: FloatArray, second: FloatArray) -> float:
    return float(np.degrees(np.arccos(np.clip(first @ second, -1.0, 1.0))))


def _onto_up(direction: FloatArray) -> FloatArray:
    """Return the smallest rotation ``[3, 3]`` that turns a unit vector onto +y (Rodrigues' formula)."""
    up = np.array([0.0, 1.0, 0.0])
    axis = np.cross(direction, up)
    cross = np.array([[0.0, -axis[2], axis[1]], [axis[2], 0.0, -axis[0]], [-axis[1], axis[0], 0.0]])
    return np.asarray(np.eye(3) + cross + cross @ cross / (1.0 + float(direction @ up)))
