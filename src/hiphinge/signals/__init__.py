"""Arrays over time: low-pass filters, gaps, derivatives, outliers, agreement; nothing here knows bodies or joints."""

from hiphinge.signals.filters import derivative, lowpass, resample, second_derivative
from hiphinge.signals.gaps import fill_gaps, outliers, rolling_median, runs, runs_over_gaps, window_frames
from hiphinge.signals.lasting import largest_lasting
from hiphinge.signals.networks import DenseNetwork, NetworkEnsemble
from hiphinge.signals.normal import ERRORS_IN_90, ERRORS_IN_95
from hiphinge.signals.rows import (
    fill_rows,
    interpolate_rows,
    median_of,
    median_of_three,
    median_row,
    percentile_of,
    smooth_rows,
)

__all__ = [
    "ERRORS_IN_90",
    "ERRORS_IN_95",
    "DenseNetwork",
    "NetworkEnsemble",
    "derivative",
    "fill_gaps",
    "fill_rows",
    "interpolate_rows",
    "largest_lasting",
    "lowpass",
    "median_of",
    "median_of_three",
    "median_row",
    "outliers",
    "percentile_of",
    "resample",
    "rolling_median",
    "runs",
    "runs_over_gaps",
    "second_derivative",
    "smooth_rows",
    "window_frames",
]
