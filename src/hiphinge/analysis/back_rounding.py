"""How far the back rounded where a repetition was deepest: what tells a stoop from a hinge."""

import numpy as np

from hiphinge.analysis.tracks import Tracks
from hiphinge.findings import Rounding
from hiphinge.repetitions import Span

__all__ = ["back_rounding_of"]

TOLD_FROM = 0.7
"""The back has to be told somewhere from this share of the repetition's largest lean on."""
LEAST_LEAN_DEG = 30.0
ABOUT_DEEPEST_DEG = 5.0
WIDTH_IN_ERRORS = 2 * 1.645
"""A 90 percent interval is so many standard errors wide."""
_LEAN, _LUMBAR, _WHOLE = "trunk_inclination_deg", "lumbar_flexion_deg", "thoracolumbar_flexion_deg"


def back_rounding_of(tracks: Tracks, span: Span) -> Rounding | None:
    """Return what the back did where the trunk leaned most of what was told, or None where too little was told."""
    back = tracks.back
    if _LUMBAR not in back.values:
        return None
    lean = tracks.values[_LEAN] - tracks.zero.get(_LEAN, 0.0)
    width = back.high[_WHOLE] - back.low[_WHOLE]
    during = (tracks.side.time_s >= span.start_s) & (tracks.side.time_s <= span.end_s) & np.isfinite(lean)
    told = during & np.isfinite(back.values[_LUMBAR]) & np.isfinite(width)
    if not told.any() or lean[told].max() < max(TOLD_FROM * lean[during].max(), LEAST_LEAN_DEG):
        return None
    deepest = told & (lean >= lean[told].max() - ABOUT_DEEPEST_DEG)
    return Rounding(
        lumbar_share=float(np.median(back.values[_LUMBAR][deepest]) / np.median(lean[deepest])),
        deg=float(np.median(back.values[_WHOLE][deepest])),
        error_deg=float(np.median(width[deepest])) / WIDTH_IN_ERRORS,
    )
