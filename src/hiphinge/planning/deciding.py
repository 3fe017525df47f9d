"""Words a decision: the sentence of the catalogue, with the rule behind it and how well that rule is supported."""

from hiphinge.catalogue import load
from hiphinge.planning.model import Decided

__all__ = ["decide", "load_words", "name_of", "value_of"]


def decide(id_: str, **places: object) -> Decided:
    """Return a decision of the catalogue with its places filled in."""
    decision = load().decisions[id_]
    rule = load().training_rules[decision.rule]
    return Decided(
        id=id_,
        rule=rule.id,
        says=decision.text.format_map(places),
        grade=rule.grade,
        unverified=rule.unverified,
    )


def value_of(rule: str, name: str) -> float:
    """Return a number of a training rule."""
    return load().training_rules[rule].values[name]


def name_of(exercise: str) -> str:
    """Return an exercise's name as it reads within a sentence."""
    name = load().exercises[exercise].name
    return f"{name[0].lower()}{name[1:]}" if not name.startswith("Romanian") else name


def load_words(load_: float | None, unit: str) -> str:
    """Return a load with its unit."""
    return "no weight" if load_ is None else f"{load_:g} {unit}"
