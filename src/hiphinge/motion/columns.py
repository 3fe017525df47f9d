"""A `Motion` as named columns, the same for writing and reading pose files; no file is opened here."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, fields
from typing import Any

import numpy as np

from hiphinge.errors import InputFormatError
from hiphinge.motion.layouts import KeypointLayout, layout_named
from hiphinge.motion.origin import FloatArray, Origin
from hiphinge.motion.recording import CoordinateFrame, Motion, motion_of_sensors
from hiphinge.motion.sensors import SensorPlace, SensorRecording, SensorTrack

__all__ = ["POSE_METADATA_KEY", "POSE_SCHEMA", "motion_from_columns", "pose_columns", "pose_document"]

POSE_SCHEMA = "hiphinge.pose/1"
POSE_METADATA_KEY = "hiphinge"
"""Under this key the metadata of a pose file hold `pose_document` as JSON."""

_TIME, _SCORE, _CONTOUR, _PLATE = "time_s", "score", "outline", "plate"
_SENSOR, _WORN = "sensor_", "worn_"
_RAW, _TURNS = 6, 4
_AXES = "xyz"
_LARGEST = 1e9
_UNITS = {CoordinateFrame.IMAGE_PX: "px", CoordinateFrame.WORLD_M: "m"}


def _position(keypoint: str, axis: int) -> str:
    return f"{keypoint}_{_AXES[axis]}"


def _world(keypoint: str, axis: int) -> str:
    return f"{keypoint}_world_{_AXES[axis]}"


def _confidence(keypoint: str) -> str:
    return f"{keypoint}_confidence"


def pose_columns(motion: Motion) -> dict[str, FloatArray]:
    """Return a motion as columns ``[time]`` or ``[time, number]``, NaN where nothing was detected.

    ``time_s``; for each keypoint ``NAME_x``, ``NAME_y`` (and ``NAME_z`` in a laboratory), ``NAME_confidence`` and,
    where the estimator gave a body in metres, ``NAME_world_x`` to ``NAME_world_z``; ``score``, the mean confidence;
    where there was a silhouette, ``outline``, a list for each frame: for each station its right and its left edge;
    where a plate was sought, ``plate``, a list for each frame: centre x and y, width, height and share of its edge;
    of each motion sensor ``sensor_PLACE``, a list for each sample: acceleration (m/s²) and angular rate (rad/s), x to
    z, and the quaternion w to z, or what there is of them; ``worn_ANGLE`` for each angle that sensors worn during a
    video gave, degrees from standing.
    """
    columns = {_TIME: motion.time_s}
    for index, keypoint in enumerate(motion.layout.keypoints):
        for axis in range(motion.positions.shape[2]):
            columns[_position(keypoint, axis)] = motion.positions[:, index, axis]
        columns[_confidence(keypoint)] = motion.confidence[:, index]
        if motion.world_m is not None:
            for axis in range(3):
                columns[_world(keypoint, axis)] = motion.world_m[:, index, axis]
    columns[_SCORE] = motion.confidence.mean(axis=1) if len(motion.layout) else np.zeros(len(motion))
    if motion.contour is not None:
        columns[_CONTOUR] = motion.contour.reshape(len(motion), -1)
    if motion.plate is not None:
        columns[_PLATE] = motion.plate
    for track in () if motion.sensors is None else motion.sensors.tracks:
        columns[f"{_SENSOR}{track.place}"] = _sensor(track, motion.time_s)
    columns |= {f"{_WORN}{id_}": values for id_, values in (motion.worn_deg or {}).items()}
    return columns


def _sensor(track: SensorTrack, time_s: FloatArray) -> FloatArray:
    """Return the samples of a sensor at the times of the motion ``[time, 6 and 4 or one of them]``."""
    parts = (track.acceleration_m_s2, track.angular_rate_rad_s, track.quaternion)
    rows = np.concatenate([part for part in parts if part is not None], axis=1)
    if np.array_equal(track.time_s, time_s):
        return rows
    return np.stack([np.interp(time_s, track.time_s, column) for column in rows.T], axis=1)


def pose_document(motion: Motion) -> dict[str, Any]:
    """Return what a pose file says of itself: schema, layout, frame, units and origin."""
    return {
        "schema": POSE_SCHEMA,
        "layout": motion.layout.id,
        "frame": motion.coordinate_frame.value,
        "units": {"time": "s", "position": _UNITS[motion.coordinate_frame], "world": "m"},
        "origin": asdict(motion.origin),
    }


def motion_from_columns(columns: Mapping[str, FloatArray], document: Mapping[str, Any]) -> Motion:
    """Return the motion that columns and document describe.

    Raises
    ------
    InputFormatError
        If the document is of another schema, or columns are missing.
    UnknownIdError
        If the layout is not known.
    """
    if document.get("schema") != POSE_SCHEMA:
        message = f"A pose file of {POSE_SCHEMA} was expected, but its schema is {document.get('schema')!r}."
        raise InputFormatError(message)
    if any(name.startswith(_SENSOR) for name in columns):
        return motion_of_sensors(_sensors(columns, _origin(document["origin"])))
    layout, frame = layout_named(document["layout"]), CoordinateFrame(document["frame"])
    axes = 2 if frame is CoordinateFrame.IMAGE_PX else 3
    has_world = _world(layout.keypoints[0], 0) in columns
    try:
        return Motion(
            time_s=columns[_TIME],
            positions=_stacked(columns, layout, _position, axes),
            confidence=np.stack([columns[_confidence(keypoint)] for keypoint in layout.keypoints], axis=1),
            world_m=_stacked(columns, layout, _world, 3) if has_world else None,
            contour=_contour(columns[_CONTOUR]) if _CONTOUR in columns else None,
            plate=columns.get(_PLATE),
            worn_deg=_worn(columns),
            layout=layout,
            coordinate_frame=frame,
            origin=_origin(document["origin"]),
        )
    except KeyError as error:
        message = f"The pose file lacks the column {error}."
        raise InputFormatError(message) from error


def _worn(columns: Mapping[str, FloatArray]) -> dict[str, FloatArray] | None:
    found = {name.removeprefix(_WORN): values for name, values in columns.items() if name.startswith(_WORN)}
    return found or None


def _sensors(columns: Mapping[str, FloatArray], origin: Origin) -> SensorRecording:
    tracks = []
    for name, rows in columns.items():
        if name.startswith(_SENSOR):
            raw = rows.shape[1] >= _RAW
            tracks.append(
                SensorTrack(
                    place=SensorPlace.named(name.removeprefix(_SENSOR)),
                    time_s=columns[_TIME],
                    acceleration_m_s2=rows[:, :3] if raw else None,
                    angular_rate_rad_s=rows[:, 3:_RAW] if raw else None,
                    quaternion=rows[:, -_TURNS:] if rows.shape[1] != _RAW else None,
                )
            )
    return SensorRecording(tracks=tuple(tracks), origin=origin)


def _stacked(columns: Mapping[str, FloatArray], layout: KeypointLayout, name: Any, axes: int) -> FloatArray:
    points = [
        np.stack([columns[name(keypoint, axis)] for axis in range(axes)], axis=1) for keypoint in layout.keypoints
    ]
    return np.stack(points, axis=1)


def _contour(lists: FloatArray) -> FloatArray:
    if lists.ndim == 1 or lists.shape[1] % 2:
        message = f"The contour in a pose file should be lists of pairs of edges, but has the shape {lists.shape}."
        raise InputFormatError(message)
    return lists.reshape(len(lists), -1, 2)


def _origin(document: Mapping[str, Any]) -> Origin:
    known = {field.name for field in fields(Origin)}
    values = {name: value for name, value in document.items() if name in known}
    for name in ("size_px", "warnings"):
        if isinstance(values.get(name), list):
            values[name] = tuple(values[name])
    for name, value in values.items():
        if not _FITS[name](value):
            message = f"The origin in a pose file says {str(value)[:80]!r} for {name}, which cannot be."
            raise InputFormatError(message)
    return Origin(**values)


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_text_or_none(value: object) -> bool:
    return value is None or isinstance(value, str)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and 0 <= value <= _LARGEST


def _is_size(value: object) -> bool:
    if value is None:
        return True
    return isinstance(value, tuple) and len(value) == 2 and all(_is_number(one) and one > 0 for one in value)  # noqa: PLR2004  # width and height


_FITS: Mapping[str, Callable[[object], bool]] = {
    "name": _is_text,
    "sha256": _is_text_or_none,
    "format": _is_text,
    "duration_s": _is_number,
    "fps": _is_number,
    "size_px": _is_size,
    "estimator": _is_text_or_none,
    "details": lambda value: isinstance(value, dict),
    "warnings": lambda value: isinstance(value, tuple) and all(map(_is_text, value)),
}
