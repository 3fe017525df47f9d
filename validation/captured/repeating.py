"""Where recorded repetitions begin, turn and end, and where the person stands; from the knees alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from tools.generator.arrays import Array

NEAR_BOTTOM, NEAR_TOP, UPRIGHT = 0.05, 0.06, 0.12
SEATED_DEG = 60.0


@dataclass(frozen=True)
class Turns:
    """Frames of one repetition, as ``tools.generator`` names them."""

    start: int
    bottom_start: int
    bottom_end: int
    end: int


def begins_seated(knee_deg: Array) -> bool:
    """Whether the trial begins with bent knees: a person on a seat."""
    return bool(knee_deg[0] > SEATED_DEG)


def upright_frames(knee_deg: Array) -> Array:
    """Which frames show straight knees, ``[time]`` true or false."""
    low, high = np.percentile(knee_deg, (2, 98))
    upright: Array = knee_deg <= low + UPRIGHT * (high - low)
    return upright


def find_turns(knee_deg: Array) -> tuple[Turns, ...]:
    """Find every bend that ends in standing; a trial that begins low gives one whose descent is not in it."""
    low, high = np.percentile(knee_deg, (2, 98))
    span = high - low
    bent = np.concatenate([[False], knee_deg > 0.5 * (low + high), [False]])
    edges = np.flatnonzero(np.diff(bent.astype(int)))
    bends = list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))
    found = []
    for number, (first, beyond) in enumerate(bends):
        if beyond == len(knee_deg):
            continue
        deep = np.flatnonzero(knee_deg[first:beyond] >= knee_deg[first:beyond].max() - NEAR_BOTTOM * span)
        after = bends[number + 1][0] if number + 1 < len(bends) else len(knee_deg)
        before = bends[number - 1][1] if number else 0
        bottom_start = first + int(deep[0]) if first else 0
        start = _last_straight(knee_deg[before:first], span) + before if first else 0
        end = beyond + _first_straight(knee_deg[beyond:after], span)
        found.append(Turns(start, bottom_start, first + int(deep[-1]), end))
    return tuple(found)


def _last_straight(knee_deg: Array, span: float) -> int:
    return int(np.flatnonzero(knee_deg <= knee_deg.min() + NEAR_TOP * span)[-1])


def _first_straight(knee_deg: Array, span: float) -> int:
    return int(np.flatnonzero(knee_deg <= knee_deg.min() + NEAR_TOP * span)[0])
