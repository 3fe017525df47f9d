"""Speed against load: a line with its interval from three loads on, else the reason."""

import numpy as np
import pytest

from hiphinge.progress import FilmedSet, velocity_profile
from hiphinge.reports.text.log_words import velocity_words

RDL = "romanian_deadlift"


def filmed(day: int, kg: float | None, speed: float, *, counting: bool = False) -> FilmedSet:
    values = {"trunk_inclination_deg": 80.0, "ascent_s": 80.0 / speed}
    return FilmedSet(day=day, exercise=RDL, values=values, load_kg=kg, counting=counting)


def test_the_line_is_that_of_the_sets_and_each_load_has_its_median() -> None:
    sets = [filmed(n, kg, 100.0 - 0.5 * kg) for n, kg in enumerate((40, 60, 60, 80, 100))]
    profile = velocity_profile([*sets, filmed(9, 100, 10, counting=True), filmed(9, None, 10)])
    assert [(one.load_kg, one.sets) for one in profile.points] == [(40, 1), (60, 2), (80, 1), (100, 1)]
    assert profile.points[0].speed == pytest.approx(80.0)
    assert profile.slope == pytest.approx(-0.5)
    assert velocity_words(profile, "kg") == "for 10 kg more, 5.0°/s slower (95 %: 5.0 to 5.0)"
    assert velocity_words(profile, "lb").startswith("for 25 lb more, 5.7°/s slower")


def test_fewer_than_three_loads_have_a_reason_instead() -> None:
    assert "no filmed set" in velocity_profile([]).reason
    assert "no filmed set" in velocity_profile([FilmedSet(day=1, exercise=RDL, values={}, load_kg=60)]).reason
    two = velocity_profile([filmed(1, 60, 50), filmed(2, 80, 40), filmed(3, 80, 41)])
    assert two.reason == "filmed at 2 of the 3 loads needed in twelve weeks"
    assert np.isnan(two.slope)
    assert velocity_words(two, "kg") == f"too few to say: {two.reason}"


def test_what_is_older_than_twelve_weeks_is_another_state_of_training() -> None:
    sets = [filmed(1, 40, 80), filmed(100, 60, 60), filmed(110, 80, 50)]
    assert [one.load_kg for one in velocity_profile(sets).points] == [60, 80]


def test_the_interval_holds_the_truth_as_often_as_it_says() -> None:
    rng, held, runs = np.random.default_rng(3), 0, 600
    for _ in range(runs):
        sets = [filmed(n, kg, 90 - 0.3 * kg + rng.normal(0, 6)) for n, kg in enumerate((40, 40, 60, 60, 80, 80))]
        low, high = velocity_profile(sets).interval
        held += low <= -0.3 <= high
    assert 0.92 <= held / runs <= 0.98


def test_a_line_that_may_be_level_is_not_called_slower() -> None:
    profile = velocity_profile([filmed(1, 40, 60), filmed(2, 60, 75), filmed(3, 80, 55)])
    assert profile.slope < 0
    assert velocity_words(profile, "kg").startswith("no change with load that would stand out")
