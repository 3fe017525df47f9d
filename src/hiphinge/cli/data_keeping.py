"""``hiphinge data``: a person's data as a whole, exported and erased; the store checked and backed up."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, get_args

import typer

from hiphinge.cli import importing
from hiphinge.cli.amounts import amounts, counted
from hiphinge.cli.asking import confirmed
from hiphinge.cli.screen import say
from hiphinge.errors import InputFormatError, UsageError

if TYPE_CHECKING:
    from hiphinge.store import Store

__all__ = ["register"]

_data = typer.Typer(
    help="Export, import and erase what is saved about a person; check the files, back them up, erase old videos.",
    epilog="[bold]Examples[/]\nhiphinge data export Anna\nhiphinge data erase Anna\nhiphinge data check",
    no_args_is_help=True,
)
_DAYS_OF = {"d": 1, "w": 7}
_MOST_DIGITS = 5
_Kind = Literal["calibration", "notes", "profile"]

Name = Annotated[str, typer.Argument(metavar="NAME", help="The person, as `hiphinge people` lists them.")]
Out = Annotated[Path | None, typer.Option("--out", "-o", metavar="FILE", help="The zip file; NAME.zip if not given.")]
Videos = Annotated[bool, typer.Option("--videos", help="Include the videos that were kept; poses always are.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do it without asking.")]
Only = Annotated[
    str | None,
    typer.Option("--only", metavar="KIND", help="Erase this alone: calibration, notes or profile."),
]
Age = Annotated[
    str,
    typer.Option(
        "--videos", metavar="AGE", help="Erase videos that were filed longer ago, as in 30d or 4w.", show_default=False
    ),
]
Person = Annotated[str | None, typer.Option("--person", metavar="NAME", help="Of this person; else of everybody.")]
Now = Annotated[
    bool,
    typer.Option("--now", help="Also erase stray files younger than an hour; no other hiphinge may be running."),
]
Target = Annotated[Path, typer.Argument(metavar="FILE", help="The file to write.")]
Backup = Annotated[Path, typer.Argument(metavar="FILE", help="A file that `hiphinge data backup` wrote.")]


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    importing.register(_data)
    app.add_typer(_data, name="data")


@_data.command(epilog="[bold]Examples[/]\nhiphinge data export Anna\nhiphinge data export Anna --videos --out anna.zip")
def export(name: Name, *, out: Out = None, videos: Videos = False) -> None:
    """Write everything that is saved about a person into one zip file, in open formats."""
    from hiphinge.workflow.data_transfer import export_person  # noqa: PLC0415  # --help does without
    from hiphinge.workflow.stores import user_store  # noqa: PLC0415  # likewise

    target = out or Path(f"{name}.zip")
    with user_store() as store:
        done = export_person(store, name, target, videos=videos)
    say(f"{done.name}: {amounts(done)}.")
    if done.left_out:
        why = "they are not there any more" if videos else "--videos includes videos"
        say(f"Not in it: {counted(done.left_out, 'file of recordings', 'files of recordings')} ({why}).")
    say(f"Exported to {target}. Whoever has this file can read all of it.")


@_data.command(epilog="[bold]Examples[/]\nhiphinge data erase Anna\nhiphinge data erase Anna --only notes --yes")
def erase(name: Name, *, only: Only = None, yes: Yes = False) -> None:
    """Erase everything that is saved about a person, rows and files; it cannot be undone."""
    from hiphinge.workflow.data_keeping import erase_kept, erase_person, holdings_of  # noqa: PLC0415  # likewise
    from hiphinge.workflow.stores import user_store  # noqa: PLC0415  # likewise

    with user_store() as store:
        if only is not None:
            confirmed(f"Erase the {_kind(only)} of {name}?", yes=yes)
            erase_kept(store, name, (_kind(only),))
            say(f"Erased: the {only} of {name}.")
            return
        held = holdings_of(store, name)
        found = f"everything about {held.name} ({amounts(held)})"
        confirmed(f"Erase {found}? It cannot be undone.", yes=yes)
        erase_person(store, name)
    say(f"Erased: {found}. Your results, exports and backups stay where you put them: erase them yourself.")


def _kind(text: str) -> _Kind:
    for kind in get_args(_Kind):
        if text.strip().lower() == kind:
            return kind  # type: ignore[no-any-return]  # one of the three
    message = f"--only takes one of {', '.join(get_args(_Kind))}, but not {text!r}."
    raise UsageError(message)


@_data.command(
    epilog="[bold]Examples[/]\nhiphinge data keep --videos 30d\nhiphinge data keep --videos 0d --person Anna"
)
def keep(*, videos: Age, person: Person = None) -> None:
    """Erase old videos now; their poses, analyses and sets stay."""
    from hiphinge.workflow.data_keeping import remove_old_videos  # noqa: PLC0415  # --help does without
    from hiphinge.workflow.stores import user_store  # noqa: PLC0415  # likewise

    days = _days(videos)
    with user_store() as store:
        count = remove_old_videos(store, days=days, name=person)
    say(f"Erased {counted(count, 'video')} filed more than {counted(days, 'day')} ago. Poses and results stay.")


def _days(text: str) -> int:
    number, unit = text.strip().lower()[:-1], text.strip().lower()[-1:]
    if unit not in _DAYS_OF or not number.isascii() or not number.isdigit() or len(number) > _MOST_DIGITS:
        message = f"--videos takes an age in days or weeks, such as 30d or 4w, but not {text!r}."
        raise UsageError(message)
    return int(number) * _DAYS_OF[unit]


@_data.command(epilog="[bold]Examples[/]\nhiphinge data check\nhiphinge data check --now")
def check(*, now: Now = False) -> None:
    """Check the database and every file, and erase files that nobody needs; exit code 3 if something is wrong."""
    from datetime import timedelta  # noqa: PLC0415  # --help does without

    from hiphinge.workflow.stores import user_store  # noqa: PLC0415  # likewise

    with user_store() as store:
        found = store.upkeep.check(settled=timedelta(0)) if now else store.upkeep.check()
        wrong = [_wrong(store, key, "is missing") for key in found.missing]
        wrong += [_wrong(store, key, "is not what was kept") for key in found.broken]
    say(f"Files of recordings: {found.files} ({found.size / 1e6:.1f} MB). Stray files erased: {found.removed}.")
    if found.young:
        say(f"Stray files left, because another hiphinge could be writing them: {found.young}. --now erases them, too.")
    wrong += [f"The database says: {fault}." for fault in found.faults]
    for line in wrong:
        say(line)
    if wrong:
        message = (
            f"Wrong: {counted(len(wrong), 'thing')}, listed above. Restore a backup of the files, or import an export "
            "of the person."
        )
        raise InputFormatError(message)
    say("Everything is whole.")


def _wrong(store: "Store", key: str, what: str) -> str:
    """Return what is wrong with a file, and which recordings need it."""
    whose = "; ".join(
        f"the {kind} of {name} in the log of {person}" for person, name, kind in store.recordings.owners_of(key)
    )
    return f"A file {what}: {whose} ({key[:12]}…)."


@_data.command(epilog="[bold]Example[/]\nhiphinge data backup log-2026-11-29.sqlite")
def backup(file: Target) -> None:
    """Copy the database into one file, as it is at this moment; videos and poses are not in it."""
    from hiphinge.workflow.stores import user_store  # noqa: PLC0415  # --help does without

    with user_store() as store:
        size = store.upkeep.back_up(file)
        place = store.files.address
    say(f"Backed up to {file} ({size / 1e6:.1f} MB). Videos and poses are not in it: copy {place}, too.")


@_data.command(epilog="[bold]Example[/]\nhiphinge data restore log-2026-11-29.sqlite")
def restore(file: Backup, *, yes: Yes = False) -> None:
    """Put a backup in the place of everything in the database; what was logged since is lost."""
    from hiphinge.workflow.stores import user_store  # noqa: PLC0415  # --help does without

    with user_store() as store:
        place = store.database.place
        confirmed(f"Replace everything in {place} by {file}? It cannot be undone.", yes=yes)
        store.upkeep.restore(file)
    with user_store() as store:
        say(f"Restored {file} to {place}: {counted(len(store.people.all()), 'person', 'people')}.")
