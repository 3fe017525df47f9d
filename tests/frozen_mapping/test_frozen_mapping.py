"""A frozen mapping reads as a dict does, refuses to be written to, and survives copies and pickles."""

import copy
import pickle
from typing import Any

import numpy as np
import pytest

from hiphinge.frozen_mapping import FrozenMapping


def test_it_reads_as_the_mapping_that_it_was_built_from() -> None:
    frozen = FrozenMapping({"b": 2, "a": 1})
    assert frozen == {"b": 2, "a": 1}
    assert list(frozen.items()) == [("b", 2), ("a", 1)]
    assert (frozen["a"], frozen.get("c"), "b" in frozen, len(frozen)) == (1, None, True, 2)
    assert repr(frozen) == "FrozenMapping({'b': 2, 'a': 1})"
    with pytest.raises(KeyError):
        frozen["c"]


def test_it_cannot_be_written_to_and_does_not_follow_its_source() -> None:
    source = {"a": 1}
    frozen: Any = FrozenMapping(source)
    source["a"] = 2
    assert frozen["a"] == 1
    with pytest.raises(TypeError):
        frozen["a"] = 3
    with pytest.raises(TypeError):
        del frozen["a"]


def test_two_are_joined_to_a_dict_and_the_right_one_wins() -> None:
    one, other = FrozenMapping({"a": 1, "b": 1}), {"b": 2, "c": 2}
    assert one | other == {"a": 1, "b": 2, "c": 2}
    assert other | one == {"b": 1, "c": 2, "a": 1}


def _unpickled(value: Any) -> Any:
    return pickle.loads(pickle.dumps(value))  # noqa: S301 - written a moment before


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, _unpickled])
def test_a_copy_is_equal_and_frozen(again: Any) -> None:
    frozen = FrozenMapping({"a": (1, 2), "b": FrozenMapping({"c": 3})})
    back = again(frozen)
    assert type(back) is FrozenMapping
    assert back == frozen
    assert list(back) == ["a", "b"]


def test_a_deep_copy_shares_no_array() -> None:
    frozen = FrozenMapping({"a": np.zeros(2)})
    copy.deepcopy(frozen)["a"][0] = 1.0
    assert frozen["a"][0] == 0.0
