"""Six plans read as texts: what changes in them is to be read again."""

from pathlib import Path

import pytest
from tests.planning.six_plans import SIX

from hiphinge.planning import make_plan
from hiphinge.reports.text.plan_words import plan_text

PLANS = Path(__file__).parent / "plans"


@pytest.mark.parametrize("name", SIX)
def test_plan_reads_as_before(name: str) -> None:
    assert plan_text(make_plan(SIX[name])) == (PLANS / f"{name}.txt").read_text(encoding="utf-8")
