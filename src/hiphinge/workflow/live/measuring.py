"""The slow half of a live session: the stream that counts and judges, and what the coach says about it."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from hiphinge.analysis import Analysis
from hiphinge.analysis.streaming import AnalysisStream, BackNow, SetEnded, StreamEvent
from hiphinge.assessments import WallTouch
from hiphinge.catalogue import load
from hiphinge.coaching.live_cues import LiveCue, LiveCues
from hiphinge.coaching.live_drills import DrillCues
from hiphinge.motion import Motion, Person
from hiphinge.workflow.analyzing import analysed_motion

if TYPE_CHECKING:
    from hiphinge.analysis import StandingReference

__all__ = ["LiveMeasuring", "LiveOptions"]

KEEP_S = 1200.0
"""So much of a session is kept for the analysis at the end: twenty minutes without a gap."""


@dataclass(frozen=True, kw_only=True)
class LiveOptions:
    """What is known of the lifter and the lift.

    Attributes
    ----------
    exercise, person, load_kg, reference
        As for `hiphinge.analyse`.
    practised
        How many repetitions the person has practised before: the more, the fewer words.
    drill
        Id of the drill that is done, one of `live_drills`.
    """

    exercise: str | None = None
    person: Person = field(default_factory=Person)
    load_kg: float | None = None
    reference: "StandingReference | None" = None
    practised: int = 0
    drill: str | None = None


class LiveMeasuring:
    """Takes the frames of a running session; a gap ends what is measured together.

    ``from_zero`` lets the times of each analysis count from its first frame, as those of a video do.
    """

    def __init__(self, options: LiveOptions, *, from_zero: bool = False) -> None:
        self._options, self._from_zero = options, from_zero
        drill = None if options.drill is None else load().drills[options.drill]
        self._drill = None if drill is None else DrillCues(drill)
        aim, in_drill = options.person.back_aim, drill is not None
        self._cues = LiveCues(practised=options.practised, back_aim=aim, in_drill=in_drill)
        self._stream: AnalysisStream | None = None
        self._shows_repetitions = False
        self._analyses: list[Analysis] = []
        self._zeros_s: list[float] = []

    @property
    def count(self) -> int:
        """How many repetitions of the set count so far."""
        return self._cues.count

    @property
    def back(self) -> BackNow | None:
        """The back at the last moment at which it was measured."""
        return None if self._stream is None else self._stream.back

    def push(self, frame: Motion, *, after_gap: bool = False) -> Iterator[StreamEvent | LiveCue | WallTouch]:
        """Take the next frame; yield what happened, and what to say about it.

        Raises
        ------
        UsageError
            As `AnalysisStream.push`.
        """
        if after_gap:
            yield from self._end_stretch()
        if self._stream is None:
            options = self._options
            self._stream = AnalysisStream(
                exercise=options.exercise,
                person=options.person,
                load_kg=options.load_kg,
                reference=options.reference,
                keep_s=KEEP_S,
            )
        if self._drill is not None:
            yield from self._drill.look(frame)
        for event in self._stream.push(frame):
            yield from self._said(event)

    def finish(self) -> Iterator[StreamEvent | LiveCue | WallTouch]:
        """End the session; yield what ends with it. `analyses` has the result then."""
        yield from self._end_stretch()

    @property
    def analyses(self) -> tuple[Analysis, ...]:
        """The analyses of the stretches without a gap that show a repetition; complete after `finish`."""
        return tuple(self._analyses)

    @property
    def zeros_s(self) -> tuple[float, ...]:
        """The time of the session at which the clock of each analysis is 0."""
        return tuple(self._zeros_s)

    def _said(self, event: StreamEvent) -> Iterator[StreamEvent | LiveCue | WallTouch]:
        yield event
        yield from self._cues.take(event)
        if self._drill is not None:
            yield from self._drill.take(event)
        if isinstance(event, SetEnded):
            self._shows_repetitions |= any(one.kind == "repetition" for one in event.repetitions)

    def _end_stretch(self) -> Iterator[StreamEvent | LiveCue | WallTouch]:
        stream, self._stream = self._stream, None
        for event in () if stream is None else stream.finish():
            yield from self._said(event)
        if stream is not None and self._shows_repetitions:
            self._analyses.append(self._whole(stream))
        self._shows_repetitions = False

    def _whole(self, stream: AnalysisStream) -> Analysis:
        """Return the analysis of all frames of a stretch, with its advice."""
        options, motion = self._options, _with_measured_rate(stream.recording())
        zero_s = float(motion.time_s[0]) if self._from_zero else 0.0
        self._zeros_s.append(zero_s)
        return analysed_motion(
            replace(motion, time_s=motion.time_s - zero_s),
            exercise=options.exercise,
            person=options.person,
            load_kg=options.load_kg,
            standing=options.reference,
        )


def _with_measured_rate(motion: Motion) -> Motion:
    """Return the motion with the duration and frame rate that the camera turned out to have."""
    rate = float(1 / np.median(np.diff(motion.time_s)))
    lasted_s = float(motion.time_s[-1] - motion.time_s[0])
    return replace(motion, origin=replace(motion.origin, duration_s=lasted_s, fps=round(rate, 2)))
