"""Calibration, notes and profile: what is kept of a person is read as it was written, and a damaged file is refused."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hiphinge.documents import (
    PROFILE_TEMPLATE,
    calibration_document,
    calibration_from_json,
    notes_from_json,
    person_from_toml,
)
from hiphinge.errors import InputFormatError, UsageError
from hiphinge.motion import CoefficientSet, Person

SAMPLES = Path(__file__).parents[1] / "data" / "documents"


def calibration_fields() -> dict[str, Any]:
    fields: dict[str, Any] = json.loads((SAMPLES / "calibration-1.json").read_text(encoding="utf-8"))
    return fields


def test_a_calibration_comes_back() -> None:
    document = calibration_from_json(json.dumps(calibration_fields()), name="anna")
    kept = document.calibration()
    assert (kept.standing.recording, kept.standing.kind, kept.standing.duration_s) == ("bends.mp4", "quiet", 3.2)
    assert dict(kept.standing.angles) == {"trunk_inclination_deg": 2.5, "knee_flexion_deg": 4.0}
    assert kept.standing.thigh_deg == -1.5
    assert kept.standing.shape is not None
    np.testing.assert_array_equal(kept.standing.shape["lean"], [0.0, 0.5, 1.0])
    assert (kept.full_bend.lumbar_flexion_deg, kept.full_bend.bends_deg) == (55.0, (54.0, 55.0, 57.0))
    assert (kept.full_bend.interval.low, kept.full_bend.interval.high) == (44.0, 66.0)
    assert calibration_document(kept, person="Anna", measured_on=date(2026, 5, 17)) == document


def _without_person(fields: dict[str, Any]) -> None:
    del fields["person"]


def _with_more(fields: dict[str, Any]) -> None:
    fields["standing"]["colour"] = "blue"


def _leaning_too_far(fields: dict[str, Any]) -> None:
    fields["standing"]["thigh_deg"] = 200.0


def _one_bend(fields: dict[str, Any]) -> None:
    fields["full_bend"]["bends_deg"] = [55.0]


def _another_shape(fields: dict[str, Any]) -> None:
    fields["standing"]["shape"]["lean"] = [0.0]


def _no_shape(fields: dict[str, Any]) -> None:
    fields["standing"]["shape"] = {}


def _out_of_its_interval(fields: dict[str, Any]) -> None:
    fields["full_bend"]["high"] = 50.0


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (_without_person, "anna should hold person, but does not: it is damaged"),
        (_with_more, r"anna holds standing\.colour, which a calibration does not have"),
        (_leaning_too_far, r"standing\.thigh_deg in anna cannot be used \(.*it is 200"),
        (_one_bend, r"full_bend\.bends_deg in anna cannot be used"),
        (_another_shape, r"standing\.shape in anna should hold .*lean 3.* but holds .*lean 1"),
        (_no_shape, r"standing\.shape in anna should hold .* but holds none"),
        (_out_of_its_interval, "value between low and high, but it is 55, 44 to 50"),
    ],
)
def test_a_damaged_calibration_is_refused_with_the_place_and_what_to_do(
    damage: Callable[[dict[str, Any]], None], says: str
) -> None:
    fields = calibration_fields()
    damage(fields)
    with pytest.raises(InputFormatError, match=f"{says}.* Run `hiphinge calibrate VIDEO` to make one\\."):
        calibration_from_json(json.dumps(fields), name="anna")


def test_notes_come_back() -> None:
    notes = notes_from_json((SAMPLES / "notes-1.json").read_bytes(), name="anna")
    assert (notes.person, notes.answers, notes.answered_on) == ("Anna", {"pain_now": False}, "2026-05-17")
    assert (notes.practised, notes.passed) == (24, {"find_the_hip": "2026-05-18"})
    assert notes_from_json(notes.model_dump_json(by_alias=True), name="anna") == notes


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"practised": -1}, "practised"),
        ({"answered_on": "yesterday"}, "answered_on"),
        ({"passed": {"find_the_hip": "soon"}}, r"passed\.find_the_hip"),
        ({"score": 3}, "score"),
    ],
)
def test_damaged_notes_are_refused_with_the_place_and_what_to_do(fields: dict[str, Any], place: str) -> None:
    text = json.dumps({"schema": "hiphinge.notes/1", "person": "Anna", **fields})
    with pytest.raises(InputFormatError, match=f"but {place} is wrong: .*hiphinge data erase NAME --only notes"):
        notes_from_json(text, name="anna")


def test_a_profile_comes_back() -> None:
    text = b'stature_m = 1.8\nmass_kg = 80\ncoefficients = "female"\nback_aim = "more"\n'
    expected = Person(stature_m=1.8, mass_kg=80.0, coefficients=CoefficientSet.FEMALE, back_aim="more")
    assert person_from_toml(text, name="me") == expected
    assert person_from_toml(b"\xef\xbb\xbf" + text, name="me") == expected


def test_the_template_says_nothing_of_a_person() -> None:
    assert person_from_toml(PROFILE_TEMPLATE.encode(), name="me") == Person()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b"stature_m = 'tall'", "stature_m in me should be a number, but is 'tall'"),
        (b"mass_kg = true", "mass_kg in me should be a number, but is True"),
        (b"coefficients = 'other'", "coefficients in me should be one of female, male, mean, but is 'other'"),
        (b"back_aim = 'straight'", "back_aim in me should be one of less, same, more, but is 'straight'"),
        (b"stature = 1.8", r"'stature'.* Did you mean stature_m\? Known: stature_m, mass_kg"),
        (b"shoes = 43", r"'shoes', which a profile does not have\. Known: stature_m, mass_kg"),
        (b"not toml", "me should be TOML"),
        (b"\xff\xfe\x00", "me should be TOML"),
    ],
)
def test_a_wrong_profile_is_refused_with_what_was_expected(text: bytes, says: str) -> None:
    with pytest.raises(InputFormatError, match=says):
        person_from_toml(text, name="me")


def test_a_person_that_cannot_be_is_refused() -> None:
    with pytest.raises(UsageError, match="stature"):
        person_from_toml(b"stature_m = 18", name="me")
