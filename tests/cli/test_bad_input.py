"""Each bad input gets one clear message and its exit code, and nothing is left half-written."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import av
import numpy as np
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Run
    from tests.conftest import Actor


def _missing(_: Path, __: "Actor") -> None:
    pass


def _empty(path: Path, _: "Actor") -> None:
    path.touch()


def _letter(path: Path, _: "Actor") -> None:
    path.write_text("Dear lifter, this is a letter.\n" * 50)


def _noise(path: Path, _: "Actor") -> None:
    path.write_bytes(np.random.default_rng(0).bytes(20_000))


def _sound(path: Path, _: "Actor") -> None:
    with av.open(str(path), "w") as container:
        stream: Any = container.add_stream("aac", rate=16_000)
        for block in range(20):
            sound = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), format="fltp", layout="mono")
            sound.sample_rate, sound.pts = 16_000, block * 1024
            container.mux(stream.encode(sound))
        container.mux(stream.encode())


def _one_frame(path: Path, actor: "Actor") -> None:
    actor.write_video(path, frames=1)


def _no_index(path: Path, actor: "Actor") -> None:
    whole = actor.write_video(path).read_bytes()
    path.write_bytes(whole[: len(whole) // 2])


def _folder(path: Path, _: "Actor") -> None:
    path.mkdir()


def _changing(path: Path, actor: "Actor") -> None:
    actor.write_video(path)

    def append(number: int) -> None:
        if number == 30:
            with path.open("ab") as file:
                file.write(b"more")

    actor.at_frame = append


BAD = [
    pytest.param(_missing, "no file", id="missing"),
    pytest.param(_empty, "is empty", id="empty"),
    pytest.param(_letter, "not a video", id="text"),
    pytest.param(_noise, "not a video", id="noise"),
    pytest.param(_sound, "but no video", id="audio only"),
    pytest.param(_one_frame, "one frame", id="one frame"),
    pytest.param(_no_index, "cut off", id="without its index"),
    pytest.param(_folder, "is a folder", id="folder"),
    pytest.param(_changing, "changed while", id="changes while read"),
]


@pytest.mark.parametrize(("make", "message"), BAD)
def test_what_cannot_be_used_is_named_with_what_to_do(
    run: "Run", actor: "Actor", tmp_path: Path, make: "Callable[[Path, Actor], None]", message: str
) -> None:
    bad = tmp_path / "set.mp4"
    make(bad, actor)
    before = sorted(tmp_path.rglob("*"))
    ended = run("analyze", bad)
    assert ended.code == 3
    assert message in ended.err
    assert "set.mp4" in ended.err
    assert "Traceback" not in ended.err
    assert ended.out == ""
    assert sorted(tmp_path.rglob("*")) == before


def test_a_file_that_may_not_be_read_is_named(run: "Run", tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bad = tmp_path / "set.mp4"
    bad.write_bytes(b"something")
    usual = Path.open

    def refuse(path: Path, *arguments: Any, **named: Any) -> Any:
        if path.name == bad.name:
            raise PermissionError(13, "Permission denied")
        return usual(path, *arguments, **named)

    monkeypatch.setattr(Path, "open", refuse)
    ended = run("analyze", bad)
    assert ended.code == 3
    assert "Permission denied" in ended.err


def test_a_video_that_breaks_off_is_measured_as_far_as_it_goes(run: "Run", actor: "Actor", tmp_path: Path) -> None:
    whole = actor.write_video(tmp_path / "whole.mkv")
    data = whole.read_bytes()
    (tmp_path / "set.mkv").write_bytes(data[: len(data) * 3 // 4])
    said = run("analyze", tmp_path / "set.mkv")
    assert said.code == 0
    assert "About the video: " in said.out
    ended = run("analyze", tmp_path / "set.mkv", "--json")
    assert ended.code == 0
    assert "are missing" in ended.out or "breaks off" in ended.out


def test_a_clip_shorter_than_a_repetition_is_refused_but_written(run: "Run", actor: "Actor", tmp_path: Path) -> None:
    ended = run("analyze", actor.write_video(tmp_path / "set.mp4", frames=15))
    assert ended.code == 4
    assert {p.name for p in (tmp_path / "set.hiphinge").iterdir()} >= {"analysis.json", "report.html"}
    assert "Traceback" not in ended.err


def test_a_clip_in_which_nobody_is_detected_is_refused_but_written(run: "Run", actor: "Actor", tmp_path: Path) -> None:
    object.__setattr__(actor.motion, "positions", np.full_like(actor.motion.positions, np.nan))
    ended = run("analyze", actor.write_video(tmp_path / "set.mp4"), "--out", "out")
    assert ended.code == 4
    assert "cannot be measured" in ended.out
    assert {p.name for p in (tmp_path / "out").iterdir()} >= {"analysis.json", "report.html"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--exercise", "juggling"), "juggling"),
        (("--exercise", "bent_over_row"), "Nearest to it: romanian_deadlift"),
        (("--export", "docx"), "docx"),
        (("--stature", "tall"), "cannot be read as a length"),
        (("--mass", "heavy"), "cannot be read as a mass"),
        (("--load", "much"), "cannot be read as a mass"),
        (("--load", "5 t"), "cannot be read as a mass"),
        (("--start", "soon"), "cannot be read as a time"),
        (("--start", "5", "--end", "4"), "before the end"),
        (("--start", "900"), "the start is 900 s"),
        (("--threads", "0"), "--threads"),
        (("--threads", "100000"), "--threads"),
        (("--units", "stones"), "--units"),
        (("--stature", "18 m"), "stature should be between"),
    ],
)
def test_a_wrong_option_is_a_wrong_command(
    run: "Run", actor: "Actor", tmp_path: Path, arguments: tuple[str, ...], message: str
) -> None:
    path = actor.write_video(tmp_path / "set.mp4")
    ended = run("analyze", path, *arguments)
    assert ended.code == 2
    assert message in ended.err
    assert actor.seen == 0
    assert sorted(tmp_path.iterdir()) == [path]


def test_nothing_to_analyse_is_a_wrong_command(run: "Run") -> None:
    ended = run("analyze")
    assert ended.code == 2
    assert "At least one video" in ended.err


def test_a_broken_profile_is_named(run: "Run", actor: "Actor", tmp_path: Path) -> None:
    (tmp_path / "me.toml").write_text("stature = 1.8\n")
    ended = run("analyze", actor.write_video(tmp_path / "set.mp4"), "--profile", "me.toml")
    assert ended.code == 3
    assert "Did you mean stature_m?" in ended.err


def test_an_overlay_without_a_video_is_refused(run: "Run", actor: "Actor", tmp_path: Path) -> None:
    assert run("analyze", actor.write_video(tmp_path / "set.mp4"), "--no-report").code == 0
    ended = run("analyze", "--from-pose", "set.hiphinge/pose.parquet", "--overlay")
    assert ended.code == 2
    assert "needs the video" in ended.err
    assert not (tmp_path / "set-again.hiphinge").exists()
