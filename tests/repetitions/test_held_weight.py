"""Which movements are made with the weight: a plate that is followed, and hands that hang in two ways, show it."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from tests.repetitions.drawn import (
    FLOOR,
    ON_HIPS,
    SHINS,
    SIDES,
    Part,
    down,
    empty_bend,
    found,
    lifts,
    notes,
    recorded,
    stand,
    up,
)

from hiphinge.repetitions import Span, detect_repetitions
from hiphinge.repetitions.held_weight import HeldWeight

AT_HANDS, ON_THE_FLOOR = 0.25, 1.1


def with_plate(parts: Sequence[Part], away: Sequence[tuple[float, float]]) -> tuple[Span, ...]:
    """Return what is found where a plate is so far from the hands from each of these times on."""
    time_s, fold, limbs = recorded(parts)
    which = np.searchsorted([at for at, _ in away], time_s, side="right") - 1
    far = np.array([far for _, far in away])[which]
    height = np.where(far == ON_THE_FLOOR, FLOOR, limbs.hand_height)
    seen = replace(limbs, plate_away=far, plate_height=np.where(np.isfinite(far), height, np.nan))
    return detect_repetitions(time_s, fold, fold, limbs=seen)


def kinds(spans: Sequence[Span]) -> list[str | None]:
    return [span.note for span in spans]


def empty_bend_that_looks_like_a_lift() -> list[Part]:
    return [*down(), *up()]


def test_a_plate_that_stays_on_the_floor_was_not_lifted() -> None:
    parts = [stand(), *empty_bend_that_looks_like_a_lift(), *lifts(2), stand()]
    bend_s = sum(part.duration_s for part in parts[:5])
    lift_s = bend_s + 0.3 + sum(part.duration_s for part in down())
    without = notes(parts)
    assert without.count(None) == 3, "the hands alone do not tell"
    spans = with_plate(parts, [(0.0, ON_THE_FLOOR), (lift_s, AT_HANDS)])
    assert kinds(spans) == ["set_up", "set_up", None, None]
    assert spans[2].starts_at == "bottom"


def test_a_plate_in_the_hands_was_lifted_whatever_the_hands_look_like() -> None:
    parts = [stand(), *lifts(3), *down(), *up(arms=ON_HIPS), stand(2, walks=True)]
    assert notes(parts)[-1] == "stands_up"
    assert kinds(with_plate(parts, [(0.0, AT_HANDS)])) == [None] * 4


def test_a_plate_that_is_left_on_the_floor_was_put_down() -> None:
    parts = [stand(), *lifts(3), stand()]
    last_s = sum(part.duration_s for part in [stand(), *lifts(2), *down()])
    assert kinds(with_plate(parts, [(0.0, AT_HANDS), (last_s + 0.2, ON_THE_FLOOR)])) == [None, None, "put_down"]


def test_a_disc_on_the_wall_beside_the_hands_is_no_plate() -> None:
    parts = [stand(), *lifts(3), *down(), *up(arms=ON_HIPS), stand(2, walks=True)]
    time_s, fold, limbs = recorded(parts)
    disc = replace(limbs, plate_away=np.full(len(time_s), 0.3), plate_height=np.full(len(time_s), 0.6))
    assert kinds(detect_repetitions(time_s, fold, fold, limbs=disc)) == notes(parts)


def test_a_plate_that_is_found_late_was_in_hands_that_hang_as_later() -> None:
    parts = [stand(), *lifts(3), stand()]
    second_s = sum(part.duration_s for part in [stand(), *lifts(1), *down()])
    assert kinds(with_plate(parts, [(0.0, float("nan")), (second_s, AT_HANDS)])).count(None) == 3


def test_a_plate_that_is_not_followed_in_a_descent_says_nothing_of_it() -> None:
    parts = [stand(), *lifts(3, to=SHINS), stand()]
    pull_s = sum(part.duration_s for part in [stand(), *down()])
    spans = with_plate(parts, [(0.0, float("nan")), (pull_s, AT_HANDS)])
    assert [(span.note, span.starts_at) for span in spans] == [(None, "top")] * 3


IN_HAND = (-0.1, -0.95)
"""Where hands hang with a weight, not far from `SIDES`: by less than what tells a single rest apart."""


def with_it(*, arms: tuple[float, float] = IN_HAND) -> list[Part]:
    return [Part(1.5, 90.0, 0.25), Part(0.5, 90.0, 0.25), Part(1.5, arms=arms), Part(0.6, arms=arms)]


def test_hands_that_hang_empty_and_full_and_empty_show_what_was_lifted() -> None:
    parts = [*empty_bend(), stand(1, arms=SIDES), *with_it(), *with_it(), *with_it(arms=SIDES), stand(2, arms=SIDES)]
    assert notes(parts) == ["set_up", "set_up", None, None, "put_down"]


@pytest.mark.parametrize(
    "rests",
    [
        [(-0.2, -0.95), (0.3, -0.9), (0.1, -0.7), (-0.1, -0.9), (-0.2, -0.95)],
        [SIDES, SIDES, (0.5, 0.1), (0.5, 0.1), SIDES],
        [SIDES, SIDES, IN_HAND, (np.nan, np.nan), SIDES],
        [SIDES, IN_HAND, IN_HAND, IN_HAND, IN_HAND],
        [SIDES] * 5,
    ],
)
def test_hands_that_do_not_hang_in_two_ways_show_nothing(rests: list[tuple[float, float]]) -> None:
    spans = found([stand(), *lifts(4), stand()])
    spans = tuple(span for span in spans if span.kind == "repetition")
    assert not HeldWeight.by_rests(spans, np.array(rests)).shown
    shown = [SIDES, SIDES, IN_HAND, IN_HAND, SIDES]
    assert HeldWeight.by_rests(spans, np.array(shown)).shown


def test_a_plate_that_is_nowhere_at_the_hands_says_nothing() -> None:
    parts = [stand(), *lifts(3), stand()]
    assert kinds(with_plate(parts, [(0.0, ON_THE_FLOOR)])) == notes(parts)
    assert kinds(with_plate(parts, [(0.0, float("nan"))])) == notes(parts)


def test_a_plate_that_is_lost_at_the_end_was_not_put_down() -> None:
    parts = [stand(), *lifts(3), stand()]
    last_s = sum(part.duration_s for part in [stand(), *lifts(2), *down()])
    assert kinds(with_plate(parts, [(0.0, AT_HANDS), (last_s + 0.2, float("nan"))])) == [None] * 3


def test_a_plate_on_a_rack_that_is_followed_in_place_of_the_own_one_was_not_put_down() -> None:
    time_s, fold, limbs = recorded([stand(), *lifts(4), stand()])
    others = time_s > sum(part.duration_s for part in [stand(), *lifts(2)])
    away, height = np.where(others, 1.4, AT_HANDS), np.where(others, 0.8, limbs.hand_height)
    seen = replace(limbs, plate_away=away, plate_height=height)
    assert kinds(detect_repetitions(time_s, fold, fold, limbs=seen)) == [None] * 4


def test_a_bar_on_the_back_is_never_put_on_the_floor() -> None:
    on_back = (-0.1, 0.0)
    squat = [Part(1.5, 90.0, 0.7, on_back), Part(0.5, 90.0, 0.7, on_back), *up(arms=on_back)]
    parts = [stand(arms=on_back), *squat, *squat, *squat]
    last_s = sum(part.duration_s for part in [*parts[:7], *squat[:2]])
    assert kinds(with_plate(parts, [(0.0, AT_HANDS), (last_s, ON_THE_FLOOR)])) == [None] * 3


def test_with_a_bar_on_the_back_the_hands_say_nothing_of_the_floor() -> None:
    parts = [stand(), *lifts(3), *down(), *up(arms=ON_HIPS), stand(2, walks=True)]
    time_s, fold, limbs = recorded(parts)
    assert notes(parts)[-1] == "stands_up"
    assert kinds(detect_repetitions(time_s, fold, fold, limbs=replace(limbs, on_back=True))) == [None] * 4
