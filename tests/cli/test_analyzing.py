import json
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from hiphinge.errors import ModelMissingError

if TYPE_CHECKING:
    from tests.cli.conftest import Run
    from tests.conftest import Actor

STANDARD = {"analysis.json", "repetitions.csv", "series.parquet", "pose.parquet", "report.html"}


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_one_video_gives_a_paragraph_a_row_for_each_repetition_and_a_folder(
    run: "Run", actor: "Actor", tmp_path: Path
) -> None:
    ended = run("analyze", actor.write_video(tmp_path / "set.mp4"), "--exercise", "rdl", "--load", "60")
    assert ended.code == 0
    assert ended.err == ""
    assert "Three repetitions of the Romanian deadlift." in ended.out
    assert [line.split()[0] for line in ended.out.splitlines() if " s  " in line] == ["1", "2", "3"]
    assert str(Path("set.hiphinge") / "report.html") in ended.out
    assert _names(tmp_path / "set.hiphinge") == STANDARD
    document = json.loads((tmp_path / "set.hiphinge" / "analysis.json").read_text(encoding="utf-8"))
    assert document["load_kg"] == 60
    assert "--exercise" not in ended.out


def test_where_nobody_named_the_exercise_the_terminal_says_how_and_the_files_do_not(
    run: "Run", actor: "Actor", tmp_path: Path
) -> None:
    ended = run("analyze", actor.write_video(tmp_path / "set.mp4"))
    assert "The exercise:  hiphinge analyze FILE --exercise NAME" in ended.out
    for name in ("analysis.json", "report.html"):
        assert "--exercise" not in (tmp_path / "set.hiphinge" / name).read_text(encoding="utf-8")


def test_json_prints_the_document_and_nothing_else(run: "Run", actor: "Actor", tmp_path: Path) -> None:
    ended = run("analyze", actor.write_video(tmp_path / "set.mp4"), "--json", "--out", "out")
    assert json.loads(ended.out) == json.loads((tmp_path / "out" / "analysis.json").read_text(encoding="utf-8"))
    assert ended.err == ""


def test_quiet_prints_one_line_for_each_recording(run: "Run", actor: "Actor", tmp_path: Path) -> None:
    ended = run("analyze", actor.write_video(tmp_path / "set.mp4"), "--quiet")
    assert (ended.code, ended.err) == (0, "")
    (line,) = ended.out.splitlines()
    assert line.startswith("set.mp4: Three repetitions, all hinges")
    assert line.endswith(str(Path("set.hiphinge") / "report.html"))
    short = actor.write_video(tmp_path / "short.mp4", frames=15)
    ended = run("analyze", tmp_path / "set.mp4", short, "--quiet", "--no-report")
    assert [line.split(":")[0] for line in ended.out.splitlines()] == ["set.mp4", "short.mp4"]
    assert ended.out.splitlines()[0].endswith("set.hiphinge")
    (tmp_path / "bad.mp4").write_bytes(b"")
    ended = run("analyze", "bad.mp4", "--quiet")
    assert (ended.code, ended.out, len(ended.err.splitlines())) == (3, "", 1)
    assert ended.err.startswith("bad.mp4: ")
    assert json.loads(run("analyze", tmp_path / "set.mp4", "--quiet", "--json").out)["source"]["path"] == "set.mp4"


def test_several_videos_get_a_folder_each_and_a_bad_one_does_not_stop_the_others(
    run: "Run", actor: "Actor", tmp_path: Path
) -> None:
    (tmp_path / "bad.mp4").write_bytes(b"")
    good = [actor.write_video(tmp_path / name) for name in ("monday.mp4", "friday.mp4")]
    ended = run("analyze", good[0], "bad.mp4", good[1], "--out", "out")
    assert ended.code == 3
    assert "bad.mp4" in ended.err
    assert "2 of 3 recordings measured. Not measured: bad.mp4." in ended.err
    assert _names(tmp_path / "out") == {"monday", "friday", "reports.html"}
    assert _names(tmp_path / "out" / "friday") == STANDARD
    assert "monday.mp4: " in ended.out


def test_several_videos_get_a_page_with_a_line_each_and_the_reasons_of_those_that_failed(
    run: "Run", actor: "Actor", tmp_path: Path
) -> None:
    (tmp_path / "bad & broken.mp4").write_bytes(b"")
    good, short = actor.write_video(tmp_path / "my set.mp4"), actor.write_video(tmp_path / "short.mp4", frames=15)
    ended = run("analyze", good, "bad & broken.mp4", short)
    assert "All of them on one page: reports.html" in ended.err
    page = (tmp_path / "reports.html").read_text(encoding="utf-8")
    links = re.findall(r'href="([^":,]+)"', page)
    assert "my%20set.hiphinge/report.html" in links
    assert all((tmp_path / unquote(link)).is_file() for link in links)
    assert "1 of 3 recordings measured" in page
    done, _, failed = page.partition("Not measured")
    assert "Three repetitions, all hinges" in done
    assert "bad &amp; broken.mp4" in failed
    assert "is empty" in failed
    assert "short.mp4" in failed
    assert run("analyze", good, short).code == 4, "an earlier page of the same kind is replaced"
    assert "bad" not in (tmp_path / "reports.html").read_text(encoding="utf-8")


def test_recordings_of_one_name_are_told_apart_on_the_page(run: "Run", actor: "Actor", tmp_path: Path) -> None:
    for day in ("monday", "friday"):
        (tmp_path / day).mkdir()
    short = [actor.write_video(tmp_path / day / "set.mp4", frames=15) for day in ("monday", "friday")]
    run("analyze", *short, "--out", "out")
    page = (tmp_path / "out" / "reports.html").read_text(encoding="utf-8")
    assert ("set.mp4 (set)" in page, "set.mp4 (set-2)" in page) == (True, True)


def test_a_page_of_somebody_else_is_not_replaced(run: "Run", actor: "Actor", tmp_path: Path) -> None:
    (tmp_path / "reports.html").write_text("mine")
    videos = [actor.write_video(tmp_path / name) for name in ("a.mp4", "b.mp4")]
    ended = run("analyze", *videos)
    assert ended.code == 6
    assert "choose another folder" in ended.err
    assert (tmp_path / "reports.html").read_text() == "mine"
    assert actor.seen == 0


def test_the_exit_code_of_several_is_the_worst(run: "Run", actor: "Actor", tmp_path: Path) -> None:
    short = actor.write_video(tmp_path / "short.mp4", frames=15)
    assert run("analyze", short, actor.write_video(tmp_path / "set.mp4")).code == 4
    assert run("analyze", short, "missing.mp4").code == 3


def test_several_documents_are_printed_one_to_a_line(run: "Run", actor: "Actor", tmp_path: Path) -> None:
    videos = [actor.write_video(tmp_path / name) for name in ("a.mp4", "b.mp4")]
    ended = run("analyze", *videos, "--json")
    assert [json.loads(line)["source"]["path"] for line in ended.out.splitlines()] == ["a.mp4", "b.mp4"]


def test_what_is_missing_on_this_machine_stops_all(
    run: "Run", actor: "Actor", tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    videos = [actor.write_video(tmp_path / name) for name in ("a.mp4", "b.mp4")]

    def miss(*_: object) -> None:
        message = "The network's file is not here."
        raise ModelMissingError(message)

    monkeypatch.setattr("hiphinge.workflow.pose_estimation.EstimatorConfig.begin", miss)
    ended = run("analyze", *videos)
    assert ended.code == 5
    assert ended.err.count("is not here") == 1


def test_poses_are_analysed_again_without_the_video(run: "Run", actor: "Actor", tmp_path: Path) -> None:
    video = actor.write_video(tmp_path / "set.mp4")
    assert run("analyze", video, "--exercise", "hip_hinge").code == 0
    video.unlink()
    ended = run("analyze", "--from-pose", "set.hiphinge/pose.parquet", "--exercise", "hip_hinge")
    assert ended.code == 0
    first, again = (
        (tmp_path / folder / "analysis.json").read_text(encoding="utf-8")
        for folder in ("set.hiphinge", "set-again.hiphinge")
    )
    assert first == again


def test_units_change_what_is_read_and_shown(run: "Run", actor: "Actor", tmp_path: Path) -> None:
    video = actor.write_video(tmp_path / "set.mp4")
    ended = run("analyze", video, "--units", "imperial", "--load", "135", "--stature", "5'11", "--json")
    document = json.loads(ended.out)
    assert document["load_kg"] == pytest.approx(61.2, abs=0.1)
    assert document["person"]["stature_m"] == pytest.approx(1.80, abs=0.01)
    assert "135 lb" in (tmp_path / "set.hiphinge" / "report.html").read_text(encoding="utf-8")


def test_other_files_in_the_folder_stay_and_our_own_are_replaced(run: "Run", actor: "Actor", tmp_path: Path) -> None:
    video = actor.write_video(tmp_path / "set.mp4")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "notes.txt").write_text("mine")
    run("analyze", video, "--out", "out", "--export", "csv")
    run("analyze", video, "--out", "out", "--no-report")
    assert _names(tmp_path / "out") == (STANDARD - {"report.html"}) | {"notes.txt"}


def test_a_place_that_cannot_be_written_is_reported_before_the_work(run: "Run", actor: "Actor", tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    for place in ("file", "file/out"):
        ended = run("analyze", actor.write_video(tmp_path / "set.mp4"), "--out", place)
        assert ended.code == 6
        assert "Choose another place" in ended.err
    assert actor.seen == 0
    assert (tmp_path / "file").read_text() == "mine"


def test_an_interruption_leaves_nothing(run: "Run", actor: "Actor", tmp_path: Path) -> None:
    video = actor.write_video(tmp_path / "set.mp4")

    def interrupt(number: int) -> None:
        if number == 40:
            raise KeyboardInterrupt

    actor.at_frame = interrupt
    assert run("analyze", video).code == 130
    assert sorted(tmp_path.iterdir()) == [video]


def test_an_interruption_while_files_are_written_leaves_the_old_result(
    run: "Run", actor: "Actor", tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    video = actor.write_video(tmp_path / "set.mp4")
    run("analyze", video, "--out", "out")
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}

    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("hiphinge.workflow.result_files.write_report", interrupt)
    assert run("analyze", video, "--out", "out").code == 130
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before


def test_sensors_without_a_video_are_refused_with_what_to_write(run: "Run", tmp_path: Path) -> None:
    ran = run("analyze", "--sensors", tmp_path)
    assert ran.code == 2
    assert "Give the video, too: hiphinge analyze set.mp4 --sensors set/" in " ".join(ran.err.split())
