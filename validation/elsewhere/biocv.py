"""BioCV: nine synchronised videos and markers of fifteen people who walk, run, hop and jump.

The data set's own note (University of Bath, Research Data Archive, dataset 1258) says: one archive for each
participant, in it calibration files and a folder for each trial, and in that a video for each camera and
``markers.c3d``. This module relies on that alone; nobody has tried it on the data. Which camera is at the side is
not said there: its file's name is to be given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from validation.elsewhere.trials import Trial

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["TITLE", "biocv_trials"]

TITLE = "BioCV (Evans et al., University of Bath)"
MARKERS = "markers.c3d"


def biocv_trials(folder: Path, *, video: str, trials: str = "*") -> Iterator[Trial]:
    """Yield the trials of unpacked archives, ``folder/PARTICIPANT/TRIAL/markers.c3d`` with videos beside it.

    Parameters
    ----------
    video
        Pattern of the name of the video from the side, such as ``05.mp4``; it has to fit one video of each trial.
    trials
        Pattern of the names of trials.

    Raises
    ------
    ValueError
        If the pattern fits no video of a trial, or several.
    """
    for markers in sorted(folder.glob(f"*/{trials}/{MARKERS}")):
        here = markers.parent
        videos = sorted(here.glob(video))
        if len(videos) != 1:
            there = ", ".join(path.name for path in sorted(here.iterdir()))
            message = f"{video!r} should fit one video of {here}, but fits {len(videos)}. There are: {there}."
            raise ValueError(message)
        yield Trial(name=f"{here.parent.name}_{here.name}", person=here.parent.name, video=videos[0], markers=markers)
