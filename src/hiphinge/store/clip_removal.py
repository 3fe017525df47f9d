"""Clips that are forgotten, and results of self-tests that are erased, with what only they need."""

from collections.abc import Sequence
from typing import Final, Literal

from sqlalchemy import Connection, select, update

from hiphinge.documents.training_log import PersonRecord
from hiphinge.errors import InputMissingError
from hiphinge.store import tables
from hiphinge.store.clip_rows import Clip, clips_of, counted
from hiphinge.store.file_keys import file_keys

__all__ = ["FREE", "erase_test", "forget"]

FREE: Final = {"worker": None, "beat_at": None, "started_at": None, "stage": None, "fraction": None}
"""What a clip holds that no worker has."""


def erase_test(
    connection: Connection, person: PersonRecord, sitting: str, test: str, side: Literal["left", "right"] | None
) -> tuple[int, set[str]]:
    """Erase what a self-test of a person's sitting gave; return how many rows, and the keys as `forget`.

    Raises
    ------
    InputMissingError
        If the sitting has nothing measured of that test and side.
    """
    table, values = tables.clips, tables.self_tests
    of_test = (values.c.person == person.id) & (values.c.sitting == sitting) & (values.c.test == test)
    of_test &= values.c.quantity.is_not(None)
    ended = (table.c.sitting == sitting) & (table.c.test == test) & (table.c.state == "done")
    done = tuple(one for one in clips_of(connection, ended) if one.person == person.name)
    kept = connection.execute(select(values.c.id, values.c.side, values.c.tested_at).where(of_test)).all()
    if side is not None:
        moments = {at for _, of, at in kept if of == side}
        asked = {one.id for one in done if one.asked is not None and one.asked.side == side}
        done = tuple(one for one in done if one.id in asked or one.added_at in moments)
        shown = {one.added_at for one in done}
        kept = [one for one in kept if one[1] == side or one[2] in shown]
    if not done and not kept:
        message = "There is no such result of a self-test. It may have been removed."
        raise InputMissingError(message)
    connection.execute(values.delete().where(values.c.id.in_([one[0] for one in kept])))
    return len(done) + len(kept), forget(connection, done)


def forget(connection: Connection, several: Sequence[Clip]) -> set[str]:
    """Forget clips, with what only they need; return the keys of files that may be named by nothing any more."""
    table, recordings, analyses = tables.clips, tables.recordings, tables.analyses
    row = FREE | {"state": "discarded", "recording": None, "exercise": None, "reason": None, "analysis": None}
    row |= dict.fromkeys(("test", "side", "hurt", "sitting", "test_result"))
    keys: set[str] = set()
    for clip in several:
        connection.execute(update(table).where(table.c.id == clip.id).values(row | {"change": counted(connection)}))
        shared = select(table.c.id).where(table.c.recording == clip.recording)
        measured = connection.execute(select(analyses.c.id).where(analyses.c.recording == clip.recording)).first()
        if connection.execute(shared).first() is not None or (clip.analysis is None and measured is not None):
            continue
        mine = recordings.c.id == clip.recording
        keys |= file_keys(connection, mine)
        if clip.person is None or clip.analysis is None:
            connection.execute(recordings.delete().where(mine))
        else:
            gone = {"video": None, "video_size": None, "proxy": None}
            connection.execute(update(recordings).where(mine).values(gone))
    return keys
