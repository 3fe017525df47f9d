from pathlib import Path

import pytest

from hiphinge.cli.requests import Job, given_person, jobs, known_exports
from hiphinge.cli.units import Units
from hiphinge.errors import UnknownIdError, UsageError
from hiphinge.motion import CoefficientSet


def test_one_recording_goes_to_the_folder_that_was_named() -> None:
    assert jobs([Path("a/set.mp4")], out=Path("out")) == (Job(source=Path("a/set.mp4"), folder=Path("out")),)


def test_without_a_folder_it_goes_to_one_of_its_name_here() -> None:
    assert [job.folder for job in jobs([Path("a/set.mp4")], out=None)] == [Path("set.hiphinge")]


def test_several_recordings_get_a_folder_each_even_when_they_share_a_name() -> None:
    sources = [Path("monday/set.mp4"), Path("friday/set.mp4"), Path("other.mov")]
    folders = [job.folder for job in jobs(sources, out=Path("out"))]
    assert folders == [Path("out/set"), Path("out/set-2"), Path("out/other")]


def test_a_number_never_takes_the_place_of_another_recording() -> None:
    sources = [Path("a/set.mp4"), Path("set-2.mp4"), Path("b/set.mp4")]
    folders = [job.folder for job in jobs(sources, out=None)]
    assert len(set(folders)) == 3


def test_a_pose_file_is_called_after_the_result_it_lies_in_and_never_replaces_it() -> None:
    assert [job.folder for job in jobs([Path("set.hiphinge/pose.parquet")], out=None)] == [Path("set-again.hiphinge")]
    assert [job.folder for job in jobs([Path("poses/pose.parquet")], out=None)] == [Path("pose.hiphinge")]


def test_nothing_to_do_is_refused() -> None:
    with pytest.raises(UsageError, match="At least one video"):
        jobs([], out=None)


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
