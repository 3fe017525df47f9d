"""What a correction is told of each frame, and the arithmetic by which it answers, in numpy alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hiphinge.motion import SIDE_JOINTS

if TYPE_CHECKING:
    from hiphinge.motion import FloatArray

__all__ = ["MOVED", "JointNetwork", "described"]

MOVED = ("shoulder", "hip", "knee", "ankle")
"""The joints that are moved, in the order of the network's answers."""
_FAR = ("shoulder", "elbow", "wrist", "hip", "knee", "ankle")
_AROUND = tuple(joint for joint in SIDE_JOINTS if joint != "hip")
_UPRIGHT_DEG = 15.0
_MIN_UPRIGHT = 5


def described(near: FloatArray, far: FloatArray, *, leg_length: float) -> FloatArray:
    """Return what the network is told of each frame, ``[time, number]``; NaN what is not known.

    Near joints and far ones from the near hip, then the same from the person's own standing (median of upright
    frames), all in leg lengths.

    Parameters
    ----------
    near, far
        ``[time, joint, 2]`` as `SideMotion.near`.
    leg_length
        In the same unit.
    """
    at = {joint: index for index, joint in enumerate(SIDE_JOINTS)}
    hip = near[:, at["hip"]]
    around = (near[:, [at[j] for j in _AROUND]] - hip[:, None]) / leg_length
    beyond = (far[:, [at[j] for j in _FAR]] - hip[:, None]) / leg_length
    pairs = (("hip", "shoulder"), ("knee", "hip"), ("ankle", "knee"))
    lines = [near[:, at[upper]] - near[:, at[lower]] for lower, upper in pairs]
    lean_deg = np.degrees([np.arctan2(line[:, 0], line[:, 1]) for line in lines])
    upright = (np.abs(lean_deg) < _UPRIGHT_DEG).all(axis=0)
    stood = upright.sum() >= _MIN_UPRIGHT
    own = _median(around[upright]) if stood else np.full(around.shape[1:], np.nan)
    told = [around.reshape(len(near), -1), beyond.reshape(len(near), -1), (around - own).reshape(len(near), -1)]
    own_far = _median(beyond[upright]) if stood else np.full(beyond.shape[1:], np.nan)
    return np.hstack([*told, (beyond - own_far).reshape(len(near), -1)])


def _median(values: FloatArray) -> FloatArray:
    known = np.where(np.isfinite(values).any(axis=0), values, 0.0)
    return np.where(np.isfinite(values).any(axis=0), np.nanmedian(known, axis=0), np.nan)


@dataclass(frozen=True, kw_only=True, eq=False)
class JointNetwork:
    """Several small networks whose answers are averaged.

    Attributes
    ----------
    centre, spread
        ``[number]``: what is described is brought to mean 0 and deviation 1 by these.
    layers
        For each layer its weights ``[member, in, out]`` and offsets ``[member, 1, out]``; tanh between layers.
    """

    centre: FloatArray
    spread: FloatArray
    layers: tuple[tuple[FloatArray, FloatArray], ...]

    def answer(self, told: FloatArray) -> FloatArray:
        """Return by how much to move each of `MOVED`, ``[time, joint, 2]`` in leg lengths; 0 is said of the unknown."""
        scaled = (told - self.centre) / self.spread
        value = np.where(np.isfinite(scaled), np.clip(scaled, -4.0, 4.0), 0.0)[None]
        for number, (weights, offsets) in enumerate(self.layers):
            value = value @ weights + offsets
            if number < len(self.layers) - 1:
                value = np.tanh(value)
        return np.asarray(value.mean(axis=0).reshape(len(told), len(MOVED), 2))
