"""Tables of sensor samples as they are exported: one file with all sensors, or a folder with a file for each.

Titles follow, each marked in its page as to whether a file of the program was read: Xsens MT Manager and DOT
(``Acc_X``, ``Gyr_X``, ``Quat_q0``), WitMotion (``AccX(g)``, ``AsX(°/s)``), MbientLab MetaMotion (``x-axis (deg/s)``),
Noraxon (``Pelvis Accel Sensor X (mG)``), and any other table whose titles say what its columns are.
"""

import csv
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from hiphinge.errors import InputFormatError
from hiphinge.motion import Motion, Origin, SensorRecording
from hiphinge.sources.formats.sensors.columns import columns_of
from hiphinge.sources.formats.sensors.delivering import sensor_motion
from hiphinge.sources.formats.sensors.samples import (
    SensorTable,
    header_of,
    lacking,
    nearest_titles,
    sensor_table,
    tracks_of,
)
from hiphinge.sources.formats.table import Format, Head, Hints
from hiphinge.sources.formats.text import read_text

__all__ = ["SENSOR_FOLDER", "SENSOR_TABLE"]

_ENDINGS: Final = (".csv", ".txt", ".tsv")
_HEAD_CHARACTERS: Final = 1 << 16
_COLUMNS: Final = "columns.csv"
"""In a folder, this file says of titles that are not known what they are: a title and what it is in each line."""


def _recognise(head: Head) -> bool:
    return bool(head.text) and header_of(head.text) is not None


def _read(path: Path, hints: Hints) -> Motion:
    tables = [sensor_table(read_text(path), name=path.stem)]
    return _motion(path, tables, hints)


def _recognise_folder(head: Head) -> bool:
    return (head.path / _COLUMNS).is_file() or bool(_files(head.path))


def _read_folder(path: Path, hints: Hints) -> Motion:
    named = _named(path)
    files = _files(path)
    if named and not files:
        raise InputFormatError(_unfit(path, named))
    unmatched = _unmatched(path, named)
    try:
        motion = _motion(path, [sensor_table(read_text(file), name=file.stem, named=named) for file in files], hints)
    except InputFormatError as error:
        if not unmatched:
            raise
        message = f"{error} {unmatched}"
        raise InputFormatError(message) from error
    warnings = (*motion.origin.warnings, *([unmatched] if unmatched else []))
    return replace(motion, origin=replace(motion.origin, warnings=warnings))


def _files(folder: Path) -> list[Path]:
    """Return the files of a folder that are tables of sensor samples, by name."""
    named = _named(folder)
    return [file for file in _tables(folder) if header_of(_head(file), named) is not None]


def _tables(folder: Path) -> list[Path]:
    """Return the files of a folder that may be tables of samples, by name."""
    files = sorted(file for file in folder.iterdir() if file.is_file() and file.suffix.lower() in _ENDINGS)
    return [file for file in files if file.name != _COLUMNS]


def _unfit(folder: Path, named: Mapping[str, str]) -> str:
    """Return which titles of `columns.csv` no table of a folder has, and what its tables lack with it."""
    tables = _tables(folder)
    if not tables:
        return (
            f"{folder} should hold a table for each sensor beside {_COLUMNS}, but holds none ({', '.join(_ENDINGS)})."
        )
    lacks = min((lacking(nearest_titles(_head(file), named), named) for file in tables), key=len)
    said = f"{folder / _COLUMNS} should say what the titles of your tables are, but no table becomes one of samples"
    missing = f": {', '.join(lacks)} {'is' if len(lacks) == 1 else 'are'} missing" if lacks else ""
    return f"{said}{missing}. {_unmatched(folder, named)}".strip()


def _unmatched(folder: Path, named: Mapping[str, str]) -> str:
    """Return which titles of `columns.csv` no table of a folder has; empty where each is in one."""
    titles = {title.casefold() for file in _tables(folder) for title in nearest_titles(_head(file), named)}
    unmatched = [title for title in named if title not in titles]
    if not unmatched:
        return ""
    return f"No table has the title {' or '.join(unmatched)}. Write each in {_COLUMNS} as it is in the table."


def _named(folder: Path) -> dict[str, str]:
    """Return what `columns.csv` says of the titles in a folder; empty where there is none.

    Raises
    ------
    InputFormatError
        If a line of it is not a title and what it is.
    """
    file = folder / _COLUMNS
    if not file.is_file():
        return {}
    found: dict[str, str] = {}
    lines = read_text(file).splitlines()
    mark = ";" if any(";" in line for line in lines) else ","
    for number, row in enumerate(csv.reader(lines, delimiter=mark), start=1):
        cells = [cell.strip() for cell in row if cell.strip()]
        if not cells or (number == 1 and [cell.casefold() for cell in cells] == ["title", "what"]):
            continue
        if len(cells) != 2 or not columns_of([cells[1]]):  # noqa: PLR2004  # a title and what it is
            message = (
                f"Line {number} of {file} should be a title of your tables and what it is, such as ch1,acc_x (g) or "
                f"ch5,-T12 gyr_y (deg/s), but is {mark.join(row)[:60]!r}."
            )
            raise InputFormatError(message)
        found[cells[0].casefold()] = cells[1]
    return found


def _head(file: Path) -> str:
    with file.open("rb") as opened:
        return Head(path=file, data=opened.read(_HEAD_CHARACTERS)).text


def _motion(path: Path, tables: list[SensorTable], hints: Hints) -> Motion:
    tracks, said = tracks_of(tables, hints)
    if not tracks:
        message = f"{path} holds no sensor's samples. Give a table, or a folder with a table for each sensor."
        raise InputFormatError(message)
    origin = Origin(name=path.name, warnings=tuple(dict.fromkeys(said)))
    return sensor_motion(SensorRecording(tracks=tuple(tracks), origin=origin))


SENSOR_TABLE = Format(
    id="sensor-table",
    title="A table of motion sensors",
    kind="sensors",
    endings=_ENDINGS,
    what="acceleration and angular rate, or quaternions, of sensors on the body (Xsens, WitMotion, any table).",
    recognise=_recognise,
    read=_read,
)
SENSOR_FOLDER = Format(
    id="sensor-folder",
    title="A folder of motion sensors",
    kind="sensors",
    endings=(),
    what="a folder with a table for each motion sensor, its place on the body in the name (T12.csv, S2.csv).",
    recognise=_recognise_folder,
    read=_read_folder,
    folder=True,
)
