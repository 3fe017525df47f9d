"""MediaPipe landmarks, as wide CSV or as JSON; positions are shares of the frame or pixels."""

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from hiphinge.errors import InputFormatError
from hiphinge.motion import BLAZEPOSE_33, FloatArray, Motion, Origin
from hiphinge.sources.formats.frames import Timing, frame_motion, seconds, timing_of_numbers, to_pixels
from hiphinge.sources.formats.table import Format, Head, Hints
from hiphinge.sources.formats.text import read_text

__all__ = ["MEDIAPIPE_CSV", "MEDIAPIPE_JSON", "keypoint_of"]

_RENAMED = {
    "mouth_left": "left_mouth",
    "mouth_right": "right_mouth",
    "left_foot_index": "left_toe",
    "right_foot_index": "right_toe",
}
_COUNT = len(BLAZEPOSE_33)
_AXES = {"x": 0, "y": 1, "v": 2, "vis": 2, "visibility": 2, "confidence": 2, "score": 2, "c": 2}
_NAMED = re.compile(r"^(?P<name>[a-z][a-z_ ]*?)[_. ](?P<axis>x|y|z|v|vis|visibility|confidence|score|c)$")
_NUMBERED = re.compile(r"^(?P<axis>x|y|z|v|visibility)_?(?P<number>\d+)$")
_TIMES = ("time_s", "time", "seconds", "t", "timestamp", "timestamp_s", "timestamp_ms", "time_ms", "timestamp_us")
_NUMBERS = ("frame", "frame_index", "frame_number", "frame_id", "frame_num", "frame_no")
_MIN_POINTS = 6
_JSON_KEYS = ("landmarks", "pose_landmarks", "poseLandmarks", "keypoints")
_JSON_WORLD = ("world_landmarks", "pose_world_landmarks", "poseWorldLandmarks")


def keypoint_of(name: str) -> str | None:
    """Return hiphinge's name of a MediaPipe landmark, or None where there is none."""
    plain = re.sub(r"[\s.]+", "_", name.strip().lower())
    ours = _RENAMED.get(plain, plain)
    return ours if BLAZEPOSE_33.index(ours) is not None else None


def _columns(header: Iterable[str]) -> dict[int, tuple[int, int]]:
    """Return, for each column that counts, its keypoint and whether it is x, y or confidence."""
    found: dict[int, tuple[int, int]] = {}
    numbers: dict[int, tuple[int, int]] = {}
    for place, title in enumerate(header):
        plain = title.strip().lower()
        if (named := _NAMED.match(plain)) and (ours := keypoint_of(named["name"])):
            if named["axis"] in _AXES:
                found[place] = (BLAZEPOSE_33.keypoints.index(ours), _AXES[named["axis"]])
        elif (numbered := _NUMBERED.match(plain)) and numbered["axis"] in _AXES:
            numbers[place] = (int(numbered["number"]), _AXES[numbered["axis"]])
    if not found and numbers:
        first = min(number for number, _ in numbers.values())
        found = {place: (number - first, axis) for place, (number, axis) in numbers.items() if number - first < _COUNT}
    return found


def _is_csv(head: Head) -> bool:
    points = {point for point, _ in _columns(next(csv.reader([head.first_line]), [])).values()}
    return len(points) >= _MIN_POINTS


def _read_csv(path: Path, hints: Hints) -> Motion:
    rows = [row for row in csv.reader(io.StringIO(read_text(path))) if any(cell.strip() for cell in row)]
    header, body = rows[0], rows[1:]
    if not body:
        message = f"{path} has a header but no rows. Write the landmarks of each frame into a row."
        raise InputFormatError(message)
    values = np.full((len(body), _COUNT, 3), np.nan)
    has_confidence = False
    for place, (point, axis) in _columns(header).items():
        values[:, point, axis] = [_number(row, place) for row in body]
        has_confidence |= axis == 2  # noqa: PLR2004 - the third of x, y, confidence
    return _motion(path, hints, values=values, timing=_timing(header, body, hints), has_confidence=has_confidence)


def _number(row: list[str], place: int) -> float:
    try:
        return float(row[place])
    except (ValueError, IndexError):
        return float("nan")


def _timing(header: list[str], body: list[list[str]], hints: Hints) -> Timing:
    titles = [title.strip().lower() for title in header]
    time = next((titles.index(name) for name in _TIMES if name in titles), None)
    if time is not None:
        return seconds(np.array([_number(row, time) for row in body]))
    number = next((titles.index(name) for name in _NUMBERS if name in titles), None)
    if number is None:
        return timing_of_numbers(range(len(body)), fps=hints.fps)
    return timing_of_numbers([_number(row, number) for row in body], fps=hints.fps)


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
    positions = np.where(not_detected[..., None], np.nan, positions)
    warnings = timing.warnings
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
        positions=to_pixels(positions, size_px=hints.size_px, name=path.name),
        confidence=confidence,
        timing=timing,
        origin=origin,
        world_m=world_m,
    )


def _is_json(head: Head) -> bool:
    start = head.text.lstrip()[:1]
    return start in {"[", "{"} and bool(re.search(r'"x"\s*:', head.text)) and '"y"' in head.text


def _read_json(path: Path, hints: Hints) -> Motion:
    document = json.loads(read_text(path))
    frames = _frames(document)
    values = np.full((len(frames), _COUNT, 3), np.nan)
    world = np.full((len(frames), _COUNT, 3), np.nan)
    for place, frame in enumerate(frames):
        _fill(values[place], _landmarks(frame, _JSON_KEYS), third=("visibility", "score", "presence"))
        _fill(world[place], _landmarks(frame, _JSON_WORLD) if isinstance(frame, dict) else [], third=("z",))
    has_confidence = bool(np.isfinite(values[..., 2]).any())
    has_world = bool(np.isfinite(world).any())
    hinted = Hints(size_px=_size(document) or hints.size_px, fps=_rate(document) or hints.fps)
    return _motion(
        path,
        hinted,
        values=values,
        timing=_json_timing(frames, hinted),
        has_confidence=has_confidence,
        world_m=world if has_world else None,
    )


def _frames(document: Any) -> list[Any]:
    frames = document.get("frames", document.get("data")) if isinstance(document, dict) else document
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
    for width, height in (("width", "height"), ("image_width", "image_height"), ("video_width", "video_height")):
        if document.get(width) and document.get(height):
            return int(document[width]), int(document[height])
    return None


def _rate(document: Any) -> float | None:
    return float(document["fps"]) if isinstance(document, dict) and document.get("fps") else None


def _json_timing(frames: list[Any], hints: Hints) -> Timing:
    for keys, of_stamps in ((_TIMES, True), (_NUMBERS, False)):
        for key in keys:
            if all(isinstance(frame, dict) and key in frame for frame in frames):
                stamps = np.array([float(frame[key]) for frame in frames])
                return seconds(stamps) if of_stamps else timing_of_numbers(stamps, fps=hints.fps)
    return timing_of_numbers(range(len(frames)), fps=hints.fps)


MEDIAPIPE_CSV = Format(
    id="mediapipe-csv",
    title="MediaPipe landmarks (CSV)",
    kind="keypoints",
    endings=(".csv",),
    what="A table with a row for each frame and columns such as left_hip_x, left_hip_y, left_hip_v.",
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
