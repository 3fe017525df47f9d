"""The command: follow the person in every clip, measure its test, and print how far that is from the truth."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from hiphinge.errors import HiphingeError
from hiphinge.exports import write_pose
from hiphinge.workflow.pose_estimation import EstimatorConfig, Stretch, motion_from_video
from hiphinge.workflow.progress import no_progress
from validation.accuracy.observing import clips_with_truth, kept_motions, poses_of
from validation.self_tests.postures import FollowedClip, table_of_postures
from validation.self_tests.scoring import scores_of
from validation.self_tests.tables import table_of_tests

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the tables of folders of clips."""
    parser = argparse.ArgumentParser(prog="python -m validation.self_tests", description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+", metavar="FOLDER", help="of `tools.generator self-tests`")
    parser.add_argument("--clips", action="store_true", help="a line for each value, too")
    parser.add_argument("--kept", action="store_true", help="only clips whose poses are kept; run no network")
    asked = parser.parse_args(arguments)
    if not asked.kept:
        for folder in asked.folders:
            for video in clips_with_truth(folder):
                _follow(video)
    motions = list(kept_motions(asked.folders))
    print(table_of_postures([FollowedClip.of(video, motion) for video, motion in motions]))
    scores = [score for video, motion in motions for score in scores_of(video, motion)]
    if asked.clips:
        for score in scores:
            shown = score.reason if score.value is None else f"{score.value:.2f}"
            print(f"{score.clip:36s} {score.quantity:24s} true {score.true:7.2f}  {shown}")
    print(table_of_tests(scores))


def _follow(video: Path) -> None:
    """Keep a clip's poses beside it, where they are not kept yet; a clip in which nobody is found is left out."""
    kept = poses_of(video, model="full")
    if kept.exists():
        return
    kept.parent.mkdir(parents=True, exist_ok=True)
    try:
        config = EstimatorConfig(threads=1, every_frame=True)
        motion = motion_from_video(video, stretch=Stretch(), estimator_config=config, listener=no_progress)
    except HiphingeError as error:
        print(f"{video.stem}: {error}")
        return
    write_pose(kept, motion)
