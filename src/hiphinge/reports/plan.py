"""The page of a plan: weeks of sessions, why each is as it is, and what comes next."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from hiphinge.catalogue import load
from hiphinge.planning import Decided, Plan, Session
from hiphinge.reports.paper import filled, part, policy
from hiphinge.reports.text.plan_words import (
    dose_words,
    item_name,
    kind_words,
    part_words,
    reason_words,
    reasons,
    title_of,
)

__all__ = ["plan_page"]


@dataclass(frozen=True, kw_only=True)
class _Line:
    """One exercise of a session as it is shown."""

    part: str
    name: str
    dose: str
    gated: bool
    why: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class _Card:
    """One session as it is shown."""

    day: str
    title: str
    kind: str
    lines: tuple[_Line, ...]
    why: tuple[str, ...]


def plan_page(plan: Plan, *, name: str) -> str:
    """Return the page as one HTML document that loads nothing and needs no script.

    Parameters
    ----------
    name
        What the plan is called.
    """
    weeks = [
        (f"Week {week + 1}", [_card(plan, session) for session in sessions])
        for week, sessions in groupby(plan.sessions, key=lambda session: session.week)
    ]
    names = load().exercises
    return filled(
        "plan.html.j2",
        policy=policy(),
        style=part("training.css") + part("plan.css"),
        name=name,
        decisions=_words(plan.decisions),
        weeks=weeks,
        habit=reason_words(plan.habit),
        ahead=[(names[id_].name, one.says) for id_, one in plan.ahead.items()],
    )


def _card(plan: Plan, session: Session) -> _Card:
    on = date.fromordinal(session.day)
    lines = tuple(
        _Line(
            part=part_words(item.part),
            name=item_name(item),
            dose=dose_words(item, plan.settings.unit),
            gated=item.gated,
            why=tuple(reason_words(one) for one in reasons(item.decisions, quiet=True)),
        )
        for item in session.items
    )
    return _Card(
        day=f"{on:%A} {on.day} {on:%B}",
        title=title_of(session),
        kind=kind_words(session),
        lines=lines,
        why=_words(session.decisions),
    )


def _words(decisions: tuple[Decided, ...]) -> tuple[str, ...]:
    return tuple(reason_words(one) for one in reasons(decisions))
