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


@pytest.fixture(scope="module")
def drawings() -> dict[str, tuple[str, ET.Element]]:
    """Return the text and the elements of each drawing, by its name."""
    texts = {f"{path.parent.name}/{path.stem}": path.read_text(encoding="utf-8") for path in DRAWINGS}
    return {name: (text, ET.fromstring(text)) for name, text in texts.items()}  # noqa: S314 our own files


def test_a_drawing_is_small() -> None:
    sizes = {path: path.stat().st_size for path in DRAWINGS}
    assert {p: size for p, size in sizes.items() if size >= LARGER_BYTES.get(p.parent.name, LARGEST_BYTES)} == {}


def test_a_drawing_names_itself_for_who_cannot_see_it(drawings: dict[str, tuple[str, ET.Element]]) -> None:
    for name, (_, root) in drawings.items():
        labels = (root.get("aria-labelledby") or "").split()
        for tag in ("title", "desc"):
            element = root.find(f"{SVG}{tag}")
            assert element is not None, (name, tag)
            assert element.text, (name, tag)
            assert element.get("id") in labels, (name, tag)
        assert root.get("viewBox"), name


def test_a_drawing_fetches_nothing_and_runs_nothing(drawings: dict[str, tuple[str, ET.Element]]) -> None:
    for name, (text, root) in drawings.items():
        tags = {element.tag.removeprefix(SVG) for element in root.iter()}
        assert not tags & {"script", "image", "foreignObject", "a", "iframe", "animate", "set"}, name
        assert not re.search(r"@import|@font-face|javascript:|\son\w+=|url\((?!#)", text), name
        assert set(re.findall(r"https?://[^\"' )]+", text)) <= {"http://www.w3.org/2000/svg"}, name
        ids = {element.get("id") for element in root.iter() if element.get("id")}
        uses = [element.get("href") or "" for element in root.iter(f"{SVG}use")]
        assert all(use.startswith("#") and use[1:] in ids for use in uses), name


def test_names_in_a_drawing_are_its_own_and_movement_can_be_stilled(
    drawings: dict[str, tuple[str, ET.Element]],
) -> None:
    for name, (text, root) in drawings.items():
        own = root.get("class") or ""
        assert own, name
        ids = [element.get("id") or "" for element in root.iter() if element.get("id")]
        assert len(ids) == len(set(ids)), name
        assert all(id_.startswith(f"{own}-") for id_ in ids), name
        moves = re.findall(r"@keyframes ([\w-]+)", text)
        assert all(move.startswith(f"{own}-") for move in moves), name
        assert not moves or "prefers-reduced-motion:reduce" in text, name
        assert "prefers-color-scheme:dark" in text, name


def test_no_two_drawings_go_by_one_name(drawings: dict[str, tuple[str, ET.Element]]) -> None:
    names = [root.get("class") for _, root in drawings.values()]
    assert len(names) == len(set(names)) == len(DRAWINGS)


def test_letters_are_large_enough(drawings: dict[str, tuple[str, ET.Element]]) -> None:
    letters = {name: re.findall(r"font(?:-size:|:(?:\w+ )?)([\d.]+)px", text) for name, (text, _) in drawings.items()}
    small = {name: sizes for name, sizes in letters.items() if any(float(s) < SMALLEST_LETTERS_PX for s in sizes)}
    assert small == {}
