"""What is said of an exercise that nobody named: what it looks like, or between what it is, and what would change."""

from collections.abc import Sequence

from hiphinge.analysis import Analysis, Repetition
from hiphinge.catalogue import Catalogue, Fault
from hiphinge.findings import DEFAULT_EXERCISE, RULES
from hiphinge.reports.text.numbers import listed
from hiphinge.reports.text.sentences import DONE_AS, PROPER_NAMES, SENTENCES

__all__ = ["exercise_in_sentence", "may_be_stoops", "says_the_pattern", "statement_on_the_exercise"]

_MOST_NAMED = 3
_DOUBT = 0.2
"""Probability of a stoop from which on a hinge is said with that doubt."""
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
        key = "looks_like" if guess.confident else "may_be"
        if says_the_pattern(analysis, catalogue):
            done_as = DONE_AS[analysis.counted[0].pattern.label]
            return SENTENCES[f"{key}_done_as"].format(exercise=names[0], chance=chance, done_as=done_as)
        return SENTENCES[key].format(exercise=names[0], chance=chance)
    either = f"{', '.join(names[:-1])} or {names[-1]}"
    unlike = [
        f"“{fault.name.lower()}”" for fault in catalogue.faults.values() if fault.id in RULES and _differs(fault, ids)
    ]
    if not unlike:
        return SENTENCES["either_alike"].format(exercises=either)
    return SENTENCES["either"].format(exercises=either, names=listed(unlike[:_MOST_NAMED]))


def says_the_pattern(analysis: Analysis, catalogue: Catalogue) -> bool:
    """Tell whether the statement also says the pattern: one hinge exercise is likely, and each repetition was alike.

    A hip hinge that was a hinge is not said to be done as one, nor is an exercise that is far from certain.
    """
    guess, labels = analysis.exercise_guess, {r.pattern.label for r in analysis.counted}
    if guess is None or analysis.exercise_given or not analysis.view.usable or guess.also_likely:
        return False
    alike = len(labels) == 1 and labels <= DONE_AS.keys() and not may_be_stoops(analysis.counted)
    as_expected = labels == {"hinge"} and (guess.id == DEFAULT_EXERCISE or not guess.confident)
    return alike and not as_expected and catalogue.exercises[guess.id].family == "hinge"


def may_be_stoops(repetitions: Sequence[Repetition]) -> bool:
    """Tell whether some of these hinges could well have been stoops."""
    return any(r.pattern.label == "hinge" and r.pattern.probability.get("stoop", 0.0) >= _DOUBT for r in repetitions)


def _differs(fault: Fault, ids: tuple[str, ...]) -> bool:
    """Tell whether a fault is judged in some of the exercises only, or by other limits."""
    return len({(fault.silence(id_) is not None, fault.threshold(id_)) for id_ in ids}) > 1
