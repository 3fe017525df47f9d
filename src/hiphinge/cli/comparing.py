"""``hiphinge compare``: two repetitions, sets, days or self-tests, or the demonstration and one, on a page."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hiphinge.cli import options
from hiphinge.cli.screen import say
from hiphinge.cli.showing import OpenPage, has_screen, show_page
from hiphinge.cli.waiting import watched
from hiphinge.errors import UsageError

if TYPE_CHECKING:
    from hiphinge.workflow.comparing import Compared, ComparedSide
    from hiphinge.workflow.comparing_tests import ComparedTests

__all__ = ["compare", "register"]

_EXAMPLES = (
    "[bold]Examples[/]",
    "hiphinge compare monday.hiphinge friday.hiphinge",
    "hiphinge compare set.hiphinge#1 set.hiphinge#8",
    "hiphinge compare demonstration friday.hiphinge",
    "hiphinge compare 2026-05-04 2026-06-15 --person ana",
    "hiphinge compare demonstration straight_leg_raise:left=left.mp4",
)
_First = Annotated[
    str,
    typer.Argument(
        metavar="A",
        help="Your reference: a folder of `analyze`, or with --person a day or a filed analysis. "
        "#3 behind it is repetition 3, #set2 set 2, #reference the one that you chose (`hiphinge fix`). "
        "`demonstration` is the drawn figure of B's exercise or self-test, `demonstration:EXERCISE` that of another. "
        "A video of a self-test is written TEST=VIDEO or TEST:SIDE=VIDEO.",
        show_default=False,
    ),
]
_Second = Annotated[str, typer.Argument(metavar="B", help="What is compared with it.", show_default=False)]
_Person = Annotated[
    str | None,
    typer.Option(
        "--person", metavar="NAME", help="Whose log days and ids are from; needed where several people train."
    ),
]
_SameDay = Annotated[
    bool, typer.Option("--same-day", help="Both were filmed on one day in the same clothes: smaller differences count.")
]
_OtherPerson = Annotated[
    bool, typer.Option("--other-person", help="B is somebody else: only what is larger than both errors counts.")
]
_Out = Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="Where the page goes.")]


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command(epilog="\n".join(_EXAMPLES))(compare)


def compare(
    first: _First,
    second: _Second,
    *,
    person: _Person = None,
    same_day: _SameDay = False,
    other_person: _OtherPerson = False,
    out: _Out = Path("compare.html"),
    open_: OpenPage = None,
    quiet: options.Quiet = False,
) -> None:
    """Compare two repetitions, sets, days or self-tests: what differs by more than its error, the back first.

    A may be `demonstration`, the drawn figure of B's exercise or self-test: then the largest difference comes first.
    Writes compare.html, with both side by side in step and over one another.
    """
    from hiphinge.filesystem import check_writable  # noqa: PLC0415  # --help does without

    check_writable(out.absolute().parent, make_folders=False)
    _check_drawn_alone(first, second, same_day=same_day, other_person=other_person)
    if any(map(_names_a_test, (first, second))):
        if person is not None or same_day:
            message = "Self-tests are compared by their videos. Leave out --person and --same-day."
            raise UsageError(message)
        _compare_tests(first, second, other_person=other_person, out=out, quiet=quiet)
    else:
        from hiphinge.reports.side_by_side import headline  # noqa: PLC0415  # --help does without
        from hiphinge.workflow.comparing import compare_sides, write_comparison_page  # noqa: PLC0415  # likewise

        sides = _sides(first, second, person=person, same_day=same_day, other_person=other_person)
        found = compare_sides(*sides)
        write_comparison_page(found, out)
        if not quiet:
            _show(found, headline(found.families))
    if not quiet:
        say(f"\nPage: {out}")
    if has_screen() if open_ is None else open_:
        show_page(out)


def _check_drawn_alone(first: str, second: str, *, same_day: bool, other_person: bool) -> None:
    """Refuse what says how two recordings are related where one side is drawn."""
    from hiphinge.workflow.demonstrations import is_demonstration  # noqa: PLC0415  # --help does without

    given = [name for name, on in (("--other-person", other_person), ("--same-day", same_day)) if on]
    if given and any(map(is_demonstration, (first, second))):
        message = (
            f"Expected two recordings with {given[0]}, but one side is the demonstration: it is nobody and was "
            f"filmed on no day. Leave out {' and '.join(given)}."
        )
        raise UsageError(message)


def _names_a_test(text: str) -> bool:
    if "=" not in text:
        return False
    from hiphinge.workflow.comparing_tests import names_a_test  # noqa: PLC0415  # --help does without

    return names_a_test(text)


def _compare_tests(first: str, second: str, *, other_person: bool, out: Path, quiet: bool) -> None:
    from hiphinge.reports.side_by_side import self_test_headline  # noqa: PLC0415  # --help does without
    from hiphinge.workflow.comparing_tests import compare_tests, read_test_sides, write_test_page  # noqa: PLC0415  # likewise

    with watched("the videos", quiet=quiet) as listener:
        sides = read_test_sides(first, second, progress=listener, other_person=other_person)
    found = compare_tests(*sides)
    write_test_page(found, out)
    if not quiet:
        _show(found, self_test_headline(found.families))


def _sides(
    first: str, second: str, *, person: str | None, same_day: bool, other_person: bool
) -> "tuple[ComparedSide, ComparedSide]":
    from dataclasses import replace  # noqa: PLC0415  # --help does without

    from hiphinge.workflow.comparing import read_side, read_sides  # noqa: PLC0415  # likewise

    if person is None and not _names_days(first, second):
        one, other = read_sides(first, second, read=read_side)
    else:
        from hiphinge.workflow.stores import chosen_person, user_store  # noqa: PLC0415  # --help does without

        with user_store() as store:
            if person is None and not store.people.all():  # nothing is in the log, so only files can be meant
                one, other = read_sides(first, second, read=read_side)
            else:
                whose = chosen_person(store, person)
                one, other = read_sides(first, second, read=lambda text: read_side(text, store=store, person=whose))
    if other_person:
        other = replace(other, whose="other")
    return (replace(one, day="same"), replace(other, day="same")) if same_day else (one, other)


def _names_days(*texts: str) -> bool:
    """Return whether one of them is no file, so that it could be in the log, where there is a log."""
    from hiphinge.workflow.demonstrations import is_demonstration  # noqa: PLC0415  # likewise
    from hiphinge.workflow.stores import is_there  # noqa: PLC0415  # --help does without

    named = [text for text in texts if not is_demonstration(text)]
    return is_there() and any(not Path(text.partition("#")[0]).exists() for text in named)


def _show(found: "Compared | ComparedTests", first: str) -> None:
    from hiphinge.reports.side_by_side import difference_words, nearness_words  # noqa: PLC0415  # --help does without

    say(first)
    for family in found.families:
        say(f"\n{family.family[0].upper()}{family.family[1:]}, in B against A")
        for one in family.differences:
            say(f"  {difference_words(one, found.usual)}")
    say(f"\n{nearness_words(found.nearness)}")
    for note in found.notes:
        say(note)
