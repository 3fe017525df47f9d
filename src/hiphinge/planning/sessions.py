"""Builds one session: warm-up with hinge practice, the main hinge, what goes with it, the trunk."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Any

from hiphinge.catalogue import Station, load
from hiphinge.planning.deciding import decide, load_words, value_of
from hiphinge.planning.edits import settings_of
from hiphinge.planning.graph import Graph
from hiphinge.planning.model import WEEK, Answers, Decided, Item, Kind, Part, Session
from hiphinge.planning.schedule import Slot, hinge_weekdays, week_kinds, week_of
from hiphinge.planning.state import State

__all__ = ["session_for"]

_PERCENT = 100.0
_EASIER_SHARE = 0.5
_RAMP = ((0.5, 5), (0.75, 3))
_LONG_RAMP = ((0.5, 5), (0.7, 3), (0.85, 1))
"""Shares of the weight, and repetitions, before the main hinge."""
_CORE_LINES, _ASSISTANCE_LINES = 2, 2
_BIRD_DOG_FULL = 3.0
_BACK_S = 60.0
_SHORT_LEG_RAISE_DEG = 60.0
_LIGHT_SORENESS, _LEAST_SETS = 4, 2
_FROM_STANDING = 4
_FIRST = {"fast": "first_swing", "core": "first_carry"}
_REST_S, _HEAVY_REST_S = 120, 180


@dataclass(frozen=True, kw_only=True)
class _Day:
    """What holds for the whole session: its kind, and what makes it easier."""

    kind: Kind
    easier: bool = False
    """Pain asks for the easier form."""
    fewer_sets: bool = False
    half_sets: bool = False
    back_share: float | None = None
    """The share of the weight in the weeks after a break."""
    standing: bool = False
    """Whether the main hinge starts from standing."""
    decisions: tuple[Decided, ...] = ()


def session_for(graph: Graph, state: State, slot: Slot, answers: Answers | None = None) -> Session:
    """Return the session of a place in the calendar, for somebody who is where ``state`` says.

    ``state`` is that of the slot's day (`hiphinge.planning.folding.after_gap`), with the person's changes laid over it.
    """
    day = _day_of(graph, state, slot, answers or Answers())
    main = _main(graph, state, day)
    loaded = graph.is_loaded(main)
    shown: Kind = day.kind if loaded else "practice"
    items = [
        *_warm_up(graph, state, main, day),
        _item(graph, state, main, day, part="main"),
        *_fast(graph, state, day),
        *_stability(graph, state, main, slot, day),
        *_assistance(graph, state, slot, day),
        *_core(graph, state, slot, day),
    ]
    brace = (decide("brace"),) if loaded and not graph.readiness.breathe_out else ()
    out = {edit.exercise for edit in graph.edits if edit.kind == "leave_out"}
    return Session(
        day=slot.day,
        week=slot.week,
        number=slot.number,
        kind=shown,
        items=tuple(item for item in items if item.exercise not in out),
        decisions=(*slot.decisions, *_kind_said(shown, day, items), *day.decisions, *brace),
    )


def _kind_said(kind: Kind, day: _Day, items: Sequence[Item]) -> Iterator[Decided]:
    if day.back_share is not None:
        return
    if kind == "heavy" and any(item.part == "main" and item.choose_load for item in items):
        yield decide("kind_heavy_first")
    elif kind == "light":
        yield decide("kind_light", percent=f"{value_of('frequency', 'light_load_percent'):g}")
    elif kind == "slow":
        yield decide("kind_slow", seconds=f"{value_of('frequency', 'slow_lowering_s'):g}")
    else:
        yield decide(f"kind_{kind}")


def _day_of(graph: Graph, state: State, slot: Slot, answers: Answers) -> _Day:
    said: list[Decided] = []
    watch = value_of("soreness_and_pain", "go_on_up_to_points_of_10")
    easier = answers.pain > watch
    if easier:
        said.append(decide("pain_watch", pain=answers.pain))
    sore = answers.soreness >= _LIGHT_SORENESS
    if sore:
        said.append(decide("sore"))
    half, share = _coming_back(state, slot.day)
    if share is not None:
        sets = "half the sets" if half else "all sets"
        said.append(decide("back_after_break", what=f"{sets} and {_PERCENT * share:g} percent of the weight"))
    fewer, why = _easier_week(graph, state, slot, answers)
    said += why
    if share is None and (days := _days_off(state, slot.day)) is not None:
        said.append(decide("after_missed_week", days=days))
    if graph.readiness.breathe_out:
        said.append(decide("breathe_out"))
    kind: Kind = "light" if easier or sore or share is not None or fewer else slot.kind
    second = slot.kind == "light" and slot.number == 1 and graph.settings.experience == "advanced"
    standing = slot.kind == "slow" or second
    return _Day(
        kind=kind,
        standing=standing,
        easier=easier,
        fewer_sets=fewer,
        half_sets=half,
        back_share=share,
        decisions=tuple(said),
    )


def _coming_back(state: State, day: int) -> tuple[bool, float | None]:
    """Return whether sets are halved after a break, and the share of the weight; None where there was no break."""
    if state.back_until is None or day > state.back_until:
        return False, None
    first = day <= state.back_until - WEEK
    return first, value_of("missed_days", "back_first_percent" if first else "back_then_percent") / _PERCENT


def _days_off(state: State, day: int) -> int | None:
    if state.last_day is None or day - state.last_day < value_of("missed_days", "hold_after_days"):
        return None
    return day - state.last_day


def _easier_week(graph: Graph, state: State, slot: Slot, answers: Answers) -> tuple[bool, list[Decided]]:
    every = graph.settings.easier_every
    if state.easier_until is not None and slot.day <= state.easier_until:
        return True, [decide("easier_week", why="two sessions in a row were harder than planned, or you are busy")]
    if answers.busy:
        return True, [decide("easier_week", why="you are busy")]
    if every is not None and (week_of(graph.settings, slot.day) + 1) % every == 0:
        return True, [decide("easier_week", why=f"you asked for one every {every} weeks")]
    return False, []


def _main(graph: Graph, state: State, day: _Day) -> Station:
    """Return the main hinge of the day: the hardest one that is reached, or one from standing."""
    reached = [s for s in graph.chain("main") if s.id in state.reached]
    if not any(graph.is_loaded(s) for s in graph.chain("main")):
        one_leg = [s for s in graph.chain("stability") if s.id in state.reached]
        reached = [*reached, *one_leg]
    hardest = reached[-1]
    if not day.standing:
        return hardest
    standing = [s for s in reached if graph.is_loaded(s) and "range" in s.axes]
    return standing[-1] if standing else hardest


def _share(graph: Graph, state: State, station: Station, day: _Day) -> float:
    """Return the share of an exercise's full weight on this kind of day.

    Light days take less of everything; slow days only of what is lifted heavy in the same week.
    """
    if day.easier:
        return _EASIER_SHARE
    if day.back_share is not None:
        return day.back_share
    hardest = _main(graph, state, _Day(kind="heavy"))
    if day.kind == "heavy" or station.part not in {"main", "fast"} or not graph.may_raise:
        return 1.0
    if day.kind == "slow":
        name = "slow_load_percent" if station.id == hardest.id else "slow_other_load_percent"
        return value_of("frequency", name) / _PERCENT
    return value_of("frequency", "light_load_percent") / _PERCENT


def _item(graph: Graph, state: State, station: Station, day: _Day, *, part: Part) -> Item:
    progress, level = state.progress[station.id], state.progress[station.id].level
    gated = _is_gated(station)
    loaded = graph.is_loaded(station)
    weight = _load(graph, state, station, day) if loaded else None
    slow = day.kind == "slow" and part == "main"
    said = progress.said or ((decide("load_kept"),) if gated and loaded and level.load is not None else ())
    if loaded and weight is None:
        kept = (one for one in said if one.id not in {"load_raised", "effort_left"})
        said = (*kept, decide(_FIRST.get(part, "first_weight")))
    if not gated:
        said = (*said, decide("not_gated"))
    return Item(
        part=part,
        exercise=station.id,
        sets=_sets(graph, station, level.sets, day, part=part),
        repetitions=level.repetitions,
        hold_s=level.hold_s,
        each_side=station.one_sided,
        load=weight,
        choose_load=loaded and weight is None,
        lean_deg=level.lean_deg,
        pause_s=0.0 if day.easier else level.pause_s,
        lowering_s=value_of("frequency", "slow_lowering_s") if slow else 0.0,
        rest_s=(_HEAVY_REST_S if day.kind == "heavy" else _REST_S) if loaded and part in {"main", "fast"} else None,
        gated=gated,
        decisions=(*said, *_changed(graph, state, station)),
    )


def _load(graph: Graph, state: State, station: Station, day: _Day) -> float | None:
    """Return the weight of the day, rounded down to a step; never above the last one where nothing may be heavier."""
    progress, step = state.progress[station.id], graph.settings.step
    if progress.level.load is None:
        return None
    share = _share(graph, state, station, day)
    full = progress.level.load
    weight = full if share == 1.0 else max(min(step, full), step * (share * full // step))
    if progress.held and progress.last_load is not None:
        weight = min(weight, progress.last_load)
    return round(weight, 3)


def _sets(graph: Graph, station: Station, sets: int, day: _Day, *, part: Part) -> int:
    if "sets" in settings_of(graph.edits, station.id):
        return sets
    if day.half_sets:
        return ceil(sets / 2)
    if part == "core" and graph.settings.self_tests.get("back_endurance", _BACK_S) < _BACK_S:
        sets += 1
    if part == "main" and day.kind == "light" and graph.is_loaded(station):
        return max(min(sets, _LEAST_SETS), sets - 1)
    return max(1, sets - 1) if day.fewer_sets else sets


def _changed(graph: Graph, state: State, station: Station) -> Iterator[Decided]:
    """Yield what the person changed of an exercise, with what the plan would have said."""
    fields = settings_of(graph.edits, station.id)
    for name, value in fields.items():
        original = _uncovered(state, station.id, name)
        words = _words(graph, name, value)
        yield decide("your_change", what=words, instead="-" if original is None else _words(graph, name, original))
    for edit in graph.edits:
        if edit.kind == "swap" and edit.other == station.id and edit.exercise is not None:
            names = load().exercises
            yield decide("your_change", what=names[station.id].name, instead=names[edit.exercise].name)


def _uncovered(state: State, exercise: str, name: str) -> float | None:
    """Return what a field of an exercise would be without the person's change."""
    before = state.before.get(exercise)
    return None if before is None else getattr(before, name)


def _words(graph: Graph, name: str, value: float) -> str:
    if name == "load":
        return load_words(value, graph.settings.unit)
    unit = {"hold_s": " seconds held", "lean_deg": " degrees of lean", "pause_s": " seconds of pause"}
    return f"{value:g}{unit.get(name, f' {name}')}"


def _warm_up(graph: Graph, state: State, main: Station, day: _Day) -> Iterator[Item]:
    repetitions = int(value_of("warm_up", "repetitions_least"))
    first: dict[str, Any] = {
        "part": "warm_up",
        "exercise": "hip_hinge",
        "sets": 1,
        "repetitions": repetitions,
        "gated": True,
    }
    yield Item(**first, drill="dowel", decisions=(decide("warm_up"),))
    test = graph.settings.self_tests.get("straight_leg_raise")
    if test is not None and test <= _SHORT_LEG_RAISE_DEG:
        yield Item(**first, drill="hamstring_sweep", decisions=(decide("test_hamstrings", value=test),))
    if main.id != "hip_hinge":
        yield Item(**first)
    weight = _load(graph, state, main, day) if graph.is_loaded(main) else None
    if weight is None:
        return
    step = graph.settings.step
    advanced = graph.settings.experience == "advanced"
    ramp = _RAMP[:1] if day.kind != "heavy" else _LONG_RAMP if advanced else _RAMP
    for share, count in ramp:
        lighter = round(step * (share * weight // step), 3)
        if lighter >= step:
            yield Item(part="warm_up", exercise=main.id, sets=1, repetitions=count, load=lighter, gated=_is_gated(main))


def _is_gated(station: Station) -> bool:
    """Return whether videos of an exercise are judged."""
    return load().exercises[station.id].analysed


def _fast(graph: Graph, state: State, day: _Day) -> Iterator[Item]:
    """Yield the swings after a heavy lift, where power is the goal of somebody who has lifted for long."""
    if day.kind != "heavy" or "power" not in graph.settings.goals or graph.settings.experience == "new":
        return
    for station in graph.chain("fast"):
        if station.id in state.reached and graph.may_raise:
            item = _item(graph, state, station, day, part="fast")
            yield replace(item, rest_s=_HEAVY_REST_S, decisions=(decide("heavy_and_fast"), *item.decisions))


def _stability(graph: Graph, state: State, main: Station, slot: Slot, day: _Day) -> Iterator[Item]:
    """Yield one leg, on days that are neither hard nor the day after a hard one, and without pain."""
    if _is_day_after_hard(graph, slot):
        return
    reached = [s for s in graph.chain("stability") if s.id in state.reached and s.id != main.id]
    if reached and day.kind != "heavy" and not day.easier and main.part == "main":
        yield _item(graph, state, reached[-1], day, part="stability")


def _is_day_after_hard(graph: Graph, slot: Slot) -> bool:
    """Tell whether a session is the second of its week, the day after the hard one."""
    first, second, *_ = hinge_weekdays(graph.settings)
    return slot.number == 1 and second - first == 1


def _hardest_of_lines(graph: Graph, state: State, part: Part, *, tired: bool = False) -> dict[str, Station]:
    """Return the hardest exercise of each line that is reached and not too much for a tired back."""
    found = {}
    for line in graph.lines(part):
        open_ = [s for s in graph.chain(part, line) if _is_open(graph, state, s)]
        open_ = [s for s in open_ if not (tired and _strains_the_back(s))]
        if open_:
            found[line] = open_[-1]
    return found


def _strains_the_back(station: Station) -> bool:
    """Tell whether the back holds a weight in a bend, which is not done right after a heavy hinge."""
    return station.loaded and load().exercises[station.id].contains_hinge


def _is_open(graph: Graph, state: State, station: Station) -> bool:
    """Tell whether an exercise is reached; a hinge with a weight also needs a main hinge from standing."""
    if station.id not in state.reached:
        return False
    if not _strains_the_back(station):
        return True
    return any(s.id in state.reached and s.rung >= _FROM_STANDING for s in graph.chain("main"))


def _assistance(graph: Graph, state: State, slot: Slot, day: _Day) -> Iterator[Item]:
    """Yield what goes with the hinge: each line as often in a week as the others, another one first each week."""
    advanced, lines = graph.settings.experience == "advanced", graph.lines("assistance")
    kinds = (*week_kinds(graph)[: slot.number], slot.kind)
    taken: list[str] = []
    chosen: list[Station] = []
    for number, kind in enumerate(kinds):
        tired = kind == "heavy" or (advanced and number == 1)
        open_ = _hardest_of_lines(graph, state, "assistance", tired=tired)
        if advanced:
            open_ = {line: s for line, s in open_.items() if graph.is_loaded(s)} or open_
        count = 1 if kind == "heavy" and advanced else _ASSISTANCE_LINES
        turns = {line: (*_turn(taken, line), (lines.index(line) - slot.week) % len(lines)) for line in open_}
        names = sorted(turns, key=turns.__getitem__)[:count]
        taken += names
        chosen = [open_[name] for name in names]
    for station in chosen:
        yield _item(graph, state, station, day, part="assistance")


def _turn(taken: list[str], line: str) -> tuple[int, int]:
    """Return how often a line had its turn, and the last place at which it had it."""
    return taken.count(line), max((n for n, one in enumerate(taken) if one == line), default=-1)


def _core(graph: Graph, state: State, slot: Slot, day: _Day) -> Iterator[Item]:
    lines = list(_hardest_of_lines(graph, state, "core").values())
    first = slot.week * len(hinge_weekdays(graph.settings)) + slot.number
    stations = [lines[(first + place) % len(lines)] for place in range(min(_CORE_LINES, len(lines)))]
    test = graph.settings.self_tests.get("bird_dog_test", _BIRD_DOG_FULL)
    bird_dog = graph.stations.get("bird_dog")
    if test < _BIRD_DOG_FULL and bird_dog is not None:
        stations = [bird_dog, *(s for s in stations if s.line != bird_dog.line)][:_CORE_LINES]
    for station in stations:
        yield _item(graph, state, station, day, part="core")
