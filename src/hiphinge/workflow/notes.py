"""Notes of people as files: answers before the start, lessons passed, repetitions practised."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from hiphinge.documents import NotesDocument, notes_from_json
from hiphinge.errors import InputUnreadableError
from hiphinge.workflow.delivery import delivering_file
from hiphinge.workflow.people import person_file

__all__ = ["note_answers", "note_practice", "notes_file", "read_notes"]


def notes_file(person: str) -> Path:
    """Return where a person's notes lie, whether there are any or not.

    Raises
    ------
    UsageError
        If it is no name that a file can have.
    """
    return person_file(person, ".notes.json")


def read_notes(person: str) -> NotesDocument:
    """Return a person's notes; empty ones where nothing was noted yet.

    Raises
    ------
    UsageError
        If it is no name that a file can have.
    InputUnreadableError, InputFormatError
        If they may not be read, or are damaged.
    """
    path = notes_file(person)
    try:
        text = path.read_bytes()
    except FileNotFoundError:
        return NotesDocument(person=person)
    except OSError as error:
        message = f"The notes {path} should be readable, but are not: {error.strerror}."
        raise InputUnreadableError(message) from error
    return notes_from_json(text, name=str(path))


def note_answers(person: str, answers: Mapping[str, bool], *, on: date) -> Path:
    """Keep the answers to the questions before the start in place of earlier ones, and return where.

    Raises
    ------
    OutputError
        If they cannot be written.
    """
    return _write(person, {"answers": dict(answers), "answered_on": on.isoformat()})


def note_practice(person: str, *, repetitions: int, passed: str | None, on: date) -> Path:
    """Count repetitions of practice and keep the first day on which a lesson was passed; return where.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    now = read_notes(person)
    lessons = dict(now.passed) if passed is None else {passed: on.isoformat()} | dict(now.passed)
    return _write(person, {"practised": now.practised + repetitions, "passed": lessons})


def _write(person: str, change: Mapping[str, object]) -> Path:
    notes = read_notes(person).model_copy(update=dict(change))
    path = notes_file(person)
    with delivering_file(path) as unfinished:
        unfinished.write_text(notes.model_dump_json(indent=1, by_alias=True) + "\n", encoding="utf-8")
    return path
