"""`hiphinge live` with an actor before the camera."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from tests.conftest import VIDEO_SIZE_PX

from hiphinge.store import open_store

if TYPE_CHECKING:
    from tests.cli.conftest import Run
    from tests.conftest import Actor


@pytest.fixture(autouse=True)
def _own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setattr("hiphinge.cli.speaking.shutil.which", lambda _: None)


@pytest.fixture
def _on_camera(actor: "Actor", monkeypatch: pytest.MonkeyPatch) -> None:
    grey = np.full((VIDEO_SIZE_PX[1], VIDEO_SIZE_PX[0], 3), 128, np.uint8)

    @contextmanager
    def opened(*_: object, **__: object) -> Iterator[Iterator[tuple[float, Any]]]:
        yield ((float(time_s), grey) for time_s in actor.motion.time_s)

    monkeypatch.setattr("hiphinge.workflow.live.session.open_camera", opened)


@pytest.mark.usefixtures("_on_camera")
def test_a_set_is_counted_and_answered(run: "Run") -> None:
    ended = run("live", "--now", "--exercise", "rdl")
    lines = ended.out.splitlines()
    assert ended.code == 0
    assert [line for line in lines if line.isdecimal()] == ["1", "2", "3"]
    assert "Set done. 3 repetitions." in lines
    assert any(line.startswith("For the next set: ") for line in lines)
    assert "Kept" not in ended.out


@pytest.mark.usefixtures("_on_camera")
def test_it_is_kept_in_the_log_of_a_person(run: "Run") -> None:
    with open_store() as store:
        store.people.add("Ana", adult=True)
    ended = run("live", "--now", "--person", "ana")
    assert "Kept in the log of Ana as " in ended.out
    with open_store() as store:
        (filed,) = store.recordings.all(store.people.named("Ana"))
    assert filed.repetitions == 3
    assert filed.name.startswith("Live ")


@pytest.mark.usefixtures("_on_camera")
def test_a_drill_is_followed_and_one_that_cannot_be_is_said(run: "Run") -> None:
    ended = run("live", "--now", "--drill", "tempo")
    assert ended.out.count("Slower on the way down.") == 3
    wrong = run("live", "--now", "--drill", "toe_wiggle")
    assert wrong.code == 2
    assert "There is no drill 'toe_wiggle' that can be followed" in wrong.err


@pytest.mark.usefixtures("_on_camera")
def test_a_gap_is_printed(run: "Run", actor: "Actor") -> None:
    late = np.where(np.arange(len(actor.motion)) < 200, actor.motion.time_s, actor.motion.time_s + 20)
    actor.motion = replace(actor.motion, time_s=late)
    assert "No frame came for 20 seconds." in run("live", "--now").out


def test_nobody_of_that_name_is_said_before_a_camera_is_opened(run: "Run") -> None:
    ended = run("live", "--person", "nobody")
    assert ended.code == 3
    assert "nobody" in ended.err


@pytest.mark.usefixtures("actor")
def test_a_camera_that_is_not_there_is_said(run: "Run") -> None:
    ended = run("live", "/dev/video987")
    assert ended.code == 3
    assert "There is no camera" in ended.err


def test_a_voice_that_is_not_there_is_said(run: "Run") -> None:
    ended = run("live", "--speak")
    assert ended.code == 5
    assert "espeak-ng" in ended.err
