"""What somebody may do to prepare for a session: a checklist, all of it optional."""

from dataclasses import dataclass
from typing import Final

__all__ = ["PREPARATION", "PreparationItem"]


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


def _items(drill: str, **did: str) -> tuple[PreparationItem, ...]:
    return tuple(PreparationItem(id=id_, did=words, drill=drill) for id_, words in did.items())


PREPARATION: Final = {
    item.id: item
    for item in (
        *_items(
            "foam_rolling",
            roll_upper_back="rolled your upper back",
            roll_lower_back="rolled the muscles beside your lower back",
            roll_hamstrings="rolled the back of your thighs",
            roll_thighs="rolled the front of your thighs",
        ),
        *_items(
            "hip_flexor_stretch",
            stretch_hips="stretched the front of your hips",
            stretch_thighs="stretched the front of your thighs",
            stretch_hamstrings="stretched the back of your thighs",
            stretch_glutes="stretched your glutes",
        ),
    )
}
"""The checklist by item: what statements 3-13 and 3-14 name, in their order."""
