"""Tables in text as programs and spreadsheets write them: any delimiter, decimal commas, clock times."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from hiphinge.errors import InputFormatError
from hiphinge.motion import FloatArray

__all__ = ["Delimited", "delimited", "number_in", "seconds_in"]

_DELIMITERS = ",;\t|"
_COMMENTS = ("#", "sep=", '"sep=')
_PLAIN_POINT = re.compile(r"^[+-]?\d+\.\d+$")
_WITH_UNIT = re.compile(r"^(?P<number>\d+(?:[.,]\d+)?) ?(?P<unit>s|sec|ms|msec)$")
_CLOCK = re.compile(
    r"^(?:(?P<days>\d+) days?,? \+?)?(?:(?P<hours>\d+):)?(?P<minutes>\d+):(?P<seconds>\d+(?:[.,]\d+)?)$"
)


@dataclass(frozen=True)
class Delimited:
    """A table: plain titles in lower case, and rows of cells."""

    titles: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    thousands: bool
    """Whether a lone comma in a number separates thousands, because other numbers have a decimal point."""

    def column(self, place: int) -> FloatArray:
        """Return a column as numbers ``[row]``; NaN where a cell is empty or no number."""
        cells = (row[place] if place < len(row) else "" for row in self.rows)
        return np.array([number_in(cell, thousands=self.thousands) for cell in cells], dtype=np.float64)

    def times(self, place: int) -> tuple[FloatArray, bool]:
        """Return a column of times ``[row]``, and whether they were clock times, which are in seconds."""
        numbers = self.column(place)
        if np.isfinite(numbers).any():
            return numbers, False
        return np.array([seconds_in(row[place] if place < len(row) else "") for row in self.rows]), True


def delimited(text: str) -> Delimited:
    """Return the table that a text is; lines of comment above the titles are passed over.

    The three lines of titles that DeepLabCut writes become one, such as ``left_hip_x`` and ``left_hip_likelihood``.

    Raises
    ------
    InputFormatError
        If a quotation mark is not closed.
    """
    body = _without_comments(text)
    first, _, _ = body.partition("\n")
    read = csv.reader(io.StringIO(body), delimiter=_delimiter(first))
    try:
        rows = [tuple(cell.strip() for cell in row) for row in read if any(cell.strip() for cell in row)]
    except csv.Error as error:
        message = f"The table cannot be split into cells ({error}). Look for a quotation mark that is not closed."
        raise InputFormatError(message) from error
    titles, above = _titles(rows)
    pointed = any(_PLAIN_POINT.match(cell) for row in rows[above : above + 50] for cell in row)
    return Delimited(titles=titles, rows=tuple(rows[above:]), thousands=pointed)


def number_in(cell: str, *, thousands: bool = False) -> float:
    """Return the number in a cell, with a decimal point or comma; NaN where there is none."""
    try:
        return float(cell)
    except ValueError:
        pass
    if "," not in cell:
        return float("nan")
    if thousands or cell.rfind(".") > cell.rfind(","):
        plain = cell.replace(",", "")
    else:
        plain = cell.replace(".", "").replace(",", ".")
    try:
        return float(plain)
    except ValueError:
        return float("nan")


def seconds_in(cell: str) -> float:
    """Return the seconds of a clock time (0:00:01.5, 0 days 00:00:01.5), a date with one, or 1.5 s; else NaN."""
    if match := _CLOCK.match(cell.strip()):
        days, hours, minutes = (int(match[part] or 0) for part in ("days", "hours", "minutes"))
        return ((24 * days + hours) * 60 + minutes) * 60 + float(match["seconds"].replace(",", "."))
    if match := _WITH_UNIT.match(cell.strip().lower()):
        return float(match["number"].replace(",", ".")) * (1e-3 if match["unit"].startswith("m") else 1.0)
    try:
        return datetime.fromisoformat(cell.strip().replace(",", ".")).timestamp()
    except ValueError:
        return float("nan")


def _without_comments(text: str) -> str:
    lines = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    start = next(
        (n for n, line in enumerate(lines) if line.strip() and not line.strip().lower().startswith(_COMMENTS)), 0
    )
    return "\n".join(lines[start:])


def _delimiter(first_line: str) -> str:
    return max(_DELIMITERS, key=lambda mark: len(next(csv.reader([first_line], delimiter=mark), [])))


def _titles(rows: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], int]:
    """Return the titles and how many rows hold them."""
    if not rows:
        return (), 0
    labels = [row[0].lower() for row in rows[:4]]
    if labels[0] == "scorer" and "coords" in labels and "bodyparts" in labels:
        above = labels.index("coords") + 1
        parts, coords = rows[labels.index("bodyparts")], rows[above - 1]
        pairs = zip(parts[1:], coords[1:], strict=False)
        return ("frame", *(f"{part}_{coord}".lower() for part, coord in pairs)), above
    return tuple(title.lower() for title in rows[0]), 1
