"""Bodies that are posed limb by limb for the self-tests."""

from dataclasses import replace

import numpy as np

from hiphinge.motion import BodySide
from hiphinge.testing import LimbKey, Limbs

FLAT = Limbs(
    trunk=-90.0, left_thigh=90.0, right_thigh=90.0, left_shank=90.0, right_shank=90.0, left_arm=60.0, right_arm=60.0,
    left_forearm=60.0, right_forearm=60.0, feet=0.0, hip_up=0.06,
)  # fmt: skip
FOURS = Limbs(
    trunk=78.6, left_thigh=180.0, right_thigh=180.0, left_shank=270.0, right_shank=270.0, feet=270.0, hip_up=0.275
)  # fmt: skip
PRONE = Limbs(
    trunk=90.0, left_thigh=270.0, right_thigh=270.0, left_shank=270.0, right_shank=270.0, left_forearm=90.0,
    right_forearm=90.0, left_arm=90.0, right_arm=90.0, feet=270.0, hip_up=0.06,
)  # fmt: skip
PLANK = replace(
    PRONE, trunk=83.7, left_thigh=263.7, right_thigh=263.7, left_shank=263.7, right_shank=263.7, left_arm=180.0,
    right_arm=180.0, feet=200.0, hip_up=0.154,
)  # fmt: skip
UP = Limbs(apart=0.15)


def held(rest: Limbs, reached: Limbs, *, hold_s: float = 2.0) -> list[LimbKey]:
    """Return a way from rest to a posture that is held, and back."""
    return way(
        (0.0, rest), (1.0, rest), (2.5, reached), (2.5 + hold_s, reached), (4.0 + hold_s, rest), (5.0 + hold_s, rest)
    )


def way(*keys: tuple[float, Limbs]) -> list[LimbKey]:
    return [LimbKey(time_s=time_s, limbs=limbs) for time_s, limbs in keys]


def lying(**thighs_and_shanks: float) -> Limbs:
    return replace(FLAT, **thighs_and_shanks)


def birds(*sides: BodySide, hold_s: float = 5.6, bend: float = 0.0) -> list[LimbKey]:
    keys, now = [(0.0, FOURS), (2.0, FOURS)], 2.0
    for side in sides:
        arm = "right" if side == "left" else "left"
        up = replace(
            FOURS,
            bend=bend,
            **{f"{side}_thigh": 268.0, f"{side}_shank": 268.0, f"{arm}_arm": 80.0, f"{arm}_forearm": 80.0},
        )
        keys += [(now + 1.0, up), (now + 1.0 + hold_s, up), (now + 2.0 + hold_s, FOURS), (now + 4.0 + hold_s, FOURS)]
        now += 4.0 + hold_s
    return way(*keys)


def front_foot(lean: float) -> Limbs:
    """Return a step with the right foot in front, whose shin leans so far over a foot that stays where it is."""
    thigh, shank = np.radians(140.0), np.radians(180.0 + lean)
    ahead, up = (-0.245 * f(thigh) - 0.246 * f(shank) for f in (np.sin, np.cos))
    return Limbs(
        right_thigh=140.0,
        right_shank=180.0 + lean,
        left_thigh=205.0,
        left_shank=205.0,
        hip_ahead=ahead,
        hip_up=up + 0.039,
    )


ON_ONE = replace(UP, right_thigh=160.0, right_shank=235.0)

Truth = dict[tuple[str, BodySide | None], tuple[float, float]]
"""The true value by quantity and side, and how far a measured one may be from it."""


def raised(up: float) -> tuple[list[LimbKey], Truth]:
    leg = lying(right_thigh=90.0 - up, right_shank=93.0 - up)
    return held(FLAT, leg), {("leg_raise_deg", "right"): (up, 3.0)}


def straightened(short: float) -> tuple[list[LimbKey], Truth]:
    bent, reached = lying(right_thigh=0.0, right_shank=90.0), lying(right_thigh=4.0, right_shank=4.0 + short)
    return held(bent, reached), {("knee_short_deg", "right"): (short, 2.0)}


def hanging(above: float, knee: float) -> tuple[list[LimbKey], Truth]:
    at_chest = {"left_thigh": -40.0, "left_shank": 120.0}
    both = lying(**at_chest, right_thigh=-40.0, right_shank=120.0)
    one = lying(**at_chest, right_thigh=90.0 - above, right_shank=90.0 - above + knee)
    truth: Truth = {("thigh_above_table_deg", "right"): (above, 2.0), ("hanging_knee_deg", "right"): (knee, 2.0)}
    return held(both, one, hold_s=3.0), truth


def pulled(fold: float, other: float) -> tuple[list[LimbKey], Truth]:
    knee = lying(left_thigh=90.0 - fold, left_shank=140.0, right_thigh=90.0 - other, right_shank=90.0 - other)
    truth: Truth = {("thigh_fold_deg", "left"): (fold, 2.0), ("other_thigh_deg", "left"): (other, 2.5)}
    return held(FLAT, knee), truth


def planked(hold_s: float) -> tuple[list[LimbKey], Truth]:
    up, down = (1.6, PLANK), (1.6 + hold_s, PLANK)
    # Halfway up counts, as on the way down: each takes 0.6 seconds.
    truth: Truth = {("hold_s", None): (hold_s + 0.4, 0.4), ("line_change_deg", None): (0.0, 6.0)}
    return way((0.0, PRONE), (1.0, PRONE), up, down, (2.2 + hold_s, PRONE), (4.0 + hold_s, PRONE)), truth


def level() -> tuple[list[LimbKey], Truth]:
    """Return a trunk held level from second 1 to 15.2, which drops once for a second and comes back."""
    on_bench = replace(PRONE, hip_up=0.45)
    low, dropped = replace(on_bench, trunk=150.0), replace(on_bench, trunk=108.0)
    keys = (
        (0.0, low),
        (1.0, on_bench),
        (9.0, on_bench),
        (9.6, dropped),
        (10.6, dropped),
        (11.2, on_bench),
        (15.0, on_bench),
        (15.8, low),
        (17.0, low),
    )
    return way(*keys), {("hold_s", None): (14.6, 0.7)}


def on_one_leg(drop: float) -> tuple[list[LimbKey], Truth]:
    up = replace(ON_ONE, hips_tilt=drop)
    truth: Truth = {("hold_s", "left"): (6.5, 0.5), ("hips_drop_deg", "left"): (drop, 1.5)}
    return way((0.0, UP), (2.0, UP), (2.5, up), (8.5, up), (9.0, UP), (11.0, UP)), truth


def stood(lean: float, head: float) -> tuple[list[LimbKey], Truth]:
    stands = Limbs(trunk=lean, head=head, bend=-0.1)
    truth: Truth = {
        ("shoulder_ahead", None): (0.288 * np.sin(np.radians(lean)) / 0.491, 0.02),
        ("head_ahead", None): (0.118 * np.sin(np.radians(lean + head)) / 0.491, 0.02),
        ("low_back_hollow", None): (1.8225 * 0.1 * 0.288 / 0.491, 0.015),
    }
    return way((0.0, stands), (4.0, stands)), truth


STILL: Truth = {
    ("bird_dog_points", None): (2.0, 0.0),
    ("hold_s", "left"): (6.3, 0.4),
    ("hold_s", "right"): (6.3, 0.4),
    ("back_line_change_deg", "left"): (0.0, 4.0),
    ("trunk_tilt_change_deg", "left"): (0.0, 3.0),
}
ONE_POINT: Truth = {("bird_dog_points", None): (1.0, 0.0)}
