"""OpenSim MOT and STO: joint angles over time, in degrees or radians, turned into a body that moves."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np

from hiphinge.anthropometry import ASSUMED_STATURE_M
from hiphinge.motion import MARKERS_31, CoordinateFrame, FloatArray, Motion, Origin
from hiphinge.sources.formats.body_chain import JointAngles, joint_positions_m, stature_that_keeps_feet_still_m
from hiphinge.sources.formats.coordinates import joint_angles
from hiphinge.sources.formats.measured_angles import measured_joints_m, with_left_out_frames
from hiphinge.sources.formats.storage import END, Storage, read_storage
from hiphinge.sources.formats.table import Format, Head, Hints
from hiphinge.sources.formats.upright import rotated, to_upright

__all__ = ["OPENSIM_MOT", "Storage", "read_storage"]

_FROM_STANDING = (
    "hiphinge wrote this file: the body was placed by the leans of trunk and shank and by the knee. Angles of pelvis, "
    "hip and back are changes from standing in it, and were not used."
)
_UP = (1, 1)
"""OpenSim's ground has y up."""


def _recognise(head: Head) -> bool:
    return END in head.text.lower() and "\0" not in head.text


def _read(path: Path, hints: Hints) -> Motion:
    storage = read_storage(path)
    if any(line.strip().startswith("hiphinge.") for line in storage.header):
        from hiphinge.documents import angles_marked  # noqa: PLC0415 - loaded when hiphinge wrote the file

        if angles_marked(storage.header, name=path.name):
            return _measured(path, storage, hints)
    return _of_model(path, storage, hints)


def _measured(path: Path, storage: Storage, hints: Hints) -> Motion:
    """Return the motion of a file that hiphinge wrote."""
    from hiphinge.documents import SHANK_COLUMN, TRUNK_COLUMN  # noqa: PLC0415 - loaded when hiphinge wrote the file

    time_s, columns = with_left_out_frames(storage.time_s, storage.columns)
    stature_m, notes = _given_stature(hints)
    joints = measured_joints_m(columns, trunk=TRUNK_COLUMN, shank=SHANK_COLUMN, stature_m=stature_m, name=path.name)
    filled = replace(storage, time_s=time_s, columns=columns)
    return _motion(path, filled, joints, stature_m=stature_m, warnings=(_FROM_STANDING, *notes))


def _of_model(path: Path, storage: Storage, hints: Hints) -> Motion:
    """Return the motion of a file whose angles are those of OpenSim's model."""
    angles, known, notes = joint_angles(storage, name=path.name)
    stature_m, stature_notes = _stature(angles, hints)
    joints = _moved(joint_positions_m(angles, stature_m=stature_m), angles)
    rotation, up_notes = to_upright(joints, up=_UP)
    joints = {name: np.where(known[:, None], path, np.nan) for name, path in rotated(joints, rotation).items()}
    return _motion(path, storage, joints, stature_m=stature_m, warnings=(*notes, *stature_notes, *up_notes))


def _motion(
    path: Path, storage: Storage, joints: Mapping[str, FloatArray], *, stature_m: float, warnings: tuple[str, ...]
) -> Motion:
    nothing = np.full((len(storage.time_s), 3), np.nan)
    positions = np.stack([joints.get(name, nothing) for name in MARKERS_31.keypoints], axis=1)
    step_s = float(np.median(np.diff(storage.time_s))) if len(storage.time_s) > 1 else 0.0
    return Motion(
        time_s=storage.time_s,
        positions=positions,
        confidence=np.asarray(np.isfinite(positions).all(axis=2), dtype=np.float64),
        layout=MARKERS_31,
        coordinate_frame=CoordinateFrame.WORLD_M,
        origin=Origin(
            name=path.name,
            fps=round(1.0 / step_s, 3) if step_s else 0.0,
            duration_s=float(storage.time_s[-1] - storage.time_s[0]),
            estimator="inverse kinematics",
            details={"stature_m": stature_m},
            warnings=(*storage.notes, *warnings),
        ),
    )


def _moved(joints: dict[str, FloatArray], angles: JointAngles) -> dict[str, FloatArray]:
    """Return the joints whose angles are in the file; a limb without angles would be a straight one."""
    needs = {"knee": "hip_flexion", "ankle": "knee_angle", "heel": "ankle_angle", "toe": "ankle_angle"}
    needs |= {"elbow": "arm_flex", "wrist": "elbow_flex"}

    def known(joint: str) -> bool:
        side, _, name = joint.partition("_")
        return name not in needs or f"{needs[name]}_{side[0]}" in angles.values

    return {joint: path for joint, path in joints.items() if known(joint)}


def _stature(angles: JointAngles, hints: Hints) -> tuple[float, tuple[str, ...]]:
    fitted_m = None if hints.stature_m is not None else stature_that_keeps_feet_still_m(angles)
    if fitted_m is not None:
        return fitted_m, (f"Stature was taken as {fitted_m:.2f} m, because the feet stay still with it.",)
    return _given_stature(hints)


def _given_stature(hints: Hints) -> tuple[float, tuple[str, ...]]:
    if hints.stature_m is not None:
        return hints.stature_m, ()
    return ASSUMED_STATURE_M, (f"Stature was not given; {ASSUMED_STATURE_M:.2f} m was assumed. Angles do not change.",)


OPENSIM_MOT = Format(
    id="opensim-mot",
    title="OpenSim joint angles",
    kind="angles",
    endings=(".mot", ".sto"),
    what="Inverse kinematics of OpenSim or OpenCap; lengths are those of Winter for the stature.",
    recognise=_recognise,
    read=_read,
)
