"""Which finding comes first, which repetitions are best and worst, and what was clear; nothing is judged here."""

from collections.abc import Sequence
from dataclasses import dataclass

from hiphinge.analysis import Analysis, Repetition
from hiphinge.catalogue import Catalogue, Fault
from hiphinge.coaching import praised
from hiphinge.findings import Finding

__all__ = [
    "FaultInSet",
    "Pair",
    "clear_sentences",
    "clip_findings",
    "could_be_judged",
    "faults_in_set",
    "further_in_worst",
    "pair_to_compare",
    "share_beyond_threshold",
]

_MIN_TO_COMPARE = 2
_CHANCE_PER_LINE = 0.1
"""Used where there is no repeatability: probabilities and the like."""


@dataclass(frozen=True, kw_only=True)
class FaultInSet:
    """One kind of finding over the repetitions that count, and the finding that shows it most clearly."""

    fault: Fault
    repetitions: tuple[int, ...]
    clearest: Finding

    @property
    def is_fault(self) -> bool:
        """Whether it is something to work on, and not only good to know."""
        return self.clearest.level == "fault"


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two repetitions to lay side by side; ``alike`` when they do not differ and are first and last."""

    best: Repetition
    worst: Repetition
    alike: bool


def share_beyond_threshold(finding: Finding) -> float:
    """Return how far beyond its threshold a finding is, as a share of the threshold, to order findings."""
    return abs(finding.value - finding.threshold) / max(abs(finding.threshold), 1e-9)


def clip_findings(analysis: Analysis) -> tuple[Finding, ...]:
    """Return the findings that belong to the recording and to no repetition of it."""
    inside = {(f.id, f.time_s) for r in analysis.repetitions for f in r.findings}
    return tuple(f for f in analysis.findings if (f.id, f.time_s) not in inside)


def faults_in_set(analysis: Analysis, *, catalogue: Catalogue) -> tuple[FaultInSet, ...]:
    """Return each kind of finding once; those of the whole recording have no repetition.

    What the next set is about comes first, so that its cue answers the first problem; then the most important one.
    """
    found: dict[str, list[tuple[int | None, Finding]]] = {}
    for repetition in analysis.counted:
        for finding in repetition.findings:
            found.setdefault(finding.id, []).append((repetition.index, finding))
    for finding in clip_findings(analysis):
        found.setdefault(finding.id, []).append((None, finding))
    seen = (
        FaultInSet(
            fault=catalogue.faults[id_],
            repetitions=tuple(dict.fromkeys(i for i, _ in items if i is not None)),
            clearest=max((f for _, f in items), key=share_beyond_threshold),
        )
        for id_, items in found.items()
    )
    advised = None if analysis.advice is None else analysis.advice.finding
    return tuple(sorted(seen, key=lambda s: (s.fault.id != advised, not s.is_fault, s.fault.priority)))


def clear_sentences(analysis: Analysis, *, catalogue: Catalogue) -> tuple[str, ...]:
    """Return what was clear in every repetition that counts, the most important first.

    What is near the line is no finding, and nothing to praise either; information and the pattern are said elsewhere.
    """
    found = {f.id for f in analysis.findings}
    faults = (catalogue.faults[f.id] for f in praised(analysis.counted) if f.id not in found)
    return tuple(f.held for f in faults if f.level == "fault" and f.quantity is not None)


def could_be_judged(repetition: Repetition, *, catalogue: Catalogue) -> bool:
    """Tell whether at least half of what is looked for in a repetition was measured; an attempt is not judged."""
    of_faults = (j for j in repetition.judgements if catalogue.faults[j.id].level == "fault")
    sought = [j for j in of_faults if catalogue.faults[j.id].quantity and j.outcome != "not_applicable"]
    measured = sum(j.has_value for j in sought)
    return bool(repetition.judgements) and 2 * measured >= len(sought)


def pair_to_compare(analysis: Analysis, *, catalogue: Catalogue) -> Pair | None:
    """Return the best and the worst repetition of the longest set, or None where there are not two."""
    repetitions = _longest_set(analysis.counted)
    if len(repetitions) < _MIN_TO_COMPARE:
        return None
    burdens = {r.index: _burden(r, catalogue) for r in repetitions}
    best = min(repetitions, key=lambda r: (burdens[r.index], r.index))
    worst = max(repetitions, key=lambda r: (burdens[r.index], r.index))
    if _alike(best, worst):
        return Pair(best=repetitions[0], worst=repetitions[-1], alike=True)
    return Pair(best=best, worst=worst, alike=False)


def further_in_worst(pair: Pair) -> tuple[str, ...]:
    """Return the ids of faults that both show, and the worst by more than chance further beyond the threshold."""
    better = {f.id: f for f in pair.best.findings if f.level == "fault"}
    return tuple(
        f.id
        for f in pair.worst.findings
        if f.id in better
        and share_beyond_threshold(f) > share_beyond_threshold(better[f.id])
        and abs(f.value - better[f.id].value) > _by_chance(f)
    )


def _alike(one: Repetition, other: Repetition) -> bool:
    """Tell whether two repetitions have the same faults, no farther apart than the same movement measured twice."""
    first, second = ({f.id: f for f in r.findings if f.level == "fault"} for r in (one, other))
    return first.keys() == second.keys() and all(
        abs(first[id_].value - second[id_].value) <= _by_chance(first[id_]) for id_ in first
    )


def _by_chance(finding: Finding) -> float:
    """Return the difference of two values that may be chance: the repeatability."""
    repeatability = finding.repeatability
    return repeatability if repeatability is not None else _CHANCE_PER_LINE * abs(finding.threshold)


def _longest_set(repetitions: Sequence[Repetition]) -> Sequence[Repetition]:
    sets: dict[int, list[Repetition]] = {}
    for repetition in repetitions:
        sets.setdefault(repetition.set, []).append(repetition)
    return max(sets.values(), key=len, default=[])


def _burden(repetition: Repetition, catalogue: Catalogue) -> tuple[int, int, float]:
    """Return what orders repetitions: faults, then the most important one, then how far beyond the thresholds."""
    faults = [f for f in repetition.findings if f.level == "fault"]
    first = min((catalogue.faults[f.id].priority for f in faults), default=1000)
    return len(faults), -first, sum(share_beyond_threshold(f) for f in faults)
