"""Turning points of a signal: alternating tops and bottoms that differ by more than a threshold."""

from dataclasses import dataclass
from typing import Literal

from hiphinge.motion import FloatArray

__all__ = ["TurnDetector", "TurningPoint", "turning_points"]


@dataclass(frozen=True)
class TurningPoint:
    """A turning point at a frame: ``bottom`` where the signal is high (folded), ``top`` where it is low."""

    frame: int
    kind: Literal["top", "bottom"]


class TurnDetector:
    """Finds turning points in a signal that comes value by value, in constant time and memory.

    A turning point is confirmed, for good, once the signal has come back from it by ``threshold``.
    """

    def __init__(self, *, threshold: float) -> None:
        self.threshold = threshold
        self._frame = -1
        self._low = self._high = (0, 0.0)
        self._going: Literal["up", "down"] | None = None

    def push(self, value: float) -> TurningPoint | None:
        """Take the next value, and return the turning point that it confirms, if any; frames count from 0."""
        self._frame = i = self._frame + 1
        if i == 0:
            self._low = self._high = (0, value)
        if value < self._low[1]:
            self._low = (i, value)
        if value > self._high[1]:
            self._high = (i, value)
        if self._going != "down" and self._high[1] - value >= self.threshold:
            self._going, self._low = "down", (i, value)
            return TurningPoint(self._high[0], "bottom")
        if self._going != "up" and value - self._low[1] >= self.threshold:
            self._going, self._high = "up", (i, value)
            return TurningPoint(self._low[0], "top")
        return None

    @property
    def lowest(self) -> float:
        """The lowest value since the last bottom was confirmed."""
        return self._low[1]

    @property
    def pending(self) -> TurningPoint | None:
        """The turn that the signal has reached and not yet come back from; None before the first one is confirmed."""
        if self._going is None:
            return None
        return TurningPoint(self._high[0], "bottom") if self._going == "up" else TurningPoint(self._low[0], "top")


def turning_points(values: FloatArray, *, threshold: float) -> list[TurningPoint]:
    """Return alternating tops and bottoms of ``values [time]`` that differ by at least ``threshold``.

    The first and the last turn may lie at the recording's ends.
    """
    detector = TurnDetector(threshold=threshold)
    turns = [turn for turn in map(detector.push, values.tolist()) if turn is not None]
    return turns if detector.pending is None else [*turns, detector.pending]
