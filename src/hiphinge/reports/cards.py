"""Cards of repetitions and findings: what is said about each, with its image where there is one."""

from dataclasses import replace
from typing import Literal

import numpy as np

from hiphinge.analysis import Analysis, Repetition
from hiphinge.catalogue import Catalogue, Fault, load
from hiphinge.findings import Finding
from hiphinge.quantities import QUANTITIES
from hiphinge.reports.differing import differences, ranks, usual_pattern
from hiphinge.reports.figures import BOTTOM_QUANTITIES, Studio, drawn_for, padded
from hiphinge.reports.model import Figure, FindingCard, FindingNote, RepetitionCard
from hiphinge.reports.moments import frame_time
from hiphinge.reports.poses import Box
from hiphinge.reports.ranking import FaultInSet, could_be_judged, faults_in_set
from hiphinge.reports.sheets.findings import more_of_finding
from hiphinge.reports.text import chance, clock, listed, spoken, with_interval
from hiphinge.reports.text.differences import where_words
from hiphinge.reports.text.sentences import GRADES, SENTENCES

__all__ = ["evidence_box", "finding_cards", "repetition_cards"]

_SAME_DEG = 1.0
_STRIP_PX = 420
"""Height of the frames that stand beside one another."""
_ANY_LIKELIER = 0.05
"""Below this difference no pattern is likelier than another, and numbers would only look as if one were."""


def repetition_cards(analysis: Analysis, *, catalogue: Catalogue, studio: Studio | None) -> tuple[RepetitionCard, ...]:
    """Return a card for each repetition and attempt, in order."""
    cut, places, usual = evidence_box(analysis, studio), ranks(analysis, catalogue=catalogue), usual_pattern(analysis)
    small = None if studio is None else replace(studio, height_px=min(studio.height_px, _STRIP_PX))
    return tuple(
        _card(
            r, analysis, catalogue, rank=places.get(r.index, ""), usual=usual, figure=_bottom(r, analysis, small, cut)
        )
        for r in analysis.repetitions
    )


def finding_cards(analysis: Analysis, *, catalogue: Catalogue, studio: Studio | None) -> tuple[FindingCard, ...]:
    """Return a card for each kind of finding, that of the next set first, then in the order of importance."""
    cut, found = evidence_box(analysis, studio), faults_in_set(analysis, catalogue=catalogue)
    return tuple(_finding(seen, analysis, catalogue, studio, cut) for seen in found)


def evidence_box(analysis: Analysis, studio: Studio | None) -> Box | None:
    """Return one cut for all evidence images, so that they can be compared."""
    if studio is None:
        return None
    times = [r.bottom_s for r in analysis.repetitions]
    times += [seen.clearest.time_s for seen in faults_in_set(analysis, catalogue=load())]
    moments = [frame_time(analysis, t) for t in times]
    boxes = (studio.track.box(start_s=t, end_s=t, with_back=True) for t in moments)
    return padded((b for b in boxes if b is not None), studio.track.size)


def _card(
    repetition: Repetition,
    analysis: Analysis,
    catalogue: Catalogue,
    *,
    rank: Literal["best", "worst", ""],
    usual: str | None,
    figure: Figure | None,
) -> RepetitionCard:
    counts = repetition.kind == "repetition"
    return RepetitionCard(
        index=repetition.index,
        counts=counts,
        is_judged=could_be_judged(repetition, catalogue=catalogue),
        title=_title(repetition),
        start_s=repetition.start_s,
        bottom_s=repetition.bottom_s,
        end_s=repetition.end_s,
        time=f"{clock(repetition.start_s)} to {clock(repetition.end_s)}",
        pattern=catalogue.patterns[repetition.pattern.label].name if counts else "Not counted",
        pattern_detail=_probabilities(repetition, catalogue),
        is_usual_pattern=counts and repetition.pattern.label == usual,
        rank=rank,
        note=_note(repetition, catalogue),
        findings=tuple(_note_on(f, analysis, catalogue) for f in repetition.findings),
        differs=differences(repetition, analysis),
        figure=figure,
    )


def _title(repetition: Repetition) -> str:
    """Return the name of a movement: an attempt is one that was to be a repetition, and fell short."""
    if repetition.kind == "repetition":
        return f"Repetition {repetition.index}"
    return f"{'Attempt' if repetition.failed else 'Movement'} ({repetition.index})"


def _bottom(repetition: Repetition, analysis: Analysis, studio: Studio | None, cut: Box | None) -> Figure | None:
    if studio is None:
        return None
    words = (
        f"{_title(repetition)} at its bottom, {clock(repetition.bottom_s)}, with skeleton, trunk lean and knee bend."
    )
    moment = frame_time(analysis, repetition.bottom_s)
    return studio.figure(moment, quantities=BOTTOM_QUANTITIES, box=cut, alt=words)


def _note_on(finding: Finding, analysis: Analysis, catalogue: Catalogue) -> FindingNote:
    return FindingNote(
        id=finding.id,
        name=catalogue.faults[finding.id].name,
        level=finding.level,
        time_s=frame_time(analysis, finding.time_s),
        time=clock(finding.time_s),
        value=spoken(finding.value, finding.unit),
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
    seen: FaultInSet, analysis: Analysis, catalogue: Catalogue, studio: Studio | None, cut: Box | None
) -> FindingCard:
    fault, finding = seen.fault, seen.clearest
    drill = catalogue.drills[fault.drill]
    return FindingCard(
        id=fault.id,
        name=fault.name,
        level=finding.level,
        repetitions=seen.repetitions,
        where=where_words(seen.repetitions, of=len(analysis.counted)),
        is_in_all=len(seen.repetitions) == len(analysis.counted),
        is_advised=analysis.advice is not None and analysis.advice.finding == fault.id,
        time_s=frame_time(analysis, finding.time_s),
        time=clock(finding.time_s),
        what=fault.what,
        measured=fault.measured,
        value=with_interval(finding.value, finding.unit, finding.interval),
        line=spoken(finding.threshold, finding.unit),
        on_image=_on_image(finding, fault, analysis),
        cue=fault.cue,
        drill=drill.name,
        drill_id=fault.drill,
        drill_how=tuple(drill.how),
        drill_dose=drill.dose,
        why=fault.why,
        grade=finding.grade,
        grade_words=GRADES.get(finding.grade, ""),
        figure=_evidence(finding, fault, analysis, studio, cut),
        more=more_of_finding(fault.id, catalogue),
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
