"""The use case of the queue for self-tests: a clip that shows one, measured once and filed with its person."""

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from hiphinge.documents.self_tests import self_tests_json
from hiphinge.errors import UsageError
from hiphinge.motion import BodySide
from hiphinge.store import AskedTest, Claimed, ClipMovedError, Kind, Store
from hiphinge.workflow.known_person import known_person
from hiphinge.workflow.log_days import self_test as test_named
from hiphinge.workflow.progress import Listener
from hiphinge.workflow.self_tests import kept_values, self_test

if TYPE_CHECKING:
    from hiphinge.documents.training_log import PersonRecord

__all__ = ["asked_test", "check_sitting", "measure_clip"]

_SITTING = re.compile(r"[0-9a-f]{32}")
_HURT = {"yes": True, "no": False}


def asked_test(name: str, *, sitting: str, side: str | None = None, hurt: str | None = None) -> AskedTest:
    """Return which self-test a video is said to show, checked.

    Raises
    ------
    UnknownIdError
        If there is no such test.
    UsageError
        If no video of it is measured, a side or an answer does not belong to it, or the sitting has no id.
    """
    test = test_named(name)
    if test.protocol is None:
        message = f"The {test.name.lower()} is measured as a calibration. Give it in as one."
        raise UsageError(message)
    if _SITTING.fullmatch(sitting) is None:
        message = f"A sitting's id should have 32 hexadecimal digits, but is {sitting[:40]!r}. Nothing was taken."
        raise UsageError(message)
    side = side or None
    if side is not None and (side not in get_args(BodySide) or not test.protocol.sides):
        message = f"The {test.name.lower()} has no {side[:20]!r} side. Nothing was taken."
        raise UsageError(message)
    if hurt and (hurt not in _HURT or not test.protocol.asks_pain):
        message = f"Whether the {test.name.lower()} hurt is not asked, or not answered by {hurt[:20]!r}."
        raise UsageError(message)
    known: BodySide | None = "left" if side == "left" else "right" if side == "right" else None
    return AskedTest(test=test.id, sitting=sitting, side=known, hurt=_HURT.get(hurt or ""))


def check_sitting(store: Store, person: "PersonRecord | None", asked: AskedTest) -> None:
    """Check that a self-test is somebody's, and its sitting nobody else's.

    Raises
    ------
    UsageError
        If not.
    """
    if person is None:
        message = "A self-test is kept with whoever did it. Say who, and give it in again."
        raise UsageError(message)
    owners = store.owners_of(Kind.SITTING, asked.sitting)
    if owners is not None and owners.person != person.id:
        message = "That sitting is not theirs. Begin a new one."
        raise UsageError(message)


def measure_clip(
    store: Store, claimed: Claimed, asked: AskedTest, video: Path, *, threads: int, listener: Listener
) -> None:
    """Measure a clip's self-test and keep the result, and its values with the person; once, whoever was killed before.

    Raises
    ------
    UsageError
        If it is nobody's.
    HiphingeError
        As `hiphinge.workflow.self_tests.self_test`.
    ClaimLostError
        If the clip is not this worker's any more.
    """
    while claimed.test_result is None:
        if claimed.person is None:
            message = f"{claimed.name} shows a self-test of nobody. Remove it, and give it in again."
            raise UsageError(message)
        person = known_person(claimed.person.name, store.documents).person
        found = self_test(
            asked.test, video, side=asked.side, hurt=asked.hurt, person=person, threads=threads, progress=listener
        )
        result = replace(found, recording=claimed.name)
        given_at = store.clips.clip(claimed.id).added_at
        values = kept_values(claimed.person, [result], moment=(given_at, True), sitting=asked.sitting, clip=claimed.id)
        try:
            store.clips.keep_test(claimed, self_tests_json([result]), values)
        except ClipMovedError:
            claimed = store.clips.again(claimed)
        else:
            return
