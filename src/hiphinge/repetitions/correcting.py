"""Repetitions as a person corrects them: merged, divided, added, deleted, moved; the rest stays as it was detected."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from hiphinge.motion import FloatArray
from hiphinge.repetitions.detection import MIN_DEPTH_DEG, Track, track_of
from hiphinge.repetitions.model import End, Span

__all__ = ["BoundaryCorrection", "BoundaryKind", "Edge", "Unfit", "correct_spans"]

BoundaryKind = Literal["merge", "split", "add", "delete", "move"]
Edge = Literal["start", "bottom", "end"]
Unfit = Literal[
    "no_repetition", "same_repetition", "outside", "overlaps", "order", "not_moving", "ends_low", "not_found", "refused"
]
"""Why a correction cannot be applied: no repetition is at its time; both times are in one; its times are outside of
what is measured; it would overlap another repetition; start, bottom and end would not come in this order; the body
bends too little there; it would end at the bottom; the finding is not among those found; nothing in the recording could
be measured."""
LOW_SHARE = 0.5
"""A repetition begins, or ends, at the bottom where the fold there is above this share of its depth."""


@dataclass(frozen=True, kw_only=True)
class BoundaryCorrection:
    """What a person says of where repetitions are; times in seconds on the recording's clock.

    Attributes
    ----------
    bottom_s
        A moment within the repetition that it concerns, such as its bottom. For ``add`` the bottom itself; None where
        it is to be found.
    other_s
        For ``merge``: a moment within the other repetition.
    start_s, end_s
        For ``add``.
    edge, to_s
        For ``move``: what is moved, and to when. For ``split``, ``to_s`` is when it is divided.
    """

    kind: BoundaryKind
    bottom_s: float | None = None
    other_s: float | None = None
    start_s: float | None = None
    end_s: float | None = None
    edge: Edge | None = None
    to_s: float | None = None


def correct_spans(
    spans: Sequence[Span],
    corrections: Sequence[BoundaryCorrection],
    *,
    time_s: FloatArray,
    fold: FloatArray,
    trunk_deg: FloatArray,
) -> tuple[tuple[Span, ...], tuple[Unfit | None, ...]]:
    """Return the movements after all corrections in their order, and why each that cannot be applied is left out.

    Parameters
    ----------
    fold, trunk_deg
        `hiphinge.repetitions.fold_deg` and trunk inclination, degrees ``[time]``.

    Notes
    -----
    A person says when a repetition starts and ends; its phases are sought between, as for every other one. Its bottom
    is the deepest moment unless the person says it.
    """
    if not corrections:
        return tuple(spans), ()
    if len(time_s) < 2 or not np.isfinite(fold).all():  # noqa: PLR2004 - a movement needs two frames
        return tuple(spans), tuple("refused" for _ in corrections)
    editor, now, unfit = _Editor(track_of(time_s, fold, trunk_deg)), list(spans), list[Unfit | None]()
    for correction in corrections:
        try:
            now = editor.steps[correction.kind](now, correction)
        except _UnfitError as error:
            unfit.append(error.reason)
        else:
            unfit.append(None)
    return tuple(now), tuple(unfit)


class _UnfitError(Exception):
    def __init__(self, *, reason: Unfit) -> None:
        super().__init__(reason)
        self.reason = reason


def _known(value: float | None) -> float:
    if value is None:
        raise _UnfitError(reason="outside")
    return value


@dataclass(frozen=True)
class _Editor:
    """Applies one correction at a time to the movements of a recording."""

    track: Track

    @property
    def steps(self) -> dict[BoundaryKind, Callable[[list[Span], BoundaryCorrection], list[Span]]]:
        """How each kind is applied."""
        return {
            "merge": self._merge,
            "split": self._split,
            "add": self._add,
            "delete": self._delete,
            "move": self._move,
        }

    def _place(self, spans: Sequence[Span], moment_s: float | None) -> int:
        """Return which movement a moment is in; of several the one whose bottom is nearest, repetitions first."""
        moment = _known(moment_s)
        within = [i for i, span in enumerate(spans) if span.start_s <= moment <= span.end_s]
        if not within:
            raise _UnfitError(reason="no_repetition")
        return min(within, key=lambda i: (spans[i].kind != "repetition", abs(spans[i].bottom_s - moment)))

    def _merge(self, spans: list[Span], correction: BoundaryCorrection) -> list[Span]:
        first, last = sorted(self._place(spans, moment) for moment in (correction.bottom_s, correction.other_s))
        if first == last:
            raise _UnfitError(reason="same_repetition")
        one = self._between(spans[first].start_s, spans[last].end_s)
        ends = {"starts_at": spans[first].starts_at, "ends_at": spans[last].ends_at}
        return [*spans[:first], replace(one, **ends), *spans[last + 1 :]]  # type: ignore[arg-type] # the ends of spans

    def _split(self, spans: list[Span], correction: BoundaryCorrection) -> list[Span]:
        cut_s, place = _known(correction.to_s), self._place(spans, correction.bottom_s)
        span = spans[place]
        if not span.start_s < cut_s < span.end_s:
            raise _UnfitError(reason="order")
        first = self._shortened(self._between(span.start_s, cut_s), end=True)
        second = self._shortened(self._between(cut_s, span.end_s), end=False)
        first, second = replace(first, starts_at=span.starts_at), replace(second, ends_at=span.ends_at)
        return [*spans[:place], first, second, *spans[place + 1 :]]

    def _add(self, spans: list[Span], correction: BoundaryCorrection) -> list[Span]:
        start_s, end_s = _known(correction.start_s), _known(correction.end_s)
        one = self._between(start_s, end_s, bottom_s=correction.bottom_s)
        touched = [span for span in spans if span.start_s < one.end_s and one.start_s < span.end_s]
        if any(span.kind == "repetition" for span in touched):
            raise _UnfitError(reason="overlaps")
        return sorted([*(span for span in spans if span not in touched), one], key=lambda span: span.start_s)

    def _delete(self, spans: list[Span], correction: BoundaryCorrection) -> list[Span]:
        place = self._place(spans, correction.bottom_s)
        return [*spans[:place], *spans[place + 1 :]]

    def _move(self, spans: list[Span], correction: BoundaryCorrection) -> list[Span]:
        place, to_s = self._place(spans, correction.bottom_s), _known(correction.to_s)
        old = spans[place]
        times = {"start": old.start_s, "bottom": old.bottom_s, "end": old.end_s}
        times[correction.edge or "bottom"] = to_s
        others = [span for i, span in enumerate(spans) if i != place]
        if any(span.start_s < times["end"] and times["start"] < span.end_s for span in others):
            raise _UnfitError(reason="overlaps")
        whole = old.kind == "repetition"
        one = self._between(times["start"], times["end"], bottom_s=times["bottom"], whole=whole)
        return [*spans[:place], replace(one, kind=old.kind, note=old.note), *spans[place + 1 :]]

    def _shortened(self, span: Span, *, end: bool) -> Span:
        """Return a part of a divided repetition without the pause at the cut."""
        first, last = (self._frame(t) for t in ((span.bottom_s, span.end_s) if end else (span.start_s, span.bottom_s)))
        start, stop = self.track.phase(first, last, sign=-1 if end else 1)
        return replace(span, end_s=self._time(stop)) if end else replace(span, start_s=self._time(start))

    def _between(self, start_s: float, end_s: float, *, bottom_s: float | None = None, whole: bool = True) -> Span:
        """Return the repetition from one moment to another, its phases by the speed of the fold.

        A ``whole`` one comes up again; one that does not count need not.
        """
        start, end, fold = self._frame(start_s), self._frame(end_s), self.track.fold
        if start >= end:
            raise _UnfitError(reason="order")
        bottom = start + int(np.argmax(fold[start : end + 1])) if bottom_s is None else self._frame(bottom_s)
        if not start <= bottom <= end:
            raise _UnfitError(reason="order")
        low = float(min(fold[start], fold[end]))
        depth = float(fold[bottom]) - low
        if depth < MIN_DEPTH_DEG:
            raise _UnfitError(reason="not_moving")
        starts_at, ends_at = (self._end(float(fold[k]) - low, depth) for k in (start, end))
        if whole and ends_at == "bottom":
            raise _UnfitError(reason="ends_low")
        reached = self.track.phase(start, bottom, sign=1)[1] if starts_at == "top" else start
        left = self.track.phase(bottom, end, sign=-1)[0] if ends_at == "top" else end
        return Span(
            start_s=self._time(start),
            bottom_start_s=self._time(reached),
            bottom_s=self._time(bottom),
            bottom_end_s=self._time(max(left, reached)),
            end_s=self._time(end),
            depth_deg=depth,
            kind="repetition",
            starts_at=starts_at,
            ends_at=ends_at,
        )

    def _end(self, above: float, depth: float) -> End:
        return "bottom" if above > LOW_SHARE * depth else "top"

    def _frame(self, moment_s: float) -> int:
        """Return the nearest frame."""
        time_s = self.track.time_s
        step_s = float(np.median(np.diff(time_s)))
        if not time_s[0] - step_s <= moment_s <= time_s[-1] + step_s:
            raise _UnfitError(reason="outside")
        return int(np.argmin(np.abs(time_s - moment_s)))

    def _time(self, frame: int) -> float:
        return float(self.track.time_s[min(frame, len(self.track.time_s) - 1)])
