"""Which exercise it probably was, where nobody named it: each one's probability, and whether it is certain enough."""

from collections.abc import Mapping
from dataclasses import dataclass

from hiphinge.catalogue import load
from hiphinge.findings.exercise_model import ExerciseModel, ExerciseSigns, packaged_exercise_model

__all__ = ["DEFAULT_EXERCISE", "ExerciseGuess", "guess_exercise"]

DEFAULT_EXERCISE = "hip_hinge"


@dataclass(frozen=True, kw_only=True)
class ExerciseGuess:
    """What the exercise probably was.

    Attributes
    ----------
    id
        The likeliest exercise of those whose videos are judged.
    probability
        Of each exercise by id, the likeliest first, together 1; those that hardly count are left out.
    confident
        Whether ``id`` is likely enough to be judged by its own limits alone.
    """

    id: str
    probability: Mapping[str, float]
    confident: bool

    @property
    def also_likely(self) -> tuple[str, ...]:
        """The other exercises that it may well have been, the likeliest first; none where the guess is confident."""
        least = load().thresholds["exercise_likely"].value
        others = (id_ for id_, chance in self.probability.items() if id_ != self.id and chance >= least)
        return () if self.confident else tuple(others)


def guess_exercise(signs: ExerciseSigns | None, *, model: ExerciseModel | None = None) -> ExerciseGuess:
    """Return the likeliest exercise with the probability of each.

    Parameters
    ----------
    signs
        What movement and hands show (`hiphinge.analysis.exercise_signs`); None where there was no repetition.
    model
        None for the packaged one.

    Notes
    -----
    The thresholds are the catalogue's for ``exercise_guess``. How likely each exercise is before anything is known is
    the model's (``share``), a choice. A sumo deadlift looks like a conventional one from the side, and a stiff-leg
    deadlift like a Romanian one: they have to be named.
    """
    if signs is None:
        return ExerciseGuess(id=DEFAULT_EXERCISE, probability={DEFAULT_EXERCISE: 1.0}, confident=False)
    catalogue = load()
    chances = (model or packaged_exercise_model()).probability(signs)
    best = max((id_ for id_ in chances if catalogue.exercises[id_].analysed), key=lambda id_: chances[id_])
    return ExerciseGuess(
        id=best,
        probability=chances,
        confident=chances[best] >= catalogue.thresholds["exercise_certain"].value,
    )
