"""The command: tables by yaw of clips that have truth and poses beside them."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from validation.accuracy.observing import kept_motions
from validation.view.scoring import score_of
from validation.view.tables import half_widths, table

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m validation.view", description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+", help="clips with truth files, and poses of observing beside")
    parser.add_argument("--clips", action="store_true", help="a line for each clip, too")
    asked = parser.parse_args(arguments)
    scores = [score_of(video, motion) for video, motion in kept_motions(asked.folders)]
    if asked.clips:
        print("\n".join(score.line() for score in scores))
    print(table(scores))
    print(half_widths(scores))
