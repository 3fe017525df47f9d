from pathlib import Path

import pytest

from hiphinge.documents import person_from_toml, person_to_toml
from hiphinge.errors import InputFormatError, InputMissingError, InputUnreadableError, UsageError
from hiphinge.motion import CoefficientSet, Person
from hiphinge.people import PersonFolder
from hiphinge.workflow.profile import PROFILE_TEMPLATE, keep_profile, read_profile


def _profile(folder: Path, text: str) -> Path:
    path = folder / "me.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_everything_that_is_given_is_read(tmp_path: Path) -> None:
    path = _profile(tmp_path, 'stature_m = 1.8\nmass_kg = 80\ncoefficients = "female"\nback_aim = "more"\n')
    given = Person(stature_m=1.8, mass_kg=80.0, coefficients=CoefficientSet.FEMALE, back_aim="more")
    assert read_profile(path) == given


def test_the_template_is_a_profile_that_tells_nothing(tmp_path: Path) -> None:
    assert read_profile(_profile(tmp_path, PROFILE_TEMPLATE)) == Person()


def test_the_template_with_its_lines_opened_is_a_full_profile(tmp_path: Path) -> None:
    opened = "\n".join(
        line.removeprefix("# ") if " = " in line and line.startswith("# ") else line
        for line in PROFILE_TEMPLATE.splitlines()
    )
    person = read_profile(_profile(tmp_path, opened))
    assert person.stature_m is not None
    assert person.mass_kg is not None


def test_an_unknown_key_is_refused_with_the_one_that_was_meant(tmp_path: Path) -> None:
    with pytest.raises(InputFormatError, match=r"'stature'.*Did you mean stature_m\?"):
        read_profile(_profile(tmp_path, "stature = 1.8\n"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("stature_m = 'tall'\n", "stature_m .* should be a number"),
        ("mass_kg = true\n", "mass_kg .* should be a number"),
        ("coefficients = 'other'\n", "one of female, male, mean"),
        ("schema = 'hiphinge.profile/9'\n", "hiphinge.profile/1"),
        ("not toml", "should be TOML"),
    ],
)
def test_a_wrong_value_is_refused_with_what_was_expected(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InputFormatError, match=message):
        read_profile(_profile(tmp_path, text))


def test_a_person_that_cannot_be_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="stature"):
        read_profile(_profile(tmp_path, "stature_m = 18\n"))


def test_a_profile_that_is_not_there_and_one_that_is_a_folder(tmp_path: Path) -> None:
    with pytest.raises(InputMissingError, match="does not exist"):
        read_profile(tmp_path / "nobody.toml")
    with pytest.raises(InputUnreadableError):
        read_profile(tmp_path)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "me.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputFormatError, match="should be TOML"):
        read_profile(path)


@pytest.mark.parametrize(
    ("number", "says"),
    [("9" * 310, "a person can have"), ("9" * 5000, "should be TOML"), (f"0x{'f' * 5000}", "a person can have")],
)
def test_a_number_beyond_all_numbers_is_refused(tmp_path: Path, number: str, says: str) -> None:
    with pytest.raises(InputFormatError, match=says):
        read_profile(_profile(tmp_path, f"stature_m = {number}\n"))


def test_an_aim_that_is_none_of_the_three_is_refused_with_them(tmp_path: Path) -> None:
    with pytest.raises(InputFormatError, match="less, same, more, but is 'straight'"):
        read_profile(_profile(tmp_path, 'back_aim = "straight"\n'))


def test_a_profile_is_kept_under_a_name_and_read_by_it(tmp_path: Path) -> None:
    files = PersonFolder(place=tmp_path / "people")
    place = keep_profile(_profile(tmp_path, "stature_m = 1.8\n"), person="Anna B", files=files)
    assert place == tmp_path / "people" / "anna b.profile.toml"
    assert read_profile("anna b", files) == Person(stature_m=1.8)
    assert [one.kind for one in files.kept()["anna b"]] == ["profile"]
    with pytest.raises(InputMissingError, match=r"neither as a file nor as a saved one in .*people"):
        read_profile("ben", files)
    with pytest.raises(InputMissingError, match=r"The profile anna\.toml does not exist\."):
        read_profile("anna.toml", files)


def test_a_file_goes_before_a_person_of_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = PersonFolder(place=tmp_path / "people")
    keep_profile(_profile(tmp_path, "stature_m = 1.8\n"), person="me", files=files)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "me").write_text("stature_m = 1.7\n", encoding="utf-8")
    assert read_profile("me", files) == Person(stature_m=1.7)


def test_a_wrong_profile_is_not_kept_and_an_earlier_one_stays(tmp_path: Path) -> None:
    files = PersonFolder(place=tmp_path / "people")
    keep_profile(_profile(tmp_path, "stature_m = 1.8\n"), person="me", files=files)
    with pytest.raises(InputFormatError, match="Did you mean stature_m"):
        keep_profile(_profile(tmp_path, "stature = 1.8\n"), person="me", files=files)
    assert read_profile("me", files) == Person(stature_m=1.8)


@pytest.mark.parametrize(
    "person",
    [Person(), Person(stature_m=1.8, mass_kg=81.25, coefficients=CoefficientSet.FEMALE, back_aim="less")],
)
def test_what_is_known_of_a_person_is_written_and_read_again(person: Person) -> None:
    assert person_from_toml(person_to_toml(person), name="a profile") == person
