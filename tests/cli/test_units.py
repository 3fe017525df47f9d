import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiphinge.cli.units import Units, length_m, mass_kg, moment_s
from hiphinge.errors import UsageError


@pytest.mark.parametrize(
    ("text", "metres"),
    [
        ("1.8", 1.8),
        ("1,80 m", 1.8),
        ("180", 1.8),
        ("180cm", 1.8),
        ("1800 mm", 1.8),
        ("5'11\"", 1.8034),
        ("5'11", 1.8034),
        ("5′11″", 1.8034),  # noqa: RUF001  # the signs that phones type
        ("5’ 11.5”", 1.8161),  # noqa: RUF001  # likewise
        ("5 ft 11 in", 1.8034),
        ("5FT11", 1.8034),
        ("6'", 1.8288),
        ("71 in", 1.8034),
        ('71"', 1.8034),
    ],
)
def test_a_length_is_read_as_it_is_written(text: str, metres: float) -> None:
    assert length_m(text) == pytest.approx(metres, abs=1e-6)


def test_a_plain_number_is_inches_where_units_are_imperial() -> None:
    assert length_m("71", units=Units.IMPERIAL) == pytest.approx(1.8034)
    assert length_m("180 cm", units=Units.IMPERIAL) == pytest.approx(1.8)


@pytest.mark.parametrize("text", ["", "tall", "5.11'", "1.8 kg", "-1.8", "1.8.0", "5'11\" tall"])
def test_what_is_no_length_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(UsageError, match=r"cannot be read as a length.*180 cm"):
        length_m(text)


def test_feet_written_as_a_decimal_are_refused_because_they_could_mean_two_things() -> None:
    with pytest.raises(UsageError, match=r"5'11"):
        length_m("5.11", units=Units.IMPERIAL)


@pytest.mark.parametrize(
    ("text", "units", "kilograms"),
    [
        ("82", Units.METRIC, 82.0),
        ("82,5 kg", Units.METRIC, 82.5),
        ("180 lb", Units.METRIC, 81.6466),
        ("180lbs", Units.METRIC, 81.6466),
        ("180", Units.IMPERIAL, 81.6466),
        ("100 kg", Units.IMPERIAL, 100.0),
    ],
)
def test_a_mass_is_read_as_it_is_written(text: str, units: Units, kilograms: float) -> None:
    assert mass_kg(text, units=units) == pytest.approx(kilograms, abs=1e-3)


@pytest.mark.parametrize("text", ["", "heavy", "80 m", "-80", "12 st"])
def test_what_is_no_mass_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(UsageError, match=r"cannot be read as a mass.*180 lb"):
        mass_kg(text)


@given(st.integers(3, 7), st.integers(0, 11))
def test_feet_and_inches_agree_with_inches(feet: int, inches: int) -> None:
    assert length_m(f"{feet}'{inches}\"") == pytest.approx(length_m(f"{12 * feet + inches} in"))


@pytest.mark.parametrize(
    ("text", "seconds"), [("75", 75.0), ("12.4 s", 12.4), ("1:15", 75.0), ("0:12.4", 12.4), ("1:02:03.5", 3723.5)]
)
def test_a_moment_is_read_as_it_is_written(text: str, seconds: float) -> None:
    assert moment_s(text) == pytest.approx(seconds)


@pytest.mark.parametrize("text", ["", "-1", "1:", "soon", "1:2:3:4"])
def test_what_is_no_moment_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(UsageError, match=r"cannot be read as a time.*1:15"):
        moment_s(text)
