"""``hiphinge log plan`` and ``hiphinge log aim``: what is to come, beside what was done."""

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from hiphinge.cli.log_words import (
    Person,
    aim_words,
    exercise_words,
    gate_remark,
    name_words,
    set_words,
    unit_remark,
    video_words,
    work_words,
)
from hiphinge.cli.screen import say, say_table
from hiphinge.errors import InputMissingError, UsageError

if TYPE_CHECKING:
    from hiphinge.documents.training_log import AimRecord, PersonRecord
    from hiphinge.store import Store
    from hiphinge.workflow.log_planning import DayOfPlan

__all__ = ["register", "show_plans"]

_PLAN = (
    "[bold]Examples[/]",
    "hiphinge log plan rdl 3x8 62.5kg --on friday",
    "hiphinge log plan goblet squat 3x10 24kg --on 2026-12-04",
    "hiphinge log plan",
    "hiphinge log plan --clear friday",
)
_AIM = (
    "[bold]Examples[/]",
    "hiphinge log aim rdl 5x100kg --by 2027-03-01",
    "hiphinge log aim rdl --measure lumbar_flexion_deg --at-most 12 --by 2027-03-01",
    "hiphinge log aim",
    "hiphinge log aim --clear 2",
)
_STATES = {"done": "done", "part": "fewer sets than planned", "none": "not logged"}

PlanLine = Annotated[
    list[str] | None,
    typer.Argument(metavar="[LINE]...", help="As for `hiphinge log`, without pain.", show_default=False),
]
On = Annotated[
    str | None, typer.Option("--on", metavar="DAY", help="As in 2026-12-04, today, tomorrow or friday; today or later.")
]
Clear = Annotated[str | None, typer.Option("--clear", metavar="DAY", help="Erase what is planned for a day.")]
AimLine = Annotated[
    list[str] | None,
    typer.Argument(metavar="[LINE]...", help="The exercise; and the load, as in 100kg or 5x100kg.", show_default=False),
]
By = Annotated[str | None, typer.Option("--by", metavar="DAY", help="The day on which you want to be there.")]
Measure = Annotated[
    str | None,
    typer.Option("--measure", metavar="ID", help="A measure instead of a load, as in lumbar_flexion_deg."),
]
ClearAim = Annotated[
    int | None, typer.Option("--clear", metavar="NUMBER", help="Erase the aim with this number in the list.")
]
AtMost = Annotated[float | None, typer.Option("--at-most", metavar="VALUE", help="The measure's value, or less.")]
AtLeast = Annotated[float | None, typer.Option("--at-least", metavar="VALUE", help="The measure's value, or more.")]


def register(group: typer.Typer) -> None:
    """Add the commands to the group ``hiphinge log``."""
    group.command("plan", epilog="\n".join(_PLAN))(plan)
    group.command("aim", epilog="\n".join(_AIM))(aim)


def plan(line: PlanLine = None, *, on: On = None, clear: Clear = None, person: Person = None) -> None:
    """Plan sets for a day; without a line, show what is planned beside what was done.

    A planned set counts as done when a set of that exercise is logged on that day. Whether its load and repetitions are
    those of the plan is for you to see: both stand side by side.
    """
    from hiphinge.workflow.log_planning import plan_sets  # noqa: PLC0415  # --help does without
    from hiphinge.workflow.stores import chosen_person, user_store  # noqa: PLC0415  # likewise

    if bool(line) != (on is not None) or (line and clear is not None):
        message = (
            "Give sets and their day, as in: hiphinge log plan rdl 3x8 60kg --on friday; or --clear DAY; or nothing."
        )
        raise UsageError(message)
    with user_store() as store:
        whose = chosen_person(store, person)
        if clear is not None:
            _clear(store, whose, clear)
        elif line and on is not None:
            planned = plan_sets(store, whose, " ".join(line), on=on)
            first = planned.sets[0]
            say(f"Planned for {whose.name}, {planned.day:%a} {planned.day}: {set_words(planned.sets)}.")
            value = 0 if first.load is None else first.load.value
            for remark in (*unit_remark(value, planned.unit_assumed), *gate_remark(first)):
                say(remark)
        elif not show_plans(store, whose):
            say(f"{whose.name} has planned nothing. Plan some sets: hiphinge log plan rdl 3x8 60kg --on friday")


def show_plans(store: "Store", person: "PersonRecord") -> bool:
    """Print what was planned of late and what is to come, beside what was done; return whether there is any."""
    from hiphinge.workflow.log_planning import plans_shown  # noqa: PLC0415  # --help does without

    days = plans_shown(store, person)
    if days:
        say("\nPlanned, and done:")
        say_table(("day", "exercise", "planned", "done", "", "video"), [_row(one) for one in days])
    return bool(days)


def _row(one: "DayOfPlan") -> tuple[str, ...]:
    from hiphinge.workflow.log_keeping import sets_together  # noqa: PLC0415  # --help does without
    from hiphinge.workflow.log_planning import planned_together  # noqa: PLC0415  # likewise

    first = one.work.planned[0]
    planned = "; ".join(exercise_words(sets) for sets in planned_together(one.work.planned))
    done = "; ".join(work_words(sets) for sets in sets_together(one.work.done))
    state = "to come" if one.work.state == "none" and not one.over else _STATES[one.work.state]
    return f"{one.day:%a} {one.day}", name_words(first), planned, done, state, video_words(first.exercise)


def _clear(store: "Store", person: "PersonRecord", text: str) -> None:
    from hiphinge.workflow.log_planning import day_of  # noqa: PLC0415  # --help does without

    day = day_of(text, person)
    count = store.plans.remove_day(person, day)
    if count == 0:
        message = f"{person.name} has planned nothing for {day}. `hiphinge log plan` shows what is planned."
        raise InputMissingError(message)
    say(f"Erased from {person.name}'s plan for {day}: {count} {'set' if count == 1 else 'sets'}.")


def aim(  # the options of the command
    line: AimLine = None,
    *,
    by: By = None,
    measure: Measure = None,
    at_most: AtMost = None,
    at_least: AtLeast = None,
    clear: ClearAim = None,
    person: Person = None,
) -> None:
    """Set yourself an aim: a load, or a measure of your technique, by a day; without a line, list your aims."""
    from hiphinge.workflow.stores import chosen_person, user_store  # noqa: PLC0415  # --help does without

    _check_aim(line, by, measure, at_most=at_most, at_least=at_least)
    if clear is not None and line:
        message = "Give one of these: an aim to set, or --clear NUMBER."
        raise UsageError(message)
    with user_store() as store:
        whose = chosen_person(store, person)
        if clear is not None:
            _clear_aim(store, whose, clear)
            return
        if not line or by is None:
            _show_aims(store, whose)
            return
        one = _keep_aim(store, whose, " ".join(line), by, measure, at_most=at_most, at_least=at_least)
    say(f"Aim of {whose.name} by {one.by}: {aim_words(one)}.")
    for remark in gate_remark(one):
        say(remark)


def _check_aim(
    line: list[str] | None, by: str | None, measure: str | None, *, at_most: float | None, at_least: float | None
) -> None:
    values = (at_most is not None) + (at_least is not None)
    if bool(line) != (by is not None) or (not line and (measure is not None or values)):
        message = "An aim has an exercise and a day, as in: hiphinge log aim rdl 100kg --by 2027-03-01"
        raise UsageError(message)
    if values != (0 if measure is None else 1):
        message = "An aim at a measure has its value, as in: --measure lumbar_flexion_deg --at-most 12"
        raise UsageError(message)


def _keep_aim(
    store: "Store",
    person: "PersonRecord",
    line: str,
    by: str,
    measure: str | None,
    *,
    at_most: float | None,
    at_least: float | None,
) -> "AimRecord":
    from hiphinge.workflow.log_planning import aim_at_load, aim_at_measure  # noqa: PLC0415  # --help does without

    if measure is None:
        return aim_at_load(store, person, line, by=by)
    way: Literal["at_most", "at_least"] = "at_least" if at_most is None else "at_most"
    value = at_least if at_most is None else at_most
    return aim_at_measure(store, person, line, quantity=measure, value=value or 0.0, way=way, by=by)


def _show_aims(store: "Store", person: "PersonRecord") -> None:
    from hiphinge.workflow.log_aims import aims_so_far  # noqa: PLC0415  # --help does without

    found = aims_so_far(store, person)
    if not found:
        say(f"{person.name} has no aims. Set one: hiphinge log aim rdl 100kg --by 2027-03-01")
        return
    rows = [
        (str(number), str(one.aim.by), aim_words(one.aim), one.words, video_words(one.aim.exercise))
        for number, one in enumerate(found, start=1)
    ]
    say_table(("", "by", "aim", "so far", "video"), rows, whole=2)


def _clear_aim(store: "Store", person: "PersonRecord", number: int) -> None:
    aims = store.plans.aims(person)
    if not 1 <= number <= len(aims):
        had = {0: "no aims", 1: "one aim"}.get(len(aims), f"aims 1 to {len(aims)}")
        message = f"There is no aim {number}: {person.name} has {had}. `hiphinge log aim` lists them by number."
        raise InputMissingError(message)
    gone = aims[number - 1]
    store.plans.remove_aims(person, [gone.id])
    say(f"Erased from {person.name}'s aims: {aim_words(gone)} by {gone.by}.")
