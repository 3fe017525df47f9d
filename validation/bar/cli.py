"""The command: the table of errors of clips that have truth and poses beside them."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from hiphinge.sources.formats import read_motion
from validation.accuracy.observing import clips_with_truth, poses_of
from validation.bar.scoring import score_of, table, within

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from validation.bar.scoring import BarScore


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m validation.bar", description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+", help="clips with truth files, and poses of observing beside")
    parser.add_argument("--clips", action="store_true", help="a line for each clip, too")
    asked = parser.parse_args(arguments)
    scores = list(_scores(asked.folders))
    if asked.clips:
        print("\n".join(score.line() for score in scores))
    print(table(scores))
    print(within(scores))


def _scores(folders: Sequence[Path]) -> Iterator[BarScore]:
    for folder in folders:
        for video in clips_with_truth(folder):
            poses = poses_of(video, model="full")
            score = score_of(video, read_motion(poses)) if poses.exists() else None
            if score is not None:
                yield score
