"""What a quantity is: id, unit, sign, meaning, and what can measure it."""

from dataclasses import dataclass
from typing import Literal

__all__ = ["Quantity", "Scope", "per_frame", "per_repetition"]

Scope = Literal["frame", "repetition", "test"]


@dataclass(frozen=True, kw_only=True)
class Quantity:
    """One thing that can be measured.

    Attributes
    ----------
    scope
        ``frame``: a column of ``series.parquet``; ``repetition``: one value for a repetition; ``test``: one value of a
        self-test, for a side where the test has sides.
    sign
        What a positive value means.
    needs
        Id of what must be seen beyond the joints, or None. A quantity with a need that no estimator of this
        version meets is reported as not measurable, with that reason.
    views
        View labels from which it can be measured.
    """

    id: str
    unit: str
    scope: Scope
    title: str
    meaning: str
    sign: str
    needs: str | None = None
    views: tuple[str, ...] = ("side",)


def per_frame(
    id_: str, title: str, meaning: str, sign: str, *, unit: str = "deg", needs: str | None = None
) -> Quantity:
    """Return a quantity that every frame has, a column of ``series.parquet``."""
    return Quantity(id=id_, unit=unit, scope="frame", title=title, meaning=meaning, sign=sign, needs=needs)


def per_repetition(id_: str, unit: str, title: str, meaning: str, sign: str, *, needs: str | None = None) -> Quantity:
    """Return a quantity that a repetition has one value of."""
    return Quantity(id=id_, unit=unit, scope="repetition", title=title, meaning=meaning, sign=sign, needs=needs)
