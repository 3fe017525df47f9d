"""The profile of a person, by name or as a file: read, and kept under a name."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hiphinge.documents import PROFILE_ADVICE, PROFILE_TEMPLATE, person_from_toml, person_to_toml
from hiphinge.errors import InputMissingError, UsageError
from hiphinge.filesystem import read_bytes
from hiphinge.motion import CoefficientSet, Person
from hiphinge.people import PersonFiles
from hiphinge.workflow.stores import person_files

__all__ = [
    "PROFILE_TEMPLATE",
    "keep_profile",
    "keep_profile_of",
    "profile_from_values",
    "profile_of",
    "read_profile",
]


def read_profile(profile: str | os.PathLike[str], files: PersonFiles | None = None) -> Person:
    """Return the person that a profile describes.

    Parameters
    ----------
    profile
        A file, or the name of a person whose profile was kept; a file of that name goes first, and what has an ending
        or a folder is always a file.

    Raises
    ------
    InputMissingError, InputUnreadableError
        If there is no such profile, or it may not be read.
    InputFormatError, UsageError
        As `hiphinge.documents.person_from_toml`.
    """
    path = Path(profile)
    if path.exists() or path.suffix or len(path.parts) != 1:
        return person_from_toml(_content(path), name=str(path))
    files, name = files or person_files(), os.fspath(profile)
    text, place = files.read(name, "profile"), files.place_of(name, "profile")
    if text is None:
        message = (
            f"The profile {profile} does not exist, neither as a file nor as a saved one in {files.place}. "
            f"{PROFILE_ADVICE}"
        )
        raise InputMissingError(message)
    return person_from_toml(text, name=str(place))


def keep_profile(path: Path, *, person: str, files: PersonFiles | None = None) -> Path:
    """Keep a file's profile as that of a person, in place of an earlier one, and return where.

    Raises
    ------
    InputMissingError, InputUnreadableError, InputFormatError, UsageError
        As `read_profile`; also if it is no name that can be used. Nothing is kept then.
    OutputError
        If it cannot be written.
    """
    text = _content(path)
    person_from_toml(text, name=str(path))
    return (files or person_files()).write(person, "profile", text)


def profile_of(person: str, files: PersonFiles | None = None) -> Person:
    """Return what is kept in a person's profile; nothing is known of them where there is none.

    Raises
    ------
    InputFormatError, UsageError
        As `hiphinge.documents.person_from_toml`.
    """
    files = files or person_files()
    text = files.read(person, "profile")
    return Person() if text is None else person_from_toml(text, name=str(files.place_of(person, "profile")))


def profile_from_values(values: Mapping[str, str]) -> Person:
    """Return a profile from values as somebody types them; nothing is kept.

    Parameters
    ----------
    values
        ``stature_m``, ``mass_kg``, ``coefficients`` and ``back_aim`` as text; what is empty or missing is not known.

    Raises
    ------
    UsageError
        If a value is no number, or outside what a person can be.
    """
    given = {key: text.strip() for key, text in values.items() if text.strip()}
    fields: dict[str, Any] = {
        key: _number(given[key], name) for key, name in (("stature_m", "height"), ("mass_kg", "mass")) if key in given
    }
    if "coefficients" in given:
        fields["coefficients"] = _coefficients(given["coefficients"])
    return Person(**fields, back_aim=given.get("back_aim"))  # type: ignore[arg-type]  # it checks the aim


def keep_profile_of(person: str, profile: Person, files: PersonFiles | None = None) -> None:
    """Keep a profile as that of a person, in place of an earlier one.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    (files or person_files()).write(person, "profile", person_to_toml(profile))


def _number(text: str, name: str) -> float:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        message = f"The {name} should be a number, but is {text[:20]!r}. Nothing was saved."
        raise UsageError(message) from None


def _coefficients(text: str) -> CoefficientSet:
    try:
        return CoefficientSet(text)
    except ValueError:
        message = f"The table of masses should be one of {', '.join(CoefficientSet)}, but is {text[:20]!r}."
        raise UsageError(message) from None


def _content(path: Path) -> bytes:
    content = read_bytes(path, what="The profile")
    if content is None:
        message = f"The profile {path} does not exist. {PROFILE_ADVICE}"
        raise InputMissingError(message)
    return content
