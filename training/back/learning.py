"""The fit: angles first, then their errors on people that the networks were not trained on."""

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
    from training.back.gathering import ClipData

__all__ = ["TrainingData", "learn"]

FOLDS = 3
LOW, HIGH = 0.05, 0.95
SINGLE_WEIGHT = 0.2
"""Of single poses beside frames of videos, when errors are fitted: errors are those of videos."""
OF_ANGLES = Recipe(hidden=(384, 128), members=3, epochs=25, noise=0.2)
OF_ERRORS = Recipe(hidden=(64, 32), members=1, epochs=12, dropout=0.2, noise=0.15)


@dataclass(frozen=True, kw_only=True)
class TrainingData:
    """All clips' frames, one under the other: ``person`` [row] names whose each row is."""

    inputs: FloatArray
    angles_deg: FloatArray
    weights: FloatArray
    single: NDArray[np.bool_]
    person: Sequence[str]

    @classmethod
    def of(cls, clips: Sequence[ClipData]) -> TrainingData:
        """Concatenate the clips' frames."""
        return cls(
            inputs=np.concatenate([clip.inputs for clip in clips]),
            angles_deg=np.concatenate([clip.angles_deg for clip in clips]),
            weights=np.concatenate([np.full(len(x.inputs), len(x.inputs) ** -ALIKE_POWER) for x in clips]),
            single=np.concatenate([np.full(len(x.inputs), x.single) for x in clips]),
            person=[x.name for x in clips for _ in range(len(x.inputs))],
        )


def learn(clips: Sequence[ClipData], report: Callable[[str], None], *, recipe: Recipe = OF_ANGLES) -> BackModel:
    """Return the model fitted to clips; its widening is 1."""
    data = TrainingData.of(clips)
    of_errors = data.weights * np.where(data.single, SINGLE_WEIGHT, 1.0)
    estimates, spread = _estimates_by_others(data, recipe, report)
    errors = _with_sum(data.angles_deg) - _with_sum(estimates)
    inputs = BackModel.error_features(data.inputs, estimates, spread, unit=UNIT)
    report("errors")
    off = fit_quantiles(Sample(inputs=inputs, targets=errors, weights=of_errors), OF_ERRORS, low=LOW, high=HIGH)
    report("angles, all people")
    angles = fit_means(Sample(inputs=data.inputs, targets=data.angles_deg, weights=data.weights), recipe)
    return BackModel(angles=angles, errors=off, widening=np.ones((2, len(BOUNDED))))


def _estimates_by_others(
    data: TrainingData, recipe: Recipe, report: Callable[[str], None]
) -> tuple[FloatArray, FloatArray]:
    """Return each row's estimate, and the members' spread, by networks that were not trained on its person."""
    fold = folds(data.person, FOLDS)
    estimates, spread = (np.zeros((len(data.inputs), len(ANGLES))) for _ in range(2))
    for out in range(FOLDS):
        report(f"angles, without part {out + 1} of {FOLDS}")
        kept, left = fold != out, fold == out
        sample = Sample(inputs=data.inputs[kept], targets=data.angles_deg[kept], weights=data.weights[kept])
        members = fit_means(sample, recipe)(data.inputs[left])
        estimates[left], spread[left] = members.mean(axis=0), members.std(axis=0)
    return estimates, spread


def _with_sum(angles_deg: FloatArray) -> FloatArray:
    """Add the thoracolumbar angle: `BOUNDED` from `ANGLES`."""
    return np.concatenate([angles_deg, angles_deg[:, 1:].sum(axis=1, keepdims=True)], axis=1)
