"""Tables of what is measured from the front: how far off, how often intervals hold, and which findings are right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from validation.front.scoring import FAULTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from validation.front.scoring import ClipScore, RepetitionScore

__all__ = ["f1", "findings_table", "quantities_table", "summary"]

_QUANTITIES_HEAD = "| quantity | measured | mean error | half within | nine of ten within | intervals hold |"


def _repetitions(scores: Sequence[ClipScore]) -> Iterator[RepetitionScore]:
    for score in scores:
        yield from score.repetitions


def summary(scores: Sequence[ClipScore]) -> str:
    """Return how many clips and repetitions there are, how many were found, and how late their times are."""
    every = list(_repetitions(scores))
    found = [one.late_s for one in every if one.late_s is not None]
    more = sum(score.more for score in scores)
    labels = sorted({score.label for score in scores})
    seen = ", ".join(f"{sum(score.label == label for score in scores)} {label}" for label in labels)
    late = np.abs(found).mean(axis=0) if found else np.full(3, np.nan)
    return (
        f"{len(scores)} clips ({seen}), {len(every)} repetitions, {len(found)} found, {more} more counted; mean error "
        f"of bottom, start and end {late[0]:.2f}, {late[1]:.2f}, {late[2]:.2f} s\n"
    )


def quantities_table(scores: Sequence[ClipScore]) -> str:
    """Return a row for each quantity: mean error without sign, its 90th percentile, and how often intervals hold."""
    lines = [_QUANTITIES_HEAD, "| --- | --- | --- | --- | --- | --- |"]
    every = [one for one in _repetitions(scores) if one.late_s is not None]
    for id_ in dict.fromkeys(id_ for one in every for id_ in one.true):
        sought = [one for one in every if id_ in one.true]
        off = [abs(got - one.true[id_]) for one in sought if (got := one.found.get(id_)) is not None]
        held = [one.held[id_] for one in sought if id_ in one.held]
        if off:
            lines.append(
                f"| {id_} | {len(off)} of {len(sought)} | {np.mean(off):.3f} | {np.median(off):.3f} | "
                f"{np.percentile(off, 90):.3f} | {np.mean(held):.0%} |"
            )
    return "\n".join(lines) + "\n"


def findings_table(scores: Sequence[ClipScore]) -> str:
    """Return a row for each finding: how often it is there, found, and missed; a repetition not found misses all."""
    lines = ["| finding | there | found rightly | wrongly | missed | F1 |", "| --- | --- | --- | --- | --- | --- |"]
    for fault in FAULTS:
        every = ((one.is_true(fault), fault in one.findings) for one in _repetitions(scores))
        pairs = [(true, found) for true, found in every if true is not None]
        right, wrong, missed = (
            sum(pair == kind for pair in pairs) for kind in ((True, True), (False, True), (True, False))
        )
        lines.append(f"| {fault} | {right + missed} | {right} | {wrong} | {missed} | {f1(right, wrong, missed):.2f} |")
    return "\n".join(lines) + "\n"


def f1(right: int, wrong: int, missed: int) -> float:
    """Return the harmonic mean of precision and recall; 1 where there was nothing to find and nothing was found."""
    return 2 * right / (2 * right + wrong + missed) if right + wrong + missed else 1.0
