"""COCO keypoints: a data set with images and annotations, and what AlphaPose, MMPose, YOLO and OpenPifPaf predict."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from hiphinge.errors import InputFormatError
from hiphinge.motion import FloatArray, Motion, Origin
from hiphinge.sources.formats.bodies import COCO_BODIES, Bodies, body_of_names, person_values
from hiphinge.sources.formats.frame_size import as_filmed, exchanged_note
from hiphinge.sources.formats.frames import frame_motion, timing_of_numbers, to_pixels
from hiphinge.sources.formats.image_numbers import numbers_of_images
from hiphinge.sources.formats.ordering import in_order
from hiphinge.sources.formats.people import follow_person
from hiphinge.sources.formats.table import Format, Head, Hints
from hiphinge.sources.formats.text import read_json

__all__ = ["COCO", "People", "is_instances", "motion_of_people", "people_of_instances"]

_LABELLED_UNSEEN = 0.5
_MAX_SURE = 1.0
_USUAL_BEST = 0.95
_OF_FRAME = ("instances", "predictions", "people", "annotations")
_NUMBER_KEYS = ("frame_id", "frame", "frame_index", "frame_number", "index")
_OF_IDS = re.compile(r'"keypoints"\s*:\s*\[\s*(?:\{\s*\}\s*,\s*)*\{\s*"\d+"\s*:\s*\[')
"""The people of easy_ViTPose, by their ids in each frame."""
_POINTS = re.compile(r'"keypoints"\s*:\s*(?:\[\s*[-\d\[]|\{\s*"x"\s*:\s*\[)')


@dataclass(frozen=True, kw_only=True)
class People:
    """Everybody in every frame, ``[keypoint, 3]`` in the order of their body's layout."""

    numbers: Sequence[float]
    frames: Sequence[Sequence[FloatArray]]
    bodies: Bodies
    size_px: tuple[int, int] | None = None
    notes: tuple[str, ...] = ()


def _recognise(head: Head) -> bool:
    if _POINTS.search(head.text) or _OF_IDS.search(head.text):
        return True
    return '"images"' in head.text and ('"file_name"' in head.text or '"annotations"' in head.text)


def _read(path: Path, hints: Hints) -> Motion:
    document = read_json(path)
    if isinstance(document, dict) and "annotations" in document:
        people = _data_set(document)
    elif isinstance(document, list) and any(isinstance(one, dict) and "image_id" in one for one in document[:1]):
        people = _results(document)
    else:
        people = people_of_instances(document)
    return motion_of_people(path, hints, people, estimator="coco keypoints")


def _data_set(document: dict[str, Any]) -> People:
    """Return the people of a data set; flags 0, 1, 2 of an annotation become confidences 0, 0.5, 1."""
    images = {image["id"]: image for image in document.get("images", [])}
    persons = [person for person in document["annotations"] if person.get("keypoints")]
    if not persons:
        message = "Annotations with keypoints were expected, but none has any. Export them as COCO keypoints."
        raise InputFormatError(message)
    unknown = {person["image_id"] for person in persons} - images.keys()
    images |= {id_: {"id": id_} for id_ in sorted(unknown, key=str)}
    numbers, notes = numbers_of_images([_name(image) for image in images.values()], list(images))
    number_of = dict(zip(images, numbers, strict=True))
    flagged = any(person_values(person)[:, 2].max() > _MAX_SURE for person in persons)  # type: ignore[index]  # they have keypoints
    bodies = _bodies_of_data_set(document, persons)
    by_frame: dict[int, list[FloatArray]] = {number: [] for number in numbers}
    for person in persons:
        values = person_values(person)
        if values is not None:
            values[:, 2] *= _LABELLED_UNSEEN if flagged else 1.0
            by_frame[number_of[person["image_id"]]].append(bodies.arranged(values))
    return _by_number(by_frame, bodies, size_px=_size(images), notes=notes)


def _name(image: Mapping[str, Any]) -> str:
    """Return the name of an image, the one before an export renamed it where that is given."""
    extra = image.get("extra")
    own = extra.get("name") if isinstance(extra, dict) else None
    name = str(image.get("file_name", image["id"]))
    return name if own is None or ".rf." in name else str(own)


def _bodies_of_data_set(document: Mapping[str, Any], persons: Sequence[Mapping[str, Any]]) -> Bodies:
    used = {person.get("category_id") for person in persons}
    for category in document.get("categories", []):
        names = category.get("keypoints")
        if names and category.get("id") in used:
            return body_of_names([str(name) for name in names]) or COCO_BODIES
    return COCO_BODIES


def _size(images: Mapping[Any, Any]) -> tuple[int, int] | None:
    sizes = {(image["width"], image["height"]) for image in images.values() if "width" in image and "height" in image}
    if len(sizes) > 1:
        message = f"Frames of one size were expected, but there are {len(sizes)} sizes: this is not one video."
        raise InputFormatError(message)
    return next(iter(sizes), None)


def _results(document: Sequence[Mapping[str, Any]]) -> People:
    names = list(dict.fromkeys(person["image_id"] for person in document))
    numbers, notes = numbers_of_images([str(name) for name in names], names)
    number_of = dict(zip(names, numbers, strict=True))
    by_frame: dict[int, list[FloatArray]] = defaultdict(list)
    for person in document:
        values = person_values(dict(person))
        if values is not None:
            by_frame[number_of[person["image_id"]]].append(COCO_BODIES.arranged(values))
    return _by_number(by_frame, COCO_BODIES, notes=notes)


def _by_number(
    by_frame: Mapping[int, list[FloatArray]],
    bodies: Bodies,
    *,
    size_px: tuple[int, int] | None = None,
    notes: tuple[str, ...] = (),
) -> People:
    numbers = sorted(by_frame)
    return People(
        numbers=numbers,
        frames=[by_frame[number] for number in numbers],
        bodies=bodies,
        size_px=size_px,
        notes=notes,
    )


def is_instances(frame: Any) -> bool:
    """Return whether a document is the list of people in one frame, as MMPose and YOLO write them for an image."""
    return isinstance(frame, list) and all(isinstance(person, dict) and "keypoints" in person for person in frame)


def people_of_instances(document: Any) -> People:
    """Return the people of predictions by frame: MMPose 1.x, YOLO, OpenPifPaf.

    Raises
    ------
    InputFormatError
        If it is a single frame, or frames are numbered twice.
    """
    bodies = COCO_BODIES
    if isinstance(document, dict) and isinstance(document.get("keypoints"), list):
        return _people_of_ids(document)
    if isinstance(document, dict):
        bodies = _bodies_of_predictions(document.get("meta_info")) or COCO_BODIES
        document = next((document[key] for key in ("instance_info", "predictions", "frames") if key in document), None)
    if not isinstance(document, list) or not document:
        message = "A list of frames was expected, with the people in each, but none is in the file. Write it again."
        raise InputFormatError(message)
    if is_instances(document):
        message = "The people of many frames were expected, but the file is of one. Give the folder of all frames."
        raise InputFormatError(message)
    numbers = [_number(frame, place) for place, frame in enumerate(document)]
    order, notes = in_order(numbers, what="frame number")
    frames = [[bodies.arranged(values) for values in _people(document[place])] for place in order]
    return People(numbers=[numbers[place] for place in order], frames=frames, bodies=bodies, notes=notes)


def _people_of_ids(document: dict[str, Any]) -> People:
    """Return the people of easy_ViTPose: in each frame by id, their points (y, x, score), named by a skeleton."""
    bodies = _bodies_of_names(document.get("skeleton")) or COCO_BODIES
    frames = [
        [bodies.arranged(np.array(points, dtype=np.float64)[:, [1, 0, 2]]) for points in frame.values() if points]
        for frame in document["keypoints"]
    ]
    return People(numbers=range(len(frames)), frames=frames, bodies=bodies)


def _bodies_of_predictions(meta: Any) -> Bodies | None:
    return _bodies_of_names(meta.get("keypoint_id2name")) if isinstance(meta, dict) else None


def _bodies_of_names(names: Any) -> Bodies | None:
    if not isinstance(names, dict):
        return None
    return body_of_names([str(names[key]) for key in sorted(names, key=int)])


def _number(frame: Any, place: int) -> float:
    found = next((frame[key] for key in _NUMBER_KEYS if key in frame), place) if isinstance(frame, dict) else place
    return float(found)


def _people(frame: Any) -> list[FloatArray]:
    people = next((frame[key] for key in _OF_FRAME if key in frame), []) if isinstance(frame, dict) else frame
    while isinstance(people, list) and people and isinstance(people[0], list):
        people = people[0]
    return [values for person in people or [] if (values := person_values(person)) is not None]


def motion_of_people(path: Path, hints: Hints, people: People, *, estimator: str) -> Motion:
    """Return the motion of the person who is followed, positions in pixels, confidences from 0 to 1."""
    size_px = people.size_px or hints.size_px
    person, others = follow_person(people.frames)
    timing = timing_of_numbers(people.numbers, fps=hints.fps)
    layout, positions = people.bodies.layout_of(person.shape[1]), person[..., :2]
    pixels = to_pixels(positions, size_px=size_px, name=path.name)
    sizes = () if pixels is positions or size_px is None else exchanged_note(pixels, layout, size_px=size_px)
    if people.size_px is not None:
        pixels, size_px, sizes = as_filmed(pixels, layout, frame_px=people.size_px, video_px=hints.size_px)
    origin = Origin(
        name=path.name,
        fps=timing.fps,
        duration_s=float(timing.time_s[-1] - timing.time_s[0]),
        size_px=size_px,
        estimator=estimator,
        warnings=(*timing.warnings, *people.notes, *others, *sizes),
    )
    return frame_motion(
        layout,
        positions=pixels,
        confidence=_sureness(person[..., 2]),
        timing=timing,
        origin=origin,
    )


def _sureness(scores: FloatArray) -> FloatArray:
    """Return scores as confidences: those of some networks exceed 1, a few by much."""
    known = scores[scores > 0]
    highest = float(np.quantile(known, _USUAL_BEST)) if len(known) else _MAX_SURE
    return np.clip(scores / max(highest, _MAX_SURE), 0.0, 1.0)


COCO = Format(
    id="coco-json",
    title="COCO keypoints",
    kind="keypoints",
    endings=(".json", ".jsonl"),
    what="COCO annotations, and results of AlphaPose, MMPose, ViTPose, YOLO: 17 points of COCO, 26 of Halpe, 133.",
    recognise=_recognise,
    read=_read,
)
