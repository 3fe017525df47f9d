"""OpenPose JSON: a folder with a file for each frame, or one file with all of them."""

import json
import re
from pathlib import Path
from typing import Any

import numpy as np

from hiphinge.errors import InputFormatError
from hiphinge.motion import OPENPOSE_25, FloatArray, Motion, Origin
from hiphinge.sources.formats.frames import frame_motion, timing_of_numbers, to_pixels
from hiphinge.sources.formats.people import follow_person
from hiphinge.sources.formats.table import Format, Head, Hints
from hiphinge.sources.formats.text import read_text

__all__ = ["OPENPOSE", "OPENPOSE_FOLDER"]

_FRAME_FILE = re.compile(r"^(?P<stem>.*?)_?(?P<number>\d+)_keypoints\.json$")
_BODY_25, _COCO_18 = 25, 18
_COCO_18_NAMES = (
    "nose",
    "neck",
    *(f"{side}_{name}" for side in ("right", "left") for name in ("shoulder", "elbow", "wrist")),
    *(f"{side}_{name}" for side in ("right", "left") for name in ("hip", "knee", "ankle")),
    "right_eye",
    "left_eye",
    "right_ear",
    "left_ear",
)
_KEYS = ("pose_keypoints_2d", "pose_keypoints")


def _is_file(head: Head) -> bool:
    return '"people"' in head.text and any(f'"{key}"' in head.text for key in _KEYS)


def _is_folder(head: Head) -> bool:
    return sum(bool(_FRAME_FILE.match(name)) for name in head.names) > 1


def _read_file(path: Path, hints: Hints) -> Motion:
    document = json.loads(read_text(path))
    frames = document.get("frames", [document]) if isinstance(document, dict) else document
    if len(frames) == 1:
        message = f"{path} is a single frame of OpenPose. Give the folder that holds the files of all frames."
        raise InputFormatError(message)
    return _motion(path, hints, numbers=list(range(len(frames))), frames=[_people(frame) for frame in frames])


def _read_folder(path: Path, hints: Hints) -> Motion:
    matches = [match for entry in path.iterdir() if (match := _FRAME_FILE.match(entry.name))]
    stems = sorted({match["stem"] for match in matches})
    if len(stems) > 1:
        message = f"{path} has the frames of several recordings: {', '.join(stems[:4])}. Give each its own folder."
        raise InputFormatError(message)
    ordered = sorted(matches, key=lambda match: int(match["number"]))
    frames = [_people(json.loads(read_text(path / match.string))) for match in ordered]
    return _motion(path, hints, numbers=[int(match["number"]) for match in ordered], frames=frames)


def _people(frame: Any) -> list[FloatArray]:
    found = []
    for person in frame["people"]:
        values = next((person[key] for key in _KEYS if person.get(key)), None)
        if values is not None:
            found.append(_body(np.array(values, dtype=np.float64).reshape(-1, 3)))
    return found


def _body(values: FloatArray) -> FloatArray:
    """Return a person in the order of BODY_25, whatever the model; NaN where OpenPose wrote (0, 0, 0)."""
    if len(values) == _COCO_18:
        body = np.zeros((_BODY_25, 3))
        body[[OPENPOSE_25.keypoints.index(name) for name in _COCO_18_NAMES]] = values
    elif len(values) == _BODY_25:
        body = values.copy()
    else:
        message = f"BODY_25 (25 points) or COCO (18 points) was expected, but a person has {len(values)}."
        raise InputFormatError(message)
    body[(body[:, :2] == 0).all(axis=1)] = (np.nan, np.nan, 0.0)
    return body


def _motion(path: Path, hints: Hints, *, numbers: list[int], frames: list[list[FloatArray]]) -> Motion:
    person, most = follow_person(frames)
    timing = timing_of_numbers(numbers, fps=hints.fps)
    several = (f"Up to {most} people are in a frame; the largest one was followed.",) if most > 1 else ()
    origin = Origin(
        name=path.name,
        fps=timing.fps,
        duration_s=float(timing.time_s[-1] - timing.time_s[0]),
        size_px=hints.size_px,
        estimator="openpose",
        warnings=(*timing.warnings, *several),
    )
    positions = to_pixels(person[..., :2], size_px=hints.size_px, name=path.name)
    return frame_motion(OPENPOSE_25, positions=positions, confidence=person[..., 2], timing=timing, origin=origin)


OPENPOSE = Format(
    id="openpose-json",
    title="OpenPose (one JSON)",
    kind="keypoints",
    endings=(".json",),
    what="A list of OpenPose frames in one file; BODY_25 or COCO.",
    recognise=_is_file,
    read=_read_file,
)

OPENPOSE_FOLDER = Format(
    id="openpose-folder",
    title="OpenPose (folder)",
    kind="keypoints",
    endings=(),
    what="A folder of files NAME_000000000000_keypoints.json, one for each frame; BODY_25 or COCO.",
    recognise=_is_folder,
    read=_read_folder,
    folder=True,
)
