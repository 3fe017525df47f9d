"""Plans weeks of hinge sessions, and the session of a day: form gates load, and the person's changes count for more."""

from hiphinge.planning.edits import FIELDS, Edit
from hiphinge.planning.folding import after, after_gap, gate_passed, state_after
from hiphinge.planning.graph import Graph, graph_of
from hiphinge.planning.model import (
    Answers,
    DayPlan,
    Decided,
    DoneSession,
    DoneSet,
    Experience,
    Gate,
    Goal,
    Item,
    Kind,
    Part,
    Plan,
    Session,
    Settings,
)
from hiphinge.planning.planner import day_of_state, make_plan, plan_of_day
from hiphinge.planning.state import Level, Progress, State, start_of

__all__ = [
    "FIELDS",
    "Answers",
    "DayPlan",
    "Decided",
    "DoneSession",
    "DoneSet",
    "Edit",
    "Experience",
    "Gate",
    "Goal",
    "Graph",
    "Item",
    "Kind",
    "Level",
    "Part",
    "Plan",
    "Progress",
    "Session",
    "Settings",
    "State",
    "after",
    "after_gap",
    "day_of_state",
    "gate_passed",
    "graph_of",
    "make_plan",
    "plan_of_day",
    "start_of",
    "state_after",
]
