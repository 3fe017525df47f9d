"""A few of the hostile files, sent to the running app: the whole study takes a quarter of an hour."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from validation.hostile.clips import encoded
from validation.hostile.kinds import Hostile
from validation.hostile.study import Found, files, study, table

FEW = (
    "points: HLS of a file, as subtitles of AVI",
    "points: pieces of a file, begins like MPEG-TS",
    "field: frames of an unknown codec",
    "box: stsd is cut",
    "type: sound alone in MP4",
    "two types: HTML before the video",
    "name: '../../evil.mp4'",
    "request: a stream with no end",
    "request: a piece for ..",
    "export: an archive with names that lead out",
)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Found:
    if sys.platform != "linux":
        pytest.skip("platform: what is opened is seen on Linux")
    short = encoded("mp4", "libx264", "yuv420p", frames=8)
    return study(tmp_path_factory.mktemp("hostile") / "app", bombing=None, only=FEW, good=short)


@pytest.mark.network
def test_nothing_breaks_and_nothing_leads_out(found: Found) -> None:
    assert not found.problems, table(found)
    assert [one for one in found.ended if one.problems] == [], table(found)


@pytest.mark.network
def test_each_ends_as_it_should(found: Found) -> None:
    assert len(found.ended) >= len(FEW)
    ended = {one.what: (one.outcome, one.reason) for one in found.ended}
    outcome, reason = ended["field: frames of an unknown codec"]
    assert (outcome, "cannot be decoded here" in reason) == ("failed", True)
    assert ended["points: HLS of a file, as subtitles of AVI"][0] == "done", "the video itself is sound"
    assert ended["request: a stream with no end"][1] == "200", "the connection was ended, and the app answers"


def test_a_file_that_is_opened_is_noticed(tmp_path: Path) -> None:
    if sys.platform != "linux":
        pytest.skip("platform: what is opened is seen on Linux")
    from validation.hostile.watching import OpenedFile

    path = tmp_path / "secret"
    path.write_text("x")
    watch = OpenedFile(path)
    assert watch.count() == 0
    path.read_text()
    assert watch.count() == 1


def test_every_hostile_file_is_made_the_same_again(tmp_path: Path) -> None:
    first, again = ([(one.what, len(one.content)) for one in all_files(tmp_path)] for _ in range(2))
    assert first == again
    assert len(first) >= 200
    assert len({what for what, _ in first}) > 200


def all_files(folder: Path) -> Iterator[Hostile]:
    return files("http://127.0.0.1:9", str(folder / "secret"), str(folder / "aim"), seed=16, bombing=None)
