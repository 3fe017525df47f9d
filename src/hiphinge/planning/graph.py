"""The progression graph of one person: what their equipment, answers and changes leave open, and in what order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hiphinge.catalogue import Station, load
from hiphinge.coaching import Readiness, readiness
from hiphinge.errors import UsageError
from hiphinge.planning.edits import Edit
from hiphinge.planning.model import Settings

__all__ = ["Graph", "graph_of"]

_HAND_WEIGHTS = frozenset({"dumbbells", "kettlebell", "barbell"})
_FROM_STANDING = 4
"""The rung from which one leg and swings are open."""
_YOUNGEST = "adult_from_years"


@dataclass(frozen=True, kw_only=True, eq=False)
class Graph:
    """What is open to a person; swapped exercises stand at the place of those that they replace."""

    settings: Settings
    edits: tuple[Edit, ...]
    stations: Mapping[str, Station]
    readiness: Readiness

    @property
    def may_load(self) -> bool:
        """Whether weights are used at all."""
        return not self.readiness.ask_first

    @property
    def may_raise(self) -> bool:
        """Whether the plan makes weights heavier by itself, and has heavy and fast days."""
        age, adult = self.settings.age_years, load().training_rules["age"].values[_YOUNGEST]
        return self.may_load and not self.readiness.breathe_out and (age is None or age >= adult)

    def chain(self, part: str, line: str | None = None) -> tuple[Station, ...]:
        """Return the stations of a part, the simplest first."""
        found = [s for s in self.stations.values() if s.part == part and (line is None or s.line == line)]
        return tuple(sorted(found, key=lambda s: (s.rung, s.id)))

    def lines(self, part: str) -> tuple[str, ...]:
        """Return the lines of a part in which something is open, in the catalogue's order."""
        return tuple(dict.fromkeys(s.line for s in self.chain(part)))

    def is_loaded(self, station: Station) -> bool:
        """Tell whether this person does it with a weight."""
        if not self.may_load:
            return False
        return station.loaded or ("load" in station.axes and bool(self.settings.equipment & _HAND_WEIGHTS))

    def opened_by(self, station: Station, reached: frozenset[str]) -> Station | None:
        """Return what comes next once a station's steps are earned and is not reached yet, or None.

        From a main exercise that is done from standing, or the last one of the chain, first the next main exercise,
        then one leg, then swings; elsewhere the next rung of the line.
        """
        same = [s for s in self.chain(station.part, station.line) if s.rung > station.rung]
        ways = same[:1]
        if station.part == "main" and (station.rung >= _FROM_STANDING or not same):
            ways += [*self.chain("stability")[:1], *(self.chain("fast")[:1] if self.may_raise else ())]
        return next((s for s in ways if s.id not in reached), None)


def graph_of(settings: Settings, edits: Sequence[Edit] = ()) -> Graph:
    """Return what is open to a person.

    Raises
    ------
    UsageError
        If changes leave no main exercise.
    """
    ready = readiness(settings.answers)
    swapped = {e.exercise: e.other for e in edits if e.kind == "swap"}
    out = {e.exercise for e in edits if e.kind == "leave_out"}
    stations: dict[str, Station] = {}
    for station in load().stations.values():
        other = swapped.get(station.id)
        if station.id in out or (other is None and not _equipped(station, settings, may_load=not ready.ask_first)):
            continue
        chosen = station if other is None else station.model_copy(update={"id": other})
        stations.setdefault(chosen.id, chosen)
    graph = Graph(settings=settings, edits=tuple(edits), stations=stations, readiness=ready)
    if not graph.chain("main"):
        message = "A plan needs a main hinge, but your changes leave none. Take one of them back."
        raise UsageError(message)
    return graph


def _equipped(station: Station, settings: Settings, *, may_load: bool) -> bool:
    if station.loaded and not may_load:
        return False
    return not station.needs or bool(settings.equipment & set(station.needs))
