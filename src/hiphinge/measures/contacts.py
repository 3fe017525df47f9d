"""Where and when the back leaves a dowel that is laid along it: each loss of contact as an event."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from hiphinge.catalogue import Contact, ContactText, load
from hiphinge.measures.series import BoolArray, MotionSeries
from hiphinge.motion import FloatArray
from hiphinge.repetitions import Span
from hiphinge.spine import Dowel

__all__ = ["ContactLoss", "contact_losses"]

MIN_S = 0.2
"""Shorter stretches are not counted as a loss."""
JOINED_S = 0.4
"""Two losses with a gap no longer than this between them, in contact or hidden, are one."""
_ROUNDED_DEG = 5.0
"""The upper back is named first where even the lower end of its flexion's interval is more than this."""


@dataclass(frozen=True, kw_only=True)
class ContactLoss:
    """A stretch in which the back leaves a straight dowel along it: geometry that a drill makes felt, and no fault.

    Attributes
    ----------
    id
        The catalogue's (``contacts``).
    contact
        Which contact: ``head``, ``upper_back``, ``low_back`` (its hollow vanishes or deepens) or ``tailbone``.
    may_be
        The parts whose movement may make it, the likeliest first.
    gap, threshold
        The largest gap, at ``time_s``, and the threshold, in leg lengths.
    """

    id: str
    contact: Contact
    may_be: tuple[str, ...]
    start_s: float
    end_s: float
    time_s: float
    gap: float
    threshold: float
    grade: str


def contact_losses(series: MotionSeries, dowel: Dowel, span: Span) -> tuple[ContactLoss, ...]:
    """Return every loss of contact of one repetition, the earliest first; none where the back is not measured.

    Each stretch of at least `MIN_S` in which a gap stays beyond the catalogue's threshold is one loss.
    """
    within = series.between(span.start_s, span.end_s)
    found = [
        _loss(series, text, gap, stretch)
        for text, gap in _gaps(series, dowel)
        for stretch in _stretches(within & (np.nan_to_num(gap, nan=-1.0) > text.threshold), series.time_s)
    ]
    return tuple(sorted(found, key=lambda loss: (loss.start_s, loss.id)))


def _gaps(series: MotionSeries, dowel: Dowel) -> Iterator[tuple[ContactText, FloatArray]]:
    """Yield each way to leave the dowel with its gap ``[time]``, in leg lengths."""
    hollow, head = series.of("dowel_hollow"), series.of("dowel_head_gap")
    gaps: Mapping[str, FloatArray] = {
        "head_leaves": head,
        "head_pushes": -head,
        "low_back_touches": dowel.low_back_protrusion(hollow),
        "low_back_hollows": hollow,
        "tailbone_leaves": dowel.tailbone_gap(hollow),
    }
    for id_, text in load().contacts.items():
        yield text, gaps[id_]


def _stretches(lost: BoolArray, time_s: FloatArray) -> Iterator[slice]:
    """Yield each stretch of loss, joined across gaps of at most `JOINED_S`."""
    frames = np.flatnonzero(lost)
    apart = np.flatnonzero(np.diff(time_s[frames]) > JOINED_S) + 1
    for stretch in np.split(frames, apart):
        if len(stretch) and time_s[stretch[-1]] - time_s[stretch[0]] >= MIN_S:
            yield slice(int(stretch[0]), int(stretch[-1]) + 1)


def _loss(series: MotionSeries, text: ContactText, gap: FloatArray, stretch: slice) -> ContactLoss:
    time_s = series.time_s[stretch]
    worst = int(np.nanargmax(gap[stretch]))
    return ContactLoss(
        id=text.id,
        contact=text.contact,
        may_be=_likeliest_first(series, text, stretch.start + worst),
        start_s=float(time_s[0]),
        end_s=float(time_s[-1]),
        time_s=float(time_s[worst]),
        gap=float(gap[stretch][worst]),
        threshold=text.threshold,
        grade=text.grade,
    )


def _likeliest_first(series: MotionSeries, text: ContactText, frame: int) -> tuple[str, ...]:
    """Return the parts that may make a loss; the upper back first where it is measured to round at that moment."""
    rounds = float(series.low_of("thoracic_flexion_deg")[frame]) > _ROUNDED_DEG
    return tuple(sorted(text.may_be, key=lambda part: part != "upper_back")) if rounds else text.may_be
