"""The same chain of segments in MuJoCo, whose inverse dynamics stands beside the model's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mujoco
import numpy as np

from hiphinge.dynamics import Posture
from validation.dynamics.motions import ABSOLUTE

if TYPE_CHECKING:
    from hiphinge.dynamics import Body, Load, Segment
    from hiphinge.motion import FloatArray
    from validation.dynamics.motions import Bend

__all__ = ["moments_by_mujoco", "posture_of"]

_PARENTS = {"thigh": "shank", "pelvis": "thigh", "above": "pelvis", "head": "above", "upper_arm": "above"}
_PARENTS |= {"forearm": "upper_arm"}
_ARMS = ("upper_arm", "forearm")
_POINT = 1e-9


def posture_of(bend: Bend, body: Body, time_s: FloatArray) -> Posture:
    """Return a bend as the model takes it."""
    leans = {name: bend.of(name, time_s)[0] for name in ABSOLUTE}
    pelvis, above = body.pelvis.length_m, body.trunk.length_m
    ahead = pelvis * np.sin(leans["pelvis"]) + above * np.sin(leans["above"])
    up = pelvis * np.cos(leans["pelvis"]) + above * np.cos(leans["above"])
    degrees = {name: np.degrees(lean) for name, lean in leans.items()}
    return Posture(
        trunk_deg=np.degrees(np.arctan2(ahead, up)),
        pelvis_deg=degrees["pelvis"],
        thigh_deg=degrees["thigh"],
        shank_deg=degrees["shank"],
        head_deg=degrees["head"],
        upper_arm_deg=degrees["upper_arm"],
        forearm_deg=degrees["forearm"],
        time_s=time_s,
    )


def moments_by_mujoco(bend: Bend, body: Body, load: Load, time_s: FloatArray) -> dict[str, FloatArray]:
    """Return the net moments ``[time]`` at ``back``, ``hip`` and ``knee`` of a bend, signs as in the model."""
    model = mujoco.MjModel.from_xml_string(_xml(body, load))
    data = mujoco.MjData(model)
    place = {name: int(model.joint(name).qposadr[0]) for name in ABSOLUTE}
    series = {name: bend.of(name, time_s) for name in ABSOLUTE}
    out = np.empty((len(time_s), len(ABSOLUTE)))
    for frame in range(len(time_s)):
        for order, target in enumerate((data.qpos, data.qvel, data.qacc)):
            for name in ABSOLUTE:
                target[place[name]] = _turned(series, name, order, frame) - _turned(
                    series, _PARENTS.get(name), order, frame
                )
        mujoco.mj_inverse(model, data)
        out[frame] = data.qfrc_inverse
    return {
        "back": -out[:, place["above"]],
        "hip": -out[:, place["pelvis"]],
        "knee": out[:, place["thigh"]],
    }


def _turned(
    series: dict[str, tuple[FloatArray, FloatArray, FloatArray]], name: str | None, order: int, frame: int
) -> float:
    """Return how a segment's frame is turned about the axis to the right; an arm that leans forward turns backward."""
    if name is None:
        return 0.0
    return float(-series[name][order][frame] if name in _ARMS else series[name][order][frame])


def _xml(body: Body, load: Load) -> str:
    """Return the chain as a MuJoCo model: hinges about the axis to the right, x forward, z up."""
    point = f'<inertial pos="0 0 0" mass="{max(load.mass_kg, _POINT)}" diaginertia="{_POINT} {_POINT} {_POINT}"/>'
    grip = f'<body pos="0 0 {-body.forearms.length_m}">{point}</body>' if load.place == "hands" else ""
    bar = f'<body pos="0 0 {body.trunk.length_m}">{point}</body>' if load.place == "back" else ""
    forearm = _body("forearm", body.forearms, at=-body.upper_arms.length_m, inside=grip, down=True)
    upper_arm = _body("upper_arm", body.upper_arms, at=body.trunk.length_m, inside=forearm, down=True)
    head = _body("head", body.head, at=body.trunk.length_m)
    above = _body("above", body.trunk, at=body.pelvis.length_m, inside=head + upper_arm + bar)
    pelvis = _body("pelvis", body.pelvis, at=body.thighs.length_m, inside=above)
    thigh = _body("thigh", body.thighs, at=body.shanks.length_m, inside=pelvis)
    shank = _body("shank", body.shanks, at=0.0, inside=thigh)
    return (
        '<mujoco><option gravity="0 0 -9.81"/><compiler angle="radian" balanceinertia="false" boundinertia="0"/>'
        f"<worldbody>{shank}</worldbody></mujoco>"
    )


def _body(name: str, segment: Segment, *, at: float, inside: str = "", down: bool = False) -> str:
    centre = segment.centre * segment.length_m * (-1 if down else 1)
    about = max(segment.inertia_kg_m2, _POINT)
    return (
        f'<body name="{name}" pos="0 0 {at}"><joint name="{name}" type="hinge" axis="0 1 0"/>'
        f'<inertial pos="0 0 {centre}" mass="{max(segment.mass_kg, _POINT)}" diaginertia="{about} {about} {about}"/>'
        f"{inside}</body>"
    )
