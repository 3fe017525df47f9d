"""What is asked of everybody's log at once: who trained when, what was judged, what was answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from hiphinge.store import tables
from hiphinge.store.database import Database

__all__ = ["Judged", "Overview"]

_AT_ONCE = 500
_JUDGED = "met_its_marks"
"""As `hiphinge.workflow.set_numbers.JUDGED`; a test holds that."""


@dataclass(frozen=True, kw_only=True)
class Judged:
    """How much an analysis could say: repetitions that count, those that could be judged, and those without a fault.

    Attributes
    ----------
    corrected
        Whether a person said something about it.
    """

    repetitions: int
    judged: int
    met: int
    corrected: bool


@dataclass(frozen=True)
class Overview:
    """Questions about everybody; each is a few queries, however many people there are."""

    database: Database

    def judged(self, analyses: Sequence[str]) -> Mapping[str, Judged]:
        """Return how much each of some analyses could say; those that are not there are left out."""
        table, measured, documents = tables.analyses, tables.measured_sets, tables.analysis_documents
        of_set = (measured.c.analysis == table.c.id) & (measured.c.quantity == _JUDGED)
        numbers = (table.c.id, table.c.repetitions, documents.c.corrections.is_not(None).label("corrected"))
        query = (
            select(*numbers, func.sum(measured.c.repetitions), func.sum(measured.c.median))
            .join(documents, documents.c.analysis == table.c.id)
            .outerjoin(measured, of_set)
            .group_by(table.c.id, table.c.repetitions, documents.c.corrections.is_not(None))
        )
        found: dict[str, Judged] = {}
        with self.database.reading() as connection:
            for start in range(0, len(analyses), _AT_ONCE):
                some = query.where(table.c.id.in_(analyses[start : start + _AT_ONCE]))
                for id_, repetitions, corrected, judged, met in connection.execute(some):
                    found[id_] = Judged(
                        repetitions=repetitions, judged=int(judged or 0), met=round(met or 0), corrected=bool(corrected)
                    )
        return found
