"""The command: draw lifters of every exercise, fit the model, write its file."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from hiphinge.catalogue import load
from hiphinge.findings.exercise_model import ExerciseModel
from training.exercise.drawing import WAYS, draw_samples
from training.exercise.fitting import as_different_as_real, fit_model, rate_of_right, sharpened
from training.learning import keep

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hiphinge.findings.exercise_model import ExerciseSigns
    from training.exercise.drawing import Way

__all__ = ["fitted", "main"]


def main(arguments: Sequence[str] | None = None) -> None:
    """Draw, fit and write; the same seed gives the same file."""
    parser = argparse.ArgumentParser(prog="python -m training.exercise", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="file of the model (.npz)")
    parser.add_argument(
        "--lifters", type=int, default=64, help="how many to draw; each does every exercise in every way"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--distributions", type=Path, help="model (.npz) whose distributions are kept; only where plates are is fitted"
    )
    asked = parser.parse_args(arguments)
    samples = draw_samples(WAYS, lifters=asked.lifters, seed=asked.seed)
    model, sure, right = fitted(samples, WAYS, seed=asked.seed)
    print(f"{sure:.2f} of those kept apart are certain, {right:.2f} of them right", flush=True)
    if asked.distributions is not None:
        with np.load(asked.distributions) as arrays:
            model = replace(ExerciseModel.from_arrays(dict(arrays)), plate=model.plate)
    keep(model.to_arrays(), asked.out)


def fitted(
    samples: Mapping[str, Sequence[ExerciseSigns]], ways: Mapping[str, Way], *, seed: int
) -> tuple[ExerciseModel, float, float]:
    """Return the model, how many of the lifters kept apart are certain, and how many of those are right.

    How sharp the model is follows from every second lifter, moved as far off as real ones may be, in a model of the
    others; then all are fitted.
    """
    exercises = {name: way.exercise for name, way in ways.items()}
    shares = {name: way.share for name, way in ways.items()}
    held_out = as_different_as_real(
        np.random.default_rng([seed, len(ways)]), {name: ones[1::2] for name, ones in samples.items()}
    )
    half = sharpened(
        fit_model({name: ones[::2] for name, ones in samples.items()}, exercises, shares), held_out, exercises
    )
    certain = load().thresholds["exercise_certain"].value
    rates = rate_of_right(half, held_out, exercises, certain=certain)
    return replace(fit_model(samples, exercises, shares), sharpness=half.sharpness), *rates
