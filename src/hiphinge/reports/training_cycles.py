"""Two training cycles side by side, as the page and the terminal show them."""

from dataclasses import dataclass

from hiphinge.progress import CycleComparison
from hiphinge.quantities import QUANTITIES
from hiphinge.reports.text.numbers import spoken
from hiphinge.reports.text.progress_words import change_words, day_words, load_words, strength_words
from hiphinge.reports.time_charts import Plot, Point, plot

__all__ = ["FIRST_MEASURES", "Cycles", "cycle_rows", "cycles_side_by_side"]

FIRST_MEASURES = (
    "lumbar_flexion_deg",
    "trunk_inclination_deg",
    "hip_back_travel",
    "knee_flexion_deg",
    "shank_inclination_deg",
    "descent_s",
)
"""What is shown first, in order; everything else that was measured follows."""


@dataclass(frozen=True, kw_only=True)
class Cycles:
    """Two cycles side by side; ``rows`` are label, first, second, and what is said of the difference."""

    names: tuple[str, str]
    rows: tuple[tuple[str, str, str, str], ...]
    note: str
    in_step: Plot | None


def cycles_side_by_side(found: CycleComparison, unit: str) -> Cycles:
    """Return two cycles as the page shows them, loads in ``kg`` or ``lb``."""
    names, rows, note = cycle_rows(found, unit)
    return Cycles(names=names, rows=rows, note=note, in_step=_in_step(found, unit))


def cycle_rows(found: CycleComparison, unit: str) -> tuple[tuple[str, str], tuple[tuple[str, str, str, str], ...], str]:
    """Return the names of two cycles, a row for each thing compared, and at which load technique is."""
    first, second = (f"{day_words(c.first, year=True)} to {day_words(c.last, year=True)}" for c in found.cycles)
    best = [None if day is None else strength_words(day, unit) for day in found.best]
    shares = [_share(met, judged) for met, judged in zip(found.met, found.judged, strict=True)]
    rows = [
        ("Best set", best[0] or "none logged", best[1] or "none logged", _best_words(found)),
        ("Repetitions that met their marks", shares[0], shares[1], ""),
    ]
    for one in sorted(found.technique, key=lambda t: _place(t.quantity)):
        quantity = QUANTITIES[one.quantity]
        before, after = (spoken(value, quantity.unit) for value in (one.change.before, one.change.after))
        rows.append((quantity.title, before, after, change_words(one.change, quantity.unit)))
    return (first, second), tuple(rows), _note(found, unit)


def _note(found: CycleComparison, unit: str) -> str:
    if found.load_kg is None:
        return "No load was filmed in both cycles, so their technique is not compared."
    load = f"{load_words(found.load_kg, unit)} (within {100 * found.within:g} %)"
    return f"Technique at the same load, {load}: the mean of the days, against the noise within the cycles."


def _place(id_: str) -> int:
    return FIRST_MEASURES.index(id_) if id_ in FIRST_MEASURES else len(FIRST_MEASURES)


def _share(met: int, judged: int) -> str:
    return f"{met} of {judged}" if judged else "none judged"


def _best_words(found: CycleComparison) -> str:
    before, after = found.best
    if before is None or after is None:
        return "too few to say"
    apart = before.estimate.high < after.estimate.low or after.estimate.high < before.estimate.low
    return "changed: the ranges are apart" if apart else "not distinguishable from noise: the ranges overlap"


def _in_step(found: CycleComparison, unit: str) -> Plot | None:
    """Return the estimates of both cycles over the days since either began."""
    points = [
        Point(
            at=float(day.day - cycle.first),
            value=day.estimate.median,
            low=day.estimate.low,
            high=day.estimate.high,
            kind=kind,
            words=f"day {day.day - cycle.first + 1}: {strength_words(day, unit)}",
        )
        for cycle, days, kind in zip(found.cycles, found.strength, ("old", "new"), strict=True)
        for day in days
    ]
    if not points:
        return None
    return plot(
        points,
        y_label=lambda kg: load_words(kg, unit),
        x_label=lambda day: f"day {day + 1:.0f}",
        least_span=0.15 * max(point.value for point in points),
    )
