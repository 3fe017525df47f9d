"""Which of a file's video streams is the recording: the one with frames that move on, not a cover or a preview."""

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hiphinge.errors import NoVideoError
from hiphinge.sources.video.decoding import packets
from hiphinge.sources.video.opening import opened

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.stream import VideoStream

__all__ = ["recordings"]

_RECORDING_SHARE = 0.5
"""A stream with fewer frames than this share of the most is a still or a preview; two cameras have about as many."""
_LISTS_FRAMES = "mp4"
"""The containers whose header lists every frame; AVI writes a length there, with places that are empty."""
_COUNTED_PACKETS = 2000
"""How many packets are counted where the header does not say how many frames there are: a minute or more."""


def recordings(file: Path) -> tuple[tuple[int, ...], str]:
    """Return the video streams that may be the recording, the best first, and what to say of the others.

    Returns
    -------
    indices, warning
        Places among the container's video streams. Those with most frames come first, and of two with about as many
        the larger. The warning is empty where only one of them is a recording.

    Raises
    ------
    InputError
        As `opened`.
    NoVideoError
        If there is no video stream, or none that can be decoded here.
    """
    with opened(file) as container:
        streams = container.streams.video
        shown = [index for index, stream in enumerate(streams) if not _is_still(stream) and _is_known(stream)]
        if not shown:
            raise _no_video(container, file)
        if len(shown) == 1:
            return tuple(shown), ""
        frames = _frame_counts(container, shown)
        least = _RECORDING_SHARE * max(frames.values())
        usual = sorted(shown, key=lambda i: (frames[i] < least, -_area(streams[i]), i))
        moving = [i for i in usual if frames[i] >= least]
        return tuple(usual), _warning(moving, streams) if len(moving) > 1 else ""


def _is_still(stream: Any) -> bool:
    from av.stream import Disposition  # noqa: PLC0415 - a heavy library, loaded when a video is opened

    stills = Disposition.attached_pic | Disposition.still_image | Disposition.timed_thumbnails
    return bool(stream.disposition & stills)


def _is_known(stream: "VideoStream") -> bool:
    """Tell whether there is a decoder for a stream: one of an unknown kind has not even a size."""
    return stream.codec_context is not None


def _no_video(container: "InputContainer", file: Path) -> NoVideoError:
    if any(not _is_known(stream) for stream in container.streams.video):
        message = f"{file} holds video of a kind that cannot be decoded here. Export it again as MP4 (H.264)."
        return NoVideoError(message)
    kinds = " and ".join(sorted({stream.type for stream in container.streams}))
    held = f"holds {kinds} but no video" if kinds else "is empty inside: it holds neither video nor sound"
    return NoVideoError(f"{file} {held}. Give a video of the lift.")


def _frame_counts(container: "InputContainer", indices: list[int]) -> dict[int, int]:
    """Return how many frames each stream has, or has in the first part of the file where the header does not say."""
    import av  # noqa: PLC0415 - a heavy library, loaded when a video is opened

    streams = {index: container.streams.video[index] for index in indices}
    if _LISTS_FRAMES in container.format.name and all(stream.frames for stream in streams.values()):
        return {index: int(stream.frames) for index, stream in streams.items()}
    counts = dict.fromkeys(indices, 0)
    places = {stream.index: index for index, stream in streams.items()}
    try:
        for packet in islice(packets(container, *streams.values()), _COUNTED_PACKETS):
            counts[places[packet.stream.index]] += packet.size > 0
    except (av.error.FFmpegError, OSError):
        pass  # What is broken is reported when the frames are read.
    return counts


def _area(stream: "VideoStream") -> int:
    return int(stream.width or 0) * int(stream.height or 0)


def _warning(moving: list[int], streams: Any) -> str:
    sizes = [f"number {i + 1} ({streams[i].width} x {streams[i].height} pixels)" for i in moving]
    others = " and ".join(sizes[1:])
    return (
        f"The file holds {len(moving)} videos: {sizes[0]} was measured, {others} was not. To measure another one, copy "
        f"it into a file of its own, for example: ffmpeg -i FILE -map 0:v:{moving[1]} -c copy OTHER.mp4"
    )
