"""The back in recorded motion: against the skin of the rendered body, OpenSim's lumbar coordinate, and markers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hiphinge.analysis.tracks import movement_events_of
from hiphinge.cleaning import clean
from hiphinge.errors import InputError, NotMeasurableError
from hiphinge.sources.formats import read_motion
from hiphinge.spine.segments import segment_angles
from validation.accuracy.back import QUANTITIES, TRUNK_AND_BACK, error_deg
from validation.accuracy.errors import UPRIGHT_DEG, rms
from validation.accuracy.groups import BY, grouped_of
from validation.accuracy.tables import deg, share, table
from validation.captured.recordings import read_recording

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from hiphinge.motion import FloatArray, Motion
    from validation.accuracy.back import BackClip

__all__ = ["marker_back_table", "recorded_back_table"]

OF_BACK = ("c7", "t10", "sacrum", "left_psis", "right_psis")
TITLES = {"c7": "C7", "t10": "T10", "sacrum": "SACR", "left_psis": "LPSIS", "right_psis": "RPSIS"}


def recorded_back_table(clips: Sequence[BackClip], markers: Sequence[Path]) -> str:
    """Return errors by exercise where the trunk leans far; the last column is against OpenSim's own coordinate."""
    rows = []
    for name, some in (grouped_of(clips, lambda c: BY["exercise"](c.clip)) | {"all": list(clips)}).items():
        leaning = [c for c in some if c.deep.any()]
        errors = [deg(error_deg(some, id_)) for id_ in (*QUANTITIES, TRUNK_AND_BACK)]
        measured = share([c.covered() for c in leaning])
        rows.append([name, len(leaning), *errors, deg(rms(_against_coordinate(c, markers) for c in some)), measured])
    names = (*QUANTITIES.values(), "lower back and chest", "the same against OpenSim's coordinate", "frames measured")
    return table(["recorded motion", "videos", *names], rows)


def _against_coordinate(clip: BackClip, markers: Sequence[Path]) -> float:
    """Return the error of lower back and chest together against the lumbar coordinate; NaN where there is none."""
    path = _recording(str(clip.truth["recorded"]), markers)
    if path is None:
        return float("nan")
    recording = read_recording(path).at(clip.truth["fps"])
    bend = -np.degrees(recording.of("lumbar_extension"))[: clip.truth["frames"]]
    bend = np.pad(bend, (0, clip.truth["frames"] - len(bend)), constant_values=np.nan)
    upright = clip.clip.lean_deg < UPRIGHT_DEG
    zero = np.nanmedian(bend[upright]) if upright.any() else 0.0
    return rms((clip.estimated[TRUNK_AND_BACK] - (bend - zero))[clip.deep])


def _recording(name: str, markers: Sequence[Path]) -> Path | None:
    """Return a recorded trial by name, from beside the marker files or from a folder beside theirs."""
    for folder in dict.fromkeys(path.resolve().parent for path in markers):
        for found in (folder / name, *sorted(folder.parent.glob(f"*/{name}"))):
            if found.exists():
                return found
    return None


def marker_back_table(trials: Sequence[Path]) -> str:
    """Return what markers on the back show beside OpenSim's pelvis and lumbar coordinate, of trials that have them."""
    rows = []
    for path in trials:
        try:
            motion = read_motion(path)
            stands = movement_events_of(clean(motion)).still.frames
            angles = segment_angles(motion, standing=stands)
        except (InputError, NotMeasurableError):
            continue
        there = [TITLES[name] for name in OF_BACK if np.isfinite(motion.point(name)).any()]
        most = [deg(float(np.nanmax(angles[id_]))) if id_ in angles else "-" for id_ in _COORDINATES]
        rows.append([path.stem, ", ".join(there), *most, *_beside_coordinates(path, motion, angles, stands)])
    head = ["trial", "markers on the back", "pelvis, maximum", "chest against pelvis, maximum"]
    return table([*head, "pelvis: markers minus OpenSim", "chest: markers minus OpenSim"], rows)


_COORDINATES = {"pelvis_tilt_deg": "pelvis_tilt", "chest_to_pelvis_deg": "lumbar_extension"}


def _beside_coordinates(
    path: Path, motion: Motion, angles: Mapping[str, FloatArray], stands: NDArray[np.bool_]
) -> list[str]:
    """Return root mean squares of markers less inverse kinematics, whose coordinates are negative in flexion."""
    kinematics = path.with_name(f"{path.stem}_ik.mot")
    if not kinematics.exists():
        return ["-"] * len(_COORDINATES)
    recording = read_recording(kinematics)
    cells = []
    for id_, coordinate in _COORDINATES.items():
        bend = np.interp(motion.time_s, recording.time_s, -np.degrees(recording.of(coordinate)))
        values = angles.get(id_)
        cells.append("-" if values is None else deg(rms(values - (bend - np.median(bend[stands])))))
    return cells
