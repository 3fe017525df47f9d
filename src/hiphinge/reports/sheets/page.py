"""A sheet as one page that needs nothing beside it, with its images moving."""

from pathlib import Path

from hiphinge.reports.paper import filled, policy, style, write_whole
from hiphinge.reports.sheets.model import Sheet
from hiphinge.reports.text.sentences import GRADES

__all__ = ["sheet_page", "write_sheet"]


def sheet_page(sheet: Sheet) -> str:
    """Return the page as one HTML document that loads nothing."""
    return filled(
        "sheet.html.j2",
        sheet=sheet,
        policy=policy(),
        style=style("report.css"),
        grades=GRADES,
    )


def write_sheet(sheet: Sheet, path: Path) -> None:
    """Write the page; until it is whole, nothing is there.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    write_whole(sheet_page(sheet), path)
