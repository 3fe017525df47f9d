"""Joints in laboratory coordinates: metres, x forward, y up from the floor, z to the right, with marker names."""

from dataclasses import dataclass

import numpy as np

from hiphinge.analysis import Analysis
from hiphinge.anthropometry import ASSUMED_STATURE_M, leg_lengths, metres_per_unit
from hiphinge.documents import markers_mark
from hiphinge.exports.measured_joints import measured_positions
from hiphinge.motion import CoordinateFrame, FloatArray, Motion

__all__ = ["LaboratoryMarkers", "laboratory_markers"]

_JOINTS = ("shoulder", "elbow", "wrist", "hip", "knee", "ankle")
_LOWEST = ("left_heel", "right_heel", "left_toe", "right_toe", "left_ankle", "right_ankle")
_FLOOR_PERCENTILE = 95
_UNEVEN = 0.1
_OWN_NAMES = {
    "nose": "Nose",
    "neck": "Neck",
    "head_top": "HeadTop",
    "mid_hip": "midHip",
    "c7": "C7",
    "t10": "T10",
    "clavicle": "CLAV",
    "sternum": "STRN",
    "sacrum": "SACR",
}
_AS_MEASURED = (
    "Near side: joints of the analysis, smoothed and corrected; trunk, shin and knee have its angles. Far side: "
    "smoothed keypoints. Other points: keypoints as detected. The bend of the back is not in this file."
)
_AS_DETECTED = "Keypoints as detected: no angle was measured in this recording."
_SIDED_NAMES = {
    "toe": "BigToe",
    "small_toe": "SmallToe",
    "asis": ".ASIS",
    "psis": ".PSIS",
    "eye_inner": "EyeInner",
    "eye_outer": "EyeOuter",
}


@dataclass(frozen=True, kw_only=True, eq=False)
class LaboratoryMarkers:
    """Paths ``positions_m[time, marker, 3]`` with their names.

    ``notes`` say what the positions are and how they were scaled; ``mark`` is for the reader of hiphinge, None where
    the positions are a laboratory's own.
    """

    time_s: FloatArray
    names: tuple[str, ...]
    positions_m: FloatArray
    notes: tuple[str, ...]
    mark: str | None = None

    @property
    def rate_hz(self) -> float:
        """Median frame rate."""
        return float(1.0 / np.median(np.diff(self.time_s))) if len(self.time_s) > 1 else 1.0

    def evenly(self) -> "LaboratoryMarkers":
        """Return the same paths at even times, for files without times; gaps stay gaps."""
        steps_s = np.diff(self.time_s)
        if not len(steps_s) or np.ptp(steps_s) < _UNEVEN * np.median(steps_s):
            return self
        count = round((self.time_s[-1] - self.time_s[0]) * self.rate_hz) + 1
        time_s = self.time_s[0] + np.arange(count) / self.rate_hz
        flat = self.positions_m.reshape(len(self.time_s), -1)
        even = np.stack([np.interp(time_s, self.time_s, path) for path in flat.T], axis=1)
        return LaboratoryMarkers(
            time_s=time_s,
            names=self.names,
            positions_m=even.reshape(count, -1, 3),
            notes=(*self.notes, "The frames were unevenly spaced in time; they were resampled evenly."),
            mark=self.mark,
        )


def laboratory_markers(analysis: Analysis) -> LaboratoryMarkers:
    """Return the joints and keypoints that were detected, in metres.

    A laboratory's recording is taken as it is. In a video, the joints of the near side lie where the analysis has them,
    so that the angles between them are those that it reports; where nothing was measured, all points lie where they
    were detected. A video is scaled by the length of the leg, which is 0.491 of the stature (Winter); without one,
    1.70 m is assumed, and a note says so. All its points lie in the plane z = 0, and the person faces +x.
    """
    motion = analysis.motion
    world = motion.coordinate_frame is CoordinateFrame.WORLD_M
    positions_m, notes = (motion.positions, ()) if world else _of_video(analysis)
    measured = not world and measured_positions(analysis) is not None
    present = np.flatnonzero(np.isfinite(positions_m).all(axis=2).any(axis=0))
    return LaboratoryMarkers(
        time_s=motion.time_s,
        names=tuple(_marker_name(motion.layout.keypoints[place], centre=world) for place in present),
        positions_m=positions_m[:, present],
        notes=notes,
        mark=markers_mark(analysis.side.near_side) if measured and analysis.side is not None else None,
    )


def _marker_name(keypoint: str, *, centre: bool) -> str:
    side, _, point = keypoint.partition("_")
    if side not in {"left", "right"}:
        return _OWN_NAMES.get(keypoint, keypoint)
    if centre and point in _JOINTS:
        return f"{side[0].upper()}{point[0].upper()}JC"
    return f"{side[0].upper()}{_SIDED_NAMES.get(point, point.title())}"


def _of_video(analysis: Analysis) -> tuple[FloatArray, tuple[str, ...]]:
    """Return every keypoint ``[time, keypoint, 3]`` in metres, and the notes."""
    motion = analysis.motion
    sign = -1.0 if analysis.view.facing == "left" else 1.0
    measured = measured_positions(analysis)
    places = motion.positions * [sign, -1.0] if measured is None else measured
    given_m = analysis.person.stature_m
    stature_m = given_m or ASSUMED_STATURE_M
    leg_px = _leg_px(analysis)
    metres = metres_per_unit(leg_px, stature_m=stature_m)
    x = places[..., 0] - sign * _middle_px(motion)
    y = places[..., 1] + _floor_px(motion)
    positions_m = np.stack([x * metres, y * metres, np.where(np.isfinite(x), 0.0, np.nan)], axis=2)
    how = "given" if given_m else "assumed"
    scale = f"Scaled from the video by a stature of {stature_m:.2f} m ({how}): leg {leg_px:.0f} px, {metres:.5f} m/px."
    return positions_m, (scale, _AS_DETECTED if measured is None else _AS_MEASURED)


def _leg_px(analysis: Analysis) -> float:
    """Return the leg's length, hip to ankle over the knee, in pixels; 1 where it cannot be known."""
    if analysis.side is not None and np.isfinite(analysis.side.leg_length):
        return analysis.side.leg_length
    motion = analysis.motion
    legs = np.concatenate(
        [
            leg_lengths(*(motion.point(f"{side}_{joint}") for joint in ("hip", "knee", "ankle")))
            for side in ("left", "right")
        ]
    )
    found = legs[np.isfinite(legs)]
    return float(np.median(found)) if len(found) and np.median(found) > 0 else 1.0


def _floor_px(motion: Motion) -> float:
    """Return the height of the floor, pixels from the top; 0 where no foot was detected."""
    heights = np.concatenate([motion.point(name)[:, 1] for name in _LOWEST])
    found = heights[np.isfinite(heights)]
    return float(np.percentile(found, _FLOOR_PERCENTILE)) if len(found) else 0.0


def _middle_px(motion: Motion) -> float:
    names = ("left_ankle", "right_ankle", "left_hip", "right_hip")
    across = np.concatenate([motion.point(name)[:, 0] for name in names])
    found = across[np.isfinite(across)]
    return float(np.median(found)) if len(found) else 0.0
