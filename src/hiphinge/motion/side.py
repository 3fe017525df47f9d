"""A person in the side view, after cleaning: forward is +x, up is +y, and angles are measured on the near side."""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from hiphinge.motion.origin import FloatArray, FrozenArrays, frozen

__all__ = ["SIDE_EDGES", "SIDE_JOINTS", "SideMotion", "View", "ViewLabel", "lean_deg"]

SIDE_JOINTS = ("ear", "shoulder", "elbow", "wrist", "hip", "knee", "ankle", "heel", "toe")
"""The points of one side of the body, in the order of `SideMotion` arrays."""

SIDE_EDGES = ("front", "back")
"""The two edges of the silhouette in a side view."""

ViewLabel = Literal["side", "oblique", "front", "back", "unknown"]


@dataclass(frozen=True, kw_only=True)
class View:
    """The camera's view of the person.

    ``yaw_deg`` is the angle between the camera's axis and the person's frontal axis: 0 is a true side view, 90 is
    from the front or the back. ``toward``: the chest turns to the camera, not the back. ``reasons`` holds ids of the
    catalogue's reasons for what cannot be used.
    """

    label: ViewLabel
    facing: Literal["left", "right", "unknown"]
    yaw_deg: float | None
    yaw_error_deg: float | None
    usable: bool
    reasons: tuple[str, ...] = ()
    toward: bool = True

    @property
    def turned(self) -> bool:
        """Whether the person is measured from an angle, turned into the side view."""
        return self.usable and self.label == "oblique"

    @property
    def frontal(self) -> bool:
        """Whether the person is measured from the front or from behind."""
        return self.usable and self.label in {"front", "back"}

    @property
    def signed_yaw_deg(self) -> float:
        """The yaw, positive where the chest turns to the camera; 0 where it is not known."""
        yaw_deg = self.yaw_deg or 0.0
        return yaw_deg if self.toward else -yaw_deg


@dataclass(frozen=True, kw_only=True, eq=False)
class SideMotion(FrozenArrays):
    """The cleaned side view.

    Attributes
    ----------
    time_s
        Seconds ``[time]``, increasing, on the source's clock.
    near, far
        ``[time, joint, 2]`` with joints as in `SIDE_JOINTS`, x forward (the way the person faces) and y up, in
        ``unit``; NaN in gaps that were too long to close. ``far`` is used only as a check.
    quality
        ``[time, joint]`` of the near side from 0 to 1: confidence after cleaning.
    leg_length
        Hip to ankle over the knee, in ``unit``, robust over the recording.
    contour
        ``[time, station, edge, 2]`` or None: where the silhouette ends in front and behind (`SIDE_EDGES`) at each
        station (`hiphinge.motion.contour.CONTOUR_STATIONS`), in the axes of ``near``; NaN where no edge was detected.
    plate
        ``[time, 5]`` or None: what may be a weight plate (`Motion.plate`), its centre in the axes of ``near``.
    behind_plate
        ``[time, joint]`` or None: where that plate hides hip, knee and ankle, which are then placed by what must hold
        (`hiphinge.cleaning.behind_plate`).
    knee_lost
        ``[time]`` or None: where the knee is not where it was placed behind that plate. Movements are found by it all
        the same, and the back is measured: in 67 rendered lifters behind plates, looked at, the lower back is then
        measured in 90 % of the frames in place of 82, no less exactly (8.9 degrees in place of 9.1, root mean square
        over clips; 69 of 72 intervals at the bottom hold in place of 60 of 63). Nothing else is measured of it
        (`without_lost_knees`).
    shoulder_hidden
        Whether that plate hides the shoulder for so long that the lean of the trunk is less exact.
    moves
        Half-open runs of frames in which the feet move from one place to another: a step, or a camera that is moved.
    on_far_leg
        Whether the leg of ``near`` is the far one, since the person stands on that leg alone.
    seen_near, seen_far
        ``[time, joint, 2]``: where the joints were seen in the frame, forward and up, of somebody who was filmed at an
        angle: ``near`` is then the middle of both sides, turned into the side view. None where they are one and the
        same.
    """

    time_s: FloatArray
    near: FloatArray
    far: FloatArray
    quality: FloatArray
    near_side: Literal["left", "right"]
    unit: Literal["px", "m"]
    leg_length: float
    view: View
    contour: FloatArray | None = None
    plate: FloatArray | None = None
    behind_plate: NDArray[np.bool_] | None = None
    knee_lost: NDArray[np.bool_] | None = None
    shoulder_hidden: bool = False
    moves: tuple[tuple[int, int], ...] = ()
    on_far_leg: bool = False
    seen_near: FloatArray | None = None
    seen_far: FloatArray | None = None

    def __post_init__(self) -> None:
        """Freeze the arrays."""
        for name in ("time_s", "near", "far", "quality", "contour", "plate", "seen_near", "seen_far"):
            value = getattr(self, name)
            if value is not None:
                object.__setattr__(self, name, frozen(value))
        for name in ("behind_plate", "knee_lost"):
            value = getattr(self, name)
            if value is not None:
                hidden = np.array(value, dtype=np.bool_)
                hidden.setflags(write=False)
                object.__setattr__(self, name, hidden)

    def __len__(self) -> int:
        """Return the number of frames."""
        return len(self.time_s)

    @property
    def seen(self) -> tuple[FloatArray, FloatArray]:
        """Where the joints of the near and the far side are in the frame ``[time, joint, 2]``, forward and up."""
        near = self.near if self.seen_near is None else self.seen_near
        return near, self.far if self.seen_far is None else self.seen_far

    def joint(self, name: str, *, side: Literal["near", "far"] = "near") -> FloatArray:
        """Return the path ``[time, 2]`` of a joint."""
        array = self.near if side == "near" else self.far
        return np.asarray(array[:, SIDE_JOINTS.index(name)])

    def without_lost_knees(self) -> "SideMotion":
        """Return the same with no knee where it is lost, as what is measured is measured from."""
        if self.knee_lost is None:
            return self
        knee = SIDE_JOINTS.index("knee")
        near, quality = np.array(self.near), np.array(self.quality)
        near[self.knee_lost, knee], quality[self.knee_lost, knee] = np.nan, 0.0
        return replace(self, near=near, quality=quality, knee_lost=None)

    @property
    def frame_rate_hz(self) -> float:
        """Median frame rate."""
        return float(1.0 / np.median(np.diff(self.time_s))) if len(self) > 1 else 0.0


def lean_deg(line: FloatArray) -> FloatArray:
    """Return the angle of lines ``[..., 2]`` (forward, up) from vertical, forward positive, degrees ``[...]``."""
    return np.asarray(np.degrees(np.arctan2(line[..., 0], line[..., 1])))
