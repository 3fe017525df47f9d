import pytest

from hiphinge.spine.inclinometers import angles_from_inclinometers


def test_readings_give_the_same_angles_however_the_straws_sit_on_the_skin() -> None:
    standing = {"s2_deg": 12.0, "t12_deg": -8.0, "c7_deg": 30.0}
    bottom = {"s2_deg": 58.0, "t12_deg": 61.0, "c7_deg": 112.0}
    found = angles_from_inclinometers(bottom, standing=standing)
    assert found == {
        "pelvis_tilt_deg": 46.0,
        "lumbar_flexion_deg": 23.0,
        "thoracic_flexion_deg": 13.0,
        "thoracolumbar_flexion_deg": 36.0,
    }
    turned = [{place: value + 90.0 * (place == "t12_deg") for place, value in r.items()} for r in (bottom, standing)]
    assert angles_from_inclinometers(turned[0], standing=turned[1]) == pytest.approx(found)


def test_only_what_both_places_tell_is_returned() -> None:
    assert angles_from_inclinometers({"s2_deg": 40.0, "t12_deg": 50.0}, standing={"s2_deg": 0.0}) == {
        "pelvis_tilt_deg": 40.0
    }
    assert angles_from_inclinometers({"t12_deg": 50.0}, standing={"t12_deg": 0.0}) == {}


def test_a_turn_past_the_end_of_the_scale_is_a_small_turn() -> None:
    assert angles_from_inclinometers({"s2_deg": -170.0}, standing={"s2_deg": 175.0}) == {"pelvis_tilt_deg": 15.0}
