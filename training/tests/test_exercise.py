"""Training of the exercises: the same seed draws the same signs, a small fit tells exercises apart, plates hide."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from training.exercise.cli import fitted, main
from training.exercise.drawing import WAYS, draw_samples
from training.exercise.fitting import as_different_as_real, fit_model, sharpened
from training.exercise.tracking import Disc, draw_contour

from hiphinge.analysis.exercise_signs import THIGH
from hiphinge.catalogue import load
from hiphinge.findings import ExerciseSigns
from hiphinge.findings.exercise_model import SIGNS, ExerciseModel, packaged_exercise_model

if TYPE_CHECKING:
    from pathlib import Path

    from hiphinge.motion import FloatArray

FEW = {name: WAYS[name] for name in ("hinge_hanging", "deadlift_bell", "swing", "squat_chest")}
LIFTERS, SEED = 8, 3
Samples = dict[str, list[ExerciseSigns]]


@pytest.fixture(scope="module")
def samples() -> Samples:
    return draw_samples(FEW, lifters=LIFTERS, seed=SEED)


def test_the_same_seed_draws_the_same_signs(samples: Samples) -> None:
    again = draw_samples(FEW, lifters=2, seed=SEED)
    other = draw_samples(FEW, lifters=1, seed=SEED + 1)
    for name, ones in again.items():
        assert ones == samples[name][: len(ones)]
        assert other[name][:1] != ones[:1]


def test_drawn_signs_are_those_of_the_exercise(samples: Samples) -> None:
    def middle(way: str, sign: str) -> float:
        return float(np.median([v for one in samples[way] if (v := one.values[sign]) is not None]))

    assert middle("squat_chest", "knee_bottom") > middle("deadlift_bell", "knee_bottom") > 40
    assert middle("hinge_hanging", "knee_bottom") < 40
    assert middle("swing", "hand_before_hip_top") > 0.3 > middle("hinge_hanging", "hand_before_hip_top")
    assert middle("swing", "descent") < middle("hinge_hanging", "descent")
    assert middle("squat_chest", "hand_up_top") > 1.2 > middle("deadlift_bell", "hand_up_top")
    assert middle("deadlift_bell", "hand_up_bottom") < 0.4


def test_a_small_fit_tells_exercises_apart_and_repeats(samples: Samples) -> None:
    model, sure, right = fitted(samples, FEW, seed=SEED)
    again = fitted(samples, FEW, seed=SEED)[0]
    assert sure > 0.5
    assert right > 0.8
    for name, array in model.to_arrays().items():
        assert np.array_equal(array, again.to_arrays()[name]), name
    fresh = draw_samples(FEW, lifters=2, seed=SEED + 9)
    guesses = [next(iter(model.probability(one))) == FEW[name].exercise for name, ones in fresh.items() for one in ones]
    assert np.mean(guesses) > 0.8


def test_plates_are_followed_with_bars_and_seldom_with_anything_else(samples: Samples) -> None:
    def drawn(way: str) -> list[str | None]:
        return [one.plate for one in draw_samples({way: WAYS[way]}, lifters=LIFTERS, seed=SEED)[way]]

    assert drawn("deadlift_bar").count("elsewhere") > LIFTERS / 2
    assert drawn("good_morning").count("at_shoulder") > LIFTERS / 4
    assert sum(one.plate == "nowhere" for one in samples["deadlift_bell"]) > LIFTERS / 2
    model = fitted(samples, FEW, seed=SEED)[0]
    assert model.plate.sum(axis=1) == pytest.approx(1.0)
    assert (model.plate > 0).all()


def test_only_where_plates_are_is_fitted_to_distributions_that_are_kept(tmp_path: Path) -> None:
    packaged = packaged_exercise_model()
    np.savez(tmp_path / "kept.npz", **{**packaged.to_arrays(), "plate": np.full_like(packaged.plate, 1 / 3)})
    main(["--out", str(tmp_path / "new.npz"), "--distributions", str(tmp_path / "kept.npz"), "--lifters", "2"])
    with np.load(tmp_path / "new.npz") as arrays:
        new = ExerciseModel.from_arrays(dict(arrays))
    assert np.array_equal(new.mean, packaged.mean)
    assert new.sharpness == packaged.sharpness
    assert not np.allclose(new.plate, 1 / 3)


def test_where_signs_say_nothing_the_model_becomes_unsure() -> None:
    rng = np.random.default_rng(1)

    def some(count: int, knee_deg: float) -> list[ExerciseSigns]:
        drawn = [dict.fromkeys(SIGNS, 0.0) | {"knee_bottom": rng.normal(knee_deg, 5.0)} for _ in range(count)]
        return [ExerciseSigns(values=values, starts_at_bottom=False) for values in drawn]

    exercises, shares = {"a": "hip_hinge", "b": "back_squat"}, {"a": 1.0, "b": 1.0}
    model = fit_model({"a": some(40, 20.0), "b": some(40, 60.0)}, exercises, shares)
    as_fitted = sharpened(model, {"a": some(40, 20.0), "b": some(40, 60.0)}, exercises)
    misleading = sharpened(model, {"a": some(40, 55.0), "b": some(40, 25.0)}, exercises)
    assert misleading.sharpness < as_fitted.sharpness
    assert model.share == pytest.approx([0.5, 0.5])


def test_lifters_kept_apart_are_moved_and_what_is_not_measurable_stays_so() -> None:
    one = ExerciseSigns(values=dict.fromkeys(SIGNS, 1.0) | {"pause": None}, starts_at_bottom=True)
    moved = as_different_as_real(np.random.default_rng(2), {"a": [one] * 200})["a"]
    knees = np.array([other.values["knee_bottom"] for other in moved], dtype=float)
    assert np.std(knees) == pytest.approx(10.0, rel=0.2)
    assert all(other.values["pause"] is None and other.starts_at_bottom for other in moved)


def test_a_plate_before_the_thighs_widens_them_or_hides_their_edge() -> None:
    def width_of(disc: tuple[Disc, ...], seed: int) -> FloatArray:
        contour = draw_contour(np.random.default_rng(seed), _standing(), disc, near="l", leg_length=1.0)
        width = contour[:, THIGH, 1, 0] - contour[:, THIGH, 0, 0]
        return np.asarray(width[0])

    bare = width_of((), 1)
    plate = Disc(middle=np.array([[100.0, 150.0]]), radius=np.array([60.0]), opaque=True)
    behind = [width_of((plate,), seed) for seed in range(1, 21)]
    hidden = [bool(np.isnan(width).any()) for width in behind]
    assert 0.5 < np.mean(hidden) < 1.0
    assert np.isfinite(bare).all()
    assert all(width.max() > 0.55 for width, hides in zip(behind, hidden, strict=True) if not hides)


def test_each_way_is_of_an_analysed_exercise_and_counts() -> None:
    for way in WAYS.values():
        assert load().exercise(way.exercise).analysed
        assert way.share > 0


def _standing() -> dict[str, FloatArray]:
    """One frame of somebody who stands, pixels; the leg is 200 px long."""
    places = {"ankle": 300.0, "knee": 200.0, "hip": 100.0, "shoulder": 0.0, "elbow": 50.0, "wrist": 100.0}
    return {f"{joint}_{side}": np.array([[100.0, y]]) for joint, y in places.items() for side in "lr"}
