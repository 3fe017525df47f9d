"""The spread of a quantity within sets, pooled over all of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

__all__ = ["Spread", "spread_of"]

NORMAL_90 = 1.645
"""A normal distribution's 90 % half-width over its standard deviation."""


@dataclass(frozen=True, kw_only=True)
class Spread:
    """How far repetitions differ within a set, in the quantity's unit.

    Attributes
    ----------
    sets, repetitions
        How many sets of two repetitions or more there are, and repetitions in them.
    within
        The standard deviation within sets, pooled by degrees of freedom.
    largest
        The largest difference between two repetitions of one set.
    assumed
        The median 90 % half-width of a difference that the analyses state, or None.
    """

    sets: int
    repetitions: int
    within: float
    largest: float
    assumed: float | None

    @property
    def difference(self) -> float:
        """The 90 % half-width of the difference between two repetitions that are meant to be alike."""
        return NORMAL_90 * float(np.sqrt(2.0)) * self.within


def spread_of(documents: Iterable[Mapping[str, Any]], quantity: str) -> Spread | None:
    """Return the spread of a quantity at the bottoms of counted repetitions; None without a set of two or more.

    Notes
    -----
    Real repetitions that look alike also differ truly, so this is an upper bound of the measurement's own error.
    """
    sets = [values for document in documents for values in _sets(document, quantity) if len(values) > 1]
    if not sets:
        return None
    freedom = sum(len(values) - 1 for values in sets)
    squares = sum(float(np.var([v for v, _ in values], ddof=1)) * (len(values) - 1) for values in sets)
    stated = [one for values in sets for _, one in values if one is not None]
    return Spread(
        sets=len(sets),
        repetitions=sum(map(len, sets)),
        within=float(np.sqrt(squares / freedom)),
        largest=max(float(np.ptp([v for v, _ in values])) for values in sets),
        assumed=float(np.median(stated)) if stated else None,
    )


def _sets(document: Mapping[str, Any], quantity: str) -> list[list[tuple[float, float | None]]]:
    found: dict[int, list[tuple[float, float | None]]] = defaultdict(list)
    for repetition in document["repetitions"]:
        measured = repetition["measurements"].get(quantity, {})
        if repetition["kind"] == "repetition" and measured.get("value") is not None:
            found[repetition["set"]].append((measured["value"], measured.get("repeatability")))
    return list(found.values())
