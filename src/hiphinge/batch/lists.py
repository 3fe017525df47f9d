"""The list of a batch: a CSV file with a line for each clip, its parameters, and columns that are carried along."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from hiphinge.batch.plan import Parameters
from hiphinge.errors import InputFormatError, UsageError
from hiphinge.exports.data_set import reserved_names
from hiphinge.motion import Person, check_load
from hiphinge.sources.files import checked_file
from hiphinge.store.addresses import is_address
from hiphinge.workflow.exercise_lookup import analysed_exercise

__all__ = ["Listed", "read_list"]

_PATH = "path"
_NUMBERS = ("load_kg", "stature_m", "mass_kg")
_MEANT = ("exercise", *_NUMBERS)
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True, kw_only=True)
class Listed:
    """One line of a list: where the clip is, what changes its numbers, and its other columns."""

    source: str
    parameters: Parameters
    labels: Mapping[str, str] = field(default_factory=dict)


def read_list(path: Path, *, parameters: Parameters, where: Sequence[str] = ()) -> tuple[Listed, ...]:
    """Read a list: comma-separated values in UTF-8, with the names of the columns in the first line.

    ``path`` is a path, from the folder of the list, or an address. ``exercise``, ``load_kg``, ``stature_m`` and
    ``mass_kg`` are taken into account; every other column is carried into the tables.

    Parameters
    ----------
    parameters
        What holds where a line says nothing else.
    where
        ``COLUMN=VALUE``: only lines for which all of these are true.

    Raises
    ------
    InputError
        If it cannot be read, has no column ``path``, or a line is wrong.
    UsageError
        If a column has a name of the tables, ``where`` names no column, or no line fits.
    """
    names, lines = _lines(checked_file(path))
    wanted = [_condition(text, names) for text in where]
    found = [
        _listed(line, number, path=path, parameters=parameters)
        for number, line in lines
        if all(line[column] == value for column, value in wanted)
    ]
    if not found:
        message = f"{path} has no line {'for ' + ', '.join(where) if where else 'with a clip'}. Nothing was done."
        raise UsageError(message)
    return tuple(found)


def _lines(path: Path) -> tuple[list[str], list[tuple[int, dict[str, str]]]]:
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            rows = list(csv.reader(file, strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        message = f"{path} should be a list of clips as comma-separated values in UTF-8, but is not: {error}."
        raise InputFormatError(message) from error
    names = [name.strip() for name in rows[0]] if rows else []
    _check(names, path)
    lines = []
    for number, row in enumerate(rows[1:], start=2):
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        if len(cells) != len(names):
            message = f"{path}, line {number}: there should be {len(names)} cells, but there are {len(cells)}."
            raise InputFormatError(message)
        lines.append((number, dict(zip(names, cells, strict=True))))
    return names, lines


def _check(names: Sequence[str], path: Path) -> None:
    if _PATH not in names:
        message = f"The first line of {path} should name the columns, one of them `path`, but names {list(names)}."
        raise InputFormatError(message)
    taken = sorted((reserved_names() - set(_MEANT)) & {name.lower() for name in names})
    if taken:
        message = f"Columns of the tables are called {', '.join(taken)}, too. Give those of {path} other names."
        raise UsageError(message)
    wrong = [name for name in names if _NAME.fullmatch(name) is None]
    if wrong or len({name.lower() for name in names}) < len(names):
        what = f"{wrong[0]!r} is none" if wrong else "one comes twice"
        message = f"Columns of {path} should have different names of letters, digits and underscores, but {what}."
        raise UsageError(message)


def _condition(text: str, names: Sequence[str]) -> tuple[str, str]:
    column, sign, value = text.partition("=")
    if not sign or column.strip() not in names:
        message = f"A condition should be COLUMN=VALUE with a column of the list ({', '.join(names)}), but is {text!r}."
        raise UsageError(message)
    return column.strip(), value.strip()


def _listed(line: Mapping[str, str], number: int, *, path: Path, parameters: Parameters) -> Listed:
    source = line[_PATH]
    if not source:
        message = f"{path}, line {number}: the path is missing."
        raise InputFormatError(message)
    try:
        given = replace(parameters, **dict(_given(line)))
        check_load(given.load_kg)
        Person(stature_m=given.stature_m, mass_kg=given.mass_kg)
    except UsageError as error:
        message = f"{path}, line {number}: {error}"
        raise InputFormatError(message) from error
    return Listed(
        source=source if is_address(source) else str(path.parent / source),
        parameters=given,
        labels={name: value for name, value in line.items() if name not in {_PATH, *_MEANT} and value},
    )


def _given(line: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    """Yield what a line says about the numbers; UsageError says what is wrong."""
    if line.get("exercise"):
        yield "exercise", analysed_exercise(line["exercise"]).id
    for name in _NUMBERS:
        if line.get(name):
            try:
                yield name, float(line[name])
            except ValueError as error:
                message = f"{name} should be a number, but is {line[name]!r}."
                raise UsageError(message) from error
