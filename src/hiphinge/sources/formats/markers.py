"""From a laboratory's markers to hiphinge's points: names, joint centres, vertical axis; no file is opened here."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from hiphinge.errors import InputFormatError
from hiphinge.motion import MARKERS_31, CoordinateFrame, FloatArray, Motion, Origin
from hiphinge.sources.formats.hip_centre import Pelvis, hip_centre_m
from hiphinge.sources.formats.marker_names import POINTS, Choice, plain_name

__all__ = ["METRES", "MarkerTrial", "marker_motion", "metres"]

METRES = {"m": 1.0, "cm": 0.01, "mm": 0.001, "meters": 1.0, "metres": 1.0, "millimeters": 0.001}
_NEEDED = ("shoulder", "hip", "knee", "ankle")
_UPPER = ("left_shoulder", "right_shoulder", "c7", "neck", "left_asis", "right_asis", "left_hip", "right_hip")
_LOWER = ("left_ankle", "right_ankle", "left_heel", "right_heel")
_UP = 1
_LEG_M = (0.45, 1.25)
_AXIS_NAMES = "xyz"
_NOT_MEASURED = 0.5
"""Confidence of the side that hiphinge did not measure, in a file of markers that it wrote."""


@dataclass(frozen=True, kw_only=True, eq=False)
class MarkerTrial:
    """Markers as a file gives them.

    Attributes
    ----------
    markers_m
        Paths ``[time, 3]`` in metres by name; NaN in gaps.
    up
        Axis (0, 1, 2) and sign of the vertical where the file says; None where not.
    near_side
        The side that was measured, in markers that hiphinge wrote from a video; None in all others.
    """

    time_s: FloatArray
    markers_m: Mapping[str, FloatArray]
    origin: Origin
    up: tuple[int, int] | None = None
    near_side: Literal["left", "right"] | None = None


def metres(unit: str) -> float:
    """Return the length of a unit in metres.

    Raises
    ------
    InputFormatError
        If it is no unit of length that marker files use.
    """
    try:
        return METRES[unit.strip().lower()]
    except KeyError:
        message = f"Metres, centimetres or millimetres were expected, but the unit is {unit!r}. Write it as mm."
        raise InputFormatError(message) from None


def marker_motion(trial: MarkerTrial) -> Motion:
    """Return the motion of a marker trial, y up, in metres.

    Raises
    ------
    InputFormatError
        If shoulder, hip, knee and ankle of neither side can be found.
    """
    gaps = {name: np.where((path == 0).all(axis=1)[:, None], np.nan, path) for name, path in trial.markers_m.items()}
    points, notes = _points(gaps, frames=len(trial.time_s))
    _ensure_enough(points, names=tuple(trial.markers_m))
    turned, up_notes = _upright(points, up=trial.up)
    positions = np.stack([turned[name] for name in MARKERS_31.keypoints], axis=1)
    warnings = (*trial.origin.warnings, *notes, *up_notes, *_scale_notes(turned))
    return Motion(
        time_s=trial.time_s,
        positions=positions,
        confidence=np.isfinite(positions).all(axis=2) * _sureness(trial.near_side),
        layout=MARKERS_31,
        coordinate_frame=CoordinateFrame.WORLD_M,
        origin=replace(trial.origin, warnings=warnings),
    )


def _sureness(near_side: Literal["left", "right"] | None) -> FloatArray:
    """Return the confidence of each point ``[point]``: 1, and less on the side that was not measured."""
    other = {None: "", "left": "right_", "right": "left_"}[near_side]
    return np.array([_NOT_MEASURED if other and name.startswith(other) else 1.0 for name in MARKERS_31.keypoints])


def _points(markers: Mapping[str, FloatArray], *, frames: int) -> tuple[dict[str, FloatArray], tuple[str, ...]]:
    plain = {plain_name(name): path for name, path in reversed(list(markers.items()))}
    nothing = np.full((frames, 3), np.nan)
    found = {point: _first(choices, plain) for point, choices in POINTS.items()}
    points = {name: found.get(name) for name in MARKERS_31.keypoints}
    notes: dict[str, None] = {}
    for side in ("left", "right"):
        if points[f"{side}_hip"] is None:
            points[f"{side}_hip"], note = _hip(points, found, side)
            notes |= {note: None} if note else {}
    return {name: nothing if path is None else path for name, path in points.items()}, tuple(notes)


def _first(choices: tuple[Choice, ...], markers: Mapping[str, FloatArray]) -> FloatArray | None:
    for choice in choices:
        parts = [next((markers[name] for name in group if name in markers), None) for group in choice.groups]
        given = [part for part in parts if part is not None and np.isfinite(part).any()]
        if len(given) == len(parts):
            return np.asarray(np.mean(given, axis=0))
    return None


def _hip(
    points: Mapping[str, FloatArray | None], found: Mapping[str, FloatArray | None], side: str
) -> tuple[FloatArray | None, str | None]:
    left, right = points["left_asis"], points["right_asis"]
    behind = [path for name in ("left_psis", "right_psis") if (path := points[name]) is not None]
    back = np.mean(behind, axis=0) if len(behind) == 2 else points["sacrum"]  # noqa: PLR2004 - both of a pair
    if left is not None and right is not None and back is not None:
        centre = hip_centre_m(Pelvis(left_asis=left, right_asis=right, back=back), side=side)
        return centre, "Hip joint centres were calculated from the pelvis markers (Harrington 2007)."
    keypoint = found[f"{side}_keypoint_hip"]
    return keypoint, None if keypoint is None else "The hip is the file's own hip point, not a calculated joint centre."


def _ensure_enough(points: Mapping[str, FloatArray], *, names: tuple[str, ...]) -> None:
    missing: dict[str, list[str]] = {
        side: [joint for joint in _NEEDED if not np.isfinite(points[f"{side}_{joint}"]).any()]
        for side in ("left", "right")
    }
    if all(missing.values()):
        fewest: list[str] = min(missing.values(), key=len)
        lacking = ", ".join(fewest)
        message = (
            f"Shoulder, hip, knee and ankle of one side were expected, but no marker was found for the "
            f"{lacking}. The file has: {', '.join(names[:60])}. "
            "Rename them as in Plug-in Gait (RSHO, RASI, RPSI, RKNE, RANK) or as in the page of this format."
        )
        raise InputFormatError(message)


def _upright(
    points: Mapping[str, FloatArray], *, up: tuple[int, int] | None
) -> tuple[dict[str, FloatArray], tuple[str, ...]]:
    axis, sign = up if up is not None else _guessed_up(points)
    turned = {name: _turned(path, axis=axis, sign=sign) for name, path in points.items()}
    if up is not None or (axis, sign) == (_UP, 1):
        return turned, ()
    name = f"{'-' if sign < 0 else '+'}{_AXIS_NAMES[axis]}"
    return turned, (f"The file does not say which way is up; from the body it is {name}, and it was turned so.",)


def _guessed_up(points: Mapping[str, FloatArray]) -> tuple[int, int]:
    def middle(names: tuple[str, ...]) -> FloatArray:
        rows = np.concatenate([points[name] for name in names])
        return np.asarray(rows[np.isfinite(rows).all(axis=1)].mean(axis=0))

    upward = middle(_UPPER) - middle(_LOWER)
    axis = int(np.argmax(np.abs(upward)))
    return axis, 1 if upward[axis] > 0 else -1


def _turned(path: FloatArray, *, axis: int, sign: int) -> FloatArray:
    """Return a path with the vertical along +y, by a quarter or half turn (never mirrored)."""
    x, y, z = path.T
    if axis == _UP:
        turned = (x, y, z) if sign > 0 else (x, -y, -z)
    elif axis > _UP:
        turned = (x, sign * z, -sign * y)
    else:
        turned = (-sign * y, sign * x, z)
    return np.stack(turned, axis=1)


def _scale_notes(points: Mapping[str, FloatArray]) -> tuple[str, ...]:
    legs = np.concatenate(
        [
            np.linalg.norm(points[f"{side}_hip"] - points[f"{side}_knee"], axis=1)
            + np.linalg.norm(points[f"{side}_knee"] - points[f"{side}_ankle"], axis=1)
            for side in ("left", "right")
        ]
    )
    detected = legs[np.isfinite(legs)]
    leg_m = float(np.median(detected)) if len(detected) else float("nan")
    if _LEG_M[0] <= leg_m <= _LEG_M[1]:
        return ()
    return (f"The leg is {leg_m:.3g} m long, which no adult's is: the file's unit may be wrong. Angles do not change.",)
