"""OpenPose JSON: a folder with a file for each frame, or one file with all of them."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from hiphinge.errors import InputFormatError
from hiphinge.motion import FloatArray, Motion
from hiphinge.sources.files import read_head
from hiphinge.sources.formats.bodies import OPENPOSE_BODIES
from hiphinge.sources.formats.coco import People, is_instances, motion_of_people, people_of_instances
from hiphinge.sources.formats.image_numbers import numbers_of_images
from hiphinge.sources.formats.table import Format, Head, Hints
from hiphinge.sources.formats.text import read_json

__all__ = ["OPENPOSE", "OPENPOSE_FOLDER"]

_FRAME_FILE = re.compile(r"^(?P<stem>.*?)[_\-.]?(?P<number>\d+)(?P<keypoints>_keypoints)?\.json$")
_KEYS = ("pose_keypoints_2d", "pose_keypoints", "joints")
_HEAD_BYTES = 4096
_PEOPLE = re.compile(r'"(?:people|bodies)"\s*:|"keypoints"\s*:\s*(?:\[\s*[-\d\[]|\{\s*"x"\s*:\s*\[)')


def _is_file(head: Head) -> bool:
    return ('"people"' in head.text or '"bodies"' in head.text) and any(f'"{key}"' in head.text for key in _KEYS)


def _is_folder(head: Head) -> bool:
    matches = [match for name in head.names if (match := _FRAME_FILE.match(name))]
    if sum(bool(match["keypoints"]) for match in matches) > 1:
        return True
    if len(matches) < 2:  # noqa: PLR2004  # one file is no recording
        return False
    starts = (read_head(head.path / match.string, size_bytes=_HEAD_BYTES) for match in matches)
    return any(_PEOPLE.search(start.decode("utf-8", errors="replace")) for start in starts)


def _read_file(path: Path, hints: Hints) -> Motion:
    document = read_json(path)
    if isinstance(document, dict) and all(isinstance(frame, dict) for frame in document.values()):
        return _read_by_image(path, hints, document)
    frames = document.get("frames", [document]) if isinstance(document, dict) else document
    if len(frames) == 1:
        message = f"{path} is a single frame of OpenPose. Give the folder that holds the files of all frames."
        raise InputFormatError(message)
    people = [_people(frame) for frame in frames]
    return _motion(path, hints, numbers=range(len(frames)), frames=people)


def _read_by_image(path: Path, hints: Hints, document: dict[str, Any]) -> Motion:
    """Return the motion of AlphaPose's results in OpenPose's keys: an object with the people of each image."""
    numbers, notes = numbers_of_images(list(document), list(document))
    by_number = sorted(zip(numbers, document.values(), strict=True), key=lambda one: one[0])
    people = People(
        numbers=[number for number, _ in by_number],
        frames=[_people(frame) for _, frame in by_number],
        bodies=OPENPOSE_BODIES,
        notes=notes,
    )
    return motion_of_people(path, hints, people, estimator="openpose")


def _read_folder(path: Path, hints: Hints) -> Motion:
    matches = [match for entry in path.iterdir() if (match := _FRAME_FILE.match(entry.name))]
    if any(match["keypoints"] for match in matches):
        matches = [match for match in matches if match["keypoints"]]
    stems = sorted({match["stem"] for match in matches})
    if len(stems) > 1:
        message = f"{path} has the frames of several recordings: {', '.join(stems[:4])}. Give each its own folder."
        raise InputFormatError(message)
    ordered = sorted(matches, key=lambda match: int(match["number"]))
    numbers = [int(match["number"]) for match in ordered]
    for number, before, match in zip(numbers[1:], ordered, ordered[1:], strict=False):
        if number == int(before["number"]):
            message = f"{path} has frame {number} twice, in {before.string} and {match.string}. Keep one of them."
            raise InputFormatError(message)
    documents = [_unwrapped(read_json(path / match.string)) for match in ordered]
    if all(is_instances(document) for document in documents):
        frames = [{"frame": number, "instances": one} for number, one in zip(numbers, documents, strict=True)]
        return motion_of_people(path, hints, people_of_instances(frames), estimator="coco keypoints")
    return _motion(path, hints, numbers=numbers, frames=[_people(document) for document in documents])


def _unwrapped(document: Any) -> Any:
    """Return what MMPose predicts for one image without what it says of the model."""
    return document["instance_info"] if isinstance(document, dict) and "instance_info" in document else document


def _people(frame: Any) -> list[FloatArray]:
    found = []
    for person in frame["people"] if "people" in frame else frame["bodies"]:
        values = next((person[key] for key in _KEYS if person.get(key)), None)
        if values is not None:
            found.append(OPENPOSE_BODIES.arranged(np.array(values, dtype=np.float64).reshape(-1, 3)))
    return found


def _motion(path: Path, hints: Hints, *, numbers: Sequence[int], frames: list[list[FloatArray]]) -> Motion:
    people = People(numbers=numbers, frames=frames, bodies=OPENPOSE_BODIES)
    return motion_of_people(path, hints, people, estimator="openpose")


OPENPOSE = Format(
    id="openpose-json",
    title="OpenPose (one JSON)",
    kind="keypoints",
    endings=(".json",),
    what="A list of OpenPose frames in one file; BODY_25, COCO or Halpe.",
    recognise=_is_file,
    read=_read_file,
)

OPENPOSE_FOLDER = Format(
    id="openpose-folder",
    title="OpenPose (folder)",
    kind="keypoints",
    endings=(),
    what="A folder of NAME_000012_keypoints.json or NAME_000012.json, one for each frame; also Pose2Sim and MMPose.",
    recognise=_is_folder,
    read=_read_folder,
    folder=True,
)
