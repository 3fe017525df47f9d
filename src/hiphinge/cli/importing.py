"""``hiphinge data import`` and ``hiphinge data names``: training from other apps, and what their names mean."""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated

import typer

from hiphinge.cli.log_words import video_words
from hiphinge.cli.screen import say, say_table
from hiphinge.errors import UsageError

if TYPE_CHECKING:
    from hiphinge.documents.training_log import SetRecord
    from hiphinge.workflow.log_importing import LogImport

__all__ = ["import_file", "names", "register"]

_IMPORT = [
    "[bold]Examples[/]",
    "hiphinge data import strong.csv --person ana --unit kg --preview",
    "hiphinge data import strong.csv --person ana --unit kg",
    "hiphinge data import ana.zip",
]
_NAMES = [
    "[bold]Examples[/]",
    "hiphinge data names --person ana",
    'hiphinge data names --person ana --map "Deadlift (Platform)=conventional_deadlift"',
    'hiphinge data names --person ana --map "Running=none"',
]
_SHOWN = 20


class WeightUnit(StrEnum):
    """The unit of weights without one."""

    KG = "kg"
    LB = "lb"


class Dates(StrEnum):
    """What comes first in 3/4/2025."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


File = Annotated[
    Path,
    typer.Argument(
        metavar="FILE", help="An export of Strong, Hevy, FitNotes, Liftosaur or wger, or of `hiphinge data export`."
    ),
]
Person = Annotated[
    str | None,
    typer.Option("--person", metavar="NAME", help="Whose training it is; needed where several people train."),
]
Preview = Annotated[bool, typer.Option("--preview", help="Show what would be added and changed; keep nothing.")]
Unit = Annotated[WeightUnit | None, typer.Option("--unit", help="The unit of weights that the file gives without one.")]
Zone = Annotated[
    str | None,
    typer.Option("--zone", metavar="NAME", help="Where the clock was, such as Europe/Vienna; else the person's zone."),
]
DatesOption = Annotated[Dates | None, typer.Option("--dates", help="What comes first in 3/4/2025.")]
App = Annotated[
    str | None, typer.Option("--app", metavar="APP", help="Which app it is from, where the file does not show it.")
]
Map = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="NAME=EXERCISE", help="What a name means; `none` for none of ours. May be repeated."),
]


def register(group: typer.Typer) -> None:
    """Add the commands to the group ``hiphinge data``."""
    group.command("import", epilog="\n".join(_IMPORT))(import_file)
    group.command("names", epilog="\n".join(_NAMES))(names)


def import_file(
    file: File,
    *,
    person: Person = None,
    preview: Preview = False,
    unit: Unit = None,
    zone: Zone = None,
    dates: DatesOption = None,
    app: App = None,
) -> None:
    """Take the export of a training app into the log: sets, workouts and body weight.

    The same file, or a corrected one, can be imported again: nothing is doubled, and sets keep the videos that you
    linked to them. A line that cannot be used is named with its reason; the others are imported. What `hiphinge data
    export` wrote is imported whole, with the person, where nothing is saved about them yet.
    """
    from hiphinge.sources.training_logs import Hints  # noqa: PLC0415  # --help does without
    from hiphinge.workflow.data_transfer import is_export  # noqa: PLC0415  # likewise
    from hiphinge.workflow.log_importing import import_log, preview_import  # noqa: PLC0415  # likewise
    from hiphinge.workflow.stores import chosen_person, user_store  # noqa: PLC0415  # likewise

    if is_export(file):
        _import_whole(file, alone=not any((person, preview, unit, zone, dates, app)))
        return
    hints = Hints(unit=None if unit is None else unit.value, dates=None if dates is None else dates.value)
    use = preview_import if preview else import_log
    with user_store() as store:
        whose = chosen_person(store, person).name
        done = use(store, whose, file, app=app, zone=zone, hints=hints)
    for line in _lines(done, whose, preview=preview):
        say(line)
    if done.names:
        say("\nWhat the names mean:")
        rows = [(one.name, one.exercise or "not known", str(one.sets), video_words(one.exercise)) for one in done.names]
        say_table(("name in the app", "exercise", "sets", "video"), rows)
    for line in _last_lines(done, whose, preview=preview):
        say(line)


def _import_whole(file: Path, *, alone: bool) -> None:
    """Import what `hiphinge data export` wrote, which holds its person, units and times itself."""
    from hiphinge.cli.amounts import amounts  # noqa: PLC0415  # --help does without
    from hiphinge.workflow.data_transfer import import_person  # noqa: PLC0415  # likewise
    from hiphinge.workflow.stores import user_store  # noqa: PLC0415  # likewise

    if not alone:
        message = f"{file} is an export of hiphinge, which is imported whole and as it is: give no option with it."
        raise UsageError(message)
    with user_store() as store:
        done = import_person(store, file)
    say(f"Imported {done.name}: {amounts(done)}.")


def _lines(done: "LogImport", person: str, *, preview: bool) -> Iterator[str]:
    """Yield what was read, added and changed."""
    days = "" if done.days is None else f" from {done.days[0]} to {done.days[1]}"
    workouts = _count(done.workouts, "workout") if done.workouts else "body weight"
    yield f"{done.title}: {workouts}{days}, times in {done.zone}."
    taken, added = done.taken, "to add" if preview else "added"
    if taken.new or taken.changed or taken.same:
        new, changed = len(taken.new), len(taken.changed)
        yield f"{_count(new, 'set')} {added}, {changed} changed, {taken.same} already there."
    if taken.new_weights or taken.changed_weights or taken.same_weights:
        new, changed = len(taken.new_weights), len(taken.changed_weights)
        yield f"{_count(new, 'body weight')} {added}, {changed} changed, {taken.same_weights} already there."
    shown = len(taken.changed) if preview else _SHOWN
    yield from (f"  {before.performed_at:%Y-%m-%d} {_change(before, after)}" for before, after in taken.changed[:shown])
    yield from _passed_over(done.passed_over)
    yield from _rejected(done, shown=len(done.rejected) if preview else _SHOWN, person=person)


def _passed_over(counts: Mapping[str, int]) -> Iterator[str]:
    if counts:
        yield f"Left out, as they are not sets: {', '.join(f'{what} ({count})' for what, count in counts.items())}."


def _rejected(done: "LogImport", *, shown: int, person: str) -> Iterator[str]:
    """Yield the lines that cannot be used, each with its reason."""
    if not done.rejected:
        return
    which, it = ("line", "it") if len(done.rejected) == 1 else ("lines", "them")
    yield f"{len(done.rejected)} {which} cannot be used. Correct {it} in the app or in the file, and import again:"
    yield from (f"  line {one.line}: {one.reason}" for one in done.rejected[:shown])
    if len(done.rejected) > shown:
        more = len(done.rejected) - shown
        yield f"  and {more} more; hiphinge data import FILE --person {quote(person)} --preview shows all."


def _last_lines(done: "LogImport", person: str, *, preview: bool) -> Iterator[str]:
    """Yield what was assumed, and what to do next."""
    unknown = [one for one in done.names if one.exercise is None and one.known_by is None]
    if unknown:
        yield (
            f"\nhiphinge does not know {_count(len(unknown), 'name')}: the sets keep the name from the app. "
            "Where one is an exercise that `hiphinge exercises` lists, say so: "
            f"hiphinge data names --person {quote(person)} --map {quote(unknown[0].name + '=EXERCISE')}"
        )
    yield from (f"\n{remark}" for remark in done.remarks)
    if preview:
        yield "\nThis is a preview: nothing is saved yet. Run it without --preview to import."


def _change(before: "SetRecord", after: "SetRecord") -> str:
    """Return what is different about a set, in words."""
    if before.exercise_name != after.exercise_name:
        return f"{before.exercise_name} is {after.exercise_name}"
    old, new = _work(before), _work(after)
    return (
        f"{after.exercise_name}: {old} is now {new}"
        if old != new
        else f"{after.exercise_name}: {_details(before, after)}"
    )


def _details(before: "SetRecord", after: "SetRecord") -> str:
    """Return the names of what else changed."""
    spoken = {
        "performed_at": "time",
        "time_known": "time",
        "kind": "warm-up or not",
        "rest_s": "rest",
        "note": "note",
        "exercise": "exercise",
    }
    changed = [word for name, word in spoken.items() if getattr(before, name) != getattr(after, name)]
    return f"{', '.join(dict.fromkeys(changed))} changed"


def _work(one: "SetRecord") -> str:
    """Return what was done in a set, such as ``80 kg x 8, RPE 7``."""
    load = "bodyweight" if one.load is None else f"{one.load.value:g} {one.load.unit}"
    done = [f"{load} x {one.repetitions}" if one.repetitions is not None else load]
    done += [f"{one.duration_s:g} s"] if one.duration_s is not None else []
    done += [f"RPE {one.rpe:g}"] if one.rpe is not None else []
    return ", ".join(done)


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def names(*, person: Person = None, pairs: Map = None) -> None:
    """List what the names of exercises in a person's log mean, or say what one means."""
    from hiphinge.workflow.log_names import logged_names, map_names  # noqa: PLC0415  # --help does without
    from hiphinge.workflow.stores import chosen_person, user_store  # noqa: PLC0415  # likewise

    with user_store() as store:
        whose = chosen_person(store, person).name
        if pairs:
            changed = map_names(store, whose, _pairs(pairs))
            say(f"Saved for {whose}. Sets in the log that this changes: {changed}.")
            return
        rows = logged_names(store, whose)
    said = {"person": f"{whose} said so", "hiphinge": "hiphinge knows it"}
    table = []
    for row in rows:
        meaning = row.exercise or ("none" if row.known_by else "not known")
        known_by = said[row.known_by] if row.known_by else ""
        table.append((row.name, meaning, str(row.sets), known_by, video_words(row.exercise)))
    if table:
        say_table(("name", "exercise", "sets", "", "video"), table)
    else:
        say(f"The log of {whose} has no exercise yet.")


def _pairs(texts: Sequence[str]) -> dict[str, str]:
    """Return the names and exercises of ``NAME=EXERCISE``; a name may have a sign of equality in it.

    Raises
    ------
    UsageError
        If one of them has none.
    """
    split = [text.rpartition("=") for text in texts]
    for text, (name, sign, exercise) in zip(texts, split, strict=True):
        if not (sign and name.strip() and exercise.strip()):
            message = f'--map should be like "Deadlift (Platform)=conventional_deadlift", but is {text!r}.'
            raise UsageError(message)
    return {name: exercise for name, _, exercise in split}
