"""Calibrations of people as files: where they lie, listed, and erased whole; what is in one is `exports`' business."""

import os
from datetime import date
from pathlib import Path

from hiphinge.analysis import Calibration
from hiphinge.documents import CalibrationDocument, calibration_document, calibration_from_json
from hiphinge.errors import InputFormatError, InputMissingError, InputUnreadableError, OutputError
from hiphinge.workflow.delivery import delivering_file
from hiphinge.workflow.people import people_folder, person_file

__all__ = [
    "calibration_file",
    "forget_calibration",
    "known_people",
    "read_calibration",
    "write_calibration",
]

_ENDING = ".calibration.json"


def calibration_file(person: str | os.PathLike[str]) -> Path:
    """Return the file of a person's calibration: what ends in ``.json`` is a file itself, else a person's name.

    Raises
    ------
    UsageError
        If it is no name that a file can have.
    """
    text = os.fspath(person)
    return Path(text) if text.lower().endswith(".json") else person_file(text, _ENDING)


def known_people() -> tuple[tuple[Path, CalibrationDocument | None], ...]:
    """Return the files in `people_folder` with what is in them, None where that cannot be read."""
    found = sorted(people_folder().glob(f"*{_ENDING}")) if people_folder().is_dir() else []
    return tuple((path, _told_or_none(path)) for path in found)


def _told_or_none(path: Path) -> CalibrationDocument | None:
    try:
        return read_calibration(path)
    except (InputFormatError, InputUnreadableError):
        return None


def forget_calibration(person: str | os.PathLike[str]) -> Path:
    """Erase a person's calibration, and return where it was.

    Raises
    ------
    InputMissingError
        If there is none.
    InputFormatError
        If a file outside of `people_folder` is named that is no calibration; nothing is erased then.
    OutputError
        If it may not be erased.
    """
    path = calibration_file(person)
    if path.parent != people_folder() and path.is_file():
        # A file that was named could be anything that ends in .json.
        read_calibration(path)
    try:
        path.unlink()
    except FileNotFoundError as error:
        raise InputMissingError(_missing(person, path)) from error
    except OSError as error:
        message = f"{path} should be erased, but cannot be: {error.strerror}. Erase it yourself."
        raise OutputError(message) from error
    return path


def write_calibration(path: Path, calibration: Calibration, *, person: str, measured_on: date) -> CalibrationDocument:
    """Write a calibration, whole or not at all, and return what was written.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    document = calibration_document(calibration, person=person, measured_on=measured_on)
    with delivering_file(path) as unfinished:
        unfinished.write_text(document.model_dump_json(indent=1, by_alias=True) + "\n", encoding="utf-8")
    return document


def read_calibration(person: str | os.PathLike[str]) -> CalibrationDocument:
    """Return the calibration of a person, by name or file.

    Raises
    ------
    InputMissingError, InputUnreadableError
        If there is none, or it may not be read.
    InputFormatError
        If it is no calibration, of another schema, damaged, or made for another version's view of the back.
    """
    path = calibration_file(person)
    try:
        text = path.read_bytes()
    except FileNotFoundError as error:
        raise InputMissingError(_missing(person, path)) from error
    except OSError as error:
        message = f"The calibration {path} cannot be read: {error.strerror}."
        raise InputUnreadableError(message) from error
    return calibration_from_json(text, name=str(path))


def _missing(person: str | os.PathLike[str], path: Path) -> str:
    names = [path.name.removesuffix(_ENDING) for path, _ in known_people()]
    known = (
        f"There is one of: {', '.join(names)}."
        if names
        else "There is none yet. Run `hiphinge calibrate VIDEO` to make one."
    )
    return f"There is no calibration of {os.fspath(person)!r}: {path} does not exist. {known}"
