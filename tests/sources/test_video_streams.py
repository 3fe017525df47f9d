"""Which of several video streams is taken: the recording, not a cover, a photograph or a preview."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

import av
import numpy as np
import pytest

from hiphinge.errors import InputFormatError
from hiphinge.sources.video import frame_at, open_video, probe
from hiphinge.sources.video.decoding import packets

FPS = 25


@dataclass(frozen=True, kw_only=True)
class Part:
    """One stream: frames of one grey, every so many 25ths of a second."""

    size_px: tuple[int, int]
    frames: int
    codec: str = "libx264"
    every: int = 1
    grey: int = 128


def write(path: Path, *parts: Part) -> Path:
    """Write the parts as streams of one file, in their order."""
    with av.open(str(path), "w") as container:
        streams: list[Any] = []
        for part in parts:
            stream: Any = container.add_stream(part.codec, rate=FPS)
            stream.width, stream.height = part.size_px
            stream.pix_fmt = "yuvj420p" if part.codec == "mjpeg" else "yuv420p"
            stream.codec_context.time_base = Fraction(1, FPS)
            streams.append(stream)
        for stream, part in zip(streams, parts, strict=True):
            for number in range(part.frames):
                image = np.full((part.size_px[1], part.size_px[0], 3), part.grey, np.uint8)
                frame = av.VideoFrame.from_ndarray(image, format="rgb24").reformat(format=stream.pix_fmt)
                frame.pts, frame.time_base = number * part.every, Fraction(1, FPS)
                container.mux(stream.encode(frame))
            container.mux(stream.encode())
    return path


PHOTO = Part(size_px=(192, 256), frames=1, codec="mjpeg", grey=30)
PREVIEW = Part(size_px=(160, 240), frames=6, codec="mjpeg", every=10, grey=60)
LIFT = Part(size_px=(64, 96), frames=60, grey=200)


@pytest.mark.parametrize("ending", ["mp4", "mov", "mkv", "avi"])
@pytest.mark.parametrize(
    "parts", [(PHOTO, LIFT), (LIFT, PHOTO), (PREVIEW, LIFT), (LIFT, PREVIEW), (PHOTO, PREVIEW, LIFT)]
)
def test_the_stream_with_moving_frames_is_taken(tmp_path: Path, ending: str, parts: Sequence[Part]) -> None:
    path = write(tmp_path / f"video.{ending}", *parts)
    reader = open_video(path)
    frames = list(reader)
    assert (reader.size_px, len(frames), reader.info.stream) == (LIFT.size_px, 60, parts.index(LIFT))
    assert reader.warnings == ()
    assert float(frame_at(path, [1.0])[0].image_rgb.mean()) == pytest.approx(LIFT.grey, abs=4)


@pytest.mark.parametrize("ending", ["mp4", "mkv", "ts"])
def test_of_two_cameras_the_larger_is_taken_and_said(tmp_path: Path, ending: str) -> None:
    front = Part(size_px=(48, 80), frames=70)
    reader = open_video(write(tmp_path / f"both.{ending}", front, LIFT))
    assert reader.size_px == LIFT.size_px
    assert len(list(reader)) == 60
    (warning,) = reader.warnings
    assert "holds 2 videos: number 2 (64 x 96 pixels) was measured, number 1 (48 x 80 pixels) was not" in warning
    assert "-map 0:v:0" in warning


def test_a_stream_that_cannot_be_decoded_gives_way_to_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "both.mp4", LIFT, Part(size_px=(48, 80), frames=60))
    first_frame = probe.__globals__["_first_frame"]
    monkeypatch.setattr(
        "hiphinge.sources.video.info._first_frame",
        lambda container, stream: None if stream.width == LIFT.size_px[0] else first_frame(container, stream),
    )
    assert probe(path).size_px == (48, 80)
    monkeypatch.setattr("hiphinge.sources.video.info._first_frame", lambda *_: None)
    with pytest.raises(InputFormatError, match=r"Not one frame of .*both.mp4 \(h264\)"):
        probe(path)


class GainsAStream:
    """A container whose second packet is of a stream that begins within the file: PyAV raises at it, and reads on."""

    def __init__(self) -> None:
        self.left = ["first", None, "third", None, None, "sixth"]

    def demux(self, *streams: object) -> Iterator[str]:
        assert streams == ("video",)
        while self.left:
            packet = self.left.pop(0)
            if packet is None:
                raise IndexError
            yield packet


def test_packets_of_streams_that_begin_within_the_file_are_left_out() -> None:
    found: list[Any] = list(packets(cast("Any", GainsAStream()), cast("Any", "video")))
    assert found == ["first", "third", "sixth"]
