"""The drawings that are shipped: one for each exercise and drill, small, readable aloud, alone in any page."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

import hiphinge.catalogue
from hiphinge.catalogue import figure

FOLDER = Path(hiphinge.catalogue.__file__).parent
DRAWINGS = sorted(FOLDER.glob("figures/*/*.svg"))
SVG = "{http://www.w3.org/2000/svg}"
LARGEST_BYTES = 20_000
LARGER_BYTES = {"findings": 25_000}
"""Two puppets need more than one."""
SMALLEST_LETTERS_PX = 11.0
NAMES = [f"{path.parent.name}/{path.stem}" for path in DRAWINGS]


@pytest.mark.parametrize("kind", ["exercises", "drills"])
def test_each_has_its_drawing_and_no_drawing_is_left_over(kind: str) -> None:
    wanted = {path.stem for path in FOLDER.glob(f"data/{kind}/*.toml")}
    assert wanted == {path.stem for path in FOLDER.glob(f"figures/{kind}/*.svg")}


def test_a_drawing_is_given_as_text_and_a_missing_one_as_nothing() -> None:
    text = figure("exercises", "romanian_deadlift")
    assert text is not None
    assert text.startswith("<svg ")
    assert figure("strips", "hinge_steps") is not None
    assert figure("exercises", "juggling") is None
    assert figure("jokes", "romanian_deadlift") is None


@pytest.mark.parametrize("path", DRAWINGS, ids=NAMES)
def test_a_drawing_is_small_and_names_itself_for_who_cannot_see_it(path: Path) -> None:
    assert path.stat().st_size < LARGER_BYTES.get(path.parent.name, LARGEST_BYTES)
    root = ET.parse(path).getroot()  # noqa: S314 our own file
    told = {tag: root.find(f"{SVG}{tag}") for tag in ("title", "desc")}
    labels = (root.get("aria-labelledby") or "").split()
    for tag, element in told.items():
        assert element is not None, tag
        assert element.text, tag
        assert element.get("id") in labels
    assert root.get("viewBox")


@pytest.mark.parametrize("path", DRAWINGS, ids=NAMES)
def test_a_drawing_fetches_nothing_and_runs_nothing(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    root = ET.fromstring(text)  # noqa: S314 our own file
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert not tags & {"script", "image", "foreignObject", "a", "iframe", "animate", "set"}
    assert not re.search(r"@import|@font-face|javascript:|\son\w+=|url\((?!#)", text)
    assert set(re.findall(r"https?://[^\"' )]+", text)) <= {"http://www.w3.org/2000/svg"}
    ids = {element.get("id") for element in root.iter() if element.get("id")}
    uses = [element.get("href") or "" for element in root.iter(f"{SVG}use")]
    assert all(use.startswith("#") and use[1:] in ids for use in uses)


@pytest.mark.parametrize("path", DRAWINGS, ids=NAMES)
def test_names_in_a_drawing_are_its_own_and_movement_can_be_stilled(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    root = ET.fromstring(text)  # noqa: S314 our own file
    name = root.get("class") or ""
    assert name
    ids = [element.get("id") or "" for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert all(id_.startswith(f"{name}-") for id_ in ids)
    moves = re.findall(r"@keyframes ([\w-]+)", text)
    assert all(move.startswith(f"{name}-") for move in moves)
    assert not moves or "prefers-reduced-motion:reduce" in text
    assert "prefers-color-scheme:dark" in text


def test_no_two_drawings_go_by_one_name() -> None:
    names = [ET.parse(path).getroot().get("class") for path in DRAWINGS]  # noqa: S314 our own files
    assert len(names) == len(set(names))


@pytest.mark.parametrize("path", DRAWINGS, ids=NAMES)
def test_letters_are_large_enough(path: Path) -> None:
    sizes = re.findall(r"font(?:-size:|:(?:\w+ )?)([\d.]+)px", path.read_text(encoding="utf-8"))
    assert all(float(size) >= SMALLEST_LETTERS_PX for size in sizes)
