"""Inverse kinematics as recorded: the storage file, its unit by header and by plausibility, an even clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.ndimage import uniform_filter1d

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tools.generator.arrays import Array

TRANSLATIONS = ("pelvis_tx", "pelvis_ty", "pelvis_tz")
NEEDED = (
    *("pelvis_tilt", "lumbar_extension", "hip_flexion_l", "hip_flexion_r"),
    *("knee_angle_l", "knee_angle_r", "ankle_angle_l", "ankle_angle_r"),
)
MAX_RADIANS = 7.0
BACKWARD_KNEE_RAD = -0.6


@dataclass(frozen=True)
class Recording:
    """Joint angles of one trial.

    Parameters
    ----------
    time_s
        ``[time]``.
    radians
        OpenSim's coordinates by name, ``[time]``: hip and knee flexion positive, ``pelvis_tilt`` and
        ``lumbar_extension`` negative in flexion.
    notes
        How the file was read: its unit, and what was turned.
    """

    time_s: Array
    radians: Mapping[str, Array]
    notes: tuple[str, ...]

    def of(self, name: str) -> Array:
        """Give a coordinate, 0 throughout where the model has none of that name."""
        return self.radians.get(name, np.zeros(len(self.time_s)))

    def knee_bend_deg(self) -> Array:
        """Mean bend of both knees."""
        bend: Array = np.degrees(0.5 * (self.of("knee_angle_l") + self.of("knee_angle_r")))
        return bend

    def at(self, fps: float) -> Recording:
        """Read the trial at the frames of a video, averaged over a frame's duration so that nothing folds back."""
        rate_hz = 1.0 / float(np.median(np.diff(self.time_s)))
        width = max(round(rate_hz / fps), 1)
        clock = np.arange(self.time_s[0], self.time_s[-1], 1.0 / fps)
        columns = {
            name: np.interp(clock, self.time_s, uniform_filter1d(path, width, mode="nearest"))
            for name, path in self.radians.items()
        }
        return Recording(clock - clock[0], columns, self.notes)


def read_recording(path: Path) -> Recording:
    """Read a ``.mot`` of joint angles.

    Raises
    ------
    ValueError
        If it has no header's end, lacks a coordinate that a body needs, or has gaps.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    end = next((place for place, line in enumerate(lines) if line.strip().lower() == "endheader"), None)
    if end is None:
        message = f"{path} was expected to be a storage file of OpenSim, but no line says endheader."
        raise ValueError(message)
    titles, *rows = [line.split() for line in lines[end + 1 :] if line.strip()]
    table = np.array(rows, dtype=float)
    if missing := [name for name in NEEDED if name not in titles]:
        message = f"{path} lacks {', '.join(missing)}; give the result of inverse kinematics."
        raise ValueError(message)
    if not np.isfinite(table).all():
        message = f"{path} has gaps; joint angles without gaps were expected."
        raise ValueError(message)
    columns = {name: table[:, place] for place, name in enumerate(titles) if place and name not in TRANSLATIONS}
    header = "".join(lines[:end]).lower().replace(" ", "")
    radians, notes = _in_radians(columns, said=_said(header))
    return Recording(table[:, 0], radians, notes)


def _said(header: str) -> str:
    if "indegrees=yes" in header:
        return "degrees"
    return "radians" if "indegrees=no" in header else "nothing"


def _in_radians(columns: dict[str, Array], *, said: str) -> tuple[dict[str, Array], tuple[str, ...]]:
    """Nobody bends by 7 radians, and who squats bends by more than 7 degrees: the values outrank the header."""
    plain = {name: path for name, path in columns.items() if not name.endswith("_beta")}
    fits = "degrees" if max(float(np.abs(path).max()) for path in plain.values()) > MAX_RADIANS else "radians"
    agreed = "" if said == fits else ", which were believed"
    notes = [f"The header says {said}; the values fit {fits}{agreed}."]
    radians = {name: np.radians(path) if fits == "degrees" else path for name, path in plain.items()}
    knees = ("knee_angle_l", "knee_angle_r")
    if min(float(radians[name].min()) for name in knees) < BACKWARD_KNEE_RAD:
        radians |= {name: -radians[name] for name in knees}
        notes.append("The knee bends in the negative direction in this model; it was turned.")
    return radians, tuple(notes)
