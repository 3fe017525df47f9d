"""Sheets of what is measured and said of a movement: findings, contacts, patterns, quantities, reasons, ways on."""

from collections.abc import Iterator

from hiphinge.catalogue import Accuracy, Band, Catalogue, Fault, Lesson, PassMark
from hiphinge.reports.sheets.model import Pointer, Sheet
from hiphinge.reports.sheets.parts import OWN, part, to_drill, to_item, to_lesson
from hiphinge.reports.sheets.plugins import explained_quantities, is_looked_for
from hiphinge.reports.sheets.sources import article_statements, drawing, source_lines
from hiphinge.reports.text.numbers import spoken

__all__ = [
    "contact_sheet",
    "finding_sheet",
    "lessons_for",
    "more_of_finding",
    "pattern_sheet",
    "quantity_sheet",
    "reason_sheet",
    "threshold_sheet",
    "way_sheet",
]

_NOT_LOOKED_FOR = "hiphinge teaches this, but does not look for it in videos yet."
_AIMS = {"less": "less", "same": "the same each time", "more": "more"}


def finding_sheet(id_: str, catalogue: Catalogue) -> Sheet:
    """Return the sheet of a finding."""
    fault = catalogue.faults[id_]
    return Sheet(
        id=id_,
        kind="finding" if fault.level == "fault" else "finding, for information",
        title=fault.name,
        lead=fault.what,
        images=drawing("findings", id_, f"Left, how it should look; right, {fault.name.lower()}."),
        parts=(
            *part("How it is measured", (fault.measured, *(() if is_looked_for(fault) else (_NOT_LOOKED_FOR,)))),
            *part("When it counts", _lines(fault, catalogue), kind="points"),
            *part("What may be behind it", fault.causes, kind="points"),
            *part("Cue", (fault.cue, f"Or, as an internal cue: {fault.cue_internal}")),
            *part("Easier", (fault.regression,)),
            *part("Why it matters", (f"{fault.why} (Evidence {fault.grade}.)",)),
            *part("Who gets a cue for it", _aims(fault)),
        ),
        pointers=(
            *(to_drill(drill, catalogue) for drill in (fault.drill, *fault.other_drills)),
            *(to_lesson(lesson) for lesson in lessons_for(fault, catalogue)),
            *tests_about(fault.id, catalogue),
        ),
        sources=source_lines(
            (*fault.citations, *(c for e in catalogue.exercises for c in fault.band(e).citations)), catalogue
        ),
        article_statements=article_statements(fault.sources, catalogue),
    )


def more_of_finding(id_: str, catalogue: Catalogue) -> Sheet:
    """Return what a finding's sheet says beyond what, cue, reason and threshold, which stand beside it already."""
    fault, whole = catalogue.faults[id_], finding_sheet(id_, catalogue)
    return Sheet(
        id=id_,
        kind=whole.kind,
        title=whole.title,
        lead="",
        images=whole.images,
        parts=(
            *part("What may be behind it", fault.causes, kind="points"),
            *part("As an internal cue", (fault.cue_internal,)),
            *part("Easier", (fault.regression,)),
            *part("Who gets a cue for it", _aims(fault)),
        ),
        pointers=whole.pointers,
        sources=whole.sources,
    )


def tests_about(id_: str, catalogue: Catalogue) -> tuple[Pointer, ...]:
    """Point to the self-tests that can, or cannot, say something about a finding; those that can come first."""
    found = [(one, test) for test in catalogue.self_tests.values() for one in test.explains if one.finding == id_]
    words = {"can": "Self-test that can say why", "cannot": "Self-test that does not say why"}
    return tuple(
        to_item(test.id, f"{words[one.answers]}: {test.name}")
        for one, test in sorted(found, key=lambda each: each[0].answers)
    )


def lessons_for(fault: Fault | None, catalogue: Catalogue) -> tuple[Lesson, ...]:
    """Return the lessons in which a finding is practised: first those with a mark for it, then those with its drill.

    Lessons with one of its other drills come in where none is nearer; the first lesson where there is no finding.
    """
    lessons = sorted(catalogue.lessons.values(), key=lambda lesson: lesson.number)
    if fault is None:
        return tuple(lessons[:1])
    marked = [one for one in lessons if any(_marks(mark, fault) for mark in one.passes)]
    drilled = [one for one in lessons if one.drill == fault.drill and one not in marked]
    return tuple(marked + drilled or [one for one in lessons if one.drill in fault.other_drills] or lessons[:1])


def _marks(mark: PassMark, fault: Fault) -> bool:
    line = mark.low if fault.direction == "below" else mark.high
    return mark.finding == fault.id or (mark.quantity == fault.quantity and line is not None)


def _lines(fault: Fault, catalogue: Catalogue) -> Iterator[str]:
    """Yield the threshold that holds in general, and those of exercises that have their own."""
    if not is_looked_for(fault):
        return
    yield _line("Usually", fault, fault.default)
    for exercise in catalogue.exercises.values():
        own = exercise.bands.get(fault.id)
        if own is not None and fault.silence(exercise.id) is None:
            yield _line(exercise.name, fault, own)


def _line(where: str, fault: Fault, band: Band) -> str:
    own = f"; {OWN}" if band.unverified else ""
    note = f" {band.note}" if band.note else ""
    return f"{where}: {fault.direction} {spoken(band.threshold, fault.unit)} (evidence {band.grade}{own}).{note}"


def _aims(fault: Fault) -> tuple[str, ...]:
    if len(fault.back_aims) == len(_AIMS):
        return ()
    aims = " or ".join(_AIMS[aim] for aim in fault.back_aims)
    return (f"You get a cue for it if you want your back to move {aims}, or have not said what you want.",)


def contact_sheet(id_: str, catalogue: Catalogue) -> Sheet:
    """Return the sheet of a contact with a stick along the back."""
    contact = catalogue.contacts[id_]
    may_be = " or ".join(place.replace("_", " ") for place in contact.may_be)
    return Sheet(
        id=id_,
        kind="contact with a stick",
        title=contact.name,
        lead=contact.what,
        parts=(
            *part("Where it may come from", (f"The {may_be}. {contact.why}",)),
            *part("When it counts", (f"Beyond {contact.threshold:g} of leg length for 0.2 s. {contact.note}",)),
        ),
        pointers=(to_drill("dowel", catalogue),),
        article_statements=article_statements(contact.sources, catalogue),
    )


def pattern_sheet(id_: str, catalogue: Catalogue) -> Sheet:
    """Return the sheet of a movement pattern."""
    pattern = catalogue.patterns[id_]
    return Sheet(id=id_, kind="pattern", title=pattern.name, lead=pattern.what, parts=part("Note", (pattern.note,)))


def quantity_sheet(id_: str, catalogue: Catalogue) -> Sheet:
    """Return the sheet of a quantity, with how well it is known."""
    quantity, known = explained_quantities()[id_], catalogue.accuracy.get(id_)
    accuracy = () if known is None else (*_accuracy(known, quantity.unit), known.determined)
    hidden = () if known is None else tuple(_behind_plate(known, quantity.unit))
    findings = [f for f in catalogue.faults.values() if id_ in (f.quantity, f.share_of)]
    return Sheet(
        id=id_,
        kind="quantity",
        title=f"{quantity.title} ({quantity.unit})",
        lead=quantity.meaning,
        parts=(
            *part("Positive", (f"{quantity.sign.capitalize()}.",)),
            *part("How well it is known", accuracy),
            *part("Where a weight plate hides part of the legs", hidden),
        ),
        pointers=tuple(to_item(f.id, f"Finding: {f.name}") for f in findings),
    )


def _accuracy(known: Accuracy, unit: str) -> Iterator[str]:
    yield _within(known.absolute, known.repeatability, unit)
    if known.measured_share is not None:
        yield f"Changes are underestimated: in the median, {known.measured_share:.0%} of a true change is measured."


def _behind_plate(known: Accuracy, unit: str) -> Iterator[str]:
    if known.behind_plate is not None:
        yield _within(known.behind_plate.absolute, known.behind_plate.repeatability, unit)
        yield known.behind_plate.determined


def _within(absolute: float, repeatability: float, unit: str) -> str:
    differences = f"differences within one video within {repeatability:g} {unit}"
    return f"Within {absolute:g} {unit} in nine of ten cases; {differences}."


def reason_sheet(id_: str, catalogue: Catalogue) -> Sheet:
    """Return the sheet of a reason why something cannot be measured."""
    reason = catalogue.reasons[id_]
    return Sheet(
        id=id_,
        kind="reason",
        title=id_.replace("_", " ").capitalize(),
        lead=reason.reason,
        parts=part("What to do", (reason.do,)),
    )


def threshold_sheet(id_: str, catalogue: Catalogue) -> Sheet:
    """Return the sheet of a threshold of the movement pattern or of the exercise that is assumed."""
    threshold = catalogue.thresholds[id_]
    value = f"{threshold.value:g} {threshold.unit}"
    width = "" if threshold.width is None else f", with a gradual change over {threshold.width:g} on both sides"
    return Sheet(
        id=id_,
        kind="threshold",
        title=threshold.name,
        lead=threshold.what,
        parts=(
            *part("Threshold", (f"{value}{width}. (Evidence {threshold.grade}.)",)),
            *part("Where it comes from", (threshold.note,)),
        ),
        sources=source_lines(threshold.citations, catalogue),
    )


def way_sheet(id_: str, catalogue: Catalogue) -> Sheet:
    """Return the sheet of a way to go on."""
    way = catalogue.progressions[id_]
    return Sheet(
        id=id_,
        kind="way on",
        title=way.name,
        lead=way.next,
        parts=part("Why", (f"{way.why} (Evidence {way.grade}.)",)),
        pointers=() if way.drill is None else (to_drill(way.drill, catalogue),),
        sources=source_lines(way.citations, catalogue),
        article_statements=article_statements(way.sources, catalogue),
    )
