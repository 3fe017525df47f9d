"""Killed while it logs, files and imports: what was acknowledged is there, nothing is half there, nothing twice.

``MOMENTS=50 pytest tests/store/test_killed.py`` kills at more moments than every run of the tests does.
"""

import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from hiphinge.errors import InputUnreadableError, OutputError
from hiphinge.store import Store, open_store, sqlite_url
from hiphinge.workflow.data_transfer import import_person
from hiphinge.workflow.log_keeping import log_sets

MOMENTS = int(os.environ.get("MOMENTS", "10"))

WRITER = """
import sys
from pathlib import Path
from hiphinge.store import NewAnalysis, open_store
from hiphinge.workflow.log_keeping import log_sets

url, files, folder, name = sys.argv[1:]
with open_store(url, files=files) as store:
    person = store.people.named("anna")
    print("ready", flush=True)
    for number in range(100_000):
        log_sets(store, person, f"rdl 3x8 60kg note {name} {number}")
        print(f"set {number}", flush=True)
        clip = Path(folder) / f"{name}-{number}"
        clip.write_bytes(clip.name.encode() * 5_000)
        store.recordings.file(person, NewAnalysis(sha256=f"{hash(clip.name) % 16**12:064x}", name=clip.name,
            hiphinge_version="0.1", schema="hiphinge.analysis/3", exercise="romanian_deadlift", repetitions=1,
            document=b"{}", video=clip))
        print(f"file {number}", flush=True)
        clip.unlink()
"""


def test_nothing_acknowledged_is_lost_half_or_twice(
    store: Store, url: str, tmp_path: Path, reopen: Callable[[], Store]
) -> None:
    person = store.people.add("Anna", adult=True)
    moments, acknowledged = random.Random(4), set[tuple[str, str]]()  # noqa: S311  # moments, no secret
    for run in range(MOMENTS):
        command = [sys.executable, "-c", WRITER, url, store.files.address, str(tmp_path), f"run{run}"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            time.sleep(moments.uniform(0.0, 0.6))
            process.kill()
            said = process.stdout.read().splitlines()
        acknowledged |= {
            (kind, f"run{run} {number}") for kind, number in (line.split() for line in said if " " in line)
        }
    assert len(acknowledged) > MOMENTS, "there was something to lose"
    with reopen() as again:
        counts = Counter(one.note for one in again.log.sets(person))
        assert set(counts.values()) <= {3}, "a line is there whole or not at all, and once"
        assert {name for kind, name in acknowledged if kind == "set"} <= counts.keys()
        assert len(counts) <= len({name for kind, name in acknowledged if kind == "set"}) + MOMENTS
        names = Counter(one.name.replace("-", " ") for one in again.recordings.all(person))
        assert set(names.values()) <= {1}
        assert {name for kind, name in acknowledged if kind == "file"} <= names.keys()
        assert again.upkeep.check(settled=timedelta(0)).sound
        assert set(again.files.written()) == again.recordings.files_of(person), "no stray file is left"


IMPORTER = """
import sys
from pathlib import Path
from hiphinge.store import open_store
from hiphinge.workflow.data_transfer import import_person

url, files, source = sys.argv[1:]
with open_store(url, files=files) as store:
    print("ready", flush=True)
    import_person(store, Path(source))
    print("done", flush=True)
"""


def test_an_import_is_there_whole_or_not_at_all(store: Store, url: str, tmp_path: Path) -> None:
    from hiphinge.workflow.data_keeping import erase_person
    from hiphinge.workflow.data_transfer import export_person

    person = store.people.add("Anna", adult=True)
    for day in range(1, 28):
        log_sets(store, person, "rdl 50x8 60kg", at=f"2026-01-{day:02d}")
    export_person(store, "Anna", tmp_path / "a.zip")
    before = store.transfer.log_of("Anna")
    erase_person(store, "Anna")
    moments = random.Random(4)  # noqa: S311  # moments, no secret
    for _ in range(MOMENTS):
        command = [sys.executable, "-c", IMPORTER, url, store.files.address, str(tmp_path / "a.zip")]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            time.sleep(moments.uniform(0.0, 0.8))
            process.kill()
            done = "done" in process.stdout.read()
        people = store.people.all()
        assert people or not done
        if people:
            assert store.transfer.log_of("Anna") == before
            erase_person(store, "Anna")
    import_person(store, tmp_path / "a.zip")
    assert store.transfer.log_of("Anna") == before


FULL = """
import resource, signal, sys
from hiphinge.errors import OutputError
from hiphinge.store import open_store
from hiphinge.workflow.log_keeping import log_sets

url, files = sys.argv[1:]
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with open_store(url, files=files) as store:
    person = store.people.named("anna")
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, resource.RLIM_INFINITY))
    for number in range(1_000):
        try:
            log_sets(store, person, f"rdl 50x8 60kg note {number}")
        except OutputError as error:
            print(error)
            break
        print(number, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="platform: no limit on the size of files")
def test_a_full_disk_is_a_clear_error_and_loses_nothing(tmp_path: Path) -> None:
    url, files = sqlite_url(tmp_path / "log.sqlite"), str(tmp_path / "files")
    with open_store(url, files=files) as store:
        person = store.people.add("Anna", adult=True)
    done = subprocess.run([sys.executable, "-c", FULL, url, files], capture_output=True, text=True, check=True)
    *kept, said = done.stdout.splitlines()
    assert kept
    assert said.startswith("Nothing was changed: the training log at ")
    with open_store(url, files=files) as store:
        assert Counter(one.note for one in store.log.sets(person)) == dict.fromkeys(kept, 50)
        log_sets(store, person, "rdl 3x8 60kg")


def test_what_is_wrong_with_the_disk_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite says "disk I/O error" or "unable to open" where a full or read-only disk keeps it from reading, too."""
    (tmp_path / "log.sqlite").mkdir()
    url = sqlite_url(tmp_path / "log.sqlite")
    with monkeypatch.context() as patch:
        patch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=4096))
        with pytest.raises(OutputError, match="No space is left on its disk: free some"):
            open_store(url, files="unused")
    with monkeypatch.context() as patch:
        patch.setattr("os.access", lambda *_: False)
        with pytest.raises(OutputError, match=r"The folder .* may not be written, and has to be, also to read the log"):
            open_store(url, files="unused")
    with pytest.raises(InputUnreadableError):
        open_store(url, files="unused")


def test_a_log_that_may_not_be_written_is_a_clear_error(tmp_path: Path) -> None:
    """Who is root may write everywhere, so the database itself says that it may only be read."""
    from sqlalchemy import event

    url = sqlite_url(tmp_path / "log.sqlite")
    with open_store(url, files=str(tmp_path / "files")) as store:
        person = store.people.add("Anna", adult=True)
        store.database.close()
        event.listen(store.database.engine, "connect", lambda db, _: db.execute("PRAGMA query_only = ON"))
        with pytest.raises(
            OutputError, match=r"Nothing was changed: the training log at .* cannot be written: .*readonly"
        ):
            log_sets(store, person, "rdl 3x8 60kg")
        assert store.log.count(person) == 0
    (tmp_path / "folder").mkdir()
    with pytest.raises(InputUnreadableError, match="cannot be read: unable to open"):
        open_store(sqlite_url(tmp_path / "folder"), files="unused")
