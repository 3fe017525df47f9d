"""Turning points of a signal: tops and bottoms that alternate and are far enough apart to mean a movement."""

from dataclasses import dataclass
from typing import Literal

from hiphinge.motion import FloatArray

__all__ = ["Turn", "turning_points"]


@dataclass(frozen=True)
class Turn:
    """A turning point at a frame: ``bottom`` where the signal is high (folded), ``top`` where it is low."""

    frame: int
    kind: Literal["top", "bottom"]


def turning_points(values: FloatArray, *, threshold: float) -> list[Turn]:
    """Return alternating tops and bottoms of ``values [time]`` that differ by at least ``threshold``.

    The first and the last turn may lie at the recording's ends. Runs once over the frames: a turn stands as soon
    as the signal has come back from it by the threshold.
    """
    samples = values.tolist()
    turns: list[Turn] = []
    low = high = 0
    going: Literal["up", "down"] | None = None
    for i, value in enumerate(samples):
        low = i if value < samples[low] else low
        high = i if value > samples[high] else high
        if going != "down" and samples[high] - value >= threshold:
            turns.append(Turn(high, "bottom"))
            going, low = "down", i
        elif going != "up" and value - samples[low] >= threshold:
            turns.append(Turn(low, "top"))
            going, high = "up", i
    if going == "up":
        turns.append(Turn(high, "bottom"))
    elif going == "down":
        turns.append(Turn(low, "top"))
    return turns
