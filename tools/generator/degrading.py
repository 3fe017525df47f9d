"""What a phone does to an image: exposure, white balance, softness, noise, compression."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Self

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.random import Generator

    from tools.generator.arrays import Image

NOISE_FRAMES = 5


@dataclass(frozen=True)
class Quality:
    """How bad the image is.

    Parameters
    ----------
    gain
        Brightness of red, green and blue.
    blur_px
        Softness, standard deviation.
    trail
        How much of the frame before remains, as in the dark.
    noise
        Standard deviation of the sensor's noise, of 255.
    compression
        Rate factor of the encoder; larger is worse.
    """

    gain: tuple[float, float, float]
    gamma: float
    blur_px: float
    trail: float
    noise: float
    compression: int


def draw_quality(rng: Generator, height: int) -> Quality:
    """Draw the quality of a phone's images, a few of them dark and grainy."""
    dark = rng.random() < 0.09
    level = rng.uniform(0.45, 0.65) if dark else rng.uniform(0.85, 1.2)
    balance = 1 + rng.normal(0, 0.06, 3)
    return Quality(
        gain=(float(level * balance[0]), float(level), float(level * balance[2])),
        gamma=float(rng.uniform(0.85, 1.2)),
        blur_px=float(rng.uniform(0.35, 1.1) * height / 720),
        trail=float(rng.uniform(0.0, 0.3)) if rng.random() < 0.3 else 0.0,
        noise=float(rng.uniform(4, 12) if dark else rng.exponential(2.5)),
        compression=int(rng.integers(20, 34)),
    )


class PhoneCamera:
    """Takes clean images in order and writes a video file; the file is whole once closed."""

    def __init__(self, path: Path, rng: Generator, quality: Quality, size: tuple[int, int], fps: float) -> None:
        import av  # noqa: PLC0415 heavy

        self._quality = quality
        width, height = size
        shape = (NOISE_FRAMES, height, width, 1)
        self._noise = rng.normal(0, quality.noise, shape).astype(np.int8) if quality.noise >= 1 else None
        ramp = (np.arange(256)[:, None] / 255.0) ** quality.gamma * np.array(quality.gain)
        self._curve = np.clip(ramp * 255, 0, 255).astype(np.uint8)[None]
        self._container = av.open(str(path), "w", format="mp4")
        options: dict[str, object] = {"crf": str(quality.compression), "preset": "veryfast", "threads": "1"}
        self._stream: Any = self._container.add_stream("libx264", rate=Fraction(fps).limit_denominator(1001))
        self._stream.width, self._stream.height, self._stream.pix_fmt = width, height, "yuv420p"
        self._stream.options = options
        self._before: Image | None = None
        self._count = 0

    def __enter__(self) -> Self:
        """Return the camera itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Write what is still buffered, and close the file."""
        for packet in self._stream.encode():
            self._container.mux(packet)
        self._container.close()

    def take(self, clean: Image) -> None:
        """Add one clean image."""
        import av  # noqa: PLC0415 heavy

        frame = av.VideoFrame.from_ndarray(self.degraded(clean), format="rgb24")
        for packet in self._stream.encode(frame):
            self._container.mux(packet)

    def degraded(self, clean: Image) -> Image:
        """Return an image as the phone records it."""
        import cv2  # noqa: PLC0415 heavy

        quality = self._quality
        image: Any = cv2.LUT(clean, self._curve)
        if quality.blur_px > 0:
            image = cv2.GaussianBlur(image, (0, 0), quality.blur_px)
        if quality.trail and self._before is not None:
            image = cv2.addWeighted(image, 1 - quality.trail, self._before, quality.trail, 0)
        self._before = image
        if self._noise is not None:
            grain = np.roll(self._noise[self._count % NOISE_FRAMES], self._count * 37, axis=(0, 1))
            image = cv2.add(image, np.repeat(grain, 3, axis=2), dtype=cv2.CV_8U)
        self._count += 1
        degraded: Image = image
        return degraded
