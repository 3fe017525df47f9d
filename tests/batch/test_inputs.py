"""Recordings are found by file, folder, wildcards, address and list; a wrong list is refused with its line."""

from pathlib import Path
from typing import TYPE_CHECKING

import fsspec
import pytest
from tests.batch.reading import table

from hiphinge.batch import Parameters
from hiphinge.batch.inputs import find_sources, read_recordings
from hiphinge.batch.lists import read_list
from hiphinge.errors import InputFormatError, InputMissingError, MissingComponentError, UsageError
from hiphinge.store.addresses import fetch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fsspec import AbstractFileSystem
    from tests.batch.conftest import Batch, Clip


@pytest.fixture
def memory() -> "Iterator[AbstractFileSystem]":
    """An object store that is empty before and after."""
    system = fsspec.filesystem("memory")
    system.store.clear()
    yield system
    system.store.clear()


def found(*inputs: str | Path) -> tuple[list[str], int]:
    sources = find_sources([str(one) for one in inputs], parameters=Parameters())
    return [one.source.replace("\\", "/").rpartition("clips/")[2] for one in sources.listed], sources.ignored


def test_a_folder_holds_videos_below_it_too(clip: "Clip", clips: Path) -> None:
    clip("b.mp4")
    clip("below/a.mov")
    clip("no ending")
    clip(".hidden.mp4")
    clip("a.hiphinge/overlay.mp4")
    clip("study/x.mp4")
    (clips / "study" / "data_set.json").write_text("{}")
    (clips / "notes.txt").write_text("notes")
    assert found(clips) == (["b.mp4", "below/a.mov", "no ending"], 1)


def test_wildcards_take_whatever_they_match(clip: "Clip", clips: Path) -> None:
    clip("a/1.mp4")
    clip("b/2.mp4")
    (clips / "b" / "poses.csv").write_text("poses")
    assert found(clips / "*" / "*.mp4") == (["a/1.mp4", "b/2.mp4"], 0)
    assert found(clips / "**" / "*") == (["a/1.mp4", "b/2.mp4", "b/poses.csv"], 0)


def test_what_is_given_twice_counts_once(clip: "Clip", clips: Path) -> None:
    path = clip("a.mp4")
    assert found(path, clips, path) == (["a.mp4"], 0)


def test_an_address_is_listed_read_and_fetched(
    batch: "Batch", clip: "Clip", memory: "AbstractFileSystem", tmp_path: Path
) -> None:
    memory.pipe_file("/gym/a.mp4", clip("a.mp4").read_bytes())
    memory.pipe_file("/gym/below/b.mp4", clip("b.mp4").read_bytes())
    memory.pipe_file("/gym/notes.txt", b"notes")
    account = batch("memory://gym")
    assert (account.done, account.ignored) == (2, 1)
    sources = {row["name"]: row["source"] for row in table(tmp_path / "study", "clips").to_pylist()}
    assert sources == {"a.mp4": "memory:///gym/a.mp4", "b.mp4": "memory:///gym/below/b.mp4"}
    assert batch("memory://gym/*.mp4").up_to_date == 1


def test_an_address_that_has_not_changed_is_not_read_again(
    batch: "Batch", clip: "Clip", memory: "AbstractFileSystem", monkeypatch: pytest.MonkeyPatch
) -> None:
    memory.pipe_file("/gym/a.mp4", clip("a.mp4").read_bytes())
    batch("memory://gym/a.mp4")
    monkeypatch.setattr("hiphinge.batch.inputs.sha256_at", lambda _: pytest.fail("it was read"))
    assert batch("memory://gym/a.mp4").up_to_date == 1


def test_a_place_that_refuses_is_tried_again_and_then_recorded(
    batch: "Batch", clip: "Clip", memory: "AbstractFileSystem", tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory.pipe_file("/gym/a.mp4", clip("a.mp4").read_bytes())
    memory.pipe_file("/gym/b.mp4", clip("b.mp4").read_bytes())
    tries = {"a.mp4": 0, "b.mp4": 0}

    def refusing(address: str, path: Path) -> None:
        tries[path.name] += 1
        if path.name == "b.mp4" or tries["a.mp4"] < 3:
            message = "the store says no"
            raise PermissionError(message)
        fetch(address, path)

    monkeypatch.setattr("hiphinge.batch.measuring.fetch", refusing)
    account = batch("memory://gym")
    assert tries == {"a.mp4": 3, "b.mp4": 4}
    assert (account.done, account.failed.total()) == (1, 1)
    rows = {row["name"]: row for row in table(tmp_path / "study", "clips").to_pylist()}
    assert "the store says no. Tried 4 times." in rows["b.mp4"]["reason"]


def test_a_place_that_refuses_while_it_is_looked_at_loses_nothing_and_is_tried_by_the_next_batch(
    batch: "Batch", clip: "Clip", memory: "AbstractFileSystem", tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory.pipe_file("/gym/a.mp4", clip("a.mp4").read_bytes())
    batch("memory://gym")
    memory.pipe_file("/gym/b.mp4", clip("b.mp4").read_bytes())

    def refusing(address: str) -> None:
        message = f"503 for {address}"
        raise OSError(message)

    with monkeypatch.context() as patch:
        patch.setattr("hiphinge.batch.inputs.remote_file", refusing)
        account = batch("memory://gym")
    assert (len(account.unreadable), account.failed.total(), account.dropped) == (1, 1, 0)
    rows = {row["name"]: row for row in table(tmp_path / "study", "clips").to_pylist()}
    assert (rows["a.mp4"]["state"], rows["b.mp4"]["state"]) == ("done", "failed")
    assert "503 for memory:///gym/b.mp4" in rows["b.mp4"]["reason"]
    account = batch("memory://gym")
    assert (account.done, account.up_to_date) == (1, 1)
    assert table(tmp_path / "study", "clips").column("state").to_pylist() == ["done", "done"]


def test_an_address_of_this_machine_is_a_path(clip: "Clip", clips: Path) -> None:
    clip("a.mp4")
    assert found(clips.as_uri()) == (["a.mp4"], 0)


def test_an_address_that_leads_nowhere_is_said(memory: "AbstractFileSystem") -> None:
    memory.store.clear()
    with pytest.raises(InputMissingError):
        found("memory://gym")
    with pytest.raises(UsageError):
        found("nowhere://gym")
    with pytest.raises(MissingComponentError, match="another package"):
        found("gs://gym/clips")


def written(folder: Path, text: str) -> Path:
    path = folder / "list.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_list_says_what_changes_the_numbers_and_carries_the_rest(tmp_path: Path) -> None:
    path = written(tmp_path, "\ufeffpath, exercise ,load_kg,person\na.mp4,rdl,62.5,ana\n\nmemory://x/b.mp4,,,\n")
    given = Parameters(exercise="good_morning", stature_m=1.8)
    first, second = read_list(path, parameters=given)
    assert first.source == str(tmp_path / "a.mp4")
    assert first.parameters == Parameters(exercise="romanian_deadlift", load_kg=62.5, stature_m=1.8)
    assert first.labels == {"person": "ana"}
    assert (second.source, second.parameters, second.labels) == ("memory://x/b.mp4", given, {})


@pytest.mark.parametrize(
    ("text", "error", "says"),
    [
        ("clip\na.mp4\n", InputFormatError, "`path`"),
        ("path,person\na.mp4\n", InputFormatError, "line 2"),
        ("path,load_kg\na.mp4,heavy\n", InputFormatError, "line 2: load_kg should be a number"),
        ("path,load_kg\na.mp4,nan\n", InputFormatError, "line 2"),
        ("path,stature_m\na.mp4,178\n", InputFormatError, "line 2"),
        ("path,exercise\na.mp4,flying\n", InputFormatError, "line 2"),
        ("path,person\n,ana\n", InputFormatError, "line 2: the path"),
        ("path,state\na.mp4,x\n", UsageError, "state"),
        ("path,the person\na.mp4,x\n", UsageError, "the person"),
        ("path,person,Person\na.mp4,x,y\n", UsageError, "twice"),
        ("path\n", UsageError, "no line"),
    ],
)
def test_a_wrong_list_is_refused(tmp_path: Path, text: str, error: type[Exception], says: str) -> None:
    with pytest.raises(error, match=says):
        read_list(written(tmp_path, text), parameters=Parameters())


@pytest.mark.parametrize(
    ("where", "says"), [("person", "COLUMN=VALUE"), ("nobody=ana", "COLUMN=VALUE"), ("person=eve", "no line")]
)
def test_a_condition_that_fits_nothing_is_refused(tmp_path: Path, where: str, says: str) -> None:
    path = written(tmp_path, "path,person\na.mp4,ana\n")
    with pytest.raises(UsageError, match=says):
        read_list(path, parameters=Parameters(), where=[where])


def test_a_list_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"path\n\xff\xfe\n")
    with pytest.raises(InputFormatError, match="UTF-8"):
        read_list(path, parameters=Parameters())


def test_a_file_that_is_gone_has_a_problem_and_stops_no_other(clip: "Clip", clips: Path, tmp_path: Path) -> None:
    clip("a.mp4")
    path = written(tmp_path, "path\nclips/a.mp4\nclips/gone.mp4\n")
    first, second = read_recordings(read_list(path, parameters=Parameters()), known={})
    assert first.problem is None
    assert second.problem is not None
    assert second.problem[0] == "refused"
    assert str(clips / "gone.mp4") in second.problem[1]
