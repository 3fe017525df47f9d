"""Notes of people: answers before the start, lessons passed, repetitions practised."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from hiphinge.documents import NotesDocument, notes_from_json
from hiphinge.people import PersonFiles
from hiphinge.workflow.stores import person_files

__all__ = ["note_answers", "note_practice", "notes_file", "read_notes"]


def notes_file(person: str, files: PersonFiles | None = None) -> Path:
    """Return where a person's notes are, whether there are any or not.

    Raises
    ------
    UsageError
        If it is no name that can be used.
    """
    return (files or person_files()).place_of(person, "notes")


def read_notes(person: str, files: PersonFiles | None = None) -> NotesDocument:
    """Return a person's notes; empty ones where nothing was noted yet.

    Raises
    ------
    UsageError
        If it is no name that can be used.
    InputUnreadableError, InputFormatError
        If they may not be read, or are damaged.
    """
    files = files or person_files()
    return _notes(files.read(person, "notes"), person, files)


def note_answers(person: str, answers: Mapping[str, bool], *, on: date, files: PersonFiles | None = None) -> Path:
    """Keep the answers to the questions before the start in place of earlier ones, and return where.

    Raises
    ------
    InputUnreadableError, InputFormatError
        As `read_notes`.
    OutputError
        If they cannot be written.
    """
    changed = {"answers": dict(answers), "answered_on": on.isoformat()}
    return _change(person, lambda notes: notes.model_copy(update=changed), files or person_files())


def note_practice(
    person: str, *, repetitions: int, passed: str | None, on: date, files: PersonFiles | None = None
) -> Path:
    """Count repetitions of practice and keep the first day on which a lesson was passed; return where.

    Raises
    ------
    InputUnreadableError, InputFormatError
        As `read_notes`.
    OutputError
        If it cannot be written.
    """

    def practised(notes: NotesDocument) -> NotesDocument:
        lessons = dict(notes.passed) if passed is None else {passed: on.isoformat()} | dict(notes.passed)
        return notes.model_copy(update={"practised": notes.practised + repetitions, "passed": lessons})

    return _change(person, practised, files or person_files())


def _notes(content: bytes | None, person: str, files: PersonFiles) -> NotesDocument:
    if content is None:
        return NotesDocument(person=person)
    return notes_from_json(content, name=str(files.place_of(person, "notes")))


def _change(person: str, change: Callable[[NotesDocument], NotesDocument], files: PersonFiles) -> Path:
    def changed(content: bytes | None) -> bytes:
        notes = change(_notes(content, person, files))
        return f"{notes.model_dump_json(indent=1, by_alias=True)}\n".encode()

    return files.change(person, "notes", changed)
