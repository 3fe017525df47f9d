"""OpenSim's storage files as they are: a header, and a table of numbers over time."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from hiphinge.errors import InputFormatError
from hiphinge.motion import FloatArray
from hiphinge.sources.formats.cells import clock_of, numbers, separator_of, split_cells
from hiphinge.sources.formats.text import read_text

__all__ = ["END", "Storage", "read_storage"]

END = "endheader"
"""The line that ends the header."""

_STATE = re.compile(r"(?:.*/)?([^/]+)/(value|speed|activation|fiber_length|[^/]+)")
_VALUE = "value"
_NOT_ANGLES = {"speeds": "speeds", "accelerations": "accelerations"}
"""First lines of files whose columns have the names of angles, but hold something else."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Storage:
    """A storage file: ``columns[name]`` is ``[time]``; ``in_degrees`` is None where the header does not say.

    ``header`` has the lines before the table, ``notes`` what was done to the rows.
    """

    time_s: FloatArray
    columns: dict[str, FloatArray]
    in_degrees: bool | None
    header: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def read_storage(path: Path) -> Storage:
    """Return a storage file as it is; of the states of a model, the values, under the coordinates' own names.

    Raises
    ------
    InputFormatError
        If its header does not end, rows are missing, or it holds no numbers.
    """
    lines = read_text(path).split("\n")
    end = next((place for place, line in enumerate(lines) if line.strip().lower() == END), None)
    if end is None:
        message = f"{path} has no line {END!r}: the header should end with it. Export the file again."
        raise InputFormatError(message)
    header = tuple(line.strip() for line in lines[:end])
    _ensure_numbers(header, path)
    rest = [line for line in lines[end + 1 :] if line.strip()]
    if len(rest) < 2:  # noqa: PLR2004 - titles and a row
        message = f"{path} has no rows after its header."
        raise InputFormatError(message)
    titles = _titles(rest[0])
    rows = [_cells(line, titles) for line in rest[1:]]
    table = numbers(rows, columns=len(titles), name=path.name)
    clock = clock_of(table[:, 0], name=path.name)
    columns = {name: table[clock.rows, place] for place, name in enumerate(map(_name, titles)) if place and name}
    return Storage(
        time_s=clock.time_s, columns=columns, in_degrees=_in_degrees(header), header=header, notes=clock.notes
    )


def _titles(line: str) -> list[str]:
    separator = separator_of(line)
    titles = split_cells(line, separator)
    while titles and not titles[-1]:
        titles.pop()
    return titles if separator else line.split()


def _cells(line: str, titles: Sequence[str]) -> list[str]:
    """Return the cells of a row: by blanks where these give as many as there are titles, as OpenSim pads with them."""
    cells = line.split()
    return cells if len(cells) == len(titles) else split_cells(line, separator_of(line) if "\t" in line else None)


def _name(title: str) -> str:
    """Return a column's name; of a model's state, such as ``/jointset/knee_r/knee_angle_r/value``, the coordinate's.

    Empty for a state that is no value of a coordinate: speeds have the coordinates' names too.
    """
    state = _STATE.fullmatch(title)
    if state is None:
        return title
    return state.group(1) if state.group(2).lower() == _VALUE else ""


def _in_degrees(header: Sequence[str]) -> bool | None:
    plain = "".join(header).lower().replace(" ", "").replace("\t", "")
    return True if "indegrees=yes" in plain else False if "indegrees=no" in plain else None


def _ensure_numbers(header: Sequence[str], path: Path) -> None:
    first = next((line for line in header if line), "").lower()
    kind = _NOT_ANGLES.get(first)
    data = next((line.partition("=")[2].strip() for line in header if line.lower().startswith("datatype")), "double")
    if kind is None and data.lower() == "double":
        return
    message = (
        f"Joint angles over time were expected, but {path} holds {kind or data + ' values'}. Give the result of "
        "inverse kinematics: a file of angles such as hip_flexion_r."
    )
    raise InputFormatError(message)
