"""What was kept of people in a folder moves into the store once: nothing lost, nothing twice, on both engines."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hiphinge.people import PersonFolder
from hiphinge.store import Store

EARLY, LATE = (datetime(year, 1, 1, tzinfo=UTC).timestamp() for year in (2020, 2090))


@pytest.fixture
def folder(tmp_path: Path) -> PersonFolder:
    return PersonFolder(place=tmp_path / "people")


def written(folder: PersonFolder, content: bytes, *, at: float) -> None:
    os.utime(folder.write("anna", "notes", content), (at, at))


def left(folder: PersonFolder) -> list[str]:
    return sorted(path.name for path in folder.place.iterdir() if path.name != ".lock")


def test_everything_moves_in_byte_for_byte(store: Store, folder: PersonFolder) -> None:
    folder.write("anna", "notes", b'{"practised": 3}\r\n')
    folder.write("ben b", "calibration", bytes(range(256)))
    folder.write("ben b", "profile", "stature_m = 1.8 # \N{SNOWMAN}".encode())
    assert folder.hand_over(store.documents.move_in) == 3
    assert store.documents.read("anna", "notes") == b'{"practised": 3}\r\n'
    assert store.documents.read("ben b", "calibration") == bytes(range(256))
    assert store.documents.read("ben b", "profile") == "stature_m = 1.8 # \N{SNOWMAN}".encode()
    assert left(folder) == []
    assert folder.hand_over(store.documents.move_in) == 0


def test_files_of_nobody_stay_where_they_are(store: Store, folder: PersonFolder) -> None:
    folder.write("anna", "notes", b"{}")
    for name in ("letter.txt", "Anna!.notes.json", "anna.notes.json.bak"):
        (folder.place / name).write_bytes(b"mine")
    folder.hand_over(store.documents.move_in)
    assert left(folder) == ["Anna!.notes.json", "anna.notes.json.bak", "letter.txt"]
    assert list(store.documents.kept()) == ["anna"]


@pytest.mark.parametrize(("at", "now", "earlier"), [(LATE, b"file", b"store"), (EARLY, b"store", b"file")])
def test_the_newer_one_counts_and_the_other_is_not_lost(
    store: Store, folder: PersonFolder, at: float, now: bytes, earlier: bytes
) -> None:
    store.documents.write("anna", "notes", b"store")
    written(folder, b"file", at=at)
    folder.hand_over(store.documents.move_in)
    assert store.documents.read("anna", "notes") == now
    assert store.documents.earlier("Anna") == {"anna.1.notes.json": earlier}
    assert [one.kind for one in store.documents.kept()["anna"]] == ["notes"]
    written(folder, b"third", at=EARLY)
    folder.hand_over(store.documents.move_in)
    assert store.documents.earlier("anna") == {"anna.1.notes.json": earlier, "anna.2.notes.json": b"third"}
    assert store.documents.erase_all("anna") == 3
    assert store.documents.earlier("anna") == {}


def test_what_moved_in_and_could_not_be_erased_is_not_kept_twice(store: Store, folder: PersonFolder) -> None:
    written(folder, b"file", at=EARLY)
    folder.hand_over(store.documents.move_in)
    for _ in range(2):
        written(folder, b"file", at=EARLY)
        store.documents.move_in(())
        folder.hand_over(store.documents.move_in)
    store.documents.write("anna", "notes", b"later")
    for _ in range(2):
        written(folder, b"file", at=EARLY)
        folder.hand_over(store.documents.move_in)
    assert store.documents.read("anna", "notes") == b"later"
    assert list(store.documents.earlier("anna").values()) == [b"file"]


KILLED = """
import os, sys
from pathlib import Path
from hiphinge.people import PersonFolder
from hiphinge.store import open_store

url, files, place, when = sys.argv[1:]
with open_store(url, files=files) as store:
    def take(handed):
        if when == "before":
            os._exit(9)
        store.documents.move_in(handed)
        os._exit(9)
    PersonFolder(place=Path(place)).hand_over(take)
"""


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_move_that_is_killed_is_finished_by_the_next(store: Store, folder: PersonFolder, url: str, when: str) -> None:
    written(folder, b"notes", at=EARLY)
    folder.write("anna", "profile", b"profile")
    command = [sys.executable, "-c", KILLED, url, store.files.address, str(folder.place), when]
    assert subprocess.run(command, check=False).returncode == 9
    assert left(folder) == ["anna.notes.json", "anna.profile.toml"]
    assert folder.hand_over(store.documents.move_in) == 2
    assert left(folder) == []
    assert (store.documents.read("anna", "notes"), store.documents.read("anna", "profile")) == (b"notes", b"profile")
    assert store.documents.earlier("anna") == {}


def test_a_move_that_fails_leaves_the_files(store: Store, folder: PersonFolder) -> None:
    written(folder, b"notes", at=EARLY)

    def fail(_handed: object) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        folder.hand_over(fail)
    assert left(folder) == ["anna.notes.json"]
    assert store.documents.kept() == {}
