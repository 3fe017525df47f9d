"""The revised NIOSH lifting equation: the weight that it recommends for a way of lifting, and the index of a load."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal, get_args

import numpy as np

from hiphinge.errors import NotMeasurableError, UsageError

__all__ = ["COUPLINGS", "FACTORS", "Coupling", "Factor", "Lift", "LiftChange", "LiftIndex", "lift_index"]

Coupling = Literal["good", "fair", "poor"]
"""How well hands hold the load: handles or a shape made for hands, something to get hold of, or neither."""
COUPLINGS: tuple[Coupling, ...] = get_args(Coupling)

Factor = Literal["horizontal", "vertical", "distance", "asymmetry", "frequency", "coupling"]
FACTORS: tuple[Factor, ...] = get_args(Factor)
"""What the recommended weight depends on, in the order of the equation's letters: H, V, D, A, F, C."""

LOAD_CONSTANT_KG = 23.0
NEAREST_CM, FARTHEST_CM = 25.0, 63.0
BEST_HEIGHT_CM, HIGHEST_CM = 75.0, 175.0
SHORTEST_PATH_CM = 25.0
MOST_TURN_DEG = 135.0
MOST_HOURS = 8.0
SELDOM_PER_MIN = 0.2
"""Lifting less often counts as often as this."""

_MOST_KG, _MOST_CM, _MOST_PER_MIN, _MOST_HOURS_A_DAY = 600.0, 400.0, 60.0, 24.0

_PER_MIN = (0.2, 0.5, *(float(n) for n in range(1, 16)))
_FREQUENCY: Mapping[float, tuple[tuple[float, ...], tuple[float, ...]]] = MappingProxyType(
    {
        1.0: (
            (1.0, 0.97, 0.94, 0.91, 0.88, 0.84, 0.80, 0.75, 0.70, 0.60, 0.52, 0.45, 0.41, 0.37, 0.0, 0.0, 0.0),
            (1.0, 0.97, 0.94, 0.91, 0.88, 0.84, 0.80, 0.75, 0.70, 0.60, 0.52, 0.45, 0.41, 0.37, 0.34, 0.31, 0.28),
        ),
        2.0: (
            (0.95, 0.92, 0.88, 0.84, 0.79, 0.72, 0.60, 0.50, 0.42, 0.35, 0.30, 0.26, 0.0, 0.0, 0.0, 0.0, 0.0),
            (0.95, 0.92, 0.88, 0.84, 0.79, 0.72, 0.60, 0.50, 0.42, 0.35, 0.30, 0.26, 0.23, 0.21, 0.0, 0.0, 0.0),
        ),
        8.0: (
            (0.85, 0.81, 0.75, 0.65, 0.55, 0.45, 0.35, 0.27, 0.22, 0.18, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0),
            (0.85, 0.81, 0.75, 0.65, 0.55, 0.45, 0.35, 0.27, 0.22, 0.18, 0.15, 0.13, 0.0, 0.0, 0.0, 0.0, 0.0),
        ),
    }
)
"""By the most hours of lifting: the multiplier at each rate, with hands that start below 75 cm, and from there up."""
_COUPLING: Mapping[Coupling, tuple[float, float]] = MappingProxyType(
    {"good": (1.0, 1.0), "fair": (0.95, 1.0), "poor": (0.90, 0.90)}
)


@dataclass(frozen=True, kw_only=True)
class Lift:
    """A two-handed lift as the equation takes it.

    Attributes
    ----------
    load_kg
        What is lifted, kilograms.
    horizontal_cm, vertical_cm
        Where the hands are as the lift begins: forward from the middle between the ankles, and above the floor.
    distance_cm
        How far up or down the hands move.
    asymmetry_deg
        How far the load is to the side of straight ahead, degrees. A side view does not show it.
    per_min, hours
        Lifts per minute, averaged over a quarter of an hour, and for how many hours they are repeated.
    coupling
        How well the hands hold the load.

    Raises
    ------
    UsageError
        If a number is negative or no number of a lift at all.
    """

    load_kg: float
    horizontal_cm: float
    vertical_cm: float
    distance_cm: float
    asymmetry_deg: float = 0.0
    per_min: float = SELDOM_PER_MIN
    hours: float = 1.0
    coupling: Coupling = "fair"

    def __post_init__(self) -> None:
        """Check the numbers."""
        for name, value, most, unit in (
            ("load", self.load_kg, _MOST_KG, "kg"),
            ("distance of the hands forward of the ankles", self.horizontal_cm, _MOST_CM, "cm"),
            ("height of the hands", self.vertical_cm, _MOST_CM, "cm"),
            ("distance that the hands move", self.distance_cm, _MOST_CM, "cm"),
            ("turn to the side", self.asymmetry_deg, 180.0, "degrees"),
            ("rate", self.per_min, _MOST_PER_MIN, "lifts per minute"),
            ("duration", self.hours, _MOST_HOURS_A_DAY, "hours"),
        ):
            if not 0.0 <= value <= most:
                message = f"The {name} should be between 0 and {most:g} {unit}, but is {value:g} {unit}."
                raise UsageError(message)
        if self.hours == 0.0:
            message = "The duration should be above 0 hours. Give --hours, the time over which the lifts are repeated."
            raise UsageError(message)
        if self.coupling not in COUPLINGS:
            message = f"The grip should be {', '.join(COUPLINGS[:-1])} or {COUPLINGS[-1]}, but is {self.coupling!r}."
            raise UsageError(message)

    def outside(self) -> tuple[str, ...]:
        """Return in which ways the lift is outside what the equation is for; empty where it is inside."""
        low = self.vertical_cm < BEST_HEIGHT_CM
        checks = (
            (self.horizontal_cm > FARTHEST_CM, f"The hands are more than {FARTHEST_CM:g} cm forward of the ankles."),
            (self.vertical_cm > HIGHEST_CM, f"The hands start higher than {HIGHEST_CM:g} cm."),
            (self.distance_cm > HIGHEST_CM, f"The hands move more than {HIGHEST_CM:g} cm."),
            (self.asymmetry_deg > MOST_TURN_DEG, f"The load is more than {MOST_TURN_DEG:g} degrees to the side."),
            (self.hours > MOST_HOURS, f"The lifts are repeated for more than {MOST_HOURS:g} hours."),
            (
                self.hours <= MOST_HOURS and _frequency_multiplier(self) == 0.0,
                f"There are too many lifts a minute for so long{', with hands that start below 75 cm' * low}.",
            ),
        )
        return tuple(words for is_outside, words in checks if is_outside)


@dataclass(frozen=True, kw_only=True)
class LiftIndex:
    """What the equation says of a lift.

    Attributes
    ----------
    multipliers
        By factor, above 0 and at most 1: what each takes off the 23 kg.
    recommended_kg
        The recommended weight limit (RWL) for this way of lifting, kilograms.
    index
        Load divided by it (LI): a number for comparing tasks.
    """

    lift: Lift
    multipliers: Mapping[Factor, float]
    recommended_kg: float
    index: float

    @property
    def changes(self) -> "tuple[LiftChange, ...]":
        """What each factor that takes something off would give back, the one that gives the most first."""
        found = [
            LiftChange(factor=one, lift=better, recommended_kg=recommended_kg)
            for one in FACTORS
            if self.multipliers[one] < 1.0
            for better in (_at_its_best(self.lift, one),)
            for recommended_kg in (_recommended_kg(_multipliers(better)),)
        ]
        return tuple(sorted(found, key=lambda one: -one.recommended_kg))


@dataclass(frozen=True, kw_only=True)
class LiftChange:
    """A lift with one factor changed so that it takes nothing off, and the weight that is recommended then."""

    factor: Factor
    lift: Lift
    recommended_kg: float


def lift_index(lift: Lift) -> LiftIndex:
    """Return the recommended weight limit and the lifting index by the revised NIOSH lifting equation.

    Raises
    ------
    NotMeasurableError
        If the lift is outside what the equation is for: it has no number there.

    Notes
    -----
    RWL = 23 kg x HM x VM x DM x AM x FM x CM, and LI = load / RWL, with HM = 25 / H, VM = 1 - 0.003 |V - 75|,
    DM = 0.82 + 4.5 / D and AM = 1 - 0.0032 A, none above 1, and the tables of FM and CM. Rates between two rows of
    the table are interpolated linearly, which is this program's choice.

    It is for two-handed lifting of still objects at work. It is not for one hand, sitting or kneeling, unsteady loads,
    carrying, pushing or pulling, fast lifts, slippery floors, people or animals; a barbell in training exceeds it by
    design.

    References
    ----------
    Waters TR, Putz-Anderson V, Garg A (1994, revised 2021), Applications manual for the revised NIOSH lifting
    equation, DHHS (NIOSH) publication 94-110.
    """
    outside = lift.outside()
    if outside:
        message = (
            f"The lifting equation has no number for this lift. {' '.join(outside)} It was not developed for that, and "
            "a number would say more than is known. Change that first."
        )
        raise NotMeasurableError(message)
    multipliers = _multipliers(lift)
    recommended_kg = _recommended_kg(multipliers)
    return LiftIndex(
        lift=lift,
        multipliers=MappingProxyType(multipliers),
        recommended_kg=recommended_kg,
        index=lift.load_kg / recommended_kg,
    )


def _at_its_best(lift: Lift, factor: Factor) -> Lift:
    """Return the lift with one factor at the value at which it takes nothing off."""
    best: Mapping[Factor, dict[str, float | str]] = {
        "horizontal": {"horizontal_cm": NEAREST_CM},
        "vertical": {"vertical_cm": BEST_HEIGHT_CM},
        "distance": {"distance_cm": SHORTEST_PATH_CM},
        "asymmetry": {"asymmetry_deg": 0.0},
        "frequency": {"per_min": SELDOM_PER_MIN, "hours": 1.0},
        "coupling": {"coupling": "good"},
    }
    return replace(lift, **best[factor])  # type: ignore[arg-type]  # each value is of its field's type


def _recommended_kg(multipliers: Mapping[Factor, float]) -> float:
    return LOAD_CONSTANT_KG * float(np.prod([*multipliers.values()]))


def _multipliers(lift: Lift) -> dict[Factor, float]:
    return {
        "horizontal": min(1.0, NEAREST_CM / max(lift.horizontal_cm, NEAREST_CM)),
        "vertical": 1.0 - 0.003 * abs(lift.vertical_cm - BEST_HEIGHT_CM),
        "distance": min(1.0, 0.82 + 4.5 / max(lift.distance_cm, SHORTEST_PATH_CM)),
        "asymmetry": 1.0 - 0.0032 * lift.asymmetry_deg,
        "frequency": _frequency_multiplier(lift),
        "coupling": _COUPLING[lift.coupling][_is_high(lift)],
    }


def _frequency_multiplier(lift: Lift) -> float:
    """Return the frequency multiplier; 0 where the table has none, and at rates between a row with one and without."""
    hours = next(most for most in _FREQUENCY if lift.hours <= most)
    column = _FREQUENCY[hours][_is_high(lift)]
    rate = max(lift.per_min, SELDOM_PER_MIN)
    below = int(np.searchsorted(_PER_MIN, rate, side="right")) - 1
    if column[below] == 0.0 or rate > _PER_MIN[-1] or (rate > _PER_MIN[below] and column[below + 1] == 0.0):
        return 0.0
    return float(np.interp(rate, _PER_MIN, column))


def _is_high(lift: Lift) -> bool:
    return lift.vertical_cm >= BEST_HEIGHT_CM
