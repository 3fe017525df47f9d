"""Keypoints over time, and the recording they come from."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hiphinge.errors import InputFormatError
from hiphinge.motion.layouts import KeypointLayout

__all__ = ["EVERYBODY", "CoordinateFrame", "FloatArray", "FrozenArrays", "Motion", "Origin", "frozen"]

FloatArray = NDArray[np.float64]

EVERYBODY = "everybody"
"""Key of `Origin.details` with where everybody is at a moment: ``time_s``, ``followed`` (a number, from 1) and
``boxes_px`` in the upright original, numbered from the left."""

PLATE_NUMBERS = 5
"""How many numbers `Motion.plate` has for a frame."""


def frozen(values: ArrayLike) -> FloatArray:
    """Return a float copy that cannot be written to."""
    array = np.array(values, dtype=np.float64)
    array.setflags(write=False)
    return array


class FrozenArrays:
    """Base of dataclasses whose arrays cannot be written to, also after a copy or in another process."""

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Freeze the arrays again, which `copy` and `pickle` leave writable."""
        for value in state.values():
            if isinstance(value, np.ndarray):
                value.setflags(write=False)
        self.__dict__.update(state)


class CoordinateFrame(StrEnum):
    """Coordinate frames of positions."""

    IMAGE_PX = "image_px"
    """Pixels of the upright frame: x right, y down from the top left corner."""
    WORLD_M = "world_m"
    """Metres in a laboratory: y up, x and z horizontal."""


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Where a recording came from: file, format, frame rate, estimator, and warnings from reading it."""

    name: str
    sha256: str | None = None
    format: str = "unknown"
    duration_s: float = 0.0
    fps: float = 0.0
    size_px: tuple[int, int] | None = None
    estimator: str | None = None
    details: dict[str, Any] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


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

    def __post_init__(self) -> None:
        """Freeze the arrays and check them."""
        for name in ("time_s", "positions", "confidence", "world_m", "contour", "plate"):
            value = getattr(self, name)
            if value is not None:
                object.__setattr__(self, name, frozen(value))
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
        for name, shape in expected.items():
            got = getattr(self, name).shape
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
        return replace(
            self,
            time_s=self.time_s[frames],
            positions=self.positions[frames],
            confidence=self.confidence[frames],
            world_m=None if self.world_m is None else self.world_m[frames],
            contour=None if self.contour is None else self.contour[frames],
            plate=None if self.plate is None else self.plate[frames],
        )

    def point(self, name: str) -> FloatArray:
        """Return one keypoint's path ``[time, axis]``; NaN throughout where the layout lacks it."""
        index = self.layout.index(name)
        if index is None:
            return np.full(self.positions[:, 0].shape, np.nan)
        return self.positions[:, index]

    def confidence_of(self, name: str) -> FloatArray:
        """Return one keypoint's confidence ``[time]``; 0 where the layout lacks it."""
        index = self.layout.index(name)
        return np.zeros(len(self)) if index is None else self.confidence[:, index]
