"""Which recordings need a look of a person, and why, in words."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hiphinge.store import Clip, Judged, Store

__all__ = ["NOBODY", "doubt", "look_reasons"]

NOBODY = "Nobody has said whose it is."
_FAILED = "It could not be analysed."


def look_reasons(store: "Store", clips: "Iterable[Clip]") -> Mapping[str, tuple[str, ...]]:
    """Return why clips need a look, by the id of each that does: what failed, is nobody's, or gave little to go by.

    One that is waiting or being measured needs none yet; one that was stopped needs none any more.
    """
    looked_at = [one for one in clips if one.state in {"failed", "done"}]
    judged = store.overview.judged([one.analysis for one in looked_at if one.analysis is not None])
    found = {one.id: _reasons(one, judged) for one in looked_at}
    return {id_: reasons for id_, reasons in found.items() if reasons}


def _reasons(clip: "Clip", judged: "Mapping[str, Judged]") -> tuple[str, ...]:
    if clip.state == "failed":
        return (clip.reason or _FAILED,)
    said: Sequence[str] = [NOBODY] if clip.person is None else []
    known = None if clip.analysis is None else judged.get(clip.analysis)
    words = None if known is None else doubt(known)
    return (*said, *(() if words is None else (words,)))


def doubt(judged: "Judged") -> str | None:
    """Return why an analysis says little; None where it could judge something, or was corrected by a person."""
    if judged.corrected:
        return None
    if judged.repetitions == 0:
        return "No repetition was found in it."
    if judged.judged == 0:
        many = "its one repetition" if judged.repetitions == 1 else f"any of its {judged.repetitions} repetitions"
        return f"It was not seen well enough to judge {many}."
    return None
