"""What is said of arms and feet frame by frame, and where a plate hides them."""

from dataclasses import replace

import numpy as np

from hiphinge.cleaning import clean
from hiphinge.posture import ARM, ELBOW, feet_and_arms
from hiphinge.testing import Plan, record_video


def test_an_elbow_behind_a_plate_has_no_angle() -> None:
    side = clean(record_video(Plan()).motion)
    elbow = side.joint("elbow")
    plate = np.column_stack([elbow, np.full((len(elbow), 2), 60.0), np.ones(len(elbow))])
    half = len(elbow) // 2
    plate[:half, 0] += 100.0  # beside the elbow at first
    plate[-10:] = np.nan  # and not found at the end
    open_, hidden = feet_and_arms(side), feet_and_arms(replace(side, plate=plate))
    assert np.isfinite(open_[ELBOW]).all()
    assert np.isnan(hidden[ELBOW][half:-10]).all()
    np.testing.assert_array_equal(hidden[ELBOW][:half], open_[ELBOW][:half])
    np.testing.assert_array_equal(hidden[ELBOW][-10:], open_[ELBOW][-10:])
    np.testing.assert_array_equal(hidden[ARM], open_[ARM])


def test_a_ball_behind_the_lifter_hides_no_elbow() -> None:
    side = clean(record_video(Plan()).motion)
    lowest = side.joint("elbow")[np.nanargmin(side.joint("elbow")[:, 1])]
    ball = np.broadcast_to([*lowest, 60.0, 60.0, 1.0], (len(side), 5))
    np.testing.assert_array_equal(feet_and_arms(replace(side, plate=ball))[ELBOW], feet_and_arms(side)[ELBOW])
