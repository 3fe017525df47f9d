"""Arrays over time: low-pass, gaps, derivatives, outliers; bodies and joints are unknown here."""

from hiphinge.signals.filters import derivative, lowpass, resample
from hiphinge.signals.gaps import fill_gaps, outliers, rolling_median, runs, window_frames

__all__ = [
    "derivative",
    "fill_gaps",
    "lowpass",
    "outliers",
    "resample",
    "rolling_median",
    "runs",
    "window_frames",
]
