"""COCO keypoints: a data set with images and annotations, or a list of results such as AlphaPose writes."""

import json
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np

from hiphinge.errors import InputFormatError
from hiphinge.motion import COCO_17, HALPE_26, FloatArray, KeypointLayout, Motion, Origin
from hiphinge.sources.formats.frames import frame_motion, timing_of_numbers, to_pixels
from hiphinge.sources.formats.people import follow_person
from hiphinge.sources.formats.table import Format, Head, Hints
from hiphinge.sources.formats.text import read_text

__all__ = ["COCO"]

_LAYOUTS: dict[int, KeypointLayout] = {17: COCO_17, 26: HALPE_26}
_LAST_NUMBER = re.compile(r"(\d+)(?!.*\d)")
_LABELLED_UNSEEN = 0.5
_MAX_SURE = 1.0


def _recognise(head: Head) -> bool:
    return '"keypoints"' in head.text and ('"image_id"' in head.text or '"annotations"' in head.text)


def _read(path: Path, hints: Hints) -> Motion:
    document = json.loads(read_text(path))
    annotated = isinstance(document, dict)
    people = document["annotations"] if annotated else document
    images = {image["id"]: image for image in document.get("images", [])} if annotated else {}
    by_frame: dict[int, list[FloatArray]] = defaultdict(list)
    for place, image in enumerate(images.values()):
        by_frame[_number(image.get("file_name", image["id"]), place)] = []
    for person in people:
        values = _values(person, flags=annotated)
        if values is not None:
            by_frame[_frame_number(person, images)].append(values)
    numbers = sorted(by_frame)
    frames = [by_frame[number] for number in numbers]
    return _motion(path, hints, numbers=numbers, frames=frames, size_px=_size(images) or hints.size_px)


def _number(name: Any, place: int) -> int:
    found = _LAST_NUMBER.search(Path(str(name)).stem)
    return int(found[1]) if found else place


def _frame_number(person: dict[str, Any], images: dict[Any, Any]) -> int:
    image = images.get(person["image_id"])
    name = person["image_id"] if image is None else image.get("file_name", image["id"])
    return _number(name, 0)


def _values(person: dict[str, Any], *, flags: bool) -> FloatArray | None:
    """Return one person ``[keypoint, 3]``; flags 0, 1, 2 of an annotation become confidences 0, 0.5, 1."""
    if not person.get("keypoints"):
        return None
    values = np.array(person["keypoints"], dtype=np.float64).reshape(-1, 3)
    if len(values) not in _LAYOUTS:
        known = " or ".join(str(count) for count in _LAYOUTS)
        message = f"{known} keypoints were expected (COCO or Halpe), but a person has {len(values)}."
        raise InputFormatError(message)
    if flags:
        values[:, 2] *= _LABELLED_UNSEEN
    values[(values[:, :2] == 0).all(axis=1) | (values[:, 2] <= 0)] = (np.nan, np.nan, 0.0)
    return values


def _size(images: dict[Any, Any]) -> tuple[int, int] | None:
    sizes = {(image["width"], image["height"]) for image in images.values() if "width" in image and "height" in image}
    if len(sizes) > 1:
        message = f"Frames of one size were expected, but there are {len(sizes)} sizes: this is not one video."
        raise InputFormatError(message)
    return next(iter(sizes), None)


def _motion(
    path: Path,
    hints: Hints,
    *,
    numbers: list[int],
    frames: list[list[FloatArray]],
    size_px: tuple[int, int] | None,
) -> Motion:
    person, most = follow_person(frames)
    timing = timing_of_numbers(numbers, fps=hints.fps)
    several = (f"Up to {most} people are in a frame; the largest one was followed.",) if most > 1 else ()
    confidence = person[..., 2]
    highest = float(np.nanmax(confidence))
    origin = Origin(
        name=path.name,
        fps=timing.fps,
        duration_s=float(timing.time_s[-1] - timing.time_s[0]),
        size_px=size_px,
        estimator="coco keypoints",
        warnings=(*timing.warnings, *several),
    )
    return frame_motion(
        _LAYOUTS[person.shape[1]],
        positions=to_pixels(person[..., :2], size_px=size_px, name=path.name),
        confidence=confidence / max(highest, _MAX_SURE),
        timing=timing,
        origin=origin,
    )


COCO = Format(
    id="coco-json",
    title="COCO keypoints",
    kind="keypoints",
    endings=(".json",),
    what="COCO annotations or results (AlphaPose, MMPose, ViTPose): 17 keypoints of COCO or 26 of Halpe.",
    recognise=_recognise,
    read=_read,
)
