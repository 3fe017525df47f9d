"""Tables of reference measurements at the same moments, one per line, checked when they are read."""

import csv
import math
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from hiphinge.errors import InputFormatError
from hiphinge.frozen_mapping import FrozenMapping
from hiphinge.quantities import QUANTITIES
from hiphinge.sources.files import checked_file
from hiphinge.sources.formats.text import read_text
from hiphinge.spine.inclinometers import READINGS

__all__ = ["ANGLES", "ReferenceRow", "read_references"]

ANGLES = tuple(q.id for q in QUANTITIES.values() if q.scope == "frame" and q.unit == "deg" and q.id != "head_angle_deg")
"""Columns that are quantities of hiphinge."""
_WHERE = ("recording", "person", "moment", "time_s", "repetition", "markers", "offset_s", "note")
_MOMENTS = ("", "standing", "bottom")
_COLUMNS = (*_WHERE, *ANGLES, *READINGS)
_LARGEST_DEG = 180.0
_ADVICE = "The how-to page on comparing with a reference shows a table."


@dataclass(frozen=True, kw_only=True)
class ReferenceRow:
    """One line: where it belongs, and what was read there.

    ``angles`` are quantities by id, ``readings`` inclinations by level (`hiphinge.spine.READINGS`), both in degrees.
    ``standing`` marks the readings of the reference posture. ``markers`` names a file of motion capture in place of
    numbers, whose clock is ``offset_s`` ahead of the video's, or unknown.
    """

    line: int
    recording: str | None
    person: str | None
    standing: bool
    time_s: float | None
    repetition: int | None
    angles: Mapping[str, float]
    readings: Mapping[str, float]
    markers: str | None = None
    offset_s: float | None = None


def read_references(path: Path) -> tuple[ReferenceRow, ...]:
    """Return the lines of a table of references.

    Raises
    ------
    InputError
        If it cannot be read, has a column that is not known, or a line that tells nothing.
    """
    text = read_text(checked_file(path))
    first = text.split("\n", 1)[0]
    reader = csv.DictReader(text.splitlines(), delimiter=";" if first.count(";") > first.count(",") else ",")
    try:
        names = [name.strip().lower() for name in reader.fieldnames or ()]
        _ensure_known(names, path)
        rows = []
        for line in reader:
            cells = {name: (cell or "").strip() for name, cell in zip(names, line.values(), strict=False)}
            if any(cells.values()):
                rows.append(_row(cells, reader.line_num, path))
    except csv.Error as error:
        message = f"{path} should be a table, but cannot be read as one: {error}. {_ADVICE}"
        raise InputFormatError(message) from error
    if not rows:
        message = f"{path} has a heading but no lines. {_ADVICE}"
        raise InputFormatError(message)
    return tuple(rows)


def _ensure_known(names: list[str], path: Path) -> None:
    for name in names:
        if name not in _COLUMNS:
            near = get_close_matches(name, _COLUMNS, n=1)
            guess = f" Did you mean {near[0]}?" if near else ""
            message = f"{path} has a column {name!r}, which is not known.{guess} Known: {', '.join(_COLUMNS)}."
            raise InputFormatError(message)
        if names.count(name) > 1:
            message = f"{path} has the column {name!r} {names.count(name)} times. Keep one of them."
            raise InputFormatError(message)
    if not {*ANGLES, *READINGS, "markers"} & {*names}:
        message = (
            f"{path} should have a column with what was measured ({', '.join((*READINGS, *ANGLES[:3]))} or markers), "
            f"but has only {', '.join(names) or 'none'}. {_ADVICE}"
        )
        raise InputFormatError(message)


def _row(cells: Mapping[str, str], line: int, path: Path) -> ReferenceRow:
    where = f"{path}, line {line}"
    numbers = {name: _number(cells[name], name, where) for name in cells if name not in _WHERE and cells[name]}
    moment = cells.get("moment", "").lower()
    time_s, repetition, offset_s = (
        _number(cells[name], name, where) if cells.get(name) else None for name in ("time_s", "repetition", "offset_s")
    )
    row = ReferenceRow(
        line=line,
        recording=cells.get("recording") or None,
        person=cells.get("person") or None,
        standing=moment == "standing",
        time_s=time_s,
        repetition=None if repetition is None else int(repetition),
        angles=FrozenMapping({name: numbers[name] for name in ANGLES if name in numbers}),
        readings=FrozenMapping({name: numbers[name] for name in READINGS if name in numbers}),
        markers=cells.get("markers") or None,
        offset_s=offset_s,
    )
    wrong = _wrong(row, moment)
    if wrong:
        message = f"{where} {wrong}. {_ADVICE}"
        raise InputFormatError(message)
    return row


def _wrong(row: ReferenceRow, moment: str) -> str:
    if moment not in _MOMENTS:
        return f"has the moment {moment!r}, but a moment is 'standing' or 'bottom', or left out"
    if not (row.angles or row.readings or row.markers):
        return "should have a number, or a file of markers, but has none"
    if any(abs(value) > _LARGEST_DEG for value in (*row.angles.values(), *row.readings.values())):
        return "has an angle beyond 180, but angles are in degrees"
    if row.standing or row.markers:
        return ""
    if (row.time_s is None) == (row.repetition is None):
        return "should say at which time_s of the video, or at the bottom of which repetition: one of the two"
    return "" if row.repetition is None or row.repetition >= 1 else "counts repetitions from below 1"


def _number(text: str, name: str, where: str) -> float:
    try:
        value = float(text.replace(",", ".").removesuffix("°").strip())
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        message = f"{where}: {name} should be a number, but is {text!r}."
        raise InputFormatError(message)
    return value
