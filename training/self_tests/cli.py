"""The command: fit corrections to folders of clips whose poses are kept, and write the file."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from validation.self_tests.tables import NEAR

from hiphinge.quantities import QUANTITIES
from training.self_tests.fitting import DEPENDS_ON, fitted
from training.self_tests.gathering import gathered

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit, print how far off people are who were left out, and write."""
    parser = argparse.ArgumentParser(prog="python -m training.self_tests", description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+", help="of `tools.generator self-tests`, with poses beside")
    parser.add_argument("--below", type=int, metavar="NUMBER", help="only clips of smaller numbers; the rest is kept")
    parser.add_argument("--out", type=Path, required=True, help="file of corrections (.json)")
    asked = parser.parse_args(arguments)
    cases = [
        case
        for case in gathered(asked.folders, wanted=DEPENDS_ON)
        if asked.below is None or int(case.clip.rpartition("_")[2]) < asked.below
    ]
    found: dict[str, dict[str, Any]] = {}
    print(f"{'test':24s} {'quantity':24s} people  near, people left out  near, rigs left out  9 of 10 within")
    for (test, quantity), names in DEPENDS_ON.items():
        own = [case for case in cases if (case.test, case.quantity) == (test, quantity)]
        if not own:
            message = f"Expected clips of {test} with a {quantity} that was measured, but there are none."
            raise SystemExit(message)
        one, other = fitted(own, names), fitted(own, names, by_rig=True)
        near = [f"{np.mean(np.abs(some.left) <= NEAR[QUANTITIES[quantity].unit]):.0%}" for some in (one, other)]
        within = np.percentile(np.abs(one.left), 90)
        print(f"{test:24s} {quantity:24s} {len(own):6d} {near[0]:>22s} {near[1]:>20s} {within:15.2f}")
        found.setdefault(test, {})[quantity] = {"people": len(own), **one.packaged}
    asked.out.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
