import numpy as np
import pytest

from hiphinge.signals import (
    fill_rows,
    interpolate_rows,
    median_of,
    median_of_three,
    median_row,
    percentile_of,
    rows,
    smooth_rows,
)

RNG = np.random.default_rng(3)


def test_rows_are_read_as_one_by_one() -> None:
    x = np.sort(RNG.normal(size=(6, 20)), axis=1)
    y, at = RNG.normal(size=(6, 20)), RNG.normal(size=(6, 9)) * 3
    expected = np.stack([np.interp(at[k], x[k], y[k]) for k in range(6)])
    assert interpolate_rows(at, x, y) == pytest.approx(expected)


def test_a_row_with_a_hole_is_unknown() -> None:
    x, y = np.tile(np.arange(4.0), (2, 1)), np.ones((2, 4))
    y[1, 2] = np.nan
    out = interpolate_rows(np.full((2, 3), 1.5), x, y)
    assert out[0] == pytest.approx(1.0)
    assert np.isnan(out[1]).all()
    assert np.isnan(interpolate_rows(np.zeros((1, 2)), x[1:], y[1:])).all()


def test_holes_are_filled_where_enough_is_measured() -> None:
    rows = np.array([[0.0, np.nan, 2.0, 3.0], [np.nan, np.nan, np.nan, 1.0]])
    filled = fill_rows(rows, least=3)
    assert filled[0] == pytest.approx([0.0, 1.0, 2.0, 3.0])
    assert np.isnan(filled[1]).all()


def test_a_running_mean_keeps_straight_lines_and_holds_ends() -> None:
    rows = np.tile(np.arange(10.0), (2, 1))
    smooth = smooth_rows(rows, samples=5)
    assert smooth[:, 2:-2] == pytest.approx(rows[:, 2:-2])
    assert smooth[0, 0] == pytest.approx((0 + 0 + 0 + 1 + 2) / 5)


def test_the_middle_of_three_frames() -> None:
    values = np.array([1.0, 9.0, 2.0, np.nan, np.nan, 5.0])[:, None]
    assert median_of_three(values)[:, 0] == pytest.approx([1.0, 2.0, 5.5, 2.0, 5.0, 5.0])
    assert np.isnan(median_of_three(np.full((4, 2), np.nan))).all()


def test_the_median_of_three_does_not_depend_on_how_many_rows_are_sorted_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    values = RNG.normal(size=(50, 3))
    values[RNG.random(values.shape) < 0.2] = np.nan
    whole = median_of_three(values)
    for rows_at_once in (1, 7, 49, 50):
        monkeypatch.setattr(rows, "FRAMES_AT_ONCE", rows_at_once)
        assert median_of_three(values) == pytest.approx(whole, nan_ok=True)


@pytest.mark.parametrize("count", [1, 2, 5, 6, 61])
def test_medians_are_numpys_to_the_last_digit(count: int) -> None:
    rng = np.random.default_rng(count)
    table = rng.standard_normal((count, 40))
    table[rng.random(table.shape) < 0.3] = np.nan
    table[0, 0] = 1.0
    some = np.isfinite(table).any(axis=0)
    assert np.array_equal(median_row(table)[some], np.nanmedian(table[:, some], axis=0))
    assert not median_row(table)[~some].any()
    whole = rng.standard_normal(count)
    assert median_of(whole) == np.median(whole)
    for percent in (0, 10, 50, 80, 90, 100):
        assert percentile_of(whole, percent) == np.percentile(whole, percent), percent
