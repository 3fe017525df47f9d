"""A lower back that hollows at the top under an upright trunk, from synthetic series whose result is known."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from hiphinge.analysis.tracks import measure_frames
from hiphinge.catalogue import load
from hiphinge.cleaning import clean
from hiphinge.findings import Measurement, NotMeasurable, Pattern, RuleInput, find
from hiphinge.measures import (
    BACK_HOLLOW,
    LEAN,
    LUMBAR,
    LiftContext,
    MotionSeries,
    RepetitionInput,
    compare_set,
    measure_repetition,
)
from hiphinge.measures.lockout import HOLLOW_HALF_WIDTH_DEG, HOLLOW_SHARES
from hiphinge.motion import Person
from hiphinge.testing import HINGE, Lift, Plan, record_video

EXERCISE, FAULT, QUANTITY = "romanian_deadlift", "lockout_overextension", "lockout_extension_deg"


@cache
def plain(lifts: int, top_s: float | None = None) -> MotionSeries:
    movement = HINGE if top_s is None else replace(HINGE, tempo=replace(HINGE.tempo, top_s=top_s))
    plan = Plan(movement=movement, lifts=(Lift(),) * lifts, after_s=3.0)
    return measure_frames(clean(record_video(plan).motion)).series


def hollowed(
    places: Sequence[int],
    *,
    by_deg: float,
    lifts: int = 4,
    back_deg: float = 1.0,
    half_deg: float = 8.0,
    held_s: float = 0.6,
    top_s: float | None = None,
) -> MotionSeries:
    """Return a set with lockouts that hollow, as contour and networks show it, and shoulders that go back a little."""
    series = plain(lifts, top_s)
    turned, trunk = np.zeros(len(series)), series.values[LEAN].copy()
    lumbar = 0.35 * np.maximum(trunk - series.reference.values[LEAN], 0.0)
    for index in places:
        top = series.between(series.spans[index].end_s, series.spans[index].end_s + held_s)
        turned[top], lumbar[top] = HOLLOW_SHARES[0] * by_deg, -HOLLOW_SHARES[1] * by_deg
        trunk[top] = series.reference.values[LEAN] - back_deg
    return replace(
        series,
        values={**series.values, LEAN: trunk, LUMBAR: lumbar, BACK_HOLLOW: turned},
        low={**series.low, LUMBAR: lumbar - half_deg},
        high={**series.high, LUMBAR: lumbar + half_deg},
        reference=replace(series.reference, values={**series.reference.values, BACK_HOLLOW: 0.0}),
        back_missing=None,
    )


def extension(series: MotionSeries, index: int) -> Measurement | NotMeasurable:
    context = LiftContext(exercise=load().exercise(EXERCISE), person=Person(), load_kg=None)
    repetition = RepetitionInput(
        series=series, comparison=compare_set(series, series.spans), index_in_set=index, context=context
    )
    return measure_repetition(repetition)[QUANTITY]


def measured(series: MotionSeries, index: int) -> Measurement:
    found = extension(series, index)
    assert isinstance(found, Measurement)
    return found


def reason(series: MotionSeries, index: int) -> str:
    found = extension(series, index)
    assert isinstance(found, NotMeasurable)
    return found.id


def found_in(series: MotionSeries) -> list[int]:
    """Return the places of the repetitions in which the finding is made."""
    return [index for index in range(len(series.spans)) if is_found(measured(series, index))]


def is_found(extension: Measurement) -> bool:
    evidence = RuleInput(
        exercise=EXERCISE,
        exercise_given=True,
        pattern=Pattern(label="hinge", probability={"hinge": 1.0}),
        bottom_s=0.0,
        starts_at_bottom=False,
        measurements={QUANTITY: extension},
        from_standing={},
    )
    return FAULT in {finding.id for finding in find(evidence)}


@pytest.mark.parametrize(("by_deg", "where"), [(14.0, [2]), (11.0, [])])
def test_a_lower_back_that_hollows_under_an_upright_trunk_is_found(by_deg: float, where: list[int]) -> None:
    series = hollowed([2], by_deg=by_deg)
    found = measured(series, 2)
    assert found.value == pytest.approx(by_deg, abs=0.3)
    assert found.interval is not None
    assert found.interval.high - found.value == pytest.approx(HOLLOW_HALF_WIDTH_DEG)
    assert found_in(series) == where


def test_a_lower_back_that_sensors_measure_is_not_scaled_up_as_a_contour_is() -> None:
    series = replace(hollowed([2], by_deg=16.0), by_sensors=frozenset({LUMBAR}))
    assert found_in(series) == []


def test_what_every_lockout_of_a_set_shows_may_be_clothes() -> None:
    assert found_in(hollowed([0, 1, 2, 3], by_deg=16.0, held_s=9.0, top_s=0.7)) == []


@pytest.mark.parametrize(("held_s", "where"), [(0.6, [0, 1, 2, 3]), (9.0, [])])
def test_a_lockout_is_compared_with_how_the_person_stands_next_to_it(held_s: float, where: list[int]) -> None:
    """What stays until the next bend is how this person holds the weight."""
    assert found_in(hollowed([0, 1, 2, 3], by_deg=16.0, held_s=held_s, top_s=2.0)) == where


def test_a_single_lockout_is_compared_with_standing_after_it() -> None:
    assert found_in(hollowed([0], by_deg=16.0, lifts=1)) == [0]
    assert found_in(hollowed([0], by_deg=16.0, lifts=1, held_s=9.0)) == []


def test_a_contour_that_changes_while_the_shoulders_stay_is_no_hollow() -> None:
    """Unless it is seen to settle, while they stand: then it was no shirt that moved."""
    assert found_in(hollowed([2], by_deg=16.0, back_deg=0.0, top_s=0.7)) == []
    assert found_in(hollowed([2], by_deg=16.0, back_deg=0.0, top_s=2.0)) == [2]


def test_a_contour_behind_a_plate_is_no_hollow() -> None:
    assert found_in(replace(hollowed([2], by_deg=16.0), shoulder_hidden=True)) == []


def test_a_hollow_in_a_back_that_is_badly_seen_is_none() -> None:
    assert found_in(hollowed([2], by_deg=16.0, half_deg=16.0)) == []


def test_a_single_frame_is_no_lockout() -> None:
    series = plain(4)
    trunk = series.values[LEAN].copy()
    trunk[int(np.argmin(np.abs(series.time_s - series.spans[0].end_s - 0.3)))] -= 30.0
    assert measured(replace(series, values={**series.values, LEAN: trunk}), 0).value < 2.0


def ending_low(series: MotionSeries, index: int) -> MotionSeries:
    """Return a set in which one repetition ends at its bottom, as a person may correct it."""
    spans = list(series.spans)
    low = spans[index]
    spans[index] = replace(low, ends_at="bottom", bottom_end_s=low.bottom_s, end_s=low.bottom_s)
    return replace(series, spans=tuple(spans))


def test_a_repetition_that_ends_low_has_no_lockout_to_compare_with() -> None:
    """Whoever is bent there is far from hollow."""
    alone = ending_low(hollowed([0], by_deg=16.0, lifts=2, top_s=0.7), 1)
    assert measured(alone, 0).value == pytest.approx(1.0, abs=0.3)  # what the trunk leans back


def test_a_repetition_that_ends_low_is_no_second_lockout_to_count_from() -> None:
    series = ending_low(hollowed([], by_deg=0.0, lifts=2), 1)
    series = replace(series, reference=replace(series.reference, kind="lockout"))
    assert [reason(series, index) for index in (0, 1)] == ["lockout_is_reference", "ends_at_bottom"]
