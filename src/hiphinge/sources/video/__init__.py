"""Video in: upright frames with their own times, streamed; the only package of `sources` that imports PyAV."""

from hiphinge.sources.video.containers import HEAD_BYTES, check_extent, container_of
from hiphinge.sources.video.frames import DEFAULT_MAX_SIDE_PX
from hiphinge.sources.video.info import VideoInfo, probe
from hiphinge.sources.video.reader import VideoFrame, VideoReader, open_video
from hiphinge.sources.video.recorded import recorded_at
from hiphinge.sources.video.stills import Still, frame_at
from hiphinge.sources.video.thumbnails import BACKGROUND_PX, thumbnail

__all__ = [
    "BACKGROUND_PX",
    "DEFAULT_MAX_SIDE_PX",
    "HEAD_BYTES",
    "Still",
    "VideoFrame",
    "VideoInfo",
    "VideoReader",
    "check_extent",
    "container_of",
    "frame_at",
    "open_video",
    "probe",
    "recorded_at",
    "thumbnail",
]
