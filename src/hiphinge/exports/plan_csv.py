"""A plan as CSV: one row an exercise of a session."""

import csv
import io
from datetime import date

from hiphinge.planning import Item, Plan, Session

__all__ = ["COLUMNS", "plan_csv"]

COLUMNS = (
    "day",
    "week",
    "kind",
    "part",
    "exercise",
    "drill",
    "sets",
    "repetitions",
    "hold_s",
    "each_side",
    "load",
    "unit",
    "choose_load",
    "lean_deg",
    "pause_s",
    "lowering_s",
    "rest_s",
    "gated",
    "rules",
)
"""What the table holds; what is not planned is empty, and ``rules`` are ids of training rules with a space between."""


def plan_csv(plan: Plan) -> str:
    """Return the table as text."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for session in plan.sessions:
        writer.writerows(_row(plan, session, item) for item in session.items)
    return text.getvalue()


def _row(plan: Plan, session: Session, item: Item) -> list[str]:
    given: dict[str, object] = {
        "day": date.fromordinal(session.day).isoformat(),
        "week": session.week + 1,
        "kind": session.kind,
        "unit": plan.settings.unit if item.load is not None else None,
        "rules": " ".join(dict.fromkeys(one.rule for one in item.decisions)),
    }
    return [_cell(given[name] if name in given else getattr(item, name)) for name in COLUMNS]


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value)
