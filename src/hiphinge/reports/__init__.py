"""Showing: a report as data, then page, notebook, terminal text and annotated video; computing is elsewhere."""

import typing as _typing
from importlib import import_module as _import_module

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
    "Paragraph": "text.paragraph",
    "Provenance": "model",
    "RepetitionTable": "text.table",
    "Report": "model",
    "VideoRef": "model",
    "build_report": "build",
    "html_page": "page",
    "needed_times": "moments",
    "notebook_html": "notebook",
    "paragraph": "text.paragraph",
    "repetition_table": "text.table",
    "terminal_text": "text.table",
    "write_overlay": "video",
    "write_page": "page",
}
"""Where each name lives; what is not here lives in ``text``. Drawing, pages and video are loaded when asked for."""


def __getattr__(name: str) -> object:
    if name not in __all__:
        message = f"module 'hiphinge.reports' has no attribute {name!r}; it has {', '.join(__all__)}"
        raise AttributeError(message)
    value: object = getattr(_import_module(f"hiphinge.reports.{_HOMES.get(name, 'text')}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
