"""A live session as one loop: images in, events out, the analyses at the end."""

import os
import queue
import threading
import time
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from hiphinge.analysis import Analysis
from hiphinge.analysis.streaming import StreamEvent
from hiphinge.assessments import WallTouch
from hiphinge.coaching.live_cues import LiveCue
from hiphinge.coaching.live_drills import live_drill
from hiphinge.estimators import Estimator, Image
from hiphinge.motion import Person
from hiphinge.sources.video.camera import open_camera
from hiphinge.workflow.exercise_lookup import analysed_exercise
from hiphinge.workflow.live.following import UnmeasuredFrame
from hiphinge.workflow.live.framing import Framing
from hiphinge.workflow.live.measuring import LiveMeasuring, LiveOptions
from hiphinge.workflow.live.view import Gap, LiveView, PhaseChanged
from hiphinge.workflow.pose_estimation import EstimatorConfig
from hiphinge.workflow.progress import no_progress

if TYPE_CHECKING:
    from hiphinge.analysis import StandingReference

__all__ = ["LiveEvent", "live", "live_name", "live_session", "live_threads"]

LiveEvent = Framing | PhaseChanged | Gap | LiveCue | WallTouch | StreamEvent | Analysis


def live(  # noqa: PLR0913  # the options of a use case, all but the camera by name
    camera: int | str = 0,
    *,
    exercise: str | None = None,
    person: Person | None = None,
    load_kg: float | None = None,
    reference: "StandingReference | None" = None,
    model: str | os.PathLike[str] | None = None,
    drill: str | None = None,
    at_once: bool = False,
    countdown_s: float = 5.0,
    ending: threading.Event | None = None,
) -> Iterator[LiveEvent]:
    """Yield what happens before a camera, as soon as it is known, and at the end the analyses of what was lifted.

    Parameters
    ----------
    camera
        Number or name of a camera, or the path of a video, which is played at its own speed.
    exercise, person, load_kg, reference
        As for `hiphinge.stream`.
    model
        The network's size or file.
    drill
        Id of a drill that can be followed before a camera, such as ``wall_touch``, ``dowel`` or ``tempo``.
    at_once
        Start with the first frame. Otherwise it starts ``countdown_s`` after one hand was raised.
    ending
        Set it, from another thread or a signal, to end the session; the analyses still come.

    Raises
    ------
    UnknownIdError, UsageError
        If the exercise, drill or model is unknown, or the load is out of range.
    InputError
        If there is no such camera or video, or it gives no frames.
    MissingComponentError
        If a network's file is not here and cannot be fetched.
    """
    options = LiveOptions(
        exercise=None if exercise is None else analysed_exercise(exercise).id,
        person=person or Person(),
        load_kg=load_kg,
        reference=reference,
        drill=None if drill is None else live_drill(drill).id,
    )
    estimator = EstimatorConfig(model=model, threads=live_threads()).begin(no_progress)
    with open_camera(camera, ending=ending) as images:
        yield from live_session(
            images, estimator=estimator, options=options, at_once=at_once, countdown_s=countdown_s, beside=True
        )


def live_threads() -> int:
    """Return how many threads the network may use beside whatever draws and measures."""
    return max(1, min(2, (os.cpu_count() or 1) // 2))


def live_name() -> str:
    """Return what a session that begins now is called."""
    return time.strftime("Live %Y-%m-%d %H:%M")


def live_session(
    images: Iterable[tuple[float, Image]],
    *,
    estimator: Estimator,
    options: LiveOptions | None = None,
    name: str | None = None,
    countdown_s: float = 5.0,
    at_once: bool = False,
    beside: bool = False,
) -> Iterator[LiveEvent]:
    """Yield what happens in images that come one by one, and at the end the analyses of what was lifted.

    Parameters
    ----------
    images
        Time in seconds and upright image ``[height, width, 3]``, in order.
    estimator
        What finds the person.
    at_once
        Start with the first image, without framing, countdown or a raised hand.
    beside
        Measure in a thread beside: the next image never waits, and events come with a later one.

    Raises
    ------
    InputFormatError
        If an image is of another shape or type.
    UnknownIdError, UsageError
        As `AnalysisStream`.
    """
    measuring = LiveMeasuring(options or LiveOptions())
    measured = _Beside(measuring) if beside else _InTurn(measuring)
    view = LiveView(
        estimator, name=name or live_name(), countdown_s=0.0 if at_once else countdown_s, hands_free=not at_once
    )
    if at_once:
        view.start()
    for time_s, image in images:
        looked = view.push(image, time_s=time_s)
        if looked is None:
            continue
        yield from (one for one in (looked.changed, looked.framing, looked.gap) if one is not None)
        for frame, after_gap in view.to_measure(looked):
            yield from measured.push(frame, after_gap=after_gap)
        if view.phase == "ended":
            break
    for frame, after_gap in view.rest():
        yield from measured.push(frame, after_gap=after_gap)
    yield from measured.finish()
    yield from measuring.analyses


class _InTurn:
    """Measures each frame before the next one is looked at."""

    def __init__(self, measuring: LiveMeasuring) -> None:
        self._measuring = measuring

    def push(self, frame: UnmeasuredFrame, *, after_gap: bool) -> Iterator[LiveEvent]:
        yield from self._measuring.push(frame.with_plate(), after_gap=after_gap)

    def finish(self) -> Iterator[LiveEvent]:
        yield from self._measuring.finish()


class _Beside:
    """Measures in a thread; an error in it comes up where the session ends."""

    def __init__(self, measuring: LiveMeasuring) -> None:
        self._to_measure: queue.SimpleQueue[tuple[UnmeasuredFrame, bool] | None] = queue.SimpleQueue()
        self._events: queue.SimpleQueue[LiveEvent] = queue.SimpleQueue()
        self._measuring = measuring
        self._error: Exception | None = None
        self._thread = threading.Thread(target=self._run, name="hiphinge-live-measuring", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            while (each := self._to_measure.get()) is not None:
                for event in self._measuring.push(each[0].with_plate(), after_gap=each[1]):
                    self._events.put(event)
            for event in self._measuring.finish():
                self._events.put(event)
        except Exception as error:  # noqa: BLE001  # raised again in `finish`
            self._error = error

    def push(self, frame: UnmeasuredFrame, *, after_gap: bool) -> Iterator[LiveEvent]:
        self._to_measure.put((frame, after_gap))
        yield from self._happened()

    def finish(self) -> Iterator[LiveEvent]:
        self._to_measure.put(None)
        self._thread.join()
        yield from self._happened()
        if self._error is not None:
            raise self._error

    def _happened(self) -> Iterator[LiveEvent]:
        while not self._events.empty():
            yield self._events.get()
