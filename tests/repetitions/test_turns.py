"""Turning points against signals drawn by hand, and against a search that tries everything."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiphinge.motion import FloatArray
from hiphinge.repetitions.turns import TurningPoint, turning_points


def turns(values: list[float], threshold: float = 5.0) -> list[tuple[int, str]]:
    return [(t.frame, t.kind) for t in turning_points(np.array(values, dtype=float), threshold=threshold)]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([0, 10, 0], [(0, "top"), (1, "bottom"), (2, "top")]),
        ([10, 0, 10], [(0, "bottom"), (1, "top"), (2, "bottom")]),
        ([0, 10, 6, 10, 0], [(0, "top"), (1, "bottom"), (4, "top")]),
        ([0, 10, 4, 12, 0], [(0, "top"), (1, "bottom"), (2, "top"), (3, "bottom"), (4, "top")]),
        ([3, 0, 10], [(1, "top"), (2, "bottom")]),
        ([0, 4, 0, 4], []),
        ([0, 5], [(0, "top"), (1, "bottom")]),
        ([7], []),
        ([], []),
    ],
)
def test_by_hand(values: list[float], expected: list[tuple[int, str]]) -> None:
    assert turns(values) == expected


def longest_alternation(values: FloatArray, threshold: float) -> int:
    """Return how many turning points fit at most, each at least the threshold from the one before; all are tried."""
    best = {"top": [0] * len(values), "bottom": [0] * len(values)}
    for i in range(len(values)):
        for kind, other, sign in (("bottom", "top", 1), ("top", "bottom", -1)):
            before = [best[other][k] for k in range(i) if sign * (values[i] - values[k]) >= threshold]
            best[kind][i] = 1 + max(before, default=0)
    longest = max((max(b) for b in best.values() if b), default=0)
    return longest if longest > 1 else 0


SIGNALS = st.lists(st.integers(0, 20), min_size=1, max_size=25)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(values=SIGNALS, threshold=st.integers(1, 10))
def test_as_many_as_a_search_of_everything_finds(values: list[int], threshold: int) -> None:
    series = np.array(values, dtype=float)
    assert len(turning_points(series, threshold=threshold)) == longest_alternation(series, threshold)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(values=SIGNALS, threshold=st.integers(1, 10))
def test_they_alternate_far_enough_apart_and_lie_at_the_extremes(values: list[int], threshold: int) -> None:
    found = turning_points(np.array(values, dtype=float), threshold=threshold)
    for a, b in pairwise(found):
        assert a.frame < b.frame
        assert a.kind != b.kind
        assert abs(values[a.frame] - values[b.frame]) >= threshold
    for a, b, c in zip(found, found[1:], found[2:], strict=False):
        stretch = values[a.frame : c.frame + 1]
        assert values[b.frame] == (max(stretch) if b.kind == "bottom" else min(stretch))


def test_upside_down_tops_are_bottoms() -> None:
    values = 20 * np.sin(np.linspace(0, 15, 200))
    there, back = (turning_points(sign * values, threshold=5.0) for sign in (1, -1))
    swap = {"top": "bottom", "bottom": "top"}
    assert [(t.frame, swap[t.kind]) for t in there] == [(t.frame, t.kind) for t in back]
    assert TurningPoint(there[0].frame, there[0].kind) == there[0]
