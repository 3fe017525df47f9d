"""Keypoints over time, and the recording they come from."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from hiphinge.errors import InputFormatError
from hiphinge.frozen_mapping import FrozenMapping
from hiphinge.motion.layouts import SENSORS_ONLY, KeypointLayout
from hiphinge.motion.origin import FloatArray, FrozenArrays, Origin, frozen
from hiphinge.motion.sensors import SensorRecording

__all__ = ["CoordinateFrame", "Motion", "motion_of_sensors"]

PLATE_NUMBERS = 5
"""How many numbers `Motion.plate` has for a frame."""


class CoordinateFrame(StrEnum):
    """Coordinate frames of positions."""

    IMAGE_PX = "image_px"
    """Pixels of the upright frame: x right, y down from the top left corner."""
    WORLD_M = "world_m"
    """Metres in a laboratory: y up, x and z horizontal."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Motion(FrozenArrays):
    """Keypoints of one person over time.

    Attributes
    ----------
    time_s
        Seconds ``[time]`` on the source's own clock, strictly increasing.
    positions
        ``[time, keypoint, axis]`` in ``coordinate_frame``; two axes in an image, three in a laboratory; NaN where not
        detected.
    confidence
        ``[time, keypoint]`` from 0 to 1; 0 where not detected.
    world_m
        ``[time, keypoint, 3]`` or None: an estimator's own estimate of the body in metres about the hips
        (x right in the frame, y down, z away from the camera). It says the camera's yaw, and how somebody filmed at an
        angle is turned into the side view.
    contour
        ``[time, station, edge]`` or None: distance of the contour's two sides from the midline of shank, thigh and
        trunk, in pixels (`hiphinge.motion.contour`); NaN where none was detected.
    plate
        ``[time, 5]`` or None: something round beside the person that may be a weight plate: its centre x and y, width
        and height in pixels of the frame, and the share of its edge that was found; NaN where there was none.
    sensors
        What motion sensors on the body recorded, where they did and no camera: then there are no keypoints.
    worn_deg
        Angles ``[time]`` that motion sensors worn during a video gave, degrees from standing by quantity id, at the
        times of the video's frames; NaN where they did not record. None where none were worn.

    Raises
    ------
    InputFormatError
        If shapes disagree, time does not increase, or there is no frame.
    """

    time_s: FloatArray
    positions: FloatArray
    confidence: FloatArray
    layout: KeypointLayout
    coordinate_frame: CoordinateFrame
    origin: Origin
    world_m: FloatArray | None = None
    contour: FloatArray | None = None
    plate: FloatArray | None = None
    sensors: SensorRecording | None = None
    worn_deg: Mapping[str, FloatArray] | None = None

    def __post_init__(self) -> None:
        """Freeze the arrays and check them."""
        for name in ("time_s", "positions", "confidence", "world_m", "contour", "plate"):
            value = getattr(self, name)
            if value is not None:
                object.__setattr__(self, name, frozen(value))
        if self.worn_deg is not None:
            worn = {id_: frozen(values) for id_, values in self.worn_deg.items()}
            object.__setattr__(self, "worn_deg", FrozenMapping(worn))
        self._check()

    def _check(self) -> None:
        n, k = len(self.time_s), len(self.layout)
        axes = 2 if self.coordinate_frame is CoordinateFrame.IMAGE_PX else 3
        expected = {"time_s": (n,), "positions": (n, k, axes), "confidence": (n, k)}
        if self.world_m is not None:
            expected["world_m"] = (n, k, 3)
        if self.contour is not None:
            expected["contour"] = (n, *self.contour.shape[1:2], 2)
        if self.plate is not None:
            expected["plate"] = (n, PLATE_NUMBERS)
        found = {name: getattr(self, name) for name in expected} | dict(self.worn_deg or {})
        expected |= dict.fromkeys(self.worn_deg or {}, (n,))
        for name, shape in expected.items():
            got = found[name].shape
            if got != shape:
                message = f"{name} should have the shape {shape} for the layout {self.layout.id}, but has {got}."
                raise InputFormatError(message)
        if n == 0:
            message = f"{self.origin.name} holds no frames. Give a recording of at least one repetition."
            raise InputFormatError(message)
        if not np.all(np.isfinite(self.time_s)) or np.any(np.diff(self.time_s) <= 0):
            message = f"The times of {self.origin.name} should increase from frame to frame, but do not."
            raise InputFormatError(message)

    def __len__(self) -> int:
        """Return the number of frames."""
        return len(self.time_s)

    def part(self, frames: NDArray[np.bool_] | slice) -> "Motion":
        """Return the motion of some of the frames, in their order; at least one."""
        times = self.time_s[frames]
        return replace(
            self,
            time_s=times,
            sensors=None if self.sensors is None else self.sensors.between(float(times[0]), float(times[-1])),
            positions=self.positions[frames],
            confidence=self.confidence[frames],
            world_m=None if self.world_m is None else self.world_m[frames],
            contour=None if self.contour is None else self.contour[frames],
            plate=None if self.plate is None else self.plate[frames],
            worn_deg=None if self.worn_deg is None else {id_: each[frames] for id_, each in self.worn_deg.items()},
        )

    def point(self, name: str) -> FloatArray:
        """Return one keypoint's path ``[time, axis]``; NaN throughout where the layout lacks it."""
        index = self.layout.index(name)
        if index is None:
            return np.full((len(self), self.positions.shape[2]), np.nan)
        return self.positions[:, index]

    def confidence_of(self, name: str) -> FloatArray:
        """Return one keypoint's confidence ``[time]``; 0 where the layout lacks it."""
        index = self.layout.index(name)
        return np.zeros(len(self)) if index is None else self.confidence[:, index]


def motion_of_sensors(recording: SensorRecording) -> Motion:
    """Return a recording of sensors as the type that every recording has, on the clock of the quickest sensor."""
    quickest = max(recording.tracks, key=lambda track: track.rate_hz)
    inside = (quickest.time_s >= recording.start_s) & (quickest.time_s <= recording.end_s)
    time_s = quickest.time_s[inside]
    origin = replace(
        recording.origin, duration_s=float(time_s[-1] - time_s[0]), fps=round(quickest.rate_hz, 3), size_px=None
    )
    return Motion(
        time_s=time_s,
        positions=np.empty((len(time_s), 0, 3)),
        confidence=np.empty((len(time_s), 0)),
        layout=SENSORS_ONLY,
        coordinate_frame=CoordinateFrame.WORLD_M,
        origin=origin,
        sensors=recording,
    )
