"""``hiphinge plan`` and ``hiphinge today``: weeks of hinge sessions, and the session of a day."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hiphinge.cli import plan_exporting
from hiphinge.cli.kept_planning import (
    change_kept_plan,
    keep_new_plan,
    one_place,
    plan_at,
    say_kept_day,
    say_trial,
    stop_kept_plan,
)
from hiphinge.cli.plan_words import (
    answers_given,
    day_given,
    days_given,
    exercise_values,
    values_given,
)
from hiphinge.cli.screen import say
from hiphinge.errors import UsageError

if TYPE_CHECKING:
    from hiphinge.documents.plan import EditDocument, PlanDocument
    from hiphinge.planning import DoneSession, Gate, Plan

__all__ = ["register"]

_PLAN = (
    "[bold]Examples[/]",
    "hiphinge plan make --days mon,wed,fri --equipment dumbbells,band",
    "hiphinge plan show",
)
_SHOW = ("[bold]Examples[/]", "hiphinge plan show", "hiphinge plan show spring.json")
_MAKE = (
    "[bold]Examples[/]",
    "hiphinge plan make --days mon,wed,fri --equipment dumbbells,band",
    "hiphinge plan make --days mon,thu --experience some --equipment barbell --load rdl=60 --weeks-off 6",
    "hiphinge plan make --days mon,tue,thu,sat --experience advanced --goal power --equipment barbell,kettlebell",
    "hiphinge plan make --person ana --days mon,thu --equipment dumbbells",
)
_EDIT = (
    "[bold]Examples[/]",
    "hiphinge plan edit plan.json --set rdl.load=70",
    "hiphinge plan edit plan.json --swap split_squat=goblet_squat --leave-out plank",
    "hiphinge plan edit plan.json --move 2027-01-06=2027-01-07 --skip 2027-01-08",
    "hiphinge plan edit plan.json --undo",
)
_DONE = (
    "[bold]Examples[/]",
    'hiphinge plan done plan.json "rdl 3x8 60kg rpe 7" "plank 2x30s" --analysis set/analysis.json --pain-after 1',
    "hiphinge plan done plan.json --on 2027-01-05 --pain-next-morning 2",
)
_STOP = ("[bold]Examples[/]", "hiphinge plan stop --person ana")
_TODAY = (
    "[bold]Examples[/]",
    "hiphinge today",
    "hiphinge today plan.json --pain 3 --soreness 4",
    "hiphinge today --person ana --busy",
)

_File = Annotated[Path | None, typer.Argument(metavar="[PLAN]", help="The plan's file.  \\[default: plan.json]")]
_Out = Annotated[
    Path | None, typer.Option("--out", "-o", metavar="FILE", help="Where the plan goes.  \\[default: plan.json]")
]
_Days = Annotated[str, typer.Option("--days", metavar="DAYS", help="When you can train, as in mon,wed,fri.")]
_Weeks = Annotated[int, typer.Option("--weeks", help="How many weeks.")]
_Start = Annotated[str | None, typer.Option("--start", metavar="DATE", help="The first day.  \\[default: today]")]
_Experience = Annotated[
    str,
    typer.Option("--experience", help="new to the hinge; some: you train with weights; advanced: heavy for long."),
]
_Goals = Annotated[str, typer.Option("--goal", metavar="GOALS", help="Of learn, strength, size, power.")]
_Equipment = Annotated[
    str,
    typer.Option(
        "--equipment", metavar="LIST", help="Of band, barbell, bench, cable, dumbbells, kettlebell, trap_bar."
    ),
]
_Unit = Annotated[str, typer.Option("--unit", help="kg or lb.")]
_Step = Annotated[
    float | None,
    typer.Option("--step", help="The smallest step of your weights, all together.  \\[default: 2.5 kg, 5 lb]"),
]
_Loads = Annotated[
    list[str] | None, typer.Option("--load", metavar="EXERCISE=WEIGHT", help="What you lift for sets of about eight.")
]
_Tests = Annotated[
    list[str] | None,
    typer.Option("--test", metavar="TEST=VALUE", help="straight_leg_raise, back_endurance or bird_dog_test."),
]
_Yes = Annotated[
    str | None,
    typer.Option("--yes", metavar="QUESTIONS", help="Questions of `hiphinge ready` that you answer with yes, by id."),
]
_Aim = Annotated[str | None, typer.Option("--back-aim", help="less, same or more movement of your back.")]
_Age = Annotated[int | None, typer.Option("--age", help="In years.")]
_Off = Annotated[int, typer.Option("--weeks-off", help="Weeks since you trained last, where you come back.")]
_Easier = Annotated[int | None, typer.Option("--easier-every", metavar="WEEKS", help="An easier week every so many.")]
_Person = Annotated[
    str | None, typer.Option("--person", metavar="NAME", help="The plan that is kept with this person's training log.")
]
_Today = Annotated[
    str | None,
    typer.Option("--person", metavar="NAME", help="This person's plan; of a plan's file, also what they logged."),
]
_Set = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="EXERCISE.FIELD=VALUE", help="load, sets, repetitions, hold_s, lean_deg or pause_s."),
]
_Swap = Annotated[list[str] | None, typer.Option("--swap", metavar="EXERCISE=OTHER", help="Another exercise instead.")]
_LeaveOut = Annotated[list[str] | None, typer.Option("--leave-out", metavar="EXERCISE", help="Without an exercise.")]
_Skip = Annotated[list[str] | None, typer.Option("--skip", metavar="DATE", help="No session on a day.")]
_Move = Annotated[list[str] | None, typer.Option("--move", metavar="DATE=DATE", help="A session on another day.")]
_Undo = Annotated[bool, typer.Option("--undo", help="Take your last change back.")]
_On = Annotated[str | None, typer.Option("--on", metavar="DATE", help="The day.  \\[default: today]")]
_Pain = Annotated[int | None, typer.Option(min=0, max=10, help="Pain from 0 to 10.")]


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    about = "Plan weeks of hinge sessions; technique comes before load."
    group = typer.Typer(no_args_is_help=True, help=about, epilog="\n".join(_PLAN))
    group.command("make", epilog="\n".join(_MAKE))(make)
    group.command("show", epilog="\n".join(_SHOW))(show)
    group.command("edit", epilog="\n".join(_EDIT))(edit)
    group.command("done", epilog="\n".join(_DONE))(done)
    plan_exporting.register(group)
    group.command("stop", epilog="\n".join(_STOP))(stop)
    app.add_typer(group, name="plan")
    app.command(epilog="\n".join(_TODAY))(today)


def make(  # noqa: PLR0913  # the options of the command
    *,
    days: _Days,
    out: _Out = None,
    person: _Person = None,
    weeks: _Weeks = 8,
    start: _Start = None,
    experience: _Experience = "new",
    goal: _Goals = "learn",
    equipment: _Equipment = "",
    unit: _Unit = "kg",
    step: _Step = None,
    load: _Loads = None,
    test: _Tests = None,
    yes: _Yes = None,
    back_aim: _Aim = None,
    age: _Age = None,
    weeks_off: _Off = 0,
    easier_every: _Easier = None,
) -> None:
    """Make a plan from your days, equipment, experience, goals and answers; simulated lifters try it out first."""
    from hiphinge.cli.plan_words import settings_given  # noqa: PLC0415  # --help does without
    from hiphinge.workflow.planning import new_plan, write_plan  # noqa: PLC0415  # likewise

    settings = settings_given(
        start=day_given(start).toordinal(),
        weekdays=days_given(days),
        weeks=weeks,
        experience=experience,
        goals=goal,
        equipment=equipment,
        unit=unit,
        step=step,
        loads=exercise_values(load or ()),
        self_tests=values_given(test or ()),
        answers=dict.fromkeys(answers_given(yes), True),
        back_aim=back_aim,
        age_years=age,
        weeks_off=weeks_off,
        easier_every=easier_every,
    )
    file = one_place(out, person)
    if file is None:
        _say_plan(keep_new_plan(str(person), settings))
        say(f"Kept as the plan of {person}. What comes today: hiphinge today --person {person}")
        return
    document = new_plan(settings)
    say_trial(settings)
    write_plan(document, file)
    _say_plan(document.plan())
    say(f"Plan: {file}. What comes today: hiphinge today {file}")


def show(plan: _File = None, *, person: _Person = None) -> None:
    """Show a plan in words."""
    _say_plan(plan_at(plan, person)[1])


def _say_plan(plan: "Plan") -> None:
    from hiphinge.reports.text.plan_words import plan_text  # noqa: PLC0415  # --help does without

    say(plan_text(plan))


def stop(person: Annotated[str, typer.Option("--person", metavar="NAME", help="Whose plan.")]) -> None:
    """Stop the plan that is kept with a person's training log. What they logged stays."""
    say(f"The plan of {stop_kept_plan(person)} has ended.")


def edit(
    plan: _File = None,
    *,
    person: _Person = None,
    set_: _Set = None,
    swap: _Swap = None,
    leave_out: _LeaveOut = None,
    skip: _Skip = None,
    move: _Move = None,
    undo: _Undo = False,
) -> None:
    """Change a plan. Your changes count for more than its rules, and stay until you take them back."""
    from hiphinge.workflow.planning import (  # noqa: PLC0415  # --help does without
        changed,
        read_plan,
        without_last_change,
        write_plan,
    )

    edits = _edits(set_ or (), swap or (), leave_out or (), skip or (), move or ())
    if bool(edits) == undo:
        message = "Give changes such as --set rdl.load=70, or --undo alone."
        raise UsageError(message)
    file, said = one_place(plan, person), "Taken back" if undo else "Changed"
    if file is None:
        count = change_kept_plan(str(person), edits)
        say(f"{said}: the plan of {person} now has {count} of your changes on top.")
        return
    document = read_plan(file)
    document = without_last_change(document) if undo else document
    for one in edits:
        document = changed(document, one)
    write_plan(document, file)
    say(f"{said}: {file} now has {len(document.edits)} of your changes on top.")


def _edits(
    set_: "list[str] | tuple[()]",
    swap: "list[str] | tuple[()]",
    leave_out: "list[str] | tuple[()]",
    skip: "list[str] | tuple[()]",
    move: "list[str] | tuple[()]",
) -> "list[EditDocument]":
    from hiphinge.cli.plan_words import pair  # noqa: PLC0415  # --help does without
    from hiphinge.documents.plan import EditDocument  # noqa: PLC0415  # likewise

    found = []
    for text in set_:
        what, value = pair(text, "--set rdl.load=70")
        exercise, _, name = what.rpartition(".")
        [(_, number)] = values_given((f"value={value}",)).items()
        found.append(EditDocument(kind="set", exercise=exercise or None, field=name, value=number))
    for text in swap:
        exercise, other = pair(text, "--swap split_squat=goblet_squat")
        found.append(EditDocument(kind="swap", exercise=exercise, other=other))
    found += [EditDocument(kind="leave_out", exercise=text) for text in leave_out]
    found += [EditDocument(kind="skip", day=day_given(text)) for text in skip]
    for text in move:
        day, to_day = pair(text, "--move 2027-01-06=2027-01-07")
        found.append(EditDocument(kind="move", day=day_given(day), to_day=day_given(to_day)))
    return found


def done(
    plan: Annotated[Path, typer.Argument(metavar="[PLAN]", help="The plan's file.")] = Path("plan.json"),
    lines: Annotated[list[str] | None, typer.Argument(metavar="[LINE]...", help="Sets, as for `hiphinge log`.")] = None,
    *,
    on: _On = None,
    analysis: Annotated[
        Path | None, typer.Option("--analysis", metavar="FILE", help="analysis.json of the last set of the first line.")
    ] = None,
    pain_before: _Pain = None,
    pain_after: _Pain = None,
    pain_next_morning: _Pain = None,
) -> None:
    """Note in a plan's file what you did, so that what comes follows from it; a kept plan follows `hiphinge log`."""
    from hiphinge.workflow.planning import read_plan, with_done, write_plan  # noqa: PLC0415  # --help does without

    pains = (pain_before, pain_after, pain_next_morning)
    if not lines and all(one is None for one in pains):
        message = 'Give what you did, as in: hiphinge plan done plan.json "rdl 3x8 60kg rpe 7"'
        raise UsageError(message)
    gate = _gate(analysis, lines or [])
    document = with_done(read_plan(plan), lines or [], day=day_given(on), gate=gate, pain=pains)
    write_plan(document, plan)
    say(f"Noted for {day_given(on)}: {'; '.join(lines or ['pain'])}.")
    if gate is not None:
        say(f"The video: {gate.met} of {gate.judged} judged repetitions without a finding.")


def _gate(analysis: Path | None, lines: list[str]) -> "Gate | None":
    from hiphinge.workflow.planning import gate_of_file, same_exercise  # noqa: PLC0415  # --help does without

    if analysis is None:
        return None
    exercise, gate = gate_of_file(analysis)
    if not lines or not same_exercise(lines[0], exercise):
        message = f"The video shows {exercise}; the first line should be of it. Put that line first."
        raise UsageError(message)
    return gate


def today(
    plan: _File = None,
    *,
    on: _On = None,
    pain: Annotated[int, typer.Option("--pain", min=0, max=10, help="Pain now, from 0 to 10.")] = 0,
    soreness: Annotated[int, typer.Option("--soreness", min=0, max=10, help="Sore muscles, from 0 to 10.")] = 0,
    busy: Annotated[bool, typer.Option("--busy", help="You want an easier day.")] = False,
    yes: _Yes = None,
    person: _Today = None,
) -> None:
    """Show today's session: what the plan has, what was done, and how you are today."""
    from hiphinge.planning import Answers  # noqa: PLC0415  # --help does without
    from hiphinge.reports.text.plan_words import day_text  # noqa: PLC0415  # likewise
    from hiphinge.workflow.planning import day_of_plan, read_plan  # noqa: PLC0415  # likewise

    answers = Answers(pain=pain, soreness=soreness, busy=busy, yes=frozenset(answers_given(yes)))
    if plan is None and person is not None:
        say_kept_day(person, day_given(on), answers, said=answers != Answers())
        return
    document = read_plan(plan or Path("plan.json"))
    found = day_of_plan(document, day_given(on), answers=answers, also_done=_logged(person, document))
    say(day_text(found, document.settings.unit))


def _logged(person: str | None, document: "PlanDocument") -> "tuple[DoneSession, ...]":
    if person is None:
        return ()
    from hiphinge.workflow.planning import done_in_log  # noqa: PLC0415  # --help does without
    from hiphinge.workflow.stores import chosen_person, user_store  # noqa: PLC0415  # likewise

    with user_store() as store:
        return done_in_log(store, chosen_person(store, person), document.settings.settings())
