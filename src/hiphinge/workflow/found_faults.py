"""What was found to work on in filed analyses: each document is read once, and again when it changes."""

import json
import threading
from collections import OrderedDict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from hiphinge.catalogue import load

if TYPE_CHECKING:
    from hiphinge.store import Store

__all__ = ["FoundFaults"]

_MOST = 20_000


class FoundFaults:
    """The faults of analyses by id, the most frequent first; safe in several threads."""

    def __init__(self, store: "Store") -> None:
        self._store = store
        self._known: OrderedDict[tuple[str, str], tuple[str, ...]] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, analyses: Sequence[str], *, most_new: int | None = None) -> dict[str, tuple[str, ...]]:
        """Return the ids of the faults of each analysis; those that would have to be read beyond a number are left out.

        Parameters
        ----------
        most_new
            So many documents are read at most; None reads all that are not known.
        """
        marks = self._store.overview.marks(analyses)
        with self._lock:
            found = {id_: self._known[id_, mark] for id_, mark in marks.items() if (id_, mark) in self._known}
        missing = [id_ for id_ in analyses if id_ in marks and id_ not in found][:most_new]
        found |= {id_: _faults(*kept) for id_, kept in self._store.overview.documents(missing).items()}
        missing = [id_ for id_ in missing if id_ in found]
        with self._lock:
            for id_ in missing:
                self._known[id_, marks[id_]] = found[id_]
            while len(self._known) > _MOST:
                self._known.popitem(last=False)
        return found


def _faults(content: bytes, corrections: Any) -> tuple[str, ...]:
    """Return the faults of a document; none of one that is damaged, whose own page says so."""
    try:
        document = (corrections or {}).get("corrected") or json.loads(content)
    except ValueError:
        return ()
    counted: dict[str, int] = {}
    for repetition in document.get("repetitions", ()):
        for finding in repetition.get("findings", ()):
            if finding.get("level") == "fault":
                counted[finding["id"]] = counted.get(finding["id"], 0) + 1
    return tuple(id_ for id_ in sorted(counted, key=lambda id_: -counted[id_]) if id_ in load().faults)
