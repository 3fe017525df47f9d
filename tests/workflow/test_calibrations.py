"""Calibrations as files: written whole, read back the same, refused with what to do, listed, erased whole."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hiphinge.analysis import Calibration, FullBend, StandingReference, standing_reference_of
from hiphinge.errors import InputFormatError, InputMissingError, InputUnreadableError, NotMeasurableError, UsageError
from hiphinge.exports import write_pose
from hiphinge.motion import Interval, Motion, Person, SensorPlace
from hiphinge.spine import CONTOUR_FEATURE_SIZES
from hiphinge.testing import SensorLifts
from hiphinge.workflow import analyze, calibrate, measure_standing
from hiphinge.workflow.calibrations import (
    calibration_file,
    forget_calibration,
    known_people,
    read_calibration,
    write_calibration,
)
from hiphinge.workflow.live.sensing import write_recording
from hiphinge.workflow.stores import person_files

DAY = date(2026, 5, 17)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def calibration() -> Calibration:
    shape = {name: np.linspace(0.0, 1.0, size) for name, size in CONTOUR_FEATURE_SIZES.items()}
    angles = {"trunk_inclination_deg": 2.5, "knee_flexion_deg": 4.0}
    standing = StandingReference(
        recording="bends.mp4", kind="quiet", duration_s=3.2, angles=angles, thigh_deg=-1.5, shape=shape
    )
    bend = FullBend(lumbar_flexion_deg=55.0, interval=Interval(low=44.0, high=66.0), bends_deg=(54.0, 55.0, 57.0))
    return Calibration(standing=standing, full_bend=bend)


def _kept(calibration: Calibration, person: str = "Anna") -> Path:
    write_calibration(person, calibration, person=person, measured_on=DAY)
    return calibration_file(person)


def _spoilt(path: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    def spoil(content: bytes | None) -> bytes:
        document = json.loads(content or b"{}")
        change(document)
        return json.dumps(document).encode()

    person_files().change("anna", "calibration", spoil)
    return path


def test_what_was_written_is_read_back(calibration: Calibration) -> None:
    path = _kept(calibration)
    document = read_calibration("anna")
    again = document.calibration()
    assert (document.person, document.measured_on, document.recording) == ("Anna", "2026-05-17", "bends.mp4")
    assert again.full_bend == calibration.full_bend
    assert again.standing.angles == calibration.standing.angles
    assert again.standing.shape is not None
    assert calibration.standing.shape is not None
    for name, values in calibration.standing.shape.items():
        assert np.allclose(again.standing.shape[name], values, atol=1e-4)
    assert path == person_files().place / "anna.calibration.json"


def test_a_name_is_a_file_in_the_own_folder_and_json_is_a_file_itself(home: Path) -> None:
    assert calibration_file("Anna B") == home / "hiphinge" / "log.sqlite" / "anna b.calibration.json"
    assert calibration_file("here/me.json") == Path("here/me.json")
    for name in ("../anna", "", "a/b", "x" * 41, ".hidden"):
        with pytest.raises(UsageError, match="up to 40 letters"):
            calibration_file(name)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda d: d.pop("standing"), "should hold standing, but does not"),
        (lambda d: d["full_bend"].pop("bends_deg"), "should hold full_bend.bends_deg"),
        (
            lambda d: d.update(schema="hiphinge.calibration/9"),
            "should be of the schema 'hiphinge.calibration/1', but says",
        ),
        (lambda d: d.pop("schema"), "but says nothing"),
        (lambda d: d.update(note="x"), "holds note, which a calibration does not have"),
        (lambda d: d["full_bend"].update(lumbar_flexion_deg="much"), "full_bend.lumbar_flexion_deg in"),
        (lambda d: d["full_bend"].update(lumbar_flexion_deg=700), "full_bend.lumbar_flexion_deg in"),
        (lambda d: d["full_bend"].update(low=60.0), "between low and high"),
        (lambda d: d["full_bend"].update(bends_deg=[55.0]), "full_bend.bends_deg in"),
        (lambda d: d["standing"]["shape"]["beside"].pop(), "should hold beside 60, .*but holds beside 59"),
        (lambda d: d["standing"]["shape"].pop("lean"), "damaged, or another version"),
    ],
)
def test_a_spoilt_file_is_refused_with_what_is_wrong(
    calibration: Calibration, change: Callable[[dict[str, Any]], object], said: str
) -> None:
    _spoilt(_kept(calibration), change)
    with pytest.raises(InputFormatError, match=rf"(?s){said}.*hiphinge calibrate VIDEO"):
        read_calibration("anna")


@pytest.mark.parametrize("text", [b"", b"Dear lifter", b"[1, 2]", b"\xff\xfe\x00"])
def test_what_is_no_calibration_is_refused(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "letter.json"
    path.write_bytes(text)
    with pytest.raises(InputFormatError, match="should be a calibration in JSON"):
        read_calibration(path)


def test_a_folder_is_no_calibration(tmp_path: Path) -> None:
    (tmp_path / "folder.json").mkdir()
    with pytest.raises(InputUnreadableError, match="cannot be read"):
        read_calibration(tmp_path / "folder.json")


def test_a_missing_person_is_reported_with_those_who_are_there(calibration: Calibration) -> None:
    with pytest.raises(InputMissingError, match="There is none yet"):
        read_calibration("anna")
    _kept(calibration, "bob")
    with pytest.raises(InputMissingError, match="There is one of: bob"):
        read_calibration("anna")


def test_a_forgotten_person_leaves_nothing(calibration: Calibration) -> None:
    path = _kept(calibration)
    _kept(calibration, "bob")
    assert [stored.person for _, stored in known_people() if stored] == ["Anna", "bob"]
    assert forget_calibration("ANNA") == path
    assert [stored.person for _, stored in known_people() if stored] == ["bob"]
    with pytest.raises(InputMissingError, match="no calibration of 'anna'"):
        forget_calibration("anna")


def test_only_a_calibration_is_erased_by_the_name_of_a_file(calibration: Calibration, tmp_path: Path) -> None:
    other = tmp_path / "points.json"
    other.write_text('{"schema": "hiphinge.marks/1", "points": []}', encoding="utf-8")
    with pytest.raises(InputFormatError, match="schema"):
        forget_calibration(other)
    assert other.exists()
    own = tmp_path / "me.json"
    write_calibration(own, calibration, person="me", measured_on=DAY)
    assert forget_calibration(own) == own
    assert not own.exists()


def test_a_damaged_calibration_in_the_own_folder_is_erased_all_the_same(calibration: Calibration) -> None:
    path = _spoilt(_kept(calibration), lambda d: d.clear())
    assert forget_calibration(path.name.removesuffix(".calibration.json")) == path
    assert person_files().kept() == {}


def test_a_file_that_cannot_be_read_is_listed_all_the_same(calibration: Calibration) -> None:
    path = _spoilt(_kept(calibration), lambda d: d.clear())
    assert known_people() == ((path, None),)


# From a recording to its use.


@pytest.fixture
def bends(rendered: Motion, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return poses of two bends; how far the back of this very person must round is not the point here."""
    monkeypatch.setattr("hiphinge.analysis.calibrating.MIN_MAXIMUM_DEG", 1.0)
    monkeypatch.setattr("hiphinge.analysis.calibrating.MIN_LEAN_DEG", 60.0)
    write_pose(tmp_path / "bends.parquet", rendered)
    return tmp_path / "bends.parquet"


def test_a_recording_becomes_a_calibration_that_an_analysis_uses(bends: Path) -> None:
    found = calibrate(bends)
    assert len(found.full_bend.bends_deg) == 2
    _kept(found)
    result = analyze(bends, calibration="Anna", person=Person(stature_m=1.7))
    person = result.analysis.person
    assert person.stature_m == 1.7
    assert person.lumbar_maximum_deg == pytest.approx(found.full_bend.lumbar_flexion_deg, abs=1e-3)
    assert person.lumbar_maximum_interval is not None
    assert result.analysis.standing.kind == "calibration"
    assert result.provenance.parameters["own_standing"] == "bends.parquet"
    document = json.loads(result.to_json())
    assert document["standing"]["recording"] == "bends.parquet"
    assert document["person"]["lumbar_maximum"]["value"] == pytest.approx(person.lumbar_maximum_deg, abs=0.01)
    assert "anna" not in result.to_json().lower()


def test_neutral_goes_before_the_standing_of_a_calibration(bends: Path, calibration: Calibration) -> None:
    _kept(calibration)
    both = analyze(bends, calibration="anna", neutral=bends).analysis
    assert both.person.lumbar_maximum_deg == 55.0
    assert both.standing.angles["trunk_inclination_deg"] != 2.5
    assert analyze(bends, calibration="anna").analysis.standing.angles["trunk_inclination_deg"] == 2.5


def test_a_standing_that_was_read_once_serves_like_its_file(bends: Path, rendered: Motion) -> None:
    seen = measure_standing(bends)
    assert seen.angles == standing_reference_of(rendered).angles
    once, file = analyze(bends, neutral=seen), analyze(bends, neutral=bends)
    assert once.to_json() == file.to_json()


def test_a_calibration_and_the_video_it_is_from_give_the_same_standing(bends: Path) -> None:
    _kept(calibrate(bends))
    kept, seen = (
        analyze(bends, **given).repetitions[0].measurements["thoracic_flexion_deg"]
        for given in ({"calibration": "anna"}, {"neutral": bends})
    )
    assert getattr(kept, "value", None) == pytest.approx(getattr(seen, "value", None), abs=0.05)


def test_one_bend_is_too_few(bends: Path) -> None:
    with pytest.raises(NotMeasurableError, match="should show 3 slow full bends, but shows 1"):
        calibrate(bends, end_s=4.2)


def test_sensors_give_a_maximum_that_counts_for_videos_too(tmp_path: Path, rendered: Motion) -> None:
    bends = SensorLifts(repetitions=3, bows=1, lumbar_deg=50.0, pelvis_deg=60.0, down_s=2.0, up_s=2.0).record()
    write_recording(bends.recording, tmp_path / "bends")
    found = calibrate(tmp_path / "bends")
    assert found.full_bend.lumbar_flexion_deg == pytest.approx(50.0, abs=2.0)
    assert found.full_bend.interval.low < 50.0 < found.full_bend.interval.high
    write_calibration("Ana", found, person="Ana", measured_on=DAY)
    write_pose(tmp_path / "pose.parquet", rendered)
    result = analyze(tmp_path / "pose.parquet", exercise="romanian_deadlift", calibration="Ana")
    assert result.analysis.person.lumbar_maximum_deg == pytest.approx(found.full_bend.lumbar_flexion_deg, abs=0.01)
    assert result.analysis.standing.kind != "calibration"
    shallow = SensorLifts(repetitions=3, lumbar_deg=30.0, pelvis_deg=30.0).record()
    write_recording(shallow.recording, tmp_path / "shallow")
    with pytest.raises(NotMeasurableError, match="slow full bends"):
        calibrate(tmp_path / "shallow")
    above = SensorLifts(
        repetitions=3, bows=1, places=(SensorPlace.T12, SensorPlace.L5), lumbar_deg=50.0, pelvis_deg=60.0
    )
    write_recording(above.record().recording, tmp_path / "above")
    with pytest.raises(NotMeasurableError, match=r"T12, L5\) do not. Wear one at T12 and one at S2"):
        calibrate(tmp_path / "above")
    one = SensorLifts(places=(SensorPlace.S2,), pelvis_deg=80.0).record()
    write_recording(one.recording, tmp_path / "one")
    with pytest.raises(NotMeasurableError, match="Wear one at T12 and one at S2"):
        calibrate(tmp_path / "one")
