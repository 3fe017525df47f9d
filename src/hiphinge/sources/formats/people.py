"""Follows one person from frame to frame in a file with several people."""

import numpy as np

from hiphinge.motion import FloatArray

__all__ = ["follow_person"]

_SURE = 0.05


def follow_person(frames: list[list[FloatArray]]) -> tuple[FloatArray, int]:
    """Return one person ``[time, keypoint, (x, y, confidence)]``, and the largest number of people in one frame.

    It starts with the largest, most confident person; in each later frame it is the one nearest to the last position.
    Frames without anybody are NaN with confidence 0.

    Parameters
    ----------
    frames
        For each frame, each person's ``[keypoint, 3]``.

    Raises
    ------
    ValueError
        If nobody is in any frame.
    """
    seed = _largest(frames)
    count = len(frames[seed[0]][seed[1]])
    chosen = np.full((len(frames), count, 3), np.nan)
    chosen[..., 2] = 0.0
    chosen[seed[0]] = frames[seed[0]][seed[1]]
    for order in (range(seed[0] + 1, len(frames)), range(seed[0] - 1, -1, -1)):
        last = frames[seed[0]][seed[1]]
        for place in order:
            if frames[place]:
                last = min(frames[place], key=lambda person, near=last: _distance(person, near))  # type: ignore[misc]  # mypy cannot see a default argument of a lambda
                chosen[place] = last
    return chosen, max(len(people) for people in frames)


def _points(person: FloatArray) -> FloatArray:
    sure = person[:, 2] > _SURE
    return person[sure, :2] if sure.any() else person[:, :2]


def _largest(frames: list[list[FloatArray]]) -> tuple[int, int]:
    sizes = {
        (place, number): float(np.ptp(_points(person), axis=0).sum() * person[:, 2].mean())
        for place, people in enumerate(frames)
        for number, person in enumerate(people)
    }
    if not sizes:
        message = "no frame shows a person"
        raise ValueError(message)
    return max(sizes, key=lambda key: sizes[key])


def _distance(person: FloatArray, other: FloatArray) -> float:
    both = (person[:, 2] > _SURE) & (other[:, 2] > _SURE)
    if not both.any():
        return float(np.linalg.norm(_points(person).mean(axis=0) - _points(other).mean(axis=0)))
    return float(np.linalg.norm(person[both, :2] - other[both, :2], axis=1).mean())
