import numpy as np
import pytest

from hiphinge.signals.synchronising import clock_offset_s


def movement(time_s: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
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
