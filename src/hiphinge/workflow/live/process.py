"""A live session in a process of its own: the newest frame wins, and drawing never waits for measuring.

One thread reads what arrives, one finds the person in the newest frame and answers at once, one measures. Frames that
arrive while another is looked at replace each other; nothing grows but the recording itself.
"""

import contextlib
import json
import logging
import multiprocessing
import queue
import signal
import struct
import sys
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np

from hiphinge.errors import HiphingeError
from hiphinge.workflow.live.clock import FrameClock
from hiphinge.workflow.live.messages import (
    Message,
    back_message,
    event_message,
    frame_message,
    lesson_message,
    phrase_message,
    speed_message,
)
from hiphinge.workflow.live.session_video import SessionVideo

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from multiprocessing.connection import Connection

    from hiphinge.assessments import LessonResult
    from hiphinge.documents.training_log import PersonRecord
    from hiphinge.estimators import Estimator
    from hiphinge.motion import FloatArray
    from hiphinge.store import Store
    from hiphinge.workflow.live.following import UnmeasuredFrame
    from hiphinge.workflow.live.measuring import LiveMeasuring, LiveOptions

__all__ = ["FRAME", "HEADER", "LiveStart", "run_session", "start_live"]

HEADER = struct.Struct("<dI")
"""Before each JPEG: time in seconds on the camera's own clock, and the frame's number."""
FRAME = b"F"
"""Before each frame in the pipe; whatever begins otherwise is a command."""
SWITCH_S = 0.0005
"""Threads take turns so often: measuring in one must not hold up drawing in the other."""
LOOK_S = 0.2
"""So often it is noticed that the session is over, while nothing arrives."""
MOST_WAITING = 15
"""Where more frames wait to be measured, the plate is not looked for in them."""
QUIET_S = 10.0
"""A camera that sends nothing for so long is said to have stopped."""


SMALLER = "blazepose-lite"
"""The network that a slow computer takes."""
now_s = time.monotonic
"""This computer's clock for frames that arrive."""


@dataclass(frozen=True, kw_only=True)
class LiveStart:
    """What a session begins with; it travels to another process.

    Attributes
    ----------
    options
        The lifter and the lift.
    person
        In whose log what was measured is filed; None files nothing.
    lesson
        Id of the lesson that is taken, by whose pass marks the set is judged; None takes none.
    counting
        Whether it is done while counting backwards aloud, which the log notes and which is compared.
    keeps_video
        Whether the video of what is lifted is filed with it.
    countdown_s, hands_free
        As for `LiveView`.
    model, threads
        Size of the network, and how many threads it may use; None leaves both to the session.
    """

    options: "LiveOptions"
    person: "PersonRecord | None" = None
    lesson: str | None = None
    counting: bool = False
    keeps_video: bool = False
    countdown_s: float = 5.0
    hands_free: bool = True
    model: str | None = None
    threads: int | None = None


def start_live(begin: LiveStart, stores: "Callable[[], Store]") -> "tuple[multiprocessing.Process, Connection]":
    """Start the process of a session; return it and the near end of its pipe.

    The pipe takes frames as bytes (`FRAME`, `HEADER`, then a JPEG) and commands as JSON, and gives JSON.
    """
    context = multiprocessing.get_context("spawn")
    near, far = context.Pipe()
    process = context.Process(target=_run, args=(begin, stores, far), name="hiphinge-live", daemon=True)
    process.start()
    far.close()
    return process, near  # type: ignore[return-value]  # of a context, which is the same


def _run(begin: LiveStart, stores: "Callable[[], Store]", pipe: "Connection") -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.setswitchinterval(SWITCH_S)
    run_session(begin, stores, pipe)


def run_session(begin: LiveStart, stores: "Callable[[], Store]", pipe: "Connection") -> None:
    """Run a session at the far end of a pipe, until it ends or whoever started it is gone."""
    session = _Session(begin, stores, pipe)
    try:
        session.run()
    except (EOFError, OSError):
        return  # whoever started it is gone
    except HiphingeError as error:
        session.say({"kind": "failed", "text": str(error)})
    finally:
        pipe.close()


@dataclass(frozen=True)
class _Sent:
    """A frame as it came: when the page took it, on its clock, and when it arrived, on this computer's; seconds."""

    taken_s: float
    arrived_s: float
    number: int
    jpeg: bytes


class _Session:
    """The three threads and what they share."""

    def __init__(self, begin: LiveStart, stores: "Callable[[], Store]", pipe: "Connection") -> None:
        self._begin, self._stores, self._pipe = begin, stores, pipe
        self._newest: _Sent | None = None
        self._commands: list[str] = []
        self._arrived = threading.Condition()
        self._is_over = self._chose = False
        self._clock = FrameClock()
        self._to_measure: queue.SimpleQueue[tuple[UnmeasuredFrame, bool] | None] = queue.SimpleQueue()
        self._saying = threading.Lock()
        self._began_at: datetime | None = None
        self._threads = 1
        self._video = SessionVideo() if begin.keeps_video and begin.person is not None else None

    def say(self, message: Message) -> None:
        with self._saying, contextlib.suppress(OSError, ValueError):
            self._pipe.send_bytes(json.dumps(message, allow_nan=False).encode())

    def run(self) -> None:
        from hiphinge.workflow.live.session import live_name, live_threads  # noqa: PLC0415  # slow to load: done in the new process
        from hiphinge.workflow.live.view import LiveView  # noqa: PLC0415  # likewise
        from hiphinge.workflow.pose_estimation import EstimatorConfig  # noqa: PLC0415  # likewise
        from hiphinge.workflow.progress import no_progress  # noqa: PLC0415  # likewise

        reading = threading.Thread(target=self._read, name="hiphinge-live-reading", daemon=True)
        reading.start()
        begin = self._begin
        self._threads = begin.threads or live_threads()
        estimator = EstimatorConfig(model=begin.model, threads=self._threads).begin(no_progress)
        view = LiveView(estimator, name=live_name(), countdown_s=begin.countdown_s, hands_free=begin.hands_free)
        measuring = threading.Thread(target=self._measure, name="hiphinge-live-measuring", daemon=True)
        measuring.start()
        self._warm(estimator)
        self.say({"kind": "ready", "model": str(estimator.provenance.get("model", ""))})
        self._look(view)
        self._put(view.rest())
        if view.phase != "ended":  # by a button, or since the page is gone
            self.say({"kind": "phase", "phase": "ended", "seconds": 0.0})
        self._to_measure.put(None)
        measuring.join()
        self._is_over = True
        reading.join()

    def _read(self) -> None:
        """Keep the newest frame, and every command; a pipe that is closed ends the session."""
        while not self._is_over:
            try:
                if not self._pipe.poll(LOOK_S):
                    continue
                data = self._pipe.recv_bytes()
            except (EOFError, OSError):
                data = b'{"do": "stop"}'
                self._is_over = True
            with self._arrived:
                if data[:1] != FRAME:
                    self._commands.append(str(json.loads(data).get("do", "")))
                else:
                    taken_s, number = HEADER.unpack_from(data, len(FRAME))
                    jpeg = data[len(FRAME) + HEADER.size :]
                    self._newest = _Sent(taken_s, now_s(), number, jpeg)
                self._arrived.notify()

    def _next(self) -> tuple[_Sent | None, list[str]]:
        with self._arrived:
            self._arrived.wait_for(lambda: self._newest is not None or self._commands, timeout=QUIET_S)
            frame, self._newest = self._newest, None
            commands, self._commands = self._commands, []
        return frame, commands

    @staticmethod
    def _warm(estimator: "Estimator") -> None:
        """Run the networks once on an empty image: the first run is the slowest."""
        estimator.estimate(np.zeros((48, 64, 3), np.uint8), time_s=0.0)
        estimator.reset()

    def _look(self, view: Any) -> None:
        from hiphinge.workflow.live.speed import SpeedMeter  # noqa: PLC0415  # likewise

        meter = SpeedMeter()
        while view.phase != "ended":
            frame, commands = self._next()
            if "start" in commands:
                view.start()
            if "stop" in commands:
                return
            if frame is None:
                if not commands:
                    self.say(phrase_message("live_no_frames", kind="quiet"))
                continue
            began = time.perf_counter()
            self._frame(view, frame)
            speed = meter.add(took_ms=(time.perf_counter() - began) * 1000, time_s=self._clock.now_s)
            if speed is not None:
                self.say(speed_message(speed))
                self._choose(view, speed)

    def _choose(self, view: Any, speed: Any) -> None:
        """Take the smaller network where this computer is slow with the usual one, it is here, and no set has begun."""
        from hiphinge.estimators.models import list_models  # noqa: PLC0415  # likewise
        from hiphinge.workflow.pose_estimation import EstimatorConfig  # noqa: PLC0415  # likewise
        from hiphinge.workflow.progress import no_progress  # noqa: PLC0415  # likewise

        if self._chose or self._begin.model is not None or view.phase != "framing" or not speed.wants_smaller_network:
            return
        self._chose = True
        if any(one.network.id == SMALLER and one.path is not None for one in list_models()):
            smaller = EstimatorConfig(model="lite", threads=self._threads).begin(no_progress)
            self._warm(smaller)
            view.follow_with(smaller)
            self.say(phrase_message("live_lite", spoken=False))

    def _frame(self, view: Any, frame: _Sent) -> None:
        from hiphinge.sources.video.camera import image_of_jpeg  # noqa: PLC0415  # slow to load: in the new process

        began_s, time_s = now_s(), self._clock.push(frame.taken_s, arrived_s=frame.arrived_s)
        image = image_of_jpeg(frame.jpeg)
        decoded_s = now_s()
        looked = None if image is None or time_s is None else view.push(image, time_s=time_s, jpeg=frame.jpeg)
        if looked is None:
            self.say({"kind": "skipped", "number": frame.number})
            return
        if self._began_at is None:
            self._began_at = datetime.now(UTC) - timedelta(seconds=looked.frame.time_s)
        steps = (began_s - frame.arrived_s, decoded_s - began_s, now_s() - decoded_s)
        self.say(frame_message(looked.frame, number=frame.number, facing=looked.frame.facing, steps_s=steps))
        for one in (looked.changed, looked.framing, looked.gap):
            self._event(one, count=0)
        if self._video is not None:
            self._video.take(looked.frame.time_s, frame.jpeg)
        self._put(view.to_measure(looked))

    def _put(self, frames: "Iterable[tuple[UnmeasuredFrame, bool]]") -> None:
        """Have frames measured, and held where their video is kept."""
        for each in frames:
            if self._video is not None:
                self._video.hold(each[0].time_s)
            self._to_measure.put(each)

    def _event(self, event: Any, *, count: int) -> None:
        message = None if event is None else event_message(event, count=count)
        if message is not None:
            self.say(message)

    def _measure(self) -> None:
        from hiphinge.workflow.live.measuring import LiveMeasuring  # noqa: PLC0415  # slow to load: while frames come

        measuring = LiveMeasuring(self._begin.options, from_zero=self._video is not None)
        try:
            self._measure_frames(measuring)
        except Exception:  # whatever it is, what was measured before is kept
            logging.getLogger(__name__).exception("A live session could not be measured")
            self.say(phrase_message("live_failed", kind="failed"))
            with self._arrived:
                self._commands.append("stop")
                self._arrived.notify()
        self._save(measuring)

    def _measure_frames(self, measuring: "LiveMeasuring") -> None:
        shown_s = float("-inf")
        while (each := self._to_measure.get()) is not None:
            frame, after_gap = each
            lifts = self._begin.options.load_kg is not None  # looking for what is not there takes longest
            in_time = frame.waited or self._to_measure.qsize() < MOST_WAITING
            motion = frame.with_plate(look=lifts and in_time)
            for event in measuring.push(motion, after_gap=after_gap):
                self._event(event, count=measuring.count)
            now = measuring.back
            if now is not None and now.time_s > shown_s:
                shown_s = now.time_s
                self.say(back_message(now))
        for event in measuring.finish():
            self._event(event, count=measuring.count)

    def _save(self, measuring: "LiveMeasuring") -> None:
        """File what was measured, and say where it is, or why it is nowhere."""
        from hiphinge.workflow.live.saving import judged_lesson  # noqa: PLC0415  # likewise

        filed: tuple[str, ...] = ()
        person, analyses = self._begin.person, measuring.analyses
        judged = judged_lesson(self._begin.lesson, analyses)
        if person is not None and analyses:
            try:
                filed = self._file(person, measuring, judged)
            except HiphingeError as error:
                self.say({"kind": "failed", "text": str(error)})
        if self._video is not None:
            self._video.close()
        if judged is not None:
            self.say(lesson_message(judged))
        self.say({"kind": "over", "repetitions": sum(len(one.counted) for one in analyses), "analyses": filed})

    def _file(
        self, person: "PersonRecord", measuring: "LiveMeasuring", judged: "LessonResult | None"
    ) -> tuple[str, ...]:
        """File the analyses in a person's log, with their videos where that was asked for, and return their ids.

        Raises
        ------
        HiphingeError
            If something cannot be written.
        """
        from hiphinge.workflow.live.counting import counting_words  # noqa: PLC0415  # likewise
        from hiphinge.workflow.live.saving import Lifted, keep_session  # noqa: PLC0415  # likewise

        began_at, counting = self._began_at or datetime.now(UTC), self._begin.counting
        with TemporaryDirectory(prefix="hiphinge-") as folder:
            lifted = [
                Lifted(
                    analysis=one,
                    began_at=began_at + timedelta(seconds=zero_s),
                    video=self._written(Path(folder) / f"live-{place}.mp4", one.motion.time_s + zero_s),
                )
                for place, (one, zero_s) in enumerate(zip(measuring.analyses, measuring.zeros_s, strict=True))
            ]
            if self._video is not None:
                self.say({"kind": "video", "kept": all(one.video is not None for one in lifted)})
            with self._stores() as store:
                filed = keep_session(store, person, lifted, judged=judged, counting=counting)
                if counting:
                    exercise = measuring.analyses[0].exercise
                    self.say({"kind": "probe", "text": counting_words(store, person, exercise)})
        return filed

    def _written(self, path: Path, times_s: "FloatArray") -> Path | None:
        """Write the video of what was lifted at these times; None where it is not wanted, or not all of it is held."""
        if self._video is None:
            return None
        self.say({"kind": "keeping"})
        return path if self._video.write(path, times_s.tolist()) else None
