"""Where what is kept of people lies: one folder of the user, listed, handed out and erased whole."""

import os
import re
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

from hiphinge.errors import InputMissingError, OutputError, UsageError
from hiphinge.workflow.delivery import delivering_file

__all__ = ["export_person", "files_of", "forget_person", "kept", "people_folder", "person_file"]

_NAME = re.compile(r"\w[\w -]{0,39}")
_FILE = re.compile(r"(?P<name>.+)\.(?P<what>calibration|notes)\.json")


def people_folder() -> Path:
    """Return the folder of the user's calibrations, whether it exists or not.

    ``XDG_DATA_HOME`` (or ``~/.local/share``) on Linux, ``~/Library/Application Support`` on macOS, ``LOCALAPPDATA`` on
    Windows; a set ``XDG_DATA_HOME`` is honoured everywhere.
    """
    home = os.environ.get("XDG_DATA_HOME")
    if home:
        return Path(home) / "hiphinge" / "people"
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return (Path(local) if local else Path.home() / "AppData" / "Local") / "hiphinge" / "people"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "hiphinge" / "people"
    return Path.home() / ".local" / "share" / "hiphinge" / "people"


def person_file(person: str, ending: str) -> Path:
    """Return the file that keeps something of a person; ``ending`` says what.

    Raises
    ------
    UsageError
        If it is no name that a file can have.
    """
    name = person.strip().casefold()
    if not _NAME.fullmatch(name):
        message = (
            f"A person's name should be up to 40 letters, digits, spaces or hyphens, but is {person!r}. Choose another "
            "one, or give a file that ends in .json where a file can be given."
        )
        raise UsageError(message)
    return people_folder() / f"{name.rstrip()}{ending}"


def kept() -> Mapping[str, tuple[Path, ...]]:
    """Return everything that is kept, by the person's name."""
    folder = people_folder()
    found: dict[str, list[Path]] = {}
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        match = _FILE.fullmatch(path.name)
        if match:
            found.setdefault(match["name"], []).append(path)
    return {name: tuple(paths) for name, paths in found.items()}


def files_of(person: str) -> tuple[Path, ...]:
    """Return every file that is kept of a person.

    Raises
    ------
    UsageError
        If it is no name that a file can have.
    InputMissingError
        If nothing is kept of them.
    """
    name = person_file(person, "").name
    everything = kept()
    if name not in everything:
        known = f"Something is kept of: {', '.join(everything)}." if everything else "Nothing is kept of anybody."
        message = f"Nothing is kept of {person!r} in {people_folder()}. {known}"
        raise InputMissingError(message)
    return everything[name]


def forget_person(person: str) -> tuple[Path, ...]:
    """Erase everything that is kept of a person, and return where it was.

    Raises
    ------
    InputMissingError, UsageError
        As `files_of`.
    OutputError
        If something may not be erased; the rest is gone then.
    """
    files = files_of(person)
    stuck = []
    for path in files:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            stuck.append(f"{path} ({error.strerror})")
    if stuck:
        message = f"These should be erased, but cannot be: {', '.join(stuck)}. Erase them yourself."
        raise OutputError(message)
    return files


def export_person(person: str, target: Path) -> tuple[Path, ...]:
    """Write everything that is kept of a person into one zip file, whole or not at all, and return what is in it.

    Raises
    ------
    InputMissingError, UsageError
        As `files_of`.
    OutputError
        If it cannot be written.
    """
    files = files_of(person)
    with delivering_file(target) as unfinished, zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in files:
            archive.write(path, path.name)
    return files
