"""Joints behind a plate: placed by a foot that stands, lengths that stay, and neighbouring frames."""

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.cleaning.lifter import ANKLE, FPS, HIP, KNEE, LEG, deadlifts

from hiphinge.cleaning.behind_plate import HIDEABLE, placed_behind_plate
from hiphinge.cleaning.plate_in_hands import has_usual_width
from hiphinge.motion import SIDE_JOINTS, FloatArray, lean_deg

RADIUS = 0.3 * LEG
SHOULDER = SIDE_JOINTS.index("shoulder")


def _deadlifts() -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return times, joints ``[time, joint, 2]`` and plate ``[time, 5]``: the bar hangs over the foot."""
    time_s = np.arange(0.0, 8.0, 1 / FPS)
    deep = np.clip(-np.cos(2 * np.pi * time_s / 4.0), 0.0, 1.0)
    near, plate = deadlifts(deep, shin_deg=5 + 8 * deep, hands_up=-250.0 - 270.0 * deep, size=2 * RADIUS)
    return time_s, near, plate


def _inside(places: FloatArray, plate: FloatArray) -> NDArray[np.bool_]:
    return np.asarray(np.linalg.norm(places - plate[:, :2], axis=1) < RADIUS)


def test_a_hidden_ankle_is_where_it_stands() -> None:
    time_s, true, plate = _deadlifts()
    seen = true.copy()
    covered = _inside(true[:, ANKLE], plate)
    assert 0.1 < covered.mean() < 0.5
    seen[covered, ANKLE] += [0.05 * LEG, 0.4 * LEG]
    placed = placed_behind_plate(seen, plate, time_s, hands=plate[:, :2], leg_length=LEG)
    assert placed is not None
    near, hidden, _ = placed
    np.testing.assert_allclose(near[:, ANKLE], true[:, ANKLE], atol=1e-6)
    assert hidden[covered, HIDEABLE.index("ankle")].all()


def test_a_hidden_knee_comes_back_to_where_lengths_and_neighbours_put_it() -> None:
    time_s, true, plate = _deadlifts()
    seen = true.copy()
    covered = _inside(true[:, KNEE], plate)
    assert 0.2 < covered.mean() < 0.8
    seen[covered, KNEE] += [0.15 * LEG, 0.03 * LEG]
    placed = placed_behind_plate(seen, plate, time_s, hands=plate[:, :2], leg_length=LEG)
    assert placed is not None
    off = np.linalg.norm(placed[0][:, KNEE] - true[:, KNEE], axis=1)[covered] / LEG
    assert np.sqrt(np.mean(off**2)) < 0.62 * np.hypot(0.15, 0.03)


def test_a_knee_that_is_drawn_where_the_thigh_disappears_goes_on_along_its_line() -> None:
    time_s, true, plate = _deadlifts()
    seen = true.copy()
    covered = _inside(true[:, KNEE], plate)
    thigh = true[:, KNEE] - true[:, HIP]
    seen[covered, KNEE] -= 0.2 * thigh[covered]
    placed = placed_behind_plate(seen, plate, time_s, hands=plate[:, :2], leg_length=LEG)
    assert placed is not None
    deep = covered & (true[:, SHOULDER, 1] < -100.0)
    assert deep.sum() > 40
    before, after = (
        np.linalg.norm(knee - true[:, KNEE], axis=1)[deep].mean() for knee in (seen[:, KNEE], placed[0][:, KNEE])
    )
    assert after < 0.75 * before


def test_what_is_seen_stays_where_it_is() -> None:
    time_s, true, plate = _deadlifts()
    aside = plate + np.array([5 * LEG, 0.0, 0.0, 0.0, 0.0])
    placed = placed_behind_plate(true, aside, time_s, hands=plate[:, :2], leg_length=LEG)
    assert placed is not None
    np.testing.assert_array_equal(placed[0], true)
    assert not placed[1].any()


def test_a_hip_that_is_hidden_in_standing_moves_to_where_shoulder_and_knee_put_it() -> None:
    time_s, true, plate = _deadlifts()
    high = plate + np.array([0.0, 0.25 * LEG, 0.0, 0.0, 0.0])
    seen = true.copy()
    hidden = _inside(true[:, HIP], high)
    seen[hidden, HIP] += [0.12 * LEG, 0.0]
    placed = placed_behind_plate(seen, high, time_s, hands=high[:, :2], leg_length=LEG)
    assert placed is not None
    standing = np.isclose(time_s % 4.0, 0.0)
    assert hidden[standing].all()
    off = np.abs(placed[0][standing, HIP, 0] - true[standing, HIP, 0]) / LEG
    assert off.max() < 0.07


@pytest.mark.parametrize("scale", [0.25, 3.0])
def test_scale_and_place_do_not_matter(scale: float) -> None:
    time_s, true, plate = _deadlifts()
    seen = true.copy()
    seen[_inside(true[:, KNEE], plate), KNEE] += [0.1 * LEG, 0.0]
    one = placed_behind_plate(seen, plate, time_s, hands=plate[:, :2], leg_length=LEG)
    shift = np.array([30.0, -70.0])
    moved = plate * scale
    moved[:, :2] += shift
    other = placed_behind_plate(seen * scale + shift, moved, time_s, hands=moved[:, :2], leg_length=LEG * scale)
    assert one is not None
    assert other is not None
    np.testing.assert_allclose((other[0] - shift) / scale, one[0], atol=1e-3 * LEG)


def test_without_a_plate_nothing_is_placed() -> None:
    time_s, true, plate = _deadlifts()
    rare = plate.copy()
    rare[30:] = np.nan
    assert placed_behind_plate(true, None, time_s, hands=plate[:, :2], leg_length=LEG) is None
    assert placed_behind_plate(true, rare, time_s, hands=plate[:, :2], leg_length=LEG) is None
    assert placed_behind_plate(true, plate, time_s, hands=plate[:, :2], leg_length=float("nan")) is None


def test_what_no_hands_hold_hides_nothing() -> None:
    time_s, true, plate = _deadlifts()
    still = np.broadcast_to(plate[0], plate.shape)
    assert placed_behind_plate(true, still, time_s, hands=plate[:, :2], leg_length=LEG) is None
    small = plate * [1, 1, 0.9, 0.9, 1]
    small[:, 1] = -500.0 - plate[:, 1]
    assert placed_behind_plate(true, small, time_s, hands=plate[:, :2], leg_length=LEG) is None


def test_where_a_plate_is_followed_that_seems_not_to_be_held_a_bent_knee_is_lost() -> None:
    time_s, true, plate = _deadlifts()
    against, odd = plate.copy(), plate.copy()
    against[:, 1] = -500.0 - plate[:, 1]
    odd[::3, 2] *= 0.5
    odd[1::3, 2] *= 2.0
    for followed in (against, odd):
        placed = placed_behind_plate(true, followed, time_s, hands=plate[:, :2], leg_length=LEG)
        assert placed is not None
        near, hidden, lost = placed
        np.testing.assert_array_equal(near, true)
        assert hidden.any()
        bent = true[:, SHOULDER] - true[:, HIP]
        np.testing.assert_array_equal(lost, bent[:, 0] > np.tan(np.radians(14.0)) * bent[:, 1])


def test_a_plate_is_found_behind_a_ball_that_is_followed_for_longer() -> None:
    time_s, true, plate = _deadlifts()
    followed = plate.copy()
    followed[np.arange(len(plate)) % 5 > 1] = [3 * LEG, -0.8 * LEG, 0.3 * LEG, 0.3 * LEG, 1.0]
    placed = placed_behind_plate(true, followed, time_s, hands=plate[:, :2], leg_length=LEG)
    whole = placed_behind_plate(true, plate, time_s, hands=plate[:, :2], leg_length=LEG)
    assert placed is not None
    assert whole is not None
    meanwhile = slice(0, len(plate) - 4)
    np.testing.assert_allclose(placed[0][meanwhile, KNEE], whole[0][meanwhile, KNEE], atol=0.02 * LEG)
    np.testing.assert_array_equal(placed[1][meanwhile], whole[1][meanwhile])


def test_a_leg_that_is_dragged_out_of_the_plate_has_its_knee_where_lengths_put_it() -> None:
    time_s, true, plate = _deadlifts()
    seen = true.copy()
    covered = _inside(true[:, ANKLE], plate)
    assert 0.1 < covered.mean() < 0.5
    seen[covered, KNEE] += [-0.05 * LEG, 0.14 * LEG]
    ankles = []
    for ankle_up in (0.35, 0.0):
        dragged = seen.copy()
        dragged[covered, ANKLE, 1] += ankle_up * LEG
        placed = placed_behind_plate(dragged, plate, time_s, hands=plate[:, :2], leg_length=LEG)
        assert placed is not None
        ankles.append(np.linalg.norm(placed[0][covered, KNEE] - true[covered, KNEE], axis=1).mean() / LEG)
    assert ankles[0] < 0.7 * np.hypot(0.05, 0.14)
    assert ankles[0] < 0.7 * ankles[1]


def test_a_hip_that_is_drawn_too_low_at_the_plate_goes_where_hips_go_by_the_shoulder() -> None:
    time_s, true, plate = _deadlifts()
    high = plate + np.array([0.0, 0.1 * LEG, 0.0, 0.0, 0.0])
    low = true.copy()
    bent = true[:, SHOULDER, 1] < true[0, SHOULDER, 1] - 0.2 * LEG
    low[bent, HIP] += [0.15 * LEG, -0.2 * LEG]
    placed = placed_behind_plate(low, high, time_s, hands=high[:, :2], leg_length=LEG)
    assert placed is not None
    off = np.linalg.norm(placed[0][bent, HIP] - true[bent, HIP], axis=1) / LEG
    assert np.sqrt(np.mean(off**2)) < 0.6 * np.hypot(0.15, 0.2)
    placed = placed_behind_plate(low[bent], high[bent], time_s[: bent.sum()], hands=high[bent, :2], leg_length=LEG)
    assert placed is not None
    as_drawn = np.linalg.norm(placed[0][:, HIP] - true[bent, HIP], axis=1) / LEG
    assert np.sqrt(np.mean(as_drawn**2)) > 0.6 * np.hypot(0.15, 0.2)


def test_nobody_who_leans_on_the_way_down_is_taken_to_stand() -> None:
    """Where a video begins on the way down, nothing says from where the hip goes, as where nobody stands in it."""
    _, true, plate = _deadlifts()
    lean = lean_deg(true[:, SHOULDER] - true[:, HIP])
    bent = np.flatnonzero(lean > 25.0)
    hips = []
    for nearest_deg in (17.0, 24.0, 5.0):
        frames = np.append(np.full(20, np.argmin(np.abs(lean - nearest_deg))), bent)
        high = plate[frames] + np.array([0.0, 0.1 * LEG, 0.0, 0.0, 0.0])
        high[:20, 1] -= 0.5 * LEG
        time_s = np.arange(len(frames)) / FPS
        placed = placed_behind_plate(true[frames], high, time_s, hands=high[:, :2], leg_length=LEG)
        assert placed is not None
        hips.append(placed[0][20:, HIP])
    leaning, bending, standing = hips
    np.testing.assert_array_equal(leaning, bending)
    assert np.abs(leaning - standing).max() > 0.02 * LEG


def test_a_thigh_that_is_too_short_for_the_leg_leaves_the_knee_unknown() -> None:
    """Of somebody who is never seen standing, so that nothing says where the hip goes."""
    _, true, plate = _deadlifts()
    bent = true[:, SHOULDER, 0] - true[:, HIP, 0] > 0.4 * LEG * np.sin(np.radians(25.0))
    true, plate = true[bent], plate[bent]
    time_s = np.arange(len(true)) / FPS
    seen = true.copy()
    covered = _inside(true[:, KNEE], plate)
    odd = covered & (np.arange(len(covered)) % 80 < 40)
    seen[odd, HIP] -= 0.75 * (true[odd, HIP] - true[odd, KNEE])
    placed = placed_behind_plate(seen, plate, time_s, hands=plate[:, :2], leg_length=LEG)
    assert placed is not None
    lost = placed[2]
    assert lost[odd].mean() > 0.3
    assert not lost[~covered].any()


def test_what_is_never_clear_of_the_plate_is_its_edge_and_no_ankle() -> None:
    time_s, true, plate = _deadlifts()
    seen = true.copy()
    seen[:, ANKLE] = plate[:, :2] + [0.0, 1.05 * RADIUS]
    placed = placed_behind_plate(seen, plate, time_s, hands=plate[:, :2], leg_length=LEG)
    assert placed is not None
    assert np.isnan(placed[0][:, ANKLE]).all()


def test_somebody_who_is_never_seen_stays_unknown() -> None:
    time_s, true, plate = _deadlifts()
    placed = placed_behind_plate(np.full_like(true, np.nan), plate, time_s, hands=plate[:, :2], leg_length=LEG)
    assert placed is not None
    assert np.isnan(placed[0]).all()
    assert not placed[1].any()


def test_a_plate_that_lies_on_the_floor_while_somebody_stands_is_held_all_the_same() -> None:
    time_s, true, plate = _deadlifts()
    hands = plate[:, :2].copy()
    empty = time_s > 5.0
    plate[empty, 1] = plate[:, 1].min()
    hands[empty, 1] = hands[:, 1].max()
    assert empty.mean() > 0.3
    placed = placed_behind_plate(true, plate, time_s, hands=hands, leg_length=LEG)
    assert placed is not None
    assert placed[1].any()


def test_a_plate_of_another_width_is_another_one() -> None:
    _, _, plate = _deadlifts()
    plate[:20, 2] *= 0.6
    plate[20:30] = np.nan
    np.testing.assert_array_equal(has_usual_width(plate), np.arange(len(plate)) >= 30)
    assert not has_usual_width(np.full((5, 5), np.nan)).any()
