"""How far the back is flexed at the deepest measured position: what distinguishes a stoop from a hinge."""

from dataclasses import dataclass

import numpy as np

from hiphinge.measures.series import MotionSeries
from hiphinge.repetitions import Span

__all__ = ["Rounding", "back_rounding_of"]

MEASURED_FROM_SHARE = 0.7
"""The back has to be measured somewhere from this share of the repetition's largest lean on."""
MIN_LEAN_DEG = 30.0
ABOUT_DEEPEST_DEG = 5.0
WIDTH_IN_ERRORS = 2 * 1.645
"""A 90 percent interval is so many standard errors wide."""
_LEAN, _LUMBAR, _WHOLE = "trunk_inclination_deg", "lumbar_flexion_deg", "thoracolumbar_flexion_deg"


@dataclass(frozen=True, kw_only=True)
class Rounding:
    """The back at the deepest measured position of a repetition, as a change from the reference posture.

    Attributes
    ----------
    lumbar_share
        Lumbar flexion as a share of the trunk's lean.
    deg
        Lumbar and thoracic flexion together, degrees.
    error_deg
        Standard error of ``deg``.
    """

    lumbar_share: float
    deg: float
    error_deg: float


def back_rounding_of(series: MotionSeries, span: Span) -> Rounding | None:
    """Return the back where the trunk leans most among the frames that measure it, or None where they are too few."""
    lumbar, whole = series.of(_LUMBAR), series.of(_WHOLE)
    lean = series.of(_LEAN) - series.reference.values.get(_LEAN, 0.0)
    width = series.high_of(_WHOLE) - series.low_of(_WHOLE)
    during = series.between(span.start_s, span.end_s) & np.isfinite(lean)
    measured = during & np.isfinite(lumbar) & np.isfinite(width)
    if not measured.any() or lean[measured].max() < max(MEASURED_FROM_SHARE * lean[during].max(), MIN_LEAN_DEG):
        return None
    deepest = measured & (lean >= lean[measured].max() - ABOUT_DEEPEST_DEG)
    return Rounding(
        lumbar_share=float(np.median(lumbar[deepest]) / np.median(lean[deepest])),
        deg=float(np.median(whole[deepest])),
        error_deg=float(np.median(width[deepest])) / WIDTH_IN_ERRORS,
    )
