"""Videos are joined where they say they are."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from validation.joined_videos import FPS, SIZE_PX, join

from hiphinge.sources.video import open_video


def write(path: Path, grey: int, *, rate: int, frames: int) -> Path:
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=Fraction(rate))
        stream.width, stream.height, stream.pix_fmt = 64, 128, "yuv420p"
        for _ in range(frames):
            image = np.full((128, 64, 3), grey, dtype=np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(image, format="rgb24")))
        container.mux(stream.encode())
    return path


def test_parts_follow_each_other_at_the_rate_of_the_whole(tmp_path: Path) -> None:
    dark = write(tmp_path / "dark.mp4", 60, rate=30, frames=60)
    light = write(tmp_path / "light.mp4", 200, rate=60, frames=120)
    out = tmp_path / "joined.mp4"
    edges = join([(dark, 0.5, 1.5), (light, 0.0, float("inf"))], out)
    assert edges == pytest.approx([0.0, 1.0, 3.0], abs=1.5 / FPS)
    frames = list(open_video(out))
    assert frames[0].image_rgb.shape == (SIZE_PX, SIZE_PX, 3)
    middle = [int(frame.image_rgb[SIZE_PX // 2, SIZE_PX // 2, 1]) for frame in frames]
    first_light = next(i for i, grey in enumerate(middle) if grey > 130)
    assert first_light / FPS == pytest.approx(edges[1], abs=1e-6)
    assert int(frames[0].image_rgb[5, 5, 1]) < 30  # the bars beside a narrow clip
