"""Calibrations of people, by name or as a file: written, read, listed and erased."""

import os
from datetime import date
from pathlib import Path

from hiphinge.analysis import Calibration
from hiphinge.documents import CalibrationDocument, calibration_document, calibration_from_json
from hiphinge.errors import InputFormatError, InputMissingError, InputUnreadableError, OutputError, UsageError
from hiphinge.filesystem import read_bytes, write_bytes
from hiphinge.people import KeptFile, PersonFiles
from hiphinge.workflow.stores import person_files

__all__ = [
    "calibration_file",
    "forget_calibration",
    "is_calibrated",
    "known_people",
    "read_calibration",
    "write_calibration",
]


def calibration_file(person: str | os.PathLike[str], files: PersonFiles | None = None) -> Path:
    """Return where a person's calibration is: what ends in ``.json`` is a file itself, else a person's name.

    Raises
    ------
    UsageError
        If it is no name that can be used.
    """
    return _file_itself(person) or (files or person_files()).place_of(os.fspath(person), "calibration")


def is_calibrated(person: str, files: PersonFiles | None = None) -> bool:
    """Return whether there is a calibration of a person.

    Raises
    ------
    UsageError
        If it is no name that can be used.
    InputUnreadableError
        If it may not be read.
    """
    return (files or person_files()).read(person, "calibration") is not None


def known_people(files: PersonFiles | None = None) -> tuple[tuple[Path, CalibrationDocument | None], ...]:
    """Return where each person's calibration is, with what is in it, None where that cannot be read."""
    files = files or person_files()
    return tuple((one.place, _readable(one, files)) for one in _calibrations(files))


def forget_calibration(person: str | os.PathLike[str], files: PersonFiles | None = None) -> Path:
    """Erase a person's calibration, and return where it was.

    Raises
    ------
    InputMissingError
        If there is none.
    InputFormatError
        If a file outside of the user's own folder is named that is no calibration; nothing is erased then.
    OutputError
        If it may not be erased.
    """
    files = files or person_files()
    path = _file_itself(person)
    if path is not None:
        _erase_file(path, person, files)
        return path
    gone = files.erase(os.fspath(person), ("calibration",))
    if not gone:
        raise InputMissingError(_missing(person, files))
    return gone[0]


def write_calibration(
    target: str | os.PathLike[str],
    calibration: Calibration,
    *,
    person: str,
    measured_on: date,
    files: PersonFiles | None = None,
) -> CalibrationDocument:
    """Write a calibration, whole or not at all, and return what was written.

    Parameters
    ----------
    target
        The person's name or a file, as for `calibration_file`.

    Raises
    ------
    UsageError
        If it is no name that can be used.
    OutputError
        If it cannot be written.
    """
    document = calibration_document(calibration, person=person, measured_on=measured_on)
    content = f"{document.model_dump_json(indent=1, by_alias=True)}\n".encode()
    path = _file_itself(target)
    if path is None:
        (files or person_files()).write(os.fspath(target), "calibration", content)
    else:
        write_bytes(path, content, what="The calibration", make_folders=True)
    return document


def read_calibration(person: str | os.PathLike[str], files: PersonFiles | None = None) -> CalibrationDocument:
    """Return the calibration of a person, by name or file.

    Raises
    ------
    InputMissingError, InputUnreadableError
        If there is none, or it may not be read.
    InputFormatError
        If it is no calibration, of another schema, damaged, or made for another version's estimate of the back.
    """
    files = files or person_files()
    path = _file_itself(person)
    text = files.read(os.fspath(person), "calibration") if path is None else read_bytes(path, what="The calibration")
    if text is None:
        raise InputMissingError(_missing(person, files))
    return calibration_from_json(text, name=str(calibration_file(person, files)))


def _file_itself(person: str | os.PathLike[str]) -> Path | None:
    text = os.fspath(person)
    return Path(text) if text.lower().endswith(".json") else None


def _erase_file(path: Path, person: str | os.PathLike[str], files: PersonFiles) -> None:
    if path.parent != files.place and path.is_file():
        # A file that was named could be anything that ends in .json.
        read_calibration(path, files)
    try:
        path.unlink()
    except FileNotFoundError as error:
        raise InputMissingError(_missing(person, files)) from error
    except OSError as error:
        message = f"{path} should be erased, but cannot be: {error.strerror}. Erase it yourself."
        raise OutputError(message) from error


def _calibrations(files: PersonFiles) -> list[KeptFile]:
    return [one for several in files.kept().values() for one in several if one.kind == "calibration"]


def _readable(one: KeptFile, files: PersonFiles) -> CalibrationDocument | None:
    try:
        return read_calibration(one.person, files)
    except (InputFormatError, InputMissingError, InputUnreadableError, UsageError):
        return None


def _missing(person: str | os.PathLike[str], files: PersonFiles) -> str:
    names = [one.person for one in _calibrations(files)]
    known = (
        f"There is one of: {', '.join(names)}."
        if names
        else "There is none yet. Run `hiphinge calibrate VIDEO` to make one."
    )
    path = _file_itself(person)
    where = f" in {files.place}" if path is None else f": {path} does not exist"
    return f"There is no calibration of {os.fspath(person)!r}{where}. {known}"
