"""A row per repetition, as plain text for a terminal and as cells for a page; no markup."""

from dataclasses import dataclass

from hiphinge.analysis import Analysis, Measurement, Repetition
from hiphinge.catalogue import Catalogue, load
from hiphinge.reports.ranking import could_be_judged
from hiphinge.reports.text.numbers import clock, spoken
from hiphinge.reports.text.paragraph import paragraph

__all__ = ["COLUMNS", "RepetitionTable", "repetition_table", "terminal_text"]

_LOW_BACK = "lumbar_flexion_deg"
COLUMNS: tuple[tuple[str, str], ...] = (
    ("trunk_inclination_deg", "Trunk"),
    ("knee_flexion_deg", "Knee"),
    (_LOW_BACK, "Low back"),
    ("hip_back_travel", "Hips"),
    ("descent_s", "Down"),
    ("ascent_s", "Up"),
)
"""The measurements that have a column, at the bottom of the repetition, with their heading; the low back stands with
the larger side of its interval, since that is wide."""

NOTHING = "\N{EN DASH}"


@dataclass(frozen=True, kw_only=True)
class RepetitionTable:
    """Headings and one row of cells for each repetition and attempt."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def repetition_table(analysis: Analysis, *, catalogue: Catalogue | None = None) -> RepetitionTable:
    """Return a row per repetition: number, time, pattern, the main measurements, what was found."""
    catalogue = catalogue or load()
    headings = ("Rep", "Bottom", "Pattern", *(title for _, title in COLUMNS), "Found")
    return RepetitionTable(headings=headings, rows=tuple(_row(r, analysis, catalogue) for r in analysis.repetitions))


def _row(repetition: Repetition, analysis: Analysis, catalogue: Catalogue) -> tuple[str, ...]:
    counts = repetition.kind == "repetition"
    judged = counts and could_be_judged(repetition, analysis, catalogue=catalogue)
    found = ", ".join(catalogue.faults[f.id].name.lower() for f in repetition.findings)
    return (
        str(repetition.index) if counts else f"({repetition.index})",
        clock(repetition.bottom_s),
        catalogue.patterns[repetition.pattern.label].name if counts else "Not counted",
        *(_cell(repetition, id_) for id_, _ in COLUMNS),
        f"{found[:1].upper()}{found[1:]}" or ("Nothing" if judged else NOTHING),
    )


def _cell(repetition: Repetition, id_: str) -> str:
    measurement = repetition.measurements.get(id_)
    if not isinstance(measurement, Measurement):
        return NOTHING
    if id_ == _LOW_BACK and measurement.interval is not None:
        half = max(measurement.interval.high - measurement.value, measurement.value - measurement.interval.low)
        return f"{measurement.value:.0f} ±{half:.0f}°"
    return spoken(measurement.value, measurement.unit).removesuffix(" of leg length")


def terminal_text(analysis: Analysis, *, catalogue: Catalogue | None = None) -> str:
    """Return the headline, the paragraph and the table as plain text, unwrapped and without colour."""
    catalogue = catalogue or load()
    answer = paragraph(analysis, catalogue=catalogue)
    parts = [answer.headline, answer.text]
    if analysis.repetitions:
        parts.append(_aligned(repetition_table(analysis, catalogue=catalogue)))
    return "\n\n".join(parts)


def _aligned(table: RepetitionTable) -> str:
    lines = (table.headings, *table.rows)
    widths = [max(len(line[i]) for line in lines) for i in range(len(table.headings))]
    return "\n".join("  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)).rstrip() for line in lines)
