"""The use cases of notes at moments of a recording: what a coach writes, draws and says, and takes back."""

import base64
import binascii
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from hiphinge.documents.training_log import VideoNoteRecord, checked
from hiphinge.documents.video_notes import MOST_SHAPES, ShapeRecord
from hiphinge.errors import UsageError

if TYPE_CHECKING:
    from hiphinge.store import Store

__all__ = ["LARGEST_VOICE_BYTES", "LONGEST_VOICE_S", "erase_note", "note_values", "notes_on", "voice_of", "write_note"]

LARGEST_VOICE_BYTES: Final = 700_000
LONGEST_VOICE_S: Final = 120
"""What a page records at most; with 32 kbit/s that is less than `LARGEST_VOICE_BYTES`."""
_SOUNDS = ((0, b"\x1a\x45\xdf\xa3"), (0, b"OggS"), (4, b"ftyp"))
"""Where in a file which bytes say that a browser recorded it: WebM, Ogg, MP4."""
_NO_DRAWING = (
    f"A drawing should have at most {MOST_SHAPES} lines, angles, arrows and freehand lines as the page draws them, but "
    "something else came. Nothing was changed."
)


def notes_on(store: "Store", analysis_id: str) -> tuple[VideoNoteRecord, ...]:
    """Return the notes about the recording of an analysis, in the order of their moments.

    Raises
    ------
    InputMissingError
        If there is no such analysis.
    """
    return store.video_notes.of(_recording(store, analysis_id))


def write_note(
    store: "Store", analysis_id: str, said: Mapping[str, str], *, note_id: str | None = None
) -> VideoNoteRecord:
    """Keep a note, or what is changed of one, and return it.

    Parameters
    ----------
    said
        What a form says: ``time_s``; ``text``; ``drawing`` as JSON; ``voice`` as base64 with ``-`` and ``_``, and
        nothing for the one that is there; ``without_voice`` erases that one.
    note_id
        The note that is changed; None for a new one.

    Raises
    ------
    UsageError
        If something of it cannot be kept, or nothing is said: nothing is changed then.
    InputMissingError
        If there is no such analysis, or no such note about its recording.
    OutputError
        If it cannot be written.
    """
    recording = _recording(store, analysis_id)
    old = None if note_id is None else store.video_notes.one(recording, note_id)
    voice = _voice(said.get("voice", ""))
    keeps_voice = old is not None and old.voice is not None and not said.get("without_voice")
    note = _checked(recording, said, old)
    if not (note.text or note.drawing or voice or keeps_voice):
        message = "A note should say or show something, but this one is empty. Nothing was changed."
        raise UsageError(message)
    if old is None:
        store.video_notes.add(note)
    else:
        store.video_notes.change(note)
    if voice is not None:
        _speak(store, note, voice, is_new=old is None)
    elif old is not None and old.voice is not None and not keeps_voice:
        store.video_notes.speak(note, None)
    return store.video_notes.one(recording, note.id)


def _checked(recording: str, said: Mapping[str, str], old: VideoNoteRecord | None) -> VideoNoteRecord:
    from hiphinge.store.columns import new_id  # noqa: PLC0415  # loads the database's library

    now = datetime.now(UTC)
    try:
        time_s = round(float(said.get("time_s", "")), 4)
    except ValueError as error:
        message = f"The moment of a note should be a number of seconds, but is {said.get('time_s', '')[:40]!r}."
        raise UsageError(message) from error
    return checked(
        VideoNoteRecord,
        id=new_id() if old is None else old.id,
        recording=recording,
        time_s=time_s,
        written_at=now if old is None else old.written_at,
        changed_at=now,
        text=said.get("text", "").strip(),
        drawing=_drawing(said.get("drawing", "")),
        voice=None if old is None else old.voice,
    )


def _drawing(text: str) -> tuple[ShapeRecord, ...]:
    try:
        shapes = json.loads(text or "[]")
        found = tuple(checked(ShapeRecord, **shape) for shape in shapes)
    except (ValueError, TypeError, RecursionError, UsageError) as error:
        raise UsageError(_NO_DRAWING) from error
    if len(found) > MOST_SHAPES:
        raise UsageError(_NO_DRAWING)
    return found


def erase_note(store: "Store", analysis_id: str, note_id: str) -> None:
    """Erase a note with its voice.

    Raises
    ------
    InputMissingError
        If there is no such analysis, or no such note about its recording.
    OutputError
        If it cannot be written.
    """
    store.video_notes.remove(store.video_notes.one(_recording(store, analysis_id), note_id))


def voice_of(store: "Store", analysis_id: str, note_id: str) -> str | None:
    """Return the key of what was spoken with a note; None where nothing was.

    Raises
    ------
    InputMissingError
        If there is no such analysis, or no such note about its recording.
    """
    return store.video_notes.one(_recording(store, analysis_id), note_id).voice


def note_values(note: VideoNoteRecord) -> dict[str, Any]:
    """Return a note as a page needs it."""
    kept = note.model_dump(mode="json", include={"id", "time_s", "text", "drawing", "written_at"})
    return kept | {"voice": note.voice is not None}


def _recording(store: "Store", analysis_id: str) -> str:
    return store.corrections.recording(analysis_id).recording


def _voice(text: str) -> bytes | None:
    """Return what was recorded; None where nothing was."""
    if not text:
        return None
    try:
        sound = base64.b64decode(text, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        sound = b""
    if not any(sound[at : at + len(mark)] == mark for at, mark in _SOUNDS):
        message = "A voice should be a recording that this page made, but something else came. Nothing was changed."
        raise UsageError(message)
    if len(sound) > LARGEST_VOICE_BYTES:
        message = (
            f"A voice may have {LARGEST_VOICE_BYTES / 1000:.0f} kB, and this one has {len(sound) / 1000:.0f}: record "
            "less. Nothing was changed."
        )
        raise UsageError(message)
    return sound


def _speak(store: "Store", note: VideoNoteRecord, sound: bytes, *, is_new: bool) -> None:
    """Keep what was spoken; where that fails, a new note goes again, so that none is kept in half."""
    with TemporaryDirectory(prefix="hiphinge-voice-") as folder:
        place = Path(folder) / "voice"
        place.write_bytes(sound)
        try:
            store.video_notes.speak(note, place)
        except BaseException:
            if is_new:
                store.video_notes.remove(note)
            raise
