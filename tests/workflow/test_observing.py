"""From a film to the motion of the person in it: the silhouette's outline comes along, the pictures do not."""

from pathlib import Path

import numpy as np
import pytest

from hiphinge.motion import Motion
from hiphinge.motion.outline import OUTLINE_STATIONS, outline_points
from hiphinge.workflow.observing import Seeing, Stretch, motion_of_film
from hiphinge.workflow.progress import unheard

pytestmark = pytest.mark.network

FILM = Path(__file__).parents[1] / "data/rendered/hinge_side.mp4"


@pytest.fixture(scope="module")
def motion() -> Motion:
    seeing = Seeing(estimator="blazepose", model="full", threads=2)
    return motion_of_film(FILM, stretch=Stretch(end_s=1.5), seeing=seeing, listener=unheard)


def test_every_frame_has_its_outline(motion: Motion) -> None:
    assert motion.outline is not None
    assert motion.outline.shape == (len(motion), len(OUTLINE_STATIONS), 2)
    assert np.isfinite(motion.outline).mean() > 0.9


def test_the_outline_is_as_wide_as_a_person(motion: Motion) -> None:
    assert motion.outline is not None
    hips = next(i for i, (lower, _, share) in enumerate(OUTLINE_STATIONS) if lower == "hip" and share >= 0)
    width_px = motion.outline[0, hips].sum()
    trunk_px = float(np.linalg.norm(motion.point("left_shoulder")[0] - motion.point("left_hip")[0]))
    assert 0.3 * trunk_px < width_px < 0.8 * trunk_px
    points = outline_points(motion)[0, hips]
    hip_px = motion.point("left_hip")[0]
    assert points[1, 0] < hip_px[0] < points[0, 0]  # left and right of somebody who stands


def test_a_part_of_a_motion_keeps_its_part_of_the_outline(motion: Motion) -> None:
    part = Stretch(start_s=0.5).of(motion)
    assert part.outline is not None
    assert motion.outline is not None
    assert len(part.outline) == len(part) < len(motion)
    assert np.array_equal(part.outline[-1], motion.outline[-1], equal_nan=True)
