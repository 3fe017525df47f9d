"""The stick body stands, bends and breaks no bone."""

import numpy as np
import pytest

from hiphinge.motion import BLAZEPOSE_33, FloatArray
from hiphinge.testing.body import LEG, SHANK, THIGH, TRUNK, body_points, hip_ahead


def pose(*, trunk: float = 0.0, knee: float = 0.0, shank: float = 0.0, head: float = 0.0) -> dict[str, FloatArray]:
    angles = {"trunk_deg": trunk, "knee_deg": knee, "shank_deg": shank, "head_deg": head}
    return {name: np.array([value]) for name, value in angles.items()}


def point(body: FloatArray, name: str) -> FloatArray:
    return np.asarray(body[0, BLAZEPOSE_33.keypoints.index(name)])


def test_it_stands_upright_with_winters_lengths() -> None:
    body = body_points(pose(), stature_m=2.0)
    heights = [point(body, f"left_{joint}")[1] for joint in ("ankle", "knee", "hip", "shoulder")]
    assert heights == pytest.approx([0.078, 0.57, 1.06, 1.636])
    assert [point(body, f"right_{joint}")[0] for joint in ("knee", "hip", "shoulder")] == pytest.approx([0, 0, 0])


def test_left_is_left_and_right_is_right_of_the_middle() -> None:
    body = body_points(pose(trunk=30), stature_m=1.8)
    for place, name in enumerate(BLAZEPOSE_33.keypoints):
        aside = body[0, place, 2]
        assert aside < 0 if name.startswith("left_") else aside > 0 if name.startswith("right_") else aside == 0


def test_forward_is_where_toes_and_nose_point() -> None:
    body = body_points(pose(), stature_m=1.8)
    assert point(body, "left_toe")[0] > point(body, "left_ankle")[0] > point(body, "left_heel")[0]
    assert point(body, "nose")[0] > point(body, "left_ear")[0]


def test_a_right_angle_at_hip_and_knee_by_hand() -> None:
    body = body_points(pose(trunk=90, knee=90, shank=0), stature_m=1.0)
    knee, hip, shoulder = (point(body, f"left_{joint}")[:2] for joint in ("knee", "hip", "shoulder"))
    assert hip - knee == pytest.approx([-THIGH, 0.0])
    assert shoulder - hip == pytest.approx([TRUNK, 0.0])


def test_the_head_turns_against_the_trunk() -> None:
    still, back = (body_points(pose(trunk=60, head=angle), stature_m=1.0) for angle in (0.0, -60.0))
    line = [point(body, "left_ear")[:2] - point(body, "left_shoulder")[:2] for body in (still, back)]
    assert np.degrees(np.arctan2(line[0][0], line[0][1])) == pytest.approx(60.0)
    assert np.degrees(np.arctan2(line[1][0], line[1][1])) == pytest.approx(0.0, abs=1e-9)


def test_bones_keep_their_length_in_every_posture() -> None:
    random = np.random.default_rng(1)
    names = ("trunk_deg", "knee_deg", "shank_deg", "head_deg")
    angles = {name: random.uniform(-30, 120, 50) for name in names}
    body = body_points(angles, stature_m=1.0)
    joints = {name: body[:, BLAZEPOSE_33.keypoints.index(f"right_{name}")] for name in ("ankle", "knee", "hip")}
    assert np.linalg.norm(joints["knee"] - joints["ankle"], axis=1) == pytest.approx(SHANK)
    assert np.linalg.norm(joints["hip"] - joints["knee"], axis=1) == pytest.approx(THIGH)


def test_the_hip_over_the_foot_by_hand() -> None:
    behind = hip_ahead(shank_deg=np.array([0.0]), knee_deg=np.array([30.0]))
    assert behind == pytest.approx(-0.5 * THIGH / LEG)
