"""What an answer must not say: sentences that contradict each other, or what was measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hiphinge.catalogue import load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hiphinge.analysis import Analysis
    from hiphinge.catalogue import Fault
    from hiphinge.findings import BackComparison
    from hiphinge.reports import Report

__all__ = ["CHECKS", "contradictions"]


def contradictions(analysis: Analysis, report: Report) -> list[str]:
    """Return every contradiction in an answer, in words; none where the answer is whole."""
    return [found for check in CHECKS for found in check(analysis, report)]


def _praised(analysis: Analysis, report: Report) -> list[Fault]:
    """Return the faults whose praise the answer holds, in its paragraph or as what to keep."""
    kept = "" if analysis.advice is None else analysis.advice.cue
    return [f for f in load().faults.values() if f.held in report.paragraph.held or f.held in kept]


def _praise_and_judgement(analysis: Analysis, report: Report) -> Iterator[str]:
    for fault in _praised(analysis, report):
        twins = [f.id for f in load().faults.values() if f.held == fault.held]
        for repetition in analysis.counted:
            outcomes = {j.outcome for j in repetition.judgements if j.id in twins}
            if outcomes & {"found", "near_line"} or "clear" not in outcomes:
                yield f"praises {fault.id}, which is {' or '.join(sorted(outcomes))} in repetition {repetition.index}"


def _praise_and_back(analysis: Analysis, report: Report) -> Iterator[str]:
    for fault in _praised(analysis, report):
        for repetition in analysis.counted:
            back = repetition.back
            high = back is None or back.label == "not_measurable" or _may_be_high(back)
            if fault.is_of_back and high:
                yield f"praises {fault.id} over the back of repetition {repetition.index}"


def _may_be_high(back: BackComparison) -> bool:
    """Tell whether a lower back is above the range of trained lifters, near its upper end, or above it by 1 in 5."""
    least = load().thresholds["back_may_be_above"].value
    return back.label == "above" or back.near == "upper" or back.probability.get("above", 0.0) >= least


def _one_repetition(analysis: Analysis, report: Report) -> Iterator[str]:
    if len(analysis.counted) == 1:
        said, cue = report.paragraph, "" if analysis.advice is None else analysis.advice.cue
        text = f"{said.back} {said.counted} {said.held} {said.found} {cue}"
        for words in ("from repetition to repetition", "than in the earlier repetitions", "every repetition"):
            if words in text:
                yield f"says {words!r} of one repetition"


def _one_cue(analysis: Analysis, report: Report) -> Iterator[str]:
    advice, card = analysis.advice, report.next_set
    if advice is None or card is None:
        return
    if card.cue != advice.cue or card.drill_id != advice.drill_id or card.next != advice.next:
        yield "the card of the next set differs from the advice"
    if analysis.counted and analysis.view.usable and advice.cue not in report.paragraph.next:
        yield "the paragraph's cue differs from the advice"


def _cue_and_finding(analysis: Analysis, _: Report) -> Iterator[str]:
    advice = analysis.advice
    if advice is None:
        return
    found = [f for r in analysis.counted for f in r.findings]
    if advice.finding is not None and not any(f.id == advice.finding and f.level == "fault" for f in found):
        yield f"gives a cue for {advice.finding}, which is no fault in any repetition"
    if "Change nothing yet" in advice.cue and advice.drill is not None:
        yield "changes nothing yet, and gives a drill"
    worse = [f for f in found if f.level == "fault"]
    if worse and advice.cue == load().phrases["keep_pattern"].text:
        yield "everything is in range, and something was found"


def _filming(analysis: Analysis, _: Report) -> Iterator[str]:
    advice, reasons = analysis.advice, load().reasons
    same_place = load().phrases["same_place"].text
    if advice is None or same_place not in advice.next:
        return
    for reason in analysis.not_measurable:
        if reason.id in reasons and reasons[reason.id].refilm:
            yield f"asks for the same place, although {reason.id}"


def _headline(analysis: Analysis, report: Report) -> Iterator[str]:
    found = [f for r in analysis.counted for f in r.findings]
    above = any(r.back is not None and r.back.label == "above" for r in analysis.counted)
    high = any(r.back is not None and _may_be_high(r.back) for r in analysis.counted)
    if "nothing we measured needs work" in report.paragraph.headline and (found or high):
        yield "nothing needs work, and something was found, or the lower back may be above the range"
    if "Nothing stood out" in report.paragraph.found and (found or above):
        yield "nothing stood out, and something was found"
    if "to work on" in report.paragraph.headline and not any(f.level == "fault" for f in found):
        yield "something to work on, and no fault"


def _pattern(analysis: Analysis, report: Report) -> Iterator[str]:
    text = report.paragraph.counted
    for label, words in (("hinge", "was a hinge."), ("squat", "was a squat:"), ("stoop", "was a stoop:")):
        done_as = f"done as a {label}" in text
        said = f"It {words}" in text or f"Each one {words}" in text or done_as
        if said and any(r.pattern.label != label for r in analysis.counted):
            yield f"calls each a {label}, and one is not"
    clear = load().thresholds["clear_pattern"].value
    for repetition in analysis.counted:
        pattern = repetition.pattern
        chance = pattern.probability.get(pattern.label, 1.0)
        if pattern.label != "unclear" and chance < clear:
            yield f"repetition {repetition.index} is called a {pattern.label} at {chance:.2f}"


def _next_step(analysis: Analysis, _: Report) -> Iterator[str]:
    advice = analysis.advice
    if advice is None:
        return
    high = any(r.back is not None and _may_be_high(r.back) for r in analysis.counted)
    further = [w.id for w in load().progressions.values() if w.axis in {"range", "load"} and w.next in advice.next]
    if high and further:
        yield f"goes on with {further[0]}, although the lower back may be above the range"
    known = analysis.exercise_given or (analysis.exercise_guess is not None and analysis.exercise_guess.confident)
    if known and load().phrases["tell_exercise"].text in advice.next:
        yield "asks for the exercise, which is known"


def _refused(analysis: Analysis, report: Report) -> Iterator[str]:
    if analysis.view.usable:
        return
    if any(r.findings for r in analysis.counted):
        yield "the view is refused, and something was found in it"
    if report.paragraph.held:
        yield "the view is refused, and something is praised in it"


def _excluding(analysis: Analysis, _: Report) -> Iterator[str]:
    faults = load().faults
    for repetition in analysis.counted:
        ids = {f.id for f in repetition.findings}
        for id_ in ids:
            for other in set(faults[id_].excludes) & ids:
                yield f"repetition {repetition.index} has {id_} and {other}"


CHECKS: tuple[Callable[[Analysis, Report], Iterator[str]], ...] = (
    _praise_and_judgement,
    _praise_and_back,
    _one_repetition,
    _one_cue,
    _cue_and_finding,
    _filming,
    _headline,
    _pattern,
    _next_step,
    _refused,
    _excluding,
)
