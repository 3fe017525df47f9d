"""Quantities and rules that plug-ins add; nothing that measures is loaded where there are none."""

from collections.abc import Mapping
from functools import cache

from hiphinge.catalogue import Fault
from hiphinge.plugins import listed_entries
from hiphinge.quantities import QUANTITIES, Quantity

__all__ = ["explained_quantities", "is_looked_for"]


def explained_quantities() -> Mapping[str, Quantity]:
    """Return every quantity by id, those of plug-ins last."""
    if not _brings("hiphinge.measures"):
        return QUANTITIES
    from hiphinge.measures import quantities_in_use  # noqa: PLC0415  # slow to load

    return quantities_in_use()


def is_looked_for(fault: Fault) -> bool:
    """Tell whether a rule, of hiphinge or of a plug-in, looks for a fault in videos."""
    if fault.looked_for or not _brings("hiphinge.rules"):
        return fault.looked_for
    from hiphinge.findings import rules_in_use  # noqa: PLC0415  # slow to load

    return fault.id in rules_in_use()


@cache
def _brings(group: str) -> bool:
    """Tell whether a package brings anything to a group; every package is looked at, which takes some milliseconds."""
    return bool(listed_entries(group)[0])
