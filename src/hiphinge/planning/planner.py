"""The plan as a whole, and what a day of it brings."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from hiphinge.catalogue import load
from hiphinge.planning.deciding import decide, value_of
from hiphinge.planning.edits import Edit
from hiphinge.planning.folding import after_gap, state_after, with_answers
from hiphinge.planning.graph import Graph, graph_of
from hiphinge.planning.model import Answers, DayPlan, Decided, DoneSession, Plan, Session, Settings
from hiphinge.planning.schedule import Slot, calendar, days_decided, weekday_name
from hiphinge.planning.sessions import session_for
from hiphinge.planning.state import State, edited, lean_limit
from hiphinge.planning.steps import earn

__all__ = ["day_of_state", "make_plan", "plan_of_day"]

_BACK_S, _BIRD_DOG_FULL = 60.0, 3.0
_HELD_AT_THE_CHEST = frozenset({"goblet_squat", "reverse_lunge"})
_HAND_WEIGHTS = frozenset({"barbell", "dumbbells", "kettlebell"})
_NEAR_WEEKS = 2
"""Weeks in which the next session is, unless the person skips more."""


def make_plan(
    settings: Settings, *, done: Sequence[DoneSession] = (), edits: Sequence[Edit] = (), today: int | None = None
) -> Plan:
    """Return the sessions that are ahead.

    A step is planned only once it is earned, so all sessions ahead are at what was earned so far; ``ahead`` says what
    comes next in each exercise. What the person changed is laid on top.

    Parameters
    ----------
    done
        What was done so far.
    today
        The first day that is planned; None is the first day of the settings.

    Raises
    ------
    UsageError
        If changes leave no main exercise.
    """
    graph = graph_of(settings, edits)
    state = state_after(graph, done)
    first = settings.start if today is None else today
    sessions = _sessions(graph, state, done, first)
    return Plan(
        settings=settings,
        sessions=sessions,
        decisions=(
            *days_decided(settings),
            *_said_of_person(graph),
            *state.said,
            *_said_of_sessions(settings, sessions),
        ),
        ahead=_ahead(graph, state, sessions),
        habit=_habit(),
    )


def _sessions(graph: Graph, state: State, done: Sequence[DoneSession], first: int) -> tuple[Session, ...]:
    """Return the sessions ahead; only the first of them comes after whatever gap there is."""
    sessions: list[Session] = []
    for slot in calendar(graph, done, first):
        now = after_gap(state, slot.day) if not sessions else replace(state, last_day=slot.day)
        if not sessions:
            state = replace(state, back_until=now.back_until)
        sessions.append(session_for(graph, edited(graph, now), slot))
        state = _said_once(state, sessions[-1])
    return tuple(sessions)


def _said_once(state: State, session: Session) -> State:
    """Return the state without what a session says already of the exercises in it."""
    for exercise in {item.exercise for item in session.items}:
        if exercise in state.progress:
            state = state.with_progress(exercise, replace(state.progress[exercise], said=()))
    return state


def plan_of_day(
    settings: Settings,
    day: int,
    *,
    done: Sequence[DoneSession] = (),
    edits: Sequence[Edit] = (),
    answers: Answers | None = None,
) -> DayPlan:
    """Return what a day brings: the session that is due, as today's answers ask for it, or why there is none.

    Parameters
    ----------
    done
        Everything that was done so far, today as well.

    Raises
    ------
    UsageError
        If changes leave no main exercise.
    UnknownIdError
        If an answer is to a question that is not asked.
    """
    graph = graph_of(settings, edits)
    before = [one for one in done if one.day <= day]
    return day_of_state(graph, state_after(graph, before), day, done=before, answers=answers)


def day_of_state(
    graph: Graph, state: State, day: int, *, done: Sequence[DoneSession], answers: Answers | None = None
) -> DayPlan:
    """Return what a day brings, as `plan_of_day`, from the state after everything that was done up to it."""
    said, before = answers or Answers(), done
    if (stop := _stopped(graph, before, day, said)) is not None:
        return DayPlan(day=day, session=None, decisions=(stop,), habit=None)
    if said.pain > value_of("soreness_and_pain", "watch_up_to_points_of_10"):
        return DayPlan(day=day, session=None, decisions=(decide("pain_stop", pain=said.pain),), habit=None)
    slots = calendar(graph, before, day, weeks=_NEAR_WEEKS)
    due = next((slot for slot in slots if slot.day == day), None)
    if due is None:
        slots = slots or calendar(graph, before, day)
        return DayPlan(day=day, session=None, decisions=_no_session(slots, before, day), habit=_habit())
    state = with_answers(after_gap(state, day), day, said)
    return DayPlan(day=day, session=session_for(graph, edited(graph, state), due, said), decisions=(), habit=_habit())


def _stopped(graph: Graph, done: Sequence[DoneSession], day: int, said: Answers) -> Decided | None:
    questions = load().questions
    stops = any(id_ in questions and "stop" in questions[id_].leads_to for id_ in said.yes)
    if stops or graph.readiness.stop or any(one.stopped and one.day == day for one in done):
        return decide("stop_answer")
    return None


def _no_session(slots: Sequence[Slot], done: Sequence[DoneSession], day: int) -> tuple[Decided, ...]:
    following = next((slot for slot in slots if slot.day > day), None)
    if following is None:
        return ()
    name = weekday_name(following.day)
    trained = any(one.day == day and one.sets for one in done)
    return (decide("done_today" if trained else "rest_day", day=name),)


def _habit() -> Decided:
    least, most = (value_of("daily_habit", name) for name in ("hinges_least", "hinges_most"))
    return decide("habit", least=f"{least:g}", most=f"{most:g}")


def _said_of_person(graph: Graph) -> tuple[Decided, ...]:
    """Return what the plan makes of the person's answers, aim, tests and age."""
    settings, tests = graph.settings, graph.settings.self_tests
    said = [decide("hinge_first"), decide("video_last"), decide("balance")]
    if graph.readiness.stop:
        said.insert(0, decide("stop_answer"))
    if graph.readiness.ask_first:
        said.append(decide("ask_first"))
    if graph.readiness.go_lighter:
        said.append(decide("go_lighter"))
    if settings.back_aim in {"less", "more"}:
        limit = lean_limit(graph)
        said.append(decide(f"aim_{settings.back_aim}", degrees=f"{limit:g}"))
    if tests.get("back_endurance", _BACK_S) < _BACK_S:
        said.append(decide("test_back", value=tests["back_endurance"]))
    if tests.get("bird_dog_test", _BIRD_DOG_FULL) < _BIRD_DOG_FULL:
        said.append(decide("test_bird_dog", value=tests["bird_dog_test"]))
    age = settings.age_years
    if age is not None and age < value_of("age", "adult_from_years"):
        said.append(decide("young"))
    elif age is not None and age >= value_of("age", "more_time_from_years"):
        said.append(decide("older"))
    return tuple(said)


def _said_of_sessions(settings: Settings, sessions: Sequence[Session]) -> Iterator[Decided]:
    """Yield how the sessions are to be read: what holds for all of them, and what their words mean."""
    items = [item for session in sessions for item in session.items if item.part != "warm_up"]
    if not items:
        return
    yield decide("as_earned")
    if settings.easier_every is None:
        yield decide("easier_ahead")
    yield decide("rests")
    deepest = max((item.lean_deg for item in items if item.lean_deg is not None), default=None)
    if deepest is not None:
        yield decide("lean_means")
        until = value_of("range_before_load", "until_lean_deg")
        if deepest >= until and settings.back_aim not in {"less", "more"}:
            yield decide("deeper", degrees=f"{until:g}")
    chosen = {item.exercise for item in items if item.choose_load}
    if chosen or any(item.load is not None for item in items):
        yield decide("both_hands")
    if chosen & _HELD_AT_THE_CHEST and settings.equipment & _HAND_WEIGHTS == {"barbell"}:
        yield decide("plate")
    if not all(item.gated for item in items):
        yield decide("not_gated")


def _ahead(graph: Graph, state: State, sessions: Sequence[Session]) -> dict[str, Decided]:
    """Return the next step of each exercise in use, once it is earned."""
    used = dict.fromkeys(item.exercise for session in sessions for item in session.items if item.part != "warm_up")
    ahead: dict[str, Decided] = {}
    for exercise in used:
        station = graph.stations.get(exercise)
        if station is None or exercise not in state.reached:
            continue
        said = earn(graph, state, station).progress[exercise].said[-1]
        if said.id not in {"load_kept", "effort_left"}:
            ahead[exercise] = said
    return ahead
