"""Writes the clips that are timed: the packaged sample, enlarged, played forward and backward; nothing is downloaded.

``clips.py SAMPLE TARGET SECONDS WIDTH HEIGHT TIMES FPS`` writes SECONDS of it, TIMES over.
"""

import sys
import tempfile
from collections.abc import Iterator
from fractions import Fraction
from itertools import chain, cycle, islice, repeat
from pathlib import Path

import av
import numpy as np
from av.container import OutputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

__all__ = ["main", "make_clip", "repeat_clip"]

_FPS = 30
_GREY = 128


def make_clip(sample: Path, target: Path, *, seconds: int, size: tuple[int, int], fps: int = _FPS) -> Path:
    """Write ``seconds`` of the sample, fitted into ``size`` (width, height) with grey bars.

    ``fps`` is a multiple of its 30 frames a second. It plays forward and backward in turn, so that nobody jumps; at a
    higher rate, each frame is shown more than once.
    """
    with av.open(target, "w") as container:
        stream = container.add_stream("libx264", rate=fps, options={"crf": "20", "preset": "veryfast"})
        stream.width, stream.height = size
        stream.pix_fmt = "yuv420p"
        shown = chain.from_iterable(repeat(frame, fps // _FPS) for frame in _to_and_fro(sample))
        for number, frame in enumerate(islice(shown, seconds * fps)):
            encoded = VideoFrame.from_ndarray(_fitted(frame, size), format="rgb24")
            encoded.pts, encoded.time_base = number, Fraction(1, fps)
            container.mux(stream.encode(encoded))
        container.mux(stream.encode())
    return target


def repeat_clip(clip: Path, target: Path, *, times: int) -> Path:
    """Write ``clip`` ``times`` times over without coding it again."""
    with av.open(target, "w") as container:
        with av.open(clip) as source:
            stream = container.add_stream_from_template(source.streams.video[0])
        offset = 0
        for _ in range(times):
            offset = _append(container, stream, clip, offset)
    return target


def _append(container: OutputContainer, stream: VideoStream, clip: Path, offset: int) -> int:
    """Copy a clip's packets so that the first is decoded at ``offset``; return when the next clip's first may be."""
    end, shift = offset, None
    with av.open(clip) as source:
        for packet in source.demux(source.streams.video[0]):
            if packet.dts is None or packet.pts is None:
                continue
            shift = offset - packet.dts if shift is None else shift  # some clips begin before zero
            packet.dts += shift
            packet.pts += shift
            end = packet.dts + max(packet.duration or 0, 1)
            packet.stream = stream
            container.mux(packet)
    return end


def _to_and_fro(sample: Path) -> Iterator[VideoFrame]:
    with av.open(sample) as container:
        frames = list(container.decode(video=0))
    return cycle([*frames, *frames[-2:0:-1]])


def _fitted(frame: VideoFrame, size: tuple[int, int]) -> np.ndarray:
    width, height = size
    scale = min(width / frame.width, height / frame.height)
    inner = (int(frame.width * scale) // 2 * 2, int(frame.height * scale) // 2 * 2)
    left, top = (width - inner[0]) // 2, (height - inner[1]) // 2
    canvas = np.full((height, width, 3), _GREY, np.uint8)
    canvas[top : top + inner[1], left : left + inner[0]] = frame.to_ndarray(
        format="rgb24", width=inner[0], height=inner[1]
    )
    return canvas


def main(sample: str, target: str, *numbers: str) -> None:
    """Write a clip as the command line says."""
    seconds, width, height, times, fps = map(int, numbers)
    with tempfile.TemporaryDirectory() as folder:
        once = make_clip(Path(sample), Path(folder) / "once.mp4", seconds=seconds, size=(width, height), fps=fps)
        repeat_clip(once, Path(target), times=times)


if __name__ == "__main__":
    main(*sys.argv[1:])
