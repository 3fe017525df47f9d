"""The dorsal contour at one moment over that of the reference posture, turned upright, as shapes; nothing is judged."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hiphinge.analysis import Analysis
from hiphinge.motion import SIDE_JOINTS, FloatArray
from hiphinge.motion.contour import TRUNK_SHARES
from hiphinge.reports.model import Contour
from hiphinge.spine.contour_features import dorsal_contour

__all__ = [
    "DRAWN_STATIONS",
    "DorsalContours",
    "contour",
    "dorsal_contours_of",
    "is_a_back",
    "median_contour",
    "path_of",
    "reference_contour",
    "standing_frames",
]

Bools = NDArray[np.bool_]

BOTTOM_WINDOW_S = 0.1
STANDING_WINDOW_S = 0.2
DEEPEST, STEEPEST_DEG = 0.33, 52.0
"""A standing contour farther behind the hip than this share of leg length, or that runs farther off the trunk's line,
is that of a plate or an arm. Plates in front of rendered people's hips bring 55 to 71 degrees; standing backs, rendered
and real, stay within 49."""
_CHORD = 3
"""Stations over which the contour's direction is taken."""
STANDING_LEAN_DEG = 5.0
"""Frames about the standing one belong to it as long as the trunk leans no further from it than this."""
SHOWN = (-0.25, 1.02)
"""Between which shares of the way from hip to shoulder the edge is drawn: beyond, seat and neck turn away from it."""
_PER_LEG = 1000.0
_MARGIN = 45.0
_BEYOND_STICK = 0.12
_LEAN = "trunk_inclination_deg"
_HIP, _SHOULDER = SIDE_JOINTS.index("hip"), SIDE_JOINTS.index("shoulder")
DRAWN_STATIONS = np.abs(TRUNK_SHARES - sum(SHOWN) / 2) <= (SHOWN[1] - SHOWN[0]) / 2
"""Mask ``[station]`` of the trunk's stations whose contour is drawn."""


@dataclass(frozen=True, kw_only=True, eq=False)
class DorsalContours:
    """The dorsal contour in every frame, from the hip, with the line hip to shoulder upright, facing +x.

    ``back`` is ``[time, station, 2]``, ``shoulder`` and ``stick`` are ``[time, 2]`` and ``[time, contact, 2]``, in
    leg lengths; NaN where not detected.
    """

    time_s: FloatArray
    back: FloatArray
    shoulder: FloatArray
    stick: FloatArray


def dorsal_contours_of(analysis: Analysis) -> DorsalContours | None:
    """Return the dorsal contour in every frame, or None where the recording has no contour."""
    side = analysis.side
    if side is None or side.contour is None:
        return None
    line = (side.near[:, _SHOULDER] - side.near[:, _HIP]) / side.leg_length
    places = np.full((len(side), 2, 2), np.nan) if analysis.dowel is None else analysis.dowel.contact_points
    stick = (places - side.near[:, None, _HIP]) / side.leg_length
    return DorsalContours(
        time_s=side.time_s,
        back=_upright(dorsal_contour(side)[:, DRAWN_STATIONS], line),
        shoulder=_upright(line[:, None], line)[:, 0],
        stick=_upright(stick, line),
    )


def _upright(points: FloatArray, line: FloatArray) -> FloatArray:
    """Return points ``[time, place, 2]`` turned so that ``line`` ``[time, 2]`` points up."""
    with np.errstate(invalid="ignore", divide="ignore"):
        up = line / np.linalg.norm(line, axis=1, keepdims=True)
    ahead = np.stack([up[:, 1], -up[:, 0]], axis=1)
    return np.stack([np.einsum("tsk,tk->ts", points, ahead), np.einsum("tsk,tk->ts", points, up)], axis=-1)


def median_contour(points: FloatArray, frames: Bools) -> FloatArray | None:
    """Return the median ``[station, 2]`` over those frames in which all of it was detected, or None."""
    detected = frames & np.isfinite(points).all(axis=(1, 2))
    return np.asarray(np.median(points[detected], axis=0)) if detected.any() else None


def reference_contour(analysis: Analysis, edges: DorsalContours) -> FloatArray | None:
    """Return the reference posture's contour ``[station, 2]`` here, or None where it is not that of a back."""
    frames = standing_frames(analysis, edges.time_s)
    standing = None if frames is None else median_contour(edges.back, frames)
    return standing if standing is not None and is_a_back(standing) else None


def standing_frames(analysis: Analysis, time_s: FloatArray) -> Bools | None:
    """Return the frames ``[time]`` that show the reference posture, or None where this recording does not."""
    standing_s = analysis.standing.time_s
    if standing_s is None:
        return None
    frames = np.abs(time_s - standing_s) <= STANDING_WINDOW_S
    lean = None if analysis.series is None else analysis.series.values.get(_LEAN)
    if lean is not None:
        at = float(lean[int(np.argmin(np.abs(time_s - standing_s)))])
        frames &= np.abs(lean - at) <= STANDING_LEAN_DEG if math.isfinite(at) else frames
    return frames


def is_a_back(standing: FloatArray) -> bool:
    """Tell whether a standing contour ``[station, 2]`` can be that of a back."""
    along = standing[_CHORD:] - standing[:-_CHORD]
    whole = standing[-1] - standing[0]
    off = np.arctan2(along[:, 0], along[:, 1]) - np.arctan2(whole[0], whole[1])
    off_deg = np.abs((np.degrees(off) + 180.0) % 360.0 - 180.0)
    return float(-standing[:, 0].min()) <= DEEPEST and float(off_deg.max()) <= STEEPEST_DEG


def contour(edges: DorsalContours, *, own: FloatArray | None, time_s: float, alt: str) -> Contour | None:
    """Return the drawing of one moment; None where the contour was not detected at it."""
    frames = np.abs(edges.time_s - time_s) <= BOTTOM_WINDOW_S
    now, shoulder = median_contour(edges.back, frames), median_contour(edges.shoulder[:, None], frames)
    if now is None or shoulder is None:
        return None
    stick = median_contour(edges.stick[:, :2], frames)
    ends = np.zeros((0, 2)) if stick is None else _beyond(stick)
    shown = [now, shoulder, np.zeros((1, 2)), ends, np.zeros((0, 2)) if own is None else own]
    return Contour(
        now=path_of(now),
        own="" if own is None else path_of(own),
        between="" if own is None else _between(now, own),
        stick=path_of(ends) if len(ends) else "",
        shoulder=_svg_point(shoulder[0]),
        box=_box(np.concatenate(shown)),
        alt=alt,
    )


def _between(now: FloatArray, own: FloatArray) -> str:
    """Return the area between two contours over the heights that both have, as SVG path commands."""
    low, high = max(now[:, 1].min(), own[:, 1].min()), min(now[:, 1].max(), own[:, 1].max())
    there, back = (edge[(edge[:, 1] >= low) & (edge[:, 1] <= high)] for edge in (now, own))
    return f"{path_of(there)}{_onward(back[::-1])}Z" if len(there) and len(back) else ""


def _beyond(stick: FloatArray) -> FloatArray:
    low, high = stick
    return np.stack([low - _BEYOND_STICK * (high - low), high + _BEYOND_STICK * (high - low)])


def path_of(points: FloatArray) -> str:
    """Return an open line through points ``[place, 2]`` as SVG path commands, in thousandths of a leg, y down."""
    return f"M{_pairs(points[:1])}{_onward(points[1:])}"


def _onward(points: FloatArray) -> str:
    return "".join(f"L{_pairs([point])}" for point in points)


def _pairs(points: Sequence[FloatArray] | FloatArray) -> str:
    return " ".join("{} {}".format(*_svg_point(point)) for point in points)


def _svg_point(point: FloatArray) -> tuple[int, int]:
    return round(float(point[0]) * _PER_LEG), round(float(-point[1]) * _PER_LEG)


def _box(points: FloatArray) -> tuple[int, int, int, int]:
    """Return x, y, width and height around points, with room for the lines' width."""
    places = points * np.array([_PER_LEG, -_PER_LEG])
    low = places.min(axis=0) - _MARGIN
    size = places.max(axis=0) + _MARGIN - low
    return round(float(low[0])), round(float(low[1])), round(float(size[0])), round(float(size[1]))
