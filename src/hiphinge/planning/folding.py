"""What a session changes: passes and fails of the technique gate, steps earned, pain, effort, gaps."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from hiphinge.catalogue import Station, load
from hiphinge.planning.deciding import decide, value_of
from hiphinge.planning.graph import Graph
from hiphinge.planning.model import WEEK, Answers, DoneSession, DoneSet, Gate
from hiphinge.planning.state import Progress, State, start_of
from hiphinge.planning.steps import earn, step_back

__all__ = ["after", "after_gap", "gate_passed", "state_after", "with_answers"]

FEWEST_JUDGED = 3
"""In fewer repetitions four of five is not more than chance."""
_ALMOST = 0.999
_ROUNDED = 0.04
"""What rounding a weight down to a step may take away, as a share."""
_PERCENT = 100.0
_PAIN_DAYS = 28
_GROWS = 3


def gate_passed(gate: Gate | None) -> bool | None:
    """Return whether a video met the technique gate; None where none shows enough."""
    if gate is None or gate.judged < FEWEST_JUDGED:
        return None
    return gate.met >= value_of("technique_gate", "free_repetitions_share") * gate.judged


def state_after(graph: Graph, done: Iterable[DoneSession]) -> State:
    """Return the state after everything that was done, in order of the days."""
    state = start_of(graph)
    for session in sorted(done, key=lambda one: one.day):
        state = after(graph, state, session)
    return state


def after_gap(state: State, day: int) -> State:
    """Return the state on a day, given how long ago the last session was: after a week off nothing is heavier."""
    if state.last_day is None or day - state.last_day < value_of("missed_days", "hold_after_days"):
        return state
    days = day - state.last_day
    held = {id_: replace(p, held=True, passes=0) for id_, p in state.progress.items()}
    state = replace(state, progress=held, hard=0)
    if days >= value_of("missed_days", "back_after_days"):
        back = day + int(value_of("missed_days", "back_weeks")) * WEEK - 1
        return replace(state, back_until=max(back, state.back_until or 0))
    return state


def with_answers(state: State, day: int, answers: Answers) -> State:
    """Return the state with what the day's answers change in the days to come."""
    stops = any("stop" in load().questions[id_].leads_to for id_ in answers.yes if id_ in load().questions)
    if stops:
        return _all_held(state)
    return replace(state, easier_until=day + _easier_days()) if answers.busy else state


def after(graph: Graph, state: State, session: DoneSession) -> State:
    """Return the state after one more session."""
    state = replace(after_gap(state, session.day), said=())
    if session.stopped:
        state = _all_held(state)
    if not session.sets:
        return state
    hard = False
    for station in graph.stations.values():
        sets = [one for one in session.sets if one.exercise == station.id]
        if sets:
            hard = hard or (station.part == "main" and _was_hard(sets, state.progress[station.id]))
            state = _after_exercise(graph, state, station, sets)
    state = _after_effort(state, session.day, hard=hard)
    return replace(_after_pain(graph, state, session), last_day=session.day)


def _all_held(state: State) -> State:
    return replace(state, progress={id_: replace(p, held=True, passes=0) for id_, p in state.progress.items()})


def _after_exercise(graph: Graph, state: State, station: Station, sets: Sequence[DoneSet]) -> State:
    before = state.progress[station.id]
    lifted = max((one.load for one in sets if one.load is not None), default=None)
    last = before.last_load if lifted is None else lifted
    progress = replace(before, last_load=last, done=before.done + 1, said=())
    if lifted is not None and progress.level.load is None and graph.is_loaded(station):
        progress = replace(progress, level=replace(progress.level, load=lifted))
    filmed = any(one.gate is not None for one in sets)
    if load().exercises[station.id].analysed and (filmed or station.part != "assistance"):
        return _after_gate(graph, state, station, progress, sets)
    return _after_effort_alone(graph, state, station, progress, sets)


def _after_gate(graph: Graph, state: State, station: Station, progress: Progress, sets: Sequence[DoneSet]) -> State:
    """Return the state after an exercise whose videos are judged."""
    verdicts = [gate_passed(one.gate) for one in sets]
    if False in verdicts:
        failed = replace(progress, passes=0, fails=progress.fails + 1, held=True, said=(decide("gate_failed"),))
        if failed.fails >= value_of("technique_gate", "sessions"):
            failed = step_back(graph, failed, decide("gate_failed_twice"))
        return state.with_progress(station.id, failed)
    if True not in verdicts:
        kept = replace(progress, held=progress.held and progress.fails > 0, said=(decide("not_filmed"),))
        return state.with_progress(station.id, kept)
    full = _is_full(progress, sets, share=_counts_from(graph, state, station))
    passed = replace(progress, fails=0, held=False, passes=progress.passes + 1, said=(decide("gate_first"),))
    if full and progress.last_load is not None and progress.level.load is not None:
        passed = replace(passed, level=replace(passed.level, load=max(progress.last_load, progress.level.load)))
    state = state.with_progress(station.id, passed)
    if passed.passes < value_of("technique_gate", "sessions") or not full:
        return state
    leans = [one.gate.lean_deg for one in sets if one.gate is not None and one.gate.lean_deg is not None]
    left = _effort_left(sets, passed)
    return earn(graph, state, station, lean_deg=max(leans, default=None), effort_left=left)


def _after_effort_alone(
    graph: Graph, state: State, station: Station, progress: Progress, sets: Sequence[DoneSet]
) -> State:
    """Return the state after an exercise that no video judges: it goes by what was done, and how hard it was."""
    full = _is_full(progress, sets)
    went_well = full and not _was_hard(sets, progress) and _reached_dose(sets, progress)
    passes = progress.passes + 1 if went_well else progress.passes if not full else 0
    level = progress.level
    if went_well and progress.last_load is not None and level.load is not None:
        level = replace(level, load=max(level.load, progress.last_load))
    said = (decide("by_feel"),) if load().exercises[station.id].analysed else ()
    progress = replace(progress, level=level, held=False, passes=passes, said=said)
    state = state.with_progress(station.id, progress)
    if passes < value_of("technique_gate", "sessions") or not went_well:
        return state
    return earn(graph, state, station, effort_left=_effort_left(sets, progress))


def _counts_from(graph: Graph, state: State, station: Station) -> float:
    """Return the share of the weight that counts: a little less of a main hinge that is not the hardest one."""
    hardest = [s for s in graph.chain("main") if s.id in state.reached][-1]
    if station.part != "main" or station.id == hardest.id:
        return _ALMOST
    return _ALMOST * value_of("frequency", "slow_other_load_percent") / _PERCENT - _ROUNDED


def _is_full(progress: Progress, sets: Sequence[DoneSet], *, share: float = _ALMOST) -> bool:
    """Tell whether it was done at its own weight, as on a full day, so that it counts for the next step."""
    planned = progress.level.load
    if planned is None:
        return True
    return any(one.load is not None and one.load >= share * planned for one in sets)


def _reached_dose(sets: Sequence[DoneSet], progress: Progress) -> bool:
    level = progress.level
    if level.hold_s is not None:
        return all((one.hold_s or 0) >= level.hold_s for one in sets)
    return all((one.repetitions or 0) >= (level.repetitions or 0) for one in sets)


def _effort_left(sets: Sequence[DoneSet], progress: Progress) -> bool:
    """Tell whether one or two repetitions were left: by the effort, or by repetitions beyond the plan."""
    most = value_of("load_step", "effort_of_10_most")
    known = [one.effort for one in sets if one.effort is not None]
    if known:
        return max(known) <= most and _reached_dose(sets, progress)
    planned = progress.level.repetitions
    return planned is not None and all((one.repetitions or 0) > planned for one in sets)


def _was_hard(sets: Sequence[DoneSet], progress: Progress) -> bool:
    hard = value_of("deload", "hard_from_effort_of_10")
    planned = progress.level.repetitions
    missed = planned is not None and any(one.repetitions is not None and one.repetitions < planned - 1 for one in sets)
    return missed or any(one.effort is not None and one.effort >= hard for one in sets)


def _after_effort(state: State, day: int, *, hard: bool) -> State:
    count = state.hard + 1 if hard else 0
    if count < value_of("deload", "sessions_in_a_row"):
        return replace(state, hard=count)
    why = decide("easier_week", why="two sessions in a row were harder than planned")
    return replace(state, hard=0, easier_until=day + _easier_days(), said=(*state.said, why))


def _easier_days() -> int:
    return int(value_of("deload", "easier_days"))


def _after_pain(graph: Graph, state: State, session: DoneSession) -> State:
    """Go one step easier after pain above the limit, or worse in the morning; and where it grows from week to week."""
    pain = tuple(p for p in (*state.pain, (session.day, session.pain)) if session.day - p[0] < _PAIN_DAYS)
    state = replace(state, pain=pain)
    limit = value_of("soreness_and_pain", "watch_up_to_points_of_10")
    watch = value_of("soreness_and_pain", "go_on_up_to_points_of_10")
    morning = session.pain_next_morning or 0
    if session.pain > limit or (session.pain_before is not None and morning > max(session.pain_before, watch)):
        why = decide("pain_before", limit=f"{limit:g}")
    elif _has_grown(pain, watch):
        why = decide("pain_grows")
        state = replace(state, pain=pain[-1:])
    elif session.pain > watch:
        return _all_held(state)
    else:
        return state
    done = {one.exercise for one in session.sets}
    for station in graph.stations.values():
        if station.id in done and load().exercises[station.id].contains_hinge:
            progress = state.progress[station.id]
            state = state.with_progress(station.id, step_back(graph, progress, why))
    return replace(_all_held(state), said=(*state.said, why))


def _has_grown(pain: Sequence[tuple[int, int]], watch: float) -> bool:
    """Tell whether the worst of each of the last three weeks is above the one before, and above what is let go on."""
    if len(pain) < _GROWS:
        return False
    last = pain[-1][0]
    weeks = [[p for day, p in pain if WEEK * n <= last - day < WEEK * (n + 1)] for n in range(_GROWS)]
    if not all(weeks):
        return False
    newest, middle, oldest = (max(week) for week in weeks)
    return newest > middle > oldest and newest > watch
