"""Six people for whom plans are read as a coach reads them."""

from datetime import date

from hiphinge.planning import Settings

__all__ = ["SIX", "START"]

START = date(2027, 1, 4).toordinal()

SIX = {
    "beginner_at_home": Settings(start=START, weekdays=(0, 2, 4), weeks=1),
    "dumbbells_only": Settings(
        start=START,
        weekdays=(0, 2, 4),
        weeks=1,
        experience="some",
        goals=frozenset({"size"}),
        equipment=frozenset({"dumbbells"}),
        step=2.0,
    ),
    "advanced": Settings(
        start=START,
        weekdays=(0, 2, 4),
        weeks=1,
        experience="advanced",
        goals=frozenset({"strength", "power"}),
        equipment=frozenset({"barbell", "kettlebell", "bench"}),
        loads={"conventional_deadlift": 140, "romanian_deadlift": 100},
    ),
    "back_after_a_break": Settings(
        start=START,
        weekdays=(0, 3),
        weeks=3,
        experience="some",
        equipment=frozenset({"barbell", "dumbbells"}),
        weeks_off=10,
        loads={"romanian_deadlift": 60},
    ),
    "two_days": Settings(
        start=START,
        weekdays=(1, 5),
        weeks=1,
        experience="some",
        goals=frozenset({"strength"}),
        equipment=frozenset({"barbell"}),
    ),
    "four_days": Settings(
        start=START,
        weekdays=(0, 1, 3, 5),
        weeks=1,
        experience="advanced",
        goals=frozenset({"strength"}),
        equipment=frozenset({"barbell", "trap_bar", "kettlebell", "cable"}),
        loads={"conventional_deadlift": 160, "romanian_deadlift": 110, "trap_bar_deadlift": 170},
    ),
}
