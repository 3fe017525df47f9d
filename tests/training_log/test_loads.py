"""Loads stand in both units; the one that was written is never rounded."""

import pytest

from hiphinge.training_log import in_kg_and_lb, load_words


def test_the_written_unit_stays_as_it_is_and_the_other_is_beside_it() -> None:
    assert in_kg_and_lb(62.25, "kg") == ("62.25", "137.2")
    assert in_kg_and_lb(137.5, "lb") == ("62.4", "137.5")


@pytest.mark.parametrize(("value", "unit", "words"), [(60, "kg", "60 kg (132.3 lb)"), (135, "lb", "135 lb (61.2 kg)")])
def test_the_written_unit_comes_first(value: float, unit: str, words: str) -> None:
    assert load_words(value, unit) == words  # type: ignore[arg-type]  # a unit
