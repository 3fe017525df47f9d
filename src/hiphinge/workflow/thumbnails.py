"""A small image of a recording, by which its person is known in a list; no face in it can be recognised."""

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

from hiphinge.errors import HiphingeError
from hiphinge.sources.video import open_video, probe

if TYPE_CHECKING:
    from hiphinge.analysis import Analysis
    from hiphinge.store import Store

__all__ = ["keep_thumbnail"]

_LARGEST_PX = 960
_UNKNOWN_AT = 1 / 3
"""Where nobody was found, the frame after this share of the video is shown."""


def keep_thumbnail(store: "Store", key: str | None, video: Path, *, analysis: "Analysis | None" = None) -> None:
    """Keep a small image of a video under its key; a list without it is still a list, so that no failure is raised.

    Parameters
    ----------
    analysis
        Where the person is in it, cut to them with the face blurred; without one, a frame too coarse for a face.
    """
    if key is None:
        return
    with contextlib.suppress(HiphingeError, OSError):
        store.files.put_thumbnail(key, _thumbnail(video, analysis))


def _thumbnail(video: Path, analysis: "Analysis | None") -> bytes:
    from hiphinge.reports.thumbnail import thumbnail, thumbnail_time  # noqa: PLC0415  # slow to load

    info = probe(video)
    moment = None if analysis is None else thumbnail_time(analysis)
    start = info.start_s + info.duration_s * _UNKNOWN_AT if moment is None else moment
    turn = 0 if analysis is None else int(analysis.motion.origin.details.get("added_rotation_deg", 0))
    frame = next(iter(open_video(video, start_s=start, max_side_px=_LARGEST_PX, rotation_deg=turn)))
    return thumbnail(frame.image_rgb, None if moment is None else analysis, time_s=frame.time_s)
