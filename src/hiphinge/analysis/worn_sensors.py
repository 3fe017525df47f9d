"""Video and motion sensors of one set: each checked against the other, and the better one used for each angle."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from hiphinge.analysis.from_sensors import sensor_bounds
from hiphinge.analysis.result import WITH_THIGH, SensorCheck
from hiphinge.analysis.tracks import FrameMeasurements, median_in_standing
from hiphinge.measures import LEANING_DEG, MotionSeries
from hiphinge.motion import FloatArray, Motion

__all__ = ["with_worn_sensors"]

BoolArray = NDArray[np.bool_]

_LEAST_SHARE: Final = 0.5
"""What measured fewer of the moving frames than this share is not used, however narrow its interval is."""
_COVERS: Final = 0.95
"""Sensors count for an angle where they give it at this share of the moving frames at which the video measured it:
what ended early would leave repetitions without it. This package's own value."""
_PELVIS, _HIP, _LUMBAR = "pelvis_tilt_deg", "hip_flexion_deg", "lumbar_flexion_deg"
_TRUNK: Final = "trunk_inclination_deg"


@dataclass(frozen=True, kw_only=True, eq=False)
class _Angle:
    """One angle by one of the two ``[time]``: values and 90 % bounds."""

    values: FloatArray
    low: FloatArray
    high: FloatArray

    def half_width_deg(self, frames: BoolArray) -> float | None:
        """Return half the usual width of the interval; None where too little was measured."""
        known = frames & np.isfinite(self.values) & np.isfinite(self.high - self.low)
        if not frames.any() or known.sum() < _LEAST_SHARE * frames.sum():
            return None
        return float(np.median((self.high - self.low)[known]) / 2.0)


def with_worn_sensors(tracks: FrameMeasurements, motion: Motion) -> tuple[FrameMeasurements, tuple[SensorCheck, ...]]:
    """Return the measurements of a video with the angles that sensors know better, and how the two compare.

    The one with the narrower 90 % interval is taken for the whole recording, so that no value jumps between two ways of
    measuring; the sensors only where they leave out nothing that the video measured. Hip flexion follows the pelvis.

    Parameters
    ----------
    motion
        What was filmed, with what the sensors gave (`Motion.worn_deg`). Its details say between which places
        (``worn_between``), and which angles were measured at other places than those of the video
        (``worn_elsewhere``): they are compared, but not used; and how far the bows differed (``worn_bows_differ_deg``).
    """
    series, worn_deg, said = tracks.series, motion.worn_deg, motion.origin.details
    if worn_deg is None:
        return tracks, ()
    between, other_places = said.get("worn_between", {}), frozenset(said.get("worn_elsewhere", ()))
    low, high = sensor_bounds(worn_deg, bows_differ_deg=said.get("worn_bows_differ_deg", 0.0))
    moving = np.abs(series.of(_TRUNK) - series.reference.values.get(_TRUNK, 0.0)) > LEANING_DEG
    checks, better = [], dict[str, _Angle]()
    for id_ in worn_deg:
        if id_ not in low:
            continue
        ours = _Angle(values=series.of(id_), low=series.low_of(id_), high=series.high_of(id_))
        theirs = _Angle(values=worn_deg[id_], low=low[id_], high=high[id_])
        check = _checked(id_, ours, theirs, moving, between=between.get(id_, ""), usable=id_ not in other_places)
        if check is not None:
            checks.append(check)
            if check.used == "sensors":
                better[id_] = theirs
    if _PELVIS in better and _HIP not in better and (hip := _hip_with(series, better[_PELVIS])) is not None:
        video = _Angle(values=series.of(_HIP), low=series.low_of(_HIP), high=series.high_of(_HIP))
        joined = _checked(_HIP, video, hip, moving, between=WITH_THIGH, usable=True)
        checks = [check for check in checks if check.id != _HIP]
        if joined is not None:
            better[_HIP] = hip
            checks.append(replace(joined, used="sensors"))
    return _taking(tracks, better), tuple(checks)


def _checked(
    id_: str, ours: _Angle, theirs: _Angle, moving: BoolArray, *, between: str, usable: bool
) -> SensorCheck | None:
    """Return how video and sensors compare where the person moves; None where the sensors measured too little."""
    video_deg, sensors_deg = ours.half_width_deg(moving), theirs.half_width_deg(moving)
    if sensors_deg is None:
        return None
    both = moving & np.isfinite(ours.values) & np.isfinite(theirs.values)
    away = (theirs.values - ours.values)[both]
    reach = np.hypot((ours.high - ours.low)[both] / 2.0, (theirs.high - theirs.low)[both] / 2.0)
    used: Literal["video", "sensors"] = "video"
    seen = moving & np.isfinite(ours.values)
    covers = both.sum() >= _COVERS * seen.sum()
    if usable and covers and (video_deg is None or sensors_deg < video_deg):
        used = "sensors"
    return SensorCheck(
        id=id_,
        between=between,
        used=used,
        video_half_width_deg=video_deg,
        sensors_half_width_deg=sensors_deg,
        difference_deg=float(np.mean(away)) if len(away) else None,
        difference_low_deg=float(np.percentile(away, 5.0)) if len(away) else None,
        difference_high_deg=float(np.percentile(away, 95.0)) if len(away) else None,
        agree=float(np.mean(np.abs(away) <= reach)) if len(away) else None,
        same_places=usable,
    )


def _hip_with(series: MotionSeries, pelvis: _Angle) -> _Angle | None:
    """Return hip flexion with the sensors' pelvis and the video's thigh; None where the video has none."""
    if _HIP not in series.values or _PELVIS not in series.values:
        return None
    thigh = series.of(_PELVIS) - series.of(_HIP)
    of_hip, of_pelvis = ((series.high_of(id_) - series.low_of(id_)) / 2.0 for id_ in (_HIP, _PELVIS))
    of_thigh = np.sqrt(np.maximum(of_hip**2 - of_pelvis**2, 0.0))
    half = np.hypot(of_thigh, (pelvis.high - pelvis.low) / 2.0)
    values = pelvis.values - thigh
    return _Angle(values=values, low=values - half, high=values + half)


def _taking(tracks: FrameMeasurements, better: Mapping[str, _Angle]) -> FrameMeasurements:
    if not better:
        return tracks
    series = tracks.series
    values = {**series.values, **{id_: angle.values for id_, angle in better.items()}}
    stands = np.abs(series.of(_TRUNK) - series.reference.values.get(_TRUNK, 0.0)) <= LEANING_DEG
    standing = median_in_standing({id_: angle.values for id_, angle in better.items()}, stands)
    reference = replace(series.reference, values={**series.reference.values, **standing})
    back_missing = None if _LUMBAR in better else series.back_missing
    return replace(
        tracks,
        series=replace(
            series,
            values=values,
            low={**series.low, **{id_: angle.low for id_, angle in better.items()}},
            high={**series.high, **{id_: angle.high for id_, angle in better.items()}},
            reference=reference,
            back_missing=back_missing,
            by_sensors=frozenset(better),
        ),
    )
