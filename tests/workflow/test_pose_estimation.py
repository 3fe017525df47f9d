"""From a video to the motion of the person in it: the silhouette's contour comes along, the frames do not."""

from collections.abc import Callable, Iterable
from pathlib import Path
from types import MappingProxyType

import av
import numpy as np
import pytest

from hiphinge.estimators import PersonTrack, PoseFrame
from hiphinge.estimators.in_parts import TimedImage
from hiphinge.estimators.region import Region
from hiphinge.motion import BLAZEPOSE_33, Motion
from hiphinge.motion.contour import CONTOUR_STATIONS, contour_points
from hiphinge.sources.video import open_video
from hiphinge.workflow.pose_estimation import EstimatorConfig, Stretch, motion_from_video
from hiphinge.workflow.progress import no_progress

pytestmark = pytest.mark.network

VIDEO = Path(__file__).parents[1] / "data/rendered/hinge_side.mp4"


@pytest.fixture(scope="module")
def motion() -> Motion:
    return _motion(VIDEO)


def _motion(video: Path) -> Motion:
    estimator_config = EstimatorConfig(estimator="blazepose", model="full", threads=2)
    return motion_from_video(video, stretch=Stretch(end_s=1.5), estimator_config=estimator_config, listener=no_progress)


def _mirrored(video: Path, path: Path) -> Path:
    """Write the first seconds of a video mirrored; only their colours change a little."""
    return _changed(video, path, lambda image: image[:, ::-1])


def _changed(video: Path, path: Path, change: Callable[[np.ndarray], np.ndarray]) -> Path:
    frames = list(open_video(video, end_s=1.6))
    with av.open(str(path), "w") as container:
        stream = container.add_stream("ffv1", rate=round(1 / (frames[1].time_s - frames[0].time_s)))
        stream.height, stream.width = change(frames[0].image_rgb).shape[:2]
        stream.pix_fmt = "bgr0"
        for frame in frames:
            image = np.ascontiguousarray(change(frame.image_rgb))
            container.mux(stream.encode(av.VideoFrame.from_ndarray(image, format="rgb24")))
        container.mux(stream.encode())
    return path


def test_a_video_and_its_mirror_image_give_the_same_joints(motion: Motion, tmp_path: Path) -> None:
    other = _motion(_mirrored(VIDEO, tmp_path / "mirrored.mkv"))  # colours are off by up to 6 of 255
    size = motion.origin.size_px
    assert size is not None
    back = other.positions[:, motion.layout.mirrored_order()] * (-1, 1) + (size[0], 0)
    off_px = np.abs(back - motion.positions)
    assert np.median(off_px) < 0.5  # 1.2, were each followed as it is
    assert np.quantile(off_px, 0.95) < 2  # 5
    edges_off_px = np.abs(contour_points(other)[:, :, ::-1] * (-1, 1) + (size[0], 0) - contour_points(motion))
    assert np.nanmedian(edges_off_px) < 0.5


def test_every_frame_has_its_contour(motion: Motion) -> None:
    assert motion.contour is not None
    assert motion.contour.shape == (len(motion), len(CONTOUR_STATIONS), 2)
    assert np.isfinite(motion.contour).mean() > 0.9


def test_the_contour_is_as_wide_as_a_person(motion: Motion) -> None:
    assert motion.contour is not None
    hips = next(i for i, (lower, _, share) in enumerate(CONTOUR_STATIONS) if lower == "hip" and share >= 0)
    width_px = motion.contour[0, hips].sum()
    trunk_px = float(np.linalg.norm(motion.point("left_shoulder")[0] - motion.point("left_hip")[0]))
    assert 0.3 * trunk_px < width_px < 0.8 * trunk_px
    points = contour_points(motion)[0, hips]
    hip_px = motion.point("left_hip")[0]
    assert points[1, 0] < hip_px[0] < points[0, 0]  # left and right of somebody who stands


def test_a_part_of_a_motion_keeps_its_part_of_the_contour(motion: Motion) -> None:
    part = Stretch(start_s=0.5).of(motion)
    assert part.contour is not None
    assert motion.contour is not None
    assert len(part.contour) == len(part) < len(motion)
    assert np.array_equal(part.contour[-1], motion.contour[-1], equal_nan=True)


class _LooksLeft:
    """Sees the one person of several, who faces the left edge of every image, mirrored or not."""

    name, layout, provenance = "looks-left", BLAZEPOSE_33, MappingProxyType({"estimator": "looks-left"})
    people, unsure = 2, True

    def __init__(self) -> None:
        self.passes = 0

    def reset(self) -> None:
        self.passes += 1

    def follow(self, track: PersonTrack) -> None:
        assert track.regions

    def everybody(self, frames: Iterable[TimedImage]) -> tuple[PersonTrack, ...]:
        times = [frame.time_s for frame in frames]
        region = Region(x_px=600.0, y_px=300.0, size_px=300.0)
        return (PersonTrack(time_s=tuple(times), regions=(region,) * len(times)),)

    def estimate(self, image_rgb: np.ndarray, *, time_s: float) -> PoseFrame:
        del image_rgb, time_s
        high = {"nose": 0, "ear": 0, "shoulder": 40, "hip": 150, "knee": 230, "ankle": 300, "heel": 310, "toe": 310}
        ahead = {"nose": 20, "toe": 40}
        at = [(one.rsplit("_", 1)[-1], one) for one in BLAZEPOSE_33.keypoints]
        positions = np.array([(300.0 - ahead.get(part, 0), 100.0 + high.get(part, 20)) for part, _ in at])
        ones = np.ones(len(positions))
        return PoseFrame(positions=positions, confidence=ones, world_m=None, score=1.0, detected=True, tracked=True)


def test_who_seems_to_face_now_one_way_now_the_other_is_not_followed_for_ever() -> None:
    estimator = _LooksLeft()
    config = EstimatorConfig(estimator=estimator)
    found = motion_from_video(VIDEO, stretch=Stretch(end_s=1.0), estimator_config=config, listener=no_progress)
    assert len(found.time_s) > 10
    assert estimator.passes < 8
