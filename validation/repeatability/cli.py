"""The command: a table of how far repetitions differ within sets."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from validation.repeatability.spread import Spread, spread_of

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]

QUANTITIES = (
    "lumbar_flexion_deg",
    "thoracic_flexion_deg",
    "thoracolumbar_flexion_deg",
    "trunk_inclination_deg",
    "knee_flexion_deg",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print how far repetitions differ within the sets of a folder; return 1 where none has two repetitions."""
    parser = argparse.ArgumentParser(prog="python -m validation.repeatability", description=__doc__)
    parser.add_argument("analyses", type=Path, help="what `hiphinge analyze` wrote: NAME/analysis.json")
    asked = parser.parse_args(arguments)
    paths = sorted(asked.analyses.glob("*/analysis.json"))
    documents = [json.loads(path.read_text(encoding="utf-8")) for path in paths]
    spreads = {quantity: spread_of(documents, quantity) for quantity in QUANTITIES}
    print("| quantity | sets | repetitions | SD within a set | 90 % of a difference | largest | stated |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for quantity, spread in spreads.items():
        if spread is not None:
            print(_row(quantity, spread))
    return int(all(spread is None for spread in spreads.values()))


def _row(quantity: str, spread: Spread) -> str:
    stated = "" if spread.assumed is None else f"{spread.assumed:.1f}"
    return (
        f"| `{quantity}` | {spread.sets} | {spread.repetitions} | {spread.within:.1f} | {spread.difference:.1f} "
        f"| {spread.largest:.1f} | {stated} |"
    )
