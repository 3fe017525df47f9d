"""Gives a recording that was nobody's, or was filed as the wrong person's, to whom it belongs, and joins its sets."""

from collections.abc import Mapping

from sqlalchemy import Connection, select, update

from hiphinge.documents.training_log import PersonRecord
from hiphinge.errors import InputMissingError
from hiphinge.store import tables
from hiphinge.store.clip_rows import counted

__all__ = ["assign_recording", "show_sets"]


def assign_recording(connection: Connection, recording: str, person: PersonRecord | None) -> str:
    """Let a recording with all its analyses be a person's, or nobody's again; return the id that it has then.

    Sets of another person's log that its analyses were joined to are free again, and what that person felt is
    forgotten. A recording of the same content that the person has already takes the analyses.

    Raises
    ------
    InputMissingError
        If there is no such recording.
    """
    table, analyses, clips, sets = tables.recordings, tables.analyses, tables.clips, tables.sets
    whose = None if person is None else person.id
    row = connection.execute(select(table).where(table.c.id == recording)).mappings().first()
    if row is None:
        message = f"There is no recording {recording}."
        raise InputMissingError(message)
    if row["person"] == whose:
        return recording
    mine = select(analyses.c.id).where(analyses.c.recording == recording)
    free = {"analysis": None, "analysis_set": None}
    connection.execute(update(sets).where(sets.c.analysis.in_(mine)).values(free))
    target = recording if whose is None else _same(connection, whose, row["sha256"]) or recording
    connection.execute(update(analyses).where(analyses.c.recording == recording).values(person=whose, recording=target))
    touched = {"recording": target, "change": counted(connection)}
    connection.execute(update(clips).where(clips.c.recording == recording).values(touched))
    if target == recording:
        zone = row["zone"] if person is None else person.zone
        connection.execute(update(table).where(table.c.id == recording).values(person=whose, zone=zone, estimate=None))
        return recording
    notes = tables.video_notes
    connection.execute(update(notes).where(notes.c.recording == recording).values(recording=target))
    there = connection.execute(select(table).where(table.c.id == target)).mappings().one()
    names = ("recorded_at", "duration_s", "video", "video_size", "poses", "proxy", "frame_times", "estimated_at")
    added = {name: row[name] for name in names if there[name] is None and row[name] is not None}
    if added:
        connection.execute(update(table).where(table.c.id == target).values(added))
    connection.execute(table.delete().where(table.c.id == recording))
    return target


def show_sets(connection: Connection, person: str, analysis: str, shows: Mapping[str, int]) -> None:
    """Join a person's logged sets to the analysis that shows them: ids with the number of the set in it."""
    table = tables.sets
    for id_, number in shows.items():
        mine = (table.c.id == id_) & (table.c.person == person)
        connection.execute(update(table).where(mine).values(analysis=analysis, analysis_set=number))


def _same(connection: Connection, person: str, sha256: str) -> str | None:
    """Return the id of a person's recording of a content."""
    table = tables.recordings
    query = select(table.c.id).where((table.c.person == person) & (table.c.sha256 == sha256))
    found: str | None = connection.execute(query).scalar_one_or_none()
    return found
