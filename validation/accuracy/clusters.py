"""Leans of thigh, shank and trunk from markers that the package does not read, as an independent reference."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from hiphinge.motion import FloatArray

__all__ = ["cluster_leans_deg"]

CLUSTERS = {"thigh": r"(thigh\d|thi\d?)", "shank": r"(sh\d|shankantsup|tib\d?)"}
TRUNK = {"low": r"[lr](asis|psis|asi|psi)", "high": r"(c7|[lr]sternum|clav|strn)"}
MIN_MARKERS = 3
MAX_RESIDUAL_M = 0.02
UP = np.array([0.0, 1.0, 0.0])


def cluster_leans_deg(
    markers_m: Mapping[str, FloatArray], *, side: str, standing: NDArray[np.bool_]
) -> dict[str, FloatArray]:
    """Return leans from standing, forward positive, degrees ``[time]``, by segment; y is up.

    Thigh and shank turn as the rigid body through their clusters (least squares, Kabsch 1976, Acta Cryst. A32:922);
    frames in which a cluster is out of shape by more than 20 mm, as where markers are swapped, are NaN. The trunk
    is the line from the middle of the pelvis to C7 and breastbone, which is not quite the line to the shoulders.
    """
    plain = {re.sub(r"[^a-z0-9]", "", name.lower()): _without_gaps(path) for name, path in markers_m.items()}
    ahead = _forward(plain, standing)
    leans = {}
    for segment, pattern in CLUSTERS.items():
        cluster = _matching(plain, side[0] + pattern)
        leans[segment] = _lean_deg(_turned(cluster, standing), ahead)
    low, high = (np.mean(_matching(plain, pattern), axis=0) for pattern in TRUNK.values())
    leans["trunk"] = _lean_deg(high - low, ahead)
    return {name: lean - float(np.nanmedian(lean[standing])) for name, lean in leans.items()}


def _without_gaps(path: FloatArray) -> FloatArray:
    return np.where((path == 0).all(axis=1)[:, None], np.nan, path)


def _matching(markers: Mapping[str, FloatArray], pattern: str) -> FloatArray:
    """Return the markers of a pattern, ``[marker, time, 3]``."""
    found = [path for name, path in markers.items() if re.fullmatch(pattern, name)]
    if not found:
        message = f"Markers named {pattern} were expected; there are {', '.join(markers)}."
        raise ValueError(message)
    return np.stack(found)


def _forward(markers: Mapping[str, FloatArray], standing: NDArray[np.bool_]) -> FloatArray:
    front, back = (np.mean(_matching(markers, rf"[lr]{name}s?"), axis=0) for name in ("asi", "psi"))
    ahead = np.nanmedian((front - back)[standing], axis=0) * (1.0 - UP)
    return np.asarray(ahead / np.linalg.norm(ahead))


def _turned(cluster: FloatArray, standing: NDArray[np.bool_]) -> FloatArray:
    """Return where a line that was upright in standing points, ``[time, 3]``."""
    own = np.nanmedian(cluster[:, standing], axis=1)
    lines = np.full((cluster.shape[1], 3), np.nan)
    for frame in range(cluster.shape[1]):
        present = np.isfinite(cluster[:, frame]).all(axis=1)
        if present.sum() < MIN_MARKERS:
            continue
        before, now = (points - points.mean(axis=0) for points in (own[present], cluster[present, frame]))
        left, _, right = np.linalg.svd(now.T @ before)
        turn = left @ np.diag([1.0, 1.0, np.sign(np.linalg.det(left @ right))]) @ right
        if np.sqrt(((now - before @ turn.T) ** 2).sum(axis=1)).max() <= MAX_RESIDUAL_M:
            lines[frame] = turn @ UP
    return lines


def _lean_deg(line: FloatArray, ahead: FloatArray) -> FloatArray:
    return np.asarray(np.degrees(np.arctan2(line @ ahead, line @ UP)))
