"""The back during a live recording: frame after frame, by the code that measures whole recordings."""

from collections import deque
from dataclasses import dataclass, replace

import numpy as np

from hiphinge.analysis.standing_reference import StandingReference
from hiphinge.cleaning import clean
from hiphinge.motion import CoordinateFrame, Motion, SideMotion
from hiphinge.spine import Back, estimate_back

__all__ = ["LAG_S", "BackNow", "BackStream"]

WINDOW_S = 1.6
"""Length of the window that is measured again with each frame, seconds."""
LAG_S = 0.25
"""Delay of the result behind the newest frame, seconds: zero-phase filters need this much of what follows."""
MIN_FRAMES = 5


@dataclass(frozen=True, kw_only=True)
class BackNow:
    """The back at one moment: value and 90 % bounds by quantity id, degrees from the reference; NaN where hidden."""

    time_s: float
    values: dict[str, float]
    low: dict[str, float]
    high: dict[str, float]


class BackStream:
    """Measures the back of somebody who is being filmed, `LAG_S` behind the newest frame.

    With every new frame, the last `WINDOW_S` seconds are measured by what measures recordings, so that stream and
    recording are one algorithm; what a frame costs does not grow with time. The person stands first: reference posture,
    view and size are taken from that. Intervals are those of a reference from another recording: a little too wide
    where it is the same camera.

    Parameters
    ----------
    standing
        The person standing quietly, filmed by the same camera from the same place.
    reference
        Their reference posture, from `hiphinge.analysis.standing_reference_of` the same recording or a calibration.
    """

    def __init__(self, standing: Motion, *, reference: StandingReference) -> None:
        self._side: SideMotion = clean(standing)
        self._reference = reference
        self._like = standing
        self._frames: deque[Motion] = deque()

    def push(self, frame: Motion) -> BackNow | None:
        """Take the newest frame, a motion of one frame, and return the back `LAG_S` before it; None at the beginning.

        Raises
        ------
        ValueError
            If it holds more than one frame, or does not come after the last one.
        """
        if len(frame) != 1 or (self._frames and frame.time_s[0] <= self._frames[-1].time_s[0]):
            message = "A stream takes one frame at a time, each later than the one before."
            raise ValueError(message)
        self._frames.append(frame)
        now_s = float(frame.time_s[0])
        while self._frames[0].time_s[0] < now_s - WINDOW_S:
            self._frames.popleft()
        if len(self._frames) < MIN_FRAMES or now_s - self._frames[0].time_s[0] < LAG_S:
            return None
        side = clean(self._window(), like=self._side)
        back = estimate_back(
            side,
            standing=np.zeros(len(side), dtype=bool),
            reference_kind=self._reference.kind,
            reference=self._reference.posture,
        )
        return _at(back, side, now_s - LAG_S)

    def _window(self) -> Motion:
        """Return the kept frames as one motion."""
        frames = list(self._frames)

        def stacked(name: str) -> np.ndarray | None:
            parts = [getattr(frame, name) for frame in frames]
            return None if any(part is None for part in parts) else np.concatenate(parts)

        return replace(
            self._like,
            time_s=np.concatenate([frame.time_s for frame in frames]),
            positions=np.concatenate([frame.positions for frame in frames]),
            confidence=np.concatenate([frame.confidence for frame in frames]),
            world_m=stacked("world_m"),
            contour=stacked("contour"),
            coordinate_frame=CoordinateFrame.IMAGE_PX,
        )


def _at(back: Back, side: SideMotion, time_s: float) -> BackNow:
    place = int(np.abs(side.time_s - time_s).argmin())

    def picked(series: dict[str, np.ndarray]) -> dict[str, float]:
        return {name: float(values[place]) for name, values in series.items()}

    return BackNow(
        time_s=float(side.time_s[place]),
        values=picked(dict(back.values)),
        low=picked(dict(back.low)),
        high=picked(dict(back.high)),
    )
