"""A set as a sheet: the answer and the one thing to change; for who coaches, also intervals, methods and limits."""

from collections.abc import Iterator

from hiphinge.reports.model import Figure, FindingCard, NumberCell, Report
from hiphinge.reports.pdf.sheet import (
    Block,
    FigureBlock,
    Heading,
    ListBlock,
    PaperSheet,
    Reader,
    TableBlock,
    TextBlock,
)

__all__ = ["set_sheet"]

_MOST_REPETITIONS = 8
_MOST_NUMBERS = 14
_PAGES = {"lifter": 1, "coach": 2}


def set_sheet(report: Report, *, whose: str = "", day: str = "", reader: Reader = "lifter") -> PaperSheet:
    """Return a set as a sheet from its report; nothing is computed.

    Parameters
    ----------
    whose, day
        A name, and when it was filmed, for the line under the title; may be empty.
    """
    images: dict[str, bytes] = {}
    blocks: list[Block] = [TextBlock(text=report.paragraph.headline, weight="strong"), *_answer(report, images)]
    blocks += _repetitions(report)
    if reader == "coach":
        blocks += [*_findings(report), *_numbers(report), *_method(report)]
    return PaperSheet(
        title=report.exercise,
        lead=". ".join(part for part in (whose, day, report.source, report.duration) if part) + ".",
        blocks=tuple(blocks),
        foot=" ".join(report.intended_use),
        pages=_PAGES[reader],
        images=images,
    )


def _advised(report: Report) -> FindingCard | None:
    return next((one for one in report.findings if one.is_advised), report.findings[0] if report.findings else None)


def _answer(report: Report, images: dict[str, bytes]) -> Iterator[Block]:
    yield TextBlock(text=report.paragraph.text.removesuffix(report.paragraph.next).rstrip())
    card, advice = _advised(report), report.next_set
    words: list[Heading | TextBlock | ListBlock] = []
    if advice is not None:
        words += [Heading(text="For the next set"), TextBlock(text=advice.cue, weight="strong")]
        words += [TextBlock(text=text) for text in (advice.why, advice.drill) if text]
        words += [ListBlock(lines=tuple((line, "") for line in advice.drill_how))] if advice.drill_how else []
        words += [TextBlock(text=advice.next)] if advice.next else []
    figure = card.figure if card is not None and card.figure is not None else _bottom(report)
    if figure is None:
        yield from words
        return
    images["moment.webp"] = figure.data
    yield FigureBlock(name="moment.webp", alt=figure.alt, beside=tuple(words))


def _bottom(report: Report) -> Figure | None:
    found = [one.figure for one in report.repetitions if one.figure is not None]
    best = [one.figure for one in report.repetitions if one.figure is not None and one.rank == "best"]
    return next(iter((*best, *found)), None)


def _repetitions(report: Report) -> Iterator[Block]:
    if not report.table.rows:
        return
    yield Heading(text="Repetition by repetition")
    headings = tuple(report.table.headings)
    yield TableBlock(
        headings=headings,
        rows=tuple(tuple(map(str, row)) for row in report.table.rows),
        widths=(0,) * (len(headings) - 1) + (1,),
    )


def _findings(report: Report) -> Iterator[Block]:
    if report.findings:
        yield Heading(text="What was found")
    for one in report.findings:
        yield Heading(text=f"{one.name}: {one.where}", level=3)
        yield TextBlock(text=f"{one.what} {one.measured}")
        yield TextBlock(
            text=f"Held against {one.line}. {one.why} Evidence {one.grade}, {one.grade_words}.", weight="small"
        )


def _numbers(report: Report) -> Iterator[Block]:
    numbers = report.numbers
    count = min(len(numbers.headings), _MOST_REPETITIONS)
    if not numbers.rows or not count:
        return
    yield Heading(text="Numbers, and where the true value may be (90 %)")
    rows = tuple(
        (f"{row.title}, {row.unit}" if row.unit else row.title, *(_cell(one) for one in row.cells[:count]))
        for row in numbers.rows[:_MOST_NUMBERS]
    )
    headings = ("Quantity", *numbers.headings[:count])
    yield TableBlock(headings=headings, rows=rows, widths=(3, *(1,) * count))
    left = [
        f"{len(numbers.headings) - count} more repetitions" if len(numbers.headings) > count else "",
        f"{len(numbers.rows) - _MOST_NUMBERS} more quantities" if len(numbers.rows) > _MOST_NUMBERS else "",
    ]
    if any(left):
        yield TextBlock(text=f"The report has {' and '.join(one for one in left if one)}.", weight="small")


def _cell(cell: NumberCell) -> str:
    if not cell.value:
        return "not measured"
    return f"{cell.value} ({cell.interval})" if cell.interval else cell.value


def _method(report: Report) -> Iterator[Block]:
    if report.not_measured:
        yield Heading(text="Not measured")
        yield ListBlock(
            lines=tuple((f"{', '.join(one.names)}: {one.reason}", one.where) for one in report.not_measured)
        )
    yield Heading(text="How it was measured")
    facts = dict.fromkeys(f"{one.term}: {one.text}" for one in (*report.seen, *report.method))
    yield ListBlock(lines=tuple((fact, "") for fact in facts))
    if report.thresholds:
        yield Heading(text="What a finding is held against")
        yield ListBlock(
            lines=tuple((f"{one.name}: {one.line}", f"(evidence {one.grade})") for one in report.thresholds)
        )
