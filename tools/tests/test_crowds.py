"""A lifter among others: where a mirror shows them, and how much of them others hide."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from tools.generator.crowds import Other, _hidden_share, _middle_px
from tools.generator.filming import Camera

CAMERA = Camera(
    width=320,
    height=240,
    side=1,
    yaw_deg=0.0,
    position_m=(4.0, 0.0, 1.0),
    target_m=(0.0, 0.0, 1.0),
    field_of_view_deg=40.0,
    roll_deg=0.0,
    bend=0.0,
)


def _other(**changes: Any) -> Other:
    points, normals = np.array([[[0.1, 0.3, 1.0]]], np.float32), np.array([[[0.0, 1.0, 0.0]]], np.float32)
    dressed: Any = SimpleNamespace(move=lambda *_: (points, normals))
    pose: Any = None
    return Other("somebody", dressed, pose, **changes)


def test_a_mirror_image_is_as_far_behind_the_mirror() -> None:
    points, normals = _other(mirror_m=(0.0, 2.0)).move(slice(0, 1))
    assert points[0, 0] == pytest.approx([0.1, 3.7, 1.0])
    assert normals[0, 0] == pytest.approx([0.0, -1.0, 0.0])


def test_who_is_turned_round_stands_on_the_other_side() -> None:
    points, _ = _other(turn_deg=180.0, place_m=(1.0, 0.5)).move(slice(0, 1))
    assert points[0, 0] == pytest.approx([0.9, 0.2, 1.0], abs=1e-5)


def test_only_who_is_nearer_to_the_camera_hides() -> None:
    across, up = np.meshgrid(np.linspace(-0.2, 0.2, 60), np.linspace(0.6, 1.4, 120))
    lifter = np.stack([np.zeros_like(across), across, up], axis=-1).reshape(-1, 3)
    assert _hidden_share(CAMERA, lifter, [lifter + np.array([1.0, 0.0, 0.0])]) > 0.95
    assert _hidden_share(CAMERA, lifter, [lifter - np.array([1.0, 0.0, 0.0])]) == 0.0
    assert 0.3 < _hidden_share(CAMERA, lifter, [lifter + np.array([0.2, 0.2, 0.0])]) < 0.7


def test_where_somebody_is_in_the_frame_is_kept() -> None:
    around = np.array([[0.0, 0.0, 0.5], [0.0, 0.0, 1.5]])
    assert _middle_px(CAMERA, around) == pytest.approx([160.0, 120.0])
    assert _middle_px(CAMERA, around + np.array([0.0, 0.0, 0.5]))[1] < 60.0
