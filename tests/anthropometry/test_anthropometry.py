"""The body's proportions agree with the published tables, with one another, and with the synthetic body's own."""

import math
from dataclasses import asdict

import numpy as np
import pytest

from hiphinge import anthropometry
from hiphinge.anthropometry import COEFFICIENT_TABLES, LEG, leg_length_m, leg_lengths, metres_per_unit, segments_of
from hiphinge.errors import UnknownIdError
from hiphinge.motion import CoefficientSet
from hiphinge.testing import body


def test_every_coefficient_set_has_its_table() -> None:
    assert {coefficients.value for coefficients in CoefficientSet} == COEFFICIENT_TABLES.keys()
    for coefficients in CoefficientSet:
        assert segments_of(coefficients) is COEFFICIENT_TABLES[coefficients.value]
    with pytest.raises(UnknownIdError, match="child"):
        segments_of("child")


@pytest.mark.parametrize("table", COEFFICIENT_TABLES)
def test_masses_make_one_body_and_centres_are_inside_their_segments(table: str) -> None:
    shares = asdict(segments_of(table))
    centres = {name: share for name, share in shares.items() if name.endswith("_centre")}
    assert sum(share for name, share in shares.items() if name not in centres) == pytest.approx(1.0, abs=0.001)
    assert len(centres) == 4
    assert all(0.35 < share < 0.65 for share in centres.values())


def test_the_mean_is_between_the_two() -> None:
    female, male, mean = (asdict(segments_of(table)) for table in ("female", "male", "mean"))
    assert mean == pytest.approx({name: (female[name] + male[name]) / 2 for name in female})


def test_lengths_agree_with_the_synthetic_body() -> None:
    for name in ("SHANK", "THIGH", "TRUNK", "UPPER_ARM", "FOREARM", "ANKLE_HEIGHT", "LEG"):
        assert getattr(anthropometry, name) == pytest.approx(getattr(body, name)), name
    assert anthropometry.HEEL_BEHIND_ANKLE == body.HEEL_BEHIND
    assert pytest.approx(anthropometry.SHANK + anthropometry.THIGH) == LEG


def test_a_leg_is_as_long_as_thigh_and_shank_and_nan_where_a_joint_is() -> None:
    hip = np.array([[0.0, 0.0], [0.0, math.nan]])
    knee, ankle = hip + np.array([3.0, 4.0]), hip + np.array([3.0, 16.0])
    found = leg_lengths(hip, knee, ankle)
    assert found[0] == 17.0
    assert math.isnan(found[1])


def test_pixels_become_metres_by_the_leg() -> None:
    assert leg_length_m(2.0) == pytest.approx(0.982)
    assert 400.0 * metres_per_unit(400.0, stature_m=1.7) == pytest.approx(leg_length_m(1.7))
