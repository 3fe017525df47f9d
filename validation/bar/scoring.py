"""The bar in one clip: what was measured of it, and the truth, by one definition of its rise."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hiphinge.analysis import analyse
from hiphinge.loads import rise_of
from hiphinge.measures.bar import AFTER_S

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from hiphinge.analysis import Analysis
    from hiphinge.loads import Rise
    from hiphinge.motion import FloatArray, Motion

__all__ = ["BarScore", "RiseScore", "score_of", "table", "within"]

PLATE_MM = 450.0
MOST_YAW_DEG = 20.0
BARS = ("bar", "back")
VELOCITY, PATH_M, SCALE = 0.04, 0.015, 0.02
"""What is asked of the mean velocity (m/s), the path's shape, and the scale."""


@dataclass(frozen=True, kw_only=True)
class RiseScore:
    """Errors of one rise: metres, metres a second, and shares; NaN where not measured."""

    height_m: float
    mean_velocity: float
    peak_velocity: float
    shape_m: float
    scale: float


@dataclass(frozen=True, kw_only=True)
class BarScore:
    """One clip: the errors of its rises, or why the bar was not measured."""

    name: str
    yaw_deg: float
    why_not: str
    rises: tuple[RiseScore, ...]

    def line(self) -> str:
        """Return the clip in a line."""
        rises = " ".join(
            f"v {rise.mean_velocity:+.3f} path {100 * rise.shape_m:.1f} cm scale {rise.scale:+.1%}"
            for rise in self.rises
        )
        return f"{self.name} yaw {self.yaw_deg:+.0f} {self.why_not} {rises}"


def score_of(video: Path, motion: Motion) -> BarScore | None:
    """Return the score of a clip from the side that has a bar with plates of 450 mm; None of any other."""
    truth = json.loads(video.with_suffix(".json").read_text(encoding="utf-8"))
    plate = truth.get("plate") or {"diameter_mm": 0.0}
    yaw_deg = float(truth["camera"]["yaw"])
    if truth["iron"] not in BARS or plate["diameter_mm"] != PLATE_MM or abs(yaw_deg) > MOST_YAW_DEG:
        return None
    analysis = analyse(motion)
    why_not = "" if analysis.bar is not None else _why_not(analysis)
    back, up = np.array(truth["load_yz_m"], dtype=np.float64).T
    time_s = np.arange(len(up)) / truth["fps"]
    rises = [] if why_not else _rises(analysis, time_s, up, -back)
    return BarScore(name=video.stem, yaw_deg=yaw_deg, why_not=why_not, rises=tuple(rises))


def _why_not(analysis: Analysis) -> str:
    for repetition in analysis.repetitions:
        missing = getattr(repetition.measurements.get("bar_rise"), "id", None)
        if missing:
            return str(missing)
    return "no repetition"


def _rises(analysis: Analysis, time_s: FloatArray, up: FloatArray, ahead: FloatArray) -> list[RiseScore]:
    bar = analysis.bar
    assert bar is not None  # noqa: S101 - asked before
    clock = analysis.motion.time_s
    found = []
    for repetition in analysis.counted:
        if repetition.ends_at == "bottom":
            continue
        from_s, to_s = repetition.bottom_s - AFTER_S, repetition.end_s + AFTER_S
        measured = rise_of(clock, bar.up_m, bar.ahead_m, from_s=from_s, to_s=to_s)
        true = rise_of(time_s, up, ahead, from_s=from_s, to_s=to_s)
        if measured is not None and true is not None:
            places = [np.interp(clock, time_s, one) for one in (up, ahead)]
            found.append(_compared(measured, true, clock, (bar.up_m, bar.ahead_m), (places[0], places[1])))
    return found


def _compared(
    measured: Rise,
    true: Rise,
    clock: FloatArray,
    seen: tuple[FloatArray, FloatArray],
    there: tuple[FloatArray, FloatArray],
) -> RiseScore:
    rising = (clock >= true.start_s) & (clock <= true.end_s) & np.isfinite(seen[0]) & np.isfinite(seen[1])
    off = np.stack([(a - b)[rising] for a, b in zip(seen, there, strict=True)])
    known = off.shape[1] > 1
    shape = off - off.mean(axis=1, keepdims=True) if known else off
    return RiseScore(
        height_m=measured.height_m - true.height_m,
        mean_velocity=measured.mean_velocity - true.mean_velocity,
        peak_velocity=measured.peak_velocity - true.peak_velocity,
        shape_m=float(np.sqrt((shape**2).sum(axis=0).mean())) if known else float("nan"),
        scale=measured.height_m / true.height_m - 1.0,
    )


_ROWS: tuple[tuple[str, Callable[[RiseScore], float], str, float], ...] = (
    ("rise", lambda rise: rise.height_m, "{:.1f} cm", 100.0),
    ("mean velocity", lambda rise: rise.mean_velocity, "{:.3f} m/s", 1.0),
    ("peak velocity", lambda rise: rise.peak_velocity, "{:.3f} m/s", 1.0),
    ("shape of the path (root mean square)", lambda rise: rise.shape_m, "{:.1f} cm", 100.0),
    ("scale", lambda rise: rise.scale, "{:.1f} %", 100.0),
)


def table(scores: Sequence[BarScore]) -> str:
    """Return errors by quantity as Markdown."""
    rises = [rise for score in scores for rise in score.rises]
    lines = ["| | repetitions | half of all within | 19 of 20 within | at most |", "| --- | --- | --- | --- | --- |"]
    for name, value, text, factor in _ROWS:
        off = np.array([abs(value(rise)) for rise in rises]) * factor
        off = off[np.isfinite(off)]
        cells = [text.format(level) for level in np.percentile(off, (50, 95, 100))] if len(off) else ["-"] * 3
        lines.append(f"| {name} | {len(off)} | {' | '.join(cells)} |")
    return "\n".join(lines)


def within(scores: Sequence[BarScore]) -> str:
    """Return in how many clips the bar was measured, and how many rises are as exact as is asked."""
    rises = [rise for score in scores for rise in score.rises]
    measured = sum(bool(score.rises) for score in scores)
    asked: tuple[tuple[str, float, Callable[[RiseScore], float]], ...] = (
        ("mean velocity", VELOCITY, lambda rise: rise.mean_velocity),
        ("path", PATH_M, lambda rise: rise.shape_m),
        ("scale", SCALE, lambda rise: rise.scale),
    )
    shares = [f"{name} {np.mean([abs(value(r)) <= most for r in rises]):.0%}" for name, most, value in asked if rises]
    return f"{measured} of {len(scores)} clips measured; as exact as is asked: {', '.join(shares) or '-'}."
