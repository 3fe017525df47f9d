"""Every quantity is registered once, with unit, sign and meaning."""

import re

import pytest

from hiphinge.catalogue import load
from hiphinge.errors import UnknownIdError
from hiphinge.quantities import QUANTITIES, Quantity, quantity

EVERY = pytest.mark.parametrize("one", QUANTITIES.values(), ids=lambda q: q.id)
CONTRACT = {
    "trunk_inclination_deg",
    "shank_inclination_deg",
    "knee_flexion_deg",
    "trunk_thigh_angle_deg",
    "pelvis_tilt_deg",
    "lumbar_flexion_deg",
    "thoracic_flexion_deg",
    "thoracolumbar_flexion_deg",
    "hip_flexion_deg",
    "hip_back_travel",
}
"""The quantities per frame that the published contract defines."""


def test_the_contract_is_kept() -> None:
    assert {q.id for q in QUANTITIES.values() if q.scope == "frame"} >= CONTRACT


@EVERY
def test_an_id_carries_its_unit(one: Quantity) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9_]*", one.id)
    assert one.id.endswith("_deg") == (one.unit == "deg")
    assert one.id.endswith("_s") == (one.unit.split()[-1] == "s")


@EVERY
def test_it_says_what_it_means(one: Quantity) -> None:
    assert one.meaning[0].isupper()
    assert one.meaning.endswith(".")
    assert one.sign
    assert one.title[0].isupper()
    assert one.views


@EVERY
def test_what_it_needs_is_a_reason_of_the_catalogue(one: Quantity) -> None:
    assert one.needs is None or one.needs in load().reasons


def test_what_the_back_is_needed_for() -> None:
    assert {q.id for q in QUANTITIES.values() if q.needs == "back_not_seen"} == {
        "pelvis_tilt_deg",
        "lumbar_flexion_deg",
        "thoracic_flexion_deg",
        "thoracolumbar_flexion_deg",
        "hip_flexion_deg",
        "dowel_hollow",
        "dowel_head_gap",
        "lumbar_share",
        "lumbar_share_first_third",
        "lumbar_share_second_third",
        "lumbar_share_last_third",
        "lumbar_flexion_most_deg",
        "lumbar_gain_deg",
        "thoracic_gain_deg",
        "lumbar_drift_deg",
        "neck_angle_deg",
        "lumbar_of_maximum",
        "lean_at_lumbar_limit_deg",
        "dowel_kept",
    }


def test_by_id() -> None:
    assert quantity("hip_drop") is QUANTITIES["hip_drop"]


def test_an_id_nobody_knows_lists_those_that_are() -> None:
    with pytest.raises(UnknownIdError, match="trunk_inclination_deg"):
        quantity("wingspan_m")
