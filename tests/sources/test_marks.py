import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hiphinge.errors import InputEmptyError, InputFormatError, InputMissingError
from hiphinge.sources.marks import read_marks

STANDING = [(100, 300), (98, 280), (104, 240), (107, 220), (103, 160), (110, 140)]
BOTTOM = [(90, 290), (100, 272), (130, 250), (150, 240), (210, 240), (230, 248)]


def rows(*, repeats: int = 1, named: bool = True) -> list[dict[str, Any]]:
    return [
        {"repeat": repeat, "time_s": time_s, "point": number, "x_px": x + repeat, "y_px": y}
        | ({"frame": frame} if named else {})
        for repeat in range(1, repeats + 1)
        for frame, time_s, points in (("standing", 4.0, STANDING), ("bottom", 1.5, BOTTOM))
        for number, (x, y) in enumerate(points, start=1)
    ]


def as_json(path: Path, points: list[dict[str, Any]], **more: Any) -> Path:
    path.write_text(json.dumps({"schema": "hiphinge.marks/1", "points": points, **more}), encoding="utf-8")
    return path


def as_csv(path: Path, points: list[dict[str, Any]]) -> Path:
    lines = [",".join(points[0]), *(",".join(str(value) for value in row.values()) for row in points)]
    path.write_text("\n".join(lines), encoding="utf-8-sig")
    return path


def test_the_pages_file_is_read(tmp_path: Path) -> None:
    found = read_marks(as_json(tmp_path / "p.json", rows(repeats=2), video="set.mp4", size_px=[640, 480]))
    assert (found.standing_s, found.bottom_s, found.video, found.size_px) == (4.0, 1.5, "set.mp4", (640, 480))
    assert [(trial.rater, trial.repeat) for trial in found.markings] == [("", 1), ("", 2)]
    assert found.markings[1].bottom == pytest.approx(np.add(BOTTOM, (2, 0)))


@pytest.mark.parametrize("named", [True, False])
def test_a_table_is_read_and_the_upright_frame_is_standing(tmp_path: Path, *, named: bool) -> None:
    found = read_marks(as_csv(tmp_path / "p.csv", rows(named=named)))
    assert (found.standing_s, found.bottom_s) == (4.0, 1.5)
    assert found.markings[0].standing == pytest.approx(np.add(STANDING, (1, 0)))


def test_raters_are_kept_apart(tmp_path: Path) -> None:
    points = [row | {"rater": name} for name in ("b", "a") for row in rows()]
    assert [trial.rater for trial in read_marks(as_json(tmp_path / "p.json", points)).markings] == ["a", "b"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda p: p[:-1], "misses point 6 at 1.5 s"),
        (lambda p: p[:6], "two frames"),
        (lambda p: [*p, p[0] | {"time_s": 9.0}], "two frames"),
        (lambda p: [p[0] | {"point": 7}, *p[1:]], "count from 1"),
        (lambda p: [p[0] | {"frame": "top"}, *p[1:]], "'standing' or 'bottom'"),
        (lambda p: [p[0] | {"x_px": "left"}, *p[1:]], "as numbers"),
        (lambda p: [p[0] | {"x_px": float("nan")}, *p[1:]], "none"),
        (lambda p: [{k: v for k, v in p[0].items() if k != "y_px"}, *p[1:]], "y_px"),
        (lambda p: ["a word", *p], "as numbers"),
        (lambda _: [], "two frames"),
        (lambda p: [*p, p[0] | {"x_px": 1.0}], "comes twice at 4 s"),
    ],
)
def test_what_is_missing_or_wrong_is_named(tmp_path: Path, change: Any, message: str) -> None:
    with pytest.raises(InputFormatError, match=message):
        read_marks(as_json(tmp_path / "p.json", change(rows())))


@pytest.mark.parametrize("size", [["a", "b"], [None, 3], [1.5, 2], 7, [1, 2, 3]])
def test_a_size_that_is_none_is_refused(tmp_path: Path, size: Any) -> None:
    with pytest.raises(InputFormatError, match="size_px should be width and height"):
        read_marks(as_json(tmp_path / "p.json", rows(), size_px=size))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "begins as JSON"),
        ('{"schema": "other/1", "points": []}', "schema"),
        ('{"points": 3}', "'points'"),
        ("time_s,point\n1,2\n", "no x_px, y_px"),
        ("Dear lifter", "should be a table"),
    ],
)
def test_other_files_are_refused_with_what_to_do(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "points"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputFormatError, match=message):
        read_marks(path)


def test_a_file_that_is_not_there_or_empty_is_reported(tmp_path: Path) -> None:
    with pytest.raises(InputMissingError):
        read_marks(tmp_path / "none.json")
    (tmp_path / "empty.json").touch()
    with pytest.raises(InputEmptyError):
        read_marks(tmp_path / "empty.json")
