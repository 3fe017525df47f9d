"""How a shin leans by what is seen of it under a plate: a strip with a calf that turns about the ankle."""

import numpy as np
import pytest
from tests.cleaning.lifter import ANKLE, ANKLE_AT, FPS, KNEE, LEG, SHANK, deadlifts

from hiphinge.cleaning.behind_plate import placed_behind_plate
from hiphinge.cleaning.seen_shin import seen_shin_lean_deg
from hiphinge.motion import FloatArray, lean_deg
from hiphinge.motion.contour import CONTOUR_STATIONS

TIME_S = np.arange(0.0, 6.0, 1 / FPS)
DEEP = np.clip(-np.cos(2 * np.pi * TIME_S / 3.0), 0.0, 1.0)
LEAN_DEG = 3.0 + 14.0 * DEEP
FOOT = np.broadcast_to(ANKLE_AT, (len(TIME_S), 2))
SHARES = np.array([share for lower, _, share in CONTOUR_STATIONS if lower == "ankle"])


def _contour(drawn: FloatArray) -> FloatArray:
    """Return the edges ``[time, station, edge, 2]`` of a shin about its true line, at the heights of drawn joints."""
    up = FOOT[:, None, 1] + SHARES * (drawn[:, KNEE] - FOOT)[:, None, 1]
    away = (up - FOOT[:, None, 1]) / np.cos(np.radians(LEAN_DEG))[:, None]
    lean = np.radians(LEAN_DEG)[:, None]
    middle = FOOT[:, None, 0] + away * np.sin(lean) - 0.01 * LEG
    calf = 0.03 * LEG * np.sin(np.pi * np.clip(away / SHANK, 0.0, 1.0))
    contour = np.full((len(TIME_S), len(CONTOUR_STATIONS), 2, 2), np.nan)
    for edge, ahead in enumerate((0.06 * LEG + 0.0 * calf, -0.06 * LEG - calf)):
        contour[:, : len(SHARES), edge] = np.stack([middle + ahead, up], axis=-1)
    return contour


def _lifter() -> tuple[FloatArray, FloatArray]:
    """Return joints ``[time, joint, 2]`` and a plate ``[time, 5]`` that comes down before the upper shin."""
    near, plate = deadlifts(DEEP, shin_deg=LEAN_DEG, hands_up=-240.0 - 120.0 * DEEP, size=0.6 * LEG)
    return near, plate


def test_a_part_of_the_shin_under_the_plate_says_how_all_of_it_leans() -> None:
    near, plate = _lifter()
    lean = seen_shin_lean_deg(_contour(near), FOOT, plate[:, :4], leg_length=LEG)
    low = DEEP > 0.8
    assert np.isfinite(lean).all()
    assert np.ptp(LEAN_DEG[low]) > 2.0
    change = lean - np.median(lean[DEEP == 0])
    np.testing.assert_allclose(change, LEAN_DEG - LEAN_DEG[DEEP == 0][0], atol=1.0)


def test_edges_at_the_plate_are_not_the_shins() -> None:
    near, plate = _lifter()
    contour = _contour(near)
    away = np.linalg.norm((contour - plate[:, None, None, :2]) / (0.3 * LEG), axis=-1)
    moved = contour + np.where(away < 1.05, 0.3 * LEG, 0.0)[..., None] * np.array([1.0, 0.0])
    one = seen_shin_lean_deg(contour, FOOT, plate[:, :4], leg_length=LEG)
    hidden = np.where((away < 1.1)[..., None], np.nan, moved)
    np.testing.assert_allclose(seen_shin_lean_deg(hidden, FOOT, plate[:, :4], leg_length=LEG), one, atol=1e-6)


def test_edges_far_above_the_foot_alone_say_nothing() -> None:
    near, plate = _lifter()
    contour = _contour(near)
    contour[DEEP > 0.5, :4] = np.nan
    lean = seen_shin_lean_deg(contour, FOOT, plate[:, :4] + [0.0, 9 * LEG, 0.0, 0.0], leg_length=LEG)
    assert np.isnan(lean[DEEP > 0.5]).all()
    assert np.isfinite(lean[DEEP < 0.5]).all()


def test_who_is_never_seen_whole_has_no_shin_to_compare_with() -> None:
    near, plate = _lifter()
    contour = _contour(near)
    contour[:, 2:] = np.nan
    assert np.isnan(seen_shin_lean_deg(contour, FOOT, plate[:, :4], leg_length=LEG)).all()


@pytest.mark.parametrize("ahead", [0.15, -0.15])
def test_a_hidden_knee_follows_the_shin_that_is_seen(ahead: float) -> None:
    near, plate = _lifter()
    covered = np.linalg.norm(near[:, KNEE] - plate[:, :2], axis=1) < 0.3 * LEG
    assert 0.2 < covered.mean() < 0.8
    seen = near.copy()
    seen[covered, KNEE] += [ahead * LEG, 0.0]
    contour = _contour(near)

    def off(edges: FloatArray | None) -> float:
        placed = placed_behind_plate(seen, plate, TIME_S, hands=plate[:, :2], leg_length=LEG, contour=edges)
        assert placed is not None
        shin = lean_deg(placed[0][:, KNEE] - placed[0][:, ANKLE])
        return float(np.sqrt(np.mean((shin - LEAN_DEG)[covered] ** 2)))

    assert off(contour) < 2.5
    assert off(contour) < 0.5 * off(None)
