"""``hiphinge progress``: what the training log shows over time, as tables and a page."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hiphinge.cli import options
from hiphinge.cli.listing import complete_exercise
from hiphinge.cli.screen import say, say_table
from hiphinge.cli.showing import OpenPage, has_screen, show_page
from hiphinge.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hiphinge.progress import ExerciseProgress
    from hiphinge.workflow.training_progress import PersonProgress

__all__ = ["progress", "register"]

_EXAMPLES = (
    "[bold]Examples[/]",
    "hiphinge progress",
    "hiphinge progress --person ana --exercise rdl",
    "hiphinge progress --cycle 2026-01-05..2026-02-15 --cycle 2026-02-23..2026-04-05",
)
_TWO = 2
_Person = Annotated[
    str | None, typer.Option("--person", metavar="NAME", help="Whose log.  \\[default: if there is one person only]")
]
_Exercise = Annotated[
    str | None,
    typer.Option("--exercise", "-e", metavar="NAME", autocompletion=complete_exercise, help="Only this exercise."),
]
_Cycles = Annotated[
    list[str] | None,
    typer.Option("--cycle", metavar="START..END", help="A training cycle by its dates; give two to compare them."),
]
_MOST_ROWS = 8
"""Measures in the terminal; the page has all of them."""
_Out = Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="Where the page goes.")]


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command(epilog="\n".join(_EXAMPLES))(progress)


def progress(  # the options of the command
    *,
    person: _Person = None,
    exercise: _Exercise = None,
    cycle: _Cycles = None,
    out: _Out = Path("progress.html"),
    open_: OpenPage = None,
    quiet: options.Quiet = False,
) -> None:
    """Show what changed over your training, and what may be noise.

    Reads what `analyze --person` filed and what was logged. Writes progress.html.
    """
    import gc  # noqa: PLC0415  # --help does without

    from hiphinge.filesystem import check_writable  # noqa: PLC0415  # --help does without
    from hiphinge.workflow.stores import chosen_person, user_store  # noqa: PLC0415  # likewise
    from hiphinge.workflow.training_progress import (  # noqa: PLC0415  # likewise
        parse_cycle,
        progress_of,
        write_progress_page,
    )

    if cycle and len(cycle) != _TWO:
        message = f"Two cycles are compared, but --cycle was given {len(cycle)} times. Give it twice."
        raise UsageError(message)
    cycles = None if not cycle else (parse_cycle(cycle[0]), parse_cycle(cycle[1]))
    check_writable(out.absolute().parent)
    gc.freeze()  # what is loaded by now stays: the collector need not look through it while thousands of rows are read
    with user_store() as store:
        found = progress_of(store, chosen_person(store, person), exercise=exercise, cycles=cycles)
    write_progress_page(found, out)
    if not quiet:
        _show(found)
        say(f"\nPage: {out}")
    if has_screen() if open_ is None else open_:
        show_page(out)


def _show(found: "PersonProgress") -> None:
    if not found.exercises:
        say(
            f"Nothing of {found.name} was filmed or gives an estimate of strength yet. "
            "Film a set: hiphinge analyze VIDEO --person NAME"
        )
    for one in found.exercises:
        _show_exercise(one, found.unit)
    for exercise, compared in found.cycles.items():
        from hiphinge.reports.training_cycles import cycle_rows  # noqa: PLC0415  # --help does without

        names, rows, note = cycle_rows(compared, found.unit)
        say(f"\nTwo cycles of {exercise}. {note}")
        say_table(("", *names, "difference"), rows)
    _show_day(found)
    _show_weeks(found)


def _show_day(found: "PersonProgress") -> None:
    """Print aims with where one is, back comfort, and what the lower back held over time."""
    from hiphinge.documents.log_words import aim_words  # noqa: PLC0415  # --help does without
    from hiphinge.reports.text.log_words import comfort_words  # noqa: PLC0415  # likewise

    if found.aims:
        say("\nAims:")
        say_table(("by", "aim", "so far"), [(str(one.aim.by), aim_words(one.aim), one.words) for one in found.aims])
    if found.comfort is not None:
        say(f"\nBack comfort, as you rated it: {comfort_words(found.comfort)}.")
    if found.dose is not None:
        from hiphinge.reports.text.dose_words import dose_meaning, dose_rows, dose_verdict  # noqa: PLC0415  # likewise

        say(f"\nWhat your lower back held, {dose_verdict(found.dose)}.")
        say_table(("", "sum over time"), dose_rows(found.dose))
        say(dose_meaning())


def _show_exercise(one: "ExerciseProgress", unit: str) -> None:
    from hiphinge.catalogue import load  # noqa: PLC0415  # --help does without
    from hiphinge.quantities import QUANTITIES  # noqa: PLC0415  # likewise
    from hiphinge.reports.text.log_words import probe_words, velocity_words  # noqa: PLC0415  # likewise
    from hiphinge.reports.text.numbers import spoken  # noqa: PLC0415  # likewise
    from hiphinge.reports.text.progress_words import strength_words, trend_words  # noqa: PLC0415  # likewise
    from hiphinge.reports.training import counter_words, ordered_trends, strength_verdict  # noqa: PLC0415  # likewise

    say(f"\n{load().exercise(one.exercise).name}")
    if not load().exercise(one.exercise).analysed:
        say("Not gated by video: hiphinge cannot judge a video of it.")
    if one.judged:
        say(counter_words(one))
    if probed := probe_words(one.probe):
        say(probed)
    rows = [
        (
            QUANTITIES[t.quantity].title,
            spoken(float(t.trend.values[-1]), QUANTITIES[t.quantity].unit),
            trend_words(t.trend, QUANTITIES[t.quantity].unit),
        )
        for t in ordered_trends(one)
    ]
    if rows:
        _show_measures(rows[:_MOST_ROWS])
    if len(rows) > _MOST_ROWS:
        say(f"{len(rows) - _MOST_ROWS} more measures are on the page.")
    if one.strength and one.strength_trend is not None:
        say(f"Strength, last day: {strength_words(one.strength[-1], unit)}.")
        say(f"Strength from first to last: {strength_verdict(one.strength_trend, unit)}.")
    if one.filmed:
        say(f"Speed of the ascent against load: {velocity_words(one.velocity, unit)}.")


def _show_measures(rows: "Sequence[tuple[str, str, str]]") -> None:
    """Print measures with what became of each; where that is the same of all of them, it is said once below."""
    said = {words for *_, words in rows}
    if len(said) > 1:
        say_table(("measure", "last", "from first to last"), rows, whole=2)
        return
    say_table(("measure", "last"), [row[:2] for row in rows], whole=2)
    say(f"From first to last, each of them: {said.pop()}.")


def _show_weeks(found: "PersonProgress") -> None:
    from hiphinge.reports.text.progress_words import day_words  # noqa: PLC0415  # --help does without

    last = found.weeks[-4:]
    if not last:
        return
    say("\nWork sets by week, counted and not judged:")
    patterns = [name for name in last[0].counts.patterns if any(week.counts.patterns[name] for week in last)]
    rows = [(name, *(str(week.counts.patterns[name]) for week in last)) for name in patterns]
    say_table(("pattern", *(day_words(week.monday) for week in last)), rows)
    if found.not_gated:
        shown = ", ".join(found.not_gated[:_MOST_ROWS])
        more = len(found.not_gated) - _MOST_ROWS
        say(f"Not gated by video: {shown}{f', and {more} more' if more > 0 else ''}.")
