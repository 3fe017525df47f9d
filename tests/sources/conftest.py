"""Videos for the tests of `sources`: four coloured corners show which way is up, a grey middle which frame it is."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from numpy.typing import NDArray

WIDTH, HEIGHT = 96, 64
RED, GREEN, BLUE, WHITE = (220, 20, 20), (20, 220, 20), (20, 20, 220), (235, 235, 235)
_TICKS_HZ = 90_000
_GREY_STEP = 8
_COUNTS_FRAMES = frozenset({"mpeg4", "mpeg2video"})
"""Codecs whose times are multiples of a frame's period."""


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """How a test video is encoded."""

    codec: str = "libx264"
    pixel_format: str = "yuv420p"
    times_s: Sequence[float] = field(default_factory=lambda: [i / 25 for i in range(20)])
    options: dict[str, str] = field(default_factory=dict)
    container_options: dict[str, str] = field(default_factory=dict)
    metadata: dict[str, str] = field(default_factory=dict)
    pixel_aspect: Fraction | None = None
    key_every: int = 250


def frame(index: int) -> NDArray[np.uint8]:
    image = np.empty((HEIGHT, WIDTH, 3), np.uint8)
    image[: HEIGHT // 2, : WIDTH // 2] = RED
    image[: HEIGHT // 2, WIDTH // 2 :] = GREEN
    image[HEIGHT // 2 :, : WIDTH // 2] = BLUE
    image[HEIGHT // 2 :, WIDTH // 2 :] = WHITE
    image[HEIGHT // 4 : -HEIGHT // 4, WIDTH // 4 : -WIDTH // 4] = 30 + _GREY_STEP * index
    return image


def index_shown(image: NDArray[np.uint8]) -> int:
    """Return which frame this is, from the grey of its middle."""
    height, width = image.shape[:2]
    middle = image[height // 2 - 4 : height // 2 + 4, width // 2 - 4 : width // 2 + 4]
    return round((float(middle.mean()) - 30) / _GREY_STEP)


def corners(image: NDArray[np.uint8]) -> tuple[str, ...]:
    """Return the names of the colours at top left, top right, bottom left, bottom right."""
    names = {"red": RED, "green": GREEN, "blue": BLUE, "white": WHITE}
    found = [image[3, 3], image[3, -4], image[-4, 3], image[-4, -4]]
    return tuple(
        min(names, key=lambda name: float(np.abs(np.array(names[name], float) - pixel).sum())) for pixel in found
    )


@contextmanager
def same_scheduling() -> Iterator[None]:
    """Undo what an encoder does to the process: libsvtav1, run as root, gives it real-time priority for good."""
    if not hasattr(os, "sched_getscheduler"):
        yield
        return
    policy, parameters = os.sched_getscheduler(0), os.sched_getparam(0)
    try:
        yield
    finally:
        os.sched_setscheduler(0, policy, parameters)


def make_video(path: Path, recipe: Recipe) -> Path:
    with same_scheduling(), av.open(str(path), "w", options=recipe.container_options) as container:
        container.metadata.update(recipe.metadata)
        stream: Any = container.add_stream(recipe.codec, rate=25, options=recipe.options)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, recipe.pixel_format
        stream.codec_context.gop_size = recipe.key_every
        if recipe.codec not in _COUNTS_FRAMES:
            stream.time_base = stream.codec_context.time_base = Fraction(1, _TICKS_HZ)
        if recipe.pixel_aspect is not None:
            stream.codec_context.sample_aspect_ratio = recipe.pixel_aspect
        ticks_hz = 25 if recipe.codec in _COUNTS_FRAMES else _TICKS_HZ
        for index, time_s in enumerate(recipe.times_s):
            encoded = av.VideoFrame.from_ndarray(frame(index), format="rgb24").reformat(format=recipe.pixel_format)
            encoded.pts, encoded.time_base = round(time_s * ticks_hz), Fraction(1, ticks_hz)
            container.mux(stream.encode(encoded))
        container.mux(stream.encode())
    return path


def make_sound(path: Path) -> Path:
    with av.open(str(path), "w") as container:
        stream: Any = container.add_stream("aac", rate=16_000)
        for block in range(20):
            sound = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), format="fltp", layout="mono")
            sound.sample_rate, sound.pts = 16_000, block * 1024
            container.mux(stream.encode(sound))
        container.mux(stream.encode())
    return path


def patched(path: Path, atom: bytes, *, offset: int, new: bytes) -> None:
    """Overwrite bytes at an offset from the name of the first atom of that kind."""
    data = bytearray(path.read_bytes())
    at = data.index(atom) + offset
    data[at : at + len(new)] = new
    path.write_bytes(bytes(data))


class Videos:
    """Write videos to a folder, and look at their frames."""

    width, height = WIDTH, HEIGHT
    corners = staticmethod(corners)
    index_shown = staticmethod(index_shown)
    patched = staticmethod(patched)

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def make(self, name: str = "video.mp4", **recipe: Any) -> Path:
        return make_video(self._folder / name, Recipe(**recipe))

    def sound(self) -> Path:
        return make_sound(self._folder / "sound.m4a")


@pytest.fixture
def videos(tmp_path: Path) -> Videos:
    """Make a video: ``videos.make("name.mp4", codec=..., times_s=...)``."""
    return Videos(tmp_path)
