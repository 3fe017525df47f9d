"""Sheets: everything that is said about one item of the catalogue, as data and then as text or a page."""

from collections.abc import Callable, Iterator, Mapping

from hiphinge.catalogue import Catalogue, load
from hiphinge.errors import UnknownIdError
from hiphinge.reports.sheets import findings, knowledge, practice
from hiphinge.reports.sheets.findings import lessons_for
from hiphinge.reports.sheets.lines import sheet_lines
from hiphinge.reports.sheets.model import Image, Part, Pointer, Sheet, SourceLine
from hiphinge.reports.sheets.naming import KINDS, known_names, named
from hiphinge.reports.sheets.plugins import explained_quantities

__all__ = [
    "KINDS",
    "Image",
    "Part",
    "Pointer",
    "Sheet",
    "SourceLine",
    "ids_in",
    "known_names",
    "lessons_for",
    "sheet",
    "sheet_in",
    "sheet_lines",
    "table_and_id",
]

_BUILDERS: Mapping[str, Callable[[str, Catalogue], Sheet]] = {
    "contacts": findings.contact_sheet,
    "disagreements": knowledge.disagreement_sheet,
    "drills": practice.drill_sheet,
    "evidence": knowledge.evidence_sheet,
    "exercises": practice.exercise_sheet,
    "faults": findings.finding_sheet,
    "lessons": practice.lesson_sheet,
    "muscles": practice.muscle_sheet,
    "patterns": findings.pattern_sheet,
    "training_rules": practice.rule_sheet,
    "progressions": findings.way_sheet,
    "quantities": findings.quantity_sheet,
    "questions": practice.question_sheet,
    "reasons": findings.reason_sheet,
    "references": knowledge.reference_sheet,
    "self_tests": practice.test_sheet,
    "statements": knowledge.statement_sheet,
    "thresholds": findings.threshold_sheet,
}


def sheet(name: str) -> Sheet:
    """Return the sheet of whatever a name means.

    Raises
    ------
    UnknownIdError
        If nothing is called that.
    """
    catalogue = load()
    table, id_ = named(name, catalogue)
    return _BUILDERS[table](id_, catalogue)


def sheet_in(table: str, id_: str) -> Sheet:
    """Return the sheet of an item by its table and id, where a name alone could mean another.

    Raises
    ------
    UnknownIdError
        If there is no such table, or nothing in it is called that.
    """
    if table not in _BUILDERS:
        raise UnknownIdError.of(table, kind="kind", known=_BUILDERS)
    known = tuple(ids_in(table))
    if id_ not in known:
        raise UnknownIdError.of(id_, kind=KINDS.get(table, "item"), known=known)
    return _BUILDERS[table](id_, load())


def ids_in(table: str) -> Iterator[str]:
    """Yield the ids of a table that sheets can be made of, in the catalogue's order."""
    catalogue = load()
    if table == "statements":
        yield from (statement.id for article in catalogue.articles.values() for statement in article.statements)
    else:
        yield from explained_quantities() if table == "quantities" else getattr(catalogue, table)


def table_and_id(name: str) -> tuple[str, str]:
    """Return the table and the id that a name means.

    Raises
    ------
    UnknownIdError
        If nothing is called that.
    """
    return named(name, load())
