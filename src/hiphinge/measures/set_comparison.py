"""One set, its movements compared once: how much rounder the back is in each than in earlier ones at the same lean."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from hiphinge.catalogue import load
from hiphinge.measures.gains import GAIN_OF, LEAN, MIN_FRAMES, Gain, gains, median_at_bottom
from hiphinge.measures.series import MotionSeries
from hiphinge.motion import FloatArray
from hiphinge.repetitions import Span
from hiphinge.signals import median_of

__all__ = ["SetComparison", "compare_set"]

ABOUT_SAME_LEAN_DEG = 15.0
"""Bottoms whose leans differ by no more than this are compared as they are, less what more lean usually brings."""
USUAL_SHARE: Mapping[str, float] = MappingProxyType({"lumbar_flexion_deg": 0.35, "thoracic_flexion_deg": 0.1})
"""Degrees of flexion that a degree more of lean usually brings. Lumbar: deadlifters with 33 degrees at the start of the
pull (Bengtsson et al. 2022, doi:10.26603/001c.37859) and their trunk near horizontal; thoracic: 0.09, the median of 47
rendered people."""
ABOUT_LEAN_DEG = 10.0
"""Frames whose lean differs by no more than this are taken together, less what more lean usually brings: the median of
many is steadier. In 32 rendered sets, changes of the back were found a little more often than with 3 degrees."""


@dataclass(frozen=True, kw_only=True, eq=False)
class SetComparison:
    """The movements of one set, each compared with the repetitions before it.

    Attributes
    ----------
    spans
        Movements of the set in order; attempts are compared, and nothing is compared with them.
    gain_deg
        For each part of the back (keys of `GAIN_OF`) and movement, how much rounder it is than the median of the
        earlier repetitions that kept their shape, degrees; None where either is not measurable.
    about_bottom_deg
        For each part and movement, flexion about the bottom less what the lean there usually brings, degrees; or None.
    gains
        For each part and movement, every gain at the same lean of the trunk that is measured (`Gain`).
    """

    spans: tuple[Span, ...]
    gain_deg: Mapping[str, tuple[float | None, ...]]
    about_bottom_deg: Mapping[str, tuple[float | None, ...]]
    gains: Mapping[str, tuple[tuple[Gain, ...], ...]]


def compare_set(series: MotionSeries, spans: Sequence[Span]) -> SetComparison:
    """Compare every movement of a set with the repetitions before it.

    Parameters
    ----------
    spans
        The movements of one set, in order of time.

    Notes
    -----
    A repetition keeps its shape when it gains no more than its repeatability against those before it that did. All
    values are differences within one recording: what clothes and camera do to an angle does not count. Every movement
    is read from the series once, and pairs of movements are compared by these values, since a set of swings has
    hundreds.
    """
    leans = [median_at_bottom(series, series.of(LEAN), span) for span in spans]
    compared = {id_: _compared(_PartOfBack(series=series, id=id_, spans=spans, leans=leans)) for id_ in GAIN_OF}
    return SetComparison(
        spans=tuple(spans),
        gain_deg={id_: more for id_, (more, _) in compared.items()},
        about_bottom_deg={id_: abouts for id_, (_, abouts) in compared.items()},
        gains={
            id_: tuple(gains(series, id_, span, earlier_deg=earlier) for span, earlier in zip(spans, more, strict=True))
            for id_, (more, _) in compared.items()
        },
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class _PartOfBack:
    """One part of the back in the movements of a set; ``leans`` are the trunk's at the bottom, degrees."""

    series: MotionSeries
    id: str
    spans: Sequence[Span]
    leans: Sequence[float | None]

    def beyond_usual(self) -> FloatArray:
        """Return flexion less what the trunk's lean usually brings ``[time]``, degrees."""
        return np.asarray(self.series.of(self.id) - USUAL_SHARE[self.id] * self.series.of(LEAN))


Values = tuple[float | None, ...]


def _compared(part: _PartOfBack) -> tuple[Values, Values]:
    """Return each movement's gain against the earlier ones that kept their shape, and its value about the bottom."""
    beyond = part.beyond_usual()
    abouts = tuple(
        None if lean_deg is None else _median_about(part.series, beyond, span, lean_deg=lean_deg)
        for span, lean_deg in zip(part.spans, part.leans, strict=True)
    )
    limit_deg = load().accuracy[GAIN_OF[part.id]].repeatability
    kept: list[int] = []
    gained: list[float | None] = []
    for index_in_set, span in enumerate(part.spans):
        more = [_more_than(part, beyond, abouts, index_in_set, other) for other in kept]
        known = [value for value in more if value is not None]
        gain = float(np.median(known)) if known else None
        gained.append(gain)
        if span.kind == "repetition" and (gain is None or gain <= limit_deg):
            kept.append(index_in_set)
    return tuple(gained), abouts


def _more_than(part: _PartOfBack, beyond: FloatArray, abouts: Values, index_in_set: int, other: int) -> float | None:
    """Return how much rounder one movement is than another: at their bottoms, or at the lesser lean of the two."""
    here, there = part.leans[index_in_set], part.leans[other]
    if here is None or there is None:
        return None
    if abs(here - there) <= ABOUT_SAME_LEAN_DEG:
        now, before = abouts[index_in_set], abouts[other]
    elif here < there:
        now, before = abouts[index_in_set], _median_about(part.series, beyond, part.spans[other], lean_deg=here)
    else:
        now, before = _median_about(part.series, beyond, part.spans[index_in_set], lean_deg=there), abouts[other]
    return None if now is None or before is None else now - before


def _median_about(series: MotionSeries, beyond: FloatArray, span: Span, *, lean_deg: float) -> float | None:
    """Return the median of a series over the frames of a movement in which the trunk leans about as far."""
    lean = series.of(LEAN)
    measured = np.isfinite(beyond) & series.between(span.start_s, span.end_s)
    frames = measured & (np.abs(lean - lean_deg) <= ABOUT_LEAN_DEG)
    return median_of(beyond[frames]) if frames.sum() >= MIN_FRAMES else None
