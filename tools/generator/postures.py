"""A body in any posture, upright, kneeling or lying: every limb by its own lean, put down on what carries it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from tools.generator.arms import arm_length_m, arm_turns, elbow_m
from tools.generator.masses import shoulders_m
from tools.generator.posture import OUTWARD, lean_deg
from tools.generator.rigs import SIDES
from tools.generator.skinning import about_x, about_y, about_z, blend, carry, joint_positions, transforms
from tools.generator.solving import Pose
from tools.generator.trajectories import HANG, Trajectory

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tools.generator.arrays import Array, Faces
    from tools.generator.posture import Posing

OWNED = 0.5
"""A part's own skin is what it pulls at more than this."""
AT_ONCE = 24
LEVELLED = 4
TRUNK = ("pelvis", "lumbar", "thoracic", "clavicle", "scapula")
HANDS = ("hand", "forearm")


@dataclass(frozen=True)
class Posture:
    """Leans over time, each ``[frame]``, degrees: 0 is upright, 90 lies forwards, -90 lies on the back.

    Parameters
    ----------
    trunk_deg
        Line from the hips to the shoulders.
    thigh_deg, shank_deg
        Line from the knee to the hip, and from the ankle to the knee, of each side.
    upper_arm_deg, forearm_deg
        From hanging, forward positive, of each side; 90 points ahead.
    lumbar_deg, thoracic_deg, neck_deg
        Bends of the bones, from the person's own standing shape.
    foot_deg
        Lean of the foot: 0 stands flat, positive with the toes down; a side that is missing keeps its ankle as in
        standing.
    grasp
        Sides whose hand reaches for a part, in place of the leans of the arm.
    roll_deg
        Of the pelvis about the line of the trunk, left side forward positive.
    arm_out_deg
        How far each arm goes out to its side from its leans.
    aside_deg
        Turn of the whole body about the axis to its back, to its left positive.
    hips_aside_deg
        Turn of the legs against the trunk about the same axis, ``[frame]``: hips that sag to the side.
    rests_on, height_m
        Beginnings of the names of the parts whose lowest skin lies at that height.
    levels
        Beginnings of the names of the parts that come to the same height, by the lean of ``levelled``.
    levelled
        What leans so that these parts come down: the ``trunk``, the ``whole`` body, or the whole to its side
        (``aside``); None for nothing.
    stays
        The part that stays where it is along and across the floor.
    lift_m
        How far above what carries it the body is, as in a jump.
    """

    trunk_deg: Array
    thigh_deg: Mapping[str, Array]
    shank_deg: Mapping[str, Array]
    upper_arm_deg: Mapping[str, Array]
    forearm_deg: Mapping[str, Array]
    lumbar_deg: Array
    thoracic_deg: Array
    neck_deg: Array
    foot_deg: Mapping[str, Array] = field(default_factory=dict)
    grasp: Mapping[str, str] = field(default_factory=dict)
    roll_deg: Array | None = None
    arm_out_deg: Mapping[str, float] = field(default_factory=dict)
    aside_deg: float = 0.0
    hips_aside_deg: Array | None = None
    rests_on: tuple[str, ...] = ("foot",)
    height_m: float = 0.0
    levels: tuple[str, ...] = ()
    levelled: str | None = None
    stays: str = "foot_left"
    lift_m: Array | None = None


def posed(posing: Posing, posture: Posture) -> Pose:
    """Carry out a posture with a body."""
    lean = np.zeros(len(posture.trunk_deg))
    turns, places = _turned(posing, posture, lean)
    for _ in range(LEVELLED if posture.levelled else 0):
        carrying, others = (_lowest(posing, turns, places, parts) for parts in (posture.rests_on, posture.levels))
        apart = others[:, 2] - carrying[:, 2]
        along = np.abs((others - carrying)[:, 0 if posture.levelled == "aside" else 1])
        lean = lean + np.degrees(apart / np.maximum(along, 0.2))
        turns, places = _turned(posing, posture, lean)
    lowest = _lowest(posing, turns, places, posture.rests_on)
    anchor = places[:, posing.names.index(posture.stays)]
    root = np.stack([-anchor[:, 0], -anchor[:, 1], posture.height_m - lowest[:, 2]], axis=1)
    root[:, :2] += anchor[0, :2]
    if posture.lift_m is not None:
        root[:, 2] += posture.lift_m
    positions = places + root[:, None]
    return Pose(
        turns=turns,
        positions_m=positions,
        shank_deg=posture.shank_deg["left"],
        thigh_deg=posture.thigh_deg["left"],
        centre_m=positions[:, 0],
        balance_share=np.full(len(lean), np.nan),
        load_m=None,
        shoulders_m=shoulders_m(posing, positions),
    )


def _turned(posing: Posing, posture: Posture, lean: Array) -> tuple[Array, Array]:
    """Rotations of all parts, and their places from the hips, with ``lean`` added to what is levelled."""
    trunk = posture.trunk_deg + (lean if posture.levelled == "trunk" else 0.0)
    turns, places = posing.trunk(_trajectory(posing, posture, trunk))
    if posture.roll_deg is not None:
        turns[:, 0] = turns[:, 0] @ about_z(posture.roll_deg)
    for side in SIDES:
        thigh, shank, aside = posing.leg(side)
        thigh_turn = about_x(posture.thigh_deg[side] - lean_deg(thigh)) @ about_y(aside)
        shank_turn = about_x(posture.shank_deg[side] - lean_deg(shank)) @ about_y(aside)
        foot_lean = posture.foot_deg.get(side, posture.shank_deg[side] - lean_deg(shank))
        foot_turn = about_x(foot_lean) @ about_z(OUTWARD[side] * posing.person.toe_out_deg)
        swing = np.eye(3) if posture.hips_aside_deg is None else about_y(posture.hips_aside_deg)
        for part, turn in (("thigh", thigh_turn), ("shank", shank_turn), ("foot", foot_turn)):
            turns[:, posing.names.index(f"{part}_{side}")] = swing @ turn
    places = joint_positions(posing.body.skeleton, turns, np.zeros((len(turns), 3)))
    for side in SIDES:
        _reach(posing, posture, side, turns, places)
    places = joint_positions(posing.body.skeleton, turns, np.zeros((len(turns), 3)))
    whole: Array | None = about_x(lean) if posture.levelled == "whole" else None
    if posture.aside_deg:
        whole = about_y(posture.aside_deg + np.sign(posture.aside_deg) * lean)
    if whole is None:
        return turns, places
    return whole[:, None] @ turns, np.einsum("fij,fpj->fpi", whole, places)


def _trajectory(posing: Posing, posture: Posture, trunk_deg: Array) -> Trajectory:
    zero = np.zeros(len(trunk_deg))
    return Trajectory(
        trunk_deg=trunk_deg,
        lumbar_deg=posture.lumbar_deg,
        thoracic_deg=posture.thoracic_deg,
        neck_deg=posture.neck_deg,
        knee_deg=zero,
        balance_share=zero + posing.person.balance_share,
        arm_deg=zero,
        blade_share=zero,
        bar_drift_m=zero,
        hands=HANG,
        load_kg=0.0,
    )


def _reach(posing: Posing, posture: Posture, side: str, turns: Array, places: Array) -> None:
    """Turn one arm, in place."""
    index = posing.names.index(f"upper_arm_{side}")
    shoulder, lengths = places[:, index], arm_length_m(posing.body)
    if side in posture.grasp:
        goal = places[:, posing.names.index(posture.grasp[side])]
        pole = np.broadcast_to(np.array([OUTWARD[side], 0.3, -0.3]), goal.shape)
        elbow, wrist = elbow_m(shoulder, goal, pole, lengths)
    else:
        out = OUTWARD[side] * posture.arm_out_deg.get(side, 0.0)
        elbow = shoulder + lengths[0] * _hanging(posture.upper_arm_deg[side], out)
        wrist = elbow + lengths[1] * _hanging(posture.forearm_deg[side], out)
    above = turns[:, posing.body.skeleton.parents[index]]
    parts = arm_turns(posing.body, side, above, (shoulder, elbow, wrist))
    for part, turn in zip(("upper_arm", "forearm", "hand"), parts, strict=True):
        turns[:, posing.names.index(f"{part}_{side}")] = turn


def _hanging(angle_deg: Array, out_deg: float) -> Array:
    angle, out = np.radians(angle_deg), np.radians(out_deg)
    ahead, down = -np.sin(angle) * np.cos(out), -np.cos(angle) * np.cos(out)
    return np.stack([np.full_like(angle, np.sin(out)), ahead, down], axis=-1)


def _lowest(posing: Posing, turns: Array, places: Array, parts: tuple[str, ...]) -> Array:
    """Return the lowest point of the skin of some parts, ``[frame, 3]``."""
    chosen = skin_of(posing, parts)
    body = posing.body
    matrices = transforms(body.skeleton, turns, places)
    found = []
    for first in range(0, len(matrices), AT_ONCE):
        some = matrices[first : first + AT_ONCE]
        moved = carry(blend(body.weights[chosen], some, method=posing.person.skinning), body.vertices_m[chosen])
        found.append(moved[np.arange(len(moved)), moved[..., 2].argmin(axis=1)])
    return np.concatenate(found).astype(float)


def skin_of(posing: Posing, parts: tuple[str, ...]) -> Faces:
    """Return the vertices that belong to parts whose names begin like one of these."""
    columns = [index for index, name in enumerate(posing.names) if name.startswith(parts)]
    return np.flatnonzero(posing.body.weights[:, columns].sum(axis=1) > OWNED)
