"""Signs of the exercise: where a plate is followed while the person moves."""

from dataclasses import replace

import numpy as np
import pytest

from hiphinge.analysis.exercise_signs import exercise_signs_of
from hiphinge.analysis.tracks import measure_frames
from hiphinge.cleaning import clean
from hiphinge.findings import PlateSeen
from hiphinge.measures import MotionSeries
from hiphinge.motion import SIDE_JOINTS, SideMotion
from hiphinge.motion.recording import PLATE_NUMBERS
from hiphinge.testing import Plan, record_video


@pytest.fixture(scope="module")
def filmed() -> tuple[SideMotion, MotionSeries]:
    side = clean(record_video(Plan()).motion)
    return side, measure_frames(side).series


@pytest.mark.parametrize(
    ("joint", "share", "found"),
    [
        ("shoulder", 1.0, "at_shoulder"),
        ("wrist", 1.0, "elsewhere"),
        ("wrist", 0.4, "elsewhere"),
        ("wrist", 0.1, "nowhere"),
    ],
)
def test_a_plate_is_where_it_was_followed_most_of_the_time(
    filmed: tuple[SideMotion, MotionSeries], joint: str, share: float, found: PlateSeen
) -> None:
    side, series = filmed
    plate = np.full((len(side), PLATE_NUMBERS), np.nan)
    plate[:, :2] = side.joint(joint)
    plate[np.random.default_rng(1).random(len(side)) >= share] = np.nan
    signs = exercise_signs_of(replace(side, plate=plate), series, series.spans)
    assert signs is not None
    assert signs.plate == found


def test_nothing_is_known_of_a_plate_where_nobody_looked(filmed: tuple[SideMotion, MotionSeries]) -> None:
    side, series = filmed
    signs = exercise_signs_of(replace(side, plate=None), series, series.spans)
    assert signs is not None
    assert signs.plate is None


@pytest.mark.parametrize(("seen", "found"), [(0.1, "at_shoulder"), (0.0, None)])
def test_a_plate_that_is_followed_is_somewhere_where_the_shoulder_is_seldom_seen(
    filmed: tuple[SideMotion, MotionSeries], seen: float, found: PlateSeen | None
) -> None:
    side, series = filmed
    plate, near = np.full((len(side), PLATE_NUMBERS), np.nan), side.near.copy()
    plate[:, :2] = side.joint("shoulder")
    near[np.random.default_rng(1).random(len(side)) >= seen, SIDE_JOINTS.index("shoulder")] = np.nan
    signs = exercise_signs_of(replace(side, plate=plate, near=near), series, series.spans)
    assert signs is not None
    assert signs.plate == found
