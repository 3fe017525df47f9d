"""Checks what no single file can: that every id named in one file exists in another, and that nothing is left over."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

from hiphinge.catalogue.reading import Catalogue
from hiphinge.catalogue.records import Record
from hiphinge.quantities import QUANTITIES

__all__ = ["PLACES", "broken_links"]

_NOT_LEFT_ALONE = ("drills", "evidence", "muscles")

_NAMED = {
    "articles": ("evidence:evidence",),
    "contacts": ("sources:statements",),
    "disagreements": (
        "sources:statements",
        "citations:evidence",
        "sides.sources:statements",
        "sides.citations:evidence",
    ),
    "drills": ("citations:evidence", "sources:statements", "exercise:exercises"),
    "exercises": (
        "citations:evidence",
        "sources:statements",
        "emg:evidence",
        "common:faults",
        "movers:muscles",
        "synergists:muscles",
        "stabilisers:muscles",
        "easier.exercise:exercises",
        "harder.exercise:exercises",
        "expected.quantity:quantities",
        "expected.citations:evidence",
        "bands.citations:evidence",
        "bands:faults",
    ),
    "faults": (
        "quantity:quantities",
        "share_of:quantities",
        "default.citations:evidence",
        "drill:drills",
        "other_drills:drills",
        "silent.reason:reasons",
        "silent.exercises:exercises",
        "sources:statements",
    ),
    "lessons": (
        "drill:drills",
        "exercise:exercises",
        "sources:statements",
        "citations:evidence",
        "passes.quantity:quantities",
        "passes.finding:faults",
        "passes.citations:evidence",
    ),
    "accuracy": ("between_days.citations:evidence",),
    "muscles": ("sources:statements", "citations:evidence"),
    "decisions": ("rule:training_rules",),
    "stations": ("id:exercises", "statements:statements"),
    "training_rules": ("drills:drills", "sources:statements", "citations:evidence"),
    "progressions": ("quantity:quantities", "drill:drills", "citations:evidence", "sources:statements"),
    "questions": ("sources:statements", "citations:evidence"),
    "references": ("evidence:evidence", "sources:statements"),
    "thresholds": ("citations:evidence",),
    "self_tests": (
        "drill:drills",
        "sources:statements",
        "citations:evidence",
        "bands.citations:evidence",
        "bands.quantity:quantities",
        "protocol.quantities:quantities",
        "explains.finding:faults",
    ),
}
"""The fields of each table that name something, and the table that it should be in."""

PLACES = {
    "exercise": "exercises",
    "finding": "faults",
    "drill": "drills",
    "self_test": "self_tests",
    "lesson": "lessons",
    "muscle": "muscles",
    "evidence": "evidence",
    "training_rule": "training_rules",
    "question": "questions",
    "disagreement": "disagreements",
    "reference": "references",
    "reason": "reasons",
    "contact": "contacts",
    "progression": "progressions",
    "threshold": "thresholds",
    "quantity": "quantities",
}
"""The table of each kind of place in the catalogue; commands and pages are outside it."""


@dataclass(frozen=True)
class _Reference:
    """That ``field`` of ``file`` names ``id`` of ``table``."""

    file: str
    field: str
    table: str
    id: str


def broken_links(catalogue: Catalogue) -> tuple[str, ...]:
    """Return every dangling reference, every orphan and every name used twice, as ``file: field: what is wrong``."""
    known = {field.name: set(getattr(catalogue, field.name)) for field in fields(catalogue)}
    known["quantities"] = set(QUANTITIES)
    known["statements"] = {s.id for a in catalogue.articles.values() for s in a.statements}
    references = tuple(_references(catalogue))
    return (
        *(f"{r.file}: {r.field}: {r.id!r} is not in {r.table}" for r in references if r.id not in known[r.table]),
        *_orphans(catalogue, references),
        *_names_given_twice(catalogue),
        *_numbers_given_twice(catalogue),
        *_homeless(catalogue, references),
    )


def _references(catalogue: Catalogue) -> Iterator[_Reference]:
    for table, named in _NAMED.items():
        for id_, item in getattr(catalogue, table).items():
            for entry in named:
                field, _, target = entry.partition(":")
                for value in _values(item, field.split(".")):
                    yield _Reference(f"{table}/{id_}.toml", field, target, value)
    yield from _of_statements(catalogue)
    for id_ in catalogue.accuracy:
        yield _Reference(f"accuracy/{id_}.toml", "id", "quantities", id_)
    for quantity in QUANTITIES.values():
        if quantity.needs is not None:
            yield _Reference("quantities", f"{quantity.id}.needs", "reasons", quantity.needs)


def _values(item: Any, path: list[str]) -> Iterator[str]:
    """Yield the ids at a path of fields: through every entry of a list; of a table, its keys or, deeper, its values."""
    if item is None:
        return
    if isinstance(item, Record):
        yield from _values(getattr(item, path[0]), path[1:]) if path else ()
    elif isinstance(item, str):
        yield item
    elif hasattr(item, "values"):
        for entry in item.values() if path else item:
            yield from _values(entry, path)
    else:
        for entry in item:
            yield from _values(entry, path)


def _of_statements(catalogue: Catalogue) -> Iterator[_Reference]:
    for article in catalogue.articles.values():
        for statement in article.statements:
            for kind, _, id_ in (place.partition(":") for place in statement.places):
                if kind in PLACES:
                    yield _Reference(f"articles/{article.id}.toml", f"{statement.id}.places", PLACES[kind], id_)


def _orphans(catalogue: Catalogue, references: tuple[_Reference, ...]) -> Iterator[str]:
    """Yield drills, papers and muscles that nothing leads to."""
    named = {(r.table, r.id) for r in references if r.file != f"{r.table}/{r.id}.toml"}
    for table in _NOT_LEFT_ALONE:
        for id_ in getattr(catalogue, table):
            if (table, id_) not in named:
                yield f"{table}/{id_}.toml: id: nothing leads to it"


def _names_given_twice(catalogue: Catalogue) -> Iterator[str]:
    names = Counter(name for e in catalogue.exercises.values() for name in (e.id, *e.aliases))
    for exercise in catalogue.exercises.values():
        for name in (exercise.id, *exercise.aliases):
            if names[name] > 1:
                yield f"exercises/{exercise.id}.toml: aliases: {name!r} is given to more than one exercise"
    priorities = Counter(f.priority for f in catalogue.faults.values())
    for fault in catalogue.faults.values():
        if priorities[fault.priority] > 1:
            yield f"faults/{fault.id}.toml: priority: {fault.priority} is taken by another fault"


def _numbers_given_twice(catalogue: Catalogue) -> Iterator[str]:
    """Yield what stands at the same place of an order as another: lessons, questions, disagreements, references."""
    orders: dict[str, dict[str, object]] = {
        "lessons": {id_: lesson.number for id_, lesson in catalogue.lessons.items()},
        "questions": {id_: question.order for id_, question in catalogue.questions.items()},
        "disagreements": {id_: dispute.number for id_, dispute in catalogue.disagreements.items()},
        "references": {id_: (one.article, one.number) for id_, one in catalogue.references.items()},
        "articles": {id_: article.number for id_, article in catalogue.articles.items()},
    }
    for table, numbers in orders.items():
        counts = Counter(numbers.values())
        yield from (f"{table}/{id_}.toml: {n} is taken by another one" for id_, n in numbers.items() if counts[n] > 1)


def _homeless(catalogue: Catalogue, references: tuple[_Reference, ...]) -> Iterator[str]:
    """Yield each statement without a place though not planned, and each correction that no disagreement explains."""
    homes = {(r.id, r.file.partition("/")[0]) for r in references if r.table == "statements"}
    with_item = {id_ for id_, _ in homes}
    for article in catalogue.articles.values():
        for statement in article.statements:
            file = f"articles/{article.id}.toml: {statement.id}"
            if statement.verdict != "planned" and not statement.places and statement.id not in with_item:
                yield f"{file}: no item goes back to it and it names no place"
            disputed = any(place.startswith("disagreement:") for place in statement.places)
            if statement.verdict == "corrects" and not disputed and (statement.id, "disagreements") not in homes:
                yield f"{file}: is corrected, but no disagreement says why"
