"""The command: tables by yaw of clips that have truth and poses beside them."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from hiphinge.sources.formats import read_motion
from validation.accuracy.observing import clips_with_truth, poses_of
from validation.view.scoring import ClipScore, score_of
from validation.view.tables import half_widths, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m validation.view", description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+", help="clips with truth files, and poses of observing beside")
    parser.add_argument("--clips", action="store_true", help="a line for each clip, too")
    asked = parser.parse_args(arguments)
    scores = list(_scores(asked.folders))
    if asked.clips:
        print("\n".join(score.line() for score in scores))
    print(table(scores))
    print(half_widths(scores))


def _scores(folders: Sequence[Path]) -> Iterator[ClipScore]:
    for folder in folders:
        for video in clips_with_truth(folder):
            poses = poses_of(video, model="full")
            if poses.exists():
                yield score_of(video, read_motion(poses))
