#!/usr/bin/env python3
"""Write the editors' schemas and the page of findings from the catalogue; ``--check`` only compares."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from hiphinge.catalogue import load, schemas

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hiphinge.catalogue import ContactText, Drill, Evidence, Exercise, Fault, Reason

ROOT = Path(__file__).resolve().parent.parent
SCHEMAS = ROOT / "src/hiphinge/catalogue/schemas"
PAGE = ROOT / "docs/reference/findings.md"
START = "<!-- From here on written by scripts/write_catalogue.py from the catalogue; do not edit. -->"

GRADES = {
    "A": "several consistent good studies",
    "B": "direct but limited or mixed studies",
    "C": "indirect, derived or mechanistic only",
    "D": "contradicted by better studies",
    "U": "no study found",
}
_ABOUT_STICK = (
    "A straight stick is laid along the back as it is seen from the side. What is told here is geometry that the drill "
    "feels, compared with the person's own standing, and no fault by itself."
)
DIRECTIONS = {"above": "more than", "below": "less than"}
MARGINS = {
    "clear": "by more than the repeatability of such a difference",
    "within": "or nearer to it than the repeatability of such a difference",
    "interval": "with the whole of its 90 % interval",
    "none": "",
}


def texts() -> dict[Path, str]:
    """Return every file that follows from the catalogue, with what should be in it."""
    files = {SCHEMAS / f"{name}.json": json.dumps(schema, indent=2) + "\n" for name, schema in schemas().items()}
    return files | {PAGE: page(PAGE.read_text(encoding="utf-8"))}


def page(now: str) -> str:
    """Return the page of findings: what was written by hand, then what the catalogue says."""
    by_hand, _, _ = now.partition(START)
    return by_hand + START + "\n\n" + "\n".join(_sections()).rstrip() + "\n"


def _sections() -> Iterator[str]:
    catalogue = load()
    yield from ("## All findings", "", "In the order in which the coach takes them up.", "")
    for fault in catalogue.faults.values():
        yield from _finding(fault)
    yield from ("## Exercises", "")
    yield from _table(
        ("id", "Name", "Pattern", "Starts", "Load", "Other names"), map(_exercise, catalogue.exercises.values())
    )
    yield from ("## Drills", "")
    for drill in catalogue.drills.values():
        yield from _drill(drill)
    yield from ("## Where a back leaves a stick", "", _ABOUT_STICK, "")
    for contact in catalogue.contacts.values():
        yield from _contact(contact)
    yield from ("## Why something cannot be told", "")
    yield from _table(("id", "Reason", "What to do"), map(_reason, catalogue.reasons.values()))
    yield from ("## Sources", "", "Grades: " + "; ".join(f"{g} {text}" for g, text in GRADES.items()) + ".", "")
    for evidence in catalogue.evidence.values():
        yield from _evidence(evidence)


def _finding(fault: Fault) -> Iterator[str]:
    yield from (f"({fault.id})=", f"### `{fault.id}`: {fault.name}", "", fault.what, "")
    yield f"* **Measured:** {fault.measured}"
    yield f"* **Counts when** {_condition(fault)}."
    yield from (f"* **Not given** {where}: {load().reasons[reason].reason}" for reason, where in _silences(fault))
    yield f"* **Likely causes:** {' '.join(fault.causes)}"
    yield f"* **Cue:** {fault.cue} (Or, looking inward: {fault.cue_internal})"
    yield f"* **Drill:** {_links('drill', (fault.drill, *fault.other_drills))}"
    yield f"* **Why:** {fault.why}"
    yield f"* **Easier:** {fault.regression}"
    if fault.level == "information":
        yield "* **Level:** information, not a fault"
    yield ""
    yield from _bands(fault)


def _condition(fault: Fault) -> str:
    if fault.quantity is None:
        return f"the {fault.unit} is {DIRECTIONS[fault.direction]} {fault.default.threshold:g}"
    unit = fault.unit if fault.share_of is None else f"of `{fault.share_of}`"
    value = f"`{fault.quantity}` is {DIRECTIONS[fault.direction]} {fault.default.threshold:g} {unit}"
    return ", ".join(part for part in (value, MARGINS[fault.margin]) if part)


def _silences(fault: Fault) -> Iterator[tuple[str, str]]:
    """Yield each reason for silence with the exercises or patterns that it holds for."""
    for silence in fault.silent:
        exercises = [f"`{e}`" for e, reason in fault.silent_exercises.items() if reason == silence.reason]
        if exercises:
            yield silence.reason, f"in {', '.join(exercises)}"
        if silence.patterns:
            yield silence.reason, f"when the pattern is {', '.join(silence.patterns)}"


def _bands(fault: Fault) -> Iterator[str]:
    """Yield the default threshold and those of exercises that differ, each with grade, sources and a note."""
    rows = [
        ("other exercises", fault.default),
        *(
            (f"`{exercise.id}`", exercise.bands[fault.id])
            for exercise in load().exercises.values()
            if fault.id in exercise.bands and exercise.id not in fault.silent_exercises
        ),
    ]
    if len(rows) == 1:
        rows = [("every exercise", fault.default)]
    yield from _table(
        ("Exercise", "Threshold", "Usual", "Grade", "Checked", "Sources", "Note"),
        (
            (
                name,
                f"{band.threshold:g}",
                "" if band.usual is None else f"{band.usual[0]:g} to {band.usual[1]:g}",
                band.grade,
                "no" if band.unverified else "yes",
                _links("evidence", band.citations),
                band.note or "",
            )
            for name, band in rows
        ),
    )


def _exercise(exercise: Exercise) -> tuple[str, ...]:
    load_place = "swung" if exercise.load_place == "swing" else exercise.load_place
    names = ", ".join(f"`{alias}`" for alias in exercise.aliases)
    return (f"`{exercise.id}`", exercise.name, exercise.family, exercise.start, load_place, names)


def _drill(drill: Drill) -> Iterator[str]:
    yield from (f"(drill-{drill.id})=", f"### {drill.name}", "", f"{drill.purpose} Needs: {drill.needs}", "")
    for step, text in enumerate(drill.how, start=1):
        yield f"{step}. {text}"
    yield ""
    yield f"* **Dose:** {drill.dose}"
    yield f"* **Passed:** {drill.pass_mark}"
    if drill.note is not None:
        yield f"* **Note:** {drill.note}"
    if drill.citations:
        yield f"* **Sources:** {_links('evidence', drill.citations)}"
    if drill.sources:
        articles = {str(e.article): e.id for e in load().evidence.values() if e.article is not None}
        yield f"* **Told in:** {_links('evidence', sorted({articles[s.partition('-')[0]] for s in drill.sources}))}"
    yield ""


def _contact(contact: ContactText) -> Iterator[str]:
    parts = " or ".join(part.replace("_", " ") for part in contact.may_be)
    articles = {str(e.article): e.id for e in load().evidence.values() if e.article is not None}
    yield from (f"(contact-{contact.id})=", f"### `{contact.id}`: {contact.name}", "", contact.what, "")
    yield f"* **Counts when** the gap is more than {contact.threshold:g} of leg length for 0.2 s. {contact.note}"
    yield f"* **May be:** {parts}. {contact.why}"
    checked = "no source was read for the number" if contact.unverified else "checked"
    yield f"* **Grade:** {contact.grade}; {checked}"
    yield f"* **Told in:** {_links('evidence', sorted({articles[s.partition('-')[0]] for s in contact.sources}))}"
    yield ""


def _reason(reason: Reason) -> tuple[str, ...]:
    return (f"`{reason.id}`", reason.reason, reason.do)


def _evidence(evidence: Evidence) -> Iterator[str]:
    size = "" if evidence.n is None else f", n = {evidence.n}"
    where = f" {evidence.identifier}." if evidence.identifier else ""
    yield from (f"(evidence-{evidence.id})=", f"### {evidence.id}", "", f"{evidence.citation}.{where}", "")
    yield f"* **Kind:** {evidence.design}{size}; grade {evidence.grade}"
    yield f"* **Found:** {evidence.found}"
    yield f"* **Does not show:** {evidence.does_not_show}"
    yield f"* **Read:** {evidence.status.replace('_', ' ')}; {evidence.extent}"
    yield ""


def _links(kind: str, ids: tuple[str, ...] | list[str]) -> str:
    names = {"drill": {d.id: d.name for d in load().drills.values()}}.get(kind, {})
    return ", ".join(f"[{names.get(id_, id_)}](#{kind}-{id_})" for id_ in ids)


def _table(head: tuple[str, ...], rows: Iterator[tuple[str, ...]] | map[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"| {' | '.join('---' for _ in head)} |"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""


def stale() -> list[Path]:
    """Return the files that do not say what the catalogue says."""
    return [p for p, text in texts().items() if not p.exists() or p.read_text(encoding="utf-8") != text]


if __name__ == "__main__":
    if "--check" in sys.argv[1:]:
        for path in stale():
            print(f"{path.relative_to(ROOT)} is out of date: run scripts/write_catalogue.py")
        sys.exit(1 if stale() else 0)
    for path, text in texts().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
