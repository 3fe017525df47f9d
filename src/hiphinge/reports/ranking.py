"""Which finding comes first, which repetition stands for best and worst, and what held; thresholds are not here."""

from collections.abc import Sequence
from dataclasses import dataclass

from hiphinge.analysis import Analysis, Measurement, Repetition, past_line
from hiphinge.catalogue import Catalogue, Fault
from hiphinge.findings import Finding, NotMeasurable

__all__ = [
    "Pair",
    "SeenFault",
    "beyond",
    "clip_findings",
    "could_be_judged",
    "held_sentences",
    "pair_to_compare",
    "seen_faults",
]

_FEWEST_TO_COMPARE = 2
_CHANCE_PER_LINE = 0.1
"""Where no repeatability is known: probabilities and the like."""


@dataclass(frozen=True, kw_only=True)
class SeenFault:
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
    """Two repetitions to lay side by side; ``alike`` when nothing sets them apart and they are first and last."""

    best: Repetition
    worst: Repetition
    alike: bool


def beyond(finding: Finding) -> float:
    """Return how far past its line a finding is, as a share of the line, so that findings can be ordered."""
    return abs(finding.value - finding.threshold) / max(abs(finding.threshold), 1e-9)


def clip_findings(analysis: Analysis) -> tuple[Finding, ...]:
    """Return the findings that belong to the clip and to no repetition of it."""
    inside = {(f.id, f.time_s) for r in analysis.repetitions for f in r.findings}
    return tuple(f for f in analysis.findings if (f.id, f.time_s) not in inside)


def seen_faults(analysis: Analysis, *, catalogue: Catalogue) -> tuple[SeenFault, ...]:
    """Return each kind of finding once, the most important first; findings of the whole clip have no repetition."""
    found: dict[str, list[tuple[int | None, Finding]]] = {}
    for repetition in analysis.counted:
        for finding in repetition.findings:
            found.setdefault(finding.id, []).append((repetition.index, finding))
    for finding in clip_findings(analysis):
        found.setdefault(finding.id, []).append((None, finding))
    seen = (
        SeenFault(
            fault=catalogue.faults[id_],
            repetitions=tuple(dict.fromkeys(i for i, _ in items if i is not None)),
            clearest=max((f for _, f in items), key=beyond),
        )
        for id_, items in found.items()
    )
    return tuple(sorted(seen, key=lambda s: (not s.is_fault, s.fault.priority)))


def held_sentences(analysis: Analysis, *, catalogue: Catalogue) -> tuple[str, ...]:
    """Return what held in every repetition that counts, the most important first.

    Something held when it was judged in all of them, found in none, and on the near side of its line in each: what
    is beyond the line by less than its repeatability is no finding, and nothing to praise either.
    """
    judged: dict[str, list[Fault]] = {}
    for fault in catalogue.faults.values():
        if fault.level == "fault" and fault.quantity is not None:
            judged.setdefault(fault.quantity, []).append(fault)
    held = (faults[0].held for faults in judged.values() if all(_held(f, analysis) for f in faults))
    return tuple(dict.fromkeys(held))


def could_be_judged(repetition: Repetition, analysis: Analysis, *, catalogue: Catalogue) -> bool:
    """Tell whether at least half of what is looked for in this exercise could be looked for in a repetition."""
    sought = [
        fault.quantity
        for fault in catalogue.faults.values()
        if fault.level == "fault" and fault.quantity is not None and fault.silence(analysis.exercise) is None
    ]
    measured = sum(isinstance(repetition.measurements.get(q), Measurement) for q in sought)
    return 2 * measured >= len(sought)


def _held(fault: Fault, analysis: Analysis) -> bool:
    found = {f.id for r in analysis.counted for f in r.findings} | {f.id for f in analysis.findings}
    unmeasured = {n.id for n in analysis.not_measurable}
    if not analysis.counted or fault.id in found or unmeasured & {fault.id, fault.quantity}:
        return False
    return all(
        fault.silence(analysis.exercise, r.pattern.label) is None and _on_near_side(fault, r, analysis)
        for r in analysis.counted
    )


def _on_near_side(fault: Fault, repetition: Repetition, analysis: Analysis) -> bool:
    if isinstance(repetition.measurements.get(fault.id), NotMeasurable):
        return False
    return past_line(fault, repetition, analysis) is False


def pair_to_compare(analysis: Analysis, *, catalogue: Catalogue) -> Pair | None:
    """Return the best and the worst repetition of the longest set, or None where there are not two."""
    repetitions = _longest_set(analysis.counted)
    if len(repetitions) < _FEWEST_TO_COMPARE:
        return None
    burdens = {r.index: _burden(r, catalogue) for r in repetitions}
    best = min(repetitions, key=lambda r: (burdens[r.index], r.index))
    worst = max(repetitions, key=lambda r: (burdens[r.index], r.index))
    if _alike(best, worst):
        return Pair(best=repetitions[0], worst=repetitions[-1], alike=True)
    return Pair(best=best, worst=worst, alike=False)


def _alike(one: Repetition, other: Repetition) -> bool:
    """Tell whether two repetitions have the same faults, no farther apart than the same movement measured twice."""
    first, second = ({f.id: f for f in r.findings if f.level == "fault"} for r in (one, other))
    return first.keys() == second.keys() and all(
        abs(first[id_].value - second[id_].value) <= _by_chance(first[id_]) for id_ in first
    )


def _by_chance(finding: Finding) -> float:
    """Return how far two values lie apart without meaning anything."""
    repeatability = finding.repeatability
    return repeatability if repeatability is not None else _CHANCE_PER_LINE * abs(finding.threshold)


def _longest_set(repetitions: Sequence[Repetition]) -> Sequence[Repetition]:
    sets: dict[int, list[Repetition]] = {}
    for repetition in repetitions:
        sets.setdefault(repetition.set, []).append(repetition)
    return max(sets.values(), key=len, default=[])


def _burden(repetition: Repetition, catalogue: Catalogue) -> tuple[int, int, float]:
    """Return what orders repetitions: faults, then the most important one, then how far past the lines."""
    faults = [f for f in repetition.findings if f.level == "fault"]
    first = min((catalogue.faults[f.id].priority for f in faults), default=1000)
    return len(faults), -first, sum(beyond(f) for f in faults)
