"""What a report teaches beside its findings: a sheet for the drill of each, and for the lesson that practises it."""

from collections.abc import Iterator

from hiphinge.analysis import Analysis
from hiphinge.catalogue import Catalogue, Fault, Lesson
from hiphinge.reports.sheets import Sheet, lessons_for, sheet

__all__ = ["taught"]

_MAX_FINDINGS = 3


def taught(analysis: Analysis, *, catalogue: Catalogue, lesson: Lesson | None = None) -> tuple[Sheet, ...]:
    """Return the sheets of a report, the advised finding's drill first; without a finding, the drill of the next step.

    The lesson is the one that was filmed; else the one in which the finding's drill, or its absence, is practised; else
    the first one.
    """
    return tuple(sheet(name) for name in dict.fromkeys(_names(analysis, catalogue, lesson)))


def _names(analysis: Analysis, catalogue: Catalogue, lesson: Lesson | None) -> Iterator[str]:
    advice = analysis.advice
    findings = _findings(analysis, catalogue)[:_MAX_FINDINGS]
    yield from (fault.drill for fault in findings)
    if advice is not None and advice.drill_id is not None:
        yield advice.drill_id
    yield (lesson or lessons_for(findings[0] if findings else None, catalogue)[0]).id


def _findings(analysis: Analysis, catalogue: Catalogue) -> list[Fault]:
    """Return what was found, what is advised first, then in the catalogue's order."""
    seen = {f.id for r in analysis.repetitions for f in r.findings} | {f.id for f in analysis.findings}
    advised = None if analysis.advice is None else analysis.advice.finding
    found = [fault for fault in catalogue.faults.values() if fault.id in seen]
    return sorted(found, key=lambda fault: (fault.id != advised, fault.level != "fault"))
