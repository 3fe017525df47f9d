"""Values of frames between two that were measured."""

import numpy as np

from hiphinge.workflow.between_frames import along_curves, along_lines

TIME_S = np.arange(21) / 30
OTHERS = np.arange(21) % 2 == 0


def _without(values: np.ndarray, measured: np.ndarray) -> np.ndarray:
    shape = (len(values),) + (1,) * (values.ndim - 1)
    return np.where(measured.reshape(shape), values, -1e6)


def test_lines_hold_what_is_even_and_curves_what_turns_round() -> None:
    straight = np.stack([3 * TIME_S, 1 - TIME_S], axis=1)
    turning = 1.5 * (TIME_S - 0.3) ** 2
    assert np.allclose(along_lines(TIME_S, _without(straight, OTHERS), OTHERS), straight)
    assert np.allclose(along_curves(TIME_S, _without(turning, OTHERS), OTHERS)[2:-2], turning[2:-2])
    assert not np.allclose(along_lines(TIME_S, _without(turning, OTHERS), OTHERS)[2:-2], turning[2:-2], atol=1e-3)


def test_a_swing_is_held_within_a_hundredth_of_a_degree_where_lines_lose_a_third() -> None:
    swing_deg = 40 * np.cos(2 * np.pi * TIME_S / 1.5)
    off_deg = [
        np.abs(each(TIME_S, _without(swing_deg, OTHERS), OTHERS) - swing_deg)[3:-3].max()
        for each in (along_curves, along_lines)
    ]
    assert off_deg[0] < 0.02
    assert off_deg[1] > 0.3


def test_times_need_not_be_even() -> None:
    time_s = np.cumsum(np.random.default_rng(3).uniform(0.02, 0.05, 21))
    fall = 4 * time_s**2
    assert np.allclose(along_curves(time_s, _without(fall, OTHERS), OTHERS)[2:-2], fall[2:-2])


def test_a_jump_where_all_is_measured_bends_no_curve_beside_it() -> None:
    measured = OTHERS.copy()
    measured[9:12] = True
    jump = np.where(np.arange(21) < 10, 0.0, 500.0)
    assert np.array_equal(along_curves(TIME_S, _without(jump, measured), measured), jump)


def test_where_a_neighbour_is_unknown_so_is_what_lies_between_and_nothing_else() -> None:
    values = np.ones((21, 2))
    values[8, 0] = np.nan
    for each in (along_lines, along_curves):
        filled = each(TIME_S, _without(values, OTHERS), OTHERS)
        assert np.flatnonzero(np.isnan(filled[:, 0])).tolist() == [7, 8, 9]
        assert np.allclose(filled[:, 1], 1.0)


def test_with_one_measured_frame_nothing_is_carried() -> None:
    values, measured = np.arange(4.0), np.arange(4) == 0
    for each in (along_lines, along_curves):
        assert np.array_equal(each(TIME_S[:4], values, measured), values)
