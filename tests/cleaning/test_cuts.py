"""Cuts are found from images and bodies; a flash, a lost keypoint, a fast swing or a camera that pans is none."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from hiphinge.cleaning import find_cuts
from hiphinge.cleaning.cuts import CHANGED, body_jumps, image_changes
from hiphinge.motion import Motion
from hiphinge.testing import SWING, Camera, Plan, record_markers, record_video

STILL = record_video(Plan(lifts=(), before_s=4.0), camera=Camera(noise_px=1.0)).motion
FRAMES = len(STILL)
CUT = 60
Thumbnails = NDArray[np.uint8]


def images(*seeds: int, frames: int = FRAMES, noise: float = 2.0) -> Thumbnails:
    """Return thumbnails of one scene after another, of equal length, with a sensor's noise."""
    random = np.random.default_rng(7)
    scenes = [np.random.default_rng(seed).uniform(40, 200, (16, 16)) for seed in seeds]
    which = np.arange(frames) * len(scenes) // frames
    grey = np.array(scenes)[which] + noise * random.standard_normal((frames, 16, 16))
    return np.clip(grey, 0, 255).astype(np.uint8)


def shifted(motion: Motion, legs: float, *, first: int = CUT, last: int | None = None) -> Motion:
    leg = float(np.nanmedian(np.linalg.norm(motion.point("left_hip") - motion.point("left_ankle"), axis=1)))
    positions = motion.positions.copy()
    positions[first:last] += [legs * leg, 0.0]
    return replace(motion, positions=positions)


def test_another_scene_is_a_cut() -> None:
    cut = FRAMES // 2 + FRAMES % 2
    (at_s,) = find_cuts(STILL, images(1, 2))
    assert at_s == pytest.approx(STILL.time_s[cut], abs=1 / 30)


def test_brightness_and_contrast_are_no_cut() -> None:
    grey = images(1).astype(float)
    flicker = (
        grey * np.linspace(0.5, 1.0, FRAMES)[:, None, None] + np.where(np.arange(FRAMES) > CUT, 40, 0)[:, None, None]
    )
    assert find_cuts(STILL, np.clip(flicker, 0, 255).astype(np.uint8)) == ()


def test_a_flash_is_no_cut() -> None:
    grey = images(1)
    grey[CUT] = images(2)[0]
    assert find_cuts(STILL, grey) == ()


def test_an_empty_image_with_noise_has_no_cut() -> None:
    assert image_changes(np.clip(images(1, noise=0.0) * 0 + images(1, noise=3.0) % 7, 0, 255)).max() < CHANGED


def test_bright_arms_that_move_quickly_before_a_dark_wall_are_no_cut() -> None:
    grey = np.full((FRAMES, 16, 16), 50, np.uint8)
    grey[:, ::3] = 62
    grey[:CUT, 4:9, 7] = 95
    grey[CUT:, 6:11, 9] = 95
    assert find_cuts(STILL, grey) == ()


def test_a_camera_that_pans_has_no_cut() -> None:
    wide = np.random.default_rng(3).uniform(0, 255, (16, 16 + FRAMES))
    smooth = np.array([np.convolve(row, np.ones(9) / 9, mode="same") for row in wide])
    assert find_cuts(STILL, np.stack([smooth[:, k : k + 16] for k in range(FRAMES)]).astype(np.uint8)) == ()


def test_a_body_that_jumps_far_is_a_cut_without_images() -> None:
    assert find_cuts(shifted(STILL, 0.6)) == (float(STILL.time_s[CUT]),)


def test_a_body_that_jumps_a_little_is_a_cut_where_the_image_changes_with_it() -> None:
    random = np.random.default_rng(5)
    grey = images(1)
    grey[CUT:, 4:12, 6:9] = random.uniform(40, 200, (8, 3)).astype(np.uint8)  # the person alone moves
    assert find_cuts(shifted(STILL, 0.2)) == ()
    assert find_cuts(STILL, grey) == ()
    assert find_cuts(shifted(STILL, 0.2), grey) == (float(STILL.time_s[CUT]),)


def test_a_body_that_comes_back_was_lost() -> None:
    assert find_cuts(shifted(STILL, 0.6, last=CUT + 3)) == ()


def test_a_step_is_no_cut() -> None:
    leg_path = np.clip((np.arange(FRAMES) - CUT) / 9, 0, 1)
    positions = STILL.positions + leg_path[:, None, None] * [300.0, 0.0]
    assert find_cuts(replace(STILL, positions=positions)) == ()


@pytest.mark.parametrize("rate_hz", [15.0, 30.0, 60.0])
def test_swings_have_no_cuts(rate_hz: float) -> None:
    motion = record_video(Plan(movement=SWING), camera=Camera(frame_rate_hz=rate_hz, noise_px=2.0)).motion
    assert find_cuts(motion) == ()
    assert body_jumps(motion).max() < 0.1


def test_a_laboratory_is_not_cut() -> None:
    assert find_cuts(record_markers().motion) == ()
