"""A recorded trial on one body: the back's bend shared among its bones, feet on the floor, arms as recorded."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from tools.generator.arms import arm_length_m, arm_turns
from tools.generator.clips import standing_trajectory
from tools.generator.masses import centre_of_mass_m, shoulders_m
from tools.generator.posture import OUTWARD, Posing
from tools.generator.rigs import SIDES
from tools.generator.skinning import about_x, about_y, about_z, joint_positions
from tools.generator.solving import Pose

from validation.captured.standing import planted
from validation.captured.turning import DOWN, lean_deg, share_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tools.generator.arrays import Array
    from tools.generator.bodies import Body

    from validation.captured.turning import Turned

LEGS = ("thigh", "shank", "foot")
ARM_RAISED_DEG = 90.0


def pose_on(posing: Posing, motion: Turned, *, standing: int, lumbar_share: float, head_share: float) -> Pose:
    """Pose every frame of a trial on a body.

    Pelvis and back move from the body's own way to stand as the recorded ones move from the frame ``standing``;
    legs and arms point where they pointed.

    Parameters
    ----------
    lumbar_share
        How much of the recorded bend between pelvis and chest the lower back takes; the chest takes the rest,
        and where a rig bends no chest the lower back takes all.
    head_share
        How much of the trunk's lean the neck undoes; no head was recorded.
    """
    body = posing.body
    turns = _upper(posing, motion, standing=standing, shares=(lumbar_share, head_share))
    legs = planted(body, motion.segments, turns[:, 0])
    for part, turn in legs.turns.items():
        turns[:, posing.names.index(part)] = turn
    positions = joint_positions(body.skeleton, turns, legs.hips_m)
    for part, turn in _arms(posing, motion.segments, turns, positions).items():
        turns[:, posing.names.index(part)] = turn
    positions = joint_positions(body.skeleton, turns, legs.hips_m)
    centre = centre_of_mass_m(posing, standing_trajectory(posing.person), turns, positions, None)
    share = (body.heel_y_m - centre[:, 1]) / (body.heel_y_m - body.toe_y_m)
    nothing = np.zeros(len(turns))
    pose = Pose(turns, positions, nothing, nothing, centre, share, None, shoulders_m(posing, positions))
    return of_leg(body, pose, SIDES[0])


def of_leg(body: Body, pose: Pose, side: str) -> Pose:
    """Take thigh and shank of one side as those that count: the nearer leg is what a camera sees."""
    hip, knee, ankle = (pose.positions_m[:, body.skeleton.index(f"{part}_{side}")] for part in LEGS)
    return replace(pose, thigh_deg=lean_deg(hip - knee), shank_deg=lean_deg(knee - ankle))


def frames_of(pose: Pose, frames: slice) -> Pose:
    """Cut frames out of a pose."""
    cut: dict[str, Any] = {name: values if values is None else values[frames] for name, values in vars(pose).items()}
    return Pose(**cut)


def _upper(posing: Posing, motion: Turned, *, standing: int, shares: tuple[float, float]) -> Array:
    own = posing.trunk(standing_trajectory(posing.person))[0][0]
    pelvis = motion.segments["pelvis"]
    added = _bends(posing, motion, standing=standing, shares=shares)
    turns = np.tile(np.eye(3), (len(pelvis), len(posing.names), 1, 1))
    turns[:, 0] = pelvis @ pelvis[standing].T @ own[0]
    for index, name in enumerate(posing.names[1:], start=1):
        above = posing.body.skeleton.parents[index]
        turns[:, index] = turns[:, above] @ added.get(name, np.eye(3)) @ own[above].T @ own[index]
    return turns


def _bends(posing: Posing, motion: Turned, *, standing: int, shares: tuple[float, float]) -> dict[str, Array]:
    """Return what each bone adds to its turn in the reference posture."""
    lumbar_share, head_share = shares
    bend = motion.back @ motion.back[standing].T
    chest = motion.segments["pelvis"] @ motion.back
    lean = lean_deg(-(chest @ chest[standing].T) @ DOWN)
    chests, necks = ([name for name in posing.names if name.startswith(region)] for region in ("thoracic", "neck"))
    lumbar_share = lumbar_share if chests else 1.0
    bends = {
        f"lumbar_{index}": share_of(bend, lumbar_share * share)
        for index, share in enumerate(posing.person.lumbar_shares)
    }
    bends |= {name: share_of(bend, (1.0 - lumbar_share) / len(chests)) for name in chests}
    bends |= {name: about_x(-head_share * lean / len(necks)) for name in necks}
    for side in SIDES:
        raised = lean_deg(-(chest.transpose(0, 2, 1) @ motion.segments[f"upper_arm_{side}"]) @ DOWN)
        forward = posing.person.blade_deg[1] * np.clip(-raised / ARM_RAISED_DEG, 0.0, 1.0)
        bends[f"clavicle_{side}"] = about_z(-OUTWARD[side] * forward) @ about_y(0.35 * OUTWARD[side] * forward)
    return bends


def _arms(posing: Posing, segments: Mapping[str, Array], turns: Array, positions: Array) -> dict[str, Array]:
    upper, lower = arm_length_m(posing.body)
    found: dict[str, Array] = {}
    for side in SIDES:
        index = posing.names.index(f"upper_arm_{side}")
        shoulder = positions[:, index]
        elbow = shoulder + segments[f"upper_arm_{side}"] @ (upper * DOWN)
        wrist = elbow + segments[f"forearm_{side}"] @ (lower * DOWN)
        above = turns[:, posing.body.skeleton.parents[index]]
        parts = arm_turns(posing.body, side, above, (shoulder, elbow, wrist))
        found |= {f"{part}_{side}": turn for part, turn in zip(("upper_arm", "forearm", "hand"), parts, strict=True)}
    return found
