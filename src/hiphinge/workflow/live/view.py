"""The fast half of a live session: every frame is looked at, and it is settled whether it belongs to a set."""

from dataclasses import dataclass
from typing import Literal

from hiphinge.estimators import Estimator, Image
from hiphinge.workflow.live.following import FollowedFrame, LiveFollower, UnmeasuredFrame
from hiphinge.workflow.live.framing import Framing, FramingCheck
from hiphinge.workflow.live.raised_hand import RaisedHand
from hiphinge.workflow.live.same_person import SamePerson

__all__ = ["GAP_S", "Gap", "LivePhase", "LiveView", "LookedAt", "PhaseChanged"]

LivePhase = Literal["framing", "countdown", "running", "ended"]
GAP_S = 1.0
"""Where frames are farther apart, or nobody is in view for `ABSENT_S`, what follows is measured by itself."""
ABSENT_S = 3.0
COUNTDOWN_S = 5.0
"""From a raised hand, or a button, to the start: time to lower the hand or to walk to the mark."""


@dataclass(frozen=True, kw_only=True)
class PhaseChanged:
    """The session went on: ``framing`` until it starts, ``countdown``, ``running``, ``ended``.

    ``seconds`` is how long the countdown takes; 0 otherwise.
    """

    phase: LivePhase
    time_s: float
    seconds: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Gap:
    """Something was missed: what comes after is measured by itself, from a new standing.

    ``reason`` is ``stopped`` where no frames came, ``absent`` where nobody was in view, ``another`` where whoever came
    may be somebody else. ``seconds`` is how long it lasted; 0 for ``another``.
    """

    reason: Literal["stopped", "absent", "another"]
    time_s: float
    seconds: float


@dataclass(frozen=True, kw_only=True, eq=False)
class LookedAt:
    """What a frame brought.

    Attributes
    ----------
    belongs
        Whether it is part of what is measured.
    gap
        What was missed before it, in a session that runs; None where it follows on the last one.
    """

    frame: FollowedFrame
    belongs: bool
    gap: Gap | None = None
    framing: Framing | None = None
    changed: PhaseChanged | None = None


class LiveView:
    """Looks at the frames of a camera in order, and takes the session from framing to its end.

    Parameters
    ----------
    estimator
        What finds the person; it is reset.
    name
        What the recording is called.
    countdown_s
        How long after a raised hand it starts, seconds.
    hands_free
        Whether a raised hand starts and ends the session.
    """

    def __init__(
        self, estimator: Estimator, *, name: str, countdown_s: float = COUNTDOWN_S, hands_free: bool = True
    ) -> None:
        self._name = name
        self._follower = LiveFollower(estimator, name=name)
        self._framing, self._hand, self._same = FramingCheck(), RaisedHand(), SamePerson()
        self._countdown_s, self._hands_free = countdown_s, hands_free
        self._after_gap = False
        self._asked: Literal["start", "stop"] | None = None
        self._starts_s = self._last_s = self._seen_s = float("-inf")
        self.phase: LivePhase = "framing"

    def follow_with(self, estimator: Estimator) -> None:
        """Find the person with another estimator from the next frame on."""
        self._follower = LiveFollower(estimator, name=self._name)

    def start(self) -> None:
        """Begin the countdown with the next frame."""
        self._asked = "start"

    def stop(self) -> None:
        """End with the next frame."""
        self._asked = "stop"

    def push(self, image_rgb: Image, *, time_s: float, jpeg: bytes | None = None) -> LookedAt | None:
        """Look at the next image; None where its time does not come after that of the last one.

        Raises
        ------
        InputFormatError
            As `LiveFollower.push`.
        """
        if time_s <= self._last_s or self.phase == "ended":
            return None
        gap_s = time_s - self._last_s
        self._last_s = time_s
        frame = self._follower.push(image_rgb, time_s=time_s, jpeg=jpeg)
        raised = self._hand.push(frame) and self._hands_free
        changed = self._changed(frame, raised=raised)
        framing = self._framing.push(frame) if self.phase != "running" else None
        return LookedAt(
            frame=frame,
            belongs=self.phase == "running",
            gap=self._gap(frame, gap_s),
            framing=framing,
            changed=changed,
        )

    def to_measure(self, looked: LookedAt) -> tuple[tuple[UnmeasuredFrame, bool], ...]:
        """Return the frames that are to be measured now, each with whether something was missed before it.

        To be asked once for each frame.
        """
        if not looked.belongs:
            return ()
        if looked.gap is not None:
            self._after_gap = True
            self._follower.forget_held()
        return self._with_gaps(self._follower.unmeasured())

    def rest(self) -> tuple[tuple[UnmeasuredFrame, bool], ...]:
        """Return the frames that still wait to be measured when the session has ended, as `to_measure` does."""
        return self._with_gaps(self._follower.rest())

    def _with_gaps(self, frames: tuple[UnmeasuredFrame, ...]) -> tuple[tuple[UnmeasuredFrame, bool], ...]:
        found = tuple((frame, at == 0 and self._after_gap) for at, frame in enumerate(frames))
        self._after_gap = self._after_gap and not frames
        return found

    def _gap(self, frame: FollowedFrame, since_last_s: float) -> Gap | None:
        absent_s, another = frame.time_s - self._seen_s, self._same.push(frame)
        if frame.detected:
            self._seen_s = frame.time_s
        if self.phase != "running":
            return None
        if GAP_S < since_last_s < float("inf"):
            return Gap(reason="stopped", time_s=frame.time_s, seconds=since_last_s)
        if frame.detected and ABSENT_S <= absent_s < float("inf"):
            return Gap(reason="absent", time_s=frame.time_s, seconds=absent_s)
        return Gap(reason="another", time_s=frame.time_s, seconds=0.0) if another else None

    def _changed(self, frame: FollowedFrame, *, raised: bool) -> PhaseChanged | None:
        now_s, asked, self._asked = frame.time_s, self._asked, None
        if asked == "stop" or (raised and self.phase == "running"):
            self._hand.use()
            return self._to("ended", now_s)
        starts = asked == "start" or (raised and self._framing.now.good)
        if self.phase == "framing" and starts:
            self._hand.use()
            self._starts_s = now_s + self._countdown_s
            return self._to("countdown", now_s, seconds=self._countdown_s)
        if self.phase == "countdown" and now_s >= self._starts_s:
            return self._to("running", now_s)
        return None

    def _to(self, phase: LivePhase, now_s: float, seconds: float = 0.0) -> PhaseChanged:
        self.phase = phase
        return PhaseChanged(phase=phase, time_s=now_s, seconds=seconds)
