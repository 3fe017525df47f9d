"""Fits the model of the exercises to drawn signs, and makes its probabilities come true on lifters kept apart."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from hiphinge.findings.exercise_model import PLATE_SEEN, SIGNS, ExerciseModel, ExerciseSigns

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.random import Generator

    from hiphinge.motion import FloatArray

__all__ = ["as_different_as_real", "fit_model", "rate_of_right", "sharpened"]

FREEDOM = 4.0
SHARPNESSES = tuple(float(s) for s in np.round(np.arange(0.1, 1.001, 0.05), 2))
LEAST_CHANCE = 1e-4
"""Below it a wrong guess costs no more."""
LEAST_LOW, MOST_LOW = 0.05, 0.6
"""Bounds of how often a recording begins at the bottom: it may in any exercise."""
OF_THE_PLATE = 1.0
"""Added to how often a plate is in each place, so that none rules an exercise out."""
REALITY = {
    **dict.fromkeys(("knee_bottom", "trunk_bottom"), 10.0),
    "hip_drop": 0.1,
    **dict.fromkeys((name for name in SIGNS if name.startswith("hand_")), 0.06),
    "hand_spread_bottom": 0.02,
    "foot_raised_bottom": 0.15,
    **dict.fromkeys(("thigh_width_top", "shoulder_width_top"), 0.06),
    **dict.fromkeys(("descent", "ascent"), 0.25),
    "pause": 0.75,
}
"""Standard deviation by which real lifters differ from drawn ones, added to each sign: a choice, not a measurement.

Plates hide hips and knees, and a video may begin anywhere in a pause: these signs are least like drawn ones."""


LENGTHS = tuple(name for name in SIGNS if name.startswith("hand_") and name != "hand_spread_bottom")
LEG_LENGTH_OFF = 0.1
"""Standard deviation of the error of the leg length, where shoes or plates hide an end of it; a choice as well."""


def fit_model(
    samples: Mapping[str, Sequence[ExerciseSigns]], exercises: Mapping[str, str], shares: Mapping[str, float]
) -> ExerciseModel:
    """Return the model of samples by way.

    Parameters
    ----------
    samples
        Signs of drawn lifters, by way.
    exercises, shares
        Which exercise each way is of, and how often it is filmed compared with the others.

    Notes
    -----
    A sign that was measured in none of a way says nothing about it: it counts as in all ways together.
    """
    ways = list(samples)
    share = np.array([shares[way] for way in ways])
    everything = np.concatenate([_rows(ones) for ones in samples.values()])
    usual, spread = np.nanmean(everything, axis=0), np.nanstd(everything, axis=0)
    means, covariances, low, plates = [], [], [], []
    for way in ways:
        values = _rows(samples[way])
        known = np.isfinite(values).any(axis=0)
        mean = np.nanmean(np.where(known, values, usual), axis=0)
        means.append(mean)
        covariances.append(_covariance(values - mean) + _of_leg_length(mean) + np.diag(np.where(known, 0.0, spread**2)))
        plates.append([sum(one.plate == place for one in samples[way]) + OF_THE_PLATE for place in PLATE_SEEN])
        low.append(np.clip(np.mean([one.starts_at_bottom for one in samples[way]]), LEAST_LOW, MOST_LOW))
    return ExerciseModel(
        exercises=tuple(exercises[way] for way in ways),
        share=share / share.sum(),
        begins_low=np.array(low),
        plate=np.array(plates) / np.sum(plates, axis=1, keepdims=True),
        mean=np.array(means),
        covariance=np.array(covariances),
        freedom=FREEDOM,
        sharpness=1.0,
    )


def _rows(samples: Sequence[ExerciseSigns]) -> FloatArray:
    return np.array(
        [[np.nan if one.values[name] is None else one.values[name] for name in SIGNS] for one in samples], dtype=float
    )


def _covariance(off: FloatArray) -> FloatArray:
    """Return the covariance of what was measured, what was not being at the mean, widened by `REALITY`."""
    filled = np.nan_to_num(off)
    measured = np.isfinite(off).mean(axis=0)
    scale = 1.0 / np.sqrt(np.maximum(measured, 1.0 / len(off)))
    covariance = (filled.T @ filled / len(off)) * np.outer(scale, scale)
    return covariance + np.diag([REALITY[name] ** 2 for name in SIGNS])


def _of_leg_length(mean: FloatArray) -> FloatArray:
    """Return the covariance that an error of the leg length brings: all lengths are too long or too short together."""
    lengths = LEG_LENGTH_OFF * mean * np.array([name in LENGTHS for name in SIGNS])
    return np.asarray(np.outer(lengths, lengths))


def as_different_as_real(
    rng: Generator, samples: Mapping[str, Sequence[ExerciseSigns]]
) -> dict[str, list[ExerciseSigns]]:
    """Return each lifter's signs as far off as those of a real one may be (`REALITY`)."""
    return {way: [_moved(rng, one) for one in ones] for way, ones in samples.items()}


def _moved(rng: Generator, signs: ExerciseSigns) -> ExerciseSigns:
    times = 1.0 + rng.normal(0, LEG_LENGTH_OFF)
    off = {name: float(rng.normal(0, REALITY[name])) for name in SIGNS}
    values = {
        name: None if value is None else value * (times if name in LENGTHS else 1.0) + off[name]
        for name, value in signs.values.items()
    }
    return replace(signs, values=values)


def sharpened(
    model: ExerciseModel, held_out: Mapping[str, Sequence[ExerciseSigns]], exercises: Mapping[str, str]
) -> ExerciseModel:
    """Return the model with the sharpness under which what happened in lifters kept apart was likeliest."""
    likelihoods = np.array([model.log_likelihood(one) for ones in held_out.values() for one in ones])
    true = np.array(
        [[exercises[way] == id_ for id_ in model.exercises] for way, ones in held_out.items() for _ in ones]
    )

    def cost(sharpness: float) -> float:
        log = sharpness * likelihoods + np.log(model.share)
        ways = np.exp(log - log.max(axis=1, keepdims=True))
        chances = np.sum(ways * true, axis=1) / ways.sum(axis=1)
        return -float(np.mean(np.log(np.maximum(chances, LEAST_CHANCE))))

    return replace(model, sharpness=min(SHARPNESSES, key=cost))


def rate_of_right(
    model: ExerciseModel,
    held_out: Mapping[str, Sequence[ExerciseSigns]],
    exercises: Mapping[str, str],
    *,
    certain: float,
) -> tuple[float, float]:
    """Return how many are certain, and how many of those are right."""
    guesses = [(exercises[way], model.probability(one)) for way, ones in held_out.items() for one in ones]
    sure = [true == next(iter(chances)) for true, chances in guesses if next(iter(chances.values())) >= certain]
    return len(sure) / len(guesses), float(np.mean(sure))
