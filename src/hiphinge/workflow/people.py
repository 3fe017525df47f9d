"""What is kept of people as a whole: listed, handed out and erased."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

from hiphinge.errors import InputMissingError
from hiphinge.filesystem import writing_file
from hiphinge.people import KeptFile, PersonFiles, person_files, person_key

__all__ = ["export_person", "forget_person", "kept", "people_folder"]


def people_folder() -> Path:
    """Return where everything is that is kept of people, whether it exists or not."""
    return person_files().place


def kept(files: PersonFiles | None = None) -> Mapping[str, tuple[KeptFile, ...]]:
    """Return everything that is kept, by the person's name.

    Raises
    ------
    InputUnreadableError
        If it may not be read.
    """
    return (files or person_files()).kept()


def forget_person(person: str, files: PersonFiles | None = None) -> tuple[Path, ...]:
    """Erase everything that is kept of a person, and return where it was.

    Raises
    ------
    UsageError
        If it is no name that can be used.
    InputMissingError
        If nothing is kept of them.
    OutputError
        If something may not be erased; the rest is gone then.
    """
    files = files or person_files()
    _kept_of(person, files)
    return files.erase(person)


def export_person(person: str, target: Path, files: PersonFiles | None = None) -> tuple[str, ...]:
    """Write everything that is kept of a person into one zip file, whole or not at all, and return what is in it.

    Raises
    ------
    UsageError
        If it is no name that can be used.
    InputMissingError, InputUnreadableError
        If nothing is kept of them, or it may not be read.
    OutputError
        If it cannot be written.
    """
    files = files or person_files()
    contents = {one.file_name: files.read(person, one.kind) for one in _kept_of(person, files)}
    with (
        writing_file(target, make_folders=True) as unfinished,
        zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name, content in contents.items():
            if content is not None:
                archive.writestr(name, content)
    return tuple(contents)


def _kept_of(person: str, files: PersonFiles) -> tuple[KeptFile, ...]:
    name, everything = person_key(person), files.kept()
    if name not in everything:
        known = (
            f"People with saved files: {', '.join(everything)}." if everything else "Nothing is saved about anybody."
        )
        message = f"Nothing is saved about {person!r} in {files.place}. {known}"
        raise InputMissingError(message)
    return everything[name]
