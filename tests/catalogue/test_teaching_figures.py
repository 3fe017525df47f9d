"""The drawings that teach say what the data say: findings, lessons, maps of joints, charts of muscles."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

import hiphinge.catalogue
from hiphinge.catalogue import figure, load

FOLDER = Path(hiphinge.catalogue.__file__).parent / "figures"
SVG = "{http://www.w3.org/2000/svg}"
CLASSES = {"mv": "movers", "hp": "synergists", "st": "stabilisers"}
"""How a chart tells roles apart: solid, stripes, dots."""


def _drawn(kind: str, id_: str) -> ET.Element:
    text = figure(kind, id_)
    assert text is not None, f"{kind}/{id_}"
    return ET.fromstring(text)  # noqa: S314 our own file


def _names(kind: str) -> set[str]:
    return {path.stem for path in (FOLDER / kind).glob("*.svg")}


def _written(root: ET.Element) -> set[str]:
    return {"".join(text.itertext()) for text in root.iter(f"{SVG}text")}


def test_every_finding_and_lesson_has_its_drawing_and_none_is_left_over() -> None:
    assert _names("findings") == set(load().faults)
    assert _names("lessons") == set(load().lessons)


def test_every_exercise_has_both_maps_and_every_muscle_its_place() -> None:
    assert _names("joints") == set(load().exercises)
    assert _names("muscles") == set(load().exercises) | set(load().muscles)


@pytest.mark.parametrize("id_", sorted(load().faults))
def test_a_finding_is_named_beside_what_is_meant(id_: str) -> None:
    texts = _written(_drawn("findings", id_))
    name = load().faults[id_].name
    assert all(word in " ".join(texts) for word in name.split())
    meant = [text for text in texts if text not in name]
    assert meant


@pytest.mark.parametrize("id_", sorted(load().exercises))
def test_a_chart_draws_each_muscle_in_the_given_role(id_: str) -> None:
    root, exercise = _drawn("muscles", id_), load().exercises[id_]
    drawn = {g.get("data-muscle"): CLASSES[g.get("class") or ""] for g in root.iter(f"{SVG}g") if g.get("data-muscle")}
    roles = {muscle: role for role in CLASSES.values() for muscle in getattr(exercise, role)}
    assert drawn == roles
    names = {re.sub(r"^\d+ ", "", text) for text in _written(root)}
    assert {load().muscles[muscle].name for muscle in roles} <= names


@pytest.mark.parametrize("id_", sorted(load().exercises))
def test_roles_are_distinguished_without_colour(id_: str) -> None:
    root = _drawn("muscles", id_)
    name = root.get("class")
    fills = {g.get("class"): g.get("fill") for g in root.iter(f"{SVG}g") if g.get("data-muscle")}
    assert all(fills[role] == (None if role == "mv" else f"url(#{name}-{role})") for role in fills)


@pytest.mark.parametrize("id_", sorted(load().muscles))
def test_a_muscle_is_shown_alone_where_it_is(id_: str) -> None:
    root = _drawn("muscles", id_)
    assert [g.get("data-muscle") for g in root.iter(f"{SVG}g") if g.get("data-muscle")] == [id_]
    assert root.findtext(f"{SVG}desc") == load().muscles[id_].where


@pytest.mark.parametrize("id_", sorted(load().exercises))
def test_a_map_marks_the_joints_that_move_and_those_that_hold(id_: str) -> None:
    root, exercise = _drawn("joints", id_), load().exercises[id_]
    marks = {g.get("data-joint"): g.get("data-kind") for g in root.iter(f"{SVG}g") if g.get("data-joint")}
    assert marks == dict.fromkeys(exercise.moves, "moves") | dict.fromkeys(exercise.holds, "holds")
    signs = {g.get("data-kind"): {e.tag.removeprefix(SVG) for e in g.iter()} for g in root.iter() if g.get("data-kind")}
    assert "rect" not in signs.get("moves", set())
    assert all("rect" in tags for kind, tags in signs.items() if kind == "holds")
