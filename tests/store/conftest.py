"""Every test of the store runs on SQLite and on a PostgreSQL that is started here from the system's package."""

import os
import secrets
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest

from hiphinge.store import Database, Store, open_store, sqlite_url
from hiphinge.store.revisions import ensure_present

ENGINES = ("sqlite", "postgresql")
_PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin")) if Path("/usr/lib/postgresql").is_dir() else []


_IN_MEMORY = Path("/dev/shm")  # noqa: S108  # only a folder of its own in it is used
"""Where a hundred databases are removed at once; on a disk that takes longer than every test with them."""
_ROOM_BYTES = 4 << 30


def _has_room(folder: Path) -> bool:
    return os.access(folder, os.W_OK) and shutil.disk_usage(folder).free > _ROOM_BYTES


def _program(name: str) -> str:
    found = shutil.which(name, path=os.pathsep.join([*map(str, reversed(_PROGRAMS)), os.environ.get("PATH", "")]))
    if found is None:
        pytest.skip(f"no {name}: PostgreSQL is not installed")
    return found


def _run(*command: str) -> None:
    """Run one of PostgreSQL's programs, which refuse to be root, as the user that its package adds."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    given: Any = {"user": "postgres", "extra_groups": []} if root else {}
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/", **given)
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """Return the address of an empty server that only this process can reach, without its database's name."""
    # A socket's path may have 107 characters, so it is not in the test's folder.
    home = Path(mkdtemp(prefix="hh-pg-", dir=_IN_MEMORY if _has_room(_IN_MEMORY) else None))
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        shutil.chown(home, "postgres")
    data = str(home / "data")
    try:
        _run(_program("initdb"), "--pgdata", data, "--auth", "trust", "--username", "hiphinge", "--no-sync")
        options = f"-k {home} -c listen_addresses= -c fsync=off"
        _run(_program("pg_ctl"), "--pgdata", data, "--options", options, "--log", str(home / "log"), "--wait", "start")
        try:
            yield f"postgresql://hiphinge@/{{name}}?host={home}"
        finally:
            _run(_program("pg_ctl"), "--pgdata", data, "--mode", "immediate", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def filled_postgresql(postgresql: str) -> str:
    """Return the address of the server, which has a database `filled` with the newest tables to copy."""
    _create("filled", "template1", postgresql)
    database = Database(postgresql.format(name="filled"))
    ensure_present(database)
    database.close()
    return postgresql


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """Return the name of each engine in turn."""
    return str(request.param)


@pytest.fixture
def url(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of a database of each engine in turn, with no row in its tables."""
    return _new_database(engine, request, tmp_path / "log.sqlite")


@pytest.fixture
def other_url(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of such a database of the other engine."""
    (other,) = {*ENGINES} - {engine}
    return _new_database(other, request, tmp_path / "other.sqlite")


@pytest.fixture
def empty_url(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of a database of each engine in turn, without any table."""
    if engine == "sqlite":
        return sqlite_url(tmp_path / "empty.sqlite")
    return _create(f"t{secrets.token_hex(6)}", "template1", request.getfixturevalue("postgresql"))


def _new_database(engine: str, request: pytest.FixtureRequest, file: Path) -> str:
    if engine == "sqlite":
        return sqlite_url(file)  # which gets its tables as it is opened (tests/conftest.py)
    return _create(f"t{secrets.token_hex(6)}", "filled", request.getfixturevalue("filled_postgresql"))


def _create(name: str, template: str, server: str) -> str:
    import psycopg

    with psycopg.connect(server.format(name="postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}".encode())
    return str(server.format(name=name))


@pytest.fixture
def reopen(url: str, tmp_path: Path) -> Callable[[], Store]:
    """Open the same store as often as wanted."""
    return lambda: open_store(url, files=str(tmp_path / "files"))


@pytest.fixture
def store(reopen: Callable[[], Store]) -> Iterator[Store]:
    with reopen() as opened:
        yield opened
