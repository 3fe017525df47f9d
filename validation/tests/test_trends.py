"""Simulated lifters: few false changes whatever their noise, and true ones found."""

import pytest
from validation.trends.lifters import Lifters, share_changed


@pytest.mark.parametrize("noise", [0.5, 1.0, 2.0])
@pytest.mark.parametrize(("tails", "has_gaps"), [("normal", False), ("heavy", False), ("normal", True)])
@pytest.mark.parametrize("sessions", [7, 12])
def test_few_changes_are_false(noise: float, tails: str, sessions: int, *, has_gaps: bool) -> None:
    lifters = Lifters(noise=noise, size=0.0, kind="gradual", tails=tails, has_gaps=has_gaps)
    assert share_changed(lifters, sessions=sessions, draws=1000) <= 0.05 + 0.014  # two standard errors of 1,000 draws


@pytest.mark.parametrize("kind", ["gradual", "sudden", "early", "plateau"])
def test_changes_of_one_and_a_half_mdc_are_found_over_ten_days(kind: str) -> None:
    assert share_changed(Lifters(noise=2.0, size=1.5, kind=kind), sessions=10, draws=300) >= 0.8


def test_of_five_days_nothing_is_said() -> None:
    assert share_changed(Lifters(noise=1.0, size=9.0, kind="sudden"), sessions=5, draws=20) == 0
