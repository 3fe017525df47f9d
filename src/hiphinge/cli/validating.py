"""``hiphinge validate``: compares with another measurement at the same moments; writes a page to share."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hiphinge.cli import options
from hiphinge.cli.screen import say, say_table
from hiphinge.cli.showing import OpenPage, has_screen, show_page
from hiphinge.cli.waiting import watched

if TYPE_CHECKING:
    from hiphinge.signals.agreement import EstimateWithCI
    from hiphinge.workflow.validating import Validation

__all__ = ["register", "validate"]

_EXAMPLES = (
    "[bold]Examples[/]",
    "hiphinge validate straws.csv",
    'hiphinge validate straws.csv --recording set.mp4 --by "two straws, angles read off the frames"',
    "hiphinge validate trial.trc --recording set.hiphinge --out agreement",
    "hiphinge validate sensors/ --recording set.mp4",
    "",
    "[bold]A table[/]",
    "recording,person,moment,time_s,s2_deg,t12_deg",
    "set.mp4,P1,standing,,12,-8",
    "set.mp4,P1,bottom,3.2,58,61",
)
_LEGEND = (
    "bias with its 95 % confidence interval; change: the error of a change within one person (90 %); "
    "inside: references within hiphinge's own 90 % interval."
)
_Reference = Annotated[
    Path,
    typer.Argument(metavar="FILE", help="A table (CSV) of readings or angles, markers (TRC, C3D), or motion sensors."),
]
_Recording = Annotated[
    Path | None,
    typer.Option(
        "--recording",
        "-r",
        metavar="PATH",
        help="Video, poses, or folder of `analyze`, for lines of the table that name no recording.",
    ),
]
_By = Annotated[str, typer.Option("--by", metavar="TEXT", help="What measured the reference, in words, for the page.")]
_Offset = Annotated[
    float | None,
    typer.Option(
        "--offset",
        metavar="SECONDS",
        help="For a marker file: its clock minus the video's; found if not given.",
    ),
]
_Out = Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="Folder for agreement.html and agreement.json.")]
_Json = Annotated[bool, typer.Option("--json", help="Print agreement.json instead of the table.")]


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command(epilog="\n".join(_EXAMPLES))(validate)


def validate(  # noqa: PLR0913  # Typer reads the options from the parameters
    reference: _Reference,
    *,
    recording: _Recording = None,
    by: _By = "",
    offset: _Offset = None,
    threads: options.Threads = None,
    out: _Out = Path("agreement"),
    open_: OpenPage = None,
    json: _Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Compare hiphinge with straws, inclinometers, markers or motion sensors: bias and limits of agreement.

    Writes agreement.html, a page to share, and agreement.json.
    """
    from hiphinge.filesystem import check_writable  # noqa: PLC0415  # --help does without
    from hiphinge.workflow.validating import validate as compare_with  # noqa: PLC0415  # likewise

    check_writable(out)
    with watched(reference.name, quiet=quiet) as listener:
        found = compare_with(reference, recording=recording, by=by, offset_s=offset, threads=threads, progress=listener)
    page = found.save(out)
    if json:
        say(found.to_json().rstrip("\n"))
    elif not quiet:
        _show(found, page)
    if has_screen() if open_ is None else open_:
        show_page(page)


def _show(found: "Validation", page: Path) -> None:
    from hiphinge.reports.agreement import title_of  # noqa: PLC0415  # --help does without

    rows = []
    for one in found.compared:
        agreement = one.agreement
        change = "" if agreement.change_half_width is None else f"±{agreement.change_half_width:.1f}°"
        inside = "" if one.interval_coverage is None else f"{one.interval_coverage:.0%}"
        rows.append(
            (
                title_of(one.id),
                f"{agreement.pairs} ({agreement.people})",
                _with_error(agreement.bias),
                f"{agreement.lower.value:+.1f} to {agreement.upper.value:+.1f}°",
                change,
                inside,
            )
        )
    say("hiphinge minus the reference:\n")
    headings = ("quantity", "pairs (people)", "bias", "95 % limits", "change", "inside")
    say_table(headings, rows)
    say(_LEGEND)
    if found.of_one_person:
        say("All moments are of one person: the limits hold for that person only, and are less certain than they look.")
    for note in found.notes:
        say(note)
    if found.unpaired:
        first = found.unpaired[0]
        say(f"{len(found.unpaired)} references had no counterpart, for example {first.where}: {first.why}.")
    say(f"\nPage: {page}")


def _with_error(number: "EstimateWithCI") -> str:
    return f"{number.value:+.1f}° ({number.low:+.1f} to {number.high:+.1f})"
