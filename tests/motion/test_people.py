"""What is given about a person is checked, and an interval runs upward."""

import pytest

from hiphinge.errors import UsageError
from hiphinge.motion import CoefficientSet, Interval, Person, check_load


def test_nothing_needs_to_be_given() -> None:
    person = Person()
    assert (person.stature_m, person.mass_kg, person.coefficients) == (None, None, CoefficientSet.MEAN)


@pytest.mark.parametrize(("stature_m", "mass_kg"), [(1.0, 25.0), (1.75, 80.0), (2.4, 300.0)])
def test_people_of_every_size(stature_m: float, mass_kg: float) -> None:
    assert Person(stature_m=stature_m, mass_kg=mass_kg).mass_kg == mass_kg


@pytest.mark.parametrize("stature_m", [0.99, 2.41, 175.0, float("nan")])
def test_a_stature_that_nobody_has(stature_m: float) -> None:
    with pytest.raises(UsageError, match=r"stature should be between 1 and 2\.4 m"):
        Person(stature_m=stature_m)


@pytest.mark.parametrize("mass_kg", [0.0, 24.9, 301.0, float("nan")])
def test_a_mass_that_nobody_has(mass_kg: float) -> None:
    with pytest.raises(UsageError, match="mass should be between 25 and 300 kg"):
        Person(mass_kg=mass_kg)


def test_an_interval_has_a_width() -> None:
    assert Interval(low=-1.5, high=2.0).width == 3.5
    assert Interval(low=1.0, high=1.0).width == 0.0


@pytest.mark.parametrize(("low", "high"), [(2.0, 1.0), (float("nan"), 1.0)])
def test_an_interval_runs_upward(low: float, high: float) -> None:
    with pytest.raises(UsageError, match="run upward"):
        Interval(low=low, high=high)


@pytest.mark.parametrize("maximum_deg", [-0.1, 150.1, float("nan")])
def test_a_maximum_that_no_back_has(maximum_deg: float) -> None:
    with pytest.raises(UsageError, match="lumbar flexion should be between 0 and 150 deg"):
        Person(lumbar_maximum_deg=maximum_deg)


def test_an_aim_that_is_none_of_the_three() -> None:
    with pytest.raises(UsageError, match="one of less, same, more, but is 'straight'"):
        Person(back_aim="straight")  # type: ignore[arg-type]


@pytest.mark.parametrize("load_kg", [None, 0.0, 60.0, 600.0])
def test_loads_that_are_lifted(load_kg: float | None) -> None:
    check_load(load_kg)


@pytest.mark.parametrize("load_kg", [-1.0, 600.5, float("nan")])
def test_a_load_that_nobody_lifts(load_kg: float) -> None:
    with pytest.raises(UsageError, match="load should be between 0 and 600 kg"):
        check_load(load_kg)
