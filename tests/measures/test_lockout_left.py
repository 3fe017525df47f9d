"""What is left of a bend at the lockout: only of one that is seen, and no more than somebody's height allows."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from hiphinge.analysis.tracks import measure_frames
from hiphinge.catalogue import load
from hiphinge.cleaning import clean
from hiphinge.findings import Measurement, NotMeasurable
from hiphinge.measures import (
    TRUNK_LENGTH,
    LiftContext,
    MotionSeries,
    RepetitionInput,
    compare_set,
    measure_repetition,
)
from hiphinge.motion import FloatArray, Person
from hiphinge.testing import HINGE, Lift, Plan, record_video

KNEE, FOLD, QUANTITY = "knee_flexion_deg", "trunk_thigh_angle_deg", "lockout_left_deg"


@cache
def plain() -> MotionSeries:
    plan = Plan(movement=HINGE, lifts=(Lift(),) * 2, after_s=3.0)
    return measure_frames(clean(record_video(plan).motion)).series


def at_the_top(series: MotionSeries, knee_deg: float, *, after_s: float = -0.5) -> MotionSeries:
    """Return a set in which the knee is bent by so much in the first lockout; NaN where it is hidden."""
    end_s = series.spans[0].end_s
    knee: FloatArray = series.values[KNEE].copy()
    knee[series.between(end_s + after_s, end_s + 1.5)] = series.reference.values[KNEE] + knee_deg
    return replace(series, values={**series.values, KNEE: knee})


def left(series: MotionSeries) -> Measurement | NotMeasurable:
    context = LiftContext(exercise=load().exercise("romanian_deadlift"), person=Person(), load_kg=None)
    comparison = compare_set(series, series.spans)
    return measure_repetition(RepetitionInput(series=series, comparison=comparison, index_in_set=0, context=context))[
        QUANTITY
    ]


def test_a_lockout_that_is_hidden_is_not_judged_by_how_it_was_reached() -> None:
    found = left(at_the_top(plain(), float("nan"), after_s=0.0))
    assert isinstance(found, NotMeasurable)
    assert found.id == "legs_hidden"


def test_knees_that_stay_bent_are_measured() -> None:
    found = left(at_the_top(plain(), 25.0))
    assert isinstance(found, Measurement)
    assert found.value == pytest.approx(25.0, abs=0.5)


@pytest.mark.parametrize(("lower", "deg"), [(0.0, 16.2), (0.02, 28.1), (0.1, 40.0)])
def test_behind_a_plate_who_is_as_tall_as_in_standing_is_not_bent_much(lower: float, deg: float) -> None:
    series = replace(at_the_top(plain(), 40.0), behind_plate=True)
    trunk, end_s = series.values[TRUNK_LENGTH].copy(), series.spans[0].end_s
    top = series.between(end_s - 0.5, end_s + 1.5)
    trunk[top] = series.reference.values[TRUNK_LENGTH] - lower * series.leg_length
    straight = dict.fromkeys(("hip_height", "trunk_inclination_deg"))
    values = {**series.values, TRUNK_LENGTH: trunk}
    for name in straight:
        values[name] = np.where(top, series.reference.values[name], series.values[name])
    found = left(replace(series, values=values))
    assert isinstance(found, Measurement)
    assert found.value == pytest.approx(deg, abs=0.7)
    assert found.repeatability == load().accuracy[QUANTITY].behind_plate.repeatability  # type: ignore[union-attr]
