"""Follows one person from frame to frame in a file with several people."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hiphinge.motion import FloatArray

__all__ = ["follow_person"]

_SURE = 0.05
_NEAR = 0.5
"""Points that move further on average, as a share of the person's extent, are another person's."""
_FORGOTTEN_AFTER_FRAMES = 30
_CHANCE_FRAMES = 5
_MOSTLY = 0.8


@dataclass(kw_only=True, eq=False)
class _Track:
    """One person through the frames; ``weight`` adds up how large and how sure they are."""

    found: dict[int, FloatArray]
    last: FloatArray
    last_place: int
    weight: float = 0.0

    def add(self, place: int, person: FloatArray) -> None:
        self.found[place] = self.last = person
        self.last_place = place
        self.weight += _size(person)


def follow_person(frames: Sequence[Sequence[FloatArray]]) -> tuple[FloatArray, tuple[str, ...]]:
    """Return one person ``[time, keypoint, (x, y, confidence)]``, and notes on the others.

    Of all who are followed from frame to frame, it is the one who is largest and surest over all frames. Frames
    without them are NaN with confidence 0.

    Parameters
    ----------
    frames
        For each frame, each person's ``[keypoint, 3]``.

    Raises
    ------
    ValueError
        If nobody is in any frame.
    """
    if not any(len(people) for people in frames):
        message = "no frame shows a person"
        raise ValueError(message)
    most = max(len(people) for people in frames)
    found = {place: people[0] for place, people in enumerate(frames) if people} if most == 1 else _followed(frames)
    count = len(next(iter(found.values())))
    chosen = np.full((len(frames), count, 3), np.nan)
    chosen[..., 2] = 0.0
    for place, person in found.items():
        chosen[place] = person
    return chosen, () if most == 1 else (_note(frames, found),)


def _followed(frames: Sequence[Sequence[FloatArray]]) -> dict[int, FloatArray]:
    """Return the person of the most weight, by frame."""
    tracks: list[_Track] = []
    for place, people in enumerate(frames):
        known = [t for t in tracks if place - t.last_place <= _FORGOTTEN_AFTER_FRAMES or len(t.found) > _CHANCE_FRAMES]
        pairs = sorted(
            (_distance(person, track.last) / _extent(track.last), number, index)
            for number, track in enumerate(known)
            for index, person in enumerate(people)
        )
        tracked: set[int] = set()
        placed: set[int] = set()
        for share, number, index in pairs:
            if share <= _NEAR and number not in tracked and index not in placed:
                known[number].add(place, people[index])
                tracked.add(number)
                placed.add(index)
        for index, person in enumerate(people):
            if index not in placed:
                tracks.append(_Track(found={place: person}, last=person, last_place=place, weight=_size(person)))
    return max(tracks, key=lambda track: track.weight).found


def _note(frames: Sequence[Sequence[FloatArray]], found: dict[int, FloatArray]) -> str:
    most, several = max(len(people) for people in frames), sum(len(people) > 1 for people in frames)
    shown = sum(bool(people) for people in frames)
    centres = {place: float(_points(person)[:, 0].mean()) for place, person in found.items()}
    left_of = [
        centres[place] < float(_points(person)[:, 0].mean())
        for place in found
        for person in frames[place]
        if person is not found[place]
    ]
    share = float(np.mean(left_of)) if left_of else _MOSTLY / 2
    side = ", on the left of the others" if share > _MOSTLY else ", on the right of the others"
    return (
        f"Up to {most} people are in a frame, more than one in {several} of {len(frames)} frames. The largest one was "
        f"followed{side if not 1 - _MOSTLY <= share <= _MOSTLY else ''}, in {len(found)} of {shown} frames that show "
        "anybody. If that is not the lifter, take the others out of the file."
    )


def _points(person: FloatArray) -> FloatArray:
    sure = (person[:, 2] > _SURE) & np.isfinite(person[:, 0])
    return person[sure, :2] if sure.any() else np.nan_to_num(person[:, :2])


def _extent(person: FloatArray) -> float:
    return max(float(np.ptp(_points(person), axis=0).max()), 1e-9)


def _size(person: FloatArray) -> float:
    return float(np.ptp(_points(person), axis=0).sum() * np.clip(person[:, 2], 0.0, None).mean())


def _distance(person: FloatArray, other: FloatArray) -> float:
    both = (person[:, 2] > _SURE) & (other[:, 2] > _SURE)
    both &= np.isfinite(person[:, 0]) & np.isfinite(other[:, 0])
    if not both.any():
        return float(np.linalg.norm(_points(person).mean(axis=0) - _points(other).mean(axis=0)))
    return float(np.linalg.norm(person[both, :2] - other[both, :2], axis=1).mean())
