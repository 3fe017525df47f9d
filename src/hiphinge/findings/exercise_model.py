"""The model of the exercises: how movement and hands look in each way to do one, fitted on drawn lifters."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal

import numpy as np

from hiphinge.motion import FloatArray

__all__ = ["PLATE_SEEN", "SIGNS", "ExerciseModel", "ExerciseSigns", "PlateSeen", "packaged_exercise_model"]

PlateSeen = Literal["nowhere", "at_shoulder", "elsewhere"]
PLATE_SEEN: Final[tuple[PlateSeen, ...]] = ("nowhere", "at_shoulder", "elsewhere")
"""Where a weight plate was followed during the repetitions."""

SIGNS = (
    "knee_bottom",
    "trunk_bottom",
    "hip_drop",
    "hand_up_bottom",
    "hand_ahead_bottom",
    "hand_before_shoulder_bottom",
    "hand_reach_bottom",
    "hand_up_top",
    "hand_before_hip_top",
    "hand_before_shoulder_top",
    "hand_reach_top",
    "thigh_width_top",
    "shoulder_width_top",
    "foot_raised_bottom",
    "descent",
    "ascent",
    "pause",
    "hand_spread_bottom",
)
"""Signs of an exercise: degrees of knee and trunk, lengths in leg lengths, logarithms of seconds.

At the bottom and at the top: how high the hand is above the ankle and how far ahead of it, of the shoulder and of the
hip, how far it is from the shoulder; how much higher one foot is than the other; how long lowering, bottom and lifting
take; by how much the height of the hand at the bottom differs between repetitions.
"""
AT_AN_ANGLE = 0.5
"""Signs of somebody who was filmed at an angle count this much: the model was fitted on side views. Of 57 rendered
people filmed 19 to 66 degrees from the side, 33 were then called certain at full weight and 26 of those rightly; at
half, 17 and 17, and the true exercise was the likeliest in three of four in place of three of five. These people were
used to choose the number."""
_FILE = "exercises.npz"
_HARDLY = 0.005


@dataclass(frozen=True, kw_only=True)
class ExerciseSigns:
    """What movement and hands show of the exercise.

    Attributes
    ----------
    values
        By the names of `SIGNS`, medians over the repetitions; None where not measurable.
    starts_at_bottom
        Whether the recording begins at the bottom of the first repetition.
    plate
        Where a weight plate was followed during the repetitions; None where nobody looked for one, or no shoulder says
        where it was.
    at_an_angle
        Whether the camera did not stand at the side: then the signs are less exact (`AT_AN_ANGLE`).
    """

    values: Mapping[str, float | None]
    starts_at_bottom: bool
    plate: PlateSeen | None = None
    at_an_angle: bool = False


@dataclass(frozen=True, kw_only=True, eq=False)
class ExerciseModel:
    """Ways to do each exercise, each as likely as its share.

    Attributes
    ----------
    exercises
        The catalogue's id ``[way]``; several ways may be of one exercise (hands hanging, on the hips, at the chest).
    share
        How likely each way is before anything is known ``[way]``, together 1.
    begins_low
        How often a recording of it begins at the bottom ``[way]``.
    plate
        How often a plate is followed in each of the places `PLATE_SEEN` ``[way, place]``, together 1 in each way.
    mean, covariance
        Of `SIGNS` ``[way, sign]`` and ``[way, sign, sign]``.
    freedom
        Degrees of freedom of the t distribution: how much likelier far-off values are than in a normal one.
    sharpness
        Power of the likelihood that makes probabilities come true on held-out lifters; at most 1.

    Notes
    -----
    Signs follow a multivariate t distribution, so that what is not measurable is left out exactly, and one wrong sign
    does not rule an exercise out.
    """

    exercises: tuple[str, ...]
    share: FloatArray
    begins_low: FloatArray
    plate: FloatArray
    mean: FloatArray
    covariance: FloatArray
    freedom: float
    sharpness: float

    def probability(self, signs: ExerciseSigns) -> dict[str, float]:
        """Return the probability of each exercise, the likeliest first; those below half a percent are left out."""
        sharpness = self.sharpness * (AT_AN_ANGLE if signs.at_an_angle else 1.0)
        log = sharpness * self.log_likelihood(signs) + np.log(self.share)
        ways = np.exp(log - log.max())
        total: dict[str, float] = {}
        for exercise, chance in zip(self.exercises, ways / ways.sum(), strict=True):
            total[exercise] = total.get(exercise, 0.0) + float(chance)
        kept = {id_: chance for id_, chance in total.items() if chance >= _HARDLY}
        whole = sum(kept.values())
        return {id_: kept[id_] / whole for id_ in sorted(kept, key=lambda id_: -kept[id_])}

    def log_likelihood(self, signs: ExerciseSigns) -> FloatArray:
        """Return the logarithm of the likelihood of the signs in each way ``[way]``."""
        values = np.array([_number(signs.values.get(name)) for name in SIGNS])
        known = np.isfinite(values)
        low = self.begins_low if signs.starts_at_bottom else 1.0 - self.begins_low
        likelihoods: FloatArray = np.array([self._of_way(way, values, known) for way in range(len(self.exercises))])
        likelihoods += np.log(low)
        if signs.plate is not None:
            likelihoods += np.log(self.plate[:, PLATE_SEEN.index(signs.plate)])
        return likelihoods

    def _of_way(self, way: int, values: FloatArray, known: Any) -> float:
        off = values[known] - self.mean[way, known]
        spread = self.covariance[way][np.ix_(known, known)]
        distance = float(off @ np.linalg.solve(spread, off)) if known.any() else 0.0
        size = float(np.linalg.slogdet(spread)[1]) if known.any() else 0.0
        return -0.5 * size - 0.5 * (self.freedom + int(known.sum())) * float(np.log1p(distance / self.freedom))

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Any]) -> "ExerciseModel":
        """Return the model from the arrays of `to_arrays`."""
        return cls(
            exercises=tuple(str(id_) for id_ in arrays["exercises"]),
            **{
                name: np.asarray(arrays[name], dtype=np.float64)
                for name in ("share", "begins_low", "plate", "mean", "covariance")
            },
            freedom=float(arrays["freedom"]),
            sharpness=float(arrays["sharpness"]),
        )

    def to_arrays(self) -> dict[str, Any]:
        """Return everything as arrays by name, for a file of weights."""
        numbers = ("share", "begins_low", "plate", "mean", "covariance", "freedom", "sharpness")
        return {"exercises": np.array(self.exercises)} | {
            name: np.asarray(getattr(self, name), dtype=np.float32) for name in numbers
        }


def _number(value: float | None) -> float:
    return float("nan") if value is None else value


@cache
def packaged_exercise_model() -> ExerciseModel:
    """Return the model that comes with the package; it is read once."""
    with files(__package__).joinpath("data", _FILE).open("rb") as file, np.load(file) as arrays:
        return ExerciseModel.from_arrays(dict(arrays))
