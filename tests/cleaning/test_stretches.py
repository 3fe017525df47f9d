"""A recording is divided at cuts, and where the view changes for long."""

from dataclasses import replace

import numpy as np
import pytest

from hiphinge.cleaning import CUTS, stretches_of
from hiphinge.motion import Motion
from hiphinge.testing import Camera, Lift, Plan, record_markers, record_video

ONE = Plan(lifts=(Lift(),))
TWO = Plan(lifts=(Lift(), Lift()))


def joined(*motions: Motion) -> Motion:
    """Return recordings one after the other, their cuts not noted."""
    times, after_s = [], 0.0
    for motion in motions:
        times.append(motion.time_s - motion.time_s[0] + after_s)
        after_s = times[-1][-1] + 1 / 30
    world = [motion.world_m for motion in motions if motion.world_m is not None]
    return replace(
        motions[0],
        time_s=np.concatenate(times),
        positions=np.concatenate([motion.positions for motion in motions]),
        confidence=np.concatenate([motion.confidence for motion in motions]),
        world_m=np.concatenate(world) if len(world) == len(motions) else None,
    )


def filmed(plan: Plan, *, depth: bool = True, **camera: object) -> Motion:
    return record_video(plan, camera=Camera(noise_px=1.0, sees_depth=depth, **camera)).motion  # type: ignore[arg-type] # what a camera takes


def noted(motion: Motion, *cuts_s: float) -> Motion:
    return replace(motion, origin=replace(motion.origin, details={CUTS: list(cuts_s)}))


def test_one_view_is_one_stretch() -> None:
    for yaw_deg in (0.0, 15.0, 90.0):
        motion = filmed(TWO, yaw_deg=yaw_deg)
        assert stretches_of(motion) == ((0, len(motion)),)


def test_a_laboratory_is_one_stretch() -> None:
    motion = record_markers(ONE).motion
    assert stretches_of(motion) == ((0, len(motion)),)


def test_noted_cuts_divide_whatever_the_body_does() -> None:
    motion = noted(filmed(TWO), 2.0, 5.0)
    assert [motion.time_s[start] for start, _ in stretches_of(motion)] == pytest.approx([0.0, 2.0, 5.0], abs=1 / 30)


@pytest.mark.parametrize("depth", [True, False])
@pytest.mark.parametrize("yaw_deg", [70.0, 90.0, -90.0])
def test_a_turn_to_the_front_or_back_divides(yaw_deg: float, depth: bool) -> None:  # noqa: FBT001 - a parameter of the test
    side, other = filmed(TWO, depth=depth), filmed(TWO, depth=depth, yaw_deg=yaw_deg)
    motion = noted(joined(side, other))
    (_, first), (second, _) = stretches_of(motion)
    assert first == second
    assert abs(motion.time_s[first] - motion.time_s[len(side)]) < 0.5


def test_a_turn_to_the_other_side_divides() -> None:
    right, left = filmed(TWO), filmed(TWO, facing="left")
    motion = noted(joined(right, left))
    assert len(stretches_of(motion)) == 2


def test_a_short_turn_does_not_divide() -> None:
    side, other = filmed(ONE), filmed(Plan(lifts=(), before_s=2.0), yaw_deg=90.0)
    motion = noted(joined(side, other, side))
    assert stretches_of(motion) == ((0, len(motion)),)
