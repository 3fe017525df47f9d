"""A session, and a whole plan, as sheets."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from hiphinge.catalogue import load
from hiphinge.planning import Decided, Item, Plan, Session
from hiphinge.planning.deciding import value_of
from hiphinge.reports.pdf.sheet import Block, Heading, ListBlock, PaperSheet, Reader, TableBlock, TextBlock
from hiphinge.reports.text.plan_words import (
    NOT_GATED,
    dose_words,
    grades_words,
    item_name,
    kind_words,
    part_words,
    plain_reason,
    reasons,
    title_of,
)
from hiphinge.reports.text.sentences import INTENDED_USE

__all__ = ["cycle_sheet", "session_sheet"]

_PAGES = {"lifter": 1, "coach": 2}
_READING: Final = ("as_earned", "rests", "lean_means", "both_hands", "plate", "not_gated")
"""What is said of a plan so that its words are understood, by id."""
_ON_PAPER: Final = "The sets of what goes with the main hinge stand on the page of each session."
_LIMITS = (
    "The plan follows rules whose numbers are often the program's own choice; nobody tried these plans on people.",
    "Exercises without video analysis progress by repetitions, time and effort as they were logged.",
    "What is measured from a side view says nothing about the other plane, about pain, or about how tissue copes.",
    "The plan knows one smallest step for all weights, no other sport, and no presses.",
)


def _method() -> Iterator[str]:
    share, in_a_row = value_of("technique_gate", "free_repetitions_share"), value_of("technique_gate", "sessions")
    yield (
        f"Technique gate: a step is earned in {in_a_row:g} sessions in a row in which {100 * share:g} percent of the "
        "judged repetitions have no finding. Fewer than three judged repetitions decide nothing."
    )
    least, most = (value_of("load_step", f"{name}_step_percent") for name in ("least", "most"))
    yield (
        "Order of steps: range, a pause at the bottom, a third set, the next exercise, then load, "
        f"by {least:g} to {most:g} percent."
    )
    yield (
        f"After a failed gate, a stop answer or {value_of('missed_days', 'hold_after_days'):g} days off nothing is "
        f"heavier; after {value_of('missed_days', 'back_after_days'):g} days off the sets are halved at first."
    )
    go_on, watch = (value_of("soreness_and_pain", f"{name}_up_to_points_of_10") for name in ("go_on", "watch"))
    yield f"Pain above {go_on:g} of 10 asks for the easier form, above {watch:g} for none."


def session_sheet(plan: Plan, session: Session, *, whose: str, reader: Reader = "lifter") -> PaperSheet:
    """Return one session: what to do with room to tick it off; for who coaches, why each part is as it is.

    Parameters
    ----------
    whose
        A name for the title; may be empty.
    """
    unit = plan.settings.unit
    rows = tuple((part_words(item.part), _name(item), dose_words(item, unit), "", "") for item in session.items)
    blocks: list[Block] = [
        TableBlock(
            headings=("Part", "Exercise", "Sets x repetitions", "Done", "How it felt"),
            rows=rows,
            widths=(0, 3, 4, 1, 2),
        ),
        Heading(text="How to read it"),
        ListBlock(lines=tuple((words, "") for words in _to_read(plan, session))),
        Heading(text="Why today is so"),
        _because(session.decisions, else_="Nothing in particular: a session as planned."),
        Heading(text="Before and after"),
        TextBlock(text="Pain before, 0 to 10: ______     after: ______     the next morning: ______"),
        TextBlock(text=load().decisions["video_last"].text),
    ]
    if reader == "coach":
        blocks += [
            Heading(text="Why each exercise is as it is"),
            *_why_each(session.items),
            *_method_and_limits(),
        ]
    return PaperSheet(
        title=f"{title_of(session)}",
        lead=_lead(whose, _day(session.day)),
        blocks=tuple(blocks),
        foot=" ".join(INTENDED_USE),
        pages=_PAGES[reader],
    )


def cycle_sheet(plan: Plan, *, whose: str, reader: Reader = "lifter") -> PaperSheet:
    """Return a whole plan: a row for each session; for who coaches, every decision, methods and limits.

    Parameters
    ----------
    whose
        A name for the title; may be empty.
    """
    unit = plan.settings.unit
    blocks: list[Block] = [
        TableBlock(
            headings=("Week", "Day", "Kind", "Main hinge", "With it"),
            rows=tuple(_row(one, unit) for one in plan.sessions),
            widths=(0, 0, 0, 4, 5),
        )
    ]
    names = load().exercises
    ahead = tuple((f"{names[id_].name}: {one.says}", "") for id_, one in plan.ahead.items())
    also: list[Block] = [Heading(text="Next, once it is earned"), ListBlock(lines=ahead)] if ahead else []
    why: list[Block] = [Heading(text="Why it is so"), _because(plan.decisions), *also]
    daily = TextBlock(text=f"Every day: {plan.habit.says}")
    if reader == "coach":
        blocks = [*why, daily, *_method_and_limits(), Heading(text="The weeks"), *blocks]
    else:
        lines = tuple((words, "") for words in _to_read(plan))
        read: list[Block] = [ListBlock(lines=lines)] if lines else []
        blocks = [daily, *read, Heading(text="The weeks"), *blocks]
    return PaperSheet(
        title="Plan of hinge sessions",
        lead=_lead(whose, _span(plan)),
        blocks=tuple(blocks),
        foot=" ".join(INTENDED_USE),
        pages=_PAGES[reader],
    )


def _name(item: Item) -> str:
    return item_name(item) if item.gated else f"{item_name(item)} ({NOT_GATED})"


def _row(session: Session, unit: str) -> tuple[str, ...]:
    main = next((item for item in session.items if item.part == "main"), session.items[0])
    rest = [item_name(item) for item in session.items if item.part not in {"warm_up", "main"}]
    on = date.fromordinal(session.day)
    return (
        str(session.week + 1),
        f"{on:%a} {on.day} {on:%b}",
        kind_words(session),
        f"{item_name(main)}: {dose_words(replace(main, rest_s=None), unit)}",
        ", ".join(dict.fromkeys(rest)),
    )


def _to_read(plan: Plan, session: Session | None = None) -> Iterator[str]:
    """Yield what a reader needs to understand a plan, or one session of it."""
    said = {one.id: one.says for one in plan.decisions if one.id in _READING}
    if session is None:
        yield from (said[id_] for id_ in ("as_earned", "lean_means", "both_hands") if id_ in said)
        yield _ON_PAPER
        return
    items = [item for item in session.items if item.part != "warm_up"]
    needed = {
        "rests": True,
        "lean_means": any(item.lean_deg is not None for item in items),
        "both_hands": any(item.load is not None or item.choose_load for item in items),
        "plate": any(item.choose_load for item in items),
        "not_gated": not all(item.gated for item in items),
    }
    yield from (said[id_] for id_, wanted in needed.items() if wanted and id_ in said)
    chosen = [(one.says, item_name(item)) for item in items if item.choose_load for one in _first_weights(item)]
    for says in dict.fromkeys(words for words, _ in chosen):
        yield f"{', '.join(name for words, name in chosen if words == says)}: {says}"


def _first_weights(item: Item) -> Iterator[Decided]:
    return (one for one in item.decisions if one.id.startswith("first_"))


def _because(decisions: Iterable[Decided], *, else_: str = "") -> Block:
    lines = tuple((says, f"({why})") for says, why in map(plain_reason, reasons(decisions)))
    return ListBlock(lines=lines) if lines else TextBlock(text=else_)


def _why_each(items: Iterable[Item]) -> Iterator[Block]:
    said: set[str] = set()
    for item in items:
        new = [one for one in reasons(item.decisions, quiet=True) if one.says not in said]
        said |= {one.says for one in new}
        if new:
            yield Heading(text=item_name(item), level=3)
            yield _because(new)


def _method_and_limits() -> Iterator[Block]:
    yield Heading(text="How steps are decided")
    yield ListBlock(lines=tuple((line, "") for line in _method()))
    yield Heading(text="Limits")
    yield ListBlock(lines=tuple((line, "") for line in _LIMITS))
    yield TextBlock(text=f"Evidence: {grades_words()}.", weight="small")


def _lead(whose: str, what: str) -> str:
    return f"{whose}. {what}" if whose else what


def _span(plan: Plan) -> str:
    if not plan.sessions:
        return "No sessions ahead."
    return f"{_day(plan.sessions[0].day)} to {_day(plan.sessions[-1].day)}, as it is planned now."


def _day(day: int) -> str:
    on = date.fromordinal(day)
    return f"{on:%A} {on.day} {on:%B %Y}"
