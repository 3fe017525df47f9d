"""A video and the motion sensors that were worn in it, put on one clock by the movement that both recorded."""

import os
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np

from hiphinge.errors import NotMeasurableError, UsageError
from hiphinge.motion import Motion, SensorPlace
from hiphinge.signals.synchronising import clock_offset_s
from hiphinge.sources.formats import Hints, read_motion

__all__ = ["ALIKE", "with_sensors"]

ALIKE: Final = 0.9
"""Below this correlation, two recordings do not show the same movement of the trunk."""
_TRUNK: Final = "trunk_inclination_deg"
_PELVIS_ENDS: Final = frozenset({SensorPlace.S2, SensorPlace.PELVIS})
_NECK_ENDS: Final = frozenset({SensorPlace.C7, SensorPlace.T1})


def with_sensors(motion: Motion, recording: str | os.PathLike[str], *, hints: Hints) -> Motion:
    """Return what was filmed, with the angles that sensors worn meanwhile gave at the times of its frames.

    Both clocks are brought together by how the trunk leans. How the sensors sit on the body is found in the whole of
    their recording, which may begin before the video and end after it.

    Raises
    ------
    UsageError
        If ``motion`` is of sensors itself, or ``recording`` is not.
    InputError, MissingComponentError
        As in `hiphinge.sources.formats.read_motion`.
    NotMeasurableError
        If the sensors cannot be measured, or do not show the movement of the video.
    """
    from hiphinge.analysis.from_sensors import calibration_facts, measure_sensors  # noqa: PLC0415  # slow to load
    from hiphinge.analysis.stretches import choose_stretch  # noqa: PLC0415  # likewise
    from hiphinge.analysis.tracks import movement_events_of  # noqa: PLC0415  # likewise
    from hiphinge.cleaning import clean  # noqa: PLC0415  # likewise

    worn = read_motion(Path(recording), fps=hints.fps, sensors=hints.sensors)
    _check(motion, worn)
    sensors = worn.sensors
    assert sensors is not None  # noqa: S101  # it was checked; this tells the type checker
    measured, known = measure_sensors(sensors, worn.time_s)
    series, (filmed, _) = measured.series, choose_stretch(motion)
    seen = movement_events_of(clean(filmed))
    offset_s, like = clock_offset_s(
        filmed.time_s, seen.angles[_TRUNK], other_time_s=worn.time_s, other_values=series.of(_TRUNK)
    )
    if not like >= ALIKE:
        message = (
            f"The sensors of {worn.origin.name} should have been worn in {motion.origin.name}, but the trunk does not "
            f"move alike in the two (correlation {like:.2f}; {ALIKE:g} was expected). Give the recording of this set."
        )
        raise NotMeasurableError(message)
    at_s = motion.time_s + offset_s
    there = (at_s >= worn.time_s[0]) & (at_s <= worn.time_s[-1])
    worn_deg = {
        id_: np.where(there, np.interp(at_s, worn.time_s, values), np.nan)
        for id_, values in series.values.items()
        if id_ != _TRUNK
    }
    facts = calibration_facts(sensors, known)
    details = motion.origin.details | {
        "worn_at": ", ".join(f"{track.place} ({track.rate_hz:.0f} a second)" for track in sensors.tracks),
        "worn_between": facts["between"],
        "worn_elsewhere": _elsewhere(sensors.places, facts["between"]),
        "worn_calibrated": facts["sensors_calibrated"],
        "worn_recording": worn.origin.name,
        "worn_clock_minus_video_s": round(offset_s, 4),
        "worn_movement_alike": round(like, 4),
    }
    warnings = (*motion.origin.warnings, *(f"Sensors: {one}" for one in worn.origin.warnings))
    return replace(motion, worn_deg=worn_deg, origin=replace(motion.origin, details=details, warnings=warnings))


def _check(motion: Motion, worn: Motion) -> None:
    if motion.sensors is not None:
        message = (
            f"{motion.origin.name} is a recording of sensors itself. Give the video, and the sensors that were worn in "
            "it: hiphinge analyze set.mp4 --sensors set/"
        )
        raise UsageError(message)
    if worn.sensors is None:
        message = (
            f"--sensors should be a recording of motion sensors, but {worn.origin.name} holds positions. Give the "
            "folder, or the table, with the samples."
        )
        raise UsageError(message)


def _elsewhere(places: tuple[SensorPlace, ...], between: dict[str, str]) -> list[str]:
    """Return the angles whose sensors were not where the video measures: at S2 below, at C7 or T1 above."""
    low = any(place in _PELVIS_ENDS for place in places)
    high = any(place in _NECK_ENDS for place in places)
    of_pelvis = ("lumbar_flexion_deg", "thoracolumbar_flexion_deg", "pelvis_tilt_deg", "hip_flexion_deg")
    of_neck = ("thoracolumbar_flexion_deg", "thoracic_flexion_deg")
    found = {*(of_pelvis if not low else ()), *(of_neck if not high else ())}
    return sorted(found & {*between, "pelvis_tilt_deg", "hip_flexion_deg"})
