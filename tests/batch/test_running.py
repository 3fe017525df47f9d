"""A batch does what is missing or changed, records what cannot be measured, and writes the same rows every way."""

import errno
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.batch.reading import content, table

from hiphinge.batch import BatchSettings, Limits, Parameters, run_batch
from hiphinge.batch.data_set import DataSet
from hiphinge.errors import InputMissingError, OutputError, UsageError
from hiphinge.exports.data_set import ClipRows, write_entry
from hiphinge.filesystem import locked

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.batch.conftest import Batch, Clip


def states(study: Path) -> dict[str, str]:
    clips = table(study, "clips").to_pylist()
    return {row["name"]: row["state"] for row in clips}


def test_a_second_run_does_only_what_is_missing_or_changed(batch: "Batch", clip: "Clip", tmp_path: Path) -> None:
    clip("a.mp4")
    clip("b.mp4")
    assert batch().done == 2
    before = content(tmp_path / "study")
    again = batch()
    assert (again.done, again.up_to_date) == (0, 2)
    assert content(tmp_path / "study") == before
    clip("b.mp4", "slow 0")
    clip("c.mp4")
    third = batch()
    assert (third.done, third.up_to_date, third.dropped) == (2, 1, 1)
    assert set(states(tmp_path / "study")) == {"a.mp4", "b.mp4", "c.mp4"}


def test_another_network_or_parameter_measures_anew_and_again_does(batch: "Batch", clip: "Clip", stub: Any) -> None:
    clip("a.mp4")
    batch()
    assert batch(measurer=type(stub)(model="two")).done == 1
    assert batch(measurer=type(stub)(model="two")).done == 0
    assert batch(measurer=type(stub)(model="two"), again=True).done == 1


def test_every_clip_gets_its_row_whatever_happens(batch: "Batch", clip: "Clip", tmp_path: Path) -> None:
    clip("good.mp4")
    clip("broken.mp4", "refuse")
    clip("bug.mp4", "wrong")
    (tmp_path / "clips" / "text.mp4").write_text("no video")
    (tmp_path / "clips" / "empty.mp4").touch()
    (tmp_path / "clips" / "notes.txt").write_text("notes")
    account = batch()
    assert (account.done, account.refused.total(), account.failed.total(), account.ignored) == (1, 3, 1, 1)
    rows = {row["name"]: row for row in table(tmp_path / "study", "clips").to_pylist()}
    assert rows["broken.mp4"]["state"] == "refused"
    assert rows["broken.mp4"]["reason"].endswith("broken.mp4 is broken.")
    assert rows["empty.mp4"]["state"] == "refused"
    assert rows["bug.mp4"]["state"] == "failed"
    second = batch()
    assert (second.up_to_date, second.refused.total(), second.failed.total()) == (3, 1, 1)


def test_copies_are_analysed_once(batch: "Batch", clip: "Clip", tmp_path: Path) -> None:
    path = clip("a.mp4")
    (tmp_path / "clips" / "below").mkdir()
    (tmp_path / "clips" / "below" / "copy.mp4").write_bytes(path.read_bytes())
    account = batch()
    assert (account.done, account.copies) == (1, 1)
    assert table(tmp_path / "study", "clips").num_rows == 1


def test_a_clip_that_moved_is_not_analysed_again(batch: "Batch", clip: "Clip", tmp_path: Path) -> None:
    moved = clip("a.mp4")
    batch()
    (tmp_path / "clips" / "sub").mkdir()
    moved.rename(tmp_path / "clips" / "sub" / "z.mp4")
    account = batch()
    assert (account.done, account.up_to_date) == (0, 1)
    assert states(tmp_path / "study") == {"z.mp4": "done"}


def test_what_cannot_be_read_for_now_keeps_its_rows(batch: "Batch", clip: "Clip", tmp_path: Path) -> None:
    path = clip("a.mp4")
    listed = tmp_path / "clips" / "list.csv"
    listed.write_text("path\na.mp4\n")
    batch(list_file=listed)
    path.unlink()
    account = batch(list_file=listed)
    assert len(account.unreadable) == 1
    assert states(tmp_path / "study") == {"a.mp4": "done"}


def test_columns_of_the_list_are_carried_and_corrected_without_analysing(
    batch: "Batch", clip: "Clip", tmp_path: Path
) -> None:
    for name in ("a.mp4", "b.mp4"):
        clip(name)
    listed = tmp_path / "clips" / "list.csv"
    listed.write_text("path,person,load_kg,condition\na.mp4,ana,60,fresh\nb.mp4,ben,80,\n")
    assert batch(list_file=listed).done == 2
    study = tmp_path / "study"
    for name in ("clips", "sets", "repetitions", "findings"):
        rows = table(study, name)
        assert rows.num_rows >= 2
        assert rows.column_names[1:3] == ["person", "condition"]
        assert set(rows.column("person").to_pylist()) == {"ana", "ben"}
    assert {(r["person"], r["load_kg"]) for r in table(study, "sets").to_pylist()} == {("ana", 60.0), ("ben", 80.0)}
    assert "person" not in table(study, "series").column_names
    listed.write_text("path,person,load_kg,session\na.mp4,anna,60,1\nb.mp4,ben,80,2\n")
    assert batch(list_file=listed).done == 0
    found = {(r["person"], r["condition"], r["session"]) for r in table(study, "repetitions").to_pylist()}
    assert found == {("anna", None, "1"), ("ben", None, "2")}


def test_only_lines_of_the_list_that_are_asked_for_are_taken(batch: "Batch", clip: "Clip", tmp_path: Path) -> None:
    clip("a.mp4")
    clip("b.mp4")
    listed = tmp_path / "clips" / "list.csv"
    listed.write_text("path,person\na.mp4,ana\nb.mp4,ben\n")
    batch(list_file=listed, where=["person=ben"])
    assert states(tmp_path / "study") == {"b.mp4": "done"}


def test_one_content_has_one_line(batch: "Batch", clip: "Clip", tmp_path: Path) -> None:
    path = clip("a.mp4")
    (tmp_path / "clips" / "copy.mp4").write_bytes(path.read_bytes())
    listed = tmp_path / "clips" / "list.csv"
    listed.write_text("path,person\na.mp4,ana\ncopy.mp4,ben\n")
    with pytest.raises(UsageError, match="same recording"):
        batch(list_file=listed)


def test_nothing_of_a_name_is_said_at_once(batch: "Batch", tmp_path: Path) -> None:
    with pytest.raises(InputMissingError):
        batch(tmp_path / "nothing")
    with pytest.raises(InputMissingError):
        batch(tmp_path / "*.mp4")
    assert not (tmp_path / "study").exists()


def test_two_batches_on_one_data_set_are_refused(batch: "Batch", clip: "Clip", tmp_path: Path) -> None:
    clip("a.mp4")
    study = tmp_path / "study"
    study.mkdir()
    with locked(study), pytest.raises(OutputError, match="another process"):
        batch()
    assert batch().done == 1


def test_a_full_disk_ends_the_batch_and_the_next_one_goes_on(
    batch: "Batch", clip: "Clip", tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(4):
        clip(f"{number}.mp4")
    kept: list[str] = []

    def full(folder: Path, name: str, rows: ClipRows) -> None:
        if len(kept) == 2:
            message = f"No space left: {os.strerror(errno.ENOSPC)}"
            raise OutputError(message)
        kept.append(name)
        write_entry(folder, name, rows)

    with monkeypatch.context() as patch:
        patch.setattr("hiphinge.batch.data_set.write_entry", full)
        with pytest.raises(OutputError, match="No space left"):
            batch()
    account = batch()
    assert (account.done, account.up_to_date) == (2, 2)
    assert table(tmp_path / "study", "clips").num_rows == 4


def test_what_an_older_crash_left_is_finished_or_removed(batch: "Batch", clip: "Clip", tmp_path: Path) -> None:
    clip("a.mp4")
    study = tmp_path / "study"
    batch()
    before = content(study)
    (study / "sets" / ".hiphinge-unfinished-x").mkdir()
    (study / "sets" / ".hiphinge-unfinished-x" / "part-0.parquet").write_bytes(b"half")
    (study / ".unmerged" / "0123456789abcdef.parquet").write_bytes(b"half")
    (study / ".unmerged" / "temporary").mkdir()
    (study / ".unmerged" / "temporary" / "clip.mp4").write_bytes(b"half")
    batch()
    assert content(study) == before


def test_local_processes_pass_over_whatever_a_clip_does(batch: "Batch", clip: "Clip", tmp_path: Path) -> None:
    """One crash, one end by force, one that ends once, one that takes too long, one too large: each has its row."""
    clip("good.mp4")
    clip("crash.mp4", "crash")
    clip("die.mp4", "die")
    clip("once.mp4", f"die_once {tmp_path / 'mark'}")
    clip("hang.mp4", "hang")
    clip("memory.mp4", "memory")
    limits = Limits(longest_s=15.0, memory_bytes=8 << 30, niceness=0)
    account = batch(here=False, workers=2, limits=limits)
    assert (account.done, account.failed.total()) == (2, 4)
    rows = {row["name"]: row for row in table(tmp_path / "study", "clips").to_pylist()}
    assert {name for name, row in rows.items() if row["state"] == "done"} == {"good.mp4", "once.mp4"}
    assert "crash" in rows["crash.mp4"]["reason"]
    assert "Tried 4 times" in rows["die.mp4"]["reason"]
    assert "took longer" in rows["hang.mp4"]["reason"]
    assert "memory" in rows["memory.mp4"]["reason"]


def test_the_rows_are_the_same_for_every_executor_and_number_of_workers(
    batch: "Batch", clip: "Clip", tmp_path: Path
) -> None:
    for number in range(6):
        clip(f"{number}.mp4")
    clip("broken.mp4", "refuse")
    batch(out=tmp_path / "here")
    batch(out=tmp_path / "three", here=False, workers=3)
    assert content(tmp_path / "three") == content(tmp_path / "here")


def test_two_ways_that_exclude_each_other_begin_no_data_set(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Leave out one of the two"):
        run_batch(
            [tmp_path],
            out=tmp_path / "study",
            settings=BatchSettings(parameters=Parameters(every_frame=True, fast=True)),
        )
    assert not (tmp_path / "study").exists()


def test_a_disk_that_is_full_at_any_moment_costs_nothing(
    batch: "Batch", clip: "Clip", tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system refuses ever later writes of clips and tables; each time the next batch goes on."""
    for number in range(3):
        clip(f"{number}.mp4")
    batch(out=tmp_path / "whole")
    study, done, times_full = tmp_path / "study", 0, 0
    for room in range(0, 40, 3):
        with monkeypatch.context() as patch:
            patch.setattr("os.fsync", with_room_for(room))
            try:
                done += batch().done
            except OutputError as error:
                assert re.search("No space left.* Make room", str(error))  # noqa: PT017  # other turns succeed
                times_full += 1
    assert times_full >= 3
    assert done <= 1
    assert content(study) == content(tmp_path / "whole")


def with_room_for(writes: int) -> "Callable[[int], None]":
    """Return what `os.fsync` does on a disk that has room for so many files."""
    left, sync = iter(range(writes)), os.fsync

    def synced(descriptor: int) -> None:
        if next(left, None) is None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        sync(descriptor)

    return synced


def test_an_entry_that_a_power_cut_left_damaged_is_analysed_again(
    batch: "Batch", clip: "Clip", tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its end is whole, so that it looks like one; the series in its middle are not."""
    clip("a.mp4")
    clip("b.mp4")
    batch(out=tmp_path / "whole")
    study = tmp_path / "study"
    with monkeypatch.context() as patch:
        patch.setattr(DataSet, "merge", lambda *_, **__: None)
        batch()
    entries = sorted((study / ".unmerged").glob("*.parquet"))
    assert len(entries) == 2
    rows = bytearray(entries[0].read_bytes())
    rows[4:400] = bytes(396)
    entries[0].write_bytes(rows)
    account = batch()
    assert (account.done, account.up_to_date) == (1, 1)
    assert content(study) == content(tmp_path / "whole")
