"""The back in one clip: the estimates, the ground truth, and what baselines without an image would have estimated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from training.back.calibrating import CALIBRATING, reaches

from hiphinge.spine.back_network import packaged_model
from validation.accuracy.errors import UPRIGHT_DEG, rms

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from hiphinge.motion import FloatArray
    from validation.accuracy.errors import ClipErrors

__all__ = [
    "DEEP_DEG",
    "LUMBAR",
    "QUANTITIES",
    "TRUNK_AND_BACK",
    "BackClip",
    "Bottom",
    "Shares",
    "back_clip",
    "baseline_errors",
    "calibrating",
    "error_deg",
]

LUMBAR = "lumbar_flexion_deg"
HIP = "hip_flexion_deg"
TRUNK_AND_BACK = "thoracolumbar_flexion_deg"
QUANTITIES = {
    LUMBAR: "lower back",
    "thoracic_flexion_deg": "chest",
    "pelvis_tilt_deg": "pelvis",
    HIP: "hip",
}
"""Quantity id, which is also the key of the truth, to the name in tables."""
_ALL = (*QUANTITIES, TRUNK_AND_BACK)
DEEP_DEG = 30.0
"""The back is compared where the trunk truly leans farther than this."""


@dataclass(frozen=True, kw_only=True)
class Bottom:
    """The medians over one true bottom, degrees; NaN where nothing was measured."""

    person: str
    true: float
    estimated: float
    low: float
    high: float

    @property
    def holds(self) -> bool:
        """Whether the interval covers the ground truth."""
        return self.low <= self.true <= self.high


@dataclass(frozen=True, kw_only=True, eq=False)
class BackClip:
    """One clip at the times of its ground truth: arrays ``[time]`` in degrees by quantity id, NaN: not measured."""

    clip: ClipErrors
    true: Mapping[str, FloatArray]
    estimated: Mapping[str, FloatArray]
    low: Mapping[str, FloatArray]
    high: Mapping[str, FloatArray]

    @property
    def truth(self) -> Mapping[str, Any]:
        """What is known of the clip."""
        return self.clip.truth

    @property
    def name(self) -> str:
        """The clip's name; each shows another person."""
        return self.clip.name

    @property
    def deep(self) -> NDArray[np.bool_]:
        """Frames in which the trunk leans far."""
        return np.asarray(self.clip.lean_deg > DEEP_DEG)

    def covered(self, where: NDArray[np.bool_] | None = None) -> float:
        """Return the share of deep frames in which the lower back was measured; NaN if there are none."""
        frames = self.deep if where is None else where
        return float(np.isfinite(self.estimated[LUMBAR][frames]).mean()) if frames.any() else float("nan")

    def error(self, id_: str, where: NDArray[np.bool_] | None = None) -> float:
        """Return the root mean square over deep frames, degrees."""
        frames = self.deep if where is None else where
        return rms((self.estimated[id_] - self.true[id_])[frames])

    def bottoms(self, id_: str) -> list[Bottom]:
        """Return the medians over every true bottom."""
        spans = [
            slice(r["bottom_start"], max(r["bottom_end"], r["bottom_start"] + 1)) for r in self.truth["repetitions"]
        ]
        parts = (self.true, self.estimated, self.low, self.high)
        rows = [[_median(part[id_][span]) for part in parts] for span in spans]
        return [Bottom(person=self.name, true=t, estimated=g, low=lo, high=hi) for t, g, lo, hi in rows]

    def reason(self) -> str:
        """Return why the back is not measured at all where the trunk leans far; empty where something is measured."""
        if not self.deep.any() or self.covered() > 0:
            return ""
        reasons = [why.reason for why in self.clip.analysis.not_measurable]
        return reasons[0] if reasons else "no reason given"


def _median(values: FloatArray) -> float:
    finite = values[np.isfinite(values)]
    return float(np.median(finite)) if len(finite) else float("nan")


def back_clip(clip: ClipErrors) -> BackClip:
    """Return what was estimated of the back of one clip."""
    series = clip.analysis.series
    estimated, low, high = ({}, {}, {}) if series is None else (series.values, series.low, series.high)
    true = {id_: np.asarray(clip.truth["truth"][id_], dtype=np.float64) for id_ in QUANTITIES}
    return BackClip(
        clip=clip,
        true=true | {TRUNK_AND_BACK: true[LUMBAR] + true["thoracic_flexion_deg"]},
        estimated=_on_truth(clip, estimated),
        low=_on_truth(clip, low),
        high=_on_truth(clip, high),
    )


def _on_truth(clip: ClipErrors, values: Mapping[str, FloatArray]) -> dict[str, FloatArray]:
    series, nothing = clip.analysis.series, np.full(clip.truth["frames"], np.nan)
    return {
        id_: nothing if series is None or id_ not in values else clip.on_truth(series.time_s, values[id_])
        for id_ in _ALL
    }


def calibrating(folder: Path, *, jobs: int = 1) -> frozenset[str]:
    """Return the names of the clips of a folder that set the width of the packaged intervals."""
    return frozenset(found.name for found in reaches(packaged_model(), [folder], jobs=jobs)[CALIBRATING])


def error_deg(clips: Iterable[BackClip], id_: str) -> float:
    """Return the root mean square over deep frames of a clip, then over clips, each counting the same."""
    return rms(clip.error(id_) for clip in clips)


@dataclass(frozen=True, kw_only=True)
class Shares:
    """Shares of trunk lean, and for the hip of the angle between trunk and thigh, that fit people best.

    ``one`` by quantity id; ``two`` by whether the movement is one with a round back, and quantity id.
    """

    one: Mapping[str, float]
    two: Mapping[bool, Mapping[str, float]]

    @classmethod
    def of(cls, clips: Sequence[ClipErrors]) -> Shares:
        """Fit shares by least squares over the deep frames of clips, each clip counting the same."""
        rounded = [clip for clip in clips if _rounds(clip)]
        straight = [clip for clip in clips if not _rounds(clip)]
        return cls(one=_shares(clips), two={True: _shares(rounded or clips), False: _shares(straight or clips)})


def _rounds(clip: ClipErrors) -> bool:
    return clip.label == "stoop"


def _shares(clips: Sequence[ClipErrors]) -> dict[str, float]:
    found = {}
    for id_ in QUANTITIES:
        both, square = 0.0, 0.0
        for clip in clips:
            deep = clip.lean_deg > DEEP_DEG
            if not deep.any():
                continue
            of, true = _base(clip, id_)[deep], np.asarray(clip.truth["truth"][id_], dtype=np.float64)[deep]
            both, square = both + float(np.mean(of * true)), square + float(np.mean(of**2))
        found[id_] = both / square if square else 0.0
    return found


def _base(clip: ClipErrors, id_: str) -> FloatArray:
    """Return the true angle of which a baseline takes a share: lean of the trunk, for the hip that to the thigh."""
    if id_ != HIP:
        return np.asarray(clip.lean_deg)
    knee, shank = (
        np.asarray(clip.truth["truth"][name], dtype=np.float64) for name in ("knee_flexion_deg", "shank_deg")
    )
    angle = clip.lean_deg + knee - shank
    upright = clip.lean_deg < UPRIGHT_DEG
    return np.asarray(angle - (np.median(angle[upright]) if upright.any() else 0.0))


def baseline_errors(clips: Sequence[BackClip], shares: Shares) -> dict[str, dict[str, float]]:
    """Return errors in degrees by baseline and quantity id, in the deep frames in which the package measured something.

    They know the true lean of the trunk, the true angle of the thigh and, for two shares, which movement it is. A
    baseline that estimates nothing for a quantity has no entry for it.
    """
    plain = ("pelvis_tilt_deg", HIP)
    two = {id_: [shares.two[_rounds(c.clip)][id_] for c in clips] for id_ in QUANTITIES}
    return {
        "always zero": {id_: _baseline_error(clips, id_, [0.0] * len(clips)) for id_ in QUANTITIES if id_ not in plain},
        "one share": {id_: _baseline_error(clips, id_, [shares.one[id_]] * len(clips)) for id_ in QUANTITIES},
        "two shares": {id_: _baseline_error(clips, id_, two[id_]) for id_ in QUANTITIES},
        "the plain angle": {id_: _baseline_error(clips, id_, [1.0] * len(clips)) for id_ in plain},
    }


def _baseline_error(clips: Sequence[BackClip], id_: str, share: Sequence[float]) -> float:
    errors = []
    for clip, part in zip(clips, share, strict=True):
        where = clip.deep & np.isfinite(clip.estimated[id_])
        errors.append(rms((part * _base(clip.clip, id_) - clip.true[id_])[where]))
    return rms(errors)
