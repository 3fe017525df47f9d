"""What is kept of a person, profile and calibration, is what an analysis of theirs takes."""

import json
import pickle
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from hiphinge.analysis import Calibration, FullBend, StandingReference
from hiphinge.cli.requests import given_calibration, given_person
from hiphinge.cli.units import Units
from hiphinge.motion import Interval, Person
from hiphinge.server.live import begin_live
from hiphinge.spine import CONTOUR_FEATURE_SIZES
from hiphinge.store import Store
from hiphinge.workflow.calibrations import write_calibration
from hiphinge.workflow.known_person import known_person
from hiphinge.workflow.stores import user_store

STANDING = StandingReference(
    recording="bends.mp4",
    kind="quiet",
    duration_s=3.0,
    angles={"trunk_inclination_deg": 2.0},
    thigh_deg=-1.0,
    shape={name: np.zeros(size) for name, size in CONTOUR_FEATURE_SIZES.items()},
)
BEND = FullBend(lumbar_flexion_deg=55.0, interval=Interval(low=44.0, high=66.0), bends_deg=(54.0, 55.0, 57.0))


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    with user_store() as opened:
        opened.documents.write("Ben", "profile", b"stature_m = 1.9\nmass_kg = 80\n")
        yield opened


def test_of_somebody_new_nothing_is_known(store: Store) -> None:
    known = known_person("Ana", store.documents)
    assert (known.person, known.standing, known.changes_numbers) == (Person(), None, False)


def test_a_live_session_begins_with_the_calibration(store: Store) -> None:
    calibration = Calibration(standing=STANDING, full_bend=BEND)
    store.people.add("Ben", adult=True)
    write_calibration("ben", calibration, person="Ben", measured_on=date(2026, 5, 4), files=store.documents)
    begun = begin_live(json.dumps({"person": "Ben"}), user_store)
    assert (begun.options.person.lumbar_maximum_deg, begun.options.person.mass_kg) == (55.0, 80.0)
    assert begun.options.reference is not None
    assert pickle.loads(pickle.dumps(begun.options)).reference.recording == "bends.mp4"  # noqa: S301 - our own


def test_profile_and_calibration_of_the_name_in_any_case(store: Store) -> None:
    write_calibration(
        "ben",
        Calibration(standing=STANDING, full_bend=BEND),
        person="Ben",
        measured_on=date(2026, 5, 4),
        files=store.documents,
    )
    known = known_person("BEN", store.documents)
    assert (known.person.stature_m, known.person.mass_kg, known.person.lumbar_maximum_deg) == (1.9, 80.0, 55.0)
    assert known.person.lumbar_maximum_interval == BEND.interval
    assert known.standing is not None
    assert (known.standing.recording, known.changes_numbers) == ("bends.mp4", True)
    assert given_calibration(None, whose="Ben") == "Ben"
    assert given_calibration("ana", whose="Ben") == "ana"


@pytest.mark.usefixtures("store")
def test_the_command_takes_the_profile_of_whose_log_it_is_unless_another_is_given(tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    other.write_text("stature_m = 1.7\n")
    said = {"mass": None, "units": Units.METRIC, "whose": "Ben"}
    assert given_person(profile=None, stature=None, **said) == Person(stature_m=1.9, mass_kg=80.0)  # type: ignore[arg-type]
    assert given_person(profile=None, stature="180", **said) == Person(stature_m=1.8, mass_kg=80.0)  # type: ignore[arg-type]
    assert given_person(profile=other, stature=None, **said) == Person(stature_m=1.7)  # type: ignore[arg-type]
    assert given_calibration(None, whose="Ben") is None
