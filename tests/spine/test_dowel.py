import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from hiphinge.motion import SIDE_JOINTS, FloatArray, SideMotion, View
from hiphinge.motion.contour import CONTOUR_STATIONS
from hiphinge.spine import CONTACTS, Back, Dowel, fit_dowel
from hiphinge.spine.back_network import BOUNDED
from hiphinge.spine.dowel import HAND_THICKNESS, HOLLOW_PER_SINE, TAILBONE_LEVER

FRAMES, STOOD = 60, 20
LEG = 400.0
TRUNK = 0.62
STANDING = np.arange(FRAMES) < STOOD
SHARES = np.array([share if lower == "hip" else np.nan for lower, _, share in CONTOUR_STATIONS])
BEHIND = 0.12
TRUE_HOLLOW = 0.08


def turned(points: FloatArray, lean_deg: float) -> FloatArray:
    """Turn places forward about the hip."""
    a = np.radians(lean_deg)
    return np.asarray(points @ np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]]))


def person(
    *, lean_deg: float = 0.0, ear_ahead: float = 0.0, hollow: float = TRUE_HOLLOW, size: float = 1.0
) -> SideMotion:
    """Return somebody who stands, then leans, then moves the ear ahead; the back is a wave with a hollow at 0.4."""
    edge = np.stack([-BEHIND - hollow / 2 * np.cos(2 * np.pi * SHARES / 0.8), SHARES * TRUNK], axis=1)
    near = np.full((FRAMES, len(SIDE_JOINTS), 2), np.nan)
    contour = np.full((FRAMES, len(SHARES), 2, 2), np.nan)
    for frame in range(FRAMES):
        lean = 0.0 if STANDING[frame] else lean_deg
        ahead = 0.0 if STANDING[frame] else ear_ahead
        for name, place in {"hip": (0, 0), "shoulder": (0, TRUNK), "ear": (0.02 + ahead, 1.3 * TRUNK)}.items():
            near[frame, SIDE_JOINTS.index(name)] = turned(np.array(place, dtype=float), lean)
        contour[frame, :, 1] = turned(edge, lean)
    hip = np.array([300.0, 500.0])
    return SideMotion(
        time_s=np.arange(FRAMES) / 30,
        near=near * LEG * size + hip,
        far=np.full_like(near, np.nan),
        quality=np.ones(near.shape[:2]),
        near_side="left",
        unit="px",
        leg_length=LEG * size,
        view=View(label="side", facing="right", yaw_deg=0.0, yaw_error_deg=8.0, usable=True),
        contour=contour * LEG * size + hip,
    )


def back(flexion_deg: float = 0.0, *, half_deg: float = 10.0) -> Back:
    bent = np.where(STANDING, 0.0, flexion_deg)
    values = dict.fromkeys(BOUNDED, bent)
    return Back(
        values=values,
        low={name: series - half_deg for name, series in values.items()},
        high={name: series + half_deg for name, series in values.items()},
    )


def laid(side: SideMotion, estimated: Back, standing: NDArray[np.bool_] = STANDING) -> tuple[Back, Dowel]:
    return fit_dowel(side, estimated, standing=standing)


def middle(series: FloatArray) -> float:
    return float(series[(STOOD + FRAMES) // 2])


@pytest.mark.parametrize("lean_deg", [0.0, 45.0, 85.0])
def test_nothing_of_the_back_is_behind_the_stick_and_it_touches_both_ends(lean_deg: float) -> None:
    side = person(lean_deg=lean_deg)
    _, dowel = laid(side, back())
    frame = (STOOD + FRAMES) // 2
    tailbone, upper_back, head = dowel.contact_points[frame]
    along = (upper_back - tailbone) / np.linalg.norm(upper_back - tailbone)
    to_back = np.array([-along[1], along[0]])
    assert side.contour is not None
    beneath = side.contour[frame, (SHARES > -0.1) & (SHARES < 0.95), 1] @ to_back - tailbone @ to_back
    assert beneath.max() == pytest.approx(0.0, abs=0.01 * LEG)
    assert beneath.min() == pytest.approx(-TRUE_HOLLOW * LEG, abs=0.01 * LEG)
    assert (head - tailbone) @ to_back == pytest.approx(0.0, abs=1e-6)
    assert (head - upper_back) @ along > 0


def test_the_own_hollow_is_what_the_silhouette_shows_but_a_hand_at_least() -> None:
    assert laid(person(), back())[1].reference_hollow == pytest.approx(TRUE_HOLLOW, abs=0.01)
    assert laid(person(hollow=0.005), back())[1].reference_hollow == HAND_THICKNESS


@pytest.mark.parametrize("flexion_deg", [-20.0, 0.0, 30.0, 70.0])
def test_the_hollow_changes_as_two_arcs_do(flexion_deg: float) -> None:
    found, _ = laid(person(), back(flexion_deg))
    lower, upper = 0.245, 0.308
    kink = np.radians(flexion_deg) / 2
    expected = -np.sin(kink) * lower * upper / (lower + upper)
    assert middle(found.values["dowel_hollow"]) == pytest.approx(expected, abs=1e-3)
    assert middle(found.low["dowel_hollow"]) < expected < middle(found.high["dowel_hollow"])
    assert pytest.approx(lower * upper / (lower + upper), abs=1e-3) == HOLLOW_PER_SINE


def test_a_vaguer_flexion_gives_a_wider_hollow() -> None:
    sure, vague = (laid(person(), back(30.0, half_deg=half))[0] for half in (2.0, 15.0))
    widths = [middle(b.high["dowel_hollow"]) - middle(b.low["dowel_hollow"]) for b in (sure, vague)]
    assert 0.04 < widths[0] < widths[1]


@settings(max_examples=15, deadline=None)
@given(lean_deg=st.floats(0, 90), ahead=st.floats(-0.1, 0.15), size=st.floats(0.3, 3.0))
def test_the_heads_gap_is_how_far_it_went_ahead_however_the_person_leans_and_how_large_they_are(
    lean_deg: float, ahead: float, size: float
) -> None:
    found, _ = laid(person(lean_deg=lean_deg, ear_ahead=ahead, size=size), back())
    assert middle(found.values["dowel_head_gap"]) == pytest.approx(ahead, abs=0.004)
    assert np.median(found.values["dowel_head_gap"][: STOOD - 5]) == pytest.approx(0.0, abs=0.004)


def test_where_the_back_is_not_measured_there_is_no_stick() -> None:
    estimated = back()
    gone = np.arange(FRAMES) >= 40
    hidden = Back(
        values={name: np.where(gone, np.nan, series) for name, series in estimated.values.items()},
        low=estimated.low,
        high=estimated.high,
    )
    found, dowel = laid(person(), hidden)
    np.testing.assert_array_equal(dowel.measurable, ~gone)
    for name in ("dowel_hollow", "dowel_head_gap"):
        for series in (found.values[name], found.low[name], found.high[name]):
            np.testing.assert_array_equal(np.isfinite(series), ~gone)


def test_where_nothing_of_the_back_is_measured_there_is_no_stick_at_all() -> None:
    whole = back()
    hidden = {name: np.full(FRAMES, np.nan) for name in whole.values}
    found, dowel = fit_dowel(person(), Back(values=hidden, low=hidden, high=hidden), standing=STANDING)
    assert not dowel.measurable.any()
    assert np.isnan(found.values["dowel_head_gap"]).all()


def test_without_standing_the_head_has_no_reference_and_the_hollow_is_a_hand() -> None:
    found, dowel = laid(person(), back(30.0), standing=np.zeros(FRAMES, dtype=bool))
    assert np.isnan(found.values["dowel_head_gap"]).all()
    assert np.isfinite(found.values["dowel_hollow"]).all()
    assert dowel.reference_hollow == HAND_THICKNESS


def test_the_tailbone_leaves_only_a_back_that_stands_out() -> None:
    dowel = Dowel(contact_points=np.zeros((3, len(CONTACTS), 2)), reference_hollow=0.03, contour_hollow=np.zeros(3))
    change = np.array([0.01, -0.03, -0.05])
    assert dowel.low_back_protrusion(change) == pytest.approx([-0.04, 0.0, 0.02])
    assert dowel.tailbone_gap(change) == pytest.approx([0.0, 0.0, 0.02 * TAILBONE_LEVER])
