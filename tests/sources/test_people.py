"""Who is followed in a file with several people."""

import numpy as np
import pytest

from hiphinge.motion import FloatArray
from hiphinge.sources.formats.people import follow_person

FRAMES = 20


def person(*, x: float, height: float = 200.0, lean: float = 0.0) -> FloatArray:
    """Return ``[keypoint, 3]`` of somebody upright, who leans as a share of the height."""
    up = np.linspace(0.0, 1.0, 9)
    return np.column_stack([x + lean * height * up**2, 300.0 - height * up, np.full(9, 0.9)])


def lifter(frame: int) -> FloatArray:
    return person(x=100.0, lean=0.5 * np.sin(frame / 6) ** 2)


def test_the_largest_is_followed_and_it_is_said_where() -> None:
    frames = [[person(x=300.0, height=120.0), lifter(i)] for i in range(FRAMES)]
    followed, (note,) = follow_person(frames)
    np.testing.assert_allclose(followed, [lifter(i) for i in range(FRAMES)])
    assert note.startswith("Up to 2 people are in a frame, more than one in 20 of 20 frames.")
    assert "on the left of the others, in 20 of 20 frames" in note


def test_nobody_else_is_taken_where_the_person_is_lost() -> None:
    other = person(x=300.0, height=150.0)
    frames = [[other] if 5 <= i < 9 else [other, lifter(i)] for i in range(FRAMES)]
    followed, (note,) = follow_person(frames)
    assert np.isnan(followed[5:9, :, :2]).all()
    assert (followed[5:9, :, 2] == 0).all()
    np.testing.assert_allclose(followed[9:], [lifter(i) for i in range(9, FRAMES)])
    assert "in 16 of 20 frames" in note


def test_somebody_large_who_walks_by_is_not_followed() -> None:
    frames = [[lifter(i), *([person(x=30.0 * i, height=290.0)] if 8 <= i < 11 else [])] for i in range(FRAMES)]
    followed, _ = follow_person(frames)
    np.testing.assert_allclose(followed, [lifter(i) for i in range(FRAMES)])


def test_one_person_needs_no_note_and_none_is_an_error() -> None:
    followed, notes = follow_person([[], [lifter(1)], [person(x=500.0)]])
    assert notes == ()
    assert np.isnan(followed[0, :, 0]).all()
    np.testing.assert_allclose(followed[2], person(x=500.0))
    with pytest.raises(ValueError, match="no frame shows a person"):
        follow_person([[], []])
