"""The answer in one paragraph: the back first, then how many and what kind, what held, what did not, the next set."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from types import MappingProxyType

from hiphinge.analysis import Advice, Analysis, Repetition
from hiphinge.catalogue import Catalogue, load
from hiphinge.findings import NotMeasurable
from hiphinge.reports.ranking import FaultInSet, clear_sentences, could_be_judged, faults_in_set
from hiphinge.reports.text.back_statement import CHANGED_BACK, could_be_above, is_above, statement_on_the_back
from hiphinge.reports.text.bar_statement import statement_on_the_bar
from hiphinge.reports.text.correction_words import statement_on_corrections
from hiphinge.reports.text.exercise_statement import (
    exercise_in_sentence,
    may_be_stoops,
    says_the_pattern,
    statement_on_the_exercise,
)
from hiphinge.reports.text.numbers import chance, clock, listed, spelled
from hiphinge.reports.text.recording_statement import (
    statement_on_the_angle,
    statement_on_the_feet,
    statement_on_the_stretches,
    statement_on_the_times,
)
from hiphinge.reports.text.sentences import BY_SENSORS, HEADLINES, PATTERN_ALL, PATTERN_ONE, SENTENCES, VIEWS

__all__ = ["Paragraph", "exercise_in_sentence", "paragraph"]

_TWO = 2
_MAX_HELD = 3
_MAX_FOUND = 3
SAID_OF_THE_BACK = CHANGED_BACK | {"more_than_usual"}
"""Findings that the statement on the back says already."""
SAID_OF_THE_PATTERN: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "hinge": frozenset(),
        "squat": frozenset({"squat_pattern"}),
        "stoop": frozenset({"stoop_pattern", "no_knee_bend"}),
        "unclear": frozenset(),
    }
)
"""Findings that the statement on the pattern says already."""
_TELL_THE_PATTERN = ("trunk_inclination_deg", "knee_flexion_deg")
_ANY_LIKELIER = 0.1
"""Below this difference no pattern is likelier than another."""
_NOUNS = {
    "hinge": ("a hinge", "hinges"),
    "squat": ("a squat", "squats"),
    "stoop": ("a stoop", "stoops"),
    "unclear": ("unclear", "unclear"),
}


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """The answer, part by part; an empty part has nothing to say."""

    headline: str
    counted: str
    back: str
    held: str
    found: str
    next: str
    corrected: str = ""
    bar: str = ""

    @property
    def text(self) -> str:
        """The whole paragraph without its headline."""
        return " ".join(
            part
            for part in (self.corrected, self.back, self.counted, self.bar, self.held, self.found, self.next)
            if part
        )

    @property
    def says_nothing_found(self) -> bool:
        """Whether what was found is only that there was nothing, or nothing else, or too little to say."""
        return self.found in {SENTENCES[key] for key in ("nothing_found", "nothing_else_found", "few_judged")}


def paragraph(analysis: Analysis, *, catalogue: Catalogue | None = None) -> Paragraph:
    """Say what was found in a clip, in plain words.

    Nothing here judges: it only says what the analysis holds, in the order back, count and pattern, what held, what
    did not and when, what to do next.
    """
    catalogue = catalogue or load()
    if not analysis.counted:
        return _without_repetitions(analysis, catalogue)
    seen = faults_in_set(analysis, catalogue=catalogue)
    kept = "" if analysis.advice is None else analysis.advice.cue
    held = [clear for clear in clear_sentences(analysis, catalogue=catalogue) if clear not in kept][:_MAX_HELD]
    judged = all(could_be_judged(r, catalogue=catalogue) for r in analysis.counted)
    back = " ".join(statement_on_the_back(analysis)) if _shows_the_back(analysis) else ""
    return Paragraph(
        headline=_headline(analysis, seen, judged=judged),
        counted=" ".join(
            (
                *_recording(analysis, catalogue),
                _count(analysis, catalogue),
                *_pattern(analysis, catalogue),
                *_attempts(analysis),
            )
        ),
        back=back,
        held=" ".join(held),
        found=_found(seen, analysis, judged=judged),
        next=_next(analysis.advice, said=_said_to_do(analysis, back))
        if analysis.view.usable
        else _film_next(analysis.advice),
        corrected=statement_on_corrections(analysis),
        bar=statement_on_the_bar(analysis),
    )


def _shows_the_back(analysis: Analysis) -> bool:
    return analysis.view.usable and not analysis.view.frontal


def _without_repetitions(analysis: Analysis, catalogue: Catalogue) -> Paragraph:
    usable = analysis.view.usable
    reasons = _first_reason(analysis) or (SENTENCES["no_repetitions" if usable else "not_usable"],)
    return Paragraph(
        headline=HEADLINES["empty" if usable else "refused"],
        counted=" ".join((*_recording(analysis, catalogue), *_attempts(analysis), *reasons)),
        back="",
        held="",
        found="",
        next="" if analysis.advice is None else analysis.advice.next,
        corrected=statement_on_corrections(analysis),
    )


def _recording(analysis: Analysis, catalogue: Catalogue) -> tuple[str, ...]:
    """Return what the recording needs to have said: the part that was measured, a step, times that cannot be."""
    stretches, feet = statement_on_the_stretches(analysis), statement_on_the_feet(analysis)
    angle, times = statement_on_the_angle(analysis), statement_on_the_times(analysis, catalogue)
    return tuple(filter(None, (stretches, angle, feet, times)))


def _first_reason(analysis: Analysis) -> tuple[str, ...]:
    """Return why, and the one thing to do: as the coach put it, else as the measuring did."""
    if analysis.advice is not None:
        return analysis.advice.why, analysis.advice.cue
    return next(((n.reason, n.do) for n in analysis.not_measurable), ())


def _headline(analysis: Analysis, seen: tuple[FaultInSet, ...], *, judged: bool) -> str:
    count = len(analysis.counted)
    labels = {r.pattern.label for r in analysis.counted}
    singular, plural = _NOUNS[next(iter(labels))] if len(labels) == 1 else ("", _kinds(analysis.counted))
    if labels == {"hinge"} and may_be_stoops(analysis.counted):
        singular = plural = "hinge-like"
    alike = f"{'both' if count == _TWO else 'all'} {plural}"
    pattern = singular if count == 1 else (alike if len(labels) == 1 and "unclear" not in labels else plural)
    if labels == {"unclear"}:
        pattern = "pattern unclear" if analysis.motion.sensors is None else "measured by sensors"
    if analysis.view.frontal:
        pattern = VIEWS[analysis.view.label]
    key = _headline_key(analysis, seen, judged=judged)
    things = sum(s.is_fault or key == "noted" for s in seen) + (key == "noted" and _is_only_said(analysis, seen))
    return HEADLINES[key].format(
        count=f"{spelled(count).capitalize()} repetition{'s' if count > 1 else ''}",
        pattern=pattern,
        things=f"{spelled(things)} thing{'s' if things > 1 else ''}",
    )


def _kinds(repetitions: Sequence[Repetition]) -> str:
    """Return how many repetitions are of each kind, the most frequent first: "three hinges and one unclear"."""
    counts = Counter(repetition.pattern.label for repetition in repetitions)
    return listed([f"{spelled(n)} {_NOUNS[label][n > 1].removeprefix('a ')}" for label, n in counts.most_common()])


def _headline_key(analysis: Analysis, seen: tuple[FaultInSet, ...], *, judged: bool) -> str:
    """Return which headline: what has no cue for the next set is something to watch, not to work on."""
    if any(s.is_fault for s in seen):
        return "watch" if analysis.advice is not None and analysis.advice.finding is None else "some"
    if seen or _is_only_said(analysis, seen):
        return "noted"
    if not judged:
        return "little"
    return "back" if any(could_be_above(r.back) for r in analysis.counted) else "clean"


def _is_only_said(analysis: Analysis, seen: tuple[FaultInSet, ...]) -> bool:
    """Tell whether a lower back above the range of trained lifters is said without being a finding."""
    is_found = any(s.fault.id == "more_than_usual" for s in seen)
    return not is_found and any(is_above(r.back) for r in analysis.counted)


def _count(analysis: Analysis, catalogue: Catalogue) -> str:
    count, sets = len(analysis.counted), len({r.set for r in analysis.counted})
    key = "count_one" if count == 1 else "count" if sets == 1 else "count_sets"
    exercise = exercise_in_sentence(catalogue.exercises[analysis.exercise].name)
    of = SENTENCES["of"].format(exercise=exercise) if analysis.exercise_given else ""
    counted = SENTENCES[key].format(Count=spelled(count).capitalize(), of=of, sets=spelled(sets))
    parts = (counted, _numbers(analysis), statement_on_the_exercise(analysis, catalogue))
    return " ".join(part for part in parts if part)


def _numbers(analysis: Analysis) -> str:
    """Say which numbers the counted repetitions have, where a movement that does not count comes before one."""
    numbers = [repetition.index for repetition in analysis.counted]
    if numbers[-1] == len(numbers):
        return ""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    said = [str(part) for run in runs for part in (run if len(run) <= _TWO else [f"{run[0]} to {run[-1]}"])]
    return SENTENCES["numbered_one" if len(numbers) == 1 else "numbered"].format(numbers=listed(said))


def _attempts(analysis: Analysis) -> tuple[str, ...]:
    attempts = sum(r.failed for r in analysis.repetitions)
    if attempts == 0:
        return ()
    key = ("" if analysis.counted else "only_") + ("attempts_one" if attempts == 1 else "attempts")
    return (SENTENCES[key].format(Count=spelled(attempts).capitalize()),)


def _pattern(analysis: Analysis, catalogue: Catalogue) -> tuple[str, ...]:
    """Return which movements they were; where the view forbids to tell, the reason and what to do instead.

    Nothing where the statement on the exercise says it already.
    """
    repetitions = analysis.counted
    if analysis.motion.sensors is not None:
        return (BY_SENSORS,)
    if says_the_pattern(analysis, catalogue) or analysis.view.frontal:
        return ()
    if not analysis.view.usable and {r.pattern.label for r in repetitions} == {"unclear"}:
        why = next(((n.reason, n.do) for n in analysis.not_measurable), ())
        return SENTENCES["pattern_unseen"], *why
    return (_patterns(repetitions),)


def _patterns(repetitions: tuple[Repetition, ...]) -> str:
    groups: dict[str, list[int]] = {}
    for repetition in repetitions:
        groups.setdefault(repetition.pattern.label, []).append(repetition.index)
    if len(groups) == 1:
        table = PATTERN_ONE if len(repetitions) == 1 else PATTERN_ALL
        label = next(iter(groups))
        if label == "unclear" and (between := _between(repetitions)):
            return between
        if label == "unclear" and all(map(_hides_the_pattern, repetitions)):
            return SENTENCES["pattern_hidden"]
        key = "doubtful_hinge" if label == "hinge" and may_be_stoops(repetitions) else label
        return table[key].format(some="one or both" if len(repetitions) == _TWO else "one or more")
    parts = [_group(label, indices) for label, indices in groups.items()]
    text = "; ".join(parts)
    return f"{text[0].upper()}{text[1:]}."


def _hides_the_pattern(repetition: Repetition) -> bool:
    """Tell whether trunk or knee was not measurable: without both the pattern stays open, whatever the back did."""
    return any(isinstance(repetition.measurements.get(id_), NotMeasurable) for id_ in _TELL_THE_PATTERN)


def _between(repetitions: tuple[Repetition, ...]) -> str:
    """Say between which two patterns repetitions are; empty where no two are likelier than the third."""
    chances = {
        label: median(r.pattern.probability.get(label, 0.0) for r in repetitions)
        for label in _NOUNS
        if label != "unclear"
    }
    (first, most), (second, next_most), (_, least) = sorted(chances.items(), key=lambda item: -item[1])
    if most - least < _ANY_LIKELIER:
        return ""
    key = "between" if len(repetitions) == 1 else "between_all"
    one, other = _NOUNS[first][0], _NOUNS[second][0]
    return SENTENCES[key].format(one=one, other=other, first=chance(most), second=chance(next_most))


def _group(label: str, indices: list[int]) -> str:
    singular, plural = _NOUNS[label]
    if len(indices) == 1:
        return f"repetition {indices[0]} was {singular}"
    return f"repetitions {listed(indices)} were {plural}"


def _found(seen: tuple[FaultInSet, ...], analysis: Analysis, *, judged: bool) -> str:
    """Return what was found beyond what is already said of the back and of the pattern."""
    said_already = SAID_OF_THE_BACK | _said_of_the_pattern(analysis)
    others = [s for s in seen if s.fault.id not in said_already]
    if others:
        return " ".join(_found_words(s, analysis) for s in others[:_MAX_FOUND])
    if not judged:
        return SENTENCES["few_judged"]
    said = len(others) < len(seen) or any(could_be_above(r.back) for r in analysis.counted)
    return SENTENCES["nothing_else_found" if said else "nothing_found"]


def _said_of_the_pattern(analysis: Analysis) -> frozenset[str]:
    """Return the findings that are said with the pattern where each repetition has the same."""
    labels = {r.pattern.label for r in analysis.counted}
    return SAID_OF_THE_PATTERN[next(iter(labels))] if len(labels) == 1 else frozenset()


def _found_words(seen: FaultInSet, analysis: Analysis) -> str:
    count, total = len(seen.repetitions), len(analysis.counted)
    if count == 0 or total == 1:
        key = "where_only"
    elif count == total:
        key = "where_all"
    else:
        key = "where_one" if count == 1 else "where"
    where = SENTENCES[key].format(repetitions=listed(seen.repetitions), time=clock(seen.clearest.time_s))
    return SENTENCES["found"].format(what=seen.fault.what.rstrip("."), where=where)


def _film_next(advice: Advice | None) -> str:
    """Return what to film next, where why and how are said with the pattern already."""
    return "" if advice is None else advice.next


def _said_to_do(analysis: Analysis, back: str) -> frozenset[str]:
    """Return what the words on the back ask to do already, and what the same reason asks for without the degrees."""
    gaps = (r.measurements.get("lumbar_flexion_deg") for r in analysis.counted)
    asked = [gap for gap in gaps if isinstance(gap, NotMeasurable) and gap.do in back]
    usual = [reason.do for gap in asked if (reason := load().reasons.get(gap.id)) is not None]
    return frozenset([*usual, *(gap.do for gap in asked)])


def _next(advice: Advice | None, *, said: frozenset[str]) -> str:
    """Return the cue, what to do next beside what is ``said`` already, and the drill."""
    if advice is None:
        return ""
    cue = SENTENCES["next_cue"].format(cue=advice.cue) if advice.finding else advice.cue
    do = advice.next
    for already in said:
        do = do.replace(already, "").strip()
    parts = [cue, do] if do else [cue]
    if advice.drill:
        parts.append(SENTENCES["next_drill"].format(drill=advice.drill))
    return " ".join(parts)
