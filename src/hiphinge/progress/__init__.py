"""Whether a person changed, or whether what differs is noise: a measure over sessions with its own repeatability."""

from hiphinge.progress.change import Change, Verdict, compare_phases
from hiphinge.progress.noise import Noise, estimate_noise, noise_within
from hiphinge.progress.published import PublishedNoise, published_noise
from hiphinge.progress.trend import Trend, trend_of

__all__ = [
    "Change",
    "Noise",
    "PublishedNoise",
    "Trend",
    "Verdict",
    "compare_phases",
    "estimate_noise",
    "noise_within",
    "published_noise",
    "trend_of",
]
