"""The whole computation on frames that come one by one: events while somebody lifts, the analysis at the end."""

from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from hiphinge.analysis.analyse import AnalysisRun, analyse
from hiphinge.analysis.measurability import MIN_FRAMES
from hiphinge.analysis.result import Analysis, SetOfRepetitions
from hiphinge.analysis.standing_reference import StandingReference
from hiphinge.analysis.streaming.back_watch import BackWatch, curve_of
from hiphinge.analysis.streaming.events import (
    BackNow,
    BottomReached,
    RepetitionBegan,
    SetEnded,
    StandingFound,
    StreamEvent,
)
from hiphinge.analysis.streaming.fold_tracker import FoldTracker
from hiphinge.analysis.streaming.kept_frames import KeptFrames
from hiphinge.analysis.streaming.movements import EARLIER_KEPT, Known, Movements
from hiphinge.analysis.streaming.window import Look, WindowMeasuring
from hiphinge.analysis.tracks import FrameMeasurements
from hiphinge.catalogue import load
from hiphinge.cleaning import estimate_viewpoint
from hiphinge.findings import DEFAULT_EXERCISE
from hiphinge.measures import LUMBAR, LiftContext, Measure, MotionSeries, measures_in_use
from hiphinge.motion import FloatArray, Motion, Person, check_load
from hiphinge.posture import HELD_LOCKOUT_S
from hiphinge.repetitions import REST_S, REST_SHARE

__all__ = ["AnalysisStream", "stream"]

KEEP_S = 600.0
"""The analysis at the end is of the last ten minutes, unless another limit is given."""
SHORTEST_WINDOW_S, LONGEST_WINDOW_S = 15.0, 45.0
"""A repetition is seen together with the eight movements before it, within these times."""
BENT_DEG = 12.0
"""The back is watched while the trunk leans by this much: the comparison begins at three degrees more."""
VIEW_EVERY_S, VIEW_WINDOW_S = 0.5, 2.0
"""Until somebody stands or moves, the view is estimated so often, from so many of the last seconds."""


class AnalysisStream:
    """Takes the poses of a live recording frame by frame and returns events; at the end, the recording's analysis.

    Parameters
    ----------
    exercise, person, load_kg, reference, measures
        As for `hiphinge.analyse`.
    keep_s
        So much of the recording is kept for the analysis at the end, seconds.

    Raises
    ------
    UnknownIdError
        If the catalogue has no such exercise.
    UsageError
        If the load is negative or beyond any that was ever lifted.

    Notes
    -----
    A frame is followed in constant time (`FoldTracker`). Only where a movement may have turned or ended, the last
    minute or less is measured, by what measures recordings, so that stream and recording are one algorithm. Costs and
    lags are on the page about the live analysis.
    """

    def __init__(
        self,
        *,
        exercise: str | None = None,
        person: Person | None = None,
        load_kg: float | None = None,
        reference: StandingReference | None = None,
        measures: Mapping[str, Measure] | None = None,
        keep_s: float = KEEP_S,
    ) -> None:
        check_load(load_kg)
        lifted = load().exercise(exercise or DEFAULT_EXERCISE)
        self._measures = measures_in_use() if measures is None else measures
        self._context = LiftContext(exercise=lifted, person=person or Person(), load_kg=load_kg)
        self._exercise_given, self._reference = exercise is not None, reference
        self._frames = KeptFrames(keep_s=keep_s)
        self._tracker, self._movements, self._watch = FoldTracker(), Movements(), BackWatch()
        self._window = WindowMeasuring(
            reference=reference,
            coefficients=self._context.person.coefficients,
            from_floor=self._exercise_given and lifted.start == "floor",
        )
        self._curves: dict[float, FloatArray] = {}
        self._rounder_s: list[float] = []
        self._exercise = lifted.id
        self._stood = self._in_set = False
        self._view_s = self._end_s = float("-inf")
        self._set_from = 0

    @property
    def back(self) -> BackNow | None:
        """The back at the last moment at which it was measured, None before the first."""
        return self._watch.now

    def push(self, frame: Motion) -> tuple[StreamEvent, ...]:
        """Take the next frame, a motion of one frame, and return what has happened, in order.

        Raises
        ------
        UsageError
            If it holds more than one frame, does not come after the last one, or is unlike the first one.
        """
        self._frames.push(frame)
        now_s = float(frame.time_s[0])
        events: list[StreamEvent] = []
        if self._tracker.moving == "no" and now_s - self._view_s >= VIEW_EVERY_S:
            events += self._while_waiting(now_s)
        before = self._tracker.moving
        turn = self._tracker.push(frame)
        if turn == "began":
            events += self._ends(now_s, upto_s=self._tracker.left_top_s) if before == "up" else []
            events += self._begins(now_s)
        elif turn == "bottom":
            events += self._turns(now_s)
        elif turn == "ended":
            events += self._ends(now_s, upto_s=now_s)
        if self._tracker.moving != "no" and self._tracker.trunk_deg >= BENT_DEG:
            beyond = self._watch.push(self._frames, self._exercise, self._movements.given + 1)
            self._rounder_s += [event.time_s for event in beyond if event.band == "own"]
            events += beyond
        return tuple(events)

    def finish(self) -> tuple[StreamEvent, ...]:
        """Take note that no more frames come, and return the movements and the set that end with it."""
        if self._frames.count < MIN_FRAMES:
            return ()
        now_s = float(self._frames.time_s[-1])
        return tuple(self._set_ends(now_s))

    def recording(self) -> Motion:
        """Return all frames that are kept, as one motion.

        Raises
        ------
        UsageError
            If no frame has come yet.
        """
        return self._frames.motion(self._frames.first)

    def analysis(self) -> Analysis:
        """Return the analysis of all frames that are kept: that of `hiphinge.analyse` on them.

        Raises
        ------
        UsageError
            If no frame has come yet.
        """
        return analyse(
            self.recording(),
            exercise=self._context.exercise.id if self._exercise_given else None,
            person=self._context.person,
            load_kg=self._context.load_kg,
            reference=self._reference,
            measures=self._measures,
        )

    def _while_waiting(self, now_s: float) -> list[StreamEvent]:
        """Estimate the view, find standing, and notice the end of a set, while nobody moves."""
        self._view_s = now_s
        if self._in_set and now_s - self._end_s > self._rest_s():
            return self._set_ends(now_s)
        if self._stood or len(self._frames.time_s) < MIN_FRAMES:
            return []
        start = self._frames.frame_at(max(now_s - VIEW_WINDOW_S, self._end_s + HELD_LOCKOUT_S))
        if self._frames.count - start < MIN_FRAMES:
            return []
        motion = self._frames.motion(start)
        self._tracker.look_from(estimate_viewpoint(motion), motion)
        return self._standing(start, now_s)

    def _standing(self, start: int, now_s: float) -> list[StreamEvent]:
        look = self._window.look(self._frames, start)
        if look.events.still.kind != "quiet" or not np.isfinite(look.side.leg_length):
            return []
        return self._found(self._measured(look), now_s)

    def _found(self, tracks: FrameMeasurements, now_s: float) -> list[StreamEvent]:
        """Return the event of the first quiet standing that is a reference, once."""
        if self._stood or tracks.standing.kind not in {"quiet", "calibration"}:
            return []
        self._stood = True
        time_s = tracks.standing.time_s
        return [StandingFound(time_s=now_s if time_s is None else time_s, given_s=now_s, standing=tracks.standing)]

    def _begins(self, now_s: float) -> list[StreamEvent]:
        self._in_set = True
        self._watch.begin(self._curves)
        return [RepetitionBegan(time_s=self._tracker.left_top_s, given_s=now_s, index=self._movements.given + 1)]

    def _turns(self, now_s: float) -> list[StreamEvent]:
        """Return where the movement was deepest, by what detects movements in recordings."""
        self._in_set = True
        start = self._frames.frame_at(max(self._end_s, now_s - SHORTEST_WINDOW_S))
        look = self._window.look(self._frames, start, like=self._window.standing)
        if not look.events.spans:
            return []
        bottom_s = look.events.spans[-1].bottom_s
        return [BottomReached(time_s=bottom_s, given_s=now_s, index=self._movements.given + 1)]

    def _ends(self, now_s: float, *, upto_s: float, anew: bool = False) -> list[StreamEvent]:
        """Return the movements that have ended by ``upto_s``, measured and judged, and those that are revised."""
        start = self._window_start(now_s)
        look = self._window.look(self._frames, start)
        if not np.isfinite(look.side.leg_length):
            return []
        stood_before = self._stood
        tracks = self._measured(look, anew=anew)
        events = self._found(tracks, now_s)
        anew = anew or (self._stood and not stood_before)  # what was given counts from where they stand, too
        run = AnalysisRun(
            motion=look.motion,
            side=look.side,
            context=self._context,
            exercise_given=self._exercise_given,
            reference=self._reference,
            measures=self._measures,
        )
        known = self._movements.known
        whole = start <= self._frames.first and self._movements.passed == 0
        events += self._movements.update(run, look, tracks, upto_s=upto_s, whole=whole, anew=anew)
        if known is not self._movements.known:
            self._learned(tracks.series)
        self._exercise = next((e.exercise for e in reversed(events) if hasattr(e, "exercise")), self._exercise)
        return events

    def _measured(self, look: Look, *, anew: bool = False) -> FrameMeasurements:
        before = self._window.standing
        tracks = self._window.measure(look, anew=anew)
        standing = self._window.standing
        if standing is not None and standing is not before:
            posture = None if self._reference is None else self._reference.posture
            self._watch.stand(standing, kind=tracks.standing.kind, reference=posture)
        return tracks

    def _learned(self, series: MotionSeries) -> None:
        """Take from the known movements when the last one ended, how deep they are, and how the back bends in them."""
        known = self._movements.known
        if not known:
            return
        self._end_s = known[-1].span.end_s
        self._tracker.expect(float(np.median([one.span.depth_deg for one in known])))
        shaped = [one for one in known if self._kept_its_shape(one)]
        before, from_s = self._curves, float(series.time_s[0])
        self._curves = {
            one.span.bottom_s: before[one.span.bottom_s]
            if one.span.start_s < from_s and one.span.bottom_s in before
            else curve_of(series, one.span)  # anew: all of the window is measured from the same standing
            for one in shaped[-EARLIER_KEPT:]
        }

    def _kept_its_shape(self, known: Known) -> bool:
        """Tell whether the next repetitions are compared with this one: the back was not clearly rounder than before.

        A change within its own error leaves it in: a set of two would have nothing left to be compared with.
        """
        span, back = known.span, known.repetition.back
        toned = any(span.start_s <= time_s <= span.end_s for time_s in self._rounder_s)
        rounder = back is not None and any(one.is_clear and one.part == LUMBAR for one in back.changes)
        return span.kind == "repetition" and not toned and not rounder

    def _set_ends(self, now_s: float) -> list[StreamEvent]:
        number = self._movements.set
        events = self._ends(now_s, upto_s=now_s, anew=True)
        members = self._movements.end_set()
        self._in_set = False
        if not members:
            return events
        self._curves, self._rounder_s = {}, []
        ended = SetOfRepetitions(
            index=number,
            start_s=members[0].start_s,
            end_s=members[-1].end_s,
            repetitions=tuple(repetition.index for repetition in members),
        )
        return [*events, SetEnded(time_s=ended.end_s, given_s=now_s, set=ended, repetitions=members)]

    def _rest_s(self) -> float:
        durations = [one.span.duration_s for one in self._movements.known]
        return max(REST_S, REST_SHARE * float(np.median(durations))) if durations else REST_S

    def _window_start(self, now_s: float) -> int:
        """Return the number of the frame that the window starts at: where a movement ended, eight movements ago."""
        known = self._movements.known
        wanted_s = now_s - LONGEST_WINDOW_S
        if len(known) > EARLIER_KEPT:
            wanted_s = max(wanted_s, min(known[-EARLIER_KEPT - 1].span.end_s, now_s - SHORTEST_WINDOW_S))
        if wanted_s <= self._frames.time_s[0]:
            return self._frames.first
        tops_s = [one.span.end_s for one in known if one.span.end_s <= wanted_s and one.span.ends_at == "top"]
        return self._frames.frame_at(tops_s[-1] if tops_s and tops_s[-1] > now_s - LONGEST_WINDOW_S else wanted_s)


def stream(
    frames: Iterable[Motion],
    *,
    exercise: str | None = None,
    person: Person | None = None,
    load_kg: float | None = None,
    reference: StandingReference | None = None,
    keep_s: float = KEEP_S,
) -> Iterator[StreamEvent | Analysis]:
    """Yield what happens in frames that come one by one, as soon as it is known, and at the end their analysis.

    Parameters
    ----------
    frames
        Motions of one frame each, in order of time.
    exercise, person, load_kg, reference
        As for `hiphinge.analyse`.
    keep_s
        So much of the recording is kept for the analysis at the end, seconds.

    Raises
    ------
    UnknownIdError
        If the catalogue has no such exercise.
    UsageError
        If the load is negative or beyond any that was ever lifted, or there is no frame.
    """
    running = AnalysisStream(exercise=exercise, person=person, load_kg=load_kg, reference=reference, keep_s=keep_s)
    for frame in frames:
        yield from running.push(frame)
    yield from running.finish()
    yield running.analysis()
