"""Prints an analysis: the summary, a row for each repetition, and where the files are."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from hiphinge.cli.screen import answers, say, say_table

if TYPE_CHECKING:
    from hiphinge.workflow import Result

__all__ = ["print_line", "print_result"]


def print_result(result: "Result", *, folder: Path, title: str | None = None) -> None:
    """Print the result of one recording; ``title`` names it among several."""
    from rich.text import Text  # noqa: PLC0415  # --help does without

    from hiphinge.reports.text.paragraph import paragraph  # noqa: PLC0415  # --help does without
    from hiphinge.reports.text.table import repetition_table  # noqa: PLC0415  # likewise

    words = paragraph(result.analysis)
    screen = answers()
    heading = words.headline if title is None else f"{title}: {words.headline}"
    screen.print(Text(heading, style="bold"))
    screen.print(Text(f"\n{words.text}"))
    if result.repetitions:
        table = repetition_table(result.analysis)
        say_table(table.headings, table.rows, whole=len(table.headings) - 1)
    source = "recording" if result.video is None else "video"
    for warning in result.analysis.motion.origin.warnings:
        screen.print(Text(f"\nAbout the {source}: {warning}"))
    report = folder / "report.html"
    end = "" if title is None else "\n"
    for line in _read_on(result):
        say(line)
    say(f"\nReport: {report}{end}" if report.is_file() else f"\nResults: {folder}{end}")


def print_line(result: "Result", *, folder: Path, name: str) -> None:
    """Print the answer for one recording on one line: its name, the headline, and where the results are."""
    from hiphinge.reports.text.paragraph import paragraph  # noqa: PLC0415  # --help does without

    report = folder / "report.html"
    say(f"{name}: {paragraph(result.analysis).headline}. {report if report.is_file() else folder}")


def _read_on(result: "Result") -> Iterator[str]:
    """Yield the commands to read on with after the advice: what the finding means, the drill, the lesson."""
    from hiphinge.workflow.next_steps import next_steps  # noqa: PLC0415  # --help does without

    others = [part for part in result.analysis.stretches if not part.measured and part.repetitions]
    for part in others[:1]:
        yield f"\nAnother part:  --start {part.start_s:.1f} --end {part.end_s:.1f}"
    steps = next_steps(result)
    if steps is None:
        return
    yield ""
    if steps.exercise_unnamed:
        yield "The exercise:  hiphinge analyze FILE --exercise NAME (hiphinge exercises lists the names)"
    if steps.prepares:
        yield "Prepare first: hiphinge explain preparation"
    if steps.fault is not None:
        yield f"What it means: hiphinge explain {steps.fault}"
    if steps.drill is not None:
        yield f"The drill:     hiphinge explain {steps.drill}"
    if steps.lesson is None:
        yield "The lessons:   hiphinge lesson"
    else:
        yield f"The lesson:    hiphinge lesson {steps.lesson}"
