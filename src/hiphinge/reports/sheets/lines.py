"""A sheet as lines of plain text, for a terminal."""

from collections.abc import Iterator

from hiphinge.reports.sheets.model import Part, Sheet
from hiphinge.reports.text.sentences import GRADES

__all__ = ["sheet_lines"]

_GRADES = f"Evidence {'; '.join(f'{grade}: {means}' for grade, means in GRADES.items())}."


def sheet_lines(sheet: Sheet) -> Iterator[str]:
    """Yield a sheet line by line, its title first; nothing is wrapped."""
    yield f"{sheet.title} ({sheet.kind})"
    yield sheet.lead
    for part in sheet.parts:
        yield from ("", part.title)
        yield from _lines_of(part)
    if sheet.pointers:
        yield from ("", "Next")
        yield from (f"  {p.words}: {p.command}" if p.command else f"  {p.words}" for p in sheet.pointers)
    if sheet.sources:
        yield from ("", "Sources", f"  {_GRADES}")
        for source in sheet.sources:
            unread = ", unverified" if source.unverified else ""
            yield f"  {source.text} (grade {source.grade}{unread})"
            yield f"    Found: {source.found}"
            yield f"    Does not show: {source.does_not_show}"
    if sheet.article_statements:
        yield from ("", "What the articles say")
        yield from (f"  {line}" for line in sheet.article_statements)


def _lines_of(part: Part) -> Iterator[str]:
    for number, line in enumerate(part.lines, start=1):
        mark = {"steps": f"{number}. ", "points": "- ", "text": ""}[part.kind]
        yield f"  {mark}{line}"
