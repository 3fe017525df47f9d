"""``hiphinge demo``: the packaged sample from video to report."""

from pathlib import Path
from typing import Annotated

import typer

from hiphinge.cli.answering import print_result
from hiphinge.cli.showing import has_screen, show_page
from hiphinge.cli.waiting import watched

__all__ = ["demo", "register"]

_EXAMPLES = "[bold]Examples[/]\nhiphinge demo\nhiphinge demo --out demo --no-open"


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command(epilog=_EXAMPLES)(demo)


def demo(
    *,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="Folder for the results.")] = Path("demo"),
    open_: Annotated[
        bool | None,
        typer.Option("--open/--no-open", help="Open the report in the browser.  \\[default: if there is a screen]"),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print errors only.")] = False,
) -> None:
    """Analyse the sample that comes with hiphinge (a rendered person who hinges) and open its report."""
    from hiphinge.filesystem import check_writable  # noqa: PLC0415  # likewise
    from hiphinge.workflow import analyze  # noqa: PLC0415  # --help does without
    from hiphinge.workflow.sample import SAMPLE_EXERCISE, sample_clip  # noqa: PLC0415  # likewise

    check_writable(out)
    with sample_clip() as clip, watched("demo", quiet=quiet) as listener:
        result = analyze(clip, exercise=SAMPLE_EXERCISE, progress=listener)
        result.save(out, overlay=False, progress=listener)
    report = out / "report.html"
    if not quiet:
        print_result(result, folder=out)
    if has_screen() if open_ is None else open_:
        show_page(report)
