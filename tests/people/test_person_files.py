"""What is kept of people: found by name, changed by one process at a time, written whole, erased whole."""

import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest

from hiphinge.errors import InputUnreadableError, OutputError, UsageError
from hiphinge.people import KINDS, KeptFile, Kind, PersonFiles, PersonFolder, person_key
from hiphinge.store import open_store, sqlite_url
from hiphinge.workflow.notes import note_answers, note_practice, notes_file, read_notes
from hiphinge.workflow.stores import person_files

DAY = date(2026, 5, 17)


class InMemory:
    """`PersonFiles` without a folder, as a store could be."""

    def __init__(self) -> None:
        self.contents: dict[tuple[str, Kind], bytes] = {}

    @property
    def place(self) -> Path:
        return Path("memory")

    def kept(self) -> Mapping[str, tuple[KeptFile, ...]]:
        found: dict[str, tuple[KeptFile, ...]] = {}
        for person, kind in sorted(self.contents):
            one = KeptFile(person=person, kind=kind, place=self.place_of(person, kind), file_name=f"{person}.{kind}")
            found[person] = (*found.get(person, ()), one)
        return found

    def place_of(self, person: str, kind: Kind) -> Path:
        return self.place / person_key(person) / kind

    def read(self, person: str, kind: Kind) -> bytes | None:
        return self.contents.get((person_key(person), kind))

    def change(self, person: str, kind: Kind, change: Callable[[bytes | None], bytes]) -> Path:
        return self.write(person, kind, change(self.read(person, kind)))

    def write(self, person: str, kind: Kind, content: bytes) -> Path:
        self.contents[person_key(person), kind] = content
        return self.place_of(person, kind)

    def erase(self, person: str, kinds: tuple[Kind, ...] = KINDS) -> tuple[Path, ...]:
        gone = [kind for kind in kinds if self.contents.pop((person_key(person), kind), None) is not None]
        return tuple(self.place_of(person, kind) for kind in gone)


@pytest.fixture
def folder(tmp_path: Path) -> PersonFolder:
    return PersonFolder(place=tmp_path / "people")


@pytest.fixture(params=["folder", "memory", "store"])
def files(request: pytest.FixtureRequest, folder: PersonFolder, tmp_path: Path) -> Iterator[PersonFiles]:
    if request.param == "store":
        with open_store(sqlite_url(tmp_path / "log.sqlite"), files=str(tmp_path / "files")) as store:
            yield store.documents
        return
    yield folder if request.param == "folder" else InMemory()


def test_what_is_written_is_found_by_the_name_however_it_is_written(files: PersonFiles) -> None:
    assert files.read("Anna B", "notes") is None
    place = files.write("Anna B", "notes", b"one")
    assert place == files.place_of(" anna b ", "notes")
    assert files.read("ANNA B", "notes") == b"one"
    assert files.read("anna b", "calibration") is None
    assert files.change("anna b", "notes", lambda old: (old or b"") + b", two") == place
    assert files.read("anna b", "notes") == b"one, two"
    assert files.change("ben", "profile", lambda old: b"" if old else b"first") == files.place_of("ben", "profile")
    assert {name: [one.kind for one in several] for name, several in files.kept().items()} == {
        "anna b": ["notes"],
        "ben": ["profile"],
    }


def test_what_is_erased_is_gone_and_nothing_else(files: PersonFiles) -> None:
    for person in ("ann", "anna"):
        for kind in KINDS:
            files.write(person, kind, kind.encode())
    assert files.erase("ann", ("calibration",)) == (files.place_of("ann", "calibration"),)
    assert files.erase("ann", ("calibration",)) == ()
    assert len(files.erase("Ann")) == len(KINDS) - 1
    assert list(files.kept()) == ["anna"]
    assert [files.read("anna", kind) for kind in KINDS] == [kind.encode() for kind in KINDS]


@pytest.mark.parametrize("name", ["../anna", "", "a/b", "x" * 41, ".hidden", "anna.json"])
def test_a_name_that_no_file_can_have_is_refused(files: PersonFiles, name: str) -> None:
    for refused in (
        lambda: files.read(name, "notes"),
        lambda: files.write(name, "notes", b""),
        lambda: files.erase(name),
        lambda: files.place_of(name, "notes"),
    ):
        with pytest.raises(UsageError, match="up to 40 letters"):
            refused()
    assert files.kept() == {}


def test_a_change_that_fails_leaves_what_was_there(files: PersonFiles) -> None:
    files.write("anna", "notes", b"old")

    def fail(_old: bytes | None) -> bytes:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        files.change("anna", "notes", fail)
    assert files.read("anna", "notes") == b"old"
    files.write("anna", "notes", b"new")


def test_notes_are_kept_and_erased_wherever_they_are(files: PersonFiles) -> None:
    note_answers("Anna", {"pregnancy": True}, on=DAY, files=files)
    note_practice("anna", repetitions=5, passed="find_your_shape", on=DAY, files=files)
    note_practice("anna", repetitions=3, passed="find_your_shape", on=date(2026, 6, 1), files=files)
    notes = read_notes("ANNA", files)
    assert (notes.person, notes.practised, notes.answers) == ("Anna", 8, {"pregnancy": True})
    assert notes.passed == {"find_your_shape": "2026-05-17"}, "the first day counts"
    (one,) = files.kept()["anna"]
    assert one.place == notes_file("anna", files)
    assert files.erase("Anna") == (one.place,)
    assert read_notes("anna", files).practised == 0


# The folder.


def test_the_store_of_the_user_is_the_one_that_is_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert (person_files().read("anna", "notes"), person_files().kept()) == (None, {})
    assert list(tmp_path.iterdir()) == [], "reading makes no store"
    note_practice("anna", repetitions=1, passed=None, on=DAY)
    assert person_files().place == tmp_path / "hiphinge" / "log.sqlite"
    assert list(person_files().kept()) == ["anna"]
    assert not (tmp_path / "hiphinge" / "people").exists()


def test_reading_makes_no_folder(folder: PersonFolder) -> None:
    assert (folder.read("anna", "notes"), folder.kept(), folder.erase("anna")) == (None, {}, ())
    assert not folder.place.exists()


def test_other_files_in_the_folder_are_nobodys(folder: PersonFolder) -> None:
    folder.write("anna", "notes", b"{}")
    for name in ("letter.txt", ".notes.json", "anna.json", "anna.notes.toml", "anna.notes.json.bak"):
        (folder.place / name).touch()
    assert [one.file_name for several in folder.kept().values() for one in several] == ["anna.notes.json"]


def test_what_cannot_be_read_is_an_error_that_names_it(folder: PersonFolder) -> None:
    folder.place_of("anna", "notes").mkdir(parents=True)
    with pytest.raises(InputUnreadableError, match=r"The notes .*anna\.notes\.json cannot be read"):
        folder.read("anna", "notes")


def test_what_cannot_be_erased_is_named_and_the_rest_is_gone(folder: PersonFolder) -> None:
    folder.place_of("anna", "notes").mkdir(parents=True)
    folder.write("anna", "calibration", b"{}")
    with pytest.raises(OutputError, match=r"should be erased, but cannot be: .*anna\.notes\.json"):
        folder.erase("anna")
    assert folder.read("anna", "calibration") is None


def test_a_lock_that_cannot_be_opened_is_an_error_and_nothing_is_written(folder: PersonFolder) -> None:
    (folder.place / ".lock").mkdir(parents=True)
    with pytest.raises(OutputError, match=r"its lock .*\.lock should be a file that you may write"):
        folder.write("anna", "notes", b"{}")
    assert folder.kept() == {}


def test_a_folder_that_cannot_be_made_is_an_output_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="cannot be created"):
        PersonFolder(place=tmp_path / "file" / "people").write("anna", "notes", b"{}")


KILLED_HALF_WAY = """
import os, sys
from pathlib import Path
from hiphinge.people import PersonFolder
os.fsync = lambda _number: os._exit(9)
PersonFolder(place=Path(sys.argv[1])).write("anna", "notes", b"new")
"""


def test_a_write_that_is_killed_leaves_the_old_file_and_erasing_leaves_no_copy(folder: PersonFolder) -> None:
    folder.write("anna", "notes", b"old")
    with _start(KILLED_HALF_WAY, str(folder.place)) as killed:
        killed.communicate(timeout=600)
    assert killed.returncode == 9
    assert [path.read_bytes() for path in folder.place.rglob("anna.notes.json")].count(b"new") == 1
    assert folder.read("anna", "notes") == b"old"
    assert len(folder.kept()["anna"]) == 1
    folder.erase("anna")
    assert [path.name for path in folder.place.rglob("*")] == [".lock"]


COUNTS = """
import sys
from datetime import date
from pathlib import Path
from hiphinge.people import PersonFolder
from hiphinge.workflow.notes import note_practice
files = PersonFolder(place=Path(sys.argv[1]), patience_s=-1)
print("ready", flush=True)
input()
for _ in range(10):
    note_practice("anna", repetitions=1, passed=None, on=date(2026, 5, 17), files=files)
"""

HOLDS_A_CHANGE = """
import sys
from pathlib import Path
from hiphinge.people import PersonFolder
def slow(old):
    print("read", flush=True)
    input()
    return old + b", two"
PersonFolder(place=Path(sys.argv[1])).change("anna", "notes", slow)
"""


def _start(script: str, *arguments: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", script, *arguments]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _line(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_processes_that_count_at_once_lose_nothing(folder: PersonFolder) -> None:
    processes = [_start(COUNTS, str(folder.place)) for _ in range(3)]
    assert [_line(process) for process in processes] == ["ready"] * 3
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    for process in processes:
        process.communicate(timeout=600)
    assert [process.returncode for process in processes] == [0, 0, 0]
    assert read_notes("anna", folder).practised == 30
    assert sorted(path.name for path in folder.place.iterdir()) == [".lock", "anna.notes.json"]


def test_a_change_waits_for_one_that_has_begun(folder: PersonFolder) -> None:
    folder.write("anna", "notes", b"one")
    with _start(HOLDS_A_CHANGE, str(folder.place)) as other:
        assert _line(other) == "read"
        assert folder.read("anna", "notes") == b"one", "reading does not wait"
        with pytest.raises(OutputError, match="another process has held"):
            PersonFolder(place=folder.place, patience_s=0).write("anna", "notes", b"three")
        other.communicate("\n", timeout=120)
    folder.change("anna", "notes", lambda old: (old or b"") + b", three")
    assert folder.read("anna", "notes") == b"one, two, three"


def test_a_change_that_is_killed_leaves_the_old_file_and_no_lock(folder: PersonFolder) -> None:
    folder.write("anna", "notes", b"one")
    with _start(HOLDS_A_CHANGE, str(folder.place)) as other:
        assert _line(other) == "read"
        other.kill()
    assert folder.read("anna", "notes") == b"one"
    PersonFolder(place=folder.place, patience_s=0).write("anna", "notes", b"two")
    assert folder.read("anna", "notes") == b"two"
