"""Where and when the back leaves the stick that is laid along it: each loss of contact as an event."""

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from hiphinge.analysis.result import ContactLoss
from hiphinge.analysis.tracks import Tracks
from hiphinge.catalogue import ContactText, load
from hiphinge.motion import FloatArray
from hiphinge.repetitions import Span

__all__ = ["contact_losses"]

LEAST_S = 0.2
"""Shorter than this is no loss."""
JOINED_S = 0.4
"""Two losses with no more than this between them, touching or hidden, are one."""
_ROUNDED_DEG = 5.0
"""The upper back is named first where even the lower end of its flexion's interval is more than this."""

Bools = NDArray[np.bool_]


def contact_losses(tracks: Tracks, span: Span) -> tuple[ContactLoss, ...]:
    """Return every loss of contact of one repetition, the earliest first; none where the back is not told.

    Each stretch of at least `LEAST_S` in which a gap stays beyond the catalogue's threshold is one loss.
    """
    within = (tracks.side.time_s >= span.start_s) & (tracks.side.time_s <= span.end_s)
    found = [
        _loss(tracks, text, series, stretch)
        for text, series in _gaps(tracks)
        for stretch in _stretches(within & (np.nan_to_num(series, nan=-1.0) > text.threshold), tracks.side.time_s)
    ]
    return tuple(sorted(found, key=lambda loss: (loss.start_s, loss.id)))


def _gaps(tracks: Tracks) -> Iterator[tuple[ContactText, FloatArray]]:
    """Yield each way to leave the stick with how far it is left ``[time]``, in leg lengths."""
    hollow, head = tracks.values["dowel_hollow"], tracks.values["dowel_head_gap"]
    series: Mapping[str, FloatArray] = {
        "head_leaves": head,
        "head_pushes": -head,
        "low_back_touches": tracks.dowel.beyond(hollow),
        "low_back_hollows": hollow,
        "tailbone_leaves": tracks.dowel.off_tailbone(hollow),
    }
    for id_, text in load().contacts.items():
        yield text, series[id_]


def _stretches(lost: Bools, time_s: FloatArray) -> Iterator[slice]:
    """Yield each stretch of loss, those with a short while between them as one."""
    frames = np.flatnonzero(lost)
    apart = np.flatnonzero(np.diff(time_s[frames]) > JOINED_S) + 1
    for stretch in np.split(frames, apart):
        if len(stretch) and time_s[stretch[-1]] - time_s[stretch[0]] >= LEAST_S:
            yield slice(int(stretch[0]), int(stretch[-1]) + 1)


def _loss(tracks: Tracks, text: ContactText, series: FloatArray, stretch: slice) -> ContactLoss:
    time_s = tracks.side.time_s[stretch]
    worst = int(np.nanargmax(series[stretch]))
    return ContactLoss(
        id=text.id,
        contact=text.contact,
        may_be=_likeliest_first(tracks, text, stretch.start + worst),
        start_s=float(time_s[0]),
        end_s=float(time_s[-1]),
        time_s=float(time_s[worst]),
        gap=float(series[stretch][worst]),
        threshold=text.threshold,
        grade=text.grade,
    )


def _likeliest_first(tracks: Tracks, text: ContactText, frame: int) -> tuple[str, ...]:
    """Return the parts that may make a loss; the upper back first where it is told to round at that moment."""
    rounds = float(tracks.back.low["thoracic_flexion_deg"][frame]) > _ROUNDED_DEG
    return tuple(sorted(text.may_be, key=lambda part: part != "upper_back")) if rounds else text.may_be
