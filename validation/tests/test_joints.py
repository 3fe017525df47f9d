"""The trial of learning joints' errors: what is told of a frame, and a fit that finds an error that is there."""

from __future__ import annotations

import numpy as np
import pytest
from validation.accuracy.errors import rms
from validation.joints.describing import MOVED, described
from validation.joints.gathering import Lesson, angles_of
from validation.joints.learning import Recipe, learn

from hiphinge.motion import SIDE_JOINTS

FRAMES = 60
LEAN_DEG = np.concatenate([np.zeros(20), np.linspace(0.0, 70.0, FRAMES - 20)])


def chain(lean_deg: np.ndarray) -> np.ndarray:
    """Return trunks that lean over straight legs, ``[time, MOVED, 2]``, in leg lengths."""
    lean = np.radians(lean_deg)
    hip, knee, ankle = (np.tile([0.0, height], (len(lean), 1)) for height in (1.0, 0.5, 0.0))
    shoulder = hip + 0.6 * np.stack([np.sin(lean), np.cos(lean)], axis=1)
    return np.stack([shoulder, hip, knee, ankle], axis=1)


def side(lean_deg: np.ndarray) -> np.ndarray:
    joints = np.full((len(lean_deg), len(SIDE_JOINTS), 2), np.nan)
    joints[:, [SIDE_JOINTS.index(name) for name in MOVED]] = chain(lean_deg)
    return joints


def test_angles_of_joints() -> None:
    angles = angles_of(chain(LEAN_DEG))
    assert angles[:, 0] == pytest.approx(LEAN_DEG)
    assert angles[:, 1:] == pytest.approx(0.0, abs=1e-9)


def test_place_and_size_are_not_told() -> None:
    near = side(LEAN_DEG)
    told = described(near, near, leg_length=1.0)
    elsewhere = described(3.0 * near + 40.0, 3.0 * near + 40.0, leg_length=3.0)
    assert np.isfinite(told).any()
    assert elsewhere == pytest.approx(told, nan_ok=True)


def test_who_never_stands_has_no_own_standing() -> None:
    near = side(np.full(FRAMES, 50.0))
    told = described(near, near, leg_length=1.0)
    around = 2 * (len(SIDE_JOINTS) - 1) + 12
    assert np.isfinite(told[:, :around]).any()
    assert np.isnan(told[:, around:]).all()


def lesson(*, reach: float) -> Lesson:
    """Return a clip whose shoulder lies the further behind the more the trunk leans."""
    near = side(LEAN_DEG)
    joints = chain(LEAN_DEG)
    joints[:, 0, 0] -= reach * np.sin(np.radians(LEAN_DEG)) ** 2
    near[:, SIDE_JOINTS.index("shoulder")] = joints[:, 0]
    return Lesson(
        name="made",
        iron=False,
        told=described(near, near, leg_length=1.0),
        joints=joints,
        angles_deg=angles_of(chain(LEAN_DEG)),
        upright=LEAN_DEG < 12.0,
    )


@pytest.mark.filterwarnings("ignore:Mean of empty slice", "ignore:Degrees of freedom")
@pytest.mark.parametrize("hidden", [(), (6,)])
def test_an_error_that_is_there_is_learnt(hidden: tuple[int, ...]) -> None:
    lessons = [lesson(reach=reach) for reach in (0.10, 0.12)]
    losses: list[float] = []
    network = learn(
        lessons, Recipe(hidden=hidden, members=2, steps=150, still=1.0), lambda _, loss: losses.append(loss)
    )
    new = lesson(reach=0.11)
    before, after = (
        rms((angles_of(joints) - new.angles_deg)[:, 0])
        for joints in (new.joints, new.joints + network.answer(new.told))
    )
    assert len(losses) == 150
    assert after < 0.6 * before


@pytest.mark.filterwarnings("ignore:Mean of empty slice", "ignore:Degrees of freedom")
def test_the_unknown_moves_nothing_by_itself() -> None:
    network = learn([lesson(reach=0.1)], Recipe(steps=5), lambda *_: None)
    unknown = np.full((3, network.centre.shape[0]), np.nan)
    answer = network.answer(unknown)
    assert answer.shape == (3, len(MOVED), 2)
    assert np.isfinite(answer).all()
    assert answer == pytest.approx(network.answer(np.tile(network.centre, (3, 1))))
