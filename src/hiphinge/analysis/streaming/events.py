"""What a stream says while somebody lifts: one small record per event, each with the moment that it is about."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from hiphinge.analysis.result import Repetition, SetOfRepetitions, Standing

__all__ = [
    "BackBeyondBand",
    "BackNow",
    "BottomReached",
    "RepetitionBegan",
    "RepetitionEnded",
    "RepetitionRevised",
    "SetEnded",
    "StandingFound",
    "StreamEvent",
]


@dataclass(frozen=True, kw_only=True)
class StreamEvent:
    """Something that happened in a stream.

    Attributes
    ----------
    time_s
        The moment that the event is about, seconds on the recording's clock.
    given_s
        Time of the newest frame when the event was given: `lag_s` later.
    """

    time_s: float
    given_s: float

    @property
    def lag_s(self) -> float:
        """How long after the moment the event was given, seconds of the recording."""
        return self.given_s - self.time_s


@dataclass(frozen=True, kw_only=True)
class StandingFound(StreamEvent):
    """The person stands still and upright: the reference posture, from which changes count."""

    standing: Standing


@dataclass(frozen=True, kw_only=True)
class RepetitionBegan(StreamEvent):
    """A movement down has begun; ``index`` is the number it gets in the recording if it is one."""

    index: int


@dataclass(frozen=True, kw_only=True)
class BottomReached(StreamEvent):
    """The deepest position of movement ``index`` was at ``time_s``; the person is on the way up."""

    index: int


@dataclass(frozen=True, kw_only=True)
class RepetitionEnded(StreamEvent):
    """A movement has ended; ``repetition`` is measured and judged with what is known so far.

    ``exercise`` is the one that it was judged as.
    """

    repetition: Repetition
    exercise: str


@dataclass(frozen=True, kw_only=True)
class RepetitionRevised(StreamEvent):
    """A movement that was given before is something else by what came after it.

    As a first bend turns out to have been a set-up, or the likeliest exercise changes. ``repetition`` is None where the
    movement is withdrawn, ``index`` the number under which it was given.
    """

    index: int
    repetition: Repetition | None
    exercise: str


@dataclass(frozen=True, kw_only=True)
class BackBeyondBand(StreamEvent):
    """The lower back is beyond its band in movement ``index``; given once per movement and band.

    Attributes
    ----------
    band
        ``own``: rounder than in the earlier repetitions of this set at the same lean of the trunk, as in the fault
        ``back_gives``. ``usual``: beyond what trained lifters show, as in ``more_than_usual``.
    frame
        Number of the frame at ``time_s``, from 0 in the stream.
    lumbar_deg, limit_deg
        Lumbar flexion in it and the angle beyond which it counts, degrees from standing.
    probability
        That the true difference is beyond the fault's threshold.
    """

    index: int
    band: Literal["own", "usual"]
    frame: int
    lumbar_deg: float
    limit_deg: float
    probability: float


@dataclass(frozen=True, kw_only=True)
class SetEnded(StreamEvent):
    """Nobody has moved for so long that the set is over; ``repetitions`` are its movements, as they are known now."""

    set: SetOfRepetitions
    repetitions: tuple[Repetition, ...]


@dataclass(frozen=True, kw_only=True)
class BackNow:
    """The back at one moment: value and 90 % bounds by quantity id, degrees from the reference; NaN where hidden.

    ``lean_deg`` is the trunk's inclination.
    """

    time_s: float
    frame: int
    lean_deg: float
    values: Mapping[str, float]
    low: Mapping[str, float]
    high: Mapping[str, float]
