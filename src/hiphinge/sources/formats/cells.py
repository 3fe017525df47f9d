"""Cells of text tables that laboratories and spreadsheets write: what separates them, numbers, blanks, times."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from hiphinge.errors import InputFormatError
from hiphinge.motion import FloatArray
from hiphinge.sources.formats.frames import seconds
from hiphinge.sources.formats.ordering import in_order

__all__ = ["Clock", "clock_of", "number", "numbers", "separator_of", "split_cells"]

_SEPARATORS = ("\t", ";", ",")
_BLANK = {"", "nan", "-nan", "inf", "-inf", "-", "--", "---", "n/a", "#n/a", "na", "null", "none"}
_RATE_DIFFERS = 0.02
_MOST_IN_ORDER = 0.9


def separator_of(line: str) -> str | None:
    """Return what separates the cells of a line: a tab, a semicolon, a comma; None for blanks."""
    return next((mark for mark in _SEPARATORS if mark in line), None)


def split_cells(line: str, separator: str | None) -> list[str]:
    """Return the cells of a line without blanks and quotation marks around them."""
    plain = line.replace('"', "") if '"' in line else line
    return plain.split() if separator is None else [cell.strip() for cell in plain.split(separator)]


def number(text: str) -> float | None:
    """Return the number that a single cell begins with, with a point or a comma; None where there is none."""
    found = re.match(r"[-+]?\d+(?:[.,]\d+)?(?:[eE][-+]?\d+)?", text.strip())
    return float(found.group().replace(",", ".")) if found else None


def numbers(rows: Sequence[Sequence[str]], *, columns: int, name: str) -> FloatArray:
    """Return a table ``[row, column]``; blank and absent cells are NaN, and a comma may be the decimal mark.

    Raises
    ------
    InputFormatError
        If a cell is no number.
    """
    try:
        table = np.array([row[:columns] for row in rows], dtype=np.float64).reshape(len(rows), columns)
        return np.where(np.isfinite(table), table, np.nan)
    except ValueError:
        return _one_by_one(rows, columns=columns, name=name)


def _one_by_one(rows: Sequence[Sequence[str]], *, columns: int, name: str) -> FloatArray:
    comma = any("," in cell for row in rows for cell in row[:columns])
    thousands = comma and any("," in cell and "." in cell for row in rows for cell in row[:columns])
    table = np.full((len(rows), columns), np.nan)
    for place, row in enumerate(rows):
        for column, cell in enumerate(row[:columns]):
            if cell.lower() in _BLANK:
                continue
            plain = cell.replace(".", "") if thousands else cell
            try:
                table[place, column] = float(plain.replace(",", ".") if comma else plain)
            except ValueError:
                where = f"row {place + 1} of its table, column {column + 1}"
                message = (
                    f"{name} should have a number in {where}, but has {cell!r}. Write it as a number, or leave it "
                    "blank for a gap."
                )
                raise InputFormatError(message) from None
    return table


@dataclass(frozen=True, kw_only=True, eq=False)
class Clock:
    """Increasing times of the rows that are kept: ``rows`` are their places ``[time]`` in the file."""

    rows: NDArray[np.intp]
    time_s: FloatArray
    notes: tuple[str, ...] = ()

    @property
    def fps(self) -> float:
        """Frames per second by the median step; 0 for a single frame."""
        return round(1.0 / float(np.median(np.diff(self.time_s))), 3) if len(self.time_s) > 1 else 0.0

    @property
    def duration_s(self) -> float:
        """From the first to the last frame."""
        return float(self.time_s[-1] - self.time_s[0])


def clock_of(stamps: FloatArray, *, frames: FloatArray | None = None, rate: float = 0.0, name: str) -> Clock:
    """Return the clock of rows with times ``[row]`` in seconds or milliseconds, else of their numbers and a rate.

    Rows that are out of order are sorted, and rows with a time that was there before are left out. Where more than a
    tenth has no time of its own, the rate is used.

    Raises
    ------
    InputFormatError
        If there are neither usable times nor a rate, or the times begin again.
    """
    known = np.flatnonzero(np.isfinite(stamps))
    distinct, rising = len(np.unique(stamps[known])), int((np.diff(stamps[known]) > 0).sum()) + 1
    if max(distinct, rising) >= _MOST_IN_ORDER * len(stamps):
        order, notes = in_order(stamps[known], what="time")
        return _by_stamps(stamps, known[order], rate, notes=(*_blank_note(len(stamps) - len(known)), *notes))
    if rate <= 0:
        message = f"{name} should have times that increase, or a DataRate, but has neither. Write one of them."
        raise InputFormatError(message)
    return _by_rate(np.arange(len(stamps), dtype=np.float64) if frames is None else frames, rate)


def _blank_note(blank: int) -> tuple[str, ...]:
    return (f"{blank} rows without a time were left out.",) if blank else ()


def _by_stamps(stamps: FloatArray, rows: NDArray[np.intp], rate: float, *, notes: tuple[str, ...]) -> Clock:
    kept = stamps[rows]
    clock = Clock(rows=rows, time_s=kept if len(kept) == 1 else _seconds(kept, rate), notes=notes)
    if rate <= 0 or clock.fps <= 0 or abs(clock.fps / rate - 1.0) <= _RATE_DIFFERS:
        return clock
    note = (
        f"The header says {rate:g} frames in a second, but the times {clock.fps:g}; the times were used. If they are "
        "wrong, every duration is."
    )
    return replace(clock, notes=(*notes, note))


def _seconds(stamps: FloatArray, rate: float) -> FloatArray:
    """Return stamps in seconds: by the rate where they fit it in milliseconds, else by their step alone."""
    step = float(np.median(np.diff(stamps)))
    if rate > 0:
        return stamps / 1000.0 if abs(step * rate / 1000.0 - 1.0) < _RATE_DIFFERS else stamps
    return seconds(stamps).time_s


def _by_rate(frames: FloatArray, rate: float) -> Clock:
    note = f"The times of the rows do not increase; the rows were timed by the header's {rate:g} frames in a second."
    if len(np.unique(frames[np.isfinite(frames)])) == len(frames) > 1:
        rows, notes = in_order(frames, what="frame number")
        first = min(float(frames[rows[0]]), 1.0)
        return Clock(rows=rows, time_s=(frames[rows] - first) / rate, notes=(note, *notes))
    return Clock(rows=np.arange(len(frames)), time_s=np.arange(len(frames)) / rate, notes=(note,))
