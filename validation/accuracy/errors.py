"""Errors of one clip, and of groups of clips, as the scorer of rendered people counts them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from hiphinge.analysis import analyse

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from hiphinge.motion import FloatArray, Motion

__all__ = ["TRUTH_OF", "ClipErrors", "clip_errors", "rms"]

TRUTH_OF = {
    "trunk_inclination_deg": "trunk_deg",
    "knee_flexion_deg": "knee_flexion_deg",
    "shank_inclination_deg": "shank_deg",
}
"""Quantity id to the key of the truth."""
UPRIGHT_DEG = 12.0
MIN_UPRIGHT_FRAMES = 5
BOTTOM_TOLERANCE_S = 0.35


@dataclass(frozen=True, kw_only=True)
class ClipErrors:
    """What one clip shows: who it is, errors by quantity, and repetitions.

    ``error`` is the root mean square over all frames, ``bottom`` the error at each repetition's bottom, both with
    the clip's own offset while standing taken off, in degrees.
    """

    name: str
    kind: Mapping[str, Any]
    error: Mapping[str, float]
    bottom: Mapping[str, tuple[float, ...]]
    covered: Mapping[str, float]
    true: int
    found: int
    matched: int
    patterns: tuple[tuple[str, str], ...]


def rms(values: Iterable[float]) -> float:
    """Return the root mean square of what is finite; NaN of nothing."""
    finite = np.array([v for v in values if np.isfinite(v)])
    return float(np.sqrt(np.mean(finite**2))) if len(finite) else float("nan")


def clip_errors(film: Path, motion: Motion) -> ClipErrors:
    """Analyse one clip's poses and compare with the truth beside the film."""
    truth = json.loads(film.with_suffix(".json").read_text(encoding="utf-8"))
    answer = analyse(motion)
    clock = np.arange(truth["frames"]) / truth["fps"]
    upright = np.array(truth["truth"]["trunk_deg"]) < UPRIGHT_DEG
    error, bottom, covered = {}, {}, {}
    for id_, key in TRUTH_OF.items():
        got = np.full(len(clock), np.nan) if answer.series is None else _on(clock, motion, answer.series.values[id_])
        gap = _without_offset(got - np.array(truth["truth"][key], dtype=np.float64), upright)
        error[id_] = rms(gap)
        bottom[id_] = tuple(_median(gap[r["bottom_start"] : r["bottom_end"] + 1]) for r in truth["repetitions"])
        covered[id_] = float(np.isfinite(got).mean())
    pairs = _pairs(truth, [(r.bottom_s, r.pattern.label) for r in answer.counted])
    label = {"squat": "squat", "stoop": "stoop"}.get(truth["movement"], "hinge")
    return ClipErrors(
        name=film.stem,
        kind={k: truth.get(k) for k in ("movement", "clothes", "iron", "rig", "height")} | {"camera": truth["camera"]},
        error=error,
        bottom=bottom,
        covered=covered,
        true=len(truth["repetitions"]),
        found=len(answer.counted),
        matched=len(pairs),
        patterns=tuple((label, seen) for seen in pairs),
    )


def _median(values: FloatArray) -> float:
    finite = values[np.isfinite(values)]
    return float(np.median(finite)) if len(finite) else float("nan")


def _on(clock: FloatArray, motion: Motion, values: FloatArray) -> FloatArray:
    """Return a series read at the truth's times, NaN where no frame is near."""
    nearest = np.abs(clock[:, None] - motion.time_s[None, :]).argmin(axis=1)
    step_s = float(np.median(np.diff(clock)))
    near = np.abs(motion.time_s[nearest] - clock) < 1.5 * step_s
    return np.where(near, values[nearest], np.nan)


def _without_offset(gap: FloatArray, upright: NDArray[np.bool_]) -> FloatArray:
    standing = gap[upright & np.isfinite(gap)]
    return gap - float(np.median(standing)) if len(standing) > MIN_UPRIGHT_FRAMES else gap


def _pairs(truth: Mapping[str, Any], found: list[tuple[float, str]]) -> list[str]:
    """Return the patterns of the repetitions that lie at a true bottom, each found one used once."""
    free, out = list(found), []
    for repetition in truth["repetitions"]:
        low, high = repetition["bottom_start"] / truth["fps"], repetition["bottom_end"] / truth["fps"]
        gaps = [max(low - at, at - high, 0.0) for at, _ in free]
        if gaps and min(gaps) <= BOTTOM_TOLERANCE_S:
            out.append(free.pop(int(np.argmin(gaps)))[1])
    return out
