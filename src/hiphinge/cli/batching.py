"""``hiphinge batch``: many clips into one data set, resumed where an earlier run ended."""

import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from hiphinge.cli import options
from hiphinge.cli.screen import notices, say
from hiphinge.cli.units import Units, length_m, mass_kg
from hiphinge.errors import HiphingeError, NotMeasurableError
from hiphinge.interruption import on_interruption, write_past_redirection

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hiphinge.batch import Account, BatchSettings, Plan, SoFar

__all__ = [
    "Again",
    "DryRun",
    "Longest",
    "Memory",
    "QuietLine",
    "RayAddress",
    "Workers",
    "batch",
    "carried_out",
    "exit_code_of",
    "register",
    "say_account",
]

T = TypeVar("T")

_EXAMPLES = (
    "[bold]Examples[/]",
    "hiphinge batch videos --out study",
    "hiphinge batch videos --out study --exercise romanian_deadlift --workers 4",
    "hiphinge batch 'monday/*.mp4' friday/set.mp4 --out study --dry-run",
    "hiphinge batch --list clips.csv --where condition=fatigued --out study",
    "hiphinge batch s3://gym/2026 --out study",
    "hiphinge batch videos --out study --ray 10.0.0.5:6379",
)
_RUN = "How it runs"
_EVERY_S = 60.0
_MOST_REASONS = 8
_Inputs = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="IN", help="Folders, videos, paths with wildcards, addresses such as s3://…", show_default=False
    ),
]
_Out = Annotated[
    Path, typer.Option("--out", "-o", metavar="DATASET", help="Folder of the data set; one that is there is continued.")
]
_List = Annotated[
    Path | None,
    typer.Option(
        "--list",
        metavar="FILE",
        help="CSV with a line for each clip: path; exercise, load_kg, stature_m, mass_kg if you like; other columns "
        "(person, session, condition) are carried into the tables.",
    ),
]
_Where = Annotated[
    list[str] | None,
    typer.Option("--where", metavar="COLUMN=VALUE", help="Only lines of the list with this value; may be repeated."),
]
Workers = Annotated[
    int | None,
    typer.Option(
        "--workers",
        min=1,
        max=1024,
        metavar="N",
        help="How many clips at once.  \\[default: one for each core, as far as there is memory]",
        rich_help_panel=_RUN,
    ),
]
RayAddress = Annotated[
    str | None,
    typer.Option(
        "--ray",
        metavar="ADDRESS",
        help="Work on this Ray cluster; `local` starts one of this machine.",
        rich_help_panel=_RUN,
    ),
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Say what would be done, and write nothing.", rich_help_panel=_RUN)
]
Again = Annotated[
    bool, typer.Option("--again", help="Analyse clips that the data set has once more.", rich_help_panel=_RUN)
]
Longest = Annotated[
    float,
    typer.Option(
        "--longest", min=0.1, metavar="MINUTES", help="Give up on a clip that takes longer.", rich_help_panel=_RUN
    ),
]
Memory = Annotated[
    float, typer.Option("--memory", min=0.5, metavar="GB", help="What one worker may take.", rich_help_panel=_RUN)
]
QuietLine = Annotated[bool, typer.Option("--quiet", "-q", help="Print one line at the end.", rich_help_panel=_RUN)]


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command(epilog="\n".join(_EXAMPLES))(batch)


def batch(  # noqa: PLR0913  # Typer reads the options from the parameters
    inputs: _Inputs = None,
    *,
    out: _Out,
    list_: _List = None,
    where: _Where = None,
    exercise: options.Exercise = None,
    load: options.Load = None,
    stature: options.Stature = None,
    mass: options.Mass = None,
    units: options.UnitsOfNumbers = Units.METRIC,
    model: options.Model = None,
    estimator: options.Estimator = "blazepose",
    every_frame: options.EveryFrame = False,
    fast: options.Fast = False,
    workers: Workers = None,
    ray: RayAddress = None,
    dry_run: DryRun = False,
    again: Again = False,
    longest: Longest = 30.0,
    memory: Memory = 6.0,
    quiet: QuietLine = False,
) -> None:
    """Analyse many clips into one data set of Parquet tables, and continue one that was interrupted.

    Clips that the data set has are not analysed again. In a folder every video is taken; other files are only counted.
    """
    from hiphinge.batch import BatchSettings, Limits, NetworkMeasurer, Parameters  # noqa: PLC0415  # --help does without

    settings = BatchSettings(
        parameters=Parameters(
            exercise=exercise,
            load_kg=None if load is None else mass_kg(load, units=units),
            stature_m=None if stature is None else length_m(stature, units=units),
            mass_kg=None if mass is None else mass_kg(mass, units=units),
            every_frame=every_frame,
            fast=fast,
        ),
        measurer=NetworkMeasurer(estimator=estimator, model=model),
        workers=workers,
        ray=ray,
        again=again,
        limits=Limits(longest_s=60.0 * longest, memory_bytes=int(memory * 1e9)),
    )
    if dry_run:
        _show_plan(inputs or (), out, list_, where or (), settings)
        return
    raise typer.Exit(_run(inputs or (), out, list_, where or (), settings, quiet=quiet))


def _show_plan(
    inputs: "Sequence[str]", out: Path, list_: Path | None, where: "Sequence[str]", settings: "BatchSettings"
) -> None:
    from hiphinge.batch import plan_batch  # noqa: PLC0415  # --help does without

    plan, ignored = plan_batch(inputs, out=out, list_file=list_, where=where, settings=settings)
    for item in plan.todo:
        say(item.recording.source)
    say(_plan_line(plan, ignored))


def _plan_line(plan: "Plan", ignored: int) -> str:
    parts = [f"{len(plan.todo)} to analyse", f"{plan.up_to_date} in the data set already"]
    parts += [f"{plan.copies} with the content of another one"] if plan.copies else []
    parts += [f"rows of {len(plan.dropped)} older ones to drop"] if plan.dropped else []
    parts += [f"{ignored} other files ignored"] if ignored else []
    return ", ".join(parts) + ". Nothing was written."


def _run(  # what the command was given
    inputs: "Sequence[str]",
    out: Path,
    list_: Path | None,
    where: "Sequence[str]",
    settings: "BatchSettings",
    *,
    quiet: bool,
) -> int:
    from hiphinge.batch import run_batch  # noqa: PLC0415  # --help does without

    account = carried_out(
        lambda progress: run_batch(inputs, out=out, list_file=list_, where=where, settings=settings, progress=progress),
        out,
        quiet=quiet,
    )
    say_account(account, out, quiet=quiet)
    return exit_code_of(account)


def carried_out(run: "Callable[[Callable[[SoFar], None]], T]", out: Path, *, quiet: bool) -> "T":
    """Carry out a batch while it is shown how far it is; what ends it is followed by how to go on."""
    said = f"What was analysed is kept in {out}; the same command goes on from there.\n"
    with ExitStack() as stack:
        stack.enter_context(on_interruption(lambda: write_past_redirection(said)))
        show = Showing(stack, quiet=quiet)
        try:
            return run(show.so_far)
        except HiphingeError:
            if show.last is not None and show.last.ended:
                notices().print(f"{show.line(show.last)} {said.rstrip()}", markup=False, soft_wrap=True)
            raise


def exit_code_of(account: "Account") -> int:
    """Return the exit code of a batch that ended so."""
    if account.failed:
        return 1
    return NotMeasurableError.exit_code if account.refused and not account.done and not account.up_to_date else 0


class Showing:
    """Shows how far a batch is: a bar on a terminal, elsewhere a line every minute."""

    def __init__(self, stack: ExitStack, *, quiet: bool) -> None:
        self.last: SoFar | None = None
        self._quiet, self._said = quiet, time.monotonic()
        screen = notices()
        self._bar = None if quiet or not screen.is_terminal else _bar(stack)

    def so_far(self, now: "SoFar") -> None:
        """Show this."""
        self.last = now
        if self._bar is not None:
            self._bar(now)
        elif not self._quiet and time.monotonic() - self._said >= _EVERY_S:
            self._said = time.monotonic()
            notices().print(self.line(now), markup=False, soft_wrap=True)

    @staticmethod
    def line(now: "SoFar") -> str:
        """Return it in words."""
        text = f"{now.ended} of {now.total} clips: {now.done} done, {now.refused} refused, {now.failed} failed"
        return f"{text}." if now.left_s is None else f"{text}; about {_span(now.left_s)} left."


def _bar(stack: ExitStack) -> "Callable[[SoFar], None]":
    from rich import progress as bar  # noqa: PLC0415  # --help does without

    columns = (
        bar.TextColumn("{task.description}", markup=False),
        bar.BarColumn(),
        bar.MofNCompleteColumn(),
        bar.TextColumn("{task.fields[left]}", markup=False),
    )
    bars = stack.enter_context(bar.Progress(*columns, console=notices(), transient=True))
    stack.enter_context(on_interruption(bars.stop))
    task = bars.add_task("clips", total=None, left="")

    def show(now: "SoFar") -> None:
        words = f"{now.refused} refused, {now.failed} failed" if now.refused or now.failed else ""
        left = "" if now.left_s is None else f"about {_span(now.left_s)} left"
        bars.update(task, total=now.total, completed=now.ended, left=" · ".join(filter(None, (words, left))))

    return show


def _span(seconds: float) -> str:
    minutes = seconds / 60
    if minutes < 1:
        return f"{seconds:.0f} s"
    return f"{minutes:.0f} min" if minutes < 100 else f"{minutes / 60:.1f} h"  # noqa: PLR2004  # read at a glance


def say_account(account: "Account", out: Path, *, quiet: bool) -> None:
    """Print what became of a batch."""
    refused, failed = account.refused.total(), account.failed.total()
    head = (
        f"{account.done} done, {refused} refused, {failed} failed, {account.up_to_date} in the data set before; "
        f"{_span(account.seconds)}."
    )
    say(f"{out}: {head}")
    if quiet:
        return
    _say_reasons("Refused", account.refused)
    _say_reasons("Failed; the next run tries them again", account.failed)
    for reason in account.unreadable:
        say(f"What the data set has stays, but now: {reason}")
    counts = ((account.copies, "with the content of another clip"), (account.ignored, "other files ignored"))
    rest = [f"{count} {what}" for count, what in counts if count]
    if account.dropped:
        rest.append(f"rows of {account.dropped} clips dropped, since other content is now in their place")
    if rest:
        say(f"{', '.join(rest)}.")
    say(f"Tables: {', '.join(str(out / table / '*.parquet') for table in ('clips', 'sets', 'repetitions'))}, …")


def _say_reasons(title: str, reasons: Counter[str]) -> None:
    if reasons:
        say(f"{title}:")
    for reason, count in reasons.most_common(_MOST_REASONS):
        say(f"  {count} times: {' '.join(reason.split())}")
    if len(reasons) > _MOST_REASONS:
        say(f"  and {len(reasons) - _MOST_REASONS} other reasons: column `reason` of the table `clips`")
