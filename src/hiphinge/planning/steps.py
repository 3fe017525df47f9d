"""The next step that is earned in an exercise: range, a pause, a set, the next exercise or load; one at a time."""

from dataclasses import replace
from math import ceil

from hiphinge.catalogue import Station
from hiphinge.planning.deciding import decide, load_words, name_of, value_of
from hiphinge.planning.graph import Graph
from hiphinge.planning.model import Decided
from hiphinge.planning.state import Level, Progress, State, lean_limit

__all__ = ["earn", "step_back"]

_MORE_SETS = 3
_HOLD_STEP_S = 5
_PERCENT = 100.0
_STEP_BACK = 0.95


def earn(
    graph: Graph, state: State, station: Station, *, lean_deg: float | None = None, effort_left: bool = True
) -> State:
    """Return the state after a step was earned in an exercise, with the sentence that says which.

    Parameters
    ----------
    lean_deg
        How far the trunk was measured to lean, or None.
    effort_left
        Whether repetitions were left in the tank, without which nothing gets heavier.
    """
    progress = state.progress[station.id]
    opened = graph.opened_by(station, state.reached) if progress.steps + 1 >= station.moves_on_after else None
    level, said, is_step = _harder(graph, station, progress.level, lean_deg=lean_deg, effort_left=effort_left)
    if opened is not None and _may_move_on(station, progress.level):
        state = _opened(state, opened)
        said, level, is_step = decide("moved_on", name=name_of(opened.id)), progress.level, True
    return state.with_progress(
        station.id,
        replace(
            progress,
            level=level,
            passes=0 if is_step else progress.passes,
            steps=progress.steps + is_step,
            said=(said,),
        ),
    )


def _opened(state: State, station: Station) -> State:
    """Return the state with an exercise open; it starts at the lean of somebody who knows the hinge."""
    progress, known = state.progress[station.id], value_of("range_before_load", "known_lean_deg")
    if progress.level.lean_deg is not None and progress.level.lean_deg < known:
        level = replace(progress.level, lean_deg=known)
        state = state.with_progress(station.id, replace(progress, level=level))
    return replace(state, reached=state.reached | {station.id})


def _may_move_on(station: Station, level: Level) -> bool:
    """Tell whether range and pause are where they should be before a harder exercise is opened."""
    if "range" in station.axes and (level.lean_deg or 0.0) < value_of("range_before_load", "until_lean_deg"):
        return False
    return "pause" not in station.axes or not _is_main(station) or level.pause_s > 0


def _is_main(station: Station) -> bool:
    return station.part in {"main", "stability"}


def _harder(
    graph: Graph, station: Station, level: Level, *, lean_deg: float | None, effort_left: bool
) -> tuple[Level, Decided, bool]:
    """Return the next level, what is said of it, and whether it is a step at all."""
    if "range" in station.axes and level.lean_deg is not None and level.lean_deg < lean_limit(graph):
        return _further(graph, level, level.lean_deg, lean_deg)
    if "pause" in station.axes and _is_main(station) and level.pause_s == 0:
        return replace(level, pause_s=value_of("range_before_load", "pause_s")), decide("pause_up"), True
    if _is_main(station) and level.sets < _MORE_SETS:
        return replace(level, sets=level.sets + 1), decide("sets_up"), True
    if graph.is_loaded(station) and graph.may_raise and "load" in station.axes and level.load is not None:
        return _heavier(graph, station, level, level.load) if effort_left else (level, decide("effort_left"), False)
    return _longer(station, level)


def _further(graph: Graph, level: Level, now: float, measured: float | None) -> tuple[Level, Decided, bool]:
    step = value_of("range_before_load", "step_deg")
    if measured is not None and measured < now - step:
        return level, decide("range_held", degrees=f"{now:g}"), False
    reached = now if measured is None else max(now, step * (measured // step))
    lean = min(lean_limit(graph), reached + step)
    return replace(level, lean_deg=lean), decide("range_up", degrees=f"{lean:g}"), True


def _heavier(graph: Graph, station: Station, level: Level, load_: float) -> tuple[Level, Decided, bool]:
    """Return the level one step of load up, by a step that is small enough, or one repetition more instead."""
    unit, step = graph.settings.unit, graph.settings.step
    most = value_of("load_step", "most_step_percent")
    steps = ceil(value_of("load_step", "least_step_percent") * load_ / _PERCENT / step - 1e-9)
    percent = _PERCENT * max(1, steps) * step / load_ if load_ else _PERCENT
    heavier = round(load_ + max(1, steps) * step, 3)
    up = decide("load_raised", before=load_words(load_, unit), after=load_words(heavier, unit))
    if percent <= most:
        return replace(level, load=heavier), up, True
    if percent > value_of("load_step", "large_step_percent"):
        longer, _, more = _longer(station, level)
        return longer, decide("no_such_step", percent=f"{percent:.0f}"), more
    enough = int(value_of("load_step", "large_step_from_repetitions"))
    if level.repetitions is not None and level.repetitions < enough:
        more_said = decide("large_step", percent=f"{percent:.0f}", repetitions=enough)
        return replace(level, repetitions=level.repetitions + 1), more_said, True
    return replace(level, load=heavier, repetitions=station.repetitions), up, True


def _longer(station: Station, level: Level) -> tuple[Level, Decided, bool]:
    if station.hold_s is not None and level.hold_s is not None and level.hold_s < (station.most_hold_s or 0):
        hold_s = min(level.hold_s + _HOLD_STEP_S, station.most_hold_s or level.hold_s)
        return replace(level, hold_s=hold_s), decide("hold_longer", seconds=hold_s), True
    if level.repetitions is not None and level.repetitions < (station.most_repetitions or 0):
        return replace(level, repetitions=level.repetitions + 1), decide("repetitions_up"), True
    return level, decide("load_kept"), False


def step_back(graph: Graph, progress: Progress, decided: Decided) -> Progress:
    """Return the progress one step easier: less load, else no pause, else less range."""
    level, step = progress.level, graph.settings.step
    if level.load is not None:
        lighter = min(level.load - step, step * (_STEP_BACK * level.load // step))
        level = replace(level, load=round(max(lighter, 0.0), 3) if lighter >= step else level.load)
    elif level.pause_s > 0:
        level = replace(level, pause_s=0.0)
    elif level.lean_deg is not None:
        first = value_of("range_before_load", "first_lean_deg")
        level = replace(
            level, lean_deg=max(min(first, level.lean_deg), level.lean_deg - value_of("range_before_load", "step_deg"))
        )
    return replace(progress, level=level, passes=0, fails=0, held=True, said=(decided,))
