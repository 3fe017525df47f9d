"""Frame numbers from the names of images, as data sets and annotation tools write them."""

import re
from collections.abc import Sequence
from pathlib import PurePath

import numpy as np

from hiphinge.errors import InputFormatError

__all__ = ["frame_number", "numbers_of_images"]

_HASH = re.compile(r"\.rf\.[0-9a-z]+$", re.IGNORECASE)
_INNER_ENDING = re.compile(r"[_.](?:jpe?g|png|bmp|webp)$", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")
_MAX_SPAN_PER_IMAGE = 200
"""Numbers further apart on average than every 200th frame do not count frames."""


def frame_number(name: object) -> int | None:
    """Return the last number in an image's name, without its ending and an export's hash; None where there is none."""
    found = _NUMBER.findall(_stem(str(name)))
    return int(found[-1]) if found else None


def numbers_of_images(names: Sequence[str], ids: Sequence[object]) -> tuple[list[int], tuple[str, ...]]:
    """Return a frame number for each image, and a note where the names do not give it.

    Of several numbers in the names it is the last one that differs between images. Where that one is not unique, or
    counts no frames, images are numbered in the order of their ids, or as they come where ids are not numbers.

    Raises
    ------
    InputFormatError
        If an export holds several altered copies of an image.
    """
    stems = [_stem(name) for name in names]
    _ensure_no_copies(names, stems)
    numbers = _last_that_differs(stems)
    if numbers is not None and _count_frames(numbers):
        return numbers, ()
    if all(isinstance(id_, int) for id_ in ids) and len(set(ids)) == len(ids):
        ranks = {id_: place for place, id_ in enumerate(sorted(ids, key=lambda id_: int(str(id_))))}
        order, by = [ranks[id_] for id_ in ids], "their ids"
    else:
        order, by = list(range(len(names))), "the file"
    return order, (f"The names of the images do not number the frames; the images were taken in the order of {by}.",)


def _stem(name: str) -> str:
    """Return an image's own name: no folder, ending or hash, nor the ending that an export moved into the name."""
    path = PurePath(name.replace("\\", "/"))
    stem = path.stem if path.suffix and not path.suffix[1:].isdigit() else path.name
    return _INNER_ENDING.sub("", _HASH.sub("", stem))


def _ensure_no_copies(names: Sequence[str], stems: Sequence[str]) -> None:
    hashed = [stem for name, stem in zip(names, stems, strict=True) if _HASH.search(PurePath(name).stem)]
    copies = len(hashed) - len(set(hashed))
    if copies:
        message = (
            f"Each image should be in the file once, but {copies} of {len(names)} are altered copies of others "
            "(an export with augmentation turns, mirrors and crops them). Export the data set without augmentation."
        )
        raise InputFormatError(message)


def _last_that_differs(stems: Sequence[str]) -> list[int] | None:
    found = [[int(number) for number in _NUMBER.findall(stem)] for stem in stems]
    if not all(found):
        return None
    if len({_NUMBER.sub("#", stem) for stem in stems}) > 1 or len(stems) == 1:
        return [numbers[-1] for numbers in found]
    differing = [place for place in range(len(found[0])) if len({numbers[place] for numbers in found}) > 1]
    return [numbers[differing[-1] if differing else -1] for numbers in found]


def _count_frames(numbers: Sequence[int]) -> bool:
    unique = len(set(numbers)) == len(numbers)
    return unique and int(np.max(numbers)) - int(np.min(numbers)) <= _MAX_SPAN_PER_IMAGE * len(numbers)
