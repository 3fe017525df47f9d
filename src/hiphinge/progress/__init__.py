"""Whether a person changed, or whether what differs is noise: a measure over sessions with its own repeatability."""

from hiphinge.progress.change import Change, Verdict, compare_phases
from hiphinge.progress.noise import Noise, estimate_noise
from hiphinge.progress.trend import Trend, trend_of

__all__ = ["Change", "Noise", "Trend", "Verdict", "compare_phases", "estimate_noise", "trend_of"]
