"""TRC, the marker file of OpenSim and Motion Analysis: times, names and positions in tab-separated text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Literal

import numpy as np

from hiphinge.errors import InputFormatError
from hiphinge.motion import Motion, Origin
from hiphinge.sources.formats.cells import clock_of, number, numbers, separator_of, split_cells
from hiphinge.sources.formats.markers import MarkerTrial, marker_motion, metres, named_markers, unit_of
from hiphinge.sources.formats.table import Format, Head, Hints
from hiphinge.sources.formats.text import read_text

__all__ = ["TRC", "read_trial"]

_HEADER_LINES = 12
_LEAD = 2  # frame number and time come before the markers
_AXES = 3
_COORDINATE = re.compile(r"[XYZ]\d+", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class _Header:
    """What comes before the rows; ``names`` has one name for each marker, empty where it has none."""

    names: tuple[str, ...]
    unit: str
    rate: float


def _recognise(head: Head) -> bool:
    if head.first_line.startswith("PathFileType"):
        return True
    starts = [line.strip().lower() for line in head.text.splitlines()[:_HEADER_LINES]]
    return any(line.startswith("frame#") for line in starts) and any("datarate" in line for line in starts)


def _read(path: Path, hints: Hints) -> Motion:
    return marker_motion(read_trial(path), subject=hints.subject)


def _near_side(first_line: str, path: Path) -> Literal["left", "right"] | None:
    cells = first_line.split("\t")
    if not any(cell.startswith("hiphinge.") for cell in cells):
        return None
    from hiphinge.documents import near_side_marked  # noqa: PLC0415 - loaded when hiphinge wrote the file

    return near_side_marked((cell.strip() for cell in cells), name=path.name)


def read_trial(path: Path) -> MarkerTrial:
    """Return the markers of a TRC file under their own names, in metres, on the file's own axes.

    Raises
    ------
    InputFormatError
        If the header is incomplete, there are no rows, or the names do not fit the columns.
    """
    lines = read_text(path).split("\n")
    at = _line_of_names(lines, path)
    separator = separator_of(lines[at])
    rows = [cells for line in lines[at + 1 :] if _is_row(cells := _cells(line, separator))]
    header = _header(lines, at=at, rows=rows, path=path)
    if not header.names or not rows:
        message = f"{path} has {len(header.names)} markers and {len(rows)} frames; both were expected."
        raise InputFormatError(message)
    table = numbers(rows, columns=_LEAD + _AXES * len(header.names), name=path.name)
    clock = clock_of(table[:, 1], frames=table[:, 0], rate=header.rate, name=path.name)
    points = table[clock.rows, _LEAD:].reshape(len(clock.rows), len(header.names), _AXES) * metres(header.unit)
    markers, notes = named_markers(header.names, list(np.moveaxis(points, 1, 0)))
    return MarkerTrial(
        time_s=clock.time_s,
        markers_m=markers,
        unit=header.unit,
        origin=Origin(
            name=path.name,
            fps=clock.fps or header.rate,
            duration_s=clock.duration_s,
            estimator="markers",
            warnings=(*clock.notes, *notes),
        ),
        near_side=_near_side(lines[0], path),
    )


def _line_of_names(lines: Sequence[str], path: Path) -> int:
    for place, line in enumerate(lines[:_HEADER_LINES]):
        if line.strip().strip('"').lower().startswith("frame"):
            return place
    message = f"{path} should have a line with Frame#, Time and the markers' names, but has none. Export it again."
    raise InputFormatError(message)


def _cells(line: str, separator: str | None) -> list[str]:
    """Return the cells of a row; blank cells are gaps, so the separator counts where the row has it."""
    return split_cells(line, separator if separator is not None and separator in line else None)


def _is_row(cells: Sequence[str]) -> bool:
    """Return whether a line begins with a frame number, or, where that is blank, with a time."""
    return any(number(cell) is not None for cell in cells[:_LEAD])


def _header(lines: Sequence[str], *, at: int, rows: Sequence[Sequence[str]], path: Path) -> _Header:
    separator = separator_of(lines[at])
    settings = _settings(lines[:at])
    cells = (settings.get("units", ""), *settings.values())
    unit = next((found for cell in cells if (found := unit_of(cell)) is not None), None)
    said = settings.get("units", "")
    if unit is None and said and number(said) is None:
        metres(said)  # names what was expected
    count = sum(_COORDINATE.fullmatch(cell) is not None for cell in split_cells(lines[at + 1], separator)) // _AXES
    widest = max((len(_without_end(row)) for row in rows), default=0)
    return _Header(
        names=_names(_without_end(split_cells(lines[at], separator))[_LEAD:], count=count, widest=widest, path=path),
        unit=unit or "",
        rate=number(settings.get("datarate", "")) or number(settings.get("camerarate", "")) or 0.0,
    )


def _settings(lines: Sequence[str]) -> dict[str, str]:
    """Return the header's settings by lower-case title; a blank cell keeps its column."""
    for titles, values in pairwise(lines):
        if "datarate" in titles.lower():
            separator = separator_of(titles)
            keys = [title.lower() for title in split_cells(titles, separator)]
            return dict(zip(keys, split_cells(values, separator_of(values) and separator), strict=False))
    return {}


def _names(cells: Sequence[str], *, count: int, widest: int, path: Path) -> tuple[str, ...]:
    """Return a name for each marker from the cells after Time, which usually leave two blanks behind each name.

    ``count`` is how many markers the line X1 Y1 Z1 has, 0 where there is none; ``widest`` the longest row's cells.
    """
    filled = [place for place, cell in enumerate(cells) if cell]
    columns = -(-(widest - _LEAD) // _AXES)
    count = count or max(len(filled), columns)
    if len(cells) > count and all(place % _AXES == 0 for place in filled):
        names = list(cells[::_AXES])
        fit = len(names) <= count
    elif len(filled) < len(cells) <= count:
        names, fit = list(cells), True
    else:
        names, fit = [cells[place] for place in filled], len(filled) == count
    if not fit or columns > count:
        message = (
            f"{path} has {len(filled)} marker names for {max(count, columns)} markers' columns: which column is which "
            "marker cannot be known. Write one name for every three columns."
        )
        raise InputFormatError(message)
    return (*names, *[""] * (count - len(names)))


def _without_end(cells: Sequence[str]) -> list[str]:
    """Return cells without the blank ones at the end."""
    end = len(cells)
    while end and not cells[end - 1]:
        end -= 1
    return list(cells[:end])


TRC = Format(
    id="trc",
    title="TRC markers",
    kind="markers",
    endings=(".trc",),
    what="Markers of OpenSim, OpenCap, Vicon or Motion Analysis; hips are calculated from the pelvis.",
    recognise=_recognise,
    read=_read,
)
