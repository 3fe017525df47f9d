"""A video and the motion sensors that were worn in it, put on one clock by the movement that both recorded."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from hiphinge.catalogue import load
from hiphinge.errors import InputFormatError, InputUnreadableError, NotMeasurableError, UsageError
from hiphinge.measures import LEANING_DEG
from hiphinge.motion import FloatArray, Motion, SensorPlace
from hiphinge.reports.text.numbers import clock
from hiphinge.signals.synchronising import alignment_of
from hiphinge.sources.formats import Hints, read_motion, sniff

if TYPE_CHECKING:
    from hiphinge.measures import MotionSeries

__all__ = ["WornSensors", "read_worn", "with_sensors"]

_TRUNK: Final = "trunk_inclination_deg"
_PELVIS_ENDS: Final = frozenset({SensorPlace.S2, SensorPlace.PELVIS})
_NECK_ENDS: Final = frozenset({SensorPlace.C7, SensorPlace.T1})
_MISSED_SHARE: Final = 0.05
"""More of the movement before or after the sensors' recording than this share is said."""


@dataclass(frozen=True, kw_only=True, eq=False)
class WornSensors:
    """A recording of sensors, measured: what is to be put beside a video.

    Attributes
    ----------
    motion
        The recording.
    series
        What it gives at its own times.
    facts
        As of `hiphinge.analysis.from_sensors.calibration_facts`.
    """

    motion: Motion
    series: "MotionSeries"
    facts: Mapping[str, Any]


def read_worn(recording: str | os.PathLike[str], *, hints: Hints) -> WornSensors:
    """Return a recording of sensors with what they measure.

    How the sensors sit on the body is found in the whole of it, which may begin before the video and end after it.

    Raises
    ------
    UsageError
        If ``recording`` is not of sensors.
    InputError, MissingComponentError
        As in `hiphinge.sources.formats.read_motion`.
    NotMeasurableError
        If the sensors cannot be measured.
    """
    from hiphinge.analysis.from_sensors import calibration_facts, measure_sensors  # noqa: PLC0415  # slow to load

    path = Path(recording)
    _check_kind(path)
    worn = read_motion(path, fps=hints.fps, sensors=hints.sensors)
    if worn.sensors is None:
        message = (
            f"--sensors should be a recording of motion sensors, but {worn.origin.name} holds positions. Give the "
            "folder, or the table, with the samples."
        )
        raise UsageError(message)
    measured, known = measure_sensors(worn.sensors, worn.time_s)
    return WornSensors(motion=worn, series=measured.series, facts=calibration_facts(worn.sensors, known))


def with_sensors(motion: Motion, worn: WornSensors) -> Motion:
    """Return what was filmed, with the angles that sensors worn meanwhile gave at the times of its frames.

    Both clocks are brought together by how the trunk leans.

    Raises
    ------
    UsageError
        If ``motion`` is of sensors itself.
    NotMeasurableError
        If the sensors do not show the movement of the video.
    """
    from hiphinge.analysis.from_sensors import lean_of  # noqa: PLC0415  # slow to load
    from hiphinge.analysis.stretches import choose_stretch  # noqa: PLC0415  # likewise
    from hiphinge.analysis.tracks import movement_events_of  # noqa: PLC0415  # likewise
    from hiphinge.cleaning import clean  # noqa: PLC0415  # likewise

    check_filmed(motion)
    recorded, series = worn.motion, worn.series
    sensors = recorded.sensors
    assert sensors is not None  # noqa: S101  # it was checked; this tells the type checker
    filmed, _ = choose_stretch(motion)
    trunk_deg = movement_events_of(clean(filmed)).angles[_TRUNK]
    found = alignment_of(filmed.time_s, trunk_deg, other_time_s=recorded.time_s, other_values=lean_of(series))
    if (problem := found.problem()) is not None:
        message = (
            f"The sensors of {recorded.origin.name} should have been worn in {motion.origin.name}, but the trunk does "
            f"not move alike in the two ({problem}). Give the recording of this set."
        )
        raise NotMeasurableError(message)
    at_s = motion.time_s + found.offset_s
    there = (at_s >= recorded.time_s[0]) & (at_s <= recorded.time_s[-1])
    worn_deg = {
        id_: np.where(there, np.interp(at_s, recorded.time_s, values), np.nan)
        for id_, values in series.values.items()
        if id_ != _TRUNK
    }
    between = worn.facts["between"]
    details = motion.origin.details | {
        "worn_at": ", ".join(f"{track.place} ({track.rate_hz:.0f} a second)" for track in sensors.tracks),
        "worn_between": between,
        "worn_elsewhere": _elsewhere(sensors.places, between),
        "worn_calibrated": worn.facts["sensors_calibrated"],
        "worn_bows_differ_deg": round(worn.facts["bows_differ_deg"], 2),
        "worn_recording": recorded.origin.name,
        "worn_clock_minus_video_s": round(found.offset_s, 4),
        "worn_movement_alike": round(found.like, 4),
    }
    first_s, last_s = recorded.time_s[0] - found.offset_s, recorded.time_s[-1] - found.offset_s
    warnings = (
        *motion.origin.warnings,
        *(f"Sensors: {one}" for one in recorded.origin.warnings),
        *_missed(filmed.time_s, trunk_deg, first_s=float(first_s), last_s=float(last_s)),
    )
    return replace(motion, worn_deg=worn_deg, origin=replace(motion.origin, details=details, warnings=warnings))


def check_filmed(motion: Motion) -> None:
    """See that a recording is no recording of sensors itself.

    Raises
    ------
    UsageError
        If it is.
    """
    if motion.sensors is not None:
        message = (
            f"{motion.origin.name} is a recording of sensors itself. Give the video, and the sensors that were worn in "
            "it: hiphinge analyze set.mp4 --sensors set/"
        )
        raise UsageError(message)


def _check_kind(path: Path) -> None:
    """See that a file or folder can be one of sensors, before it is read as something else."""
    wanted = "--sensors should be a folder or table of samples"
    do = "Give the folder with a table for each sensor, or one table with all: --sensors set/"
    try:
        kind = sniff(path).kind
    except (InputUnreadableError, InputFormatError) as error:
        if error.__cause__ is not None:  # the system does not let it be read
            raise
        message = f"{wanted}, but {path} {'holds no such table' if path.is_dir() else 'is no such table'}. {do}"
        raise type(error)(message) from error
    if kind == "video":
        message = f"{wanted}, but {path} is a video. {do}"
        raise UsageError(message)


def _missed(time_s: FloatArray, trunk_deg: FloatArray, *, first_s: float, last_s: float) -> Iterator[str]:
    """Yield when the sensors recorded only a part of the movement; ``first_s`` and ``last_s`` on the video's clock."""
    moving = np.abs(trunk_deg - np.nanpercentile(trunk_deg, 10.0)) > LEANING_DEG
    phrases, least = load().phrases, _MISSED_SHARE * moving.sum()
    if (moving & (time_s < first_s)).sum() > least:
        yield phrases["sensors_begin_late"].say(time=clock(first_s))
    if (moving & (time_s > last_s)).sum() > least:
        yield phrases["sensors_end_early"].say(time=clock(last_s))


def _elsewhere(places: tuple[SensorPlace, ...], between: Mapping[str, str]) -> list[str]:
    """Return the angles whose sensors were not where the video measures: at S2 below, at C7 or T1 above."""
    low = any(place in _PELVIS_ENDS for place in places)
    high = any(place in _NECK_ENDS for place in places)
    of_pelvis = ("lumbar_flexion_deg", "thoracolumbar_flexion_deg", "pelvis_tilt_deg", "hip_flexion_deg")
    of_neck = ("thoracolumbar_flexion_deg", "thoracic_flexion_deg")
    found = {*(of_pelvis if not low else ()), *(of_neck if not high else ())}
    return sorted(found & {*between, "pelvis_tilt_deg", "hip_flexion_deg"})
