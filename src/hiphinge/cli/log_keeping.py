"""``hiphinge log``: sets in one line, body weight, the last page of the log; what else it takes is beside this."""

from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from hiphinge.cli import log_days, log_planning
from hiphinge.cli.log_words import (
    At,
    Person,
    also_words,
    counts,
    entry_words,
    gate_remark,
    set_words,
    short_name,
    unit_remark,
    video_words,
    weight_words,
    when,
)
from hiphinge.cli.screen import say, say_table
from hiphinge.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hiphinge.documents.training_log import PersonRecord, SetRecord
    from hiphinge.store import Store

__all__ = ["register"]

_EXAMPLES = (
    "[bold]Examples[/]",
    "hiphinge log rdl 3x8 60kg rpe 7",
    'hiphinge log "deadlift 5,5,4 225lb rir 2 rest 3min" --at "yesterday 17:30"',
    "hiphinge log rdl 3x8 60kg before 1 after 2",
    "hiphinge log morning 1",
    "hiphinge log plan rdl 3x8 62.5kg --on friday",
    "hiphinge log comfort 7",
    "hiphinge log practice",
    "hiphinge log weight 82kg",
    "hiphinge log",
    "hiphinge log --undo",
)
_SET_EXAMPLES = (
    "[bold]Examples[/]",
    "hiphinge log set rdl 3x8 60kg rpe 7",
    "hiphinge log rdl 3x8 60kg rpe 7",
    "hiphinge log goblet squat 3x10 24kg pain 0 note felt light",
    "hiphinge log rdl 1x8 60kg counting",
    "hiphinge log plank 3x40s",
)
_PAGE = 30
_VALUED = {"--person", "--at", "--by", "--on", "--clear", "--note", "--side", "--with", "--done", "--measure"}
_VALUED |= {"--at-most", "--at-least"}
"""Options whose next word is their value: needed to find the first word that is not."""

Line = Annotated[
    list[str],
    typer.Argument(
        metavar="LINE...",
        help="The exercise; then sets and repetitions, the load, rpe or rir, rest, tempo, warm-up, counting, pain "
        "before and after, note.",
    ),
]
Weight = Annotated[str, typer.Argument(metavar="WEIGHT", help="As in 82kg or 181.5lb.")]
Undo = Annotated[
    bool, typer.Option("--undo", help="Take back what your last line added; nothing imported, and no morning's pain.")
]


class _Log(TyperGroup):
    """Reads a line that begins with none of the commands as sets; options may stand before the first word."""

    default = "set"

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        place = _first_word(args)
        if place is not None:
            word, rest = args[place], [*args[:place], *args[place + 1 :]]
            args = [word, *rest] if word in self.commands else [self.default, *args]
        return super().parse_args(ctx, args)


def _first_word(args: list[str]) -> int | None:
    """Return the place of the first argument that is neither an option nor the value of one."""
    place = 0
    while place < len(args):
        if not args[place].startswith("-"):
            return place
        place += 2 if args[place] in _VALUED else 1
    return None


_log = typer.Typer(
    cls=_Log,
    help="Log sets in one line; without a line, show the last page of the log.\n\nWhat else there is to log has a "
    "command of its own below. A line that begins with none of them is a set: `log rdl 3x8` is `log set rdl 3x8`.",
    epilog="\n".join(_EXAMPLES),
    invoke_without_command=True,
)


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.add_typer(_log, name="log")


@_log.callback()
def _show_or_undo(context: typer.Context, *, person: Person = None, undo: Undo = False) -> None:
    if context.invoked_subcommand is not None:
        if undo:
            message = "Give one of these: something to log, or --undo."
            raise UsageError(message)
        return
    from hiphinge.workflow.stores import chosen_person, user_store  # noqa: PLC0415  # --help does without

    with user_store() as store:
        chosen = chosen_person(store, person)
        if undo:
            _undo(store, chosen)
        else:
            _show(store, chosen)


@_log.command("set", epilog="\n".join(_SET_EXAMPLES))
def log_set(line: Line, *, person: Person = None, at: At = None) -> None:
    """Log sets of one exercise. The word "set" can be left out."""
    from hiphinge.workflow.log_keeping import log_sets  # noqa: PLC0415  # --help does without
    from hiphinge.workflow.stores import chosen_person, user_store  # noqa: PLC0415  # likewise

    with user_store() as store:
        whose = chosen_person(store, person)
        logged = log_sets(store, whose, " ".join(line), at=at)
    first = logged.sets[0]
    moment = when(first.performed_at, whose, time_known=first.time_known)
    say(f"Logged for {whose.name}, {moment}: {set_words(logged.sets)}.")
    for remark in (
        *unit_remark(0 if first.load is None else first.load.value, logged.unit_assumed),
        *gate_remark(first),
    ):
        say(remark)


@_log.command(epilog="[bold]Examples[/]\nhiphinge log weight 82kg\nhiphinge log weight 181.5lb --at yesterday")
def weight(weight: Weight, *, person: Person = None, at: At = None) -> None:
    """Log your body weight."""
    from hiphinge.workflow.log_keeping import log_weight  # noqa: PLC0415  # --help does without
    from hiphinge.workflow.stores import chosen_person, user_store  # noqa: PLC0415  # likewise

    with user_store() as store:
        whose = chosen_person(store, person)
        record, assumed = log_weight(store, whose, weight, at=at)
    say(f"Logged for {whose.name}, {when(record.measured_at, whose)}: {weight_words(record)}.")
    for remark in unit_remark(record.weight.value, record.weight.unit if assumed else None):
        say(remark)


log_days.register(_log)
log_planning.register(_log)


def _undo(store: "Store", person: "PersonRecord") -> None:
    gone = store.log.undo(person)
    if gone:
        say(f"Taken back from {person.name}'s log, {entry_words(gone, person)}.")
    else:
        say(f"{person.name} has logged nothing that could be taken back.")


def _show(store: "Store", person: "PersonRecord") -> None:
    from hiphinge.workflow.log_keeping import sets_together  # noqa: PLC0415  # --help does without

    page = store.log.page(person, size=_PAGE)
    if not page:
        say(f"{person.name} has logged no sets yet. Log some: hiphinge log rdl 3x8 60kg rpe 7")
    else:
        headings = ("when", "exercise", "sets", "kg", "lb", "RPE", "also")
        say_table(headings, [_row(together, person) for together in sets_together(page)], whole=6)
        count = store.log.count(person)
        which = f"All {count}" if count == len(page) else f"The last {len(page)} of {count}"
        say(f"{which} sets of {person.name}, in {person.zone} time.")
    log_planning.show_plans(store, person)
    log_days.show_last_day(store, person)
    last = store.log.last_weight(person)
    if last is not None:
        say(f"{weight_words(last).capitalize()}, {when(last.measured_at, person)}.")


def _row(sets: "Sequence[SetRecord]", person: "PersonRecord") -> tuple[str, ...]:
    from hiphinge.training_log import in_kg_and_lb  # noqa: PLC0415  # --help does without

    one = sets[0]
    kg, lb = ("", "") if one.load is None else in_kg_and_lb(one.load.value, one.load.unit)
    rpe = "" if one.rpe is None else f"{one.rpe:g}"
    moment = when(one.performed_at, person, time_known=one.time_known)
    video = "analysed" if one.analysis is not None else video_words(one.exercise)
    also = [*also_words(one), *([video] if video else ())]
    return moment, short_name(one), counts(sets), kg, lb, rpe, ", ".join(also)
