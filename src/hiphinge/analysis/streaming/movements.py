"""The movements of a stream that were given, and what each look at the window says of them now."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from hiphinge.analysis.analyse import AnalysisRun
from hiphinge.analysis.measurability import refusals, view_reason
from hiphinge.analysis.result import Repetition
from hiphinge.analysis.streaming.events import RepetitionEnded, RepetitionRevised, StreamEvent
from hiphinge.analysis.streaming.window import Look
from hiphinge.analysis.tracks import FrameMeasurements
from hiphinge.measures import SetComparison, compare_set, with_per_frame_quantities
from hiphinge.repetitions import Span, group_sets

__all__ = ["Known", "Movements"]

SAME_S = 0.3
"""Two looks see the same movement where its bottoms are no farther apart than this, or where most of the shorter one
lies in the other: in a pause at the bottom, the deepest frame is now here and now there."""
EARLIER_KEPT = 8


@dataclass(frozen=True, kw_only=True, eq=False)
class Known:
    """A movement that was given."""

    span: Span
    repetition: Repetition


class Movements:
    """Matches the movements that looks see, measures the new ones, and revises those that have become others.

    Of movements that were given, only those are kept that the next looks may see.
    """

    def __init__(self) -> None:
        self.known: list[Known] = []
        self.passed = 0
        self.set = 1
        self._earlier_in_set: list[Repetition] = []
        self._judged_as: tuple[str | bool, ...] = ()

    @property
    def given(self) -> int:
        """How many movements were given and not withdrawn."""
        return self.passed + len(self.known)

    def update(
        self, run: AnalysisRun, look: Look, tracks: FrameMeasurements, *, upto_s: float, whole: bool, anew: bool
    ) -> list[StreamEvent]:
        """Return the movements that have ended by ``upto_s`` and are new, and those that are revised.

        ``whole``: the window starts before the first known movement. ``anew`` measures every known one in it again.
        """
        if refusals(look.motion, look.side):
            return []
        tracks = replace(tracks, series=with_per_frame_quantities(tracks.series, run.measures))
        run = run if run.exercise_given else run.guessed(tracks)
        judged_as: tuple[str | bool, ...] = (run.context.exercise.id,)
        if run.guess is not None:
            judged_as += (run.guess.confident, *run.guess.also_likely)
        anew = anew or judged_as != self._judged_as
        self._judged_as = judged_as
        seen = [place for place, span in enumerate(tracks.series.spans) if span.end_s <= upto_s]
        return self._matched(run, look, tracks, seen, whole=whole, anew=anew)

    def _matched(
        self, run: AnalysisRun, look: Look, tracks: FrameMeasurements, seen: Sequence[int], *, whole: bool, anew: bool
    ) -> list[StreamEvent]:
        spans, now_s = tracks.series.spans, float(look.side.time_s[-1])
        before = [known for known in self.known if known.span.bottom_s < look.side.time_s[0]]
        within, events = self.known[len(before) :], list[StreamEvent]()
        kept, unmatched = list[Known](), list(within)
        measuring = _SetMeasuring(run, look, tracks)
        for place in seen:
            span = spans[place]
            known = next((one for one in unmatched if _is_same(one.span, span)), None)
            index = self.passed + len(before) + len(kept) + 1
            if known is None:
                if within and not whole and span.bottom_s < within[0].span.bottom_s:
                    continue  # cut by the window's start
                found = Known(span=span, repetition=measuring.repetition(place, index, number=self.set))
                events.append(_ended(found, run, now_s))
            else:
                unmatched.remove(known)
                found = self._again(known, place, index, measuring, anew=anew, settled=not whole and known is within[0])
                events += _revised(known, found, run, now_s)
            kept.append(found)
        last_s = max((spans[place].bottom_s for place in seen), default=float("-inf"))
        events += [_withdrawn(one, run, now_s) for one in unmatched if one.span.bottom_s <= last_s]
        self.known = [*before, *kept, *(one for one in unmatched if one.span.bottom_s > last_s)]
        self._forget()
        return events

    @staticmethod
    def _again(known: Known, place: int, index: int, measuring: "_SetMeasuring", *, anew: bool, settled: bool) -> Known:
        span = measuring.tracks.series.spans[place]
        before = known.span
        same = (span.kind, span.note, span.starts_at) == (before.kind, before.note, before.starts_at)
        same = same and abs(span.bottom_s - before.bottom_s) <= SAME_S
        if settled or (same and not anew):
            return known
        return Known(span=span, repetition=measuring.repetition(place, index, number=known.repetition.set))

    def _forget(self) -> None:
        more = len(self.known) - 2 * EARLIER_KEPT
        if more > 0:
            gone = [one.repetition for one in self.known[:more]]
            self._earlier_in_set += [repetition for repetition in gone if repetition.set == self.set]
            self.known = self.known[more:]
            self.passed += more

    def end_set(self) -> tuple[Repetition, ...]:
        """Return all movements of the set as they are known now, and begin the next set where there are any."""
        of_set = [one.repetition for one in self.known if one.repetition.set == self.set]
        members = (*self._earlier_in_set, *of_set)
        if members:
            self.set += 1
            self._earlier_in_set = []
        return members


class _SetMeasuring:
    """Measures single movements of a window in the context of their set, which is compared once."""

    def __init__(self, run: AnalysisRun, look: Look, tracks: FrameMeasurements) -> None:
        self.run, self.tracks = run, tracks
        self._frame_px = look.motion.origin.size_px
        self._reason = view_reason(look.motion, look.side)
        self._sets = group_sets(tracks.series.spans)
        self._compared: dict[int, SetComparison] = {}

    def repetition(self, place: int, index: int, *, number: int) -> Repetition:
        """Return the movement at a place among the window's, under an index and the number of its set."""
        members = next(members for members in self._sets if place in members)
        if not self._compared:  # the bar is followed once, and only where there is something to measure
            self.tracks = self.run.with_bar(self.tracks, frame_px=self._frame_px)
        if members[0] not in self._compared:
            series = self.tracks.series
            self._compared[members[0]] = compare_set(series, [series.spans[member] for member in members])
        return self.run.repetition(
            self.tracks,
            self._compared[members[0]],
            members.index(place),
            self._reason,
            index=index,
            number=number,
        )


def _is_same(one: Span, other: Span) -> bool:
    if abs(one.bottom_s - other.bottom_s) <= SAME_S:
        return True
    shared_s = min(one.end_s, other.end_s) - max(one.start_s, other.start_s)
    return shared_s > 0.5 * min(one.duration_s, other.duration_s)


def _ended(found: Known, run: AnalysisRun, now_s: float) -> RepetitionEnded:
    return RepetitionEnded(
        time_s=found.span.end_s, given_s=now_s, repetition=found.repetition, exercise=run.context.exercise.id
    )


def _revised(known: Known, found: Known, run: AnalysisRun, now_s: float) -> list[StreamEvent]:
    """Return the event where a movement is now another, or is judged otherwise."""
    moved_s = abs(known.span.bottom_s - found.span.bottom_s)
    if _said(known.repetition) == _said(found.repetition) and moved_s <= SAME_S:
        return []
    return [
        RepetitionRevised(
            time_s=found.span.end_s,
            given_s=now_s,
            index=known.repetition.index,
            repetition=found.repetition,
            exercise=run.context.exercise.id,
        )
    ]


def _withdrawn(known: Known, run: AnalysisRun, now_s: float) -> StreamEvent:
    return RepetitionRevised(
        time_s=known.span.end_s,
        given_s=now_s,
        index=known.repetition.index,
        repetition=None,
        exercise=run.context.exercise.id,
    )


def _said(repetition: Repetition) -> tuple[object, ...]:
    findings = tuple(finding.id for finding in repetition.findings)
    return repetition.kind, repetition.note, repetition.pattern.label, findings
