"""``hiphinge fix``: a person corrects an analysis; the machine's answer stays, and everything follows."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from hiphinge.cli import options
from hiphinge.cli.screen import say, say_table
from hiphinge.cli.units import Units, mass_kg, moment_s
from hiphinge.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hiphinge.analysis import Correction
    from hiphinge.documents import AnalysisDocument
    from hiphinge.documents.training_log import PersonRecord
    from hiphinge.store import Store
    from hiphinge.workflow.correction_steps import CorrectedAnalysis, KeptCorrection

__all__ = ["check_may_be_filed", "filed_id", "fix", "register"]

_EXAMPLES = (
    "[bold]Examples[/]",
    "hiphinge fix set.hiphinge --delete 1 --reason 'I picked the bar up'",
    "hiphinge fix last --person ana --merge 3 4",
    "hiphinge fix last --split 3 12.4",
    "hiphinge fix last --add 0:12.1 0:15.3",
    "hiphinge fix last --move 3 start 11.9",
    "hiphinge fix last --exercise good_morning",
    "hiphinge fix last --dismiss heels_rise --repetition 2",
    "hiphinge fix last --list",
    "hiphinge fix last --undo",
    "hiphinge fix last --undo 2",
)
_WHERE, _WHAT = "Repetitions", "What was done and found"
_NEEDED = 6
_OF_IDS = frozenset("0123456789abcdef")
_EDGES = ("start", "bottom", "end")

Number = Annotated[
    int | None, typer.Argument(metavar="NUMBER", help="With --undo: which correction.", show_default=False)
]
Merge = Annotated[
    tuple[int, int] | None,
    typer.Option("--merge", metavar="N M", help="Repetitions N to M are one.", rich_help_panel=_WHERE),
]
Split = Annotated[
    tuple[int, str] | None,
    typer.Option("--split", metavar="N TIME", help="Repetition N is two, divided then.", rich_help_panel=_WHERE),
]
Add = Annotated[
    tuple[str, str] | None,
    typer.Option("--add", metavar="START END", help="There is one more, from then to then.", rich_help_panel=_WHERE),
]
Delete = Annotated[
    int | None, typer.Option("--delete", metavar="N", help="Movement N is no repetition.", rich_help_panel=_WHERE)
]
Move = Annotated[
    tuple[int, str, str] | None,
    typer.Option(
        "--move",
        metavar="N EDGE TIME",
        help="The start, bottom or end of repetition N is then.",
        rich_help_panel=_WHERE,
    ),
]
Reference = Annotated[
    int | None,
    typer.Option(
        "--reference", metavar="N", help="Repetition N is your reference, for `compare`.", rich_help_panel=_WHERE
    ),
]
Exercise = Annotated[
    str | None, typer.Option("--exercise", metavar="NAME", help="Which exercise it was.", rich_help_panel=_WHAT)
]
Load = Annotated[
    str | None, typer.Option("--load", metavar="LOAD", help="What was lifted, as in 60kg.", rich_help_panel=_WHAT)
]
Pattern = Annotated[
    str | None,
    typer.Option("--pattern", metavar="PATTERN", help="It was a hinge, a squat or a stoop.", rich_help_panel=_WHAT),
]
Dismiss = Annotated[
    str | None,
    typer.Option(
        "--dismiss", metavar="FINDING", help="This finding is wrong: it counts nowhere.", rich_help_panel=_WHAT
    ),
]
Confirm = Annotated[
    str | None, typer.Option("--confirm", metavar="FINDING", help="This finding is right.", rich_help_panel=_WHAT)
]
Repetition = Annotated[
    int | None,
    typer.Option(
        "--repetition",
        metavar="N",
        help="With --pattern, --dismiss and --confirm: in repetition N alone.",
        rich_help_panel=_WHAT,
    ),
]
Assign = Annotated[
    str | None,
    typer.Option(
        "--assign", metavar="NAME", help="It shows this person: into their log it goes.", rich_help_panel=_WHAT
    ),
]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; kept with the correction.")]
List = Annotated[bool, typer.Option("--list", help="List what was corrected.")]
Undo = Annotated[bool, typer.Option("--undo", help="Take back the last correction, or the one of NUMBER.")]
Person = Annotated[
    str | None,
    typer.Option("--person", metavar="NAME", help="Whose analysis it is; needed where several people train."),
]
Out = Annotated[
    Path | None,
    typer.Option("--out", "-o", metavar="FOLDER", help="Write the corrected results of a filed analysis there."),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print errors only.")]


class _Said(NamedTuple):
    """What one option says: the kind of correction, and what it needs."""

    kind: str
    fields: dict[str, object]


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command(epilog="\n".join(_EXAMPLES))(fix)


def fix(  # noqa: PLR0913  # Typer reads the options from the parameters
    analysis: options.Analysis,
    number: Number = None,
    *,
    merge: Merge = None,
    split: Split = None,
    add: Add = None,
    delete: Delete = None,
    move: Move = None,
    reference: Reference = None,
    exercise: Exercise = None,
    load: Load = None,
    pattern: Pattern = None,
    dismiss: Dismiss = None,
    confirm: Confirm = None,
    repetition: Repetition = None,
    assign: Assign = None,
    reason: Reason = "",
    list_: List = False,
    undo: Undo = False,
    units: options.UnitsOfNumbers = Units.METRIC,
    person: Person = None,
    out: Out = None,
    report: options.Report = True,
    quiet: Quiet = False,
) -> None:
    """Correct an analysis: its repetitions, the exercise, the load, what was found.

    What hiphinge measured stays as it is; everything that is shown afterwards follows your correction, and says so.
    """
    named = {"pattern": pattern, "dismiss": dismiss, "confirm": confirm}
    said = [
        *_of_repetitions(merge=merge, split=split, add=add, delete=delete, move=move, reference=reference),
        *(_Said(kind, {"name": name, "repetition": repetition}) for kind, name in named.items() if name is not None),
        *([_Said("exercise", {"name": exercise})] if exercise is not None else ()),
        *([_Said("load", {"load_kg": mass_kg(load, units=units)})] if load is not None else ()),
    ]
    asked = _asked(said, assign=assign, undo=undo, list_=list_, number=number)
    if repetition is not None and not any(named.values()):
        message = "--repetition says in which repetition: give it with --pattern, --dismiss or --confirm."
        raise UsageError(message)
    from hiphinge.workflow.correcting_folders import results_folder  # noqa: PLC0415  # --help does without

    folder = results_folder(analysis)
    if folder is not None or (Path(analysis).is_dir() and person is None):
        _fix_folder(folder or Path(analysis), asked, number=number, reason=reason, report=report, quiet=quiet, out=out)
    else:
        _fix_filed(analysis, asked, number=number, reason=reason, person=person, out=out, report=report, quiet=quiet)


def _of_repetitions(
    *,
    merge: tuple[int, int] | None,
    split: tuple[int, str] | None,
    add: tuple[str, str] | None,
    delete: int | None,
    move: tuple[int, str, str] | None,
    reference: int | None,
) -> "Iterator[_Said]":
    """Yield what is said of where repetitions are."""
    if merge is not None:
        yield _Said("merge", {"repetition": merge[0], "other": merge[1]})
    if split is not None:
        yield _Said("split", {"repetition": split[0], "to_s": moment_s(split[1])})
    if add is not None:
        yield _Said("add", {"start_s": moment_s(add[0]), "end_s": moment_s(add[1])})
    if delete is not None:
        yield _Said("delete", {"repetition": delete})
    if move is not None:
        if move[1] not in _EDGES:
            message = (
                f"--move should say the start, bottom or end of a repetition, as in 3 start 11.9, not {move[1]!r}."
            )
            raise UsageError(message)
        yield _Said("move", {"repetition": move[0], "edge": move[1], "to_s": moment_s(move[2])})
    if reference is not None:
        yield _Said("reference", {"repetition": reference})


def _asked(said: list[_Said], *, assign: str | None, undo: bool, list_: bool, number: int | None) -> _Said:
    """Return the one thing that is asked for; without anything the list."""
    others = [_Said("assign", {"person": assign})] if assign is not None else []
    others += [_Said(kind, {}) for kind, wanted in (("undo", undo), ("list", list_)) if wanted]
    every = [*said, *others] or [_Said("list", {})]
    if len(every) > 1:
        message = f"Correct one thing at a time; {' and '.join(f'--{one.kind}' for one in every)} were given together."
        raise UsageError(message)
    if number is not None and not undo:
        message = f"A number alone says nothing: {number} should follow --undo, as the correction that is taken back."
        raise UsageError(message)
    return every[0]


def _correction(document: "AnalysisDocument", asked: _Said) -> "Correction":
    from hiphinge.workflow.correction_steps import as_correction  # noqa: PLC0415  # --help does without

    return as_correction(document, asked.kind, **asked.fields)  # type: ignore[arg-type] # the fields of each kind


def _fix_folder(
    folder: Path, asked: _Said, *, number: int | None, reason: str, report: bool, quiet: bool, out: Path | None
) -> None:
    from hiphinge.workflow import correcting_folders as folders  # noqa: PLC0415  # --help does without

    if asked.kind == "assign" or out is not None:
        option, where = ("--assign", "of the log") if asked.kind == "assign" else ("--out", "that is filed")
        message = f"{option} is for an analysis {where}; {folder} is a folder of results."
        raise UsageError(message)
    if asked.kind == "list":
        _show_list(folders.corrected_folder(folder))
        return
    if asked.kind == "undo":
        now = folders.undo_in_folder(folder, number, reason=reason, report=report)
    else:
        correction = _correction(folders.corrected_folder(folder).document, asked)
        now = folders.correct_folder(folder, correction, reason=reason, report=report)
    if not quiet:
        _show(now, folder=folder / folders.CORRECTED if now.result is not None else folder)


def _fix_filed(  # what one option needs, by name
    text: str,
    asked: _Said,
    *,
    number: int | None,
    reason: str,
    person: str | None,
    out: Path | None,
    report: bool,
    quiet: bool,
) -> None:
    from hiphinge.workflow import correcting  # noqa: PLC0415  # --help does without
    from hiphinge.workflow.stores import chosen_person, user_store  # noqa: PLC0415  # likewise

    check_may_be_filed(text)
    with user_store() as store:
        id_ = filed_id(store, chosen_person(store, person), text)
        if asked.kind == "list":
            now = correcting.corrected_analysis(store, id_)
        elif asked.kind == "undo":
            now = correcting.undo(store, id_, number, reason=reason)
        elif asked.kind == "assign":
            now = _assigned(store, id_, str(asked.fields["person"]), reason=reason, quiet=quiet)
        else:
            document = correcting.corrected_analysis(store, id_).document
            now = correcting.correct(store, id_, _correction(document, asked), reason=reason)
        if out is not None:
            correcting.corrected_result(store, id_).save(out, report=report)
        newer = correcting.newer_analysis(store, id_)
    if asked.kind == "list":
        _show_list(now)
        _say_where(out)
    elif not quiet:
        _show(now, folder=out)
    if newer is not None and not quiet:
        say(f"A newer analysis of this recording is filed, and progress follows that one: {newer[-8:]}.")


def _assigned(store: "Store", analysis_id: str, name: str, *, reason: str, quiet: bool) -> "CorrectedAnalysis":
    """Put an analysis into the log of somebody else, and say so."""
    from hiphinge.workflow.assigning import assign  # noqa: PLC0415  # seldom needed

    if reason:
        message = "--assign keeps nothing of the log that the recording was in, so no --reason either. Leave it out."
        raise UsageError(message)
    whose = store.people.named(name)
    now = assign(store, analysis_id, whose)
    if not quiet:
        say(f"In the log of {whose.name} now, measured again as theirs.\n")
    return now


def check_may_be_filed(text: str) -> None:
    """Refuse what is neither ``last`` nor part of an id, so that a folder that is missing is not sought in a log.

    Raises
    ------
    InputMissingError
        If it can only be meant as a folder or file.
    """
    from hiphinge.errors import InputMissingError  # noqa: PLC0415  # seldom needed

    wanted = text.strip().lower()
    if wanted == "last" or (len(wanted) >= _NEEDED and set(wanted) <= _OF_IDS):
        return
    if Path(text).is_file():
        message = f"{text} is a file, not the results of one. Analyse it first: hiphinge analyze {text}"
        raise InputMissingError(message)
    there = f"{text} has no analysis.json" if Path(text).is_dir() else f"There is no folder {text}"
    message = (
        f"{there}. Expected: a folder that `hiphinge analyze` wrote, as set.hiphinge; or, of the "
        f"training log, `last` or the last {_NEEDED} or more characters of a filed analysis's id. Analyse the video "
        "first, or correct the name."
    )
    raise InputMissingError(message)


def filed_id(store: "Store", person: "PersonRecord", text: str) -> str:
    """Return the id of a filed analysis of a person: the ``last`` one, or the one whose id ends so.

    Raises
    ------
    InputMissingError
        If there is none, or several are meant.
    """
    from hiphinge.errors import InputMissingError  # noqa: PLC0415  # seldom needed

    filed, wanted = store.recordings.all(person), text.strip().lower()
    if wanted == "last" and filed:
        return max(filed, key=lambda one: (one.analysed_at, one.id)).id
    fitting = [one for one in filed if len(wanted) >= _NEEDED and one.id.endswith(wanted)]
    if len(fitting) == 1:
        return fitting[0].id
    many = f"{len(filed)} analyses of {person.name} are" if len(filed) > 1 else f"one analysis of {person.name} is"
    had = f"{many[0].upper()}{many[1:]} filed" if filed else f"Nothing of {person.name} is filed yet"
    message = (
        f"{text!r} should be a folder that `hiphinge analyze` wrote, `last`, or the last {_NEEDED} or more characters "
        f"of a filed analysis's id, but is neither. {had}."
    )
    raise InputMissingError(message)


def _show(now: "CorrectedAnalysis", *, folder: Path | None) -> None:
    """Say what counts now."""
    if now.not_followed is not None:
        say(f"Corrected: {now.corrections[-1].words}. {now.not_followed}")
        return
    if now.result is None:
        say("Nothing is corrected any more: what hiphinge measured counts again.")
        return
    from hiphinge.reports.text.paragraph import paragraph  # noqa: PLC0415  # --help does without
    from hiphinge.reports.text.table import repetition_table  # noqa: PLC0415  # likewise

    words, table = paragraph(now.result.analysis), repetition_table(now.result.analysis)
    say(words.headline)
    say(f"\n{words.text}")
    if now.result.repetitions:
        say_table(table.headings, table.rows, whole=len(table.headings) - 1)
    _say_where(folder)
    if folder is None:
        say("\nKept in the log. Add --out FOLDER for the report and the tables.")


def _say_where(folder: Path | None) -> None:
    if folder is not None:
        page = folder / "report.html"
        say(f"\nReport: {page}" if page.is_file() else f"\nResults: {folder}")


def _show_list(now: "CorrectedAnalysis") -> None:
    if not now.corrections:
        say(f"Nothing is corrected in the analysis of {now.machine.source.path}.")
        return
    say_table(("", "when", "what you said", "why", ""), [_row(one) for one in now.corrections], whole=2)
    if now.not_followed is not None:
        say(now.not_followed)


def _row(one: "KeptCorrection") -> tuple[str, ...]:
    state = "counts" if one.unfit is None else f"does not fit: {one.unfit}"
    state = "taken back" if one.undone else "replaced by a later one" if one.replaced else state
    return str(one.number), f"{one.record.at:%Y-%m-%d %H:%M} UTC", one.words, one.record.reason, state
