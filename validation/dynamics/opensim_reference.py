"""OpenSim's inverse dynamics of a recorded trial: the lumbar moment from the top down, and from the plates up.

The lumbar moment of a chain whose base is the pelvis is that of what is above; forces under the feet do not enter it.
What the plates and the model disagree on is left at the pelvis, and its moment about the joint of the back is the
difference between the two ways.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import opensim

from hiphinge.signals import lowpass

if TYPE_CHECKING:
    from hiphinge.motion import FloatArray

__all__ = ["MODEL", "Reference", "Table", "read_table", "reference_of"]

MODEL = "optimized_scale_and_markers.osim"
CUTOFF_HZ = 6.0
_BETA = ("knee_angle_r_beta", "knee_angle_l_beta")


@dataclass(frozen=True, kw_only=True, eq=False)
class Table:
    """Columns ``[time]`` by name, with their clock."""

    time_s: FloatArray
    columns: dict[str, FloatArray]


@dataclass(frozen=True, kw_only=True, eq=False)
class Reference:
    """One trial.

    Attributes
    ----------
    top_down_nm, bottom_up_nm
        Lumbar extension moment ``[time]``, from what is above and from the plates.
    plates_n
        Vertical force on the plates ``[time]``.
    weight_n
        Of the model.
    """

    time_s: FloatArray
    top_down_nm: FloatArray
    bottom_up_nm: FloatArray
    plates_n: FloatArray
    weight_n: float


def read_table(path: Path) -> Table:
    """Read a ``.mot`` or ``.sto`` file."""
    lines = path.read_text(encoding="utf-8").splitlines()
    start = lines.index("endheader") + 1
    names = lines[start].split()
    values = np.array([[float(cell) for cell in line.split()] for line in lines[start + 1 :] if line.strip()])
    return Table(time_s=values[:, 0], columns=dict(zip(names[1:], values[:, 1:].T, strict=True)))


def reference_of(folder: Path, trial: str) -> Reference:
    """Return the lumbar moment of a trial ``NAME_ik.mot`` with ``NAME_grf.mot``."""
    opensim.Logger.setLevelString("error")
    model = opensim.Model(str(folder / MODEL))
    motion = folder / f"{trial}_ik.mot"
    kinematics = read_table(motion)
    time_s = kinematics.time_s
    forces = _inverse_dynamics(model, motion, time_s)
    joint, pelvis = _places(model, kinematics)
    plates, about = _plates(folder / f"{trial}_grf.mot", time_s, pelvis)
    left = np.stack([forces[f"pelvis_t{axis}_force"] for axis in "xy"], axis=1) - plates
    away = pelvis - joint
    residual = forces["pelvis_tilt_moment"] - about + away[:, 0] * left[:, 1] - away[:, 1] * left[:, 0]
    top_down = forces["lumbar_extension_moment"]
    weight = float(model.getTotalMass(model.initSystem())) * 9.81
    return Reference(
        time_s=time_s,
        top_down_nm=top_down,
        bottom_up_nm=top_down - residual,
        plates_n=plates[:, 1],
        weight_n=weight,
    )


def _inverse_dynamics(model: Any, motion: Path, time_s: FloatArray) -> dict[str, FloatArray]:
    """Return the generalised forces ``[time]`` of every coordinate, without any force from outside."""
    model.initSystem()
    with tempfile.TemporaryDirectory() as folder:
        tool = opensim.InverseDynamicsTool()
        tool.setModel(model)
        tool.setCoordinatesFileName(str(motion))
        tool.setLowpassCutoffFrequency(CUTOFF_HZ)
        tool.setStartTime(float(time_s[0]))
        tool.setEndTime(float(time_s[-1]))
        tool.setResultsDir(folder)
        tool.setOutputGenForceFileName("forces.sto")
        muscles = opensim.ArrayStr()
        muscles.append("Muscles")
        tool.setExcludedForces(muscles)
        tool.run()
        found = read_table(Path(folder) / "forces.sto")
    return {name: np.interp(time_s, found.time_s, values) for name, values in found.columns.items()}


def _places(model: Any, kinematics: Table) -> tuple[FloatArray, FloatArray]:
    """Return where the joint of the back and the pelvis' origin are ``[time, 2]``, forward and up."""
    state = model.initSystem()
    coordinates = model.getCoordinateSet()
    smooth = {name: lowpass(v, kinematics.time_s, cutoff_hz=CUTOFF_HZ) for name, v in kinematics.columns.items()}
    smooth |= {name: smooth[name.removesuffix("_beta")] for name in _BETA}
    frames = [model.getJointSet().get(name).getChildFrame() for name in ("back", "ground_pelvis")]
    out = np.empty((len(frames), len(kinematics.time_s), 2))
    for index in range(len(kinematics.time_s)):
        for name, values in smooth.items():
            coordinates.get(name).setValue(state, float(values[index]), False)  # noqa: FBT003 - the binding's own order
        model.realizePosition(state)
        for which, frame in enumerate(frames):
            place = frame.getPositionInGround(state)
            out[which, index] = place.get(0), place.get(1)
    return out[0], out[1]


def _plates(path: Path, time_s: FloatArray, pelvis: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the force ``[time, 2]`` on both plates and its moment about the pelvis' origin ``[time]``."""
    table = read_table(path)

    def column(name: str) -> FloatArray:
        values = table.columns[name]
        smooth = values if "_p" in name else lowpass(values, table.time_s, cutoff_hz=CUTOFF_HZ)
        return np.interp(time_s, table.time_s, smooth)

    force, about = np.zeros((len(time_s), 2)), np.zeros(len(time_s))
    for plate in (1, 2):
        lead = f"ground_force_{plate}"
        ahead, up = column(f"{lead}_vx"), column(f"{lead}_vy")
        force += np.stack([ahead, up], axis=1)
        about += (column(f"{lead}_px") - pelvis[:, 0]) * up - (column(f"{lead}_py") - pelvis[:, 1]) * ahead
        about += column(f"{lead}_mz")
    return force, about
