"""A shoulder behind the plate of a bar on the back goes where the plate goes."""

import numpy as np
import pytest

from hiphinge.cleaning.shoulder_behind_plate import is_on_back, shoulder_behind_plate
from hiphinge.motion import SIDE_JOINTS, FloatArray, lean_deg

LEG, TRUNK, RADIUS, FPS = 400.0, 260.0, 110.0, 20.0
SHOULDER, EAR, HIP, ANKLE = (SIDE_JOINTS.index(name) for name in ("shoulder", "ear", "hip", "ankle"))
TIME_S = np.arange(120) / FPS
LEAN_DEG = 5.0 + 50.0 * np.sin(np.pi * np.clip((TIME_S - 1.5) / 3.0, 0.0, 1.0)) ** 2


def _at(lean_deg: FloatArray, length: float) -> FloatArray:
    return length * np.stack([np.sin(np.radians(lean_deg)), np.cos(np.radians(lean_deg))], axis=1)


def _good_mornings(*, plate_up: float = 1.1, plate_turned_deg: float = -12.0) -> tuple[FloatArray, FloatArray]:
    """Return joints and plate; the plate stays where it is against the trunk."""
    near = np.zeros((len(TIME_S), len(SIDE_JOINTS), 2))
    near[:, HIP] = [0.0, LEG]
    near[:, SHOULDER] = near[:, HIP] + _at(LEAN_DEG, TRUNK)
    near[:, EAR] = near[:, HIP] + _at(LEAN_DEG, 1.3 * TRUNK)
    centre = near[:, HIP] + _at(LEAN_DEG + plate_turned_deg, plate_up * TRUNK)
    sizes = np.tile([2 * RADIUS, 2 * RADIUS, 1.0], (len(TIME_S), 1))
    return near, np.concatenate([centre, sizes], axis=1)


def _lean(near: FloatArray) -> FloatArray:
    return np.asarray(lean_deg(near[:, SHOULDER] - near[:, HIP]))


def test_a_trunk_that_a_network_leaves_half_upright_leans_as_the_plate_does() -> None:
    near, plate = _good_mornings()
    seen = near.copy()
    for joint, length in ((SHOULDER, TRUNK), (EAR, 1.3 * TRUNK)):
        seen[:, joint] = near[:, HIP] + _at(5.0 + 0.8 * (LEAN_DEG - 5.0), length)
    placed, hidden = shoulder_behind_plate(seen, plate, TIME_S)
    assert hidden
    assert np.abs(_lean(seen) - LEAN_DEG).max() > 9.0
    assert np.abs(_lean(placed) - LEAN_DEG).max() < 4.0
    assert placed[:, EAR] == pytest.approx(near[:, EAR], abs=0.1 * TRUNK)
    assert (placed[:, HIP] == seen[:, HIP]).all()


def test_what_was_right_stays() -> None:
    near, plate = _good_mornings()
    assert shoulder_behind_plate(near, plate, TIME_S)[0] == pytest.approx(near, abs=1e-6)


def test_a_plate_in_the_hands_or_far_from_the_shoulder_changes_nothing() -> None:
    near, _ = _good_mornings()
    wrong = near.copy()
    wrong[:, SHOULDER] = near[:, HIP] + _at(0.5 * LEAN_DEG, TRUNK)
    _, low = _good_mornings(plate_up=-0.4)
    placed, hidden = shoulder_behind_plate(wrong, low, TIME_S)
    assert (placed == wrong).all()
    assert not hidden
    placed, hidden = shoulder_behind_plate(wrong, None, TIME_S)
    assert (placed == wrong).all()
    assert not hidden
    rare = _good_mornings()[1]
    rare[: 2 * len(rare) // 3] = np.nan
    placed, hidden = shoulder_behind_plate(wrong, rare, TIME_S)
    assert (placed == wrong).all()
    assert not hidden


def test_what_looks_like_a_plate_now_and_then_is_no_bar_on_the_back() -> None:
    away = np.full(400, 0.4)
    is_there = [is_on_back(np.where(np.arange(400) < seen, away, np.nan)) for seen in (4, 8, 40, 400)]
    assert is_there == [False, False, True, True]
