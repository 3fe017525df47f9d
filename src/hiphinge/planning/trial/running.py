"""Runs a plan day by day with a simulated lifter, and keeps what was planned and done."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from hiphinge.catalogue import load
from hiphinge.planning.edits import Edit
from hiphinge.planning.folding import after, gate_passed
from hiphinge.planning.graph import graph_of
from hiphinge.planning.model import DayPlan, DoneSession, Settings
from hiphinge.planning.planner import day_of_state
from hiphinge.planning.state import start_of
from hiphinge.planning.trial.lifters import Lifter

__all__ = ["START", "Run", "run", "usual_settings", "weekly"]

START = 739_985
"""The first day of `usual_settings`: 4 January 2027, a Monday."""
_WEEK = 7


@dataclass(frozen=True, kw_only=True)
class Run:
    """What was planned on each day, and what was done."""

    settings: Settings
    days: tuple[DayPlan, ...]
    done: tuple[DoneSession, ...]
    stops: tuple[int, ...] = ()
    pains: Mapping[int, int] = field(default_factory=dict)


def usual_settings(**changes: object) -> Settings:
    """Return the settings of the four kinds of lifters: six months, three days, a bar and dumbbells."""
    given: dict[str, object] = {
        "start": START,
        "weeks": 26,
        "weekdays": (0, 2, 4),
        "experience": "new",
        "goals": frozenset({"strength"}),
        "equipment": frozenset({"barbell", "dumbbells", "kettlebell"}),
        "step": 2.5,
    }
    return Settings(**(given | changes))  # type: ignore[arg-type]  # the names are those of the fields


def run(settings: Settings, lifter: Lifter, *, stops: Collection[int] = (), edits: Sequence[Edit] = ()) -> Run:
    """Run a plan to its end; on the days ``stops``, counted from 0, an answer asks to stop.

    Raises
    ------
    UsageError
        If changes leave no main exercise.
    """
    graph = graph_of(settings, edits)
    state = start_of(graph)
    pains: dict[int, int] = {}
    days: list[DayPlan] = []
    done: list[DoneSession] = []
    for day in range(settings.start, settings.start + _WEEK * settings.weeks):
        answers = lifter.answers()
        pains[day] = answers.pain
        if day - settings.start in stops:
            answers = replace(answers, yes=frozenset({"chest_pain"}))
            done.append(DoneSession(day=day, stopped=True))
            state = after(graph, state, done[-1])
        today = day_of_state(graph, state, day, done=done, answers=answers)
        days.append(today)
        if today.session is not None and lifter.comes((day - settings.start) // _WEEK):
            done.append(lifter.does(today.session))
            state = after(graph, state, done[-1])
    stopped = tuple(settings.start + day for day in stops)
    return Run(settings=settings, days=tuple(days), done=tuple(done), stops=stopped, pains=pains)


def weekly(found: Run) -> Iterator[tuple[int, float, float, int, int]]:
    """Yield of each week: its number, the heaviest main hinge, the volume, gates met, gates not met."""
    main = {s.id for s in load().stations.values() if s.part == "main"}
    for week in range(found.settings.weeks):
        sets = [s for d in found.done if (d.day - found.settings.start) // _WEEK == week for s in d.sets]
        top = max((s.load for s in sets if s.exercise in main and s.load is not None), default=0.0)
        volume = sum((s.load or 0.0) * (s.repetitions or 0) for s in sets)
        gates = [gate_passed(s.gate) for s in sets]
        yield week, top, volume, gates.count(True), gates.count(False)
