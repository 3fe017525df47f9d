"""The contacts of a straight stick along the back, while somebody moves: which is lost, and when it is back."""

from dataclasses import dataclass

from hiphinge.analysis.streaming.events import ContactBack, ContactLost, StreamEvent
from hiphinge.measures import CONTACT_JOINED_S, CONTACT_MIN_S, contact_gaps
from hiphinge.motion import FloatArray
from hiphinge.spine import Back, Dowel

__all__ = ["ContactWatch"]


@dataclass(kw_only=True)
class _Contact:
    """One way to leave the stick: since when it has been so, and until when it last was."""

    since_s: float | None = None
    last_s: float = float("-inf")
    is_given: bool = False


class ContactWatch:
    """Takes the gaps of one frame after another; the same thresholds and times as in recordings."""

    def __init__(self) -> None:
        self._contacts: dict[str, _Contact] = {}

    def push(
        self, back: Back, dowel: Dowel, *, rows: range, time_s: FloatArray, given_s: float
    ) -> list[ContactLost | ContactBack]:
        """Take some frames of a measured window; return which contacts were lost, and which are back."""
        events: list[ContactLost | ContactBack] = []
        for text, gap in contact_gaps(back.values["dowel_hollow"], back.values["dowel_head_gap"], dowel):
            known = self._contacts.setdefault(text.id, _Contact())
            for row in rows:
                beyond = bool(gap[row] > text.threshold)
                events += _taken(known, text.id, beyond=beyond, now_s=float(time_s[row]), given_s=given_s)
        return sorted(events, key=lambda event: event.time_s)

    def end(self, given_s: float) -> list[StreamEvent]:
        """Return that contacts are back, at the end of a movement."""
        lost = [(id_, known) for id_, known in self._contacts.items() if known.is_given]
        self._contacts = {}
        return [ContactBack(time_s=known.last_s, given_s=given_s, contact=id_) for id_, known in lost]


def _taken(known: _Contact, id_: str, *, beyond: bool, now_s: float, given_s: float) -> list[ContactLost | ContactBack]:
    if beyond:
        known.since_s = now_s if known.since_s is None else known.since_s
        known.last_s = now_s
        if known.is_given or now_s - known.since_s < CONTACT_MIN_S:
            return []
        known.is_given = True
        return [ContactLost(time_s=known.since_s, given_s=given_s, contact=id_)]
    if known.since_s is None or now_s - known.last_s <= CONTACT_JOINED_S:
        return []
    was_given, known.since_s, known.is_given = known.is_given, None, False
    return [ContactBack(time_s=known.last_s, given_s=given_s, contact=id_)] if was_given else []
