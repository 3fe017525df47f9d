"""Drills before a camera against exact truth: touches of a wall behind the person, contacts of a stick on the back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from hiphinge.analysis.streaming import ContactBack, ContactLost
from hiphinge.anthropometry import LEG
from hiphinge.assessments import WallTouch, WallWatch
from hiphinge.catalogue import load
from hiphinge.measures import CONTACT_JOINED_S, CONTACT_MIN_S
from hiphinge.spine.dowel import TAILBONE_LEVER
from hiphinge.workflow.live import LiveMeasuring, LiveOptions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from hiphinge.motion import Motion

__all__ = ["Events", "Score", "stick_events", "true_stick_events", "wall_events", "wall_m"]

Events = list[tuple[str, float]]
"""What happened and when, seconds."""
SAME_S = 0.2
REACHED_M = 0.02
"""The wall stands so far before the end of the shallowest repetition."""
LUMBAR_POINTS = 11
"""Of the points from S2 to C7, so many from the lowest one are at the lower back."""


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


def _said(motion: Motion, options: LiveOptions) -> Iterator[Any]:
    measuring = LiveMeasuring(options)
    for row in range(len(motion)):
        yield from measuring.push(motion.part(slice(row, row + 1)))
    yield from measuring.finish()


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


def true_stick_events(truth: Mapping[str, Any]) -> Events:
    """Return which contacts of a straight stick are truly lost on the skin, and when they are back.

    The stick touches S2 and the upper back from behind. What the lower back does is its farthest point from that line;
    what the head does is how far its middle moves against the line, from standing.
    """
    leg_m = LEG * truth["stature_m"]
    back, head = np.asarray(truth["back_yz_m"]), np.asarray(truth["joints_m"]["head"])[:, 1:]
    ways = back[:, LUMBAR_POINTS:] - back[:, :1]
    farthest = np.arctan2(ways[..., 0], ways[..., 1]).argmax(axis=1)
    along = ways[np.arange(len(ways)), farthest]
    unit = along / np.linalg.norm(along, axis=-1, keepdims=True)
    behind = np.stack([unit[:, 1], -unit[:, 0]], axis=-1)
    off = np.einsum("fpk,fk->fp", back[:, 1:LUMBAR_POINTS] - back[:, :1], behind) / leg_m
    low = np.take_along_axis(off, np.abs(off).argmax(axis=1)[:, None], axis=1)[:, 0]
    ahead = -np.einsum("fk,fk->f", head - back[:, 0], behind) / leg_m
    first = max(truth["repetitions"][0]["start"], 1)
    head_gap, own = ahead - np.median(ahead[:first]), float(np.median(low[:first]))
    gaps = {
        "head_leaves": head_gap,
        "head_pushes": -head_gap,
        "low_back_touches": low,
        "low_back_hollows": own - low,
        "tailbone_leaves": TAILBONE_LEVER * low,
    }
    time_s = np.arange(len(low)) / truth["fps"]
    beyond = {id_: gaps[id_] > text.threshold for id_, text in load().contacts.items()}
    return sorted((event for id_, lost in beyond.items() for event in _lost(id_, lost, time_s)), key=_when)


def _when(event: tuple[str, float]) -> float:
    return event[1]


def _lost(id_: str, lost: np.ndarray, time_s: np.ndarray) -> Events:
    frames = np.flatnonzero(lost)
    apart = np.flatnonzero(np.diff(time_s[frames]) > CONTACT_JOINED_S) + 1
    stretches = [time_s[one] for one in np.split(frames, apart) if len(one)]
    long = [one for one in stretches if one[-1] - one[0] >= CONTACT_MIN_S]
    return [(f"{id_} {what}", float(one[at])) for one in long for what, at in (("lost", 0), ("back", -1))]


def stick_events(motion: Motion) -> Events:
    """Return what a session says of the contacts."""
    options, said = LiveOptions(exercise="hip_hinge", drill="dowel"), {ContactLost: "lost", ContactBack: "back"}
    return [(f"{e.contact} {said[type(e)]}", e.time_s) for e in _said(motion, options) if type(e) in said]


def _changes(on: np.ndarray, time_s: np.ndarray, names: Sequence[str]) -> Events:
    changed = np.flatnonzero(np.diff(on.astype(int))) + 1
    return [(names[0] if on[row] else names[1], float(time_s[row])) for row in changed]
