"""How far repetitions differ within a set, on drawn numbers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from validation.repeatability.cli import main
from validation.repeatability.spread import spread_of

if TYPE_CHECKING:
    from pathlib import Path

LUMBAR = "lumbar_flexion_deg"


def document(*values: float | None, kind: str = "repetition", number: int = 1) -> dict[str, Any]:
    measured = [{"id": "back_hidden"} if v is None else {"value": v, "repeatability": 5.0} for v in values]
    return {"repetitions": [{"kind": kind, "set": number, "measurements": {LUMBAR: one}} for one in measured]}


def test_sets_are_pooled_and_never_compared_with_each_other() -> None:
    spread = spread_of([document(10.0, 14.0), document(40.0, 44.0, 42.0)], LUMBAR)
    assert spread is not None
    assert (spread.sets, spread.repetitions, spread.largest, spread.assumed) == (2, 5, 4.0, 5.0)
    assert spread.within == pytest.approx((16 / 3) ** 0.5)
    assert spread.difference == pytest.approx(2.326 * spread.within, rel=0.01)


def test_what_was_not_measured_or_does_not_count_is_left_out() -> None:
    assert spread_of([document(10.0, None), document(1.0, 9.0, kind="attempt")], LUMBAR) is None


def test_the_command_prints_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "analysis.json").write_text(json.dumps(document(10.0, 13.0)), encoding="utf-8")
    assert main([str(tmp_path)]) == 0
    assert "| `lumbar_flexion_deg` | 1 | 2 | 2.1 |" in capsys.readouterr().out
    (tmp_path / "a" / "analysis.json").write_text(json.dumps(document(10.0)), encoding="utf-8")
    assert main([str(tmp_path)]) == 1
