"""Masses, centres and radii of gyration of single segments, and the parts of the trunk on either side of a joint.

Source
------
de Leva P (1996), Adjustments to Zatsiorsky-Seluyanov's segment inertia parameters, J. Biomech. 29:1223, table 4.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from types import MappingProxyType
from typing import Any

from hiphinge.anthropometry.lengths import TRUNK
from hiphinge.anthropometry.masses import table_named

__all__ = ["SINGLE_SEGMENTS", "Inertia", "SingleSegments", "combined", "divided", "in_lengths", "single_segments_of"]


@dataclass(frozen=True, kw_only=True)
class Inertia:
    """One segment, or several that move as one.

    Attributes
    ----------
    mass
        Share of the body's, one side only.
    centre
        Where its centre of mass is, share of its length.
    gyration
        Radius of gyration about the transverse axis through that centre, share of its length.
    """

    mass: float
    centre: float
    gyration: float


@dataclass(frozen=True, kw_only=True)
class SingleSegments:
    """Every segment of one table; lengths in shares of stature.

    The trunk's parts count from the hip, in lengths of the line from mid-hip to mid-shoulder. Legs count from their
    lower ends, arms from their upper ends. The head is vertex to mid-gonion, the hand wrist to third knuckle, and the
    lower trunk ends ``lower_trunk_length`` above the hip.
    """

    head: Inertia
    upper_trunk: Inertia
    mid_trunk: Inertia
    lower_trunk: Inertia
    upper_arm: Inertia
    forearm: Inertia
    hand: Inertia
    thigh: Inertia
    shank: Inertia
    head_length: float
    hand_length: float
    lower_trunk_length: float


def _trunk_part(row: Sequence[float], *, below_mm: float, trunk_mm: float) -> Inertia:
    """Return a part of the trunk (length in millimetres, mass, centre from above, gyration) in lengths of the trunk."""
    length_mm, mass, centre, gyration = row
    at_mm = below_mm + (1 - centre / 100) * length_mm
    return Inertia(mass=mass / 100, centre=at_mm / trunk_mm, gyration=gyration / 100 * length_mm / trunk_mm)


def _from_below(mass: float, centre: float, gyration: float) -> Inertia:
    return Inertia(mass=mass / 100, centre=1 - centre / 100, gyration=gyration / 100)


def _from_above(mass: float, centre: float, gyration: float) -> Inertia:
    return Inertia(mass=mass / 100, centre=centre / 100, gyration=gyration / 100)


_FEMALE = SingleSegments(
    head=_from_below(6.68, 58.94, 35.9),
    upper_trunk=_trunk_part((142.5, 15.45, 20.77, 50.2), below_mm=181.5 + 205.3, trunk_mm=497.9),
    mid_trunk=_trunk_part((205.3, 14.65, 45.12, 35.4), below_mm=181.5, trunk_mm=497.9),
    lower_trunk=_trunk_part((181.5, 12.47, 49.20, 40.2), below_mm=0.0, trunk_mm=497.9),
    upper_arm=_from_above(2.55, 57.54, 26.0),
    forearm=_from_above(1.38, 45.59, 25.7),
    hand=_from_above(0.56, 74.74, 45.4),
    thigh=_from_below(14.78, 36.12, 36.4),
    shank=_from_below(4.81, 44.16, 26.7),
    head_length=200.2 / 1735,
    hand_length=78.0 / 1735,
    lower_trunk_length=181.5 / 497.9 * TRUNK,
)
_MALE = SingleSegments(
    head=_from_below(6.94, 59.76, 37.6),
    upper_trunk=_trunk_part((170.7, 15.96, 29.99, 45.4), below_mm=145.7 + 215.5, trunk_mm=515.5),
    mid_trunk=_trunk_part((215.5, 16.33, 45.02, 38.3), below_mm=145.7, trunk_mm=515.5),
    lower_trunk=_trunk_part((145.7, 11.17, 61.15, 55.1), below_mm=0.0, trunk_mm=515.5),
    upper_arm=_from_above(2.71, 57.72, 26.9),
    forearm=_from_above(1.62, 45.74, 26.5),
    hand=_from_above(0.61, 79.00, 51.3),
    thigh=_from_below(14.16, 40.95, 32.9),
    shank=_from_below(4.33, 44.59, 24.9),
    head_length=203.3 / 1741,
    hand_length=86.2 / 1741,
    lower_trunk_length=145.7 / 515.5 * TRUNK,
)


def _between(a: Inertia, b: Inertia) -> Inertia:
    return Inertia(mass=(a.mass + b.mass) / 2, centre=(a.centre + b.centre) / 2, gyration=(a.gyration + b.gyration) / 2)


def _mean_of(a: SingleSegments, b: SingleSegments) -> SingleSegments:
    changes: dict[str, Any] = {}
    for name in (field.name for field in fields(SingleSegments)):
        one, other = getattr(a, name), getattr(b, name)
        changes[name] = _between(one, other) if isinstance(one, Inertia) else (one + other) / 2
    return replace(a, **changes)


SINGLE_SEGMENTS: Mapping[str, SingleSegments] = MappingProxyType(
    {"female": _FEMALE, "male": _MALE, "mean": _mean_of(_FEMALE, _MALE)}
)
"""Every table by name: the values of `hiphinge.motion.CoefficientSet`."""


def single_segments_of(table: str) -> SingleSegments:
    """Return the single segments of a table by its name.

    Raises
    ------
    UnknownIdError
        If no table is called that.
    """
    return table_named(table, SINGLE_SEGMENTS)


def combined(parts: Sequence[Inertia]) -> Inertia:
    """Return several segments that lie on one line, and count in the same length, as one."""
    mass = sum(part.mass for part in parts)
    centre = sum(part.mass * part.centre for part in parts) / mass
    about = sum(part.mass * (part.gyration**2 + (part.centre - centre) ** 2) for part in parts)
    return Inertia(mass=mass, centre=centre, gyration=math.sqrt(about / mass))


def in_lengths(part: Inertia, factor: float, *, offset: float = 0.0) -> Inertia:
    """Return a segment in another unit of length, ``factor`` of which make its own, and from a point further back."""
    return replace(part, centre=offset + part.centre * factor, gyration=part.gyration * factor)


def divided(part: Inertia, *, length: float, at: float) -> tuple[Inertia, Inertia]:
    """Return a segment that begins at 0 and ends at ``length``, cut at ``at``: what is below, and what is above.

    Both count from 0, have their centres in their middles, and masses that leave the whole its centre.
    """
    low, high = at / 2, (at + length) / 2
    share = min(max((part.centre - low) / (high - low), 0.0), 1.0)
    rod = 1 / math.sqrt(12)
    return (
        Inertia(mass=part.mass * (1 - share), centre=low, gyration=at * rod),
        Inertia(mass=part.mass * share, centre=high, gyration=(length - at) * rod),
    )
