"""Segment masses and centres.

Source
------
de Leva P (1996), Adjustments to Zatsiorsky-Seluyanov's segment inertia parameters, J. Biomech. 29:1223, table 4.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeVar

from hiphinge.errors import UnknownIdError

__all__ = ["COEFFICIENT_TABLES", "MEAN", "Segments", "segments_of", "table_named"]

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Segments:
    """Masses as shares of the body's, both sides together, and centres as shares of length from the lower end."""

    head: float
    trunk: float
    arms: float
    thighs: float
    shanks: float
    feet: float
    trunk_centre: float
    thigh_centre: float
    shank_centre: float
    foot_centre: float


_FEMALE = Segments(
    head=0.0668,
    trunk=0.4257,
    arms=2 * (0.0255 + 0.0138 + 0.0056),
    thighs=2 * 0.1478,
    shanks=2 * 0.0481,
    feet=2 * 0.0129,
    trunk_centre=1 - 0.3782,
    thigh_centre=1 - 0.3612,
    shank_centre=1 - 0.4416,
    foot_centre=0.4014,
)
_MALE = Segments(
    head=0.0694,
    trunk=0.4346,
    arms=2 * (0.0271 + 0.0162 + 0.0061),
    thighs=2 * 0.1416,
    shanks=2 * 0.0433,
    feet=2 * 0.0137,
    trunk_centre=1 - 0.4310,
    thigh_centre=1 - 0.4095,
    shank_centre=1 - 0.4459,
    foot_centre=0.4415,
)
MEAN = Segments(**{k: (getattr(_FEMALE, k) + getattr(_MALE, k)) / 2 for k in _FEMALE.__dataclass_fields__})
"""The mean of the two tables."""
COEFFICIENT_TABLES: Mapping[str, Segments] = MappingProxyType({"female": _FEMALE, "male": _MALE, "mean": MEAN})
"""Every table by name: the values of `hiphinge.motion.CoefficientSet`."""


def segments_of(table: str) -> Segments:
    """Return the segment masses and centres of a table by its name.

    Raises
    ------
    UnknownIdError
        If no table is called that.
    """
    return table_named(table, COEFFICIENT_TABLES)


def table_named(name: str, tables: Mapping[str, T]) -> T:
    """Return one of several tables of segments by its name.

    Raises
    ------
    UnknownIdError
        If none is called that.
    """
    try:
        return tables[name]
    except KeyError:
        raise UnknownIdError.of(name, kind="table of segment masses", known=tables) from None
