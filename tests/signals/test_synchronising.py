import numpy as np
import pytest

from hiphinge.motion import FloatArray
from hiphinge.signals.synchronising import alignment_of, clock_offset_s


def movement(time_s: FloatArray) -> FloatArray:
    return np.asarray(60 * np.exp(-(((time_s - 3.0) / 0.7) ** 2)) + 45 * np.exp(-(((time_s - 6.5) / 0.5) ** 2)))


@pytest.mark.parametrize("offset_s", [-1.7, 0.0, 0.34, 12.0])
def test_the_offset_of_two_clocks_is_found(offset_s: float) -> None:
    video, markers = np.arange(0.0, 9.0, 1 / 30), np.arange(0.5, 9.5, 1 / 100)
    found, like = clock_offset_s(
        video, movement(video), other_time_s=markers + offset_s, other_values=2 + 0.9 * movement(markers)
    )
    assert found == pytest.approx(offset_s, abs=0.02)
    assert like > 0.999


def test_gaps_do_not_matter() -> None:
    video = np.arange(0.0, 9.0, 1 / 30)
    values = movement(video)
    values[::7] = np.nan
    found, _ = clock_offset_s(video, values, other_time_s=video + 1.0, other_values=movement(video))
    assert found == pytest.approx(1.0, abs=0.02)


def test_other_movements_are_recognised_by_their_correlation() -> None:
    video = np.arange(0.0, 9.0, 1 / 30)
    _, like = clock_offset_s(video, movement(video), other_time_s=video, other_values=np.sin(9 * video))
    assert like < 0.6


def test_where_nothing_moves_there_is_no_correlation() -> None:
    video = np.arange(0.0, 3.0, 1 / 30)
    assert np.isnan(clock_offset_s(video, video * 0, other_time_s=video, other_values=video)[1])
    assert np.isnan(clock_offset_s(video, video * np.nan, other_time_s=video, other_values=video)[1])


def problem_of(other_time_s: FloatArray, other: FloatArray) -> str:
    time_s = np.arange(0.0, 9.0, 1 / 30)
    return alignment_of(time_s, movement(time_s), other_time_s=other_time_s, other_values=other).problem() or ""


def test_two_recordings_of_one_movement_fit_and_what_does_not_is_said() -> None:
    time_s = np.arange(0.0, 9.0, 1 / 30)
    assert problem_of(time_s + 4.0, 0.8 * movement(time_s)) == ""
    assert "0.30 times as large in the second" in problem_of(time_s, 0.3 * movement(time_s))
    other = movement(time_s) + 9.0 * np.sin(7.0 * time_s)
    like = alignment_of(time_s, movement(time_s), other_time_s=time_s, other_values=other).like
    assert 0.9 < like < 0.97, "which once was enough"
    assert "0.975 was expected" in problem_of(time_s, other)


def test_a_part_of_a_movement_has_to_fit_better_than_the_whole() -> None:
    time_s = np.arange(0.0, 9.0, 1 / 30)
    wrong = movement(time_s) + 5.0 * np.sin(7.0 * time_s)
    whole = alignment_of(time_s, movement(time_s), other_time_s=time_s, other_values=wrong)
    assert 0.975 < whole.like < 0.99
    assert whole.problem() is None
    part = time_s < 5.5
    assert "% of the movement is in both" in problem_of(time_s[part], wrong[part])
    assert problem_of(time_s[part], movement(time_s[part])) == ""
