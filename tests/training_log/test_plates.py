"""Plates add up to what is said, nothing nearer can be loaded, and what cannot be loaded is said to be so."""

from itertools import combinations_with_replacement
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiphinge.errors import UsageError
from hiphinge.training_log import POUND_KG
from hiphinge.training_log.plates import USUAL_RACKS, PlateRack, choose_plates, plate_words, rack_from_text

KG, LB = USUAL_RACKS["kg"], USUAL_RACKS["lb"]
PLATES = (25.0, 20.0, 15.0, 10.0, 7.0, 5.0, 2.5, 2.0, 1.25, 0.5)
RACKS = st.builds(
    PlateRack,
    unit=st.sampled_from(["kg", "lb"]),
    bar=st.sampled_from([0.0, 7.5, 15.0, 20.0, 45.0]),
    plates=st.lists(st.sampled_from(PLATES), min_size=1, max_size=5, unique=True).map(tuple),
)
UNITS = st.sampled_from(["kg", "lb"])


@given(RACKS, st.floats(0, 300), UNITS)
def test_plates_add_up_and_lie_on_both_sides_of_what_is_wanted(
    rack: PlateRack, load: float, unit: Literal["kg", "lb"]
) -> None:
    found = choose_plates(load, unit, rack)
    for one in (found.below, found.above):
        if one is not None:
            assert one.total == pytest.approx(rack.bar + 2 * sum(one.side))
            assert set(one.side) <= set(rack.plates)
            assert list(one.side) == sorted(one.side, reverse=True)
    assert found.above.total >= found.wanted - 0.011
    assert found.below is None or found.below.total <= found.wanted + 0.011
    assert (found.below is None) == (found.wanted < rack.bar - 0.005)
    assert found.nearest in {found.below, found.above}


@given(st.lists(st.sampled_from(PLATES), min_size=1, max_size=4, unique=True), st.floats(0, 40))
def test_nothing_that_can_be_loaded_is_nearer_and_no_other_way_takes_fewer_plates(
    plates: list[float], side: float
) -> None:
    rack = PlateRack(unit="kg", bar=20.0, plates=tuple(plates))
    found = choose_plates(20.0 + 2 * side, "kg", rack)
    off = abs(found.nearest.total - found.wanted)
    for count in range(5):
        for some in combinations_with_replacement(plates, count):
            total = 20.0 + 2 * sum(some)
            assert abs(total - found.wanted) >= off - 1e-6
            if total == pytest.approx(found.nearest.total):
                assert len(found.nearest.side) <= count


@given(RACKS, st.lists(st.integers(0, 4), min_size=5, max_size=5))
def test_what_was_loaded_can_be_loaded_again_in_either_unit(rack: PlateRack, counts: list[int]) -> None:
    load = rack.bar + 2 * sum(plate * count for plate, count in zip(rack.plates, counts, strict=False))
    other: Literal["kg", "lb"] = "lb" if rack.unit == "kg" else "kg"
    assert choose_plates(load, rack.unit, rack).exact
    assert choose_plates(load * POUND_KG if other == "kg" else load / POUND_KG, other, rack).exact


def test_taking_the_heaviest_first_would_miss_it() -> None:
    rack = PlateRack(unit="kg", bar=20.0, plates=(15.0, 10.0))
    assert choose_plates(60.0, "kg", rack).nearest.side == (10.0, 10.0)


def test_words_say_what_is_loaded_and_how_far_it_is_from_what_was_asked() -> None:
    assert plate_words(choose_plates(60, "kg", KG)) == "20 kg on each side of the 20 kg bar."
    assert plate_words(choose_plates(225, "lb", LB)) == "45 + 45 lb on each side of the 45 lb bar."
    assert plate_words(choose_plates(20, "kg", KG)) == "the 20 kg bar alone."
    assert "less than the bar alone" in plate_words(choose_plates(10, "kg", KG))
    words = plate_words(choose_plates(61, "kg", KG))
    assert words.startswith("61.00 kg cannot be loaded")
    assert "60 kg (132.3 lb), 1.00 kg less" in words
    assert "next above is 62.5 kg" in words
    assert "61.23 kg cannot be loaded" in plate_words(
        choose_plates(135, "lb", PlateRack(unit="kg", bar=20, plates=(20.0, 10.0)))
    )


def test_a_rack_is_read_as_it_is_written() -> None:
    assert rack_from_text("kg", "20", "25, 20, 1.25") == PlateRack(unit="kg", bar=20.0, plates=(25.0, 20.0, 1.25))
    assert rack_from_text("lb", "45", "45 2,5").plates == (45.0, 2.5)


@pytest.mark.parametrize(
    ("unit", "bar", "plates"),
    [
        ("st", "20", "5"),
        ("kg", "x", "5"),
        ("kg", "20", ""),
        ("kg", "20", "0"),
        ("kg", "-1", "5"),
        ("kg", "20", "1.255"),
        ("kg", "9999", "5"),
        ("kg", "20", "5 " * 21),
    ],
)
def test_what_is_no_rack_is_refused(unit: str, bar: str, plates: str) -> None:
    with pytest.raises(UsageError):
        rack_from_text(unit, bar, plates)


@pytest.mark.parametrize("load", [-1.0, 5000.0, float("nan")])
def test_what_nobody_lifts_is_refused(load: float) -> None:
    with pytest.raises(UsageError):
        choose_plates(load, "kg", KG)
