"""MediaPipe landmarks, as wide table or as JSON; positions are shares of the frame, pixels or, in a table, in space."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hiphinge.errors import InputFormatError
from hiphinge.motion import BLAZEPOSE_33, FloatArray, Motion, Origin
from hiphinge.sources.formats.delimited import Delimited, delimited, seconds_in
from hiphinge.sources.formats.frame_size import exchanged_note
from hiphinge.sources.formats.frames import Timing, frame_motion, seconds, timing_of_numbers, to_pixels
from hiphinge.sources.formats.hints import rate_unused
from hiphinge.sources.formats.in_space import ensure_not_world, is_in_space, motion_in_space
from hiphinge.sources.formats.long_tables import wide_titles, widened
from hiphinge.sources.formats.ordering import in_order
from hiphinge.sources.formats.table import Format, Head, Hints
from hiphinge.sources.formats.text import read_json, read_text

__all__ = ["MEDIAPIPE_CSV", "MEDIAPIPE_JSON", "keypoint_of"]

_RENAMED = {
    "mouth_left": "left_mouth",
    "mouth_right": "right_mouth",
    "left_foot_index": "left_toe",
    "right_foot_index": "right_toe",
}
_COUNT = len(BLAZEPOSE_33)
_Z = 3
_AXES = {
    "x": 0,
    "y": 1,
    "v": 2,
    "vis": 2,
    "visibility": 2,
    "confidence": 2,
    "score": 2,
    "c": 2,
    "likelihood": 2,
    "z": _Z,
}
_NAMED = re.compile(r"^(?P<name>[a-z][a-z_ ]*?)[_. ](?P<axis>x|y|z|v|vis|visibility|confidence|score|c|likelihood)$")
_NUMBERED = re.compile(r"^(?P<axis>x|y|z|v|visibility|confidence|score)_?(?P<number>\d+)$")
_TIME = re.compile(
    r"^(?:time|timestamp|t|seconds|milliseconds)(?:[_ ]?[\[(]?(?P<unit>s|sec|seconds|ms|msec|us|ns)[\])]?)?$"
)
_UNITS = {"sec": "s", "seconds": "s", "msec": "ms", "milliseconds": "ms"}
_NUMBERS = ("frame", "frame_index", "frame_number", "frame_id", "frame_num", "frame_no", "frameid", "frame id")
_WIDTHS, _HEIGHTS = (tuple(f"{of}{side}" for of in ("", "image_", "video_", "frame_")) for side in ("width", "height"))
_LATE_S = 3600.0
_MIN_POINTS = 6
_JSON_KEYS = ("landmarks", "pose_landmarks", "poseLandmarks", "keypoints")
_JSON_WORLD = ("world_landmarks", "pose_world_landmarks", "poseWorldLandmarks")


def keypoint_of(name: str) -> str | None:
    """Return hiphinge's name of a MediaPipe landmark, or None where there is none."""
    plain = re.sub(r"[\s.]+", "_", name.strip().lower()).removeprefix("body_")
    ours = _RENAMED.get(plain, plain)
    return ours if BLAZEPOSE_33.index(ours) is not None else None


def _columns(header: Iterable[str]) -> dict[int, tuple[int, int]]:
    """Return, for each column that counts, its keypoint and whether it is x, y, confidence or z."""
    found: dict[int, tuple[int, int]] = {}
    numbers: dict[int, tuple[int, int]] = {}
    for place, title in enumerate(header):
        plain = title.strip().lower()
        if (named := _NAMED.match(plain)) and (ours := keypoint_of(named["name"])):
            found[place] = (BLAZEPOSE_33.keypoints.index(ours), _AXES[named["axis"]])
        elif numbered := _NUMBERED.match(plain):
            numbers[place] = (int(numbered["number"]), _AXES[numbered["axis"]])
    if not found and numbers:
        first = min(number for number, _ in numbers.values())
        found = {place: (number - first, axis) for place, (number, axis) in numbers.items() if number - first < _COUNT}
    return found


def _is_csv(head: Head) -> bool:
    titles = wide_titles(delimited(head.text))
    return len({point for point, _ in _columns(titles).values()}) >= _MIN_POINTS


def _read_csv(path: Path, hints: Hints) -> Motion:
    table = widened(delimited(read_text(path)))
    if not table.rows:
        message = f"{path} has a header but no rows. Write the landmarks of each frame into a row."
        raise InputFormatError(message)
    columns, hints = _columns(table.titles), _said(table, hints)
    if len(set(columns.values())) < len(columns):
        message = f"{path} has several columns for one landmark, as of several people. Keep the columns of one person."
        raise InputFormatError(message)
    order, timing = _timing(table, hints)
    values = np.full((len(table.rows), _COUNT, 4), np.nan)
    for place, (point, axis) in columns.items():
        values[:, point, axis] = table.column(place)
    values, axes = values[order], {axis for _, axis in columns.values()}
    in_space = values[..., [0, 1, _Z]]
    if _Z in axes and axes.isdisjoint({2}) and is_in_space(in_space, titles=table.titles):
        return motion_in_space(path.name, in_space, timing)
    return _motion(path, hints, values=values[..., :3], timing=timing, has_confidence=not axes.isdisjoint({2}))


def _said(table: Delimited, hints: Hints) -> Hints:
    """Return the hints with the size and rate from columns of the table."""
    columns = {
        title: table.column(table.titles.index(title))
        for title in (*_WIDTHS, *_HEIGHTS, "fps")
        if title in table.titles
    }
    first = {title: float(values[0]) for title, values in columns.items() if np.ptp(values) == 0 and values[0] > 0}
    width, height = (next((first[title] for title in titles if title in first), None) for titles in (_WIDTHS, _HEIGHTS))
    size_px = hints.size_px if width is None or height is None else (round(width), round(height))
    return replace(hints, size_px=size_px, fps=first.get("fps", hints.fps))


def _timing(table: Delimited, hints: Hints) -> tuple[NDArray[np.intp], Timing]:
    """Return the order of the rows and their times in it."""
    time = next(
        ((place, match["unit"]) for place, title in enumerate(table.titles) if (match := _TIME.match(title))), None
    )
    if time is not None:
        stamps, is_clock = table.times(time[0])
        if not np.isfinite(stamps).any():
            message = (
                f"The column {table.titles[time[0]]!r} begins with {table.rows[0][time[0]]!r}. Seconds (1.5), "
                "milliseconds or a clock time (0:00:01.5) were expected. Write the times so."
            )
            raise InputFormatError(message)
        return _by_time(stamps, hints, unit="s" if is_clock else time[1])
    number = next((table.titles.index(name) for name in _NUMBERS if name in table.titles), None)
    stamps = np.arange(len(table.rows), dtype=np.float64) if number is None else table.column(number)
    return _by_number(stamps, hints)


def _by_time(stamps: FloatArray, hints: Hints, *, unit: str | None) -> tuple[NDArray[np.intp], Timing]:
    order, notes = in_order(stamps, what="time")
    timing = seconds(stamps[order], unit=_UNITS.get(unit or "", unit))
    notes = (*notes, *rate_unused(timing.fps, hints))
    if timing.time_s[0] < _LATE_S:
        return order, replace(timing, warnings=(*timing.warnings, *notes))
    late = "The times of the file are those of a clock; they are counted from its first row."
    return order, replace(timing, time_s=timing.time_s - timing.time_s[0], warnings=(*timing.warnings, *notes, late))


def _by_number(stamps: FloatArray, hints: Hints) -> tuple[NDArray[np.intp], Timing]:
    order, notes = in_order(stamps, what="frame number")
    timing = timing_of_numbers(stamps[order], fps=hints.fps)
    return order, replace(timing, warnings=(*timing.warnings, *notes))


def _motion(
    path: Path,
    hints: Hints,
    *,
    values: FloatArray,
    timing: Timing,
    has_confidence: bool,
    world_m: FloatArray | None = None,
) -> Motion:
    positions, confidence = values[..., :2], values[..., 2]
    not_detected = (positions == 0).all(axis=-1)
    pixels, notes = _in_pixels(np.where(not_detected[..., None], np.nan, positions), hints, name=path.name)
    warnings = (*timing.warnings, *notes)
    if not has_confidence:
        confidence = np.ones_like(confidence)
        warnings = (*warnings, "The file gives no confidence; every landmark in it was trusted.")
    origin = Origin(
        name=path.name,
        fps=timing.fps,
        duration_s=float(timing.time_s[-1] - timing.time_s[0]),
        size_px=hints.size_px,
        estimator="mediapipe",
        warnings=warnings,
    )
    return frame_motion(
        BLAZEPOSE_33,
        positions=pixels,
        confidence=confidence,
        timing=timing,
        origin=origin,
        world_m=world_m,
    )


def _in_pixels(positions: FloatArray, hints: Hints, *, name: str) -> tuple[FloatArray, tuple[str, ...]]:
    """Return positions in pixels, and a note where the size of the frame does not fit the body in it."""
    ensure_not_world(positions, name=name)
    pixels = to_pixels(positions, size_px=hints.size_px, name=name)
    if pixels is positions or hints.size_px is None:
        return positions, ()
    return pixels, exchanged_note(pixels, BLAZEPOSE_33, size_px=hints.size_px)


def _is_json(head: Head) -> bool:
    start = head.text.lstrip()[:1]
    return start in {"[", "{"} and bool(re.search(r'"x"\s*:', head.text)) and '"y"' in head.text


def _read_json(path: Path, hints: Hints) -> Motion:
    document = read_json(path)
    frames = _frames(document)
    hinted = Hints(size_px=_size(document) or hints.size_px, fps=_rate(document) or hints.fps)
    order, timing = _json_timing(frames, hinted)
    if hinted.fps != hints.fps:
        timing = replace(timing, warnings=(*timing.warnings, *rate_unused(hinted.fps or timing.fps, hints)))
    frames = [frames[place] for place in order]
    values = np.full((len(frames), _COUNT, 3), np.nan)
    world = np.full((len(frames), _COUNT, 3), np.nan)
    for place, frame in enumerate(frames):
        _fill(values[place], _landmarks(frame, _JSON_KEYS), third=("visibility", "score", "presence"))
        _fill(world[place], _landmarks(frame, _JSON_WORLD) if isinstance(frame, dict) else [], third=("z",))
    has_confidence = bool(np.isfinite(values[..., 2]).any())
    has_world = bool(np.isfinite(world).any())
    return _motion(
        path,
        hinted,
        values=values,
        timing=timing,
        has_confidence=has_confidence,
        world_m=world if has_world else None,
    )


def _frames(document: Any) -> list[Any]:
    frames = document.get("frames", document.get("data")) if isinstance(document, dict) else document
    if isinstance(document, dict) and frames is None and all(key.isdigit() for key in document):
        frames = [{"frame": int(key), "landmarks": landmarks} for key, landmarks in document.items()]
    if not isinstance(frames, list) or not frames:
        message = "A list of frames was expected, one list of landmarks for each."
        raise InputFormatError(message)
    return frames


def _landmarks(frame: Any, keys: tuple[str, ...]) -> list[Any]:
    found = next((frame[key] for key in keys if frame.get(key)), []) if isinstance(frame, dict) else frame
    if isinstance(found, Mapping) and "landmark" in found:
        found = found["landmark"]
    if isinstance(found, list) and found and isinstance(found[0], list) and found[0] and isinstance(found[0][0], dict):
        found = found[0]
    if isinstance(found, Mapping) and all(isinstance(one, Mapping) and "x" in one for one in found.values()):
        found = [{"name": name, **one} for name, one in found.items()]
    return found if isinstance(found, list) else []


def _fill(target: FloatArray, landmarks: list[Any], *, third: tuple[str, ...]) -> None:
    for place, landmark in enumerate(landmarks[:_COUNT]):
        if not isinstance(landmark, dict):
            continue
        name = keypoint_of(str(landmark["name"])) if "name" in landmark else None
        point = place if name is None else BLAZEPOSE_33.keypoints.index(name)
        value = next((landmark[key] for key in third if landmark.get(key) is not None), np.nan)
        target[point] = (landmark["x"], landmark["y"], value)


def _size(document: Any) -> tuple[int, int] | None:
    if not isinstance(document, dict):
        return None
    for width, height in zip(_WIDTHS, _HEIGHTS, strict=True):
        if document.get(width) and document.get(height):
            return int(document[width]), int(document[height])
    return None


def _rate(document: Any) -> float | None:
    return float(document["fps"]) if isinstance(document, dict) and document.get("fps") else None


def _json_timing(frames: list[Any], hints: Hints) -> tuple[NDArray[np.intp], Timing]:
    first = frames[0] if isinstance(frames[0], dict) else {}
    keys = [key for key in first if all(isinstance(frame, dict) and key in frame for frame in frames)]
    time = next(((key, match["unit"]) for key in keys if (match := _TIME.match(key.lower()))), None)
    if time is not None:
        cells = [frame[time[0]] for frame in frames]
        is_clock = isinstance(cells[0], str)
        stamps = np.array([seconds_in(str(cell)) if is_clock else float(cell) for cell in cells])
        return _by_time(stamps, hints, unit="s" if is_clock else time[1])
    number = next((key for key in keys if key.lower() in _NUMBERS), None)
    stamps = np.array([float(place if number is None else frame[number]) for place, frame in enumerate(frames)])
    return _by_number(stamps, hints)


MEDIAPIPE_CSV = Format(
    id="mediapipe-csv",
    title="MediaPipe landmarks (CSV)",
    kind="keypoints",
    endings=(".csv", ".tsv", ".txt"),
    what="A table with a row for each frame and columns such as left_hip_x, left_hip_y, left_hip_v; FreeMoCap in 3-D.",
    recognise=_is_csv,
    read=_read_csv,
)

MEDIAPIPE_JSON = Format(
    id="mediapipe-json",
    title="MediaPipe landmarks (JSON)",
    kind="keypoints",
    endings=(".json",),
    what="A list of frames, each a list of landmarks with x, y and visibility.",
    recognise=_is_json,
    read=_read_json,
)
