"""Projection against the rendered image itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tools.generator.filming import Camera, draw_camera
from tools.generator.surroundings import draw_surroundings

CAMERA = Camera(
    width=540,
    height=720,
    side=1,
    yaw_deg=12.0,
    position_m=(3.2, -0.7, 1.1),
    target_m=(0.0, 0.05, 0.85),
    field_of_view_deg=42.0,
    roll_deg=2.5,
    bend=0.0,
)
POINTS = np.array([[0.0, 0.0, 0.9], [0.1, -0.5, 0.3], [-0.2, 0.4, 1.6], [0.2, 0.3, 0.2]])


def test_the_target_is_in_the_middle() -> None:
    assert CAMERA.project(np.array(CAMERA.target_m)) == pytest.approx([270.0, 360.0])


def test_a_person_filmed_from_the_left_looks_left() -> None:
    front, back = CAMERA.project(np.array([[0.0, -0.2, 1.0], [0.0, 0.2, 1.0]]))
    assert front[0] < back[0]


def test_twice_as_large_and_twice_as_far_is_the_same_image() -> None:
    far = replace(
        CAMERA,
        position_m=(6.4, -1.4, 2.2),
        target_m=(0.0, 0.1, 1.7),
    )
    assert far.project(2 * POINTS) == pytest.approx(CAMERA.project(POINTS))


def test_the_other_side_is_the_mirror() -> None:
    flip = np.array([-1.0, 1.0, 1.0])
    other = replace(
        CAMERA, side=-1, position_m=tuple(np.array(CAMERA.position_m) * flip), target_m=CAMERA.target_m, roll_deg=-2.5
    )
    seen, mirrored = CAMERA.project(POINTS), other.project(POINTS * flip)
    assert mirrored[:, 0] == pytest.approx(540 - seen[:, 0])
    assert mirrored[:, 1] == pytest.approx(seen[:, 1])


def test_the_lens_can_be_undone() -> None:
    bent = replace(CAMERA, bend=0.03)
    flat = np.array([[200.0, 310.0], [-240.0, -100.0], [0.0, 0.0]])
    assert bent.straightened(bent.bent(flat)) == pytest.approx(flat, abs=0.01)


@pytest.mark.parametrize("bend", [0.0, 0.03])
def test_balls_are_drawn_where_they_are_projected(bend: float) -> None:
    pyvista = pytest.importorskip("pyvista")
    from tools.generator.rendering import Stage
    from tools.generator.surroundings import Thing

    camera = replace(CAMERA, bend=bend)
    for point in POINTS:
        ball = Thing(pyvista.Sphere(radius=0.03, center=point), (1.0, 0.0, 0.0), None)
        with Stage(camera, [ball], [], _nobody(), None) as stage:
            image = stage.render(np.zeros((3, 3), np.float32), np.zeros((3, 3), np.float32), None).astype(int)
        red = image[..., 0] - image[..., 1] > 40
        rows, columns = np.nonzero(red)
        middle = [columns.mean() + 0.5, rows.mean() + 0.5]
        assert middle == pytest.approx(camera.project(point), abs=0.6)


def _nobody() -> Any:
    from types import SimpleNamespace

    return SimpleNamespace(count=3, faces=np.array([[0, 1, 2]], dtype=np.int64), colours=np.zeros((3, 3), np.uint8))


@pytest.mark.parametrize("side", [1, -1])
def test_a_view_is_from_where_it_was_asked_for(side: int) -> None:
    reach = (np.array([-0.4, -0.9, 0.0]), np.array([0.4, 0.5, 1.8]))
    for seed in range(5):
        camera = draw_camera(np.random.default_rng(seed), reach_m=reach, side=side, yaw_deg=(40.0, 60.0))
        x, y = (np.array(camera.position_m) - np.array(camera.target_m))[:2]
        assert 40.0 <= camera.yaw_deg <= 60.0
        assert np.degrees(np.arctan2(-y, side * x)) == pytest.approx(camera.yaw_deg)


def test_the_wall_is_behind_the_person_from_any_side() -> None:
    reach = (np.array([-0.4, -0.9, 0.0]), np.array([0.4, 0.5, 1.8]))
    for seed, yaw in enumerate((-90.0, -45.0, 45.0, 90.0)):
        camera = draw_camera(np.random.default_rng(seed), reach_m=reach, yaw_deg=(yaw, yaw))
        wall = draw_surroundings(np.random.default_rng(seed), camera)[1].mesh
        behind = (np.array(wall.center) - np.array(camera.target_m))[:2]
        assert behind @ (np.array(camera.target_m) - np.array(camera.position_m))[:2] > 1.0
