"""One page over the reports of several recordings: a line each with its answer, and what failed with the reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from hiphinge.reports.paper import filled, policy, style, write_whole

__all__ = ["MARK", "OverviewRow", "overview_page", "write_overview_page"]

MARK = '<meta name="generator" content="hiphinge overview">'
"""By this the page is known again, so that no other page is ever replaced by it."""


@dataclass(frozen=True, kw_only=True)
class OverviewRow:
    """One recording: ``href`` of its report from the page, and its answer; or the ``reason`` why there is none."""

    name: str
    href: str | None
    answer: str
    next: str
    reason: str


def overview_page(rows: Sequence[OverviewRow]) -> str:
    """Return the page as one HTML document that loads nothing."""
    return filled(
        "overview.html.j2",
        done=[row for row in rows if not row.reason],
        failed=[row for row in rows if row.reason],
        mark=MARK,
        policy=policy(),
        style=style("report.css"),
    )


def write_overview_page(rows: Sequence[OverviewRow], path: Path) -> None:
    """Write the page; until it is whole, nothing is there.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    write_whole(overview_page(rows), path)
