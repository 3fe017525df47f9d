"""The result of a self-test, or of several of one sitting, as a sheet: values, groups, lifts, what follows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from hiphinge.assessments import SelfTestResult, SelfTestValue, SideDifference
from hiphinge.catalogue import SelfTest, TestBand, load
from hiphinge.measures import Measurement, NotMeasurable
from hiphinge.quantities import QUANTITIES
from hiphinge.reports.pdf.sheet import Block, Heading, ListBlock, PaperSheet, TextBlock
from hiphinge.reports.sheets.model import Part, Sheet
from hiphinge.reports.sheets.parts import OWN, part, to_drill, to_item
from hiphinge.reports.sheets.practice import about_lifts, compared_title, test_images, test_pointers
from hiphinge.reports.sheets.sources import article_statements, source_lines
from hiphinge.reports.text.numbers import spoken, spoken_range
from hiphinge.reports.text.sentences import INTENDED_USE

__all__ = ["Earlier", "battery_paper", "battery_sheet", "guide_sheet", "result_lines", "result_sheet", "value_words"]

Earlier = Mapping[tuple[str, str, str | None], tuple[str, SelfTestValue]]
"""The day and the value of the last result before, by test, quantity and side."""


def result_sheet(result: SelfTestResult, earlier: Earlier | None = None) -> Sheet:
    """Return everything that is said about the result of one test."""
    catalogue = load()
    test = catalogue.self_tests[result.test]
    citations = tuple(dict.fromkeys((*test.citations, *(c for b in test.bands for c in b.citations))))
    return Sheet(
        id=test.id,
        kind="result of a self-test",
        title=test.name,
        lead=test.asks,
        images=test_images(test),
        parts=(
            *part("What was measured", result_lines(result), kind="points"),
            *part("Left and right", (_difference_words(one, result) for one in result.differences), kind="points"),
            *part(compared_title(test), _placed(result, test), kind="points"),
            *part("Compared with your own last test", _since(result, earlier or {}), kind="points"),
            *part("Not measured", _missing(result), kind="points"),
            *part("What it says about a lift", about_lifts(test, catalogue), kind="points"),
            *part("How well it repeats", (test.repeatability,)),
            *part("What it does not show", (test.does_not_tell,)),
            *part("Then", (test.then,)),
        ),
        pointers=(*test_pointers(test, catalogue), to_item(test.id, f"How to do it: {test.name}")),
        sources=source_lines(citations, catalogue),
        article_statements=article_statements(test.sources, catalogue),
    )


def result_lines(result: SelfTestResult) -> Iterator[str]:
    """Yield each measured value with its side and interval."""
    for value in result.measured:
        yield f"{_named(value.quantity, value.side)}: {value_words(value)}."


def value_words(value: SelfTestValue) -> str:
    """Return a measured value with its interval in words; the reason where there is none."""
    measured = value.measured
    if isinstance(measured, NotMeasurable):
        return f"not measurable. {measured.reason} {measured.do}"
    least = "at least " if value.at_least else ""
    words = f"{least}{spoken(measured.value, measured.unit)}"
    if value.at_least or measured.interval is None or measured.interval.low == measured.interval.high:
        return words
    return f"{words}, could be {spoken_range(measured.interval.low, measured.interval.high, measured.unit)}"


def _named(quantity: str, side: str | None) -> str:
    title = QUANTITIES[quantity].title
    return title if side is None else f"{title}, {side}"


def _difference_words(one: SideDifference, result: SelfTestResult) -> str:
    """Return how both sides differ; which one has more of it is said only where neither is below zero."""
    values = [
        v.measured.value for v in result.values if v.quantity == one.quantity and isinstance(v.measured, Measurement)
    ]
    where = f"more on the {'left' if one.value > 0 else 'right'}" if min(values) >= 0 else "between left and right"
    size, error = spoken(abs(one.value), one.unit), spoken(one.repeatability, one.unit)
    if one.is_clear:
        return f"{QUANTITIES[one.quantity].title}: {size} {where}; a difference repeats within {error}."
    return f"{QUANTITIES[one.quantity].title}: no clear difference ({size}; a difference repeats within {error})."


def _placed(result: SelfTestResult, test: SelfTest) -> Iterator[str]:
    """Yield for each measured value the bands of the studies' groups in which it is, then those in which it may be."""
    may_be_in: list[str] = []
    for band in test.bands:
        if band.band is None:
            yield f"{band.label}: {band.says} {_group(band)}"
            continue
        low, high = band.band
        for value in result.measured:
            if value.quantity != band.quantity or not isinstance(value.measured, Measurement):
                continue
            inside = low <= value.measured.value <= high and not value.at_least
            interval = value.measured.interval
            may_be = interval is not None and interval.low <= high and (value.at_least or interval.high >= low)
            if inside or may_be:
                why = "since the video ends before the hold" if value.at_least else "by its interval"
                sure = "" if inside else f"It could be, {why}: "
                side = "" if value.side is None else f"{value.side.capitalize()}: "
                words = f"{side}{sure}{band.label} ({spoken_range(low, high, band.unit)}). {band.says} {_group(band)}"
                if inside:
                    yield words
                else:
                    may_be_in.append(words)
    yield from may_be_in


def _group(band: TestBand) -> str:
    own = f", {OWN}" if band.unverified else ""
    return f"Group: {band.group} (evidence {band.grade}{own})."


def _since(result: SelfTestResult, earlier: Earlier) -> Iterator[str]:
    for value in result.measured:
        if (result.test, value.quantity, value.side) not in earlier or not isinstance(value.measured, Measurement):
            continue
        day, before = earlier[result.test, value.quantity, value.side]
        if isinstance(before.measured, Measurement):
            change, error = value.measured.value - before.measured.value, _between_days(value.quantity)
            past = f"{'at least ' if before.at_least else ''}{spoken(before.measured.value, value.measured.unit)}"
            changed = _changed(change, error, value, before, unit=value.measured.unit)
            yield f"{_named(value.quantity, value.side)}: {past} on {day}; {changed}"


def _changed(change: float, error: float, value: SelfTestValue, before: SelfTestValue, *, unit: str) -> str:
    """Return what follows of a change: a hold whose video ended first may have been any longer."""
    size = spoken(abs(change), unit)
    if not (value.at_least or before.at_least):
        if abs(change) <= error:
            return f"the change is within its error ({spoken(error, unit)})."
        return f"now {size} {'more' if change > 0 else 'less'}, beyond its error."
    if change > error and not before.at_least:
        return f"now at least {size} more, beyond its error."
    if change < -error and not value.at_least:
        return f"now at least {size} less, beyond its error."
    ended = (
        "this video ends" if not before.at_least else "that video ended" if not value.at_least else "both videos end"
    )
    return f"whether it changed cannot be said, since {ended} before the hold."


def _between_days(quantity: str) -> float:
    """Return from where a change between two days counts: what is known, or the errors of both values together."""
    accuracy = load().accuracy.get(quantity)
    if accuracy is None:
        return 0.0
    if accuracy.between_days is not None:
        return float(accuracy.between_days.detectable)
    return float(2**0.5 * accuracy.absolute)


def _missing(result: SelfTestResult) -> Iterator[str]:
    """Yield each reason why something was not measured once, after what it holds for."""
    whys: dict[tuple[str, str], list[str]] = {}
    for value in result.values:
        if isinstance(value.measured, NotMeasurable):
            names = whys.setdefault((value.measured.reason, value.measured.do), [])
            names.append(_named(value.quantity, value.side))
    for (reason, do), names in whys.items():
        yield f"{'; '.join(names)}: {reason} {do}" if len(names) < len(result.values) else f"{reason} {do}"
    said = {value.measured.id for value in result.values if isinstance(value.measured, NotMeasurable)}
    yield from (f"{reason.reason} {reason.do}" for reason in result.reasons if reason.id not in said)


def battery_sheet(results: Sequence[SelfTestResult], earlier: Earlier | None = None) -> Sheet:
    """Return the results of one sitting as one sheet, test by test."""
    catalogue = load()
    each = [(catalogue.self_tests[one.test], result_sheet(one, earlier)) for one in results]
    parts = tuple(_short(test, sheet) for test, sheet in each)
    drills = dict.fromkeys(test.drill for test, _ in each if test.drill is not None)
    return Sheet(
        id="battery",
        kind="self-tests of one sitting",
        title="Your self-tests",
        lead="What was measured, how it compares, and what it does not show.",
        parts=parts,
        pointers=(
            *(to_item(test.id, f"More about: {test.name}") for test, _ in each),
            *(to_drill(id_, catalogue) for id_ in drills),
        ),
        sources=tuple({source.id: source for _, sheet in each for source in sheet.sources}.values()),
    )


def _short(test: SelfTest, sheet: Sheet) -> Part:
    """Return a test's part of the sitting: values, sides, groups, changes, gaps, and what it does not show."""
    kept = ("What was measured", "Left and right", "Compared", "Not measured", "What it does not show")
    lines = chain.from_iterable(one.lines for one in sheet.parts if one.title.startswith(kept))
    return Part(title=test.name, lines=tuple(lines), kind="points")


def guide_sheet(tests: Iterable[SelfTest]) -> Sheet:
    """Return how to do and film tests, one after the other, before anything is measured."""
    chosen = tuple(tests)
    return Sheet(
        id="battery",
        kind="self-tests in one sitting",
        title="Your sitting",
        lead="Do them in this order, rested and warm, each in its own video. Stop where anything hurts.",
        parts=tuple(_guided(test) for test in chosen),
        pointers=tuple(to_item(test.id, f"More about: {test.name}") for test in chosen),
    )


def _guided(test: SelfTest) -> Part:
    filming = () if test.protocol is None else test.protocol.filming
    return Part(title=f"{test.name} ({test.id})", lines=(*test.how, *filming), kind="steps")


def battery_paper(sheet: Sheet, *, whose: str = "") -> PaperSheet:
    """Return a sitting on paper."""
    blocks: list[Block] = []
    for one in sheet.parts:
        blocks += [Heading(text=one.title), ListBlock(lines=tuple((line, "") for line in one.lines))]
    if sheet.pointers:
        blocks += [Heading(text="Next"), TextBlock(text="; ".join(pointer.words for pointer in sheet.pointers) + ".")]
    title = f"{sheet.title}: {whose}" if whose else sheet.title
    return PaperSheet(title=title, lead=sheet.lead, blocks=tuple(blocks), foot=" ".join(INTENDED_USE), pages=2)
