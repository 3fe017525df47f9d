"""The drawings that teach: findings beside what is meant, lessons, maps of joints, charts of muscles, as the data say."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

import hiphinge.catalogue
from hiphinge.catalogue import figure, load
from validation.figures.checking import checked
from validation.figures.checking_findings import LINES, checked_pair
from validation.figures.compact import merged_shifts
from validation.figures.findings import BACKS, EXERCISE, PAIRS, TAUGHT
from validation.figures.lessons import FIGURES as LESSONS
from validation.figures.muscles import ROLES

FOLDER = Path(hiphinge.catalogue.__file__).parent / "figures"
SVG = "{http://www.w3.org/2000/svg}"
CLASSES = {letters: role for role, (letters, _) in ROLES.items()}
BY_ID = {pair.right.id: pair for pair in PAIRS}
SEEN = [id_ for id_ in BY_ID if id_ not in (*BACKS, *TAUGHT)]


def _drawn(kind: str, id_: str) -> ET.Element:
    text = figure(kind, id_)
    assert text is not None, f"{kind}/{id_}"
    return ET.fromstring(text)  # noqa: S314 our own file


def _names(kind: str) -> set[str]:
    return {path.stem for path in (FOLDER / kind).glob("*.svg")}


def _written(root: ET.Element) -> set[str]:
    return {"".join(text.itertext()) for text in root.iter(f"{SVG}text")}


def test_every_finding_and_lesson_has_its_drawing_and_none_is_left_over() -> None:
    assert _names("findings") == set(load().faults) == set(BY_ID)
    assert _names("lessons") == set(load().lessons)


def test_every_exercise_has_both_maps_and_every_muscle_its_place() -> None:
    assert _names("joints") == set(load().exercises)
    assert _names("muscles") == set(load().exercises) | set(load().muscles)


@pytest.mark.parametrize("id_", sorted(BY_ID))
def test_a_finding_is_named_beside_what_is_meant(id_: str) -> None:
    told = " ".join(_written(_drawn("findings", id_)))
    pair = BY_ID[id_]
    assert pair.name == load().faults[id_].name
    assert all(word in told for words in (pair.name, pair.held) for word in words.split())


def test_findings_that_are_taught_only_are_those_that_the_catalogue_does_not_look_for() -> None:
    assert set(TAUGHT) == {fault.id for fault in load().faults.values() if not fault.looked_for}
    assert all(load().exercises[exercise].analysed for exercise in EXERCISE.values())
    assert {id_: load().faults[id_].threshold(EXERCISE[id_]) for id_ in TAUGHT} == LINES


@pytest.mark.parametrize("id_", SEEN)
def test_analysed_the_wrong_half_is_that_finding_and_the_right_half_is_none(id_: str) -> None:
    assert checked_pair(BY_ID[id_]).wrong == ()


def test_only_shins_forward_brings_another_finding_with_it() -> None:
    assert {id_: pair.also for id_, pair in BY_ID.items() if pair.also} == {"shins_forward": ("hips_not_back",)}


@pytest.mark.parametrize("id_", TAUGHT)
def test_what_films_do_not_tell_is_in_the_motion_beyond_its_line(id_: str) -> None:
    assert checked_pair(BY_ID[id_]).wrong == ()


@pytest.mark.parametrize("lesson", LESSONS, ids=[lesson.id for lesson in LESSONS])
def test_a_lesson_shows_what_it_asks_for(lesson: object) -> None:
    assert checked(lesson).wrong == ()  # type: ignore[arg-type]  # pytest gives it as what it was


@pytest.mark.parametrize("id_", sorted(load().exercises))
def test_a_chart_draws_each_muscle_in_the_role_that_is_told(id_: str) -> None:
    root, exercise = _drawn("muscles", id_), load().exercises[id_]
    drawn = {g.get("data-muscle"): CLASSES[g.get("class") or ""] for g in root.iter(f"{SVG}g") if g.get("data-muscle")}
    told = {muscle: role for role in ROLES for muscle in getattr(exercise, role)}
    assert drawn == told
    names = {re.sub(r"^\d+ ", "", text) for text in _written(root)}
    assert {load().muscles[muscle].name for muscle in told} <= names


@pytest.mark.parametrize("id_", sorted(load().exercises))
def test_roles_are_told_apart_without_colour(id_: str) -> None:
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


def test_shifts_within_shifts_are_added_up_and_nothing_else_is_touched() -> None:
    inner = '<g transform="translate(1 2)"><g transform="translate(3-5)"><path d="M0 0"/></g></g>'
    assert merged_shifts(inner) == '<g transform="translate(4 -3)"><path d="M0 0"/></g>'
    shared = '<g transform="translate(1 2)"><g transform="translate(3 4)"/><path d="M0 0"/></g>'.replace("/><path", "></g><path")
    assert merged_shifts(shared) == shared
