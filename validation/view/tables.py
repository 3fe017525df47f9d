"""Tables by yaw: how far off, how often right, and how often the intervals hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from validation.accuracy.errors import rms
from validation.view.scoring import QUANTITIES_SEEN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from validation.view.scoring import ClipScore

__all__ = ["half_widths", "table"]

BANDS_DEG = ((0, 20), (20, 40), (40, 60), (60, 91))
WHERE = {"": 1, ", from behind": -1}
WITHIN = ("trunk_inclination_deg", "knee_flexion_deg", "shank_inclination_deg", "hip_back_travel")
_HEAD = (
    "| yaw | clips | measured | yaw off | repetitions, F1 | hinge or squat right | trunk | knee | shin | "
    "trunk within | knee within | shin within | hip's way within |"
)


def _band(scores: Sequence[ClipScore], low: float, high: float) -> list[ClipScore]:
    return [score for score in scores if low <= abs(score.true_yaw_deg) < high]


def table(scores: Sequence[ClipScore]) -> str:
    """Return one row for each band of yaw: root mean square errors from standing, and shares.

    Those whose back is towards the camera by 20° and more have rows of their own.
    """
    lines = [_HEAD, "| --- " * _HEAD.count(" | ") + "| --- |"]
    for where, sign in WHERE.items():
        for low, high in BANDS_DEG:
            either = low < BANDS_DEG[0][1]
            some = [one for one in _band(scores, low, high) if either or one.true_yaw_deg * sign > 0]
            if some and not (either and sign < 0):
                lines.append(f"| {low} to {min(high, 90)}°{where} | {' | '.join(_row(some))} |")
    return "\n".join(lines) + "\n"


def _row(some: Sequence[ClipScore]) -> list[str]:
    true, found, matched = np.sum([score.counts for score in some], axis=0)
    right = [one for score in some for one in score.patterns if one is not None]
    usable = sum(score.view.usable for score in some)
    leans = [rms(score.from_standing_deg[id_] for score in some) for id_ in QUANTITIES_SEEN[:3]]
    held = [[b[2] for score in some for b in score.bottoms[id_]] for id_ in WITHIN]
    return [
        str(len(some)),
        str(usable),
        f"{rms(score.yaw_error_deg for score in some):.1f}°",
        f"{2 * matched / max(true + found, 1):.3f}",
        f"{sum(right)} of {len(right)}",
        *(f"{lean:.1f}°" if np.isfinite(lean) else "" for lean in leans),
        *(f"{np.mean(one):.0%} of {len(one)}" if one else "" for one in held),
    ]


def half_widths(scores: Sequence[ClipScore]) -> str:
    """Return 90 % half-widths at the bottoms of those measured at an angle: absolute, from standing, within a clip."""
    lines = ["| quantity | yaw | bottoms | absolute | from standing | difference within a clip |"]
    for id_ in QUANTITIES_SEEN:
        for low, high in BANDS_DEG:
            some = [score for score in _band(scores, low, high) if score.view.turned and score.bottoms[id_]]
            each = [b for score in some for b in score.bottoms[id_]]
            apart = [abs(b[0] - score.bottoms[id_][0][0]) for score in some for b in score.bottoms[id_][1:]]
            parts = ([abs(b[0]) for b in each], [abs(b[1]) for b in each], apart)
            widths = " | ".join(f"{np.percentile(part, 90):.3g}" if part else "" for part in parts)
            lines.append(f"| {id_} | {low} to {high}° | {len(each)} | {widths} |")
    return "\n".join(lines) + "\n"
