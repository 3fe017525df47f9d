"""A plate is found beside the hands of a drawn person, followed, and lost where it is not there."""

import cv2
import numpy as np
import pytest

from hiphinge.estimators.plates import PlateFollower
from hiphinge.estimators.pose import Image, PoseFrame
from hiphinge.motion import BLAZEPOSE_33, FloatArray

WIDTH, HEIGHT, RADIUS = 360, 540, 44.0
STANDING = {"shoulder": (180, 190), "hip": (180, 310), "knee": (185, 400), "ankle": (180, 490), "wrist": (190, 320)}


def pose(hands_y: float) -> PoseFrame:
    positions = np.full((len(BLAZEPOSE_33), 2), 250.0)
    for joint, (x, y) in STANDING.items():
        for side in ("left", "right"):
            index = BLAZEPOSE_33.index(f"{side}_{joint}")
            positions[index] = (x, hands_y if joint == "wrist" else y + (hands_y - 320) * (joint == "shoulder"))
    return PoseFrame(
        positions=positions,
        confidence=np.ones(len(BLAZEPOSE_33)),
        world_m=None,
        score=1.0,
        detected=True,
        tracked=True,
    )


def frame(x: float, y: float, *, radius: float = RADIUS, noise: int = 4) -> Image:
    """Return a room with a plate in it, drawn to a sixteenth of a pixel; its edge is half a pixel beyond the radius."""
    image = np.full((HEIGHT, WIDTH, 3), (150, 140, 130), dtype=np.uint8)
    image[430:] = (70, 80, 90)
    cv2.rectangle(image, (20, 100), (70, 300), (90, 60, 60), -1)
    cv2.line(image, (180, 490), (180, 190), (200, 120, 110), 26)
    if radius:
        at = (round((x - 0.5) * 16), round((y - 0.5) * 16))
        cv2.circle(image, at, round(radius * 16), (40, 40, 44), -1, cv2.LINE_AA, 4)
    grain = np.random.default_rng(round(10 * y)).normal(0, noise, image.shape)
    return np.clip(image + grain, 0, 255).astype(np.uint8)


def followed(places: FloatArray, *, rests: bool = False) -> FloatArray:
    follower = PlateFollower(BLAZEPOSE_33)
    hands = 320 + 50 * (1 - np.cos(np.linspace(0, 2 * np.pi, len(places))))
    at = [places[0, 1] if rests else y for y in hands]
    return np.array(
        [follower.follow(frame(x, y), pose(hand)) for (x, _), y, hand in zip(places, at, hands, strict=True)]
    )


def test_a_plate_is_followed_to_a_fraction_of_a_pixel() -> None:
    places = np.stack([210 + np.linspace(0, 8, 60), np.zeros(60)], axis=1)
    found = followed(places)[4:]
    hands = 320 + 50 * (1 - np.cos(np.linspace(0, 2 * np.pi, 60)))[4:]
    assert np.isfinite(found).all()
    np.testing.assert_allclose(found[:, 0], places[4:, 0], atol=0.4)
    np.testing.assert_allclose(found[:, 1], hands, atol=0.4)
    np.testing.assert_allclose(found[:, 2:4], 2 * RADIUS + 1, atol=1.0)


def test_a_plate_is_followed_where_now_and_then_a_frame_is_left_out() -> None:
    follower = PlateFollower(BLAZEPOSE_33)
    hands = 320 - 50 * np.cos(np.linspace(0, 4 * np.pi, 60))  # up to 10 pixels a frame
    looked_at = np.arange(60) % 5 % 2 == 0
    found = np.array(
        [
            follower.follow(frame(215, y), pose(y)) if looks else follower.leave_out()
            for y, looks in zip(hands, looked_at, strict=True)
        ]
    )
    assert np.isnan(found[~looked_at]).all()
    np.testing.assert_allclose(found[looked_at, 1][8:], hands[looked_at][8:], atol=0.6)


@pytest.mark.parametrize("step", [16.0, 22.0])
def test_a_plate_is_followed_that_speeds_up_and_turns_back(step: float) -> None:
    follower = PlateFollower(BLAZEPOSE_33)
    ways = np.concatenate([np.zeros(12), np.full(4, step), [0.0, 0.0], np.full(4, -step), np.zeros(4)])
    hands = 340 + np.cumsum(ways)
    aside = 215 + np.cumsum(0.3 * ways * np.sign(np.sin(np.arange(len(ways)))))
    found = np.array([follower.follow(frame(x, y), pose(y + 5)) for x, y in zip(aside, hands, strict=True)])
    np.testing.assert_allclose(found[8:, 0], aside[8:], atol=0.6)
    np.testing.assert_allclose(found[8:, 1], hands[8:], atol=0.6)


def test_where_there_is_no_plate_nothing_is_found() -> None:
    follower = PlateFollower(BLAZEPOSE_33)
    found = [follower.follow(frame(0, y, radius=0), pose(y)) for y in np.linspace(320, 420, 30)]
    assert np.isnan(found).all()


def test_a_plate_that_stays_while_the_hands_move_is_let_go() -> None:
    found = followed(np.tile([215.0, 330.0], (50, 1)), rests=True)
    assert np.isfinite(found[:20, 0]).any()
    assert np.isnan(found[-20:, 0]).all()


def test_without_a_person_nothing_is_sought() -> None:
    nobody = PoseFrame(
        positions=np.full((len(BLAZEPOSE_33), 2), np.nan),
        confidence=np.zeros(len(BLAZEPOSE_33)),
        world_m=None,
        score=0.0,
        detected=False,
        tracked=False,
    )
    follower = PlateFollower(BLAZEPOSE_33)
    assert np.isnan([follower.follow(frame(210, 320), nobody) for _ in range(10)]).all()


@pytest.mark.parametrize("radius", [38.0, 60.0])
def test_other_sizes_are_found_too(radius: float) -> None:
    follower = PlateFollower(BLAZEPOSE_33)
    found = np.array([follower.follow(frame(215, y, radius=radius), pose(y)) for y in np.linspace(320, 400, 30)])
    np.testing.assert_allclose(found[8:, 3], 2 * radius + 1, atol=1.0)


def test_a_plate_is_found_before_a_wall_whose_edges_are_stronger() -> None:
    """The room has a wall of glass blocks, and the plate is hardly darker than the floor."""
    follower = PlateFollower(BLAZEPOSE_33)
    places = np.linspace(400, 330, 30)
    found = []
    for y in places:
        image = np.full((HEIGHT, WIDTH, 3), 150, dtype=np.uint8)
        rows, columns = np.indices(image.shape[:2])
        image[(rows < 310) & ((rows // 16 + columns // 16) % 2 == 0)] = 255
        cv2.circle(image, (215 * 16, round(y * 16)), round(RADIUS * 16), (120, 120, 120), -1, cv2.LINE_AA, 4)
        found.append(follower.follow(image, pose(y)))
    np.testing.assert_allclose(np.array(found)[15:, 1], places[15:] + 0.5, atol=1.0)
