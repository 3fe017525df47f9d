"""Bytes of an export to text, and text to rows: encodings, separators, quotes, notes over several lines."""

import codecs
import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path

from hiphinge.errors import InputFormatError
from hiphinge.sources.files import checked_file, ensure_unchanged, state_of

__all__ = ["RawRow", "RawTable", "read_text", "table_of"]

_MOST_BYTES = 200_000_000
_MOST_COLUMNS = 1_000
_SEPARATORS = (",", ";", "\t")
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_LOOKED_AT = 4096


@dataclass(frozen=True)
class RawRow:
    """The cells of a row, and the line on which it begins."""

    line: int
    cells: tuple[str, ...]
    closed: bool = True
    """False where a quote is opened in it and never closed, so that it reaches to the end of the file."""


@dataclass(frozen=True)
class RawTable:
    """A file of rows: the headings and what stands below them."""

    headings: tuple[str, ...]
    rows: tuple[RawRow, ...]


def read_text(path: Path) -> str:
    """Return the text of an export: UTF-8 or UTF-16 with or without a mark, else the Western code page of Windows.

    Raises
    ------
    InputMissingError, InputUnreadableError, InputEmptyError, InputChangedError
        If there is nothing to read.
    InputFormatError
        If it is no text.
    """
    file = checked_file(path)
    before = state_of(file)
    if before.size_bytes > _MOST_BYTES:
        message = f"{file} should be the export of a training app, but is larger than {_MOST_BYTES // 1_000_000} MB."
        raise InputFormatError(message)
    data = file.read_bytes()
    ensure_unchanged(file, before=before)
    text = _decoded(data)
    if "\0" in text:
        message = f"{file} should be the export of a training app (CSV or JSON), but is not text."
        raise InputFormatError(message)
    return text


def _decoded(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    head = data[:_LOOKED_AT]
    for place, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if head[place::2].count(0) > len(head) // 4 and head[1 - place :: 2].count(0) == 0:
            return data.decode(encoding, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def table_of(text: str) -> RawTable:
    """Return the rows of a text with separated cells; the separator is the one that the headings have most of.

    Raises
    ------
    InputFormatError
        If it is no such table.
    """
    first, text = _without_directive(text.replace("\r\n", "\n").replace("\r", "\n"))
    headings = next((line for line in text.split("\n") if line.strip()), "")
    separator = max(_SEPARATORS, key=re.sub(r'"[^"]*"', "", headings).count)
    if headings.count(separator) >= _MOST_COLUMNS:
        message = f"The export of a training app has at most {_MOST_COLUMNS} columns, but this table has more."
        raise InputFormatError(message)
    reader = csv.reader(io.StringIO(text), delimiter=separator, skipinitialspace=separator != "\t")
    rows, line = [], 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append(RawRow(line + first, tuple(cell.strip() for cell in cells)))
            line = reader.line_num + 1
    except csv.Error as error:
        message = f"The table is broken at or after line {line + first}: {error}. Export it again."
        raise InputFormatError(message) from error
    if not rows:
        message = "The file holds only empty lines. Export it again."
        raise InputFormatError(message)
    return RawTable(rows[0].cells, (*rows[1:-1], _last(rows[-1], text, line, first)) if len(rows) > 1 else ())


def _without_directive(text: str) -> tuple[int, str]:
    """Return the text without the line ``sep=;`` that spreadsheets put first, and how many lines were left out."""
    line, _, rest = text.partition("\n")
    return (1, rest) if re.fullmatch(r'"?sep=."?', line.strip().lower()) else (0, text)


def _last(row: RawRow, text: str, end: int, first: int) -> RawRow:
    """Return the last row, marked where one of its quotes is still open at the end of the file."""
    body = "\n".join(text.split("\n")[row.line - first - 1 : end])
    return RawRow(row.line, row.cells, closed=body.count('"') % 2 == 0 or "\n" not in body.strip())
