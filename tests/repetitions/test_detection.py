"""Repetitions found in folds drawn by hand: pauses, ends of the recording, attempts, hidden tops."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiphinge.motion import FloatArray
from hiphinge.repetitions import Span, detect_repetitions, fold_deg
from hiphinge.repetitions.detection import MOST_LEAN_BACK_DEG

NAN = float("nan")
DOWN, UP = (1.5, 80.0), (1.5, 0.0)


def drawn(*ways: tuple[float, float], start: float = 0.0, rate_hz: float = 30.0) -> tuple[FloatArray, FloatArray]:
    """Return time and fold of smooth ways, each given by its duration in seconds and the fold at its end."""
    pieces, level = [np.array([start])], start
    for duration_s, end in ways:
        share = np.linspace(0, 1, round(duration_s * rate_hz) + 1)[1:]
        pieces.append(level + (end - level) * share**3 * (10 - 15 * share + 6 * share**2))
        level = end
    fold = np.concatenate(pieces)
    return np.arange(len(fold)) / rate_hz, fold


def found(*ways: tuple[float, float], start: float = 0.0, rate_hz: float = 30.0) -> tuple[Span, ...]:
    time_s, fold = drawn(*ways, start=start, rate_hz=rate_hz)
    return detect_repetitions(time_s, fold, fold)


def kinds(spans: Sequence[Span]) -> list[tuple[str, str | None]]:
    return [(s.kind, s.note) for s in spans]


def still(duration_s: float, level: float = 0.0) -> tuple[float, float]:
    return duration_s, level


WHOLE = ("repetition", None)


def test_times_of_one_repetition() -> None:
    (only,) = found(still(1), DOWN, still(0.5, 80), UP, still(1))
    assert only.start_s == pytest.approx(1.0, abs=0.15)
    assert only.bottom_start_s == pytest.approx(2.5, abs=0.15)
    assert only.bottom_end_s == pytest.approx(3.0, abs=0.15)
    assert only.end_s == pytest.approx(4.5, abs=0.15)
    assert only.bottom_start_s <= only.bottom_s <= only.bottom_end_s
    assert only.depth_deg == pytest.approx(80, abs=1)
    assert (only.starts_at, only.ends_at) == ("top", "top")
    assert only.duration_s == pytest.approx(3.5, abs=0.2)


@pytest.mark.parametrize(("rest_s", "end_s"), [(3.0, 4.0), (0.5, 5.5)])
def test_who_rests_upright_has_stood_up_whatever_straightens_later(rest_s: float, end_s: float) -> None:
    (only,) = found(still(1), DOWN, (1.5, 20.0), still(rest_s, 20.0), (1.0, 0.0), still(1))
    assert only.end_s == pytest.approx(end_s, abs=0.2)


def test_who_rests_half_bent_has_not_stood_up() -> None:
    (only,) = found(still(1), DOWN, (1.5, 45.0), still(3.0, 45.0), (1.0, 0.0), still(1))
    assert only.end_s == pytest.approx(8.0, abs=0.2)


@pytest.mark.parametrize("count", [1, 2, 5, 12])
def test_every_repetition_is_counted(count: int) -> None:
    assert kinds(found(still(1), *[DOWN, UP, still(0.3)] * count, still(1))) == [WHOLE] * count


@pytest.mark.parametrize("pause_s", [0.5, 2.0, 5.0])
def test_a_pause_half_way_divides_nothing(pause_s: float) -> None:
    halves = [(1.0, 40.0), still(pause_s, 40.0), (1.0, 80.0), (1.0, 40.0), still(pause_s, 40.0), (1.0, 0.0)]
    spans = found(still(1), *halves, still(1))
    assert kinds(spans) == [WHOLE]
    assert spans[0].start_s == pytest.approx(1.0, abs=0.15)
    assert spans[0].bottom_start_s == pytest.approx(3.0 + pause_s, abs=0.15)
    assert spans[0].end_s == pytest.approx(5.0 + 2 * pause_s, abs=0.15)


def test_steps_before_a_descent_are_none_of_it() -> None:
    (only,) = found(still(0.5, -8), (0.4, 5), (0.4, -6), still(2, -6), DOWN, UP, still(1), start=-8)
    assert only.start_s == pytest.approx(3.3, abs=0.15)


@pytest.mark.parametrize("pause_s", [1.0, 4.0])
def test_pauses_at_the_top_and_the_bottom_are_no_movement(pause_s: float) -> None:
    spans = found(still(1), DOWN, still(pause_s, 80), UP, still(pause_s), DOWN, still(pause_s, 80), UP, still(1))
    assert kinds(spans) == [WHOLE] * 2
    for span in spans:
        assert span.bottom_end_s - span.bottom_start_s == pytest.approx(pause_s, abs=0.3)


def test_a_small_dip_at_the_bottom_is_no_second_repetition() -> None:
    assert kinds(found(still(1), DOWN, (0.4, 66), (0.4, 80), UP, still(1))) == [WHOLE]


def test_it_begins_at_the_bottom() -> None:
    first, second = found(still(1, 80), UP, still(1), DOWN, UP, still(1), start=80)
    assert (first.starts_at, first.start_s, first.kind) == ("bottom", 0.0, "repetition")
    assert first.bottom_start_s == 0.0
    assert first.bottom_end_s == pytest.approx(1.0, abs=0.15)
    assert second.starts_at == "top"


@pytest.mark.parametrize(("first", "stride", "kind"), [(3.0, 30.0, "attempt"), (60.0, 30.0, "repetition")])
def test_who_comes_into_view_upright_has_not_lifted(first: float, stride: float, kind: str) -> None:
    """A step folds the thigh where the person is seen first; a trunk that leans there comes up from a bottom."""
    time_s, fold = drawn(still(2, stride + first), (0.6, 0.0), still(1), DOWN, UP, still(1), start=stride + first)
    trunk = np.where(time_s < 2.0, NAN, np.where(time_s < 2.6, first * fold / (stride + first), fold))
    spans = detect_repetitions(time_s, fold, trunk)
    assert [span.kind for span in spans] == [kind, "repetition"]
    assert (spans[0].note == "walking") == (kind == "attempt")


@pytest.mark.parametrize(("first", "note"), [(3.0, "ends_at_bottom"), (60.0, "put_down")])
def test_who_comes_into_view_upright_has_taken_nothing_to_put_down(first: float, note: str) -> None:
    time_s, fold = drawn(still(2, 30.0 + first), (0.6, 0.0), still(1), DOWN, UP, still(1), DOWN, start=30.0 + first)
    trunk = np.where(time_s < 2.0, NAN, np.where(time_s < 2.6, first * fold / (30.0 + first), fold))
    assert detect_repetitions(time_s, fold, trunk)[-1].note == note


@pytest.mark.parametrize("dip", [-1.0, 1.0])
def test_a_lift_from_the_floor_is_deepest_where_it_begins(dip: float) -> None:
    # whoever waits at the bottom sways a little: the deepest of these moments means nothing
    (only,) = found((0.5, 80 + dip), (0.5, 80), still(0.5, 80), UP, still(1), start=80)
    assert only.bottom_s == only.bottom_end_s == pytest.approx(1.5, abs=0.3)


def test_putting_the_weight_down_is_not_counted() -> None:
    assert kinds(found(still(1, 80), UP, still(1), DOWN, still(1, 80), start=80)) == [WHOLE, ("attempt", "put_down")]


def test_one_deep_bend_hides_no_smaller_movements() -> None:
    swings = [(0.4, 35.0), (0.4, 0.0)] * 10
    spans = found(still(1), (1.5, 125.0), (1.5, 0.0), *swings, still(1))
    assert sum(50 > s.depth_deg > 20 for s in spans) == 10


def test_the_deepest_moment_of_a_hidden_bottom_is_in_its_middle() -> None:
    time_s, fold = drawn(still(1), DOWN, still(0.2, 80), UP, still(1))
    hidden = (time_s > 2.0) & (time_s < 3.2)
    bridged = np.interp(time_s, time_s[~hidden], fold[~hidden]) + 0.5 * (time_s - 2.6)
    (only,) = detect_repetitions(time_s, bridged, np.where(hidden, NAN, fold))
    assert only.bottom_s == pytest.approx(2.6, abs=0.1)


@pytest.mark.parametrize("hidden_s", [(1.6, 4.1), (2.4, 4.9)])
def test_a_way_that_is_hidden_earlier_goes_on_as_fast(hidden_s: tuple[float, float]) -> None:
    time_s, fold = drawn(still(1), (1.5, 80), still(1.5, 80), (1.5, 0), still(1))
    hidden = (time_s > hidden_s[0]) & (time_s < hidden_s[1])
    bridged = np.interp(time_s, time_s[~hidden], fold[~hidden])
    (only,) = detect_repetitions(time_s, bridged, np.where(hidden, NAN, fold))
    assert only.bottom_s == pytest.approx(3.25, abs=0.3)


def test_a_set_that_stops_at_the_bottom_ends_with_an_attempt() -> None:
    spans = found(still(1), DOWN, UP, still(1), DOWN, still(1, 80))
    assert kinds(spans) == [WHOLE, ("attempt", "ends_at_bottom")]
    assert spans[-1].ends_at == "bottom"


def test_only_down() -> None:
    assert kinds(found(still(1), DOWN, still(1, 80))) == [("attempt", "ends_at_bottom")]


def test_only_up() -> None:
    (only,) = found(still(1, 80), UP, still(1), start=80)
    assert (only.kind, only.starts_at) == ("repetition", "bottom")


def test_a_part_of_the_way_down_is_an_attempt() -> None:
    spans = found(still(1), DOWN, UP, (1, 35), (1, 0), DOWN, UP, still(1))
    assert kinds(spans) == [WHOLE, ("attempt", "partial_range"), WHOLE]


def test_a_part_of_the_way_up_is_an_attempt() -> None:
    spans = found(still(1), DOWN, (1, 45), (1, 80), UP, DOWN, UP, still(1))
    assert kinds(spans) == [("attempt", "not_upright"), WHOLE, WHOLE]


def test_who_never_stands_up_completes_nothing() -> None:
    time_s, fold = drawn(still(1), DOWN, UP, still(1), DOWN, UP, still(1))
    assert kinds(detect_repetitions(time_s, fold, fold + 40)) == [("attempt", "not_upright")] * 2


def test_setting_up_for_a_lift_belongs_to_it() -> None:
    (only,) = found(still(1), DOWN, still(3, 80), UP, still(1))
    assert only.kind == "repetition"


@pytest.mark.parametrize("level", [0.0, 80.0])
def test_stillness_holds_no_repetition(level: float) -> None:
    assert found(still(5, level), start=level) == ()


def test_swaying_is_no_movement() -> None:
    time_s = np.arange(300) / 30
    assert detect_repetitions(time_s, 7 * np.sin(time_s), 7 * np.sin(time_s)) == ()


@pytest.mark.parametrize("frames", [0, 1, 2, 5])
def test_next_to_nothing_holds_no_repetition(frames: int) -> None:
    fold = np.zeros(frames)
    assert detect_repetitions(np.arange(frames) / 30, fold, fold) == ()


def test_where_nobody_is_detected_there_is_no_repetition() -> None:
    unseen = np.full(90, NAN)
    assert detect_repetitions(np.arange(90) / 30, unseen, unseen) == ()


def test_a_top_that_was_hidden_is_believed_but_said() -> None:
    time_s, fold = drawn(still(1), DOWN, (1.0, 30.0), (1.0, 80.0), UP, still(1))
    trunk = np.where((time_s > 3.2) & (time_s < 4.0), NAN, fold)
    assert kinds(detect_repetitions(time_s, fold, trunk)) == [("repetition", "top_not_seen"), WHOLE]
    assert kinds(detect_repetitions(time_s, fold, fold))[0] == ("attempt", "not_upright")


@pytest.mark.parametrize("rate_hz", [12.0, 24.0, 60.0, 120.0, 240.0])
def test_the_frame_rate_does_not_matter(rate_hz: float) -> None:
    spans = found(still(1), *[DOWN, still(0.3, 80), UP, still(0.7)] * 3, rate_hz=rate_hz)
    assert kinds(spans) == [WHOLE] * 3
    assert [s.bottom_s for s in spans] == pytest.approx([2.65, 6.65, 10.65], abs=0.2)


@settings(max_examples=15, deadline=None, derandomize=True)
@given(seed=st.integers(0, 1000), noise=st.floats(0, 2.5), shift=st.floats(-1e4, 1e4), lean=st.floats(-5, 15))
def test_noise_clock_and_posture_do_not_matter(seed: int, noise: float, shift: float, lean: float) -> None:
    time_s, fold = drawn(still(1), *[DOWN, still(0.3, 80), UP, still(0.7)] * 3)
    noisy = fold + lean + noise * np.random.default_rng(seed).standard_normal(len(fold))
    spans = detect_repetitions(time_s + shift, noisy, noisy)
    assert kinds(spans) == [WHOLE] * 3
    assert [s.bottom_s - shift for s in spans] == pytest.approx([2.65, 6.65, 10.65], abs=0.4)


@settings(max_examples=15, deadline=None, derandomize=True)
@given(seed=st.integers(0, 1000))
def test_spans_are_in_order_and_do_not_overlap(seed: int) -> None:
    random = np.random.default_rng(seed)
    fold = np.abs(np.cumsum(random.standard_normal(600))) * 4
    time_s = np.arange(600) / 30
    spans = detect_repetitions(time_s, fold, fold)
    for span in spans:
        marks = [span.start_s, span.bottom_start_s, span.bottom_end_s, span.end_s]
        assert marks == sorted(marks)
        assert time_s[0] <= span.start_s
        assert span.end_s <= time_s[-1]
    assert all(a.end_s <= b.start_s for a, b in pairwise(spans))


def test_the_fold_is_trunk_and_half_of_the_thigh() -> None:
    fold = fold_deg(np.array([10.0, 60.0, 40.0]), np.array([0.0, 20.0, -30.0]))
    assert fold == pytest.approx([10.0, 70.0, 40.0])  # a thigh that leans forward folds nothing


def test_a_lean_far_back_of_a_misplaced_hip_is_no_part_of_a_movement() -> None:
    time_s, trunk = drawn(still(1), (0.5, -40.0), (0.7, 0.0), still(1.5), DOWN, UP, still(1))
    fold = fold_deg(trunk, np.zeros_like(trunk))
    assert fold.min() == -MOST_LEAN_BACK_DEG
    (only,) = detect_repetitions(time_s, fold, trunk)
    assert only.depth_deg == pytest.approx(DOWN[1] + MOST_LEAN_BACK_DEG, abs=1.0)
    assert np.array_equal(fold_deg(np.array([-5.0, 30.0]), np.zeros(2)), [-5.0, 30.0])


def test_the_fold_without_a_thigh_is_the_trunks() -> None:
    assert fold_deg(np.array([10.0, 60.0]), np.full(2, NAN)) == pytest.approx([10.0, 60.0])


def test_gaps_of_the_fold_are_bridged() -> None:
    trunk = np.array([NAN, 10.0, NAN, 30.0, NAN])
    assert fold_deg(trunk, np.zeros(5)) == pytest.approx([10, 10, 20, 30, 30])
    assert np.isnan(fold_deg(np.full(3, NAN), np.zeros(3))).all()
