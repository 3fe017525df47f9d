from pathlib import Path

import pytest

from hiphinge.errors import UsageError
from hiphinge.workflow.jobs import Job, jobs


def test_one_recording_goes_to_the_folder_that_was_named() -> None:
    assert jobs([Path("a/set.mp4")], out=Path("out")) == (Job(source=Path("a/set.mp4"), folder=Path("out")),)


def test_without_a_folder_it_goes_to_one_of_its_name_here() -> None:
    assert [job.folder for job in jobs([Path("a/set.mp4")], out=None)] == [Path("set.hiphinge")]


def test_several_recordings_get_a_folder_each_even_when_they_share_a_name() -> None:
    sources = [Path("monday/set.mp4"), Path("friday/set.mp4"), Path("other.mov")]
    folders = [job.folder for job in jobs(sources, out=Path("out"))]
    assert folders == [Path("out/set"), Path("out/set-2"), Path("out/other")]


def test_a_number_never_takes_the_place_of_another_recording() -> None:
    sources = [Path("a/set.mp4"), Path("set-2.mp4"), Path("b/set.mp4")]
    folders = [job.folder for job in jobs(sources, out=None)]
    assert len(set(folders)) == 3


def test_a_pose_file_is_called_after_the_result_beside_it_and_never_replaces_it() -> None:
    assert [job.folder for job in jobs([Path("set.hiphinge/pose.parquet")], out=None)] == [Path("set-again.hiphinge")]
    assert [job.folder for job in jobs([Path("poses/pose.parquet")], out=None)] == [Path("pose.hiphinge")]


def test_nothing_to_do_is_refused() -> None:
    with pytest.raises(UsageError, match="At least one video"):
        jobs([], out=None)
