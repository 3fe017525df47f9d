"""Self-tests as they are carried out: limbs where they were drawn, nobody above the floor or below it."""

from __future__ import annotations

import numpy as np
from tools.generator.clips import generator_of
from tools.generator.self_test_clips import angles_deg, carried_out


def test_a_raised_leg_comes_up_and_the_back_stays_on_the_floor() -> None:
    carried = carried_out(generator_of(3, 1), "straight_leg_raise", held_out=False)
    hold = carried.holds[0]
    held = slice(round(hold.start_s * carried.fps), round(hold.end_s * carried.fps))
    angles = angles_deg(carried)
    raised, other = (
        -90.0 - angles[f"thigh_deg_{side}"] for side in (carried.side, {"left": "right"}.get(carried.side, "left"))
    )
    assert raised[held].min() > 40.0
    assert np.abs(other).max() < 3.0
    assert np.abs(angles["trunk_deg"] + 90.0).max() < 3.0
    hips = carried.pose.positions_m[:, 0, 2]
    assert 0.03 < hips.min() < hips.max() < 0.2


def test_somebody_in_the_air_is_there_for_as_long_as_was_drawn() -> None:
    carried = carried_out(generator_of(3, 2), "jump", held_out=False)
    ankle = carried.pose.positions_m[:, carried.body.skeleton.index("foot_left"), 2]
    risen = ankle.max() - np.median(ankle[:20])
    assert risen > 0.8 * float(carried.drawn["height_m"])
