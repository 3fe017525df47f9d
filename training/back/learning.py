"""The fit: angles first, then how far they are off on people that were not learnt from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hiphinge.spine.back_network import ANGLES, BOUNDED, BackModel
from training.learning import Recipe, Sample, fit_means, fit_quantiles, folds
from training.learning.clips import ALIKE_POWER
from training.learning.fitting import UNIT

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from hiphinge.motion import FloatArray
    from training.back.gathering import Lesson

__all__ = ["Lessons", "learn"]

FOLDS = 3
LOW, HIGH = 0.05, 0.95
SINGLE_WEIGHT = 0.2
"""Of single poses beside frames of videos, when errors are learnt: errors are those of videos."""
OF_ANGLES = Recipe(hidden=(384, 128), members=3, epochs=25, noise=0.2)
OF_ERRORS = Recipe(hidden=(64, 32), members=1, epochs=12, dropout=0.2, noise=0.15)


@dataclass(frozen=True, kw_only=True)
class Lessons:
    """All lessons, one under the other: ``person`` [row] names whose each row is."""

    told: FloatArray
    angles_deg: FloatArray
    weights: FloatArray
    single: NDArray[np.bool_]
    person: Sequence[str]

    @classmethod
    def of(cls, lessons: Sequence[Lesson]) -> Lessons:
        """Put lessons under each other."""
        return cls(
            told=np.concatenate([lesson.told for lesson in lessons]),
            angles_deg=np.concatenate([lesson.angles_deg for lesson in lessons]),
            weights=np.concatenate([np.full(len(x.told), len(x.told) ** -ALIKE_POWER) for x in lessons]),
            single=np.concatenate([np.full(len(x.told), x.single) for x in lessons]),
            person=[x.name for x in lessons for _ in range(len(x.told))],
        )


def learn(lessons: Sequence[Lesson], report: Callable[[str], None], *, recipe: Recipe = OF_ANGLES) -> BackModel:
    """Return the model fitted to lessons; its widening is 1."""
    told = Lessons.of(lessons)
    of_errors = told.weights * np.where(told.single, SINGLE_WEIGHT, 1.0)
    answers, spread = _answers_of_others(told, recipe, report)
    errors = _with_sum(told.angles_deg) - _with_sum(answers)
    inputs = BackModel.error_features(told.told, answers, spread, unit=UNIT)
    report("errors")
    off = fit_quantiles(Sample(inputs=inputs, targets=errors, weights=of_errors), OF_ERRORS, low=LOW, high=HIGH)
    report("angles, all people")
    angles = fit_means(Sample(inputs=told.told, targets=told.angles_deg, weights=told.weights), recipe)
    return BackModel(angles=angles, errors=off, widening=np.ones((2, len(BOUNDED))))


def _answers_of_others(told: Lessons, recipe: Recipe, report: Callable[[str], None]) -> tuple[FloatArray, FloatArray]:
    """Return each row's answer, and the members' spread, by networks that never saw its person."""
    fold = folds(told.person, FOLDS)
    answers, spread = (np.zeros((len(told.told), len(ANGLES))) for _ in range(2))
    for out in range(FOLDS):
        report(f"angles, without part {out + 1} of {FOLDS}")
        kept, left = fold != out, fold == out
        sample = Sample(inputs=told.told[kept], targets=told.angles_deg[kept], weights=told.weights[kept])
        members = fit_means(sample, recipe)(told.told[left])
        answers[left], spread[left] = members.mean(axis=0), members.std(axis=0)
    return answers, spread


def _with_sum(angles_deg: FloatArray) -> FloatArray:
    """Add the thoracolumbar angle: `BOUNDED` from `ANGLES`."""
    return np.concatenate([angles_deg, angles_deg[:, 1:].sum(axis=1, keepdims=True)], axis=1)
