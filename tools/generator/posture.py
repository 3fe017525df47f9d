"""Poses of one body: its trunk and its legs, before they are put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tools.generator import balance
from tools.generator.arms import arm_length_m
from tools.generator.rigs import SIDES
from tools.generator.segments import HAND_BEYOND_WRIST_SHARE, Segments, segments_of
from tools.generator.skinning import about_x, about_y, about_z, joint_positions

if TYPE_CHECKING:
    from tools.generator.arrays import Array
    from tools.generator.bodies import Body
    from tools.generator.people import Person
    from tools.generator.trajectories import Trajectory

OUTWARD = {"left": 1.0, "right": -1.0}


class Posing:
    """One body with its masses and its stance, from which poses are solved."""

    def __init__(self, body: Body, person: Person) -> None:
        self.body = body
        self.person = person
        self.segments: Segments = segments_of(body)
        self.names = body.skeleton.names
        self.stance_m = {side: OUTWARD[side] * person.stance_share * body.stature_m for side in SIDES}

    # What follows is the trunk: everything above the hips, in the pelvis's own frame first.

    def upper_turns(self, trajectory: Trajectory) -> Array:
        """Rotations of pelvis, spine, neck, head and shoulders against the pelvis, ``[frame, part, 3, 3]``."""
        skeleton, person = self.body.skeleton, self.person
        bends = self._bends(trajectory)
        frames = len(trajectory.trunk_deg)
        turns = np.tile(np.eye(3), (frames, len(self.names), 1, 1))
        for index, name in enumerate(self.names[1:], start=1):
            above = turns[:, skeleton.parents[index]]
            local = about_x(bends[name]) if name in bends else np.eye(3)
            if name.startswith("clavicle"):
                outward = OUTWARD[name.split("_")[1]]
                still, moving = person.blade_deg
                forward = still + moving * trajectory.blade_share
                local = about_z(-outward * forward) @ about_y(0.35 * outward * moving * trajectory.blade_share)
            turns[:, index] = above @ local
        return turns

    def _bends(self, trajectory: Trajectory) -> dict[str, Array]:
        person = self.person
        bends = {}
        for index, share in enumerate(person.lumbar_shares):
            bends[f"lumbar_{index}"] = share * (trajectory.lumbar_deg - person.lordosis_deg)
        for region, angle in (
            ("thoracic", trajectory.thoracic_deg + person.kyphosis_deg),
            ("neck", trajectory.neck_deg + person.head_forward_deg),
        ):
            parts = [name for name in self.names if name.startswith(region)]
            bends |= {name: angle / len(parts) for name in parts}
        bends["head"] = -0.5 * (trajectory.thoracic_deg + person.kyphosis_deg) - 0.6 * person.head_forward_deg
        return bends

    def trunk(self, trajectory: Trajectory) -> tuple[Array, Array]:
        """World rotations of the upper parts and their positions from the middle of the hips."""
        turns = self.upper_turns(trajectory)
        start = np.zeros((len(turns), 3))
        places = self._from_hips(turns, start)
        left, right = (places[:, self.names.index(f"upper_arm_{side}")] for side in SIDES)
        shoulders = 0.5 * (left + right)
        line = np.degrees(np.arctan2(-shoulders[:, 1], shoulders[:, 2]))
        turns = about_x(trajectory.trunk_deg - line)[:, None] @ turns
        return turns, self._from_hips(turns, start)

    def _from_hips(self, turns: Array, hips_m: Array) -> Array:
        return joint_positions(self.body.skeleton, turns, hips_m)

    # What follows is the legs.

    def leg(self, side: str) -> tuple[Array, Array, float]:
        """Thigh (hip from knee) and shank (knee from ankle) at rest, brought over the stance, and that turn."""
        hip, knee, ankle = (self.body.head_m(f"{part}_{side}") for part in ("thigh", "shank", "foot"))
        across, down = (ankle - hip)[0], (ankle - hip)[2]
        wanted = np.clip((self.stance_m[side] - hip[0]) / np.hypot(across, down), -0.9, 0.9)
        aside = float(np.degrees(np.arctan2(across, -down) - np.arcsin(wanted)))
        turned = about_y(aside)
        return turned @ (hip - knee), turned @ (knee - ankle), aside

    def standing_knee_deg(self) -> float:
        """Angle between the lines of thigh and shank in this body's reference posture."""
        thigh, shank, _ = self.leg("left")
        return lean_deg(shank) - lean_deg(thigh)

    def geometry(self, standing: tuple[str, ...]) -> balance.LegGeometry:
        """Lengths and masses of the legs that stand."""
        thigh, shank, _ = self.leg(standing[0])
        ankle = self.body.head_m(f"foot_{standing[0]}")
        mass, centre = self.segments.mass_kg, self.segments.centre
        return balance.LegGeometry(
            ankle_forward_m=-float(ankle[1]),
            ankle_height_m=float(ankle[2]),
            shank_m=float(np.hypot(shank[1], shank[2])),
            thigh_m=float(np.hypot(thigh[1], thigh[2])),
            shank_kg=mass["shank"] * len(standing),
            thigh_kg=mass["thigh"] * len(standing),
            shank_centre=centre["shank"],
            thigh_centre=centre["thigh"],
        )

    def target_forward_m(self, trajectory: Trajectory) -> Array:
        """Where over the foot the centre of mass is wanted."""
        heel, toe = -self.body.heel_y_m, -self.body.toe_y_m
        return heel + trajectory.balance_share * (toe - heel)

    def mid_foot_forward_m(self) -> float:
        """Middle of the foot."""
        return -0.5 * (self.body.heel_y_m + self.body.toe_y_m)

    def reach_m(self) -> float:
        """From the shoulder to the middle of the closed hand."""
        return sum(arm_length_m(self.body)) * 0.99 + HAND_BEYOND_WRIST_SHARE * self.body.stature_m


def lean_deg(line: Array) -> float:
    """Lean of one line from vertical, forward positive."""
    return float(np.degrees(np.arctan2(-line[1], line[2])))
