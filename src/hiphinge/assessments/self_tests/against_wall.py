"""The wall touch as a scored test: the same watch as in the live drill, over a whole recording."""

import numpy as np

from hiphinge.analysis.tracks import FrameMeasurements
from hiphinge.anthropometry import LEG
from hiphinge.assessments.self_tests.body import BoolArray
from hiphinge.assessments.self_tests.result import SelfTestValue, missing
from hiphinge.assessments.wall_touch import WallTouch, WallWatch
from hiphinge.catalogue import load
from hiphinge.measures import Measured, Measurement, estimate, not_measurable, with_bounds
from hiphinge.motion import SIDE_EDGES, Motion, SideMotion
from hiphinge.motion.contour import CONTOUR_STATIONS

__all__ = ["wall_touch"]

ABOUT_S = 0.15
HEEL_BEHIND_ANKLE = 0.052
"""From the ankle joint to the back of the heel, share of stature: 0.039 to the heel's centre of pressure (Winter 2009)
and the heel's own depth behind it; the program's own value."""
_IDS = ("wall_touches", "wall_distance", "knee_flexion_deg", "lumbar_flexion_deg")
_HIP_BAND = np.array([low == "hip" and share <= 0.4 for low, _, share in CONTOUR_STATIONS])  # noqa: PLR2004 - as the watch


def wall_touch(motion: Motion, tracks: FrameMeasurements, still: BoolArray) -> tuple[SelfTestValue, ...]:
    """Return how often the seat touched the wall, how far that is behind the heels, and knees and back at the touch."""
    if motion.contour is None:
        return missing(_IDS, "outline_not_seen")
    first = np.flatnonzero(still)
    if not len(first):
        return missing(_IDS, "no_standing")
    watch = WallWatch()
    frames = [motion.part(slice(row, row + 1)) for row in range(len(motion))]
    watch.stand([frames[row] for row in first])
    touches = [
        event
        for frame in frames[int(first[0]) :]
        for event in watch.push(frame)
        if isinstance(event, WallTouch) and event.kind == "touched"
    ]
    count = _counted(len(touches), time_s=touches[0].time_s if touches else None)
    if not touches:
        return (SelfTestValue(quantity=_IDS[0], measured=count), *missing(_IDS[1:], "no_wall_touched"))
    at = np.any([np.abs(motion.time_s - touch.time_s) <= ABOUT_S for touch in touches], axis=0)
    series, at_s = tracks.series, touches[len(touches) // 2].time_s
    return (
        SelfTestValue(quantity=_IDS[0], measured=count),
        SelfTestValue(quantity=_IDS[1], measured=_distance(tracks.seen, at, at_s)),
        *(SelfTestValue(quantity=id_, measured=_at(series.of(id_), at, id_, at_s)) for id_ in _IDS[2:]),
    )


def _counted(count: int, *, time_s: float | None) -> Measurement:
    doubt = load().accuracy["wall_touches"].absolute
    return with_bounds("wall_touches", float(count), max(count - doubt, 0.0), count + doubt, time_s=time_s)


def _at(
    values: "np.ndarray[tuple[int, ...], np.dtype[np.float64]]", frames: BoolArray, id_: str, at_s: float
) -> Measured:
    known = values[frames & np.isfinite(values)]
    return estimate(id_, float(np.median(known)), time_s=at_s) if len(known) else not_measurable("back_hidden")


def _distance(side: SideMotion, at: BoolArray, at_s: float) -> Measured:
    if side.contour is None:
        return not_measurable("outline_not_seen")
    edges = side.contour[at][:, _HIP_BAND, SIDE_EDGES.index("back"), 0]
    ankle = side.joint("ankle")[:, 0]
    known = ankle[np.isfinite(ankle)]
    if not np.isfinite(edges).any() or not len(known):
        return not_measurable("outline_not_seen")
    seat = float(np.nanmedian(np.nanmin(edges, axis=1)[np.isfinite(edges).any(axis=1)]))
    stature = side.leg_length / LEG
    return estimate("wall_distance", (float(np.median(known)) - seat) / stature - HEEL_BEHIND_ANKLE, time_s=at_s)
