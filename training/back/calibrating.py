"""How wide the intervals must be to hold on held-out people, measured as the package measures them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from hiphinge.spine import estimate_back
from hiphinge.spine.back_network import BOUNDED, BackModel
from training.learning.clips import gathered

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from hiphinge.motion import FloatArray
    from training.learning.clips import ProcessedClip

__all__ = ["CALIBRATING", "Reach", "reaches", "widened"]

CALIBRATING = slice(None, None, 2)
"""Which of the held-out people set the width; the others test it."""
DEEP_DEG = 30.0
"""Trunk lean from which on an interval counts."""
MIN_DEG = 1.0
"""No side of an interval is taken to be smaller than this when an error is divided by it."""


@dataclass(frozen=True, kw_only=True)
class Reach:
    """One clip: how many times its interval's side each error is, where the trunk leans far.

    ``times`` ``[frame, BOUNDED]`` is negative where the ground truth is below the estimate.
    """

    name: str
    times: FloatArray


def reaches(model: BackModel, folders: Sequence[Path], *, jobs: int) -> list[Reach]:
    """Return what the intervals of a model reach on clips, without widening and without leaving any out."""
    plain = replace(model, widening=np.ones((2, len(BOUNDED))))
    return [found for folder in folders for found in gathered(folder, partial(_reach, plain), jobs=jobs)]


def _reach(model: BackModel, clip: ProcessedClip) -> Reach | None:
    back = estimate_back(clip.side, standing=clip.stands, reference_kind="quiet", model=model, widest_deg=float("inf"))
    if back.reason is not None:
        return None
    count = min(len(clip.side), clip.truth["frames"])
    deep = np.asarray(clip.truth["truth"]["trunk_deg"])[:count] > DEEP_DEG
    times = []
    for name in BOUNDED:
        value, low, high = (part[name][:count] for part in (back.values, back.low, back.high))
        error = np.asarray(clip.truth["truth"][name])[:count] - value
        side = np.where(error > 0, high - value, value - low)
        times.append(error / np.maximum(side, MIN_DEG))
    rows = np.stack(times, axis=1)[deep]
    rows = rows[np.isfinite(rows).all(axis=1)]
    return Reach(name=clip.truth["name"], times=rows) if len(rows) else None


def widened(model: BackModel, found: Sequence[Reach], *, holds: float) -> BackModel:
    """Return the model with intervals as wide as they need to be to hold for a share of frames.

    On either side half of the remaining share may be outside: for people who bend far the estimates are too small,
    and an interval that is widened alike on both sides fails them and is too wide for the rest. Each clip counts alike.
    """
    times = np.concatenate([reach.times for reach in found])
    weights = np.concatenate([np.full(len(reach.times), 1.0 / len(reach.times)) for reach in found])
    share = 1.0 - (1.0 - holds) / 2
    sides = [[_quantile(np.maximum(sign * column, 0.0), weights, share) for column in times.T] for sign in (-1, 1)]
    return replace(model, widening=np.array(sides))


def _quantile(values: FloatArray, weights: FloatArray, share: float) -> float:
    order = np.argsort(values)
    total = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(total, share * total[-1])])
