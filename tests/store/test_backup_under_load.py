"""A backup that is taken while others write holds one moment, and brings each of its fields back to an empty place."""

import os
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from tests.store.conftest import _create, _program

from hiphinge.store import Database, Store, open_store, sqlite_url
from hiphinge.store.tables import METADATA
from hiphinge.workflow.log_keeping import log_sets

PEOPLE = 3


def rows_of(store: Store) -> Mapping[str, Mapping[tuple[Any, ...], Mapping[str, Any]]]:
    """Return every row of every table by its key."""
    with store.database.reading() as connection:
        return {
            table.name: {
                tuple(row[column.name] for column in table.primary_key): dict(row)
                for row in connection.execute(select(table)).mappings()
            }
            for table in METADATA.sorted_tables
        }


@contextmanager
def people_who_log(store: Store) -> Iterator[dict[str, int]]:
    """Let each person log one kilogram more from set to set, as fast as they can; yield what each logged last."""
    over, logged = threading.Event(), {}
    started = threading.Barrier(PEOPLE + 1)

    def train(name: str) -> None:
        person, load = store.people.named(name), 20
        while not over.is_set():
            log_sets(store, person, f"rdl 1x8 {load}kg")
            logged[person.id] = load
            if load == 20:
                started.wait()
            load += 1

    for number in range(PEOPLE):
        store.people.add(f"Lifter {number}", adult=True)
    threads = [threading.Thread(target=train, args=(f"Lifter {number}",), daemon=True) for number in range(PEOPLE)]
    for thread in threads:
        thread.start()
    started.wait()
    try:
        yield logged
    finally:
        over.set()
        for thread in threads:
            thread.join()


def run(*command: str) -> None:
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    given: Any = {"user": "postgres", "extra_groups": []} if root else {}
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/", **given)
    assert done.returncode == 0, done.stderr


@pytest.fixture
def copied(store: Store, engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Any]:
    """Return what backs the store up, with the engine's own way, and what opens the backup in an empty place."""
    if engine == "sqlite":
        file = tmp_path / "backup.sqlite"

        def restored() -> Store:
            empty = open_store(sqlite_url(tmp_path / "empty" / "log.sqlite"), files=str(tmp_path / "files"))
            empty.upkeep.restore(file)
            return empty

        (tmp_path / "empty").mkdir()
        yield (lambda: store.upkeep.back_up(file)), restored
        return
    server = request.getfixturevalue("postgresql")
    place = Path(server.partition("?host=")[2])
    dump = place / f"{store.database.url.database}.dump"
    address = store.database.url.set(drivername="postgresql").render_as_string(hide_password=False)

    def from_dump() -> Store:
        empty = _create(f"{store.database.url.database}r", "template0", server)
        run(_program("pg_restore"), "--dbname", empty, "--exit-on-error", str(dump))
        return Store(Database(empty), store.files)

    yield (lambda: run(_program("pg_dump"), "--format=custom", "--file", str(dump), address)), from_dump
    dump.unlink(missing_ok=True)


def test_a_backup_under_load_is_one_moment_and_comes_back_field_by_field(store: Store, copied: Any) -> None:
    back_up, restored = copied
    with people_who_log(store) as logged:
        before = dict(logged)
        back_up()
        after = {person: load + 1 for person, load in logged.items()}  # one more may have been on its way
    everything = rows_of(store)
    with restored() as empty:
        found = rows_of(empty)
        assert empty.database.revision() == store.database.revision()
    for table, rows in found.items():
        assert rows == {key: everything[table].get(key) for key in rows}, table
    for person, first in before.items():
        loads = sorted(row["load_value"] for row in found["sets"].values() if row["person"] == person)
        assert loads == list(range(20, 20 + len(loads))), "no set is missing between others"
        assert first <= loads[-1] <= after[person]
    assert {row["session"] for row in found["sets"].values()} <= {key[0] for key in found["sessions"]}


def test_a_backup_at_rest_is_the_same_in_every_field(store: Store, copied: Any) -> None:
    back_up, restored = copied
    with people_who_log(store):
        pass
    back_up()
    with restored() as empty:
        assert rows_of(empty) == rows_of(store)
