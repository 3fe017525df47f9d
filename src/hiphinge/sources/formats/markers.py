"""From a laboratory's markers to hiphinge's points: names, subject, unit, joint centres, vertical; opens no file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from hiphinge.errors import InputFormatError
from hiphinge.motion import HALPE_26, MARKERS_31, CoordinateFrame, FloatArray, Motion, Origin
from hiphinge.sources.formats.facing import facing_of, mirrored, with_feet_exchanged
from hiphinge.sources.formats.hip_centre import Pelvis, hip_centre_m
from hiphinge.sources.formats.marker_names import POINTS, detected_points, first_of, plainly_named
from hiphinge.sources.formats.marker_unit import METRES, PIXELS, fits_no_unit, in_metres, metres, unit_of
from hiphinge.sources.formats.subjects import of_one_subject
from hiphinge.sources.formats.upright import rotated, to_upright

__all__ = ["METRES", "MarkerTrial", "marker_motion", "metres", "named_markers", "unit_of"]

_NEEDED = ("shoulder", "hip", "knee", "ankle")
_NOT_MEASURED = 0.5
"""Confidence of the side that hiphinge did not measure, in a file of markers that it wrote."""
_FLAT_SHARE = 0.02
"""Points that lie in one plane are at most this share of the leg off it."""
_MOST_NAMED = 60


@dataclass(frozen=True, kw_only=True, eq=False)
class MarkerTrial:
    """Markers as a file gives them.

    Attributes
    ----------
    markers_m
        Paths ``[time, 3]`` by name in metres, if the file's ``unit`` is right; NaN in gaps.
    unit
        What the file says; empty where it says nothing, and the numbers are as they were.
    up
        Axis (0, 1, 2) and sign of the vertical where the file says; None where not.
    near_side
        The side that was measured, in markers that hiphinge wrote from a video; None in all others.
    """

    time_s: FloatArray
    markers_m: Mapping[str, FloatArray]
    origin: Origin
    unit: str = "m"
    up: tuple[int, int] | None = None
    near_side: Literal["left", "right"] | None = None


def named_markers(names: Sequence[str], paths: Sequence[FloatArray]) -> tuple[dict[str, FloatArray], tuple[str, ...]]:
    """Return paths ``[time, 3]`` by name: nameless ones are left out, of two with one name the fuller one is taken."""
    found: dict[str, FloatArray] = {}
    twice: dict[str, None] = {}
    nameless = [place + 1 for place, name in enumerate(names) if not name]
    for name, path in zip(names, paths, strict=False):
        if name in found:
            twice[name] = None
        if name:
            found[name] = _fuller(found[name], path) if name in found else path
    notes = []
    if nameless:
        which = ", ".join(map(str, nameless[:10])) + (" and more" if len(nameless) > 10 else "")  # noqa: PLR2004
        notes.append(f"Markers without a name were left out: number {which} of {len(names)}.")
    if twice:
        notes.append(
            f"{', '.join(twice)}: more than one marker has this name; the one detected in more frames was taken."
        )
    return found, tuple(notes)


def _fuller(first: FloatArray, second: FloatArray) -> FloatArray:
    """Return the path with more frames; two that are never detected together are parts of one, and joined."""
    one, other = _detected(first), _detected(second)
    if not (one & other).any():
        return np.where(one[:, None], first, second)
    return second if other.sum() > one.sum() else first


def _detected(path: FloatArray) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return np.asarray(np.isfinite(path).all(axis=1) & (path != 0).any(axis=1))


def marker_motion(trial: MarkerTrial, *, subject: str | None = None) -> Motion:
    """Return the motion of a marker trial, y up, in metres; in pixels where the file's unit is that.

    Raises
    ------
    InputFormatError
        If shoulder, hip, knee and ankle of neither side can be found, or the body is none that a person can have.
    UsageError
        If ``subject`` is no subject of the file.
    """
    gaps = {name: np.where(_detected(path)[:, None], path, np.nan) for name, path in trial.markers_m.items()}
    markers, subject_notes = of_one_subject(gaps, wanted=subject, name=trial.origin.name)
    rough = detected_points(markers)
    _ensure_enough(rough, names=tuple(markers))
    if trial.unit in PIXELS or (fits_no_unit(rough, unit=trial.unit, name=trial.origin.name) and _is_flat(rough)):
        return _image_motion(trial, rough, notes=subject_notes)
    scale, unit_notes = in_metres(rough, unit=trial.unit, name=trial.origin.name)
    rotation, up_notes = to_upright(rough, up=trial.up)
    standing = rotated({name: path * scale for name, path in markers.items()}, rotation)
    facing = facing_of(rotated(rough, rotation))
    points, notes = _points(mirrored(standing) if facing.mirrored else standing, frames=len(trial.time_s))
    points = with_feet_exchanged(points) if facing.feet_exchanged else points
    positions = np.stack([points[name] for name in MARKERS_31.keypoints], axis=1)
    warnings = (*trial.origin.warnings, *subject_notes, *unit_notes, *up_notes, *facing.notes, *notes)
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


def _image_motion(trial: MarkerTrial, points: Mapping[str, FloatArray], *, notes: tuple[str, ...]) -> Motion:
    """Return the motion of points in pixels, as of a video; y counts upwards in most such files, not in a frame."""
    nothing = np.full((len(trial.time_s), 3), np.nan)
    paths = np.stack([points.get(name, nothing) for name in HALPE_26.keypoints], axis=1)
    if not _is_flat(points):
        message = (
            f"The unit of {trial.origin.name} is pixels, but its points lie at different depths: metres or millimetres "
            "were expected. Write the unit that it is in."
        )
        raise InputFormatError(message)
    up = 1.0 if _is_above(points) else -1.0
    positions = paths[..., :2] * np.array([1.0, -up])
    why = "" if trial.unit in PIXELS else " are in one plane, and the leg fits no unit of length: they"
    note = f"The points{why} were read as pixels of a video, without depth."
    return Motion(
        time_s=trial.time_s,
        positions=positions,
        confidence=np.asarray(np.isfinite(positions).all(axis=2), dtype=np.float64),
        layout=HALPE_26,
        coordinate_frame=CoordinateFrame.IMAGE_PX,
        origin=replace(trial.origin, warnings=(*trial.origin.warnings, *notes, note)),
    )


def _is_flat(points: Mapping[str, FloatArray]) -> bool:
    """Return whether all points are in a plane of one z."""
    paths = np.concatenate(list(points.values()))
    height, depth = (np.nanmax(paths[:, axis]) - np.nanmin(paths[:, axis]) for axis in (1, 2))
    return bool(depth <= _FLAT_SHARE * height)


def _is_above(points: Mapping[str, FloatArray]) -> bool:
    """Return whether the shoulders have larger y than the ankles, by the median."""
    top, bottom = (
        np.nanmedian(np.concatenate([points[name][:, 1] for name in points if name.endswith(joint)]))
        for joint in ("_shoulder", "_ankle")
    )
    return bool(top > bottom)


def _points(markers: Mapping[str, FloatArray], *, frames: int) -> tuple[dict[str, FloatArray], tuple[str, ...]]:
    plain = plainly_named(markers)
    nothing = np.full((frames, 3), np.nan)
    found = {point: first_of(choices, plain) for point, choices in POINTS.items()}
    points = {name: found.get(name) for name in MARKERS_31.keypoints}
    notes: dict[str, None] = {}
    for side in ("left", "right"):
        if points[f"{side}_hip"] is None:
            points[f"{side}_hip"], note = _hip(points, found, side)
            notes |= {note: None} if note else {}
    return {name: nothing if path is None else path for name, path in points.items()}, tuple(notes)


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
        side: [joint for joint in _NEEDED if f"{side}_{joint}" not in points] for side in ("left", "right")
    }
    if all(missing.values()):
        fewest: list[str] = min(missing.values(), key=len)
        lacking = ", ".join(fewest)
        message = (
            f"Shoulder, hip, knee and ankle of one side were expected, but no marker was found for the "
            f"{lacking}. The file has: {', '.join(names[:_MOST_NAMED])}. "
            "Rename them as in Plug-in Gait (RSHO, RASI, RPSI, RKNE, RANK) or as in the page of this format."
        )
        raise InputFormatError(message)
