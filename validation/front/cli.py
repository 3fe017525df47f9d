"""The command: tables of clips from the front that have truth and poses beside them."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from validation.accuracy.observing import kept_motions
from validation.front.scoring import score_of
from validation.front.tables import findings_table, quantities_table, summary

if TYPE_CHECKING:
    from collections.abc import Sequence


WHERE = {"From the front": "front", "From behind": "back"}


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m validation.front", description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+", help="clips with truth files, and poses of observing beside")
    parser.add_argument("--clips", action="store_true", help="a line for each repetition, too")
    asked = parser.parse_args(arguments)
    scores = [score_of(video, motion) for video, motion in kept_motions(asked.folders)]
    if asked.clips:
        print("\n".join(line for score in scores for line in score.lines()))
    for where, label in WHERE.items():
        some = [score for score in scores if score.label == label]
        if some:
            print(f"{where}: {summary(some)}", quantities_table(some), findings_table(some), sep="\n")
    others = [f"{score.name} ({score.yaw_deg:.0f})" for score in scores if score.label not in WHERE.values()]
    print("Taken for another view:", ", ".join(others) or "none")
