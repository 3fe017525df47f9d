"""A tempo is read in its phases; those of no length are left out."""

import pytest

from hiphinge.training_log.tempo import tempo_phases, tempo_words


def test_phases_in_their_order() -> None:
    assert [(one.name, one.seconds) for one in tempo_phases("3-1-x-0")] == [
        ("down", 3),
        ("hold at the bottom", 1),
        ("up", None),
    ]
    assert tempo_words("3-0-1-2") == "3 s down, 1 s up, 2 s hold at the top"
    assert tempo_words("2-0-x") == "2 s down, up as fast as you can"


@pytest.mark.parametrize("text", ["slow", "3-1", "3-1-1-1-1", "a-b-c", ""])
def test_another_way_of_writing_is_left_as_it_is(text: str) -> None:
    assert tempo_phases(text) == ()
    assert tempo_words(text) == text
