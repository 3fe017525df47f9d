"""Heels, late knees, arms and smoothness, from synthetic movements whose result is known."""

from dataclasses import replace

import numpy as np
import pytest

from hiphinge.analysis.tracks import measure_frames
from hiphinge.catalogue import load
from hiphinge.cleaning import clean
from hiphinge.measures import (
    LiftContext,
    Measured,
    Measurement,
    MotionSeries,
    NotMeasurable,
    RepetitionInput,
    compare_set,
    measure_repetition,
)
from hiphinge.measures.smoothness import smoothness_of
from hiphinge.motion import FloatArray, Person
from hiphinge.posture import ARM, HAND_HEIGHT, HEEL_HEIGHT, TOE_AWAY
from hiphinge.testing import DEADLIFT, HINGE, SWING, Movement, Plan, Posture, record_video


def series_of(movement: Movement, *, starts_at: str = "top") -> MotionSeries:
    plan = Plan(movement=movement, starts_at="bottom" if starts_at == "bottom" else "top")
    return measure_frames(clean(record_video(plan).motion)).series


def measured(series: MotionSeries, id_: str, exercise: str = "romanian_deadlift") -> Measured:
    context = LiftContext(exercise=load().exercise(exercise), person=Person(), load_kg=None)
    comparison = compare_set(series, series.spans)
    repetition = RepetitionInput(series=series, comparison=comparison, index_in_set=0, context=context)
    return measure_repetition(repetition)[id_]


def value(series: MotionSeries, id_: str) -> float:
    found = measured(series, id_)
    assert isinstance(found, Measurement)
    return found.value


def reason(series: MotionSeries, id_: str) -> str:
    found = measured(series, id_)
    assert isinstance(found, NotMeasurable)
    return found.id


def at_bottom(**changes: float) -> Movement:
    return replace(HINGE, bottom=replace(HINGE.bottom, **changes))


def test_a_descent_whose_beginning_is_hidden_is_not_measured() -> None:
    series = series_of(HINGE)
    trunk, span = series.values["trunk_inclination_deg"].copy(), series.spans[0]
    trunk[series.between(span.start_s - 0.4, span.start_s)] = np.nan
    hidden = replace(series, values={**series.values, "trunk_inclination_deg": trunk})
    assert isinstance(measured(series, "descent_s"), Measurement)
    assert reason(hidden, "descent_s") == "times_hidden"
    nowhere = replace(series, values={**series.values, "trunk_inclination_deg": np.full(len(series), np.nan)})
    assert value(nowhere, "descent_s") == value(series, "descent_s")


@pytest.mark.filterwarnings("error")
def test_a_descent_that_begins_before_the_first_frame_is_measured() -> None:
    series = series_of(HINGE)
    span = replace(series.spans[0], start_s=float(series.time_s[0]) - 0.01)
    begun = replace(series, spans=(span, *series.spans[1:]))
    assert value(begun, "descent_s") == pytest.approx(span.bottom_start_s - span.start_s)


def test_an_ascent_whose_end_is_hidden_is_not_measured() -> None:
    series = series_of(HINGE)
    trunk, span = series.values["trunk_inclination_deg"].copy(), series.spans[0]
    trunk[series.between(span.end_s - 0.1, span.end_s + 0.5)] = np.nan
    briefly = replace(series, values={**series.values, "trunk_inclination_deg": trunk})
    assert value(briefly, "ascent_s") == value(series, "ascent_s")
    trunk = trunk.copy()
    trunk[series.between(span.end_s - 0.4, span.end_s)] = np.nan
    hidden = replace(series, values={**series.values, "trunk_inclination_deg": trunk})
    assert reason(hidden, "ascent_s") == "times_hidden"
    assert isinstance(measured(hidden, "descent_s"), Measurement)


@pytest.mark.parametrize("rise", [0.0, 0.3, 0.6])
def test_a_heel_rises_by_what_it_rises(rise: float) -> None:
    assert value(series_of(at_bottom(heel_rise=rise)), "heel_rise") == pytest.approx(rise, abs=0.06)


@pytest.mark.parametrize(("lasts_s", "is_seen"), [(0.2, False), (0.5, True)])
def test_a_heel_has_to_stay_up_for_a_moment(lasts_s: float, is_seen: bool) -> None:  # noqa: FBT001  # what comes of it
    series = series_of(HINGE)
    up = np.abs(series.time_s - series.spans[0].bottom_s) <= lasts_s / 2
    rising = {**series.values, HEEL_HEIGHT: series.of(HEEL_HEIGHT) + np.where(up, 0.9, 0.0)}
    assert (value(replace(series, values=rising), "heel_rise") > 0.8) is is_seen


def test_a_foot_that_steps_away_is_no_heel_that_rises() -> None:
    series = series_of(at_bottom(heel_rise=0.6))
    stepping = replace(series, values={**series.values, TOE_AWAY: np.full(len(series), 0.5)})
    assert reason(stepping, "heel_rise") == "foot_moved"


def test_hands_that_are_at_the_floor_all_along_are_why_no_heel_is_measured() -> None:
    series = series_of(HINGE)
    low = replace(series, values={**series.values, HAND_HEIGHT: np.zeros(len(series))})
    assert reason(low, "heel_rise") == "hands_at_floor"


def test_feet_that_are_seen_but_not_in_standing_have_no_height_to_compare_with() -> None:
    series = series_of(HINGE)
    known = {name: value for name, value in series.reference.values.items() if name != HEEL_HEIGHT}
    unknown = replace(series, reference=replace(series.reference, values=known))
    assert reason(unknown, "heel_rise") == "feet_not_seen_standing"


def test_a_foot_behind_plates_on_the_floor_is_no_heel_that_rises() -> None:
    series = series_of(DEADLIFT)
    low = series.of(HAND_HEIGHT) < load().thresholds["hands_on_floor"].value
    assert low.any()
    displaced = {**series.values, HEEL_HEIGHT: series.of(HEEL_HEIGHT) + np.where(low, 0.7, 0.0)}
    assert value(replace(series, values=displaced), "heel_rise") == pytest.approx(0.0, abs=0.06)


def test_legs_behind_a_plate_have_no_heel_that_rises() -> None:
    hidden = replace(series_of(at_bottom(heel_rise=0.6)), behind_plate=True)
    assert reason(hidden, "heel_rise") == "feet_behind_plate"


def test_without_feet_no_heel_is_measured() -> None:
    series = series_of(HINGE)
    hidden = replace(series, values={**series.values, HEEL_HEIGHT: np.full(len(series), np.nan)})
    assert reason(hidden, "heel_rise") == "feet_not_seen"


def test_knees_that_bend_with_the_hips_gain_a_fifth_of_their_bend_late() -> None:
    assert value(series_of(at_bottom(knee_deg=42.0)), "knee_creep_deg") == pytest.approx(0.21 * 40.0, abs=4.0)


def test_knees_that_bend_late_gain_all_of_it_late() -> None:
    late = replace(at_bottom(knee_deg=36.0), lowering=Posture(trunk_deg=62.0, knee_deg=6.0, shank_deg=-4.0))
    assert value(series_of(late), "knee_creep_deg") == pytest.approx(30.0, abs=4.0)


def test_a_pull_from_the_floor_has_no_lowering_in_which_knees_creep() -> None:
    assert reason(series_of(DEADLIFT, starts_at="bottom"), "knee_creep_deg") == "starts_at_bottom"


@pytest.mark.parametrize("bend", [0.0, 30.0, 80.0])
def test_an_elbow_bends_by_what_it_bends(bend: float) -> None:
    half_way = Posture(trunk_deg=58.0, knee_deg=16.0, shank_deg=-1.0, elbow_deg=bend)
    assert value(series_of(replace(HINGE, rising=half_way)), "elbow_bend_deg") == pytest.approx(bend, abs=8.0)


def with_arm(series: MotionSeries, *, ahead_s: float) -> MotionSeries:
    """Return the series with an arm that is raised by as much as the fold opens, ahead of it by some time."""
    fold = series.of("trunk_thigh_angle_deg")
    return replace(series, values={**series.values, ARM: -np.interp(series.time_s + ahead_s, series.time_s, fold)})


def test_an_arm_that_starts_first_is_ahead_when_the_hips_open_fastest() -> None:
    series = series_of(SWING)
    together, first, last = (value(with_arm(series, ahead_s=s), "shoulder_lead_deg") for s in (0.0, 0.12, -0.12))
    assert together == pytest.approx(0.0, abs=8.0)
    assert first > 15.0 + together
    assert last < together - 15.0


def smooth(count: int = 200) -> tuple[FloatArray, FloatArray]:
    share = np.linspace(0.0, 1.0, count)
    return 70.0 * share**3 * (10 - 15 * share + 6 * share**2), 1.5 * share


def test_the_smoothest_movement_has_a_smoothness_of_one() -> None:
    angle, time_s = smooth()
    assert smoothness_of(angle, time_s) == pytest.approx(1.0, abs=0.03)


def test_smoothness_needs_neither_unit_nor_speed() -> None:
    angle, time_s = smooth()
    shaken = angle + np.sin(40.0 * time_s)
    assert smoothness_of(shaken, time_s) < 0.5
    assert smoothness_of(3.0 * shaken, time_s) == pytest.approx(smoothness_of(shaken, time_s))
    assert smoothness_of(shaken, 2.0 * time_s) == pytest.approx(smoothness_of(shaken, time_s))


def test_a_movement_that_stops_half_way_is_less_smooth() -> None:
    assert value(series_of(HINGE), "descent_smoothness") > 0.6
    halting = replace(HINGE, tempo=replace(HINGE.tempo, halfway_down_s=0.4))
    assert value(series_of(halting), "descent_smoothness") < 0.5
