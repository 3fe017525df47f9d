"""``hiphinge lesson``: listed, read, judged, and kept; with ``ready`` beside it."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hiphinge.catalogue import load
from hiphinge.cli.lessons import counted_in
from hiphinge.exports import write_pose
from hiphinge.workflow.stores import person_files

if TYPE_CHECKING:
    from tests.cli.conftest import Run

    from hiphinge.motion import Motion


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def video(rendered: "Motion", tmp_path: Path) -> Path:
    write_pose(tmp_path / "bows.parquet", rendered)
    return tmp_path / "bows.parquet"


def _notes(person: str = "me") -> dict[str, object]:
    return dict(json.loads(person_files().read(person, "notes") or b""))


def test_the_six_lessons_are_listed(run: "Run") -> None:
    ended = run("lesson")
    assert ended.code == 0
    for lesson in load().lessons.values():
        assert lesson.name in ended.out


def test_a_lesson_is_read_aloud_sentence_by_sentence(run: "Run") -> None:
    output = run("lesson", "2").out
    for sentence in load().lessons["wall"].spoken:
        assert sentence in output
    assert "hiphinge ready" in output
    assert "hiphinge explain wall --page wall.html" in output


def test_a_video_is_judged_counted_and_reported(run: "Run", video: Path, tmp_path: Path) -> None:
    ended = run("lesson", "4", video, "--out", "out", "--estimate", "2")
    assert ended.code == 0, ended.err
    assert ended.out.startswith("Lesson 4, The free hinge: ")
    assert "You said 2." in ended.out
    counted = _notes()["practised"]
    assert isinstance(counted, int)
    assert counted > 0
    page = (tmp_path / "out/report.html").read_text(encoding="utf-8")
    assert ended.out.splitlines()[0] in page, "the report says what became of the lesson, too"
    assert load().lessons["free"].passes[0].says in page
    assert run("lesson", "4", video, "--out", "out", "--quiet").out == ""
    assert _notes()["practised"] == 2 * counted


def test_feedback_fades_with_what_was_practised(run: "Run", video: Path) -> None:
    first = run("lesson", "4", video, "--person", "ben").out
    assert "judge the others by feel" not in first
    person_files().write("ben", "notes", json.dumps(_notes("ben") | {"practised": 500}).encode())
    later = run("lesson", "4", video, "--person", "ben").out
    assert "You practised 500 repetitions before this set. Judge the others by feel." in later
    assert "Repetition 1 missed" not in later


def test_the_first_lesson_is_the_calibration(run: "Run", video: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hiphinge.analysis.calibrating.MIN_MAXIMUM_DEG", 1.0)
    monkeypatch.setattr("hiphinge.analysis.calibrating.MIN_LEAN_DEG", 60.0)
    ended = run("lesson", "1", video, "--person", "anna")
    assert ended.code == 0, ended.err
    assert "Your maximum" in ended.out
    assert list(_notes("anna")["passed"]) == ["find_your_shape"]  # type: ignore[call-overload]  # it is a table
    assert "hiphinge lesson 2" in ended.out
    assert person_files().read("anna", "calibration") is not None


@pytest.mark.parametrize("which", ["0", "7", "wal"])
def test_an_unknown_lesson_is_refused_with_those_there_are(run: "Run", which: str) -> None:
    ended = run("lesson", which)
    assert ended.code == 2
    assert "1 (Find your shape)" in ended.err


def test_damaged_notes_are_an_error_that_says_what_to_do(run: "Run") -> None:
    person_files().write("me", "notes", b'{"schema": "hiphinge.notes/1", "practised": -1}')
    ended = run("lesson")
    assert ended.code == 3
    assert "hiphinge data erase NAME --only notes" in " ".join(ended.err.split())


def test_answers_are_kept_shown_and_lead_somewhere(run: "Run") -> None:
    ended = run("ready", "--yes", "pregnancy, eye_or_hernia")
    assert ended.code == 0
    for id_ in ("pregnancy", "eye_or_hernia"):
        assert load().questions[id_].yes in ended.out
    assert {q for q, yes in dict(_notes()["answers"]).items() if yes} == {"pregnancy", "eye_or_hernia"}  # type: ignore[call-overload]  # a table
    assert "not answered" not in run("ready", "--show").out
    assert load().questions["pregnancy"].yes in run("lesson", "2").out
    assert "Nothing in your answers needs attention first" in run("ready", "--no").out


def test_a_stop_comes_first(run: "Run") -> None:
    stop = next(q for q in load().questions.values() if "stop" in q.leads_to)
    lighter = next(q for q in load().questions.values() if "stop" not in q.leads_to)
    output = run("ready", "--yes", f"{lighter.id},{stop.id}").out
    assert output.index(stop.yes) < output.index(lighter.yes)


@pytest.mark.parametrize("arguments", [(), ("--yes", "hungry"), ("--no", "--show")])
def test_answers_that_cannot_be_taken_are_refused(run: "Run", home: Path, arguments: tuple[str, ...]) -> None:
    assert run("ready", *arguments).code == 2
    assert not home.exists()


@pytest.mark.parametrize(
    ("pain", "said"), [("0", "keep going"), ("2", "keep going"), ("3", "easier"), ("5", "easier"), ("6", "stop for")]
)
def test_pain_is_answered_by_the_rule(run: "Run", pain: str, said: str) -> None:
    output = run("ready", "--pain", pain).out
    assert said in output.splitlines()[0]
    assert "unverified" in output


@pytest.mark.parametrize(
    ("answer", "count"), [("7", 7), ("7 of 8, the last was the hardest", 7), ("most of them", None), ("", None)]
)
def test_an_estimate_may_be_given_in_words(answer: str, count: int | None) -> None:
    """The questions ask for more than a number; a full answer is not refused after the video was read."""
    assert counted_in(answer) == count
