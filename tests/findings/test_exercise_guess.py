"""Which exercise it probably was: what is drawn typically is recognised, and nothing is certain without signs."""

from dataclasses import replace

import numpy as np
import pytest

from hiphinge.catalogue import load
from hiphinge.findings import DEFAULT_EXERCISE, PLATE_SEEN, ExerciseGuess, ExerciseSigns, guess_exercise
from hiphinge.findings.exercise_model import SIGNS, packaged_exercise_model

MODEL = packaged_exercise_model()
WAYS = tuple(enumerate(MODEL.exercises))


def typical(way: int, *, without: tuple[str, ...] = (), **changed: float) -> ExerciseSigns:
    values = dict(zip(SIGNS, (float(value) for value in MODEL.mean[way]), strict=True)) | changed
    return ExerciseSigns(values={k: None if k in without else v for k, v in values.items()}, starts_at_bottom=False)


def way_of(exercise: str) -> int:
    return MODEL.exercises.index(exercise)


@pytest.mark.parametrize(("way", "exercise"), WAYS)
def test_what_is_typical_of_an_exercise_is_never_unlikely(way: int, exercise: str) -> None:
    chances = MODEL.probability(typical(way))
    assert chances[exercise] > 0.3
    assert sum(chances.values()) == pytest.approx(1.0)
    assert list(chances.values()) == sorted(chances.values(), reverse=True)


@pytest.mark.parametrize("exercise", ["kettlebell_swing", "conventional_deadlift", "good_morning", "back_squat"])
def test_clear_cases_are_certain(exercise: str) -> None:
    guess = guess_exercise(typical(way_of(exercise)))
    assert (guess.id, guess.confident, guess.also_likely) == (exercise, True, ())


def test_signs_from_an_angle_make_no_exercise_as_certain() -> None:
    for way, exercise in WAYS:
        signs = typical(way)
        here, there = (MODEL.probability(one)[exercise] for one in (signs, replace(signs, at_an_angle=True)))
        assert there <= here
    unusual = typical(way_of("kettlebell_deadlift"), hand_ahead_bottom=0.0)
    sure = [guess_exercise(replace(unusual, at_an_angle=at_an_angle)).confident for at_an_angle in (False, True)]
    assert sure == [True, False]


def test_a_plate_at_the_shoulder_speaks_for_a_bar_on_the_back_and_elsewhere_for_one_in_the_hands() -> None:
    nothing_else = ExerciseSigns(values={}, starts_at_bottom=False)
    at = {place: MODEL.probability(replace(nothing_else, plate=place)) for place in PLATE_SEEN}
    on_the_back, in_the_hands = ("good_morning", "back_squat"), ("conventional_deadlift", "romanian_deadlift")
    for exercise in on_the_back:
        assert at["at_shoulder"][exercise] > 2 * max(at["nowhere"][exercise], at["elsewhere"][exercise])
    for exercise in in_the_hands:
        assert at["elsewhere"][exercise] > 1.5 * max(at["nowhere"][exercise], at["at_shoulder"][exercise])
    for exercise in ("hip_hinge", "kettlebell_deadlift", "bodyweight_squat"):
        assert at["nowhere"][exercise] > max(at["at_shoulder"][exercise], at["elsewhere"][exercise])
    assert MODEL.probability(replace(nothing_else, plate=None))["good_morning"] < at["at_shoulder"]["good_morning"]
    assert np.allclose(MODEL.plate.sum(axis=1), 1.0)


def test_plates_at_the_thighs_make_a_hinge_a_romanian_deadlift() -> None:
    with_bar = typical(MODEL.exercises.index("romanian_deadlift"))
    assert guess_exercise(with_bar).id == "romanian_deadlift"
    chances = [
        MODEL.probability(typical(0, thigh_width_top=width)).get("romanian_deadlift", 0.0)
        for width in (0.25, 0.35, 0.45, 0.6)
    ]
    assert chances == sorted(chances)
    assert chances[-1] > chances[0]


def test_without_signs_nothing_is_certain() -> None:
    guess = guess_exercise(ExerciseSigns(values={}, starts_at_bottom=False))
    assert not guess.confident
    assert max(guess.probability.values()) < 0.4
    assert guess_exercise(None) == ExerciseGuess(
        id=DEFAULT_EXERCISE, probability={DEFAULT_EXERCISE: 1.0}, confident=False
    )


def test_what_is_not_measurable_is_left_out_and_far_off_values_rule_nothing_out() -> None:
    way = way_of("conventional_deadlift")
    hands = tuple(name for name in SIGNS if name.startswith("hand_"))
    hidden = MODEL.probability(typical(way, without=hands))
    assert np.isfinite(list(hidden.values())).all()
    wrong = MODEL.probability(typical(way, hand_spread_bottom=0.1))
    assert wrong["conventional_deadlift"] > 0.5


def test_other_likely_exercises_are_those_above_the_catalogues_line() -> None:
    guess = ExerciseGuess(id="a", probability={"a": 0.6, "b": 0.3, "c": 0.1, "d": 0.0}, confident=False)
    assert guess.also_likely == ("b", "c")


def test_every_exercise_of_the_model_is_analysed_and_none_is_ruled_out_beforehand() -> None:
    shares: dict[str, float] = {}
    for exercise, share in zip(MODEL.exercises, MODEL.share, strict=True):
        assert load().exercise(exercise).analysed
        shares[exercise] = shares.get(exercise, 0.0) + float(share)
    assert sum(shares.values()) == pytest.approx(1.0, abs=1e-6)
    assert min(shares.values()) > 0.001
    assert max(shares.values()) < 0.4
