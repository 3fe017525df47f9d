"""Sheets: whatever is in the catalogue has one, and what it points to exists."""

import re

import pytest

from hiphinge.catalogue import load
from hiphinge.errors import UnknownIdError
from hiphinge.reports.sheets import KINDS, Sheet, lessons_for, sheet, sheet_lines

NAMES = [(table, id_) for table in KINDS for id_ in getattr(load(), table)]
STATEMENTS = [s.id for a in load().articles.values() for s in a.statements]


@pytest.fixture(scope="module")
def sheets() -> dict[str, Sheet]:
    return {id_: sheet(id_) for _, id_ in NAMES} | {id_: sheet(id_) for id_ in STATEMENTS}


def test_every_item_and_every_statement_has_a_sheet_with_something_on_it(sheets: dict[str, Sheet]) -> None:
    bare = [
        id_ for id_, statement in sheets.items() if not statement.lead or not (statement.parts or statement.pointers)
    ]
    assert bare == []


def test_what_a_sheet_points_to_can_be_explained(sheets: dict[str, Sheet]) -> None:
    for statement in sheets.values():
        for pointer in statement.pointers:
            if pointer.id is not None:
                assert sheet(pointer.id).title


def test_text_has_no_empty_heading_and_no_place_left_open(sheets: dict[str, Sheet]) -> None:
    for id_, statement in sheets.items():
        text = "\n".join(sheet_lines(statement))
        assert not re.search(r"\{\w*\}", text), id_


def test_a_name_means_the_same_however_it_is_written() -> None:
    assert sheet("Wall Touch") == sheet("wall-touch") == sheet("wall_touch")
    assert sheet("lesson 2") == sheet("wall")


@pytest.mark.parametrize("name", ["", "wall_tuch", "lesson 9", "9-99"])
def test_an_unknown_name_is_refused(name: str) -> None:
    with pytest.raises(UnknownIdError, match="Nothing is called"):
        sheet(name)


def test_from_a_finding_the_drill_and_the_lesson_are_reached() -> None:
    """The way on is whole for every finding: finding, drill, lesson."""
    for fault in load().faults.values():
        drill = sheet(fault.drill)
        lessons = [p for p in (*sheet(fault.id).pointers, *drill.pointers) if p.command.startswith("hiphinge lesson")]
        assert fault.drill in {p.id for p in sheet(fault.id).pointers}
        assert lessons, fault.id


@pytest.mark.parametrize(
    ("finding", "numbers"),
    [
        ("squat_pattern", [2, 4]),
        ("shallow_range", [4]),
        ("uncontrolled_descent", [5]),
        ("lockout_overextension", [6, 1]),
        ("bar_drifts", [6]),
        (None, [1]),
    ],
)
def test_the_lesson_of_a_finding_has_a_mark_for_it_or_its_drill(finding: str | None, numbers: list[int]) -> None:
    """The first lesson comes last: standing still and bending three times is no practice for a bar that drifts."""
    fault = None if finding is None else load().faults[finding]
    assert [lesson.number for lesson in lessons_for(fault, load())] == numbers


def test_units_are_said_as_people_say_them(sheets: dict[str, Sheet]) -> None:
    for id_ in ("hips_not_back", "squat_pattern", "hip_hinge", "back_squat"):
        text = "\n".join(sheet_lines(sheets[id_]))
        assert not re.search(r"\d (deg|share|probability)\b", text), id_


def test_the_group_of_a_band_begins_a_sentence(sheets: dict[str, Sheet]) -> None:
    tests = [id_ for kind, id_ in NAMES if kind == "self_tests"]
    compared = [part for id_ in tests for part in sheets[id_].parts if part.title.startswith("Compared with")]
    lines = [line for part in compared for line in part.lines]
    assert len(lines) > 30
    assert [line for line in lines if re.search(r"[.] [a-z]", line)] == []


def test_a_source_is_not_said_twice(sheets: dict[str, Sheet]) -> None:
    (line,) = (one for one in sheets["active_knee_extension"].sources if one.id == "yildirim-2018")
    assert line.text == "Y\u0131ld\u0131r\u0131m et al. 2018, Balkan Med J 35:388."
    assert sheets["yildirim-2018"].lead == line.text
    for one in (source for each in sheets.values() for source in each.sources):
        where = load().evidence[one.id].identifier
        assert not where or one.text.count(where) == 1


def test_a_quantity_says_how_well_it_is_known_behind_a_plate_where_that_was_measured() -> None:
    measured = {id_: one.behind_plate for id_, one in load().accuracy.items() if one.behind_plate is not None}
    assert "lockout_left_deg" in measured
    for id_, behind in measured.items():
        text = "\n".join(sheet_lines(sheet(id_)))
        assert behind.determined in text
        assert f"Within {behind.absolute:g} " in text
    assert "weight plate hides" not in "\n".join(sheet_lines(sheet("head_angle_deg")))
