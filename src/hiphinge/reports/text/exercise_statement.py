"""What is said of an exercise that nobody named: what it looks like, or between what it is, and what would change."""

from hiphinge.analysis import Analysis
from hiphinge.catalogue import Catalogue, Fault
from hiphinge.findings import RULES
from hiphinge.reports.text.numbers import listed
from hiphinge.reports.text.sentences import PROPER_NAMES, SENTENCES

__all__ = ["exercise_in_sentence", "statement_on_the_exercise"]

_MOST_NAMED = 3
_TO_PERCENT = 5
"""Probabilities are said to the next five percent, and never as 100."""


def exercise_in_sentence(name: str) -> str:
    """Return an exercise's name as it stands inside a sentence: ``Good morning`` loses its capital."""
    return name if name.split(maxsplit=1)[0] in PROPER_NAMES else name[0].lower() + name[1:]


def statement_on_the_exercise(analysis: Analysis, catalogue: Catalogue) -> str:
    """Return what is said where nobody named the exercise; empty where it was named or the view has to change first."""
    guess = analysis.exercise_guess
    if guess is None or analysis.exercise_given or not analysis.view.usable:
        return ""
    ids = (guess.id, *guess.also_likely)[:_MOST_NAMED]
    names = [f"a {exercise_in_sentence(catalogue.exercises[id_].name)}" for id_ in ids]
    if len(ids) == 1:
        chance = min(round(100 * guess.probability[guess.id] / _TO_PERCENT) * _TO_PERCENT, 95)
        return SENTENCES["looks_like" if guess.confident else "may_be"].format(exercise=names[0], chance=chance)
    either = f"{', '.join(names[:-1])} or {names[-1]}"
    unlike = [fault.name.lower() for fault in catalogue.faults.values() if fault.id in RULES and _differs(fault, ids)]
    if not unlike:
        return SENTENCES["either_alike"].format(exercises=either)
    return SENTENCES["either"].format(exercises=either, names=listed(unlike[:_MOST_NAMED]))


def _differs(fault: Fault, ids: tuple[str, ...]) -> bool:
    """Tell whether a fault is judged in some of the exercises only, or by other limits."""
    return len({(fault.silence(id_) is not None, fault.threshold(id_)) for id_ in ids}) > 1
