"""``hiphinge pdf`` and ``hiphinge share``: a set on paper for a lifter or a coach, and a card to share."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hiphinge.cli import options
from hiphinge.cli.screen import say
from hiphinge.errors import UsageError

if TYPE_CHECKING:
    from hiphinge.analysis import Analysis
    from hiphinge.reports import Report
    from hiphinge.reports.pdf import Reader

__all__ = ["reader_given", "register"]

_PDF = (
    "[bold]Examples[/]",
    "hiphinge pdf set.hiphinge",
    "hiphinge pdf set.hiphinge --for coach --out set.pdf",
    "hiphinge pdf last --person ana",
)
_SHARE = ("[bold]Examples[/]", "hiphinge share set.hiphinge", "hiphinge share last --person ana --out card.png")
_READERS = ("lifter", "coach")

Person = Annotated[
    str | None, typer.Option("--person", metavar="NAME", help="Of the training log: whose analysis it is.")
]
ReaderOption = Annotated[
    str, typer.Option("--for", metavar="READER", help="lifter: one page; coach: two, with methods, intervals, limits.")
]


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    app.command(epilog="\n".join(_PDF))(pdf)
    app.command(epilog="\n".join(_SHARE))(share)


def reader_given(text: str) -> "Reader":
    """Return for whom a sheet is.

    Raises
    ------
    UsageError
        If there is no sheet for them.
    """
    if text == "lifter":
        return "lifter"
    if text == "coach":
        return "coach"
    message = f"--for should be {' or '.join(_READERS)}, but is {text!r}."
    raise UsageError(message)


def pdf(
    analysis: options.Analysis,
    *,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="Where the PDF goes.")] = Path("set.pdf"),
    reader: ReaderOption = "lifter",
    person: Person = None,
) -> None:
    """Put a set on paper: the answer, the one thing for the next set, the repetitions; as accessible PDF."""
    from hiphinge.workflow.handing_out import sheet_of, write_whole  # noqa: PLC0415  # --help does without

    meant = reader_given(reader)
    _ending(out, ".pdf")
    _, report, whose = _asked(analysis, person)
    write_whole(sheet_of(report, whose=whose, reader=meant), out, what="The PDF")
    say(f"Written: {out}")


def share(
    analysis: options.Analysis,
    *,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="Where the card goes.")] = Path("card.png"),
    person: Person = None,
) -> None:
    """Make a card to share: one frame with what was measured, your face blurred, the exercise, one thing to say."""
    from hiphinge.workflow.handing_out import card_of, write_whole  # noqa: PLC0415  # --help does without

    _ending(out, ".png")
    analysed, report, _ = _asked(analysis, person)
    write_whole(card_of(analysed, report), out, what="The card")
    say(f"Written: {out}. Only the lifter's face is blurred: look at it before you share it.")


def _ending(out: Path, ending: str) -> None:
    if out.suffix.lower() != ending:
        message = f"The file should end in {ending}, but is {out.name!r}."
        raise UsageError(message)


def _asked(analysis: str, person: str | None) -> "tuple[Analysis, Report, str]":
    """Return an analysis, its report and whose it is; the name is empty for a folder."""
    from hiphinge.workflow.correcting_folders import results_folder  # noqa: PLC0415  # --help does without
    from hiphinge.workflow.handing_out import report_of_filed, report_of_folder  # noqa: PLC0415  # likewise

    folder = results_folder(analysis)
    if folder is not None or (Path(analysis).is_dir() and person is None):
        return (*report_of_folder(folder or analysis), "")
    from hiphinge.cli.fixing import check_may_be_filed, filed_id  # noqa: PLC0415  # loads another command's options
    from hiphinge.workflow.stores import chosen_person, user_store  # noqa: PLC0415  # loads the database's library

    check_may_be_filed(analysis)
    with user_store() as store:
        who = chosen_person(store, person)
        return (*report_of_filed(store, filed_id(store, who, analysis)), who.name)
