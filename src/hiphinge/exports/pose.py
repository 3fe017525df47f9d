"""`pose.parquet`: the landmarks of every frame, enough to analyse again without the video."""

from pathlib import Path

from hiphinge.exports.parquet import write_parquet
from hiphinge.motion import Motion
from hiphinge.motion.columns import POSE_METADATA_KEY, pose_columns, pose_document

__all__ = ["write_pose"]


def write_pose(path: Path, motion: Motion) -> None:
    """Write `pose.parquet`; what `hiphinge.sources.formats` reads from it is the same motion again.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    write_parquet(path, pose_columns(motion), key=POSE_METADATA_KEY, document=pose_document(motion))
