"""What is no repetition is known for what it is: drawn folds, with hands and feet that go with them."""

import re
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from tests.repetitions.drawn import (
    FLOOR,
    HANGING,
    ON_HIPS,
    SHINS,
    SIDES,
    SWUNG,
    Part,
    down,
    empty_bend,
    found,
    lifts,
    notes,
    recorded,
    stand,
    swings,
    up,
)

from hiphinge.catalogue import load
from hiphinge.repetitions import HandsAndFeet, detect_repetitions, is_failed


def test_a_deadlift_with_everything_around_it() -> None:
    parts = [stand(2, walks=True), stand(), *lifts(3), *down(), *up(arms=ON_HIPS), stand(2, walks=True)]
    assert notes(parts, from_floor=True) == ["set_up", None, None, None, "stands_up"]
    assert notes(parts) == ["set_up", None, None, None, "stands_up"]


def test_the_repetition_after_a_set_up_starts_at_the_bottom() -> None:
    set_up, first, *_ = found([stand(), *lifts(3), stand()], from_floor=True)
    assert (set_up.starts_at, set_up.ends_at) == ("top", "bottom")
    assert first.starts_at == "bottom"
    assert set_up.end_s == first.start_s <= first.bottom_s


@pytest.mark.parametrize("count", [1, 2, 5])
def test_a_set_from_the_floor_that_ends_at_the_top_keeps_its_last_repetition(count: int) -> None:
    assert notes([stand(), *lifts(count), stand()], from_floor=True) == ["set_up", *[None] * count]


def test_hands_that_hang_as_before_still_leave_the_weight_where_the_person_walks_off() -> None:
    parts = [stand(), *lifts(3), *down(), *up(), stand(2, walks=True)]
    assert notes(parts, from_floor=True)[-1] == "stands_up"


def test_hands_that_never_hang_otherwise_take_nothing_and_leave_nothing() -> None:
    """Nobody said that a weight is lifted: who comes, bends to the floor and walks off has bent without one."""
    parts = [stand(2, walks=True), stand(), *lifts(2), stand(), stand(2, walks=True)]
    assert notes(parts) == [None, None]
    assert found(parts)[0].starts_at == "top"
    left = [*down(), *up(arms=SIDES), stand(1, arms=SIDES), stand(2, walks=True)]
    with_weight = [stand(2, walks=True), stand(1, arms=SIDES), *lifts(2), *left]
    assert notes(with_weight) == ["set_up", None, None, "put_down"]


def test_a_weight_put_down_at_the_end_is_no_failed_repetition() -> None:
    assert notes([stand(), *lifts(2), *down()], from_floor=True)[-1] == "put_down"
    assert notes([stand(), *lifts(2), *down()])[-1] == "put_down"
    assert notes([stand(), *lifts(2, to=SHINS), *down(to=FLOOR)])[-1] == "put_down"
    assert notes([*up(), *down()], start=Part(0, 90, FLOOR)) == [None, "put_down"]


def test_a_recording_that_ends_within_a_repetition_is_no_failed_repetition_either() -> None:
    assert notes([stand(), *lifts(2, to=SHINS), *down(to=SHINS)])[-1] == "ends_at_bottom"


def test_a_weight_fetched_from_the_floor_and_put_back_is_no_repetition() -> None:
    parts = [stand(), *lifts(1), stand(), *lifts(4, to=SHINS), *lifts(1), stand()]
    assert notes(parts) == ["pick_up", *[None] * 4, "put_down"]


def test_walking_back_with_the_bar_costs_no_repetition() -> None:
    assert notes([stand(), *lifts(3, to=SHINS), stand(2, walks=True)]) == [None] * 3


def test_ten_swings_are_ten() -> None:
    hike = [Part(1.5, 110.0, FLOOR), Part(1.0, 110.0, FLOOR), Part(0.4, 75.0, 0.6), *SWUNG]
    parts = [stand(), *hike, *swings(9), *down(fold=110.0), *up(arms=ON_HIPS), stand(2, walks=True)]
    assert notes(parts) == ["set_up", *[None] * 10, "put_down"]


def test_hips_that_pump_before_the_pull_lift_nothing() -> None:
    pumps = [Part(0.6, 40.0, FLOOR + 0.03), Part(0.6, 90.0, FLOOR)]
    assert notes([stand(), *down(), *pumps, *up(), *lifts(2), stand()]) == ["set_up", None, None, None]


def test_a_rise_that_turns_back_with_the_weight_has_failed() -> None:
    stuck = [Part(0.8, 45.0, 0.6), Part(0.8, 90.0, FLOOR)]
    time_s, fold, limbs = recorded([stand(), *down(), *stuck, *up(), *lifts(2), stand()])
    first, *_ = detect_repetitions(time_s, fold, fold, limbs=limbs)
    assert is_failed(first.kind, first.note)


def test_bending_while_walking_is_walking() -> None:
    parts = [Part(0.6, 30.0, 0.8, walks=True), Part(0.6, walks=True), stand(1), *lifts(2, to=SHINS), stand()]
    assert notes(parts) == ["walking", None, None]


def test_arms_behind_plates_say_nothing() -> None:
    time_s, fold, limbs = recorded([stand(), *lifts(4), stand()])
    noise = np.random.default_rng(0).normal(0, 0.6, (4, 2))
    which = np.searchsorted([5, 9, 13], time_s)
    hidden = HandsAndFeet(
        time_s=time_s, hand_height=limbs.hand_height.copy(), hand_offset=noise[which], walks=limbs.walks.copy()
    )
    spans = detect_repetitions(time_s, fold, fold, limbs=hidden, from_floor=True)
    assert [s.note for s in spans] == ["set_up", *[None] * 4]


def let_go() -> list[Part]:
    return [Part(1.5), Part(0.2, arms=SIDES), stand(2, arms=SIDES)]


def test_hands_that_rest_otherwise_after_the_last_ascent_have_let_go() -> None:
    assert notes([stand(), *lifts(2, to=0.25), *down(to=0.25), *let_go()]) == [None, None, "stands_up"]


def test_hands_that_rest_as_before_hold_the_weight() -> None:
    assert notes([stand(), *lifts(3, to=0.25), stand(2)]) == [None, None, None]


def test_a_bend_before_the_weight_is_taken_is_no_repetition() -> None:
    parts = [*empty_bend(), stand(1, arms=SIDES), *lifts(3, to=0.25), stand(1)]
    assert notes(parts) == ["set_up", "set_up", None, None, None]


def test_the_weight_is_taken_at_the_end_of_the_descent_after_a_bend_without_it() -> None:
    bobs = [Part(0.4, fold, 0.25) for fold in (78.0, 90.0, 79.0, 90.0)]
    parts = [*empty_bend(), stand(1, arms=SIDES), *down(to=0.25), *bobs, *up(), *lifts(1, to=0.25), stand(1)]
    spans = found(parts)
    assert [span.note for span in spans] == ["set_up", "set_up", None, None]
    assert spans[2].starts_at == "bottom"
    assert spans[2].bottom_s == pytest.approx(5.5 + 1 + 2 + 4 * 0.4, abs=0.35)


def test_who_walks_off_with_the_weight_has_not_put_it_down() -> None:
    parts = [stand(2, arms=SIDES), *lifts(3, to=0.25), stand(1), stand(2, walks=True)]
    assert notes(parts)[-1] is None


def test_a_pause_half_bent_between_repetitions_is_none() -> None:
    pause = [Part(0.8, 52.0, 0.8), Part(2.0, 52.0, 0.8), Part(0.8), Part(0.6)]
    time_s, fold, limbs = recorded([stand(), *lifts(1, to=SHINS), *pause, *lifts(2, to=SHINS), stand()])
    spans = detect_repetitions(time_s, fold, fold, limbs=limbs)
    assert [span.note for span in spans] == [None, "partial_range", None, None]


def test_a_spike_behind_a_plate_does_not_move_the_bottom() -> None:
    time_s, fold, limbs = recorded([stand(), Part(1.0, 40.0), Part(2.0, 40.0), Part(1.0), stand()])
    spike = 40.0 * np.exp(-(((time_s - 3.7) / 0.08) ** 2))
    (span,) = detect_repetitions(time_s, fold + spike, fold + spike, limbs=limbs)
    assert span.bottom_s == pytest.approx(3.0, abs=0.2)


def test_every_threshold_of_the_ends_of_a_set_is_used_here(root: Path) -> None:
    files = ("boundaries.py", "held_weight.py")
    text = "".join((root / "src/hiphinge/repetitions" / file).read_text(encoding="utf-8") for file in files)
    said = {t.id for t in load().thresholds.values() if t.used_for == "set_boundaries"}
    assert said
    assert set(re.findall(r'"([a-z_]+)"', text)) & load().thresholds.keys() == said


def test_the_catalogue_decides_what_walking_is(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = [Part(0.6, 30.0, 0.8, walks=True), Part(0.6, walks=True), stand(1), *lifts(2, to=SHINS), stand()]
    assert notes(parts)[0] == "walking"
    catalogue = load()
    never = catalogue.thresholds["walking_lasts"].model_copy(update={"value": 1000.0})
    changed = SimpleNamespace(thresholds={**catalogue.thresholds, "walking_lasts": never})
    monkeypatch.setattr("hiphinge.repetitions.boundaries.load", lambda: changed)
    time_s, fold, limbs = recorded(parts)
    assert "walking" not in {span.note for span in detect_repetitions(time_s, fold, fold, limbs=limbs)}


EMPTY, HELD = (-0.1, -0.75), HANGING


@pytest.mark.parametrize(("to", "fold", "expected"), [(0.35, 75.0, ["pick_up"]), (FLOOR, 90.0, ["set_up", None])])
def test_after_a_bend_without_the_weight_the_next_one_takes_it(
    to: float, fold: float, expected: list[str | None]
) -> None:
    bend = [stand(arms=EMPTY), *down(), *up(arms=EMPTY), *down(), *up(arms=HELD)]
    repetitions = [part for _ in range(2) for part in (*down(to=to, fold=fold), *up(arms=HELD))]
    assert notes([*bend, *repetitions, stand()]) == ["set_up", *expected, None, None]


AHEAD = (0.45, -0.86)
"""A bar in front of the thighs."""


def held_ahead(count: int, *, to: float, fold: float = 80.0) -> list[Part]:
    return [part for _ in range(count) for part in (*down(to=to, fold=fold), *up(arms=AHEAD))]


@pytest.mark.parametrize("walks", [True, False])
def test_who_takes_a_bar_from_the_floor_and_stays_above_it_has_picked_it_up(*, walks: bool) -> None:
    """A bar in front of the thighs is not swung, and two repetitions are enough to compare with."""
    parts = [stand(2, walks=walks), stand(), *held_ahead(1, to=FLOOR), *held_ahead(2, to=SHINS), stand(1, arms=AHEAD)]
    assert notes(parts) == ["pick_up", None, None]


def test_of_two_bends_to_the_floor_before_a_set_above_it_the_second_takes_the_weight() -> None:
    bends = [stand(2, walks=True), stand(), *lifts(1), *held_ahead(1, to=FLOOR)]
    assert notes([*bends, *held_ahead(2, to=0.6), *lifts(1), stand()]) == [
        "set_up",
        "pick_up",
        None,
        None,
        "put_down",
    ]


def test_nobody_puts_a_weight_down_where_the_hands_stay_above_the_floor() -> None:
    higher = [*down(to=0.55), *up(arms=ON_HIPS)]
    assert notes([stand(), *lifts(1, to=0.3), *higher, stand(1, arms=ON_HIPS)])[-1] is None
    assert notes([stand(), *lifts(1, to=0.3), *down(to=0.3), *up(arms=ON_HIPS)])[-1] == "stands_up"


def test_the_bottom_of_a_first_pull_is_where_it_begins_whatever_the_hips_do_before() -> None:
    bobs = [Part(0.4, fold, FLOOR) for fold in (78.0, 90.0, 79.0, 90.0)]
    parts = [stand(2, walks=True), stand(arms=SIDES), *down(), *bobs, Part(0.5, 90.0, FLOOR), *up(), *lifts(1), stand()]
    set_up, first, _ = found(parts)
    assert set_up.note == "set_up"
    assert first.bottom_s == first.bottom_end_s == pytest.approx(3 + 2 + 4 * 0.4 + 0.5, abs=0.35)


def test_a_repetition_is_not_shallow_beside_bends_to_the_floor() -> None:
    shallow = [part for fold in (50.0, 55.0) for part in (*down(to=0.7, fold=fold), *up(arms=AHEAD))]
    parts = [stand(), *down(fold=100.0), *up(arms=AHEAD), *shallow, *down(fold=100.0), *up()]
    assert notes([*parts, stand()]) == ["pick_up", None, None, "put_down"]


@pytest.mark.parametrize("last", [FLOOR, 0.55])
def test_a_first_bend_without_the_weight_is_found_wherever_the_last_repetition_goes(last: float) -> None:
    bend = [*down(), Part(0.75, 45.0, 0.5, ON_HIPS), Part(0.75, arms=ON_HIPS), stand(0.6)]
    assert notes([stand(), *bend, *lifts(4), *lifts(1, to=last), stand()]) == ["set_up", "set_up", *[None] * 5]


@pytest.mark.parametrize("from_floor", [True, False])
def test_hands_that_are_hidden_at_the_bottom_may_have_put_the_weight_down(*, from_floor: bool) -> None:
    parts = [stand(), *lifts(3), *down(), *up(arms=ON_HIPS), stand(2, walks=True)]
    time_s, fold, limbs = recorded(parts)
    last_s = found(parts, from_floor=from_floor)[-1].start_s
    hidden = (time_s >= last_s) & (fold > 30.0)
    seen = replace(
        limbs,
        hand_height=np.where(hidden, np.nan, limbs.hand_height),
        hand_offset=np.where(hidden[:, None], np.nan, limbs.hand_offset),
    )
    spans = detect_repetitions(time_s, fold, fold, limbs=seen, from_floor=from_floor)
    assert spans[-1].note == "stands_up"


@pytest.mark.parametrize("place", [1, 2, 3])
def test_hands_that_are_hidden_before_one_repetition_change_nothing_of_how_the_weight_was_taken(place: int) -> None:
    taken = [stand(arms=EMPTY), *down(to=0.3), *up(arms=HELD), stand(1.2, arms=HELD)]
    parts = [*taken, *[part for _ in range(3) for part in (*down(to=0.3), *up(arms=HELD), stand(1.2, arms=HELD))]]
    time_s, fold, limbs = recorded(parts)
    spans = detect_repetitions(time_s, fold, fold, limbs=limbs)
    assert [span.note for span in spans] == ["set_up", *[None] * 4]
    start_s = spans[place + 1].start_s
    hidden = (time_s >= start_s - 0.65) & (time_s <= start_s + 0.05)
    offset = np.where(hidden[:, None], np.nan, limbs.hand_offset)
    again = detect_repetitions(time_s, fold, fold, limbs=replace(limbs, hand_offset=offset))
    assert [span.note for span in again] == ["set_up", *[None] * 4]


@pytest.mark.parametrize(("left", "note"), [(0.0, None), (23.0, "not_upright")])
def test_what_is_not_shallow_beside_bends_in_walking_is_what_it_was(left: float, note: str | None) -> None:
    bends = [replace(part, walks=True) for part in (*down(fold=100.0), *up())]
    apart = [part for _ in range(5) for part in (*bends, stand())]
    half = [*down(to=0.7, fold=58.0), *[Part(seconds, left, 0.8, AHEAD) for seconds in (0.7, 0.5)]]
    parts = [*apart, *held_ahead(2, to=0.7, fold=62.0), *half, *held_ahead(1, to=0.7, fold=62.0)]
    time_s, fold, limbs = recorded([stand(), *parts, stand()])
    spans = detect_repetitions(time_s, fold, fold, limbs=limbs)
    assert [span.note for span in spans] == [*["walking"] * 5, None, None, note, None]
    assert [span.kind == "repetition" for span in spans] == [span.note is None for span in spans]
