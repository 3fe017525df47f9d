"""Drills before a camera against exact truth: touches of a wall behind the person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from hiphinge.assessments import WallTouch, WallWatch

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hiphinge.motion import Motion

__all__ = ["Events", "Score", "wall_events", "wall_m"]

Events = list[tuple[str, float]]
"""What happened and when, seconds."""
SAME_S = 0.2
REACHED_M = 0.02
"""The wall stands so far before the end of the shallowest repetition."""


@dataclass
class Score:
    """How many events were found within `SAME_S`, missed and false; and how long after the moment each was given."""

    found: int = 0
    missed: int = 0
    false: int = 0

    @property
    def f1(self) -> float:
        """Harmonic mean of the share that was found and the share that is right."""
        return 2 * self.found / max(2 * self.found + self.missed + self.false, 1)

    def add(self, said: Events, true: Events) -> None:
        """Match events of one recording, each once."""
        left = list(true)
        for kind, at_s in said:
            near = [one for one in left if one[0] == kind and abs(one[1] - at_s) <= SAME_S]
            if near:
                left.remove(min(near, key=lambda one: abs(one[1] - at_s)))
                self.found += 1
            else:
                self.false += 1
        self.missed += len(left)


def wall_m(truth: Mapping[str, Any]) -> float:
    """Return how far from the heels a wall is that each repetition reaches, metres."""
    behind = np.asarray(truth["seat_y_m"]) - truth["foot_m"]["heel_y"]
    return min(float(behind[one["start"] : one["end"] + 1].max()) for one in truth["repetitions"]) - REACHED_M


def wall_events(motion: Motion, truth: Mapping[str, Any], *, farther_m: float = 0.0) -> tuple[Events, Events]:
    """Return the touches of a wall that a session gives and the true ones, in order.

    The session is shown the wall by where it sees the seat's edge at the first true touch of it, as a person does who
    holds that touch; what is compared comes after. ``farther_m`` moves the wall back from there.
    """
    wall = wall_m(truth)
    touches = np.asarray(truth["seat_y_m"]) - truth["foot_m"]["heel_y"]
    first = int(np.argmax(touches >= wall))
    frames = [motion.part(slice(row, row + 1)) for row in range(len(motion))]
    watch = WallWatch()
    start = max(int(truth["repetitions"][0]["start"]), 2)
    watch.stand(frames[max(start - round(truth["fps"]), 0) : start])
    shown = np.median([watch.place_of(one) for one in frames[first - 1 : first + 2]])
    watch.learn(float(shown) + farther_m / truth["stature_m"])
    said = [(one.kind, one.time_s) for frame in frames for one in watch.push(frame) if isinstance(one, WallTouch)]
    true = _changes(touches >= wall + farther_m, np.arange(len(touches)) / truth["fps"], ("touched", "left"))
    begins_s = first / truth["fps"] + SAME_S
    return [one for one in said if one[1] > begins_s], [one for one in true if one[1] > begins_s]


def _changes(on: np.ndarray, time_s: np.ndarray, names: Sequence[str]) -> Events:
    changed = np.flatnonzero(np.diff(on.astype(int))) + 1
    return [(names[0] if on[row] else names[1], float(time_s[row])) for row in changed]
