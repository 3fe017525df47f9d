"""Tables of scores: how far each quantity of each test is off, how often it is measured, and what intervals hold."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from hiphinge.catalogue import load
from hiphinge.quantities import QUANTITIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from validation.self_tests.scoring import Score

__all__ = ["table_of_tests"]

NEAR = {"deg": 5.0, "s": 0.3, "points": 0.5, "m": 0.05, "share": 0.1}
"""So near to the truth counts as right."""
HEAD = (
    "| test | value | values | not measured | near | middle error | 9 of 10 within | intervals that hold | width |",
    "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
)
UNITS = {"deg": "°", "points": "", "share": "", "1": ""}


def table_of_tests(scores: Sequence[Score]) -> str:
    """Return a row for each quantity of each test, as Markdown."""
    rows = [*HEAD]
    for test in sorted({score.test for score in scores}):
        own = [score for score in scores if score.test == test]
        quantities = dict.fromkeys(score.quantity for score in own)
        rows += [_row(test, name, [score for score in own if score.quantity == name]) for name in quantities]
    return "\n".join(rows) + "\n"


def _row(test: str, quantity: str, some: Sequence[Score]) -> str:
    errors = np.array([score.error for score in some if score.error is not None])
    near = NEAR.get(some[0].unit, np.nan)
    missing = Counter(score.reason for score in some if score.value is None)
    reasons = ", ".join(f"{reason} {count}" for reason, count in missing.most_common())
    inside = [score.is_inside for score in some if score.is_inside is not None]
    widths = [score.high - score.low for score in some if score.low is not None and score.high is not None]
    unit = some[0].unit
    shown, digits = UNITS.get(unit, f" {unit}"), 1 if unit == "deg" else 2
    cells = [
        load().self_tests[test].name,
        QUANTITIES[quantity].title,
        str(len(some)),
        f"{sum(missing.values())}" + (f" ({reasons})" if reasons else ""),
        f"{(np.abs(errors) <= near).sum()} of {len(errors)}",
        f"{np.median(errors):+.{digits}f}{shown}" if len(errors) else "",
        f"{np.percentile(np.abs(errors), 90):.{digits}f}{shown}" if len(errors) else "",
        f"{sum(inside)} of {len(inside)}",
        f"{np.mean(widths):.{digits}f}{shown}" if widths else "",
    ]
    return "| " + " | ".join(cells) + " |"
