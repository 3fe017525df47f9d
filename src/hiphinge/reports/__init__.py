"""Showing: a report as data, then page, notebook, terminal text and annotated video; computing is elsewhere."""

import typing as _typing

from hiphinge.lazy import lazily as _lazily

if _typing.TYPE_CHECKING:
    from hiphinge.reports.build import build_report
    from hiphinge.reports.model import Provenance, Report, VideoRef
    from hiphinge.reports.moments import needed_times
    from hiphinge.reports.notebook import notebook_html
    from hiphinge.reports.page import html_page, write_page
    from hiphinge.reports.text import Units
    from hiphinge.reports.text.paragraph import Paragraph, paragraph
    from hiphinge.reports.text.table import RepetitionTable, repetition_table, terminal_text
    from hiphinge.reports.video import write_overlay

__all__ = [
    "Paragraph",
    "Provenance",
    "RepetitionTable",
    "Report",
    "Units",
    "VideoRef",
    "build_report",
    "html_page",
    "needed_times",
    "notebook_html",
    "paragraph",
    "repetition_table",
    "terminal_text",
    "write_overlay",
    "write_page",
]

_HOMES = {
    "Paragraph": "hiphinge.reports.text.paragraph",
    "Provenance": "hiphinge.reports.model",
    "RepetitionTable": "hiphinge.reports.text.table",
    "Report": "hiphinge.reports.model",
    "Units": "hiphinge.reports.text",
    "VideoRef": "hiphinge.reports.model",
    "build_report": "hiphinge.reports.build",
    "html_page": "hiphinge.reports.page",
    "needed_times": "hiphinge.reports.moments",
    "notebook_html": "hiphinge.reports.notebook",
    "paragraph": "hiphinge.reports.text.paragraph",
    "repetition_table": "hiphinge.reports.text.table",
    "terminal_text": "hiphinge.reports.text.table",
    "write_overlay": "hiphinge.reports.video",
    "write_page": "hiphinge.reports.page",
}

__getattr__ = _lazily(globals(), _HOMES)


def __dir__() -> list[str]:
    return sorted(__all__)
