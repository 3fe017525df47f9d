"""Sheets: everything that is said about one item of the catalogue, as data and then as text or a page."""

from collections.abc import Callable, Mapping

from hiphinge.catalogue import Catalogue, load
from hiphinge.reports.sheets import findings, knowledge, practice
from hiphinge.reports.sheets.findings import lessons_for
from hiphinge.reports.sheets.lines import sheet_lines
from hiphinge.reports.sheets.model import Image, Part, Pointer, Sheet, SourceLine
from hiphinge.reports.sheets.naming import KINDS, known_names, named

__all__ = [
    "KINDS",
    "Image",
    "Part",
    "Pointer",
    "Sheet",
    "SourceLine",
    "known_names",
    "lessons_for",
    "sheet",
    "sheet_lines",
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
