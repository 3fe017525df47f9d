"""One set, its movements compared once: how much rounder the back is in each than in earlier ones at the same lean."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from hiphinge.catalogue import load
from hiphinge.measures.gains import GAIN_OF, LEAN, LUMBAR, MIN_FRAMES, Gain, gains, median_at_bottom
from hiphinge.measures.series import TRUNK_LENGTH, MotionSeries
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
FLEXION_SHARE, DEG_PER_SHORTER = 0.9, 100.0
"""A lower back that rounds also brings the shoulder nearer to the hip. Its change is taken as this share of what the
contour shows, and so many degrees for each leg length that both are nearer. Of 291 repetitions of 125 rendered people,
compared with earlier ones, the change was then 3.6 in place of 3.9 degrees off (root mean square, slope fitted)."""
WAY_SHARE = 0.3
"""What the ways down and up show counts this much, and the bottom the rest: a lower back that is rounder at the bottom
is rounder on the way, too, and both are seldom wrong alike. In the same repetitions, the change was then 3.2 degrees
off; of 236 without one, nine of ten were measured within 4.0 degrees in place of 5.0. A back may also give at the very
bottom only: so the bottom counts more than it would by these people, who round in proportion to their lean."""
WAY_BAND_DEG, WAY_OF_BOTTOM, WAY_BANDS = 5.0, (0.45, 0.9), 2
"""The ways are compared in bands of lean, between these shares of the lean at the bottom, if so many bands are seen."""
_LEANS = np.arange(0.0, 130.0, WAY_BAND_DEG)


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
        Of a lower back in a video, only differences mean something: they count the trunk's length, too.
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
        return np.asarray(self._flexion() - USUAL_SHARE[self.id] * self.series.of(LEAN))

    def _flexion(self) -> FloatArray:
        """Return flexion ``[time]``, degrees; of a lower back in a video, by how near shoulder and hip are, too.

        Then only differences mean something, and a frame without shoulder or hip has no value.
        """
        series, flexion = self.series, self.series.of(self.id)
        by_sensors = series.source == "sensors" or self.id in series.by_sensors
        if self.id != LUMBAR or by_sensors or series.shoulder_hidden:
            return flexion
        length = series.of(TRUNK_LENGTH) / series.leg_length
        if not np.isfinite(length).any():
            return flexion
        return np.asarray(FLEXION_SHARE * flexion - DEG_PER_SHORTER * length)


Values = tuple[float | None, ...]


def _compared(part: _PartOfBack) -> tuple[Values, Values]:
    """Return each movement's gain against the earlier ones that kept their shape, and its value about the bottom."""
    beyond = part.beyond_usual()
    abouts = tuple(
        None if lean_deg is None else _median_about(part.series, beyond, span, lean_deg=lean_deg)
        for span, lean_deg in zip(part.spans, part.leans, strict=True)
    )
    ways = _ways(part, beyond) if part.id == LUMBAR else None
    limit_deg = load().accuracy[GAIN_OF[part.id]].repeatability
    kept: list[int] = []
    gained: list[float | None] = []
    for index_in_set, span in enumerate(part.spans):
        pairs = [(other, _more_than(part, beyond, abouts, index_in_set, other)) for other in kept]
        more = {other: gain for other, gain in pairs if gain is not None}
        known = list(more.values()) if ways is None else _with_ways(more, ways, index_in_set)
        gain = float(np.median(known)) if len(known) else None
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


@dataclass(frozen=True, kw_only=True, eq=False)
class _Ways:
    """What the ways down and up of all movements show.

    ``medians`` are of what is beyond the usual, ``[movement, way, band of lean]``, degrees, NaN where not seen;
    ``leans`` are the trunk's at the bottom ``[movement]``, degrees, NaN where not measurable.
    """

    medians: FloatArray
    leans: FloatArray


def _ways(part: _PartOfBack, beyond: FloatArray) -> _Ways:
    """Return the medians of a series on the ways of every movement, in bands of the trunk's lean."""
    return _Ways(
        medians=np.array([_on_the_ways(part.series, beyond, span) for span in part.spans]),
        leans=np.array(part.leans, dtype=float),
    )


def _on_the_ways(series: MotionSeries, beyond: FloatArray, span: Span) -> FloatArray:
    """Return the medians of a series on the way down and on the way up ``[way, band of lean]``; NaN where not seen."""
    lean = series.of(LEAN)
    known = np.isfinite(beyond) & np.isfinite(lean)
    found = np.full((2, len(_LEANS)), np.nan)
    for way, ends in enumerate(((span.start_s, span.bottom_start_s), (span.bottom_end_s, span.end_s))):
        frames = np.flatnonzero(known & series.between(*ends))
        bands = np.searchsorted(_LEANS, lean[frames], side="right") - 1
        for band in np.unique(bands[bands >= 0]):
            found[way, band] = median_of(beyond[frames[bands == band]])
    return found


def _with_ways(at_bottom_deg: Mapping[int, float], ways: _Ways, here: int) -> FloatArray:
    """Return how much rounder one movement is than each of the others, with what their ways show (`WAY_SHARE`).

    On the ways, a difference counts as what it would be at the bottom if it grew with the lean. All others are compared
    at once, since a set of swings has hundreds.
    """
    others, more_deg = np.array(list(at_bottom_deg), dtype=int), np.array(list(at_bottom_deg.values()))
    bottom = np.minimum(ways.leans[here], ways.leans[others])[:, np.newaxis]
    middles = _LEANS + WAY_BAND_DEG / 2
    on_way = (WAY_OF_BOTTOM[0] * bottom <= _LEANS) & (middles <= WAY_OF_BOTTOM[1] * bottom)
    by_band = (ways.medians[here] - ways.medians[others]) * (bottom / middles)[:, np.newaxis]
    by_band[~np.broadcast_to(on_way[:, np.newaxis], by_band.shape)] = np.nan
    seen = by_band.reshape(len(others), 2 * len(_LEANS))
    enough = np.isfinite(seen).sum(axis=1) >= WAY_BANDS
    more_deg[enough] = (1.0 - WAY_SHARE) * more_deg[enough] + WAY_SHARE * np.nanmedian(seen[enough], axis=1)
    return more_deg


def _median_about(series: MotionSeries, beyond: FloatArray, span: Span, *, lean_deg: float) -> float | None:
    """Return the median of a series over the frames of a movement in which the trunk leans about as far."""
    lean = series.of(LEAN)
    measured = np.isfinite(beyond) & series.between(span.start_s, span.end_s)
    frames = measured & (np.abs(lean - lean_deg) <= ABOUT_LEAN_DEG)
    return median_of(beyond[frames]) if frames.sum() >= MIN_FRAMES else None
