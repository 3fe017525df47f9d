"""Every field that the first tables hold is there after the upgrade, also where two processes upgrade at once."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Boolean, Column, DateTime, Float, Integer, LargeBinary, MetaData, insert, select

from hiphinge.store import Database, open_store
from hiphinge.store.revisions import revisions, upgrade_to
from hiphinge.store.store import NEWEST

ROWS = 3
MOMENT = datetime(2026, 1, 2, 3, 4, 5)  # noqa: DTZ001  # UTC, as a database keeps it
CHOICES = {"zone": "Europe/Vienna", "unit": "lb", "load_unit": "lb", "kind": "work"}
OPEN = """
import sys, time
from pathlib import Path
from hiphinge.store import open_store
import hiphinge.store.revisions
Path(sys.argv[2]).touch()
while not Path(sys.argv[3]).exists():
    time.sleep(0.01)
open_store(sys.argv[1], files="unused").close()
"""
"""Opens a store at the same moment as the other process."""


def drawn_up(column: Column[Any], number: int) -> Any:
    """Return a value that no other column and row has, where the type of the column lets it."""
    text = f"{column.table.name}.{column.name}.{number}"
    key = next(iter(column.foreign_keys), None)
    if key is not None:
        return f"{key.column.table.name}.{key.column.name}.{number}"[:32]
    if column.name in CHOICES:
        return CHOICES[column.name]
    kinds: tuple[tuple[type[Any], Any], ...] = (
        (Boolean, True),
        (DateTime, MOMENT + timedelta(minutes=len(text) * ROWS + number)),
        (LargeBinary, text.encode()),
        (Integer, number + 1),
        (Float, number + 0.25),
    )
    for kind, value in kinds:
        if isinstance(column.type, kind):
            return value
    return text[: getattr(column.type, "length", None) or len(text)]


def fill(database: Database) -> dict[str, list[dict[str, Any]]]:
    """Put rows into every table, each of which has every field; return them by table."""
    known = MetaData()
    with database.writing() as connection:
        known.reflect(connection)
        rows = {}
        for table in known.sorted_tables:
            if table.name != "alembic_version":
                rows[table.name] = [{c.name: drawn_up(c, number) for c in table.columns} for number in range(ROWS)]
                connection.execute(insert(table), rows[table.name])
    return rows


def kept(database: Database) -> Mapping[str, list[dict[str, Any]]]:
    """Return every row of every table."""
    known = MetaData()
    with database.reading() as connection:
        known.reflect(connection)
        return {
            table.name: [dict(row) for row in connection.execute(select(table)).mappings()]
            for table in known.sorted_tables
        }


def test_every_field_of_the_first_tables_is_there_afterwards(empty_url: str) -> None:
    database = Database(empty_url)
    upgrade_to(database, revisions()[0])
    before = fill(database)
    assert {"people", "sessions", "sets", "body_weights", "consents", "kept_documents"} <= before.keys()
    upgrade_to(database, NEWEST)
    after = kept(database)
    database.close()
    for table, rows in before.items():
        fields = rows[0].keys()
        now = [{name: row[name] for name in fields} for row in after[table]]
        first = next(iter(fields))
        assert sorted(now, key=lambda row: str(row[first])) == sorted(rows, key=lambda row: str(row[first])), table


def test_two_processes_upgrade_at_once(empty_url: str, tmp_path: Path) -> None:
    database = Database(empty_url)
    upgrade_to(database, revisions()[0])
    before = fill(database)
    go = tmp_path / "go"
    ready = [tmp_path / "first", tmp_path / "second"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", OPEN, empty_url, str(one), str(go)], stderr=subprocess.PIPE, env=environment
        )
        for one in ready
    ]
    until = time.monotonic() + 120
    while not all(one.exists() for one in ready) and time.monotonic() < until:
        time.sleep(0.01)
    go.touch()
    ended = [(process.communicate()[1].decode()[-2000:], process.returncode) for process in processes]
    assert ended == [("", 0), ("", 0)]
    assert database.revision() == NEWEST
    assert {name: len(rows) for name, rows in kept(database).items() if name in before} == dict.fromkeys(before, ROWS)
    database.close()
    with open_store(empty_url, files="unused") as store:
        assert len(store.people.all()) == ROWS
