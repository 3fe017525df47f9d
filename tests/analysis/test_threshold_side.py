"""On which side of a finding's line a value lies."""

from types import SimpleNamespace
from typing import cast

import pytest

from hiphinge.analysis import Analysis, Measurement, Repetition, past_line
from hiphinge.catalogue import load
from hiphinge.findings import NotMeasurable


def _side(finding: str, values: dict[str, float], *, standing: dict[str, float] | None = None) -> bool | None:
    measured = {id_: Measurement(value=value, unit="deg") for id_, value in values.items()}
    hidden = {"descent_s": NotMeasurable(id="descent_s", reason="Hidden.", do="Step aside.")}
    repetition = cast("Repetition", SimpleNamespace(measurements=hidden | measured))
    analysis = SimpleNamespace(exercise="romanian_deadlift", standing=SimpleNamespace(angles=standing or {}))
    return past_line(load().faults[finding], repetition, cast("Analysis", analysis))


def test_a_line_counts_in_its_direction() -> None:
    below = load().faults["uncontrolled_descent"].threshold("romanian_deadlift")
    assert _side("uncontrolled_descent", {"descent_s": below - 0.1}) is True
    assert _side("uncontrolled_descent", {"descent_s": below + 0.1}) is False
    above = load().faults["shins_forward"].threshold("romanian_deadlift")
    assert _side("shins_forward", {"shank_inclination_deg": above + 0.1}) is True
    assert _side("shins_forward", {"shank_inclination_deg": above}) is False


def test_knees_count_from_standing() -> None:
    line = load().faults["excess_knee_flexion"].threshold("romanian_deadlift")
    assert _side("excess_knee_flexion", {"knee_flexion_deg": line + 5.0}) is True
    assert _side("excess_knee_flexion", {"knee_flexion_deg": line + 5.0}, standing={"knee_flexion_deg": 8.0}) is False


@pytest.mark.parametrize(("travel", "past"), [(0.05, True), (0.25, False)])
def test_a_share_counts_of_what_it_is_a_share_of(travel: float, *, past: bool) -> None:
    assert _side("hips_not_back", {"hip_back_travel": travel, "hip_travel_expected": 0.3}) is past


@pytest.mark.parametrize("finding", ["uncontrolled_descent", "hips_not_back", "squat_pattern"])
def test_what_was_not_measured_lies_on_no_side(finding: str) -> None:
    assert _side(finding, {"hip_back_travel": 0.2}) is None
