"""The copy that browsers play: frame k is frame k of the analysis, shown by a number burnt into every frame."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from hiphinge.sources.video import open_video, probe
from hiphinge.workflow.progress import no_progress
from hiphinge.workflow.proxies import browsers_play, measured_frames

BITS, CELL_PX = 6, 16
SIZE_PX = (2 * BITS * CELL_PX, 96)


def image(number: int) -> NDArray[np.uint8]:
    """Return a frame with its number as bright and dark cells along its top."""
    frame = np.full((SIZE_PX[1], SIZE_PX[0], 3), 90, np.uint8)
    for bit in range(BITS):
        frame[: 2 * CELL_PX, bit * CELL_PX : (bit + 1) * CELL_PX] = 235 if number >> bit & 1 else 16
    return frame


def number_in(frame: NDArray[np.uint8]) -> int:
    cells = [frame[CELL_PX, round((bit + 0.5) * CELL_PX)].mean() > 128 for bit in range(BITS)]
    return sum(1 << bit for bit, bright in enumerate(cells) if bright)


def written(path: Path, codec: str, pixels: str, *, rate: tuple[int, ...] = (40,), turned: bool = False) -> list[float]:
    times, now = [], 0
    with av.open(str(path), "w") as container:
        stream: Any = container.add_stream(codec, rate=25)
        stream.pix_fmt = pixels
        stream.codec_context.time_base = Fraction(1, 1000)
        for number in range(50):
            shown = np.ascontiguousarray(np.rot90(image(number))) if turned else image(number)
            if not number:
                stream.height, stream.width = shown.shape[:2]
            frame = av.VideoFrame.from_ndarray(shown, format="rgb24").reformat(format=pixels)
            frame.pts, frame.time_base = now, Fraction(1, 1000)
            times.append(now / 1000)
            now += rate[number % len(rate)]
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    if turned:
        turn(path)
    return times


def turn(path: Path) -> None:
    """Have the file say that it is to be shown turned by 90 degrees clockwise."""
    content = bytearray(path.read_bytes())
    at = content.find(b"tkhd") + 4 + 40
    width = SIZE_PX[1]
    matrix = (0, 1 << 16, 0, -(1 << 16), 0, 0, width << 16, 0, 1 << 30)
    content[at : at + 36] = b"".join(value.to_bytes(4, "big", signed=True) for value in matrix)
    path.write_bytes(content)


CASES = {
    "variable.mp4": {"codec": "libx264", "pixels": "yuv420p", "rate": (20, 60, 33, 41)},
    "filmed.mov": {"codec": "libx264", "pixels": "yuv420p"},
    "hevc.mp4": {"codec": "libx265", "pixels": "yuv420p", "rate": (33, 34, 33)},
    "ten-bits.mp4": {"codec": "libx265", "pixels": "yuv420p10le"},
    "turned.mov": {"codec": "libx264", "pixels": "yuv420p", "turned": True},
    "old.avi": {"codec": "mpeg4", "pixels": "yuv420p"},
}


@pytest.mark.parametrize("name", CASES)
def test_frame_k_of_the_copy_is_frame_k_of_the_analysis(tmp_path: Path, name: str) -> None:
    video = tmp_path / name
    written(video, **CASES[name])  # type: ignore[arg-type]
    read = list(open_video(video))
    found = measured_frames(video, tmp_path / "proxy.mp4", listener=no_progress)
    assert found.proxy is not None
    assert found.times_s == tuple(frame.time_s for frame in read)
    copy = list(open_video(found.proxy))
    assert len(copy) == len(read) == 50
    assert [number_in(frame.image_rgb) for frame in read] == list(range(50))
    assert [number_in(frame.image_rgb) for frame in copy] == list(range(50))
    assert [frame.time_s for frame in copy] == pytest.approx([t - found.times_s[0] for t in found.times_s], abs=1e-4)
    info = probe(found.proxy)
    assert browsers_play(found.proxy, info)
    assert info.size_px == SIZE_PX
    content = found.proxy.read_bytes()
    assert 0 < content.find(b"moov") < content.find(b"mdat"), "the index is in front"


def test_a_steady_video_of_the_usual_kind_is_played_as_it_is(tmp_path: Path) -> None:
    times = written(tmp_path / "plain.mp4", "libx264", "yuv420p")
    found = measured_frames(tmp_path / "plain.mp4", tmp_path / "proxy.mp4", listener=no_progress)
    assert found.proxy is None
    assert found.times_s == pytest.approx(tuple(times))
    assert not (tmp_path / "proxy.mp4").exists()


def test_a_video_of_any_shape_gets_a_copy(tmp_path: Path) -> None:
    path = tmp_path / "wide.mov"
    with av.open(str(path), "w") as container:
        stream: Any = container.add_stream("png", rate=25)
        stream.width, stream.height, stream.pix_fmt = 20_000, 16, "rgb24"
        for number in range(3):
            frame = np.full((16, 20_000, 3), 60 * number, np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(frame, format="rgb24")))
        container.mux(stream.encode())
    frames = measured_frames(path, tmp_path / "copy.mp4", listener=no_progress)
    assert len(frames.times_s) == 3
    assert frames.proxy is not None
    assert max(probe(frames.proxy).size_px) <= 2560
