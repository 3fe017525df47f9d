"""Errors of one clip, as the scorer of rendered people counts them."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from hiphinge.analysis import analyse
from hiphinge.cleaning.side_view import filtered_keypoints
from hiphinge.kinematics import joint_angles

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from hiphinge.analysis import Analysis, Repetition
    from hiphinge.motion import FloatArray, Motion

__all__ = ["TRUTH_OF", "UPRIGHT_DEG", "ClipErrors", "Match", "clip_errors", "rms", "true_angles"]

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
class Match:
    """A true repetition and the one that was found at its bottom."""

    true: Mapping[str, Any]
    found: Repetition


@dataclass(frozen=True, kw_only=True)
class ClipErrors:
    """What one clip shows: its ground truth, its errors by quantity, and its repetitions.

    Attributes
    ----------
    gap
        Error of every frame from standing in degrees ``[time]``: the clip's own offset while standing is taken
        off. NaN where nothing was measured.
    plain
        The same with every joint where the network put it.
    offset
        What was taken off.
    lean_deg
        True lean of the trunk ``[time]``.
    """

    name: str
    truth: Mapping[str, Any]
    gap: Mapping[str, FloatArray]
    plain: Mapping[str, FloatArray]
    offset: Mapping[str, float]
    lean_deg: FloatArray
    analysis: Analysis
    matches: tuple[Match, ...]

    @property
    def label(self) -> str:
        """The pattern that the movement is."""
        return {"squat": "squat", "stoop": "stoop", "sit_to_stand": "squat"}.get(self.truth["movement"], "hinge")

    def error(self, id_: str) -> float:
        """Return the root mean square over the clip's frames, degrees."""
        return rms(self.gap[id_])

    def on_truth(self, time_s: FloatArray, values: FloatArray) -> FloatArray:
        """Return a series read at the truth's times ``[time]``, NaN where no frame is near."""
        return _on(np.arange(self.truth["frames"]) / self.truth["fps"], time_s, values)

    def bottoms(self, id_: str) -> list[float]:
        """Return the error from standing at the bottom of every true repetition, degrees."""
        spans = [slice(r["bottom_start"], r["bottom_end"] + 1) for r in self.truth["repetitions"]]
        return [float(np.median(estimated)) for span in spans if len(estimated := _finite(self.gap[id_][span]))]


def _finite(values: FloatArray) -> FloatArray:
    return values[np.isfinite(values)]


def rms(values: Iterable[float]) -> float:
    """Return the root mean square of what is finite; NaN of nothing."""
    finite = _finite(np.fromiter(values, dtype=np.float64))
    return float(np.sqrt(np.mean(finite**2))) if len(finite) else float("nan")


def true_angles(truth: Mapping[str, Any]) -> dict[str, FloatArray]:
    """Return trunk, knee and shank of a clip by quantity id, degrees ``[time]``, legs of the side that stands."""
    return {id_: np.array(truth["truth"][key], dtype=np.float64) for id_, key in TRUTH_OF.items()}


def clip_errors(video: Path, motion: Motion) -> ClipErrors:
    """Analyse one clip's poses and compare with the truth beside the video."""
    truth = json.loads(video.with_suffix(".json").read_text(encoding="utf-8"))
    analysis = analyse(motion)
    motion = analysis.motion
    unmoved = (
        None if analysis.side is None else joint_angles(replace(analysis.side, near=filtered_keypoints(motion).near))
    )
    clock = np.arange(truth["frames"]) / truth["fps"]
    upright = np.array(truth["truth"]["trunk_deg"]) < UPRIGHT_DEG
    gap, plain, offset = {}, {}, {}
    for id_, true in true_angles(truth).items():
        measured = np.full(len(motion), np.nan) if analysis.series is None else analysis.series.values[id_]
        gap[id_], offset[id_] = _from_standing(_on(clock, motion.time_s, measured) - true, upright)
        estimated = measured if unmoved is None else np.where(np.isfinite(measured), unmoved[id_], np.nan)
        plain[id_], _ = _from_standing(_on(clock, motion.time_s, estimated) - true, upright)
    return ClipErrors(
        name=video.stem,
        truth=truth,
        gap=gap,
        plain=plain,
        offset=offset,
        lean_deg=np.array(truth["truth"]["trunk_deg"]),
        analysis=analysis,
        matches=tuple(_matches(truth, list(analysis.counted))),
    )


def _on(clock: FloatArray, time_s: FloatArray, values: FloatArray) -> FloatArray:
    """Return a series read at the truth's times, NaN where no frame is near."""
    after = np.clip(np.searchsorted(time_s, clock), 1, len(time_s) - 1)
    before_is_nearer = clock - time_s[after - 1] < time_s[after] - clock
    nearest = after - before_is_nearer
    near = np.abs(time_s[nearest] - clock) < 1.5 * float(np.median(np.diff(clock)))
    return np.where(near, values[nearest], np.nan)


def _from_standing(gap: FloatArray, upright: NDArray[np.bool_]) -> tuple[FloatArray, float]:
    standing = gap[upright & np.isfinite(gap)]
    offset = float(np.median(standing)) if len(standing) > MIN_UPRIGHT_FRAMES else 0.0
    return gap - offset, offset


def _matches(truth: Mapping[str, Any], free: list[Repetition]) -> Iterable[Match]:
    """Yield true repetitions with the one found at their bottom, each found one used once."""
    for repetition in truth["repetitions"]:
        low, high = repetition["bottom_start"] / truth["fps"], repetition["bottom_end"] / truth["fps"]
        gaps = [max(low - one.bottom_s, one.bottom_s - high, 0.0) for one in free]
        if gaps and min(gaps) <= BOTTOM_TOLERANCE_S:
            yield Match(true=repetition, found=free.pop(int(np.argmin(gaps))))
