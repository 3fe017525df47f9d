"""What somebody may do to prepare for a session: a checklist out of the drills of the catalogue, all of it optional."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from hiphinge.catalogue import load
from hiphinge.frozen_mapping import FrozenMapping

__all__ = ["PreparationItem", "preparation"]


@dataclass(frozen=True, kw_only=True)
class PreparationItem:
    """One line of the checklist.

    Attributes
    ----------
    did
        What was done, in words, after "You".
    drill
        Id of the catalogue's drill that says how.
    """

    id: str
    did: str
    drill: str


@cache
def preparation() -> Mapping[str, PreparationItem]:
    """Return the checklist by item: what statements 3-13 and 3-14 name, in their order."""
    return FrozenMapping(
        {
            id_: PreparationItem(id=id_, did=words, drill=drill.id)
            for drill in load().drills.values()
            for id_, words in drill.checklist.items()
        }
    )
