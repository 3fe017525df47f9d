"""The lower back at the deepest measured position: what distinguishes a stoop from a hinge."""

from dataclasses import dataclass

import numpy as np

from hiphinge.measures.lumbar_estimate import LumbarEstimate, lumbar_estimate
from hiphinge.measures.series import MotionSeries
from hiphinge.motion import Interval
from hiphinge.repetitions import Span

__all__ = ["BackAtDeepest", "back_at_deepest"]

MEASURED_FROM_SHARE = 0.7
"""The back has to be measured somewhere from this share of the repetition's largest lean on."""
MIN_LEAN_DEG = 20.0
"""A trunk that leans less is hardly bent, and its back says nothing of a stoop (the program's own choice)."""
ABOUT_DEEPEST_DEG = 5.0
_LEAN, _LUMBAR = "trunk_inclination_deg", "lumbar_flexion_deg"


@dataclass(frozen=True, kw_only=True)
class BackAtDeepest:
    """Lumbar flexion from standing, and the trunk's inclination there, degrees."""

    lumbar: LumbarEstimate
    lean_deg: float


def back_at_deepest(series: MotionSeries, span: Span) -> BackAtDeepest | None:
    """Return the back where the trunk leans most among the frames that measure it, or None where they are too few."""
    lumbar, lean = series.of(_LUMBAR), series.of(_LEAN)
    low, high = series.low_of(_LUMBAR), series.high_of(_LUMBAR)
    during = series.between(span.start_s, span.end_s) & np.isfinite(lean)
    measured = during & np.isfinite(lumbar) & np.isfinite(high - low)
    if not measured.any() or lean[measured].max() < max(MEASURED_FROM_SHARE * lean[during].max(), MIN_LEAN_DEG):
        return None
    deepest = measured & (lean >= lean[measured].max() - ABOUT_DEEPEST_DEG)
    value, least, most = (float(np.median(x[deepest])) for x in (lumbar, low, high))
    return BackAtDeepest(
        lumbar=lumbar_estimate(value, Interval(low=min(least, value), high=max(most, value))),
        lean_deg=float(np.median(lean[deepest])),
    )
