"""People and their training: sets, sessions, plans, self-tests, progress."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from hiphinge.client.calling import Calling
from hiphinge.client.problems import Json

__all__ = ["Training"]


class Training(Calling):
    """The part of the client that is about people; ``person`` is the id of one everywhere."""

    def people(self, *, limit: int = 100) -> Iterator[Json]:
        """Yield the people whose data you see; ``limit`` is how many are fetched at once, here and below."""
        return self._list("/people", query={"limit": limit})

    def person(self, person: str) -> Json:
        """Return one person."""
        return self._get("/people/{person}", person=person)

    def add_person(self, name: str, *, adult: bool, zone: str | None = None, unit: str = "kg") -> Json:
        """Add an adult, and return them."""
        said = {"name": name, "adult": adult, "unit": unit} | ({} if zone is None else {"zone": zone})
        return self._do("POST", "/people", said, harmless=False)

    def change_person(self, person: str, **changes: str) -> Json:
        """Change ``zone`` or ``unit`` of a person, and return them."""
        return self._do("PATCH", "/people/{person}", changes, person=person)

    def sessions(self, person: str, *, limit: int = 100) -> Iterator[Json]:
        """Yield the sessions of a person, the newest first."""
        return self._list("/people/{person}/sessions", query={"limit": limit}, person=person)

    def sets(self, person: str, *, exercise: str | None = None, limit: int = 100) -> Iterator[Json]:
        """Yield the logged sets of a person, the newest first; of one exercise where it is given."""
        return self._list("/people/{person}/sets", query={"limit": limit, "exercise": exercise}, person=person)

    def set(self, person: str, set_id: str) -> Json:
        """Return one logged set."""
        return self._get("/people/{person}/sets/{set_}", person=person, set_=set_id)

    def log_line(self, person: str, line: str, *, at: datetime | None = None) -> list[Json]:
        """Log the sets that a line says, such as ``rdl 3x8x60kg @8``; return them."""
        said = {"line": line} | ({} if at is None else {"at": at})
        return list(self._do("POST", "/people/{person}/sets", said, harmless=False, person=person)["items"])

    def log_sets(self, person: str, exercise: str, repetitions: Sequence[int] = (), **fields: Any) -> list[Json]:
        """Log sets of an exercise, one for each number of repetitions; return them.

        ``fields`` are those of ``NewSets`` in the description of the API: ``load``, ``rpe``, ``at`` and others.
        """
        said = {"exercise": exercise, "repetitions": list(repetitions)} | fields
        return list(self._do("POST", "/people/{person}/sets", said, harmless=False, person=person)["items"])

    def change_set(self, person: str, set_id: str, **changes: Any) -> Json:
        """Change fields of a logged set, and return it; None takes a value away."""
        return self._do("PATCH", "/people/{person}/sets/{set_}", changes, person=person, set_=set_id)

    def erase_set(self, person: str, set_id: str) -> None:
        """Erase a logged set."""
        self._do("DELETE", "/people/{person}/sets/{set_}", person=person, set_=set_id)

    def planned_days(self, person: str, *, limit: int = 100) -> Iterator[Json]:
        """Yield the days on which a person planned to train, the last one first."""
        return self._list("/people/{person}/planned", query={"limit": limit}, person=person)

    def plan_line(self, person: str, line: str, *, day: date) -> Json:
        """Plan the sets that a line says for a day, and return that day."""
        said = {"line": line, "day": day}
        return self._do("POST", "/people/{person}/planned", said, harmless=False, person=person)

    def erase_planned_day(self, person: str, day: date) -> None:
        """Erase what is planned for a day."""
        self._do("DELETE", "/people/{person}/planned/{day}", person=person, day=day.isoformat())

    def plan(self, person: str) -> Json:
        """Return the plan that a person trains by."""
        return self._get("/people/{person}/plan", person=person)

    def tests(self, person: str, *, limit: int = 100) -> Iterator[Json]:
        """Yield the results of self-tests, the newest first."""
        return self._list("/people/{person}/tests", query={"limit": limit}, person=person)

    def log_test(self, person: str, test: str, value: float, **fields: Any) -> Json:
        """Keep the result of a self-test, and return it; ``fields`` are those of ``NewTest``: ``side`` and others."""
        said = {"test": test, "value": value} | fields
        return self._do("POST", "/people/{person}/tests", said, harmless=False, person=person)

    def progress(self, person: str, *, exercise: str | None = None) -> Json:
        """Return what changed over a person's training, and what may be noise."""
        return self._get("/people/{person}/progress", query={"exercise": exercise}, person=person)
