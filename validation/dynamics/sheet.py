"""The worked values of a static calculation by hand: five lifts, three moment arms, moment, compression and shear."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from hiphinge.anthropometry import TRUNK
from hiphinge.dynamics import CENTRAL, JOINT_SHARE, Body, Load, Segment, static_posture
from hiphinge.dynamics.unknowns import Draws, PoseError, Values

if TYPE_CHECKING:
    from hiphinge.dynamics import BackLoads

__all__ = ["ARMS_M", "LIFTS", "FixedDraws", "HandRow", "hand_rows", "own_moment_nm", "sheet_body"]

ARMS_M = (0.05, 0.06, 0.075)
OBLIQUITY_DEG = 5.0
HEAD_ABOVE_SHOULDERS, TRUNK_CENTRE = 0.091, 0.569
"""Where the sheet has the head, in shares of stature above the shoulders, and the trunk's centre between L5/S1 and the
shoulders. The sheet does not print the two; de Leva's male trunk has its centre at 1 - 0.431, and half of what is above
the shoulders is 0.091. Its five moments fix one sum of the two only."""
UPPER_TRUNK, HEAD, ARM = 0.1596 + 0.1633, 0.0694, 0.0271 + 0.0162 + 0.0061
"""Masses above L5/S1 after de Leva, male: upper and mid trunk, head, one arm."""


@dataclass(frozen=True, kw_only=True)
class Lift:
    """One lift of the sheet with its printed values: moment, compressions and shears by moment arm."""

    mass_kg: float
    stature_m: float
    trunk_deg: float
    load_kg: float
    ahead_m: float
    moment_nm: float
    compression_n: tuple[float, float, float]
    shear_n: tuple[float, float, float]


def _lift(*row: float) -> Lift:
    return Lift(
        mass_kg=row[0],
        stature_m=row[1],
        trunk_deg=row[2],
        load_kg=row[3],
        ahead_m=row[4],
        moment_nm=row[5],
        compression_n=(row[6], row[7], row[8]),
        shear_n=(row[9], row[10], row[11]),
    )


LIFTS = (
    _lift(80, 1.80, 60, 20, 0.45, 199, 4253, 3593, 2932, 157, 215, 273),
    _lift(65, 1.65, 60, 15, 0.40, 141, 3044, 2575, 2106, 152, 194, 235),
    _lift(80, 1.80, 45, 10, 0.40, 130, 2922, 2492, 2062, 116, 154, 191),
    _lift(98.8, 1.82, 70, 68, 0.35, 383, 8028, 6755, 5482, 406, 517, 629),
    _lift(80, 1.80, 60, 100, 0.38, 483, 10313, 8708, 7103, 341, 481, 622),
)


@dataclass(frozen=True, kw_only=True, eq=False)
class FixedDraws(Draws):
    """One draw with the sheet's muscle: its moment arm and obliquity, no co-contraction, a disc across the trunk."""

    arm_m: float = 0.06

    def values(self, pose_error: PoseError) -> Values:
        """Return the values in the middle, but the sheet's of the muscle."""
        return replace(
            super().values(pose_error),
            arm_m=np.full((1, 1), self.arm_m),
            obliquity=np.full((1, 1), np.radians(OBLIQUITY_DEG)),
            cocontraction=np.zeros((1, 1)),
            disc_slope=np.zeros((1, 1)),
        )


@dataclass(frozen=True, kw_only=True)
class HandRow:
    """One value of the sheet beside the model's."""

    lift: int
    quantity: str
    printed: float
    found: float

    @property
    def error(self) -> float:
        """The difference as a share of what is printed."""
        return self.found / self.printed - 1


def sheet_body(stature_m: float, mass_kg: float) -> Body:
    """Return the body of the sheet: male masses, no part of the lower trunk above L5/S1."""
    body = Body.of(stature_m=stature_m, mass_kg=mass_kg, sex="male")
    trunk = Segment(
        length_m=(1 - JOINT_SHARE) * TRUNK * stature_m,
        mass_kg=UPPER_TRUNK * mass_kg,
        centre=TRUNK_CENTRE,
        inertia_kg_m2=body.trunk.inertia_kg_m2,
    )
    head = replace(body.head, length_m=HEAD_ABOVE_SHOULDERS * stature_m)
    return replace(body, trunk=trunk, head=head)


def hand_rows() -> list[HandRow]:
    """Return every value of the sheet beside the model's."""
    rows = []
    for number, lift in enumerate(LIFTS, start=1):
        body = sheet_body(lift.stature_m, lift.mass_kg)
        for place, arm_m in enumerate(ARMS_M):
            found = _loads(lift, body, FixedDraws(standard=CENTRAL.standard, each=CENTRAL.each, seed=-1, arm_m=arm_m))
            if place == 0:
                rows.append(_row(number, "moment, N m", lift.moment_nm, found.moment_nm[0, 0]))
            at = f"at {100 * arm_m:g} cm, N"
            rows.append(_row(number, f"compression {at}", lift.compression_n[place], found.compression_n[0, 0]))
            rows.append(_row(number, f"shear {at}", lift.shear_n[place], found.shear_n[0, 0]))
    return rows


def own_moment_nm(lift: Lift) -> float:
    """Return the moment that the package gives for a lift with its own body, in the middle of its draws."""
    body = Body.of(stature_m=lift.stature_m, mass_kg=lift.mass_kg, sex="male")
    return float(_loads(lift, body, CENTRAL).moment_nm[0, 0])


def _loads(lift: Lift, body: Body, draws: Draws) -> BackLoads:
    return static_posture(
        body,
        Load(mass_kg=lift.load_kg, ahead_m=lift.ahead_m),
        trunk_deg=lift.trunk_deg,
        lumbar_flexion_deg=0.0,
        knee_flexion_deg=15.0,
        shank_deg=0.0,
        draws=draws,
    )


def _row(lift: int, quantity: str, printed: float, found: float) -> HandRow:
    return HandRow(lift=lift, quantity=quantity, printed=printed, found=float(found))
