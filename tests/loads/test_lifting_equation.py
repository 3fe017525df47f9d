"""The lifting equation against a worked lift, against a second implementation over a grid, and at its limits."""

from itertools import product
from typing import Any

import pytest

from hiphinge.errors import NotMeasurableError, UsageError
from hiphinge.loads import FACTORS, Lift, lift_index

TABLE = """
0.2   1.00 1.00  0.95 0.95  0.85 0.85
0.5   0.97 0.97  0.92 0.92  0.81 0.81
1     0.94 0.94  0.88 0.88  0.75 0.75
2     0.91 0.91  0.84 0.84  0.65 0.65
3     0.88 0.88  0.79 0.79  0.55 0.55
4     0.84 0.84  0.72 0.72  0.45 0.45
5     0.80 0.80  0.60 0.60  0.35 0.35
6     0.75 0.75  0.50 0.50  0.27 0.27
7     0.70 0.70  0.42 0.42  0.22 0.22
8     0.60 0.60  0.35 0.35  0.18 0.18
9     0.52 0.52  0.30 0.30  0    0.15
10    0.45 0.45  0.26 0.26  0    0.13
11    0.41 0.41  0    0.23  0    0
12    0.37 0.37  0    0.21  0    0
13    0    0.34  0    0     0    0
14    0    0.31  0    0     0    0
15    0    0.28  0    0     0    0
"""
"""Rows of the manual's table 5: lifts per minute; up to 1, 2 and 8 hours, each below 75 cm and from there up."""


def second(h: float, v: float, d: float, a: float, per_min: float, hours: float, grip: str) -> float:
    """Return the recommended weight, 0 outside the limits: another way of writing the same, row by row."""
    if h > 63 or not 0 <= v <= 175 or d > 175 or a > 135 or hours > 8 or per_min > 15:
        return 0.0
    rows = [[float(cell) for cell in line.split()] for line in TABLE.strip().splitlines()]
    column = 1 + (0 if hours <= 1 else 2 if hours <= 2 else 4) + (1 if v >= 75 else 0)
    per_min = max(per_min, 0.2)
    frequency = 0.0
    for lower, upper in zip(rows, [*rows[1:], rows[-1]], strict=True):
        if per_min == lower[0]:
            frequency = lower[column]
        elif lower[0] < per_min < upper[0] and upper[column] > 0:
            part = (per_min - lower[0]) / (upper[0] - lower[0])
            frequency = lower[column] * (1 - part) + upper[column] * part
    weight = 23.0 * frequency
    weight *= 25 / h if h > 25 else 1
    weight *= 1 - 0.003 * (75 - v if v < 75 else v - 75)
    weight *= 0.82 + 4.5 / d if d > 25 else 1
    weight *= 1 - 0.0032 * a
    return weight * {"good": 1.0, "fair": 0.95 if v < 75 else 1.0, "poor": 0.9}[grip]


def lift(**changed: Any) -> Lift:
    given: dict[str, Any] = {
        "load_kg": 10.0, "horizontal_cm": 40.0, "vertical_cm": 50.0, "distance_cm": 60.0, "per_min": 3.0,
    }  # fmt: skip
    return Lift(**(given | changed))


def test_the_worked_lift() -> None:
    found = lift_index(lift())
    assert found.recommended_kg == pytest.approx(9.95, abs=0.005)
    assert found.index == pytest.approx(1.005, abs=0.0005)
    worked = {"horizontal": 0.625, "vertical": 0.925, "distance": 0.895, "frequency": 0.88, "coupling": 0.95}
    assert found.multipliers == pytest.approx(worked | {"asymmetry": 1.0})


def test_a_second_implementation_agrees_over_a_grid() -> None:
    places = product((0, 25, 26, 40.5, 63, 63.1), (0, 30, 74.9, 75, 120, 175, 176), (0, 25, 60, 175, 180))
    rates = list(
        product((0, 0.2, 0.35, 1, 3.5, 8, 8.5, 9, 10, 10.5, 12, 12.5, 15, 15.5), (0.5, 1, 1.5, 2, 2.5, 8, 8.5))
    )
    compared = outside = 0
    for place, (h, v, d) in enumerate(places):
        for per_min, hours in rates:
            a = (0, 30, 90, 135, 140)[(place + len(rates)) % 5]
            grip = ("good", "fair", "poor")[place % 3]
            wanted = second(h, v, d, a, per_min, hours, grip)
            one = Lift(
                load_kg=12, horizontal_cm=h, vertical_cm=v, distance_cm=d, asymmetry_deg=a, per_min=per_min,
                hours=hours, coupling=grip,  # type: ignore[arg-type]  # one of the three
            )  # fmt: skip
            if wanted == 0:
                outside += 1
                with pytest.raises(NotMeasurableError):
                    lift_index(one)
            else:
                compared += 1
                assert lift_index(one).recommended_kg == pytest.approx(wanted, rel=1e-12), one
    assert min(compared, outside) > 2000


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"horizontal_cm": 64.0}, "more than 63 cm forward"),
        ({"vertical_cm": 176.0}, "higher than 175 cm"),
        ({"distance_cm": 180.0}, "move more than 175 cm"),
        ({"asymmetry_deg": 136.0}, "135 degrees"),
        ({"hours": 9.0}, "8 hours"),
        ({"per_min": 13.0}, "too many lifts a minute"),
    ],
)
def test_outside_the_limits_it_says_so_and_gives_no_number(changed: dict[str, float], said: str) -> None:
    with pytest.raises(NotMeasurableError, match=said):
        lift_index(lift(**changed))


@pytest.mark.parametrize(
    "changed", [{"load_kg": -1.0}, {"horizontal_cm": float("nan")}, {"hours": 0.0}, {"coupling": "x"}]
)
def test_what_is_no_lift_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        lift(**changed)


def test_what_gives_back_most_comes_first() -> None:
    found = lift_index(lift(asymmetry_deg=45.0))
    gains = [one.recommended_kg for one in found.changes]
    assert found.changes[0].factor == "horizontal"
    assert gains == sorted(gains, reverse=True)
    assert min(gains) > found.recommended_kg
    assert {one.factor for one in found.changes} == set(FACTORS)
    assert all(lift_index(one.lift).recommended_kg == pytest.approx(one.recommended_kg) for one in found.changes)
    best = lift(horizontal_cm=20, vertical_cm=75, distance_cm=20, per_min=0.1, coupling="good")
    assert lift_index(best).changes == ()
    assert lift_index(best).recommended_kg == pytest.approx(23.0)
