"""Where a person is: the level of each exercise, what they have reached, and where they start."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from hiphinge.catalogue import Station
from hiphinge.planning.deciding import decide, name_of, value_of
from hiphinge.planning.edits import settings_of
from hiphinge.planning.graph import Graph
from hiphinge.planning.model import WEEK, Decided

__all__ = ["Level", "Progress", "State", "edited", "lean_limit", "start_of"]

_KNOWN_RUNG = 4
"""How far up the chain somebody starts who trains with weights and knows the hinge: the Romanian deadlift."""
_SHORT_LEG_RAISE_DEG = 60.0
_LEAN_LESS_DEG = 10.0
_ADVANCED_SETS = 3
_ROUND, _ROUND_FROM = 5, 30


@dataclass(frozen=True, kw_only=True)
class Level:
    """The dose of an exercise on a full day; ``load`` is None until a weight was chosen, or where there is none."""

    sets: int
    repetitions: int | None = None
    hold_s: int | None = None
    load: float | None = None
    lean_deg: float | None = None
    pause_s: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far somebody is in one exercise.

    Attributes
    ----------
    passes, fails
        Sessions in a row that met, or did not meet, what the next step asks for.
    steps
        Steps earned so far.
    last_load
        The heaviest weight of the last session with it.
    held
        Whether nothing may be heavier than that the next time.
    done
        In how many sessions it was done.
    said
        What came of the last session with it.
    """

    level: Level
    passes: int = 0
    fails: int = 0
    steps: int = 0
    last_load: float | None = None
    held: bool = False
    done: int = 0
    said: tuple[Decided, ...] = ()


@dataclass(frozen=True, kw_only=True)
class State:
    """Everything that was learnt from what was done.

    Attributes
    ----------
    reached
        The exercises that are open, by id.
    hard
        Sessions in a row that were harder than planned.
    easier_until, back_until
        The last day of an easier week, and of coming back after a break.
    pain
        The pain of the last days of training.
    before
        The levels that the person's changes cover.
    """

    progress: Mapping[str, Progress]
    reached: frozenset[str]
    last_day: int | None = None
    hard: int = 0
    easier_until: int | None = None
    back_until: int | None = None
    pain: tuple[tuple[int, int], ...] = ()
    said: tuple[Decided, ...] = ()
    before: Mapping[str, Level] = field(default_factory=dict)

    def with_progress(self, exercise: str, progress: Progress) -> "State":
        """Return the state with another progress in one exercise."""
        return replace(self, progress={**self.progress, exercise: progress})


def start_of(graph: Graph) -> State:
    """Return where somebody starts, by their experience, answers, self-tests and the weights that they gave."""
    reached = _reached(graph)
    progress = {s.id: Progress(level=_level(graph, s)) for s in graph.stations.values()}
    settings = graph.settings
    back = value_of("missed_days", "back_weeks") * WEEK
    off = settings.weeks_off * WEEK >= value_of("missed_days", "back_after_days")
    main = [s for s in graph.chain("main") if s.id in reached][-1]
    known = main.rung > 1
    return State(
        progress=progress,
        reached=reached,
        back_until=settings.start + int(back) - 1 if off else None,
        said=(decide("start_known" if known else "start_new", name=name_of(main.id)),),
    )


def _reached(graph: Graph) -> frozenset[str]:
    settings, main = graph.settings, graph.chain("main")
    top = {"new": 1, "some": _KNOWN_RUNG, "advanced": main[-1].rung}[settings.experience]
    if graph.readiness.go_lighter:
        top = 1
    reached = {s.id for s in main if s.rung <= max(top, main[0].rung)}
    for part in ("assistance", "core"):
        reached |= {graph.chain(part, line)[0].id for line in graph.lines(part)}
    if settings.experience == "some" and top > 1:
        reached |= {s.id for part in ("assistance", "core") for s in graph.chain(part)}
    if settings.experience == "advanced" and top > 1:
        reached |= {s.id for part in ("stability", "fast", "assistance", "core") for s in graph.chain(part)}
        if not graph.may_raise:
            reached -= {s.id for s in graph.chain("fast")}
    return frozenset(reached)


def _level(graph: Graph, station: Station) -> Level:
    settings = graph.settings
    heavy = (
        station.heavy_repetitions
        if settings.experience == "advanced" and settings.goals & {"strength", "power"}
        else None
    )
    trunk = station.part == "core"
    advanced = settings.experience == "advanced" and station.part in {"main", "fast"}
    return Level(
        sets=max(station.sets, _ADVANCED_SETS) if advanced else station.sets,
        repetitions=heavy
        or (_between(graph, station.repetitions, station.most_repetitions) if trunk else station.repetitions),
        hold_s=_between(graph, station.hold_s, station.most_hold_s) if trunk else station.hold_s,
        load=settings.loads.get(station.id) if graph.is_loaded(station) else None,
        lean_deg=_first_lean(graph) if "range" in station.axes else None,
    )


def _between(graph: Graph, least: int | None, most: int | None) -> int | None:
    """Return where between the ends of a dose somebody starts with an exercise for the trunk."""
    if least is None or most is None:
        return least
    middle = _ROUND * round((least + most) / 2 / _ROUND) if most > _ROUND_FROM else (least + most) // 2
    return {"new": least, "some": middle, "advanced": most}[graph.settings.experience]


def _first_lean(graph: Graph) -> float:
    settings = graph.settings
    lean = {
        "new": value_of("range_before_load", "first_lean_deg"),
        "some": value_of("range_before_load", "known_lean_deg"),
        "advanced": value_of("range_before_load", "until_lean_deg"),
    }[settings.experience]
    short = settings.self_tests.get("straight_leg_raise", _SHORT_LEG_RAISE_DEG + 1) <= _SHORT_LEG_RAISE_DEG
    return lean - _LEAN_LESS_DEG if short else lean


def lean_limit(graph: Graph) -> float:
    """Return how far the plan takes the lean, in degrees: further where more movement is the aim."""
    name = "more_until_lean_deg" if graph.settings.back_aim == "more" else "until_lean_deg"
    return value_of("range_before_load", name)


def edited(graph: Graph, state: State) -> State:
    """Return the state with what the person set laid over its levels; that is held by nothing."""
    for exercise, progress in state.progress.items():
        fields = settings_of(graph.edits, exercise)
        if not fields:
            continue
        whole: dict[str, Any] = {
            name: int(v) if name in {"sets", "repetitions", "hold_s"} else v for name, v in fields.items()
        }
        if "hold_s" in whole:
            whole["repetitions"] = None
        elif "repetitions" in whole:
            whole["hold_s"] = None
        level = replace(progress.level, **whole)
        held = progress.held and "load" not in whole
        state = state.with_progress(exercise, replace(progress, level=level, held=held))
        state = replace(state, before={**state.before, exercise: progress.level})
    return state
