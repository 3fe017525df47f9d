"""``hiphinge explain``: everything in the catalogue by its name, as text and as a page."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hiphinge.catalogue import load
from hiphinge.cli.explaining import _complete
from hiphinge.quantities import QUANTITIES
from hiphinge.reports.sheets import KINDS

if TYPE_CHECKING:
    from tests.cli.conftest import Run


def test_without_a_name_everything_that_can_be_explained_is_listed(run: "Run") -> None:
    ended = run("explain")
    assert ended.code == 0
    shown = {line.split()[0] for line in ended.out.splitlines() if line.split()}
    assert {id_ for table in KINDS for id_ in getattr(load(), table)} <= shown


def test_a_finding_is_explained_with_its_line_its_grade_and_where_to_go_on(run: "Run") -> None:
    output = run("explain", "excess-knee-flexion").out
    assert "Usually: above 40° (evidence C; a value of this program, not of a study)." in output
    assert "hiphinge explain wall_touch" in output
    assert "hiphinge lesson 2" in output


@pytest.mark.parametrize(
    ("words", "title"),
    [
        (("rdl",), "Romanian deadlift (exercise)"),
        (("lesson", "2"), "Lesson 2: "),
        (("G2",), "(disagreement G2)"),
        (("2-19",), "(statement of article 2)"),
        (("Wall Touch",), "Wall touch (drill)"),
        (("hip_drop",), "(quantity)"),
    ],
)
def test_other_names_are_understood(run: "Run", words: tuple[str, ...], title: str) -> None:
    ended = run("explain", *words)
    assert ended.code == 0
    assert title in ended.out.splitlines()[0]


def test_it_is_said_of_an_exercise_whether_videos_of_it_are_judged(run: "Run") -> None:
    assert "hiphinge analyze VIDEO --exercise kettlebell_deadlift" in run("explain", "kettlebell_deadlift").out
    assert "Not judged from video yet" in run("explain", "plank").out


def test_something_unknown_is_refused_with_what_was_meant(run: "Run") -> None:
    ended = run("explain", "excess_knee")
    assert ended.code == 2
    assert "Did you mean excess_knee_flexion" in ended.err


def test_a_page_loads_nothing_and_says_what_the_text_says(run: "Run", tmp_path: Path) -> None:
    ended = run("explain", "wall_touch", "--page", "wall.html", "--no-open")
    assert (ended.code, ended.out.strip()) == (0, "Page: wall.html")
    page = (tmp_path / "wall.html").read_text(encoding="utf-8")
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert "<script" not in page
    for sentence in (*load().drills["wall_touch"].how, "exercise education and movement measurement"):
        assert sentence.replace("'", "&#39;") in page


def test_a_page_that_cannot_be_written_is_an_error_and_leaves_nothing(run: "Run", tmp_path: Path) -> None:
    ended = run("explain", "wall_touch", "--page", "nowhere/wall.html")
    assert ended.code == 6
    assert list(tmp_path.iterdir()) == []


def test_completion_knows_every_name() -> None:
    known = dict(_complete(""))
    assert known["wall_touch"] == "drill"
    assert set(QUANTITIES) | set(load().lessons) | set(load().evidence) <= set(known)
    assert [name for name, _ in _complete("wall_t")][:1] == ["wall_touch"]
