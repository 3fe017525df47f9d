#!/usr/bin/env python3
"""How long the training log takes with 100,000 sets of 200 people: its last page, one person's sets, and logging one.

    python benchmarks/log.py [--url postgresql://...]

Prints the median of each in milliseconds beside its limit; exit code 1 where one is above it.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from hiphinge.documents.training_log import LoadRecord, PersonRecord, SessionRecord, SetRecord
from hiphinge.store import Store, open_store, sqlite_url
from hiphinge.store.columns import new_id
from hiphinge.workflow.log_keeping import log_sets, sets_together

if TYPE_CHECKING:
    from collections.abc import Callable

PEOPLE, SETS, LARGEST = 200, 100_000, 5_000
SETS_OF_SESSION = 20
EXERCISES = ("romanian_deadlift", "conventional_deadlift", "good_morning", "goblet_squat")
BEGAN = datetime(2024, 1, 1, 17, tzinfo=UTC)
LIMITS_MS = {"the log's last page": 50.0, "all sets of one person": 300.0, "logging a line of three sets": None}


def fill(store: Store) -> PersonRecord:
    """Put everybody's sets into an empty store, and return who has the most."""
    others = (SETS - LARGEST) // (PEOPLE - 1)
    rest = SETS - LARGEST - others * (PEOPLE - 1)
    first: PersonRecord | None = None
    for number in range(PEOPLE):
        person = store.people.add(f"person {number}", adult=True)
        first = first or person
        add_sets(store, person, LARGEST if number == 0 else others + (rest if number == 1 else 0))
    assert first is not None  # noqa: S101  # there are people
    return first


def add_sets(store: Store, person: PersonRecord, count: int) -> None:
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


def median_ms(what: Callable[[], object], *, times: int = 15) -> float:
    """Return the median time of a call in milliseconds, after one that does not count."""
    what()
    spans = []
    for _ in range(times):
        began = time.perf_counter()
        what()
        spans.append(1e3 * (time.perf_counter() - began))
    return statistics.median(spans)


def measured(store: Store, person: PersonRecord) -> dict[str, float]:
    """Return the median time of each in milliseconds."""
    return {
        "the log's last page": median_ms(lambda: sets_together(store.log.page(person, size=30))),
        "all sets of one person": median_ms(lambda: store.log.sets(person)),
        "logging a line of three sets": median_ms(lambda: log_sets(store, person, "rdl 3x8 60kg rpe 7")),
    }


def main() -> int:
    """Fill a store, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", help="an empty database; a SQLite file of its own if not given")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = given.url or sqlite_url(Path(folder) / "log.sqlite")
        with open_store(url, files=str(Path(folder) / "files")) as store:
            began = time.perf_counter()
            person = fill(store)
            print(f"filled with {SETS} sets of {PEOPLE} people in {time.perf_counter() - began:.1f} s")
            found = measured(store, person)
    for what, span_ms in found.items():
        limit = LIMITS_MS[what]
        print(f"{what}: {span_ms:.1f} ms" + ("" if limit is None else f" (limit {limit:g} ms)"))
    return int(any(limit is not None and found[what] > limit for what, limit in LIMITS_MS.items()))


if __name__ == "__main__":
    sys.exit(main())
