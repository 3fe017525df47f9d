"""Balance over the foot: against the published table, against moments summed by hand, and against physics."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize

from hiphinge.anthropometry import Segments, segments_of
from hiphinge.motion import CoefficientSet
from hiphinge.posture import balanced_hip_travel

# Winter's lengths and places, in statures, written out once more.
SHANK, THIGH, TRUNK, HEAD, FOOT, HEEL, SHARE = 0.246, 0.245, 0.288, 0.110, 0.152, 0.040, 0.45
EVERY = pytest.mark.parametrize("coefficients", list(CoefficientSet))


@pytest.mark.parametrize(("trunk", "travel"), [(45, 0.21), (60, 0.25), (75, 0.28), (90, 0.29)])
def test_travel_from_standing_without_load(trunk: float, travel: float) -> None:
    # Of a leg of 0.53 statures, hip to floor; the model's own leg ends at the ankle.
    own = float(balanced_hip_travel(trunk, 15.0, segments=segments_of(CoefficientSet.MALE)))
    assert own * (SHANK + THIGH) / 0.53 == pytest.approx(travel, abs=0.006)


@pytest.mark.parametrize(("trunk", "travel"), [(45, 0.27), (60, 0.33), (75, 0.37), (90, 0.38)])
def test_travel_from_standing_with_half_body_mass_on_the_back(trunk: float, travel: float) -> None:
    own = float(balanced_hip_travel(trunk, 15.0, segments=segments_of(CoefficientSet.MALE), load_on_back=0.5))
    assert own * (SHANK + THIGH) / 0.53 == pytest.approx(travel, abs=0.006)


@pytest.mark.parametrize(
    ("trunk", "knee", "behind", "shank_back"),
    [
        (30, 0, 0.075, 4.6),
        (30, 25, 0.094, -6.5),
        (45, 15, 0.144, 1.5),
        (60, 0, 0.177, 11.0),
        (60, 15, 0.189, 4.4),
        (75, 25, 0.224, 1.9),
        (90, 0, 0.215, 13.4),
        (90, 15, 0.226, 6.8),
    ],
)
def test_the_hip_behind_the_ankle_and_the_shin(trunk: float, knee: float, behind: float, shank_back: float) -> None:
    # The table was made with feet of its own: the whole of it lies half a hundredth of the leg nearer.
    shank, hip = solved(trunk, knee, segments_of(CoefficientSet.MALE), 0.0)
    assert -hip / 0.53 == pytest.approx(behind, abs=0.006)
    assert -shank == pytest.approx(shank_back, abs=0.45)


def moment(shank_deg: float, trunk_deg: float, knee_deg: float, s: Segments, load: float) -> float:
    """Sum mass times place in front of the ankle over all segments, less what the target asks for."""
    shank, thigh, trunk = np.radians([shank_deg, shank_deg - knee_deg, trunk_deg])
    knee = SHANK * np.sin(shank)
    hip = knee + THIGH * np.sin(thigh)
    shoulder = hip + TRUNK * np.sin(trunk)
    parts = [
        (s.feet, s.foot_centre * FOOT - HEEL),
        (s.shanks, s.shank_centre * knee),
        (s.thighs, knee + s.thigh_centre * THIGH * np.sin(thigh)),
        (s.trunk, hip + s.trunk_centre * TRUNK * np.sin(trunk)),
        (s.arms + load, shoulder),
        (s.head, hip + (TRUNK + HEAD) * np.sin(trunk)),
    ]
    return float(sum(mass * place for mass, place in parts) - (1 + load) * (SHARE * FOOT - HEEL))


def solved(trunk: float, knee: float, segments: Segments, load: float) -> tuple[float, float]:
    """Return the shin's lean and the hip's place in front of the ankle of a balanced body, sought numerically."""
    shank = float(optimize.brentq(moment, -60, 80, args=(trunk, knee, segments, load)))
    hip = SHANK * np.sin(np.radians(shank)) + THIGH * np.sin(np.radians(shank - knee))
    return shank, float(hip)


@EVERY
@pytest.mark.parametrize("load", [0.0, 0.5])
@pytest.mark.parametrize(("trunk", "knee"), [(0, 0), (30, 10), (60, 25), (85, 5), (40, 90)])
def test_the_closed_form_is_the_numerical_solution(
    coefficients: CoefficientSet, load: float, trunk: float, knee: float
) -> None:
    segments = segments_of(coefficients)
    standing, there = solved(0, 0, segments, load)[1], solved(trunk, knee, segments, load)[1]
    found = balanced_hip_travel(trunk, knee, segments=segments, load_on_back=load)
    assert float(found) == pytest.approx((standing - there) / (SHANK + THIGH), abs=1e-9)


@EVERY
def test_the_masses_make_a_body(coefficients: CoefficientSet) -> None:
    s = segments_of(coefficients)
    assert s.head + s.trunk + s.arms + s.thighs + s.shanks + s.feet == pytest.approx(1.0, abs=1e-3)
    assert all(0 < c < 1 for c in (s.trunk_centre, s.thigh_centre, s.shank_centre, s.foot_centre))


def test_the_mean_lies_between() -> None:
    female, male, mean = (
        segments_of(c).trunk for c in (CoefficientSet.FEMALE, CoefficientSet.MALE, CoefficientSet.MEAN)
    )
    assert mean == pytest.approx((female + male) / 2)


@EVERY
def test_standing_has_not_moved(coefficients: CoefficientSet) -> None:
    assert float(balanced_hip_travel(0.0, 0.0, segments=segments_of(coefficients))) == pytest.approx(0.0)


def test_arrays_are_broadcast() -> None:
    trunk, knee = np.array([[30.0], [60.0]]), np.array([0.0, 15.0, 30.0])
    block = balanced_hip_travel(trunk, knee)
    assert block.shape == (2, 3)
    assert block[1, 2] == pytest.approx(float(balanced_hip_travel(60.0, 30.0)))


@settings(max_examples=40, deadline=None, derandomize=True)
@given(trunk=st.floats(0, 85), more=st.floats(1, 5), knee=st.floats(0, 60), load=st.floats(0, 1.5))
def test_leaning_further_sends_the_hips_further_back(trunk: float, more: float, knee: float, load: float) -> None:
    near, far = (float(balanced_hip_travel(t, knee, load_on_back=load)) for t in (trunk, trunk + more))
    assert far > near


@settings(max_examples=40, deadline=None, derandomize=True)
@given(trunk=st.floats(20, 90), knee=st.floats(0, 40), load=st.floats(0.1, 1.5))
def test_a_load_on_the_back_sends_them_further_still(trunk: float, knee: float, load: float) -> None:
    assert float(balanced_hip_travel(trunk, knee, load_on_back=load)) > float(balanced_hip_travel(trunk, knee))
