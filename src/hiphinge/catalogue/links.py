"""Checks what no single file can: that every id named in one file exists in another, and that nothing is left over."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from hiphinge.catalogue.reading import Catalogue
from hiphinge.catalogue.records import Drill, Exercise, Fault, Progression
from hiphinge.quantities import QUANTITIES

__all__ = ["broken_links"]

_NOT_LEFT_ALONE = ("drills", "evidence")


@dataclass(frozen=True)
class _Reference:
    """That ``field`` of ``file`` names ``id`` of ``table``."""

    file: str
    field: str
    table: str
    id: str


def broken_links(catalogue: Catalogue) -> tuple[str, ...]:
    """Return every dangling reference, every orphan and every name given twice, as ``file: field: what is wrong``."""
    known = {name: set(getattr(catalogue, name)) for name in ("drills", "evidence", "exercises", "faults", "reasons")}
    known["quantities"] = set(QUANTITIES)
    known["articles"] = {str(e.article) for e in catalogue.evidence.values() if e.article is not None}
    references = tuple(_references(catalogue))
    return (
        *(f"{r.file}: {r.field}: {r.id!r} is not in {r.table}" for r in references if r.id not in known[r.table]),
        *_orphans(catalogue, references),
        *_names_given_twice(catalogue),
    )


def _references(catalogue: Catalogue) -> Iterator[_Reference]:
    for exercise in catalogue.exercises.values():
        yield from _of_exercise(exercise)
    for fault in catalogue.faults.values():
        yield from _of_fault(fault)
    for drill in catalogue.drills.values():
        yield from _of_drill(drill)
    for progression in catalogue.progressions.values():
        yield from _of_progression(progression)
    for contact in catalogue.contacts.values():
        for statement in contact.sources:
            yield _Reference(f"contacts/{contact.id}.toml", "sources", "articles", statement.partition("-")[0])
    for id_ in catalogue.accuracy:
        yield _Reference(f"accuracy/{id_}.toml", "id", "quantities", id_)
    for quantity in QUANTITIES.values():
        if quantity.needs is not None:
            yield _Reference("quantities.py", f"{quantity.id}.needs", "reasons", quantity.needs)


def _of_exercise(exercise: Exercise) -> Iterator[_Reference]:
    file = f"exercises/{exercise.id}.toml"
    for finding, band in exercise.bands.items():
        yield _Reference(file, "bands", "faults", finding)
        for citation in band.citations:
            yield _Reference(file, f"bands.{finding}.citations", "evidence", citation)


def _of_fault(fault: Fault) -> Iterator[_Reference]:
    file = f"faults/{fault.id}.toml"
    for field, quantity in (("quantity", fault.quantity), ("share_of", fault.share_of)):
        if quantity is not None:
            yield _Reference(file, field, "quantities", quantity)
    for citation in fault.citations:
        yield _Reference(file, "default.citations", "evidence", citation)
    for drill in (fault.drill, *fault.other_drills):
        yield _Reference(file, "drill", "drills", drill)
    for silence in fault.silent:
        yield _Reference(file, "silent.reason", "reasons", silence.reason)
        for exercise in silence.exercises:
            yield _Reference(file, "silent.exercises", "exercises", exercise)


def _of_drill(drill: Drill) -> Iterator[_Reference]:
    file = f"drills/{drill.id}.toml"
    for citation in drill.citations:
        yield _Reference(file, "citations", "evidence", citation)
    for statement in drill.sources:
        yield _Reference(file, "sources", "articles", statement.partition("-")[0])


def _of_progression(progression: Progression) -> Iterator[_Reference]:
    file = f"progressions/{progression.id}.toml"
    if progression.quantity is not None:
        yield _Reference(file, "quantity", "quantities", progression.quantity)
    if progression.drill is not None:
        yield _Reference(file, "drill", "drills", progression.drill)
    for citation in progression.citations:
        yield _Reference(file, "citations", "evidence", citation)
    for statement in progression.sources:
        yield _Reference(file, "sources", "articles", statement.partition("-")[0])


def _orphans(catalogue: Catalogue, references: tuple[_Reference, ...]) -> Iterator[str]:
    """Yield drills and papers that nothing leads to; a coaching article is led to by its statements' numbers."""
    named = {(r.table, r.id) for r in references}
    for table in _NOT_LEFT_ALONE:
        for id_, item in getattr(catalogue, table).items():
            article = str(getattr(item, "article", None))
            if (table, id_) not in named and ("articles", article) not in named:
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
            yield f"faults/{fault.id}.toml: priority: {fault.priority} is taken by another finding"
