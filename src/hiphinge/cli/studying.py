"""``hiphinge study``: a protocol of people, conditions and clips becomes a data set, tables and a methods text."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hiphinge.cli import options
from hiphinge.cli.batching import (
    Again,
    DryRun,
    Longest,
    Memory,
    QuietLine,
    RayAddress,
    Workers,
    carried_out,
    exit_code_of,
    say_account,
)
from hiphinge.cli.screen import say

if TYPE_CHECKING:
    from hiphinge.batch import BatchSettings
    from hiphinge.studies import StudyReport

__all__ = ["register", "study"]

_EXAMPLES = (
    "[bold]Examples[/]",
    "hiphinge study protocol.toml --out fatigue --dry-run",
    "hiphinge study protocol.toml --out fatigue",
    "",
    "[bold]A protocol[/]",
    'schema = "hiphinge.study/1"',
    'title = "Fatigue and the hinge"',
    "\\[people.P1]",
    "\\[conditions.fresh]",
    "\\[\\[clips]]",
    'path = "p1/*.mp4"',
    'person = "P1"',
    'condition = "fresh"',
)
_Protocol = Annotated[
    Path, typer.Argument(metavar="PROTOCOL", help="A TOML file that names people, conditions and clips.")
]
_Out = Annotated[
    Path,
    typer.Option("--out", "-o", metavar="DIR", help="Folder of the study; one that is there is continued."),
]


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command(epilog="\n".join(_EXAMPLES))(study)


def study(  # noqa: PLR0913  # Typer reads the options from the parameters
    protocol: _Protocol,
    *,
    out: _Out,
    model: options.Model = None,
    estimator: options.Estimator = "blazepose",
    workers: Workers = None,
    ray: RayAddress = None,
    dry_run: DryRun = False,
    again: Again = False,
    longest: Longest = 30.0,
    memory: Memory = 6.0,
    quiet: QuietLine = False,
) -> None:
    """Carry out the protocol of a study: the batch, tables per person and condition, agreement, a methods text.

    What is measured already is not measured again; change the protocol and run it again.
    """
    from hiphinge.batch import BatchSettings, Limits, NetworkMeasurer  # noqa: PLC0415  # --help does without

    settings = BatchSettings(
        measurer=NetworkMeasurer(estimator=estimator, model=model),
        workers=workers,
        ray=ray,
        again=again,
        limits=Limits(longest_s=60.0 * longest, memory_bytes=int(memory * 1e9)),
    )
    if dry_run:
        _show_plan(protocol, out, settings)
        return
    raise typer.Exit(_run(protocol, out, settings, quiet=quiet))


def _show_plan(path: Path, out: Path, settings: "BatchSettings") -> None:
    from hiphinge.studies import plan_study  # noqa: PLC0415  # --help does without

    protocol, plan = plan_study(path, out=out, settings=settings)
    for item in plan.todo:
        labels = item.recording.labels
        say(f"{labels['person']}, {labels['condition']}: {item.recording.source}")
    document = protocol.document
    counts = f"{len(document.people)} people, {len(document.conditions)} conditions, {len(protocol.clips)} clips"
    say(f"{counts}: {len(plan.todo)} to analyse, {plan.up_to_date} in the data set already. Nothing was written.")


def _run(path: Path, out: Path, settings: "BatchSettings", *, quiet: bool) -> int:
    from hiphinge.studies import run_study  # noqa: PLC0415  # --help does without
    from hiphinge.studies.running import DATA  # noqa: PLC0415  # likewise

    report = carried_out(
        lambda progress: run_study(path, out=out, settings=settings, progress=progress), out, quiet=quiet
    )
    say_account(report.account, out / DATA, quiet=quiet)
    if not quiet:
        _show(report, out)
    return exit_code_of(report.account)


def _show(report: "StudyReport", out: Path) -> None:
    people = len({one.person for one in report.people})
    quantities = len({one.quantity for one in report.people})
    say(f"Means of {quantities} quantities of {people} people: {out / 'people.csv'}, {out / 'conditions.csv'}")
    compared = [one for one in report.differences if one.found is not None]
    if report.differences:
        few = len(report.differences) - len(compared)
        rest = f"; {few} have fewer than three people with both conditions" if few else ""
        say(f"Differences between conditions: {len(compared)} in {out / 'differences.csv'}{rest}")
    for number, found in enumerate(report.agreements, start=1):
        say(f"Reference {number}: {found}" if isinstance(found, str) else f"Agreement: {out / f'agreement_{number}'}")
    say(f"Methods: {out / 'methods.md'}")
