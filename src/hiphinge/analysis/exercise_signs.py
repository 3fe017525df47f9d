"""What the movement and the hands show of the exercise: one value per sign, over the repetitions of a recording."""

from collections.abc import Mapping, Sequence

import numpy as np

from hiphinge.analysis.features import features_of
from hiphinge.findings import ExerciseSigns, PlateSeen
from hiphinge.measures import MotionSeries, near_bottom
from hiphinge.motion import FloatArray, SideMotion
from hiphinge.motion.contour import CONTOUR_STATIONS, TRUNK_STATIONS
from hiphinge.posture import ONE_LEG
from hiphinge.repetitions import Span
from hiphinge.signals import median_of, percentile_of

__all__ = ["exercise_signs_of"]

BEFORE_S, AFTER_S = 0.3, 0.4
"""The top of a repetition: so long before it starts and after it ends."""
MOST_RAISED = 0.5
"""A foot that is in the air counts as raised by this share of leg length."""
HIDDEN_WIDTH, SEEN_SHARE, WIDE_PERCENTILE = 0.6, 0.4, 75
"""No body is this wide from the side, in leg lengths; the silhouette was seen where so many stations of the trunk have
both edges; the width of a part is this percentile over its stations."""
THIGH = np.array([lower == "knee" for lower, _, _ in CONTOUR_STATIONS])
SHOULDER = np.array([lower == "hip" and 0.75 <= share <= 1.1 for lower, _, share in CONTOUR_STATIONS])  # noqa: PLR2004
PLATE_SHARE, AT_SHOULDER = 0.2, 0.5
"""A plate was followed where it is known in this share of the frames of the repetitions. It is on the back where it is
this near to the shoulder at the median, leg lengths: of rendered lifters with plates, 15 of 16 with the bar on the back
had it there, and 4 of 62 others."""
LEAST_PAUSE_S = 0.05
"""Added to a pause before its logarithm is taken."""


def exercise_signs_of(side: SideMotion, series: MotionSeries, spans: Sequence[Span]) -> ExerciseSigns | None:
    """Return the medians of the signs over the repetitions; None where there is no repetition."""
    if not spans:
        return None
    hands = _hands(side) | {"foot_raised": _foot_raised(side, series)} | _widths(side)
    each = [_of_repetition(series, hands, span) for span in spans]
    values = {name: _median([one[name] for one in each]) for name in each[0]}
    heights = [one["hand_up_bottom"] for one in each]
    known = [height for height in heights if height is not None]
    values["hand_spread_bottom"] = float(np.std(known)) if len(known) > 1 else None
    return ExerciseSigns(
        values=values,
        starts_at_bottom=spans[0].starts_at == "bottom",
        plate=_plate_seen(side, series, spans),
        at_an_angle=side.view.label == "oblique",
    )


def _plate_seen(side: SideMotion, series: MotionSeries, spans: Sequence[Span]) -> PlateSeen | None:
    """Return where a weight plate was followed in the repetitions; None where nobody looked, or no shoulder is seen."""
    if side.plate is None:
        return None
    moving = np.any([series.between(span.start_s, span.end_s) for span in spans], axis=0)
    followed = np.isfinite(side.plate[moving, 0])
    if not followed.any() or followed.mean() < PLATE_SHARE:
        return "nowhere"
    apart = np.linalg.norm(side.plate[:, :2] - side.joint("shoulder"), axis=1)[moving] / side.leg_length
    known = apart[np.isfinite(apart)]
    if not len(known):
        return None
    return "at_shoulder" if np.median(known) < AT_SHOULDER else "elsewhere"


def _hands(side: SideMotion) -> dict[str, FloatArray]:
    """Return where the hands are ``[time]``, by name, in leg lengths: up and ahead of the ankle, and of the shoulder.

    The near wrist, or the far one where that is hidden.
    """
    near, far = side.joint("wrist"), side.joint("wrist", side="far")
    wrist = np.where(np.isfinite(near), near, far)
    ankle = np.nanmedian(side.joint("ankle"), axis=0) if np.isfinite(side.joint("ankle")).any() else np.full(2, np.nan)
    from_shoulder = (wrist - side.joint("shoulder")) / side.leg_length
    from_hip = (wrist - side.joint("hip")) / side.leg_length
    from_ankle = (wrist - ankle) / side.leg_length
    return {
        "up": from_ankle[:, 1],
        "ahead": from_ankle[:, 0],
        "before_shoulder": from_shoulder[:, 0],
        "before_hip": from_hip[:, 0],
        "reach": np.linalg.norm(from_shoulder, axis=1),
    }


def _foot_raised(side: SideMotion, series: MotionSeries) -> FloatArray:
    """Return how much higher one ankle is than the other, beyond what is usual ``[time]``, leg lengths."""
    apart = (side.joint("ankle", side="far") - side.joint("ankle"))[:, 1] / side.leg_length
    if np.isfinite(apart).any():
        apart = np.minimum(np.abs(apart - np.nanmedian(apart)), MOST_RAISED)
    return np.where(series.of(ONE_LEG) > 0, MOST_RAISED, apart)


def _widths(side: SideMotion) -> dict[str, FloatArray]:
    """Return how wide the silhouette is at thighs and shoulders ``[time]``, leg lengths; NaN where it was not seen.

    A plate that is held there sticks out behind and in front, or hides the body's edge: that counts as `HIDDEN_WIDTH`.
    """
    if side.contour is None:
        missing = np.full(len(side), np.nan)
        return {"thigh_width": missing, "shoulder_width": missing}
    wide = np.linalg.norm(side.contour[:, :, 1] - side.contour[:, :, 0], axis=2) / side.leg_length
    seen = np.isfinite(wide[:, TRUNK_STATIONS]).mean(axis=1) >= SEEN_SHARE
    wide = np.where(np.isfinite(wide), np.minimum(wide, HIDDEN_WIDTH), HIDDEN_WIDTH)
    return {
        "thigh_width": np.where(seen, np.percentile(wide[:, THIGH], WIDE_PERCENTILE, axis=1), np.nan),
        "shoulder_width": np.where(seen, np.percentile(wide[:, SHOULDER], WIDE_PERCENTILE, axis=1), np.nan),
    }


def _of_repetition(series: MotionSeries, hands: Mapping[str, FloatArray], span: Span) -> dict[str, float | None]:
    features = features_of(series, span)
    top = series.between(span.start_s - BEFORE_S, span.start_s) | series.between(
        span.end_s, min(span.end_s + AFTER_S, series.next_start_s(span))
    )
    descent = span.bottom_start_s - span.start_s if span.starts_at == "top" else None
    ascent = span.end_s - span.bottom_end_s if span.ends_at == "top" else None
    return {
        "knee_bottom": features.knee_deg,
        "trunk_bottom": features.trunk_deg,
        "hip_drop": features.hip_drop,
        "hand_up_bottom": near_bottom(series, hands["up"], span),
        "hand_ahead_bottom": near_bottom(series, hands["ahead"], span),
        "hand_before_shoulder_bottom": near_bottom(series, hands["before_shoulder"], span),
        "hand_reach_bottom": near_bottom(series, hands["reach"], span),
        "hand_up_top": _highest(hands["up"][top]),
        "hand_before_hip_top": _middle(hands["before_hip"][top]),
        "hand_before_shoulder_top": _middle(hands["before_shoulder"][top]),
        "hand_reach_top": _middle(hands["reach"][top]),
        "thigh_width_top": _middle(hands["thigh_width"][top]),
        "shoulder_width_top": _middle(hands["shoulder_width"][top]),
        "foot_raised_bottom": near_bottom(series, hands["foot_raised"], span),
        "descent": None if descent is None else float(np.log(max(descent, LEAST_PAUSE_S))),
        "ascent": None if ascent is None else float(np.log(max(ascent, LEAST_PAUSE_S))),
        "pause": float(np.log(span.bottom_end_s - span.bottom_start_s + LEAST_PAUSE_S)),
    }


def _median(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None and np.isfinite(value)]
    return float(np.median(known)) if known else None


def _middle(values: FloatArray) -> float | None:
    known = values[np.isfinite(values)]
    return median_of(known) if len(known) else None


def _highest(values: FloatArray) -> float | None:
    known = values[np.isfinite(values)]
    return percentile_of(known, 90) if len(known) else None
