"""What each stage of an analysis costs: processor time in one thread, of frames of 1080p and 540p."""

import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path

import av

from hiphinge.estimators import PoseFrame, estimator_named
from hiphinge.estimators.blazepose.detection import Detector
from hiphinge.estimators.blazepose.landmarks import Body, LandmarkNetwork
from hiphinge.estimators.contour import Silhouette, contour_along, contour_lines
from hiphinge.estimators.models import model_path
from hiphinge.estimators.plates import PlateFollower
from hiphinge.estimators.region import Region
from hiphinge.sources.video import VideoFrame, open_video, probe, thumbnail
from hiphinge.sources.video.frames import DEFAULT_MAX_SIDE_PX, Frames, size_within

__all__ = ["Stage", "stages"]

_FRAMES, _ROUNDS = 60, 5


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One stage: milliseconds of processor time each time that it runs."""

    name: str
    ms: float
    often: str = "every frame"

    def __str__(self) -> str:
        """Return the text that is printed."""
        return f"{self.name}: {self.ms:.2f} ms ({self.often})"


def stages(video: Path) -> Iterator[Stage]:
    """Yield the stages of one video in their order."""
    size = "x".join(map(str, probe(video).size_px))
    yield Stage(name=f"decoding, {size}", ms=_decoding_ms(video))
    yield Stage(name=f"scaling and colours, {size}", ms=_scaling_ms(video))
    frames = list(islice(open_video(video), _FRAMES))
    poses = _followed(frames)
    region = _region(frames[0])
    network = LandmarkNetwork(model_path("blazepose-full"), threads=1, masks=True)
    detector = Detector(model_path("blazepose-detector"), threads=1)
    image = frames[0].image_rgb
    layout = estimator_named("blazepose").layout
    yield Stage(name="network without the silhouette's last layers", ms=_ms(lambda: network.find(image, region)))
    body = network.find(image, region)
    contour = _ms(lambda: contour_along(contour_lines(body.positions, layout), _silhouette(network, body)))
    yield Stage(name="contour, and the silhouette's last layers where it is read", ms=contour)
    yield Stage(name="detector", ms=_ms(lambda: detector.find(image)), often="where a part begins, or nobody is found")
    yield Stage(name="plate", ms=_plate_ms(frames, poses))
    yield Stage(name="thumbnail for cuts", ms=_ms(lambda: thumbnail(image)))


def _silhouette(network: LandmarkNetwork, body: Body) -> Silhouette:
    found = network.silhouette(body)
    if found is None:
        sys.exit("The network gives no silhouette.")
    return found


def _ms(work: Callable[[], object]) -> float:
    """Return the least mean of some rounds: what else the machine does only makes it longer."""
    work()
    return min(_mean_ms(work) for _ in range(_ROUNDS))


def _mean_ms(work: Callable[[], object], times: int = 20) -> float:
    start = time.process_time()
    for _ in range(times):
        work()
    return 1000 * (time.process_time() - start) / times


def _decoded(video: Path) -> Iterator[av.VideoFrame]:
    with av.open(video) as container:
        stream = container.streams.video[0]
        stream.codec_context.thread_count = 1
        yield from islice(container.decode(stream), _FRAMES)


def _decoding_ms(video: Path) -> float:
    return min(_mean_ms(lambda: list(_decoded(video)), times=1) for _ in range(_ROUNDS)) / _FRAMES


def _scaling_ms(video: Path) -> float:
    info = probe(video)
    frames, numbers = list(_decoded(video)), count()
    converter = Frames(size_px=size_within(info.size_px, max_side_px=DEFAULT_MAX_SIDE_PX), turn=info.turn)
    return _ms(lambda: converter.rgb(frames[next(numbers) % len(frames)]))


def _followed(frames: list[VideoFrame]) -> list[PoseFrame]:
    estimator = estimator_named("blazepose", masks=True)
    return [estimator.estimate(frame.image_rgb, time_s=frame.time_s) for frame in frames]


def _region(frame: VideoFrame) -> Region:
    """Return where the detector finds somebody, or else the whole frame."""
    found = Detector(model_path("blazepose-detector"), threads=1).find(frame.image_rgb)
    height, width = frame.image_rgb.shape[:2]
    return found[0].region if found else Region(x_px=width / 2, y_px=height / 2, size_px=max(width, height))


def _plate_ms(frames: list[VideoFrame], poses: list[PoseFrame]) -> float:
    def once() -> float:
        follower = PlateFollower(estimator_named("blazepose").layout)
        start = time.process_time()
        for frame, pose in zip(frames, poses, strict=True):
            follower.follow(frame.image_rgb, pose)
        return 1000 * (time.process_time() - start) / len(frames)

    return statistics.median(once() for _ in range(_ROUNDS))
