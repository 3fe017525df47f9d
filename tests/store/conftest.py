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

from hiphinge.store import Store, open_store, sqlite_url

ENGINES = ("sqlite", "postgresql")
_PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin")) if Path("/usr/lib/postgresql").is_dir() else []


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
    home = Path(mkdtemp(prefix="hh-pg-"))
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


@pytest.fixture(params=ENGINES)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of an empty database of each engine in turn."""
    return _empty_database(request.param, request, tmp_path / "log.sqlite")


@pytest.fixture
def other_url(url: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of an empty database of the other engine."""
    other = "postgresql" if url.startswith("sqlite") else "sqlite"
    return _empty_database(other, request, tmp_path / "other.sqlite")


def _empty_database(engine: str, request: pytest.FixtureRequest, file: Path) -> str:
    if engine == "sqlite":
        return sqlite_url(file)
    server, name = request.getfixturevalue("postgresql"), f"t{secrets.token_hex(6)}"
    import psycopg

    with psycopg.connect(server.format(name="postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return str(server.format(name=name))


@pytest.fixture
def reopen(url: str, tmp_path: Path) -> Callable[[], Store]:
    """Open the same store as often as wanted."""
    return lambda: open_store(url, files=str(tmp_path / "files"))


@pytest.fixture
def store(reopen: Callable[[], Store]) -> Iterator[Store]:
    with reopen() as opened:
        yield opened
