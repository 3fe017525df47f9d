"""``hiphinge log``: sets in one line, body weight, the last page of the log."""

from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from hiphinge.cli.screen import say, say_table
from hiphinge.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from hiphinge.documents.training_log import BodyWeightRecord, PersonRecord, SetRecord
    from hiphinge.store import Store
    from hiphinge.workflow.log_keeping import Logged

__all__ = ["log", "register"]

_EXAMPLES = (
    "[bold]Examples[/]",
    "hiphinge log rdl 3x8 60kg rpe 7",
    'hiphinge log "deadlift 5,5,4 225lb rir 2 rest 3min" --at "yesterday 17:30"',
    "hiphinge log goblet squat 3x10 24kg pain 0 note felt light",
    "hiphinge log plank 3x40s",
    "hiphinge log --weight 82kg",
    "hiphinge log",
    "hiphinge log --undo",
)
_PAGE = 30
_NO_VIDEO = "not gated by video"

Line = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[LINE]...",
        help="The exercise; then sets and repetitions, the load, rpe or rir, rest, tempo, warm-up, pain, note.",
        show_default=False,
    ),
]
Person = Annotated[
    str | None,
    typer.Option("--person", metavar="NAME", help="Whose sets they are; needed where several people train."),
]
At = Annotated[
    str | None,
    typer.Option(
        "--at", metavar="TIME", help='When, as in "2026-11-28 17:30", "17:30" or "yesterday 17:30"; else now.'
    ),
]
Weight = Annotated[str | None, typer.Option("--weight", metavar="WEIGHT", help="Log your body weight, as in 82kg.")]
Undo = Annotated[bool, typer.Option("--undo", help="Take back what you logged last; nothing that was imported.")]


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command(epilog="\n".join(_EXAMPLES))(log)


def log(line: Line = None, *, person: Person = None, at: At = None, weight: Weight = None, undo: Undo = False) -> None:
    """Log sets in one line; without a line, show the last page of the log."""
    if sum((bool(line), weight is not None, undo)) > 1:
        message = "Give one of these: sets to log, --weight, or --undo."
        raise UsageError(message)
    if at is not None and not (line or weight is not None):
        message = "--at says when something was done: give it with sets or with --weight."
        raise UsageError(message)
    from hiphinge.workflow.stores import chosen_person, user_store  # noqa: PLC0415  # --help does without

    with user_store() as store:
        chosen = chosen_person(store, person)
        if undo:
            _undo(store, chosen)
        elif line:
            _log(store, chosen, " ".join(line), at)
        elif weight is not None:
            _weigh(store, chosen, weight, at)
        else:
            _show(store, chosen)


def _log(store: "Store", person: "PersonRecord", line: str, at: str | None) -> None:
    from hiphinge.workflow.log_keeping import log_sets  # noqa: PLC0415  # --help does without

    logged = log_sets(store, person, line, at=at)
    first = logged.sets[0]
    say(f"Logged for {person.name}, {_when(first.performed_at, person, first)}: {_words(logged.sets)}.")
    for remark in _remarks(logged):
        say(remark)


def _remarks(logged: "Logged") -> "Iterator[str]":
    from hiphinge.workflow.log_keeping import gated_by_video  # noqa: PLC0415  # --help does without

    first = logged.sets[0]
    if logged.unit_assumed is not None and first.load is not None:
        yield f"{first.load.value:g} has no unit; it is taken as {logged.unit_assumed}, your unit."
    if first.exercise is None:
        yield f"The catalogue knows no exercise {first.exercise_name!r}: kept as you wrote it, {_NO_VIDEO}."
    elif not gated_by_video(first.exercise):
        yield f"Videos of {first.exercise} are not judged yet: {_NO_VIDEO}."


def _weigh(store: "Store", person: "PersonRecord", text: str, at: str | None) -> None:
    from hiphinge.workflow.log_keeping import log_weight  # noqa: PLC0415  # --help does without

    record, assumed = log_weight(store, person, text, at=at)
    say(f"Logged for {person.name}, {_when(record.measured_at, person)}: {_weight_words(record)}.")
    if assumed:
        say(f"{record.weight.value:g} has no unit; it is taken as {record.weight.unit}, your unit.")


def _undo(store: "Store", person: "PersonRecord") -> None:
    from hiphinge.documents.training_log import BodyWeightRecord, SetRecord  # noqa: PLC0415  # --help does without

    gone = store.log.undo(person)
    if not gone:
        say(f"{person.name} has logged nothing that could be taken back.")
        return
    sets = [one for one in gone if isinstance(one, SetRecord)]
    weights = [one for one in gone if isinstance(one, BodyWeightRecord)]
    when = _when(sets[0].performed_at, person, sets[0]) if sets else _when(weights[0].measured_at, person)
    what = _words(sets) if sets else _weight_words(weights[0])
    say(f"Taken back from {person.name}'s log, {when}: {what}.")


def _show(store: "Store", person: "PersonRecord") -> None:
    from hiphinge.workflow.log_keeping import sets_together  # noqa: PLC0415  # --help does without

    page = store.log.page(person, size=_PAGE)
    if not page:
        say(f"{person.name} has logged no sets yet. Log some: hiphinge log rdl 3x8 60kg rpe 7")
    else:
        headings = ("when", "exercise", "sets", "kg", "lb", "RPE", "also", "video")
        say_table(headings, [_row(together, person) for together in sets_together(page)])
        say(f"The last {len(page)} of {store.log.count(person)} sets of {person.name}, in {person.zone} time.")
    weight = store.log.last_weight(person)
    if weight is not None:
        say(f"{_weight_words(weight).capitalize()}, {_when(weight.measured_at, person)}.")


def _row(sets: "Sequence[SetRecord]", person: "PersonRecord") -> tuple[str, ...]:
    from hiphinge.training_log import in_kg_and_lb  # noqa: PLC0415  # --help does without

    one = sets[0]
    kg, lb = ("", "") if one.load is None else in_kg_and_lb(one.load.value, one.load.unit)
    rpe = "" if one.rpe is None else f"{one.rpe:g}"
    also = ", ".join(_also(one))
    return _when(one.performed_at, person, one), _name(one), _counts(sets), kg, lb, rpe, also, _video(one)


def _name(one: "SetRecord") -> str:
    known = "" if one.exercise is None else one.exercise.replace("_", " ")
    same = known in {"", one.exercise_name.casefold().replace("-", " ")}
    return one.exercise_name if same else f"{one.exercise_name} ({known})"


def _video(one: "SetRecord") -> str:
    from hiphinge.workflow.log_keeping import gated_by_video  # noqa: PLC0415  # --help does without

    if one.analysis is not None:
        return "analysed"
    return "" if gated_by_video(one.exercise) else _NO_VIDEO


def _also(one: "SetRecord") -> "Iterator[str]":
    """Yield what else was said of a set."""
    if one.kind == "warm_up":
        yield "warm-up"
    if one.rest_s is not None:
        yield f"rest {one.rest_s:g} s"
    if one.tempo:
        yield f"tempo {one.tempo}"
    pains = (("before", one.pain_before), ("after", one.pain_after), ("next morning", one.pain_next_morning))
    yield from (f"pain {when} {value}" for when, value in pains if value is not None)
    if one.note:
        yield one.note


def _counts(sets: "Sequence[SetRecord]") -> str:
    counts = ["-" if one.repetitions is None else str(one.repetitions) for one in sets]
    if sets[0].repetitions is None and sets[0].duration_s is not None:
        counts = [f"{one.duration_s:g} s" for one in sets]
    return f"{len(counts)} × {counts[0]}" if len(set(counts)) == 1 else ", ".join(counts)  # noqa: RUF001  # a sign for times


def _words(sets: "Sequence[SetRecord]") -> str:
    from hiphinge.training_log import load_words  # noqa: PLC0415  # --help does without

    one = sets[0]
    load = [] if one.load is None else [load_words(one.load.value, one.load.unit)]
    effort = [] if one.rpe is None else [f"RPE {one.rpe:g}"]
    return ", ".join([f"{_name(one)} {_counts(sets)}", *load, *effort, *_also(one)])


def _weight_words(record: "BodyWeightRecord") -> str:
    from hiphinge.training_log import load_words  # noqa: PLC0415  # --help does without

    return f"body weight {load_words(record.weight.value, record.weight.unit)}"


def _when(moment: "datetime", person: "PersonRecord", one: "SetRecord | None" = None) -> str:
    local = moment.astimezone(ZoneInfo(person.zone))
    return f"{local:%Y-%m-%d %H:%M}" if one is None or one.time_known else f"{local:%Y-%m-%d}"
