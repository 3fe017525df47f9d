"""Which plates load a bar to a weight; where no plates give that weight, the nearest below and above it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from math import gcd
from typing import Final, Literal

from hiphinge.errors import UsageError
from hiphinge.training_log.loads import POUND_KG, load_words

__all__ = ["USUAL_RACKS", "Loading", "PlateChoice", "PlateRack", "choose_plates", "plate_words", "rack_from_text"]

Unit = Literal["kg", "lb"]
_HUNDREDTHS = 100
_HEAVIEST = {"kg": 600.0, "lb": 1323.0}
_MOST_KINDS = 20
_ROUNDING = 1e-9
_SAME = 0.005
"""Weights that differ by less are the same: plates are given to a hundredth."""


@dataclass(frozen=True, kw_only=True)
class PlateRack:
    """A bar and the plates beside it, in one unit; of each kind there are as many pairs as are wanted.

    Raises
    ------
    UsageError
        If the bar or a plate is no weight to a hundredth of its unit, or there are too many kinds.
    """

    unit: Unit
    bar: float
    plates: tuple[float, ...]

    def __post_init__(self) -> None:
        most = _HEAVIEST[self.unit]
        if not (0 <= self.bar <= most and _is_exact(self.bar)):
            message = f"A bar weighs 0 to {most:g} {self.unit}, to a hundredth, but it says {self.bar:g}."
            raise UsageError(message)
        if not 1 <= len(self.plates) <= _MOST_KINDS:
            message = f"A gym has 1 to {_MOST_KINDS} kinds of plates, but {len(self.plates)} are named."
            raise UsageError(message)
        for plate in self.plates:
            if not (0 < plate <= most and _is_exact(plate)):
                message = f"A plate weighs up to {most:g} {self.unit}, to a hundredth, but it says {plate:g}."
                raise UsageError(message)


def _is_exact(value: float) -> bool:
    return abs(value * _HUNDREDTHS - round(value * _HUNDREDTHS)) < 1e-6  # noqa: PLR2004  # what is left by rounding


USUAL_RACKS: Final = {
    "kg": PlateRack(unit="kg", bar=20.0, plates=(25.0, 20.0, 15.0, 10.0, 5.0, 2.5, 1.25)),
    "lb": PlateRack(unit="lb", bar=45.0, plates=(45.0, 35.0, 25.0, 10.0, 5.0, 2.5)),
}
"""What most gyms have, by unit."""


@dataclass(frozen=True, kw_only=True)
class Loading:
    """A loaded bar: the plates of one side, the heaviest first, and the weight of all, in the rack's unit."""

    side: tuple[float, ...]
    total: float


@dataclass(frozen=True, kw_only=True)
class PlateChoice:
    """What can be loaded for a wanted weight.

    Attributes
    ----------
    wanted
        In the rack's unit.
    below, above
        The heaviest that is not above, and the lightest that is not below; both the same where the weight can be
        loaded. ``below`` is None where the bar alone is heavier.
    """

    rack: PlateRack
    wanted: float
    below: Loading | None
    above: Loading

    @property
    def nearest(self) -> Loading:
        """The one that is less away; the lighter of two that are as near."""
        if self.below is None or self.above.total - self.wanted < self.wanted - self.below.total - _ROUNDING:
            return self.above
        return self.below

    @property
    def exact(self) -> bool:
        """Whether the wanted weight itself can be loaded."""
        return abs(self.nearest.total - self.wanted) < _SAME


def choose_plates(load: float, unit: Unit, rack: PlateRack) -> PlateChoice:
    """Return which plates give a load, with the fewest plates on each side.

    Parameters
    ----------
    load
        Bar and plates together.
    unit
        That of ``load``; it may be another than the rack's.

    Raises
    ------
    UsageError
        If it is no weight that anybody lifts.
    """
    wanted = load if unit == rack.unit else load / POUND_KG if rack.unit == "lb" else load * POUND_KG
    if not 0 <= wanted <= _HEAVIEST[rack.unit] + 1:
        message = f"A load is 0 to {_HEAVIEST[unit]:g} {unit}, but it says {load:g}."
        raise UsageError(message)
    if wanted < rack.bar - _SAME:
        return PlateChoice(rack=rack, wanted=wanted, below=None, above=Loading(side=(), total=rack.bar))
    kinds = sorted({round(plate * _HUNDREDTHS) for plate in rack.plates}, reverse=True)
    step = reduce(gcd, kinds)
    side = max(0.0, (wanted - rack.bar) / 2 * _HUNDREDTHS / step)
    counts = [kind // step for kind in kinds]
    below, above = _around(side, _fewest(counts, int(side) + max(counts) + 1))
    return PlateChoice(rack=rack, wanted=wanted, below=_loading(rack, below, step), above=_loading(rack, above, step))


def _fewest(kinds: Sequence[int], most: int) -> list[tuple[int, int] | None]:
    """Return for each sum up to ``most`` how few plates give it and the last of them; None where none do."""
    found: list[tuple[int, int] | None] = [(0, 0)] + [None] * most
    for kind in kinds:
        for total in range(kind, most + 1):
            before, now = found[total - kind], found[total]
            if before is not None and (now is None or before[0] + 1 < now[0]):
                found[total] = (before[0] + 1, kind)
    return found


def _around(side: float, found: list[tuple[int, int] | None]) -> tuple[list[int], list[int]]:
    """Return the plates of the sums next to ``side``, below and above."""
    slack = 1e-6
    below = next(total for total in range(int(side + slack), -1, -1) if found[total] is not None)
    first = below if below >= side - slack else int(side + slack) + 1
    above = next(total for total in range(first, len(found)) if found[total] is not None)
    return _taken(below, found), _taken(above, found)


def _taken(total: int, found: list[tuple[int, int] | None]) -> list[int]:
    plates = []
    while total and (entry := found[total]) is not None:
        plates.append(entry[1])
        total -= entry[1]
    return sorted(plates, reverse=True)


def _loading(rack: PlateRack, plates: Sequence[int], step: int) -> Loading:
    side = tuple(plate * step / _HUNDREDTHS for plate in plates)
    return Loading(side=side, total=round(rack.bar + 2 * sum(side), 2))


def plate_words(choice: PlateChoice) -> str:
    """Return what to load; where that is not the wanted weight, how much is missing or too much, and the next one."""
    rack, nearest = choice.rack, choice.nearest
    unit = rack.unit
    if choice.exact:
        return f"{_side_words(nearest, rack)}."
    if choice.below is None:
        return f"{choice.wanted:.4g} {unit} is less than the bar alone, which weighs {load_words(rack.bar, unit)}."
    off = nearest.total - choice.wanted
    other = choice.above if nearest is choice.below else choice.below
    return (
        f"{choice.wanted:.2f} {unit} cannot be loaded with these plates. "
        f"The nearest is {load_words(nearest.total, unit)}, "
        f"{abs(off):.2f} {unit} {'more' if off > 0 else 'less'}: {_side_words(nearest, rack)}. "
        f"The next {'above' if other.total > choice.wanted else 'below'} is {load_words(other.total, unit)}: "
        f"{_side_words(other, rack)}."
    )


def _side_words(one: Loading, rack: PlateRack) -> str:
    if not one.side:
        return f"the {rack.bar:g} {rack.unit} bar alone"
    return (
        f"{' + '.join(f'{plate:g}' for plate in one.side)} {rack.unit} on each side of the {rack.bar:g} {rack.unit} bar"
    )


def rack_from_text(unit: str, bar: str, plates: str) -> PlateRack:
    """Return a rack as somebody writes it: plates as numbers with blanks, or commas and blanks, between them.

    Raises
    ------
    UsageError
        If a part of it is not understood.
    """
    if unit not in USUAL_RACKS:
        message = f"The unit of plates should be kg or lb, but is {unit[:20]!r}."
        raise UsageError(message)
    numbers = [_number(part) for part in re.split(r"[;,]?\s+|;", plates.strip()) if part]
    return PlateRack(unit="lb" if unit == "lb" else "kg", bar=_number(bar.strip()), plates=tuple(numbers))


def _number(text: str) -> float:
    if not re.fullmatch(r"\d{1,4}(?:[.,]\d{1,6})?", text):
        message = f"Write the bar as a number, and plates with blanks between them, as in 25 20 10, not {text[:20]!r}."
        raise UsageError(message)
    return float(text.replace(",", "."))
