"""Cards of repetitions and findings: what is said about each, with its image where there is one."""

from collections.abc import Iterable

import numpy as np

from hiphinge.analysis import Analysis, Measurement, Repetition
from hiphinge.catalogue import Catalogue, Fault
from hiphinge.findings import Finding, NotMeasurable
from hiphinge.measures import quantities_in_use
from hiphinge.quantities import QUANTITIES
from hiphinge.reports.back_drawing import BACK_QUANTITIES
from hiphinge.reports.figures import BOTTOM_QUANTITIES, Studio, drawn_for, padded
from hiphinge.reports.model import Figure, FindingCard, RepetitionCard, Row
from hiphinge.reports.moments import frame_time
from hiphinge.reports.poses import Box
from hiphinge.reports.ranking import clip_findings, could_be_judged
from hiphinge.reports.text import chance, clock, listed, spoken, with_interval
from hiphinge.reports.text.sentences import GRADES, SENTENCES
from hiphinge.reports.text.table import COLUMNS

__all__ = ["clip_cards", "evidence_box", "repetition_cards"]

_SAME_DEG = 1.0
_AT_BOTTOM_S = 0.1
_ANY_LIKELIER = 0.05
"""Below this difference no pattern is likelier than another, and numbers would only look as if one were."""
_MAIN = frozenset(id_ for id_, _ in COLUMNS)


def repetition_cards(analysis: Analysis, *, catalogue: Catalogue, studio: Studio | None) -> tuple[RepetitionCard, ...]:
    """Return a card for each repetition and attempt, in order."""
    cut = evidence_box(analysis, studio)
    return tuple(_card(r, analysis, catalogue, studio, cut) for r in analysis.repetitions)


def clip_cards(analysis: Analysis, *, catalogue: Catalogue, studio: Studio | None) -> tuple[FindingCard, ...]:
    """Return a card for each finding that belongs to no repetition."""
    cut = evidence_box(analysis, studio)
    return tuple(_finding(f, analysis, catalogue, studio, cut) for f in clip_findings(analysis))


def evidence_box(analysis: Analysis, studio: Studio | None) -> Box | None:
    """Return one cut for all evidence images, so that they can be compared."""
    if studio is None:
        return None
    times = [r.bottom_s for r in analysis.repetitions]
    times += [f.time_s for r in analysis.repetitions for f in r.findings]
    times += [f.time_s for f in clip_findings(analysis)]
    moments = [frame_time(analysis, t) for t in times]
    boxes = (studio.track.box(start_s=t, end_s=t, with_back=True) for t in moments)
    return padded((b for b in boxes if b is not None), studio.track.size)


def _card(
    repetition: Repetition, analysis: Analysis, catalogue: Catalogue, studio: Studio | None, cut: Box | None
) -> RepetitionCard:
    counts = repetition.kind == "repetition"
    findings = tuple(_finding(f, analysis, catalogue, studio, cut) for f in repetition.findings)
    title = f"Repetition {repetition.index}" if counts else f"Attempt ({repetition.index})"
    figure = None
    if studio is not None and (counts or not findings) and not _shows_back(repetition, findings, catalogue):
        alt = f"{title} at its bottom, {clock(repetition.bottom_s)}, with skeleton, trunk lean and knee bend."
        moment = frame_time(analysis, repetition.bottom_s)
        figure = studio.figure(moment, quantities=BOTTOM_QUANTITIES, box=cut, alt=alt)
    return RepetitionCard(
        index=repetition.index,
        counts=counts,
        is_judged=could_be_judged(repetition, catalogue=catalogue),
        title=title,
        start_s=repetition.start_s,
        bottom_s=repetition.bottom_s,
        end_s=repetition.end_s,
        time=f"{clock(repetition.start_s)} to {clock(repetition.end_s)}",
        pattern=catalogue.patterns[repetition.pattern.label].name if counts else "Not counted",
        pattern_detail=_probabilities(repetition, catalogue),
        note=_note(repetition, catalogue),
        findings=findings,
        rows=_rows(repetition),
        figure=figure,
    )


def _shows_back(repetition: Repetition, findings: tuple[FindingCard, ...], catalogue: Catalogue) -> bool:
    """Tell whether a finding of the repetition is shown with the back at about its bottom."""
    return any(
        card.figure is not None
        and abs(card.time_s - repetition.bottom_s) <= _AT_BOTTOM_S
        and bool({*BACK_QUANTITIES} & {*drawn_for(catalogue.faults[card.id])})
        for card in findings
    )


def _probabilities(repetition: Repetition, catalogue: Catalogue) -> str:
    likely = sorted(repetition.pattern.probability.items(), key=lambda item: -item[1])
    if likely and likely[0][1] - likely[-1][1] < _ANY_LIKELIER:
        return ""
    return ", ".join(
        f"{catalogue.patterns[label].name.lower()} {chance(p)}" for label, p in likely if label in catalogue.patterns
    )


def _note(repetition: Repetition, catalogue: Catalogue) -> str:
    if repetition.note is not None and repetition.note in catalogue.reasons:
        reason = catalogue.reasons[repetition.note]
        return f"{reason.reason} {reason.do}"
    return "" if repetition.kind == "repetition" else SENTENCES["attempt"]


def _finding(
    finding: Finding, analysis: Analysis, catalogue: Catalogue, studio: Studio | None, cut: Box | None
) -> FindingCard:
    fault = catalogue.faults[finding.id]
    drill = catalogue.drills[fault.drill]
    return FindingCard(
        id=fault.id,
        name=fault.name,
        level=finding.level,
        time_s=frame_time(analysis, finding.time_s),
        time=clock(finding.time_s),
        what=fault.what,
        measured=fault.measured,
        value=with_interval(finding.value, finding.unit, finding.interval),
        line=spoken(finding.threshold, finding.unit),
        on_image=_on_image(finding, fault, analysis),
        cue=fault.cue,
        is_advised=analysis.advice is not None and analysis.advice.finding == fault.id,
        drill=drill.name,
        drill_how=tuple(drill.how),
        drill_dose=drill.dose,
        why=fault.why,
        grade=finding.grade,
        grade_words=GRADES.get(finding.grade, ""),
        figure=_evidence(finding, fault, analysis, studio, cut),
    )


def _on_image(finding: Finding, fault: Fault, analysis: Analysis) -> str:
    """Say how a change from standing and the number on the image belong together, where they differ."""
    quantity, series = fault.quantity or "", analysis.series
    standing = analysis.standing.angles.get(quantity)
    if series is None or standing is None or quantity not in series.values or finding.unit != "deg":
        return ""
    shown = float(series.values[quantity][int(np.argmin(np.abs(series.time_s - finding.time_s)))])
    if not np.isfinite(shown) or abs(shown - finding.value) < _SAME_DEG:
        return ""
    return SENTENCES["on_image"].format(shown=spoken(shown, "deg"), standing=spoken(standing, "deg"))


def _evidence(
    finding: Finding, fault: Fault, analysis: Analysis, studio: Studio | None, cut: Box | None
) -> Figure | None:
    if studio is None:
        return None
    drawn = drawn_for(fault)
    names = listed([QUANTITIES[q].title.lower() for q in drawn])
    alt = f"{fault.name}, at {clock(finding.time_s)}: the person with skeleton and {names} drawn in."
    return studio.figure(frame_time(analysis, finding.time_s), quantities=drawn, box=cut, alt=alt)


def _rows(repetition: Repetition) -> tuple[Row, ...]:
    return tuple(_row(id_, m) for id_, m in _in_registry_order(repetition))


def _in_registry_order(repetition: Repetition) -> Iterable[tuple[str, Measurement | NotMeasurable]]:
    order = {id_: n for n, id_ in enumerate(quantities_in_use())}
    return sorted(repetition.measurements.items(), key=lambda item: order.get(item[0], len(order)))


def _row(id_: str, measurement: Measurement | NotMeasurable) -> Row:
    quantities = quantities_in_use()
    title = quantities[id_].title if id_ in quantities else id_.replace("_", " ").capitalize()
    if isinstance(measurement, NotMeasurable):
        value, detail = "", f"{measurement.reason} {measurement.do}"
    else:
        words = with_interval(measurement.value, measurement.unit, measurement.interval)
        value, _, detail = words.partition(", ")
    return Row(id=id_, title=title, value=value, detail=detail, is_main=id_ in _MAIN)
