"""The profile of a person, by name or as a file: read, and kept under a name."""

import os
from pathlib import Path

from hiphinge.documents import PROFILE_ADVICE, PROFILE_TEMPLATE, person_from_toml
from hiphinge.errors import InputMissingError
from hiphinge.filesystem import read_bytes
from hiphinge.motion import Person
from hiphinge.people import PersonFiles
from hiphinge.workflow.stores import person_files

__all__ = ["PROFILE_TEMPLATE", "keep_profile", "read_profile"]


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


def _content(path: Path) -> bytes:
    content = read_bytes(path, what="The profile")
    if content is None:
        message = f"The profile {path} does not exist. {PROFILE_ADVICE}"
        raise InputMissingError(message)
    return content
