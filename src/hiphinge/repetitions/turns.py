"""Turning points of a signal: alternating tops and bottoms that differ by more than a threshold."""

from dataclasses import dataclass
from typing import Literal

from hiphinge.motion import FloatArray

__all__ = ["TurningPoint", "turning_points"]


@dataclass(frozen=True)
class TurningPoint:
    """A turning point at a frame: ``bottom`` where the signal is high (folded), ``top`` where it is low."""

    frame: int
    kind: Literal["top", "bottom"]


def turning_points(values: FloatArray, *, threshold: float) -> list[TurningPoint]:
    """Return alternating tops and bottoms of ``values [time]`` that differ by at least ``threshold``.

    The first and the last turn may lie at the recording's ends. Runs once over the frames: a turning point is confirmed
    once the signal has come back from it by the threshold.
    """
    samples = values.tolist()
    turns: list[TurningPoint] = []
    low = high = 0
    going: Literal["up", "down"] | None = None
    for i, value in enumerate(samples):
        low = i if value < samples[low] else low
        high = i if value > samples[high] else high
        if going != "down" and samples[high] - value >= threshold:
            turns.append(TurningPoint(high, "bottom"))
            going, low = "down", i
        elif going != "up" and value - samples[low] >= threshold:
            turns.append(TurningPoint(low, "top"))
            going, high = "up", i
    if going == "up":
        turns.append(TurningPoint(high, "bottom"))
    elif going == "down":
        turns.append(TurningPoint(low, "top"))
    return turns
