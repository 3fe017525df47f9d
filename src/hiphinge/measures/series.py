"""Quantities over time from one source: what every measure reads, whatever recorded the movement."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from hiphinge.motion import FloatArray
from hiphinge.repetitions import Span
from hiphinge.signals import median_of

__all__ = [
    "BACK_HOLLOW",
    "BAR_AHEAD",
    "BAR_UP",
    "HIP_AHEAD",
    "HIP_HEIGHT",
    "LEANING_DEG",
    "TRUNK_LENGTH",
    "MotionSeries",
    "Reference",
    "SourceKind",
]

HIP_AHEAD, HIP_HEIGHT, TRUNK_LENGTH = "hip_ahead", "hip_height", "trunk_length"
"""Names of the hip's position forward and up, and of the length hip to shoulder, in the unit of ``leg_length``."""

BAR_UP, BAR_AHEAD = "bar_up", "bar_ahead"
"""Names of the bar's place above its lowest one and forward of the middle of the foot, metres."""

BACK_HOLLOW = "back_hollow"
"""Name of what the contour shows of a hollow back, degrees (`hiphinge.spine.Back.hollow_deg`)."""

LEANING_DEG = 8.0
"""Whose trunk leans further than this from standing moves, where recordings are compared."""

SourceKind = Literal["video", "markers", "sensors", "live"]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Reference:
    """The reference posture: how the person stands, from which changes count.

    Attributes
    ----------
    kind
        ``calibration`` (from another recording), ``quiet``, ``lockout`` (the tops of repetitions) or ``none``.
    values
        Medians over it by the names of `MotionSeries.values`; without what was not measured in it.
    stands_here
        Whether the person stands in this recording, from where positions count even with a calibration.
    error_deg
        90 % half-width that a reference from another recording adds to a change of angle, degrees.
    """

    kind: Literal["calibration", "quiet", "lockout", "none"] = "none"
    values: Mapping[str, float] = field(default_factory=dict)
    stands_here: bool = False
    error_deg: float = 0.0


@dataclass(frozen=True, kw_only=True, eq=False)
class MotionSeries:
    """Quantities over time on one clock, from one source, with the movements that were detected in them.

    Attributes
    ----------
    source
        What recorded the movement.
    time_s
        Seconds ``[time]``, increasing, on the source's clock.
    values
        ``[time]`` by quantity id (degrees or shares of leg length, signs as in `hiphinge.quantities`) or by the name of
        a position (`HIP_AHEAD`, `HIP_HEIGHT`, `TRUNK_LENGTH`, those of `hiphinge.posture.over_foot`); NaN where not
        measured.
    low, high
        90 % bounds ``[time]`` of the quantities that carry their own.
    spans
        Movements in order of time.
    reference
        The reference posture.
    leg_length
        Hip to ankle over the knee in the unit of the positions; NaN where the source has no positions.
    back_missing
        The catalogue's id of the reason why the back is not measurable in the whole recording, or None.
    bar_missing
        The same for the bar.
    bar_scale_doubt
        By how much of itself the scale of the bar's path may be off beyond the usual.
    yaw_deg
        The angle to a side view from which somebody was filmed and turned into one, negative where the back turns to
        the camera; None where filmed from the side.
    behind_plate
        Whether a weight plate hides joints of the leg for so long that their accuracy is another one.
    shoulder_hidden
        Whether a weight plate hides the shoulder for so long that the lean of the trunk is less exact.
    seen_from
        From where the person was filmed: somebody turned into the side view counts as from the side.
    by_sensors
        Quantities that sensors worn in a video measured, in place of the video.
    square_off_deg
        How far somebody who was filmed from the front or from behind is turned from the camera.
    """

    source: SourceKind
    time_s: FloatArray
    values: Mapping[str, FloatArray]
    spans: tuple[Span, ...]
    reference: Reference
    low: Mapping[str, FloatArray] = field(default_factory=dict)
    high: Mapping[str, FloatArray] = field(default_factory=dict)
    leg_length: float = float("nan")
    back_missing: str | None = None
    bar_missing: str | None = "plate_not_sought"
    bar_scale_doubt: float = 0.0
    yaw_deg: float | None = None
    behind_plate: bool = False
    shoulder_hidden: bool = False
    seen_from: Literal["side", "front", "back"] = "side"
    square_off_deg: float = 0.0
    by_sensors: frozenset[str] = frozenset()

    def __len__(self) -> int:
        """Return the number of frames."""
        return len(self.time_s)

    def of(self, name: str) -> FloatArray:
        """Return a series ``[time]``, NaN throughout where the source does not measure it."""
        return self._or_nothing(self.values, name)

    def low_of(self, name: str) -> FloatArray:
        """Return the lower 90 % bound ``[time]``, NaN throughout where there is none."""
        return self._or_nothing(self.low, name)

    def high_of(self, name: str) -> FloatArray:
        """Return the upper 90 % bound ``[time]``, NaN throughout where there is none."""
        return self._or_nothing(self.high, name)

    def between(self, start_s: float, end_s: float) -> BoolArray:
        """Return the frames ``[time]`` of a closed stretch of time."""
        return np.asarray((self.time_s >= start_s) & (self.time_s <= end_s))

    @property
    def step_s(self) -> float:
        """Median time between two frames, seconds."""
        return median_of(np.diff(self.time_s))

    def next_start_s(self, span: Span) -> float:
        """Return when the next movement after ``span`` starts, or the recording ends, seconds."""
        return min((s.start_s for s in self.spans if s.start_s >= span.end_s), default=float(self.time_s[-1]))

    def _or_nothing(self, series: Mapping[str, FloatArray], name: str) -> FloatArray:
        found = series.get(name)
        return np.full(len(self), np.nan) if found is None else found
