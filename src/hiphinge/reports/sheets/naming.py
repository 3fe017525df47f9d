"""Finds what a name means: an id, another name of an exercise, a lesson's number, a claim's number, a statement."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from hiphinge.catalogue import Catalogue
from hiphinge.errors import UnknownIdError
from hiphinge.reports.sheets.plugins import explained_quantities

__all__ = ["KINDS", "known_names", "named"]

KINDS: Mapping[str, str] = {
    "faults": "finding",
    "drills": "drill",
    "exercises": "exercise",
    "lessons": "lesson",
    "self_tests": "self-test",
    "muscles": "muscle",
    "training_rules": "rule",
    "questions": "question before the start",
    "disagreements": "disagreement",
    "references": "reference of an article",
    "evidence": "source",
    "contacts": "contact with a stick",
    "progressions": "way on",
    "patterns": "pattern",
    "reasons": "reason",
    "thresholds": "threshold",
}
"""The tables that can be explained, with what one of their items is called; earlier ones win where a name is shared."""


def named(name: str, catalogue: Catalogue) -> tuple[str, str]:
    """Return the table and the id that a name means; case, spaces and hyphens do not matter.

    Raises
    ------
    UnknownIdError
        If nothing is called that; the message names what is near.
    """
    wanted = _plain(name)
    for table, id_ in _all(catalogue):
        if wanted == _plain(id_):
            return table, id_
    for exercise in catalogue.exercises.values():
        if wanted in exercise.aliases:
            return "exercises", exercise.id
    for table, id_, number in _numbered(catalogue):
        if wanted == _plain(number):
            return table, id_
    raise _unknown(name, catalogue)


def known_names(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Yield every id that can be explained with what it is, for completion in the shell."""
    for table, id_ in _all(catalogue):
        yield id_, KINDS.get(table, "quantity")


def _all(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    for table in KINDS:
        yield from ((table, id_) for id_ in getattr(catalogue, table))
    yield from (("quantities", id_) for id_ in explained_quantities())


def _numbered(catalogue: Catalogue) -> Iterator[tuple[str, str, str]]:
    yield from (("lessons", i, f"lesson {lesson.number}") for i, lesson in catalogue.lessons.items())
    yield from (("disagreements", i, dispute.number) for i, dispute in catalogue.disagreements.items())
    for article in catalogue.articles.values():
        yield from (("statements", statement.id, statement.id) for statement in article.statements)


def _plain(name: str) -> str:
    return name.strip().lower().replace("-", "_").replace(" ", "_")


def _unknown(name: str, catalogue: Catalogue) -> UnknownIdError:
    known = {_plain(id_): id_ for _, id_ in _all(catalogue)}
    known |= {alias: alias for e in catalogue.exercises.values() for alias in e.aliases}
    near = [known[n] for n in get_close_matches(_plain(name), known, n=3)]
    hint = f"Did you mean {' or '.join(near)}?" if near else "`hiphinge explain` without a name lists what there is."
    return UnknownIdError(f"Nothing is called {name!r}. {hint}")
