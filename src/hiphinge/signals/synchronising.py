"""The time offset between two recordings of one movement on different clocks, by cross-correlation."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["Alignment", "alignment_of", "clock_offset_s"]

FloatArray = NDArray[np.float64]

RATE_HZ = 50.0
MIN_OVERLAP = 0.5
"""The two must overlap by this share of the shorter one."""
ALIKE: Final = 0.975
"""Below this correlation, two recordings do not show the same movement: rendered sets reach 0.984 and more with their
own sensors, and one in ten with those of another set reaches 0.95 (`docs/explanation/sensors.md`)."""
ALIKE_IN_PART: Final = 0.99
"""The same where one recording holds less than `WHOLE` of the movement: a part of it fits more other movements."""
WHOLE: Final = 0.95
LEAST_SHARE: Final = 0.5
SIZES: Final = (0.5, 1.15)
"""How many times as large the other movement may be. Sensors at S2 and T12 lean less than the line from hip to
shoulder: 0.55 to 1.06 times as far in rendered sets."""
_AT_REST: Final = 10.0
"""A movement is away from this percentile of its values by more than `_MOVES` of its range."""
_MOVES: Final = 0.1


@dataclass(frozen=True, kw_only=True)
class Alignment:
    """How two recordings of one movement lie on each other.

    Attributes
    ----------
    offset_s, like
        As `clock_offset_s` returns them.
    size
        How many times as large the other movement is, where both are known: the ratio of their standard deviations.
    share
        Share of the moments at which the first moves that the other holds, too.
    """

    offset_s: float
    like: float
    size: float
    share: float

    def problem(self, *, any_size: bool = False) -> str | None:
        """Return in words why the two are not of one movement; None where they are.

        ``any_size`` is for what is to be compared in size: then neither may be taken for another's because of it.
        """
        wanted = ALIKE if self.share >= WHOLE else ALIKE_IN_PART
        if not self.like >= wanted:
            part = "" if self.share >= WHOLE else f", as only {self.share:.0%} of the movement is in both"
            return f"correlation {self.like:.3f}; {wanted:g} was expected{part}"
        if not self.share >= LEAST_SHARE:
            return f"{self.share:.0%} of the movement is in both; {LEAST_SHARE:.0%} was expected"
        least, most = SIZES
        if not any_size and not least <= self.size <= most:
            return f"it is {self.size:.2f} times as large in the second; {least:g} to {most:g} was expected"
        return None


def alignment_of(
    time_s: FloatArray, values: FloatArray, *, other_time_s: FloatArray, other_values: FloatArray
) -> Alignment:
    """Return how two series ``[time]`` of one quantity lie on each other; arguments as of `clock_offset_s`."""
    offset_s, like = clock_offset_s(time_s, values, other_time_s=other_time_s, other_values=other_values)
    known, other_known = np.isfinite(values), np.isfinite(other_values)
    if not known.any() or not other_known.any():
        return Alignment(offset_s=offset_s, like=float("nan"), size=float("nan"), share=0.0)
    at_s, there_s = time_s + offset_s, other_time_s[other_known]
    both = known & (at_s >= there_s[0]) & (at_s <= there_s[-1])
    low, rest, high = np.percentile(values[known], [0.0, _AT_REST, 100.0])
    moving = known & (np.abs(values - rest) > _MOVES * (high - low))
    spread = float(np.std(values[both])) if both.any() else 0.0
    other = np.interp(at_s[both], there_s, other_values[other_known])
    return Alignment(
        offset_s=offset_s,
        like=like,
        size=float(np.std(other)) / spread if spread > 0.0 else float("nan"),
        share=float((moving & both).sum() / moving.sum()) if moving.any() else 0.0,
    )


def clock_offset_s(
    time_s: FloatArray, values: FloatArray, *, other_time_s: FloatArray, other_values: FloatArray
) -> tuple[float, float]:
    """Return the seconds to add to ``time_s`` to get the other clock's time, and the correlation at that offset.

    Both series ``[time]`` are of one quantity; frames that are NaN are left out. The offset of the greatest
    correlation is taken, between fiftieths of a second by a parabola through the neighbours of the greatest; the
    correlation is NaN where nothing moves.
    """
    first, ours = _even(time_s, values)
    other_first, theirs = _even(other_time_s, other_values)
    least = max(2, int(MIN_OVERLAP * min(len(ours), len(theirs))))
    lags = range(least - len(ours), len(theirs) - least + 1)
    like = np.array(
        [_correlation(ours[max(0, -lag) : len(theirs) - lag], theirs[max(0, lag) : lag + len(ours)]) for lag in lags]
    )
    if not np.isfinite(like).any():
        return other_first - first, float("nan")
    best = int(np.nanargmax(like))
    return other_first - first + (lags[best] + _between(like[best - 1 : best + 2])) / RATE_HZ, float(like[best])


def _between(three: FloatArray) -> float:
    """Return where the top of a parabola through three neighbours is, from -0.5 to 0.5 of a step from the middle."""
    if len(three) < 3 or not np.isfinite(three).all():  # noqa: PLR2004  # at an end there are no two neighbours
        return 0.0
    before, middle, after = (float(value) for value in three)
    bend = before - 2.0 * middle + after
    return float(np.clip(0.5 * (before - after) / bend, -0.5, 0.5)) if bend < 0.0 else 0.0


def _even(time_s: FloatArray, values: FloatArray) -> tuple[float, FloatArray]:
    known = np.isfinite(values)
    if known.sum() < 2:  # noqa: PLR2004  # one value is no movement
        return float(time_s[0]), np.zeros(1)
    times, kept = time_s[known], values[known]
    steps = np.arange(times[0], times[-1], 1.0 / RATE_HZ)
    return float(times[0]), np.interp(steps, times, kept)


def _correlation(first: FloatArray, second: FloatArray) -> float:
    a, b = first - first.mean(), second - second.mean()
    size = float(np.sqrt((a @ a) * (b @ b)))
    return float(a @ b) / size if size > 0 else float("nan")
