"""A camera in a hand, or one that is knocked: how far off the measured shift and turn are, and what they do to angles.

    python -m validation.moved_camera CLIP...

Each video is written again as a camera that moves would have filmed it: shifts and turns of a hand (smooth noise of
about a second), of an unsteady hand, and a knock in the middle. It prints, for each, how far the camera moved, how far
it is found to have moved, and by how much the leans of trunk and shin at the bottoms differ from the still camera.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

import hiphinge
from hiphinge.analysis import Analysis
from hiphinge.cleaning.camera_motion import ENDS
from hiphinge.measures import Measurement
from hiphinge.motion import FloatArray
from hiphinge.sources.video import open_video
from hiphinge.workflow.camera_words import CAMERA

LEANS = ("trunk_inclination_deg", "shank_inclination_deg")
SECONDS = 1.0
CLOCK = 90_000
"""Ticks of a second in the written videos."""
CLOCK_TICK = Fraction(1, CLOCK)
QUALITY = "18"


@dataclass(frozen=True, kw_only=True)
class Camera:
    """How a camera moves: standard deviations of its shift, in frame heights, and of its turn; and a knock of both."""

    name: str
    shift: float = 0.0
    turn_deg: float = 0.0
    knock: float = 0.0
    knock_deg: float = 0.0

    def path(self, times: FloatArray, *, seed: int) -> FloatArray:
        """Return shift across and down in frame heights, and turn in degrees ``[time, 3]``."""
        rng, count = np.random.default_rng(seed), len(times)
        width = max(2, int(SECONDS / float(np.median(np.diff(times)))))
        window = np.hanning(2 * width + 1)
        window /= np.linalg.norm(window)
        noise = np.stack([np.convolve(rng.normal(size=count + 4 * width), window, "same") for _ in range(3)], axis=1)
        path = noise[2 * width : 2 * width + count] * [self.shift, self.shift, self.turn_deg]
        return path + np.outer(times > times[count // 2], [self.knock, 0.0, self.knock_deg])


CAMERAS = (
    Camera(name="on a stand"),
    Camera(name="in a hand", shift=0.006, turn_deg=0.5),
    Camera(name="in an unsteady hand", shift=0.02, turn_deg=1.5),
    Camera(name="knocked", knock=0.05, knock_deg=2.0),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m validation.moved_camera", description=__doc__.split("\n\n")[0])
    parser.add_argument("clips", nargs="+", type=Path, metavar="CLIP")
    asked = parser.parse_args(arguments)
    _say("| clip | camera | shifted by | found | turned by | found | repetitions | trunk off | shin off |")
    _say("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for clip in asked.clips:
        for row in rows(clip):
            _say(f"| {' | '.join(row)} |")
    return 0


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def rows(clip: Path) -> Iterator[tuple[str, ...]]:
    """Yield a row for each camera of what becomes of a clip."""
    still: Analysis | None = None
    with tempfile.TemporaryDirectory() as folder:
        for camera in CAMERAS:
            video = Path(folder) / f"{camera.name.replace(' ', '_')}.mp4"
            path = write(clip, video, camera)
            found = hiphinge.analyze(video).analysis
            still = found if still is None else still
            shift, turn = ranges(path)
            seen = found.motion.origin.details.get(CAMERA, {})
            off = [f"{one:.1f}\N{DEGREE SIGN}" for one in (leans_off(still, found, id_) for id_ in LEANS)]
            shown = [f"{100 * seen['shift_share']:.1f} %", f"{seen['turn_deg']:.1f}°"] if seen else ["not seen"] * 2
            counted = str(len(found.counted))
            yield clip.stem, camera.name, f"{100 * shift:.1f} %", shown[0], f"{turn:.1f}°", shown[1], counted, *off


def write(clip: Path, out: Path, camera: Camera) -> FloatArray:
    """Write a clip as a camera that moves would have filmed it, and return the camera's path ``[time, 3]``."""
    frames = list(open_video(clip))
    times = np.array([frame.time_s for frame in frames])
    path = camera.path(times, seed=len(frames))
    height, width = frames[0].image_rgb.shape[:2]
    with av.open(str(out), "w") as target:
        stream = target.add_stream("libx264", rate=30, options={"crf": QUALITY})
        stream.width, stream.height, stream.pix_fmt = width - width % 2, height - height % 2, "yuv420p"
        stream.codec_context.time_base = CLOCK_TICK
        for frame, (across, down, turn) in zip(frames, path, strict=True):
            moved = shown(frame.image_rgb, across * height, down * height, turn)
            image = av.VideoFrame.from_ndarray(moved[: stream.height, : stream.width].copy(), format="rgb24")
            image.pts, image.time_base = round(frame.time_s * CLOCK), CLOCK_TICK
            target.mux(stream.encode(image))
        target.mux(stream.encode(None))
    return path


def shown(image: NDArray[np.uint8], across: float, down: float, turn_deg: float) -> NDArray[np.uint8]:
    """Return a frame shifted by pixels and turned about its middle; what comes into it is its mirrored edge."""
    height, width = image.shape[:2]
    how = cv2.getRotationMatrix2D((width / 2, height / 2), -turn_deg, 1.0)
    how[:, 2] += np.array([across, down])
    return np.asarray(cv2.warpAffine(image, how, (width, height), borderMode=cv2.BORDER_REFLECT), dtype=np.uint8)


def ranges(path: FloatArray) -> tuple[float, float]:
    """Return the larger shift in frame heights and the turn in degrees, as `camera_motion` counts them."""
    low, high = np.percentile(path, ENDS, axis=0)
    return float((high - low)[:2].max()), float((high - low)[2])


def leans_off(still: Analysis, moved: Analysis, id_: str) -> float:
    """Return the root mean square of what the bottoms' leans differ by, degrees; NaN where the counts differ."""
    values = [[r.measurements.get(id_) for r in one.counted] for one in (still, moved)]
    pairs = [
        (a.value, b.value)
        for a, b in zip(*values, strict=len(values[0]) == len(values[1]))
        if isinstance(a, Measurement) and isinstance(b, Measurement)
    ]
    return float(np.sqrt(np.mean([(a - b) ** 2 for a, b in pairs]))) if pairs else float("nan")


if __name__ == "__main__":
    sys.exit(main())
