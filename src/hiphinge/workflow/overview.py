"""The page over several recordings that were analysed together: where it is, and what each line says."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hiphinge.errors import HiphingeError, OutputError
from hiphinge.workflow.jobs import Job
from hiphinge.workflow.result import Result

if TYPE_CHECKING:
    from hiphinge.reports.overview import OverviewRow

__all__ = ["Outcome", "check_overview", "overview_path", "write_overview"]

_NAME = "reports.html"
_REPORT = "report.html"
_HEAD_BYTES = 2000


@dataclass(frozen=True, kw_only=True, eq=False)
class Outcome:
    """How one recording of several ended: with a result, or with an error."""

    job: Job
    result: Result | None = None
    error: HiphingeError | None = None


def overview_path(jobs: Sequence[Job]) -> Path:
    """Return where the page over several recordings is: beside their folders."""
    return jobs[0].folder.parent / _NAME


def check_overview(path: Path) -> None:
    """Raise if another file, which is no such page, is where the page would be.

    Raises
    ------
    OutputError
        If it is.
    """
    from hiphinge.reports.overview import MARK  # noqa: PLC0415  # not always wanted, and slow to load

    if not path.exists():
        return
    try:
        with path.open("rb") as file:
            ours = MARK.encode() in file.read(_HEAD_BYTES)
    except OSError:
        ours = False
    if not ours:
        message = (
            f"The page over all reports should go to {path}, but something else is there. "
            "Move it, or choose another folder with --out."
        )
        raise OutputError(message)


def write_overview(outcomes: Sequence[Outcome], path: Path) -> None:
    """Write the page over several recordings, with a link to each report that was written.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    from hiphinge.reports.overview import write_overview_page  # noqa: PLC0415  # not always wanted, and slow to load

    names = [outcome.job.source.name for outcome in outcomes]
    titles = [
        name if names.count(name) == 1 else f"{name} ({outcome.job.folder.stem})"
        for name, outcome in zip(names, outcomes, strict=True)
    ]
    write_overview_page([_row(o, title, path.parent) for o, title in zip(outcomes, titles, strict=True)], path)


def _row(outcome: Outcome, name: str, home: Path) -> "OverviewRow":
    from hiphinge.reports.overview import OverviewRow  # noqa: PLC0415  # likewise
    from hiphinge.reports.text.paragraph import paragraph  # noqa: PLC0415  # likewise
    from hiphinge.workflow.result_files import relative_address  # noqa: PLC0415  # loads what an analysis loads

    result = outcome.result
    if result is None:
        return OverviewRow(name=name, href=None, answer="", next="", reason=str(outcome.error))
    words, advice = paragraph(result.analysis), result.analysis.advice
    report = outcome.job.folder / _REPORT
    return OverviewRow(
        name=name,
        href=relative_address(report, home) if report.is_file() else None,
        answer=f"{words.headline}.",
        next=advice.cue if result.measurable and advice is not None else "",
        reason="" if result.measurable else words.counted,
    )
