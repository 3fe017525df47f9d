"""A row per repetition, as plain text for a terminal and as cells for a page; no markup."""

from dataclasses import dataclass

from hiphinge.analysis import Analysis, Measurement, Repetition
from hiphinge.catalogue import Catalogue, load
from hiphinge.reports.ranking import could_be_judged
from hiphinge.reports.text.numbers import clock, spoken
from hiphinge.reports.text.paragraph import paragraph

__all__ = ["COLUMNS", "FRONT_COLUMNS", "RepetitionTable", "columns_of", "repetition_table", "terminal_text"]

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
FRONT_COLUMNS: tuple[tuple[str, str], ...] = (
    ("stance_per_hips", "Stance"),
    ("knees_inward", "Knees in"),
    ("weight_aside", "Weight"),
    ("bar_line_deg", "Bar"),
    ("descent_s", "Down"),
    ("ascent_s", "Up"),
)
"""Columns for somebody who was filmed from the front or from behind."""

NOTHING = "\N{EN DASH}"


@dataclass(frozen=True, kw_only=True)
class RepetitionTable:
    """Headings and one row of cells for each repetition and attempt."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def repetition_table(analysis: Analysis, *, catalogue: Catalogue | None = None) -> RepetitionTable:
    """Return a row per repetition: number, time, pattern, the main measurements, what was found."""
    catalogue = catalogue or load()
    columns = columns_of(analysis)
    pattern = () if analysis.view.frontal else ("Pattern",)
    headings = ("Rep", "Bottom", *pattern, *(title for _, title in columns), "Found")
    rows = tuple(_row(r, catalogue, columns, with_pattern=bool(pattern)) for r in analysis.repetitions)
    return RepetitionTable(headings=headings, rows=rows)


def columns_of(analysis: Analysis) -> tuple[tuple[str, str], ...]:
    """Return the columns for the side from which somebody was filmed."""
    return FRONT_COLUMNS if analysis.view.frontal else COLUMNS


def _row(
    repetition: Repetition, catalogue: Catalogue, columns: tuple[tuple[str, str], ...], *, with_pattern: bool
) -> tuple[str, ...]:
    counts = repetition.kind == "repetition"
    judged = counts and could_be_judged(repetition, catalogue=catalogue)
    found = ", ".join(catalogue.faults[f.id].name.lower() for f in repetition.findings)
    return (
        str(repetition.index) if counts else f"({repetition.index})",
        clock(repetition.bottom_s),
        *((catalogue.patterns[repetition.pattern.label].name if counts else "Not counted",) if with_pattern else ()),
        *(_cell(repetition, id_) for id_, _ in columns),
        f"{found[:1].upper()}{found[1:]}" or ("Nothing" if judged else NOTHING),
    )


def _cell(repetition: Repetition, id_: str) -> str:
    measurement = repetition.measurements.get(id_)
    if not isinstance(measurement, Measurement):
        return NOTHING
    if id_ == _LOW_BACK and measurement.interval is not None:
        half = max(measurement.interval.high - measurement.value, measurement.value - measurement.interval.low)
        return f"{spoken(measurement.value, measurement.unit).removesuffix('°')} ±{half:.0f}°"
    return spoken(measurement.value, measurement.unit).split(" of ", maxsplit=1)[0]


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
