"""How far the person who was followed is from the lifter: gaps, the camera's scale, and the summary."""

import numpy as np
import pytest
from validation.crowds import errors, filled, nearer_to_others

TRUTH = {
    "stature_m": 2.0,
    "camera": {"position_m": [4.0, 0.0, 1.0], "target_m": [0.0, 0.0, 1.0], "focal_px": 800.0},
    "joints_px": {"hip_l": [[310.0, 240.0]] * 3, "hip_r": [[330.0, 240.0]] * 3},
    "crowd": {"others_px": [[[500.0, 240.0], [320.0, 400.0]]] * 3},
    "joints_m": {"hip_l": [[0.1, 0.0, 1.0]] * 3, "hip_r": [[-0.1, 0.0, 1.0]] * 3},
}


def test_an_error_is_a_share_of_stature_at_the_person_s_distance() -> None:
    hips = np.array([[320.0, 240.0], [360.0, 240.0], [np.nan, np.nan]])
    assert errors(hips, TRUTH) == pytest.approx([0.0, 40.0 / 200.0 / 2.0, np.inf])


def test_short_gaps_are_filled_and_long_ones_are_not() -> None:
    hips = np.array([[0.0, 0.0], [np.nan, np.nan], [2.0, 4.0]])
    assert filled(hips, fps=10.0)[1] == pytest.approx([1.0, 2.0])
    long = np.full((20, 2), np.nan)
    long[[0, -1]] = 1.0
    assert np.isnan(filled(long, fps=10.0)[1:-1]).all()


def test_who_is_nearer_to_a_poster_than_to_the_lifter_is_somebody_else() -> None:
    hips = np.array([[400.0, 240.0], [420.0, 240.0], [np.nan, np.nan]])
    assert nearer_to_others(hips, TRUTH).tolist() == [False, True, False]
