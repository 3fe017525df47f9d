from pathlib import Path

import pytest

from hiphinge.cli.requests import given_person, known_exports
from hiphinge.cli.units import Units
from hiphinge.errors import UnknownIdError
from hiphinge.motion import CoefficientSet


def test_what_the_options_say_goes_before_the_profile(tmp_path: Path) -> None:
    profile = tmp_path / "me.toml"
    profile.write_text('stature_m = 1.7\nmass_kg = 70\ncoefficients = "female"\n')
    person = given_person(profile=profile, stature="5'11\"", mass=None, units=Units.METRIC)
    assert person.stature_m == pytest.approx(1.8034)
    assert person.mass_kg == 70
    assert person.coefficients is CoefficientSet.FEMALE


def test_numbers_without_a_unit_are_in_the_units_that_were_named() -> None:
    person = given_person(profile=None, stature="71", mass="165", units=Units.IMPERIAL)
    assert person.stature_m == pytest.approx(1.8034)
    assert person.mass_kg == pytest.approx(74.84, abs=0.01)


def test_exports_may_be_listed_or_repeated() -> None:
    assert known_exports(["csv, TRC", "c3d", "csv,"]) == ("csv", "trc", "c3d")


def test_an_export_that_does_not_exist_is_refused_before_anything_runs() -> None:
    with pytest.raises(UnknownIdError, match=r"'docx'.*csv"):
        known_exports(["csv,docx"])
