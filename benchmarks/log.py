#!/usr/bin/env python3
"""How long the training log takes with 100,000 sets of 200 people and 10,000 analyses of their videos.

    python benchmarks/log.py [--url postgresql://...] [--times 15]

Prints the median and the least time of each in milliseconds beside its limit; exit code 1 where a median is above it.
"Progress" is all that `hiphinge progress` does once its code is loaded: it opens the store, reads, computes, writes the
page and prints the tables.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
import zlib
from contextlib import redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert

from hiphinge.cli.progressing import progress
from hiphinge.documents.training_log import LoadRecord, PersonRecord, SessionRecord, SetRecord
from hiphinge.quantities import QUANTITIES
from hiphinge.store import Store, open_store, sqlite_url
from hiphinge.store.columns import new_id
from hiphinge.store.tables import analyses, analysis_documents, measured_sets, recordings
from hiphinge.workflow.log_keeping import log_sets, sets_together
from hiphinge.workflow.set_numbers import JUDGED, LOAD
from hiphinge.workflow.training_progress import progress_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PEOPLE, SETS, LARGEST, ANALYSES = 200, 100_000, 5_000, 10_000
SETS_OF_SESSION = 20
DOCUMENT_BYTES = 4_000
"""Of an ``analysis.json`` as it is kept, compressed."""
EXERCISES = ("romanian_deadlift", "conventional_deadlift", "good_morning", "goblet_squat")
BEGAN = datetime(2024, 1, 1, 17, tzinfo=UTC)
PAGE, PROGRESS = "the log's last page", "one person's progress, all of it"
LIMITS_MS = {PAGE: 50.0, PROGRESS: 300.0}


@dataclass(frozen=True, kw_only=True)
class Spans:
    """How long something took in milliseconds; ``processor`` is what of it was work, however busy the machine is."""

    median: float
    least: float
    processor: float


def fill(store: Store) -> PersonRecord:
    """Put everybody's sets and analyses into an empty store, and return who has the most."""
    found = []
    filmed = shares(ANALYSES, LARGEST * ANALYSES // SETS)
    for number, (sets, count) in enumerate(zip(shares(SETS, LARGEST), filmed, strict=True)):
        person = store.people.add(f"person {number}", adult=True)
        add_analyses(store, add_sets(store, person, sets), count)
        found.append(person)
    return found[0]


def shares(total: int, largest: int) -> list[int]:
    """Return how much of a total each person has, the largest first, the others alike."""
    others, rest = divmod(total - largest, PEOPLE - 1)
    return [largest, *(others + (number < rest) for number in range(PEOPLE - 1))]


def add_sets(store: Store, person: PersonRecord, count: int) -> list[SetRecord]:
    """Put so many sets into a person's log, twenty to a session, a session every other day."""
    sessions, sets = [], []
    for number in range(count):
        day, position = divmod(number, SETS_OF_SESSION)
        moment = BEGAN + timedelta(days=2 * day, minutes=3 * position)
        if position == 0:
            sessions.append(SessionRecord(id=new_id(), person=person.id, started_at=moment, zone="UTC"))
        sets.append(
            SetRecord(
                id=new_id(),
                person=person.id,
                session=sessions[-1].id,
                position=position,
                performed_at=moment,
                exercise=EXERCISES[position % len(EXERCISES)],
                exercise_name=EXERCISES[position % len(EXERCISES)],
                load=LoadRecord(value=60.0 + number % 40, unit="kg"),
                repetitions=5 + number % 6,
                rpe=7.0,
            )
        )
    store.log.add(sessions, sets)
    return sets


def add_analyses(store: Store, logged: list[SetRecord], count: int) -> None:
    """Put analyses of so many of the logged sets into the store, every quantity measured in each."""
    random = Random(count)  # noqa: S311  # numbers to measure with, no secret
    step = len(logged) / max(count, 1)
    rows: list[list[dict[str, Any]]] = [[], [], [], []]
    for number in range(count):
        for into, new in zip(rows, _analysis(logged[int(number * step)], random), strict=True):
            into.extend(new)
    with store.database.writing() as connection:
        for table, several in zip((recordings, analyses, analysis_documents, measured_sets), rows, strict=True):
            for start in range(0, len(several), 5_000):
                connection.execute(insert(table), several[start : start + 5_000])
    for one, analysis in zip((logged[int(n * step)] for n in range(count)), rows[1], strict=True):
        if random.random() < 0.01:  # noqa: PLR2004  # each is a transaction; the others have the load of their video
            store.log.change(one.model_copy(update={"analysis": analysis["id"], "analysis_set": 1}))


def _analysis(one: SetRecord, random: Random) -> Iterator[list[dict[str, Any]]]:
    """Yield the rows of one recording and its analysis, table by table."""
    recording, analysis = new_id(), new_id()
    mine = {"person": one.person, "recording": recording}
    moment = one.performed_at
    yield [
        {"id": recording, "person": one.person, "sha256": random.randbytes(32).hex(), "name": "set.mp4"}
        | {"recorded_at": moment, "zone": "UTC", "filed_at": moment, "duration_s": 31.0}
    ]
    yield [
        {"id": analysis, "analysed_at": moment, "hiphinge_version": "0.1", "schema": "hiphinge.analysis/3"}
        | {"exercise": one.exercise, "repetitions": 8}
        | mine
    ]
    yield [{"analysis": analysis, "content": zlib.compress(random.randbytes(DOCUMENT_BYTES), 0)}]
    measured = {id_: random.gauss(40.0, 3.0) for id_ in QUANTITIES} | {LOAD: 60.0, JUDGED: 7.0}
    yield [
        {"analysis": analysis, "set": 1, "quantity": id_, "repetitions": 8, "median": value, "spread": 2.0}
        | {"half_width": 3.0}
        for id_, value in measured.items()
    ]


def spans(what: Callable[[], object], *, times: int) -> Spans:
    """Return the times of a call, after one that does not count."""
    what()
    found, worked = [], []
    for _ in range(times):
        began, before = time.perf_counter(), time.process_time()
        what()
        found.append(1e3 * (time.perf_counter() - began))
        worked.append(1e3 * (time.process_time() - before))
    return Spans(median=statistics.median(found), least=min(found), processor=statistics.median(worked))


def measured(store: Store, person: PersonRecord, page: Path, *, times: int) -> Iterator[tuple[str, Spans]]:
    """Yield how long each takes."""

    def whole_command() -> None:
        with redirect_stdout(StringIO()):
            progress(person=person.name, out=page, open_=False)

    yield PAGE, spans(lambda: sets_together(store.log.page(person, size=30)), times=times)
    yield PROGRESS, spans(whole_command, times=times)
    yield "of that, read and computed", spans(lambda: progress_of(store, person), times=times)
    yield "all sets of one person", spans(lambda: store.log.sets(person), times=times)
    yield "logging a line of three sets", spans(lambda: log_sets(store, person, "rdl 3x8 60kg rpe 7"), times=times)
    command = [sys.executable, "-m", "hiphinge", "progress", "--person", person.name, "--out", str(page), "--no-open"]
    yield (
        "`hiphinge progress` with the start of Python",
        spans(lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL), times=min(times, 5)),
    )


def main() -> int:
    """Fill a store, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", help="an empty database; a SQLite file of its own if not given")
    parser.add_argument("--times", type=int, default=15, help="how often each is measured")
    given = parser.parse_args()
    slow = False
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url, files = given.url or sqlite_url(folder / "log.sqlite"), str(folder / "files")
        os.environ |= {"HIPHINGE_DATABASE": url, "HIPHINGE_FILES": files}
        with open_store(url, files=files) as store:
            began = time.perf_counter()
            person = fill(store)
            print(
                f"filled with {SETS} sets and {ANALYSES} analyses of {PEOPLE} people in "
                f"{time.perf_counter() - began:.1f} s"
            )
            for what, found in measured(store, person, folder / "progress.html", times=given.times):
                limit = LIMITS_MS.get(what)
                slow |= limit is not None and found.median > limit
                goal = "" if limit is None else f" (limit {limit:g} ms)"
                work = f", of it work of this process {found.processor:.1f} ms"
                print(f"{what}: median {found.median:.1f} ms, least {found.least:.1f} ms{work}{goal}", flush=True)
    return int(slow)


if __name__ == "__main__":
    sys.exit(main())
