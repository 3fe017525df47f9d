"""``python -m validation.bar``: the table of clips that have truth and poses beside them."""

import argparse
from pathlib import Path

from hiphinge.sources.formats import read_motion
from validation.accuracy.observing import clips_with_truth, poses_of
from validation.bar.scoring import score_of, table, within


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m validation.bar", description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+", help="clips with truth files, and poses of observing beside")
    parser.add_argument("--clips", action="store_true", help="a line for each clip, too")
    asked = parser.parse_args()
    scores = []
    for folder in asked.folders:
        for video in clips_with_truth(folder):
            poses = poses_of(video, model="full")
            score = score_of(video, read_motion(poses)) if poses.exists() else None
            if score is not None:
                scores.append(score)
                print(*([score.line()] if asked.clips else []), sep="\n", end="\n" if asked.clips else "")
    print(table(scores))
    print(within(scores))


if __name__ == "__main__":
    main()
