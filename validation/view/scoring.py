"""What one clip shows: yaw, repetitions, patterns, leans and knee against the truth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from training.view.gathering import true_leans

from hiphinge.measures import Measurement
from validation.accuracy.errors import UPRIGHT_DEG, clip_errors

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from hiphinge.motion import FloatArray, Motion, View
    from validation.accuracy.errors import ClipErrors

__all__ = ["ANGLES", "QUANTITIES_SEEN", "ClipScore", "score_of"]

ANGLES = ("trunk_inclination_deg", "knee_flexion_deg", "shank_inclination_deg", "trunk_thigh_angle_deg")
QUANTITIES_SEEN = (*ANGLES, "hip_back_travel", "hip_drop")


@dataclass(frozen=True, kw_only=True)
class ClipScore:
    """One clip: its true yaw, what was found, and the errors of what was measured.

    Attributes
    ----------
    true_yaw_deg
        Positive from the front.
    counts
        Repetitions that are true, that were found, and that were found where they are.
    patterns
        Of each true repetition that was found: whether it was taken for what it is, hinge or squat; None for a stoop,
        and where the view does not say.
    from_standing_deg
        Root mean square error over the frames, less the offset while standing, by quantity id.
    bottoms
        Of each bottom that was measured: error, error from standing, and whether the interval holds, by quantity id.
    """

    name: str
    kind: str
    true_yaw_deg: float
    view: View
    counts: tuple[int, int, int]
    patterns: tuple[bool | None, ...]
    from_standing_deg: Mapping[str, float]
    bottoms: Mapping[str, tuple[tuple[float, float, bool], ...]]

    @property
    def yaw_error_deg(self) -> float:
        """Measured less true yaw, without its sign; NaN where it was not measured."""
        return float("nan") if self.view.yaw_deg is None else self.view.yaw_deg - abs(self.true_yaw_deg)

    def line(self) -> str:
        """Return a line about the clip."""
        errors = " ".join(f"{id_[:5]} {error:4.1f}" for id_, error in self.from_standing_deg.items())
        yaw = f"{self.true_yaw_deg:4.0f} measured {self.view.signed_yaw_deg:4.0f} {self.view.label:8}"
        return f"{self.name} {self.kind:22} yaw {yaw} {self.counts} {self.patterns} {errors}"


def score_of(video: Path, motion: Motion) -> ClipScore:
    """Analyse one clip's poses and compare with the truth beside the video."""
    errors = clip_errors(video, motion)
    true = _true(errors)
    return ClipScore(
        name=errors.name,
        kind=f"{errors.truth['movement']} {errors.truth['iron'] or ''}",
        true_yaw_deg=float(errors.truth["camera"]["yaw"]),
        view=errors.analysis.view,
        counts=(len(errors.truth["repetitions"]), len(errors.analysis.counted), len(errors.matches)),
        patterns=tuple(
            None if errors.analysis.view.frontal else _right_pattern(errors.label, match.found.pattern.label)
            for match in errors.matches
        ),
        from_standing_deg={id_: errors.error(id_) for id_ in QUANTITIES_SEEN if id_ in errors.gap},
        bottoms={id_: tuple(_bottoms(errors, id_, true[id_])) for id_ in QUANTITIES_SEEN},
    )


def _right_pattern(wanted: str, found: str) -> bool | None:
    return None if wanted == "stoop" else found == wanted


def _true(errors: ClipErrors) -> dict[str, FloatArray]:
    trunk, thigh, shank = true_leans(errors.truth).T
    return dict(zip(QUANTITIES_SEEN, (trunk, shank - thigh, shank, trunk - thigh, *_hip(errors)), strict=True))


def _upright(errors: ClipErrors) -> NDArray[np.bool_]:
    return np.asarray(errors.lean_deg < UPRIGHT_DEG)


def _bottoms(errors: ClipErrors, id_: str, true: FloatArray) -> list[tuple[float, float, bool]]:
    series = errors.analysis.series
    if series is None:
        return []
    offset = 0.0
    if id_ in series.values and id_ in ANGLES:
        gap = errors.on_truth(series.time_s, series.values[id_]) - true
        standing = gap[_upright(errors) & np.isfinite(gap)]
        offset = float(np.median(standing)) if len(standing) else 0.0
    out = []
    for match in errors.matches:
        measured = match.found.measurements.get(id_)
        if isinstance(measured, Measurement) and measured.interval is not None:
            at = int(np.clip(round(match.found.bottom_s * errors.truth["fps"]), 0, len(true) - 1))
            off = measured.value - float(true[at])
            out.append((off, off - offset, measured.interval.low <= float(true[at]) <= measured.interval.high))
    return out


def _hip(errors: ClipErrors) -> tuple[FloatArray, FloatArray]:
    """Return how far the hip is behind and below where it is in standing ``[time]``, leg lengths."""
    joints = {name: np.array(places) for name, places in errors.truth["joints_m"].items()}
    hip, knee, ankle = ((joints[f"{name}_l"] + joints[f"{name}_r"]) / 2 for name in ("hip", "knee", "ankle"))
    leg = float(np.median(np.linalg.norm(hip - knee, axis=1) + np.linalg.norm(knee - ankle, axis=1)))
    back, down = hip[:, 1] / leg, -hip[:, 2] / leg
    upright = _upright(errors)
    return (back - np.median(back[upright]), down - np.median(down[upright])) if upright.any() else (back, down)
