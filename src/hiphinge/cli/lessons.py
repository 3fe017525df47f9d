"""``hiphinge lesson``: the lessons of "Learn the hinge": read one, film it, and see which pass marks you met."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hiphinge.cli import options
from hiphinge.cli.screen import say, say_table
from hiphinge.cli.waiting import watched
from hiphinge.errors import NotMeasurableError

if TYPE_CHECKING:
    from hiphinge.catalogue import Lesson
    from hiphinge.reports.model import LessonCard
    from hiphinge.workflow.lessons import LessonVideo

__all__ = ["counted_in", "lesson", "register"]

_EXAMPLES = (
    "[bold]Examples[/]",
    "hiphinge lesson",
    "hiphinge lesson 2",
    "hiphinge lesson 2 wall.mp4",
    "hiphinge lesson 1 bends.mp4 --person anna",
    "hiphinge lesson 4 bows.mp4 --estimate 7",
)
_SIGNS = {"passed": "+", "not_yet": "-", "cannot_tell": "?"}

Which = Annotated[str | None, typer.Argument(metavar="NUMBER", help="Which lesson, 1 to 6.", show_default=False)]
Video = Annotated[
    Path | None,
    typer.Argument(metavar="VIDEO", help="A video of the lesson, or its pose file.", show_default=False),
]
Person = Annotated[str, typer.Option("--person", metavar="NAME", help="Who practises; notes are saved by this name.")]
Estimate = Annotated[
    int | None,
    typer.Option(
        "--estimate",
        metavar="COUNT",
        min=0,
        help="How many repetitions you think met every mark; without it, hiphinge asks.",
    ),
]


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command(epilog="\n".join(_EXAMPLES))(lesson)


def lesson(  # noqa: PLR0913  # Typer reads the options from the parameters
    which: Which = None,
    video: Video = None,
    *,
    person: Person = "me",
    estimate: Estimate = None,
    out: options.Out = None,
    model: options.Model = None,
    estimator: options.Estimator = "blazepose",
    threads: options.Threads = None,
    quiet: options.Quiet = False,
) -> None:
    """Learn the hinge in six lessons: read one, film it, and see which pass marks you met.

    Without a number it lists the lessons. With a number it shows the lesson. With a video it checks which pass marks
    you met, and asks you to estimate your result first. At the start you get feedback on every repetition, later on
    fewer and fewer.
    """
    if which is None:
        _list(person)
        return
    from hiphinge.workflow.lessons import keep_lesson, lesson_named, take_lesson  # noqa: PLC0415  # --help does without

    wanted = lesson_named(which)
    if video is None:
        _read(wanted, person)
    elif wanted.calibrates:
        _calibrate(wanted, video, person=person, model=model, estimator=estimator, threads=threads, quiet=quiet)
    else:
        from hiphinge.workflow.jobs import jobs  # noqa: PLC0415  # --help does without

        job = jobs([video], out=out)[0]
        with watched(video.name, quiet=quiet) as listener:
            taken = take_lesson(
                wanted, video, person=person, model=model, estimator=estimator, threads=threads, progress=listener
            )
            taken.result.save(job.folder, progress=listener)
        keep_lesson(taken, person=person, on=_today())
        if not quiet:
            _print(taken, folder=job.folder, estimate=_estimate(wanted, estimate))
        if not taken.result.measurable:
            raise typer.Exit(NotMeasurableError.exit_code)


def _list(person: str) -> None:
    from hiphinge.workflow.lessons import lessons  # noqa: PLC0415  # --help does without
    from hiphinge.workflow.notes import read_notes  # noqa: PLC0415  # likewise

    notes = read_notes(person)
    rows = [(str(one.number), one.name, one.aim, notes.passed.get(one.id, "")) for one in lessons()]
    say_table(("", "lesson", "aim", "passed on"), rows)
    say(f"Repetitions practised by {person!r}: {notes.practised}. To read a lesson: hiphinge lesson 1")


def _read(wanted: "Lesson", person: str) -> None:
    from hiphinge.reports.sheets import sheet, sheet_lines  # noqa: PLC0415  # --help does without

    for line in sheet_lines(sheet(wanted.id)):
        say(line)
    say(f"\nWith animations: hiphinge explain {wanted.id} --page {wanted.id}.html")
    for line in _readiness_lines(person):
        say(line)


def _readiness_lines(person: str) -> Iterator[str]:
    """Yield what the person's answers before the start lead to."""
    from hiphinge.workflow.notes import read_notes  # noqa: PLC0415  # --help does without
    from hiphinge.workflow.preparing import questions_with_yes  # noqa: PLC0415  # likewise

    notes = read_notes(person)
    if notes.answered_on is None:
        yield "\nBefore the first lesson, answer a few questions: hiphinge ready"
        return
    for question in questions_with_yes(notes.answers):
        yield f"\nYou answered yes to: {question.ask}\n  {question.yes}"


def _calibrate(  # passed on by name
    wanted: "Lesson",
    video: Path,
    *,
    person: str,
    model: str | None,
    estimator: str,
    threads: int | None,
    quiet: bool,
) -> None:
    from hiphinge.cli.calibrating import calibrate  # noqa: PLC0415  # --help does without
    from hiphinge.workflow.lessons import keep_calibration_lesson  # noqa: PLC0415  # likewise

    said = "" if quiet else _asked_estimate(wanted)
    calibrate(video, person=person, model=model, estimator=estimator, threads=threads, quiet=quiet)
    keep_calibration_lesson(wanted, person=person, on=_today())
    if said:
        say(f"\nYou said: {said}")
    if not quiet:
        say(f"\nLesson {wanted.number} passed. {wanted.passed}\nNext: hiphinge lesson {wanted.number + 1}")


def _today() -> date:
    return date.today()  # noqa: DTZ011  # the day on the wall where the person is


def _estimate(wanted: "Lesson", given: int | None) -> int | None:
    """Return the person's estimate: as given, or asked for."""
    return counted_in(_asked_estimate(wanted)) if given is None else given


def _asked_estimate(wanted: "Lesson") -> str:
    """Return the person's estimate in their own words, asked before any number is shown; empty without a terminal."""
    import sys  # noqa: PLC0415  # asked for only here

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return ""
    answer: str = typer.prompt(
        f"Before you see any number: {wanted.estimate} (Enter to skip)", default="", show_default=False
    )
    return answer.strip()


def counted_in(answer: str) -> int | None:
    """Return the first whole number in an answer, or None."""
    found = re.search(r"\d+", answer)
    return None if found is None else int(found.group())


def _print(taken: "LessonVideo", *, folder: Path, estimate: int | None) -> None:
    from hiphinge.reports.lesson_results import lesson_card  # noqa: PLC0415  # --help does without

    card = lesson_card(taken.judged)
    say(card.title)
    for line in _lines(taken, card, estimate):
        say(line)
    if card.passed:
        say(f"\n{card.passed}")
        say(_next(taken.judged.lesson))
    say(f"\nReport: {folder / 'report.html'}")


def _lines(taken: "LessonVideo", card: "LessonCard", estimate: int | None) -> Iterator[str]:
    if card.too_few:
        yield card.too_few
    if estimate is not None and taken.judged.counted:
        yield f"You said {estimate}. {taken.met_every_mark} of {taken.judged.counted} clearly met every mark."
    for number, row in enumerate(card.rows, start=1):
        yield f"{_SIGNS[row.outcome]} {number}. {row.says} ({row.count})"
    if card.try_this:
        yield f"\nTry this: {card.try_this}"
    yield from _by_repetition(taken)


def _by_repetition(taken: "LessonVideo") -> Iterator[str]:
    """Yield what single repetitions missed, of those that are reported one by one."""
    missed = taken.missed
    if missed:
        yield ""
    for place, marks in missed.items():
        if marks:
            yield f"Repetition {place} missed: {', '.join(map(str, marks))}"
    if missed and not any(missed.values()):
        yield f"Checked one by one: repetitions {', '.join(map(str, missed))}. None of them clearly missed a mark."
    if len(missed) < taken.judged.counted:
        yield f"You practised {taken.practised} repetitions before this set. Judge the others by feel."


def _next(wanted: "Lesson") -> str:
    from hiphinge.workflow.lessons import lesson_after  # noqa: PLC0415  # --help does without

    following = lesson_after(wanted)
    if following is None:
        return "That was the last lesson. Film your sets: hiphinge analyze VIDEO"
    return f"Next: hiphinge lesson {following.number} ({following.name})"
