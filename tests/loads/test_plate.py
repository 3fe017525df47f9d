"""The scale of a plate's path, against plates drawn through a pinhole camera."""

from dataclasses import replace

import numpy as np
import pytest

from hiphinge.cleaning import clean
from hiphinge.loads.plate import carrier_of, one_plate, plate_scale
from hiphinge.motion import SIDE_JOINTS, FloatArray
from hiphinge.repetitions import hands_and_feet_of
from hiphinge.testing import Plan, record_video

FOCAL, WIDTH, HEIGHT = 960.0, 540, 960
DISTANCE_M, RADIUS_M = 2.4, 0.225
FRAMES = 90
INSIDE = np.ones(FRAMES, dtype=bool)


def outline(up_m: FloatArray, *, camera_m: float, pitch_deg: float = 0.0, thick_m: float = 0.0) -> FloatArray:
    """Return the plate's outline ``[time, 5]`` forward and up as a camera sees it, its centre at ``up_m``."""
    turns = np.linspace(0, 2 * np.pi, 181)
    corners = [
        (RADIUS_M * np.cos(turns), RADIUS_M * np.sin(turns), np.full(len(turns), DISTANCE_M + away))
        for away in (0.0, thick_m)
    ]
    x, above, away = (np.concatenate(part) for part in zip(*corners, strict=True))
    pitch = np.radians(pitch_deg)
    rows = []
    for up in up_m:
        y = up + above - camera_m
        depth = away * np.cos(pitch) + y * np.sin(pitch)
        row = FOCAL * (y * np.cos(pitch) - away * np.sin(pitch)) / depth - HEIGHT / 2
        column = FOCAL * x / depth + WIDTH / 2
        middle = ((column.max() + column.min()) / 2, (row.max() + row.min()) / 2)
        rows.append((*middle, np.ptp(column), np.ptp(row), 1.0))
    return np.array(rows)


def way() -> FloatArray:
    """Return a lift from the floor to the hips and down again, metres."""
    return 0.5 - 0.275 * np.cos(np.linspace(0, 4 * np.pi, FRAMES))


def rise_m(plate: FloatArray) -> float:
    scale = plate_scale(plate, INSIDE, frame_px=(WIDTH, HEIGHT))
    assert scale is not None
    return float(np.ptp(scale.metres(plate[:, :2], plate_m=2 * RADIUS_M)[:, 1]))


@pytest.mark.parametrize("pitch_deg", [-8.0, 0.0, 6.0])
@pytest.mark.parametrize("camera_m", [0.4, 1.3])
def test_a_thin_plate_is_the_ruler_whatever_the_camera_looks_at(camera_m: float, pitch_deg: float) -> None:
    plate = outline(way(), camera_m=camera_m, pitch_deg=pitch_deg, thick_m=0.03)
    assert rise_m(plate) == pytest.approx(0.55, rel=0.012)


@pytest.mark.parametrize("camera_m", [0.25, 0.9, 1.7, 2.0])
def test_a_camera_at_the_floor_or_above_the_head_measures_the_same(camera_m: float) -> None:
    pitch_deg = float(np.degrees(np.arctan((0.9 - camera_m) / DISTANCE_M)))
    plate = outline(way(), camera_m=camera_m, pitch_deg=pitch_deg, thick_m=0.05)
    assert rise_m(plate) == pytest.approx(0.55, rel=0.008)


def test_other_sizes_are_other_plates() -> None:
    plate = outline(way(), camera_m=0.8)
    plate[:20, 2:4] *= 0.6
    kept = one_plate(plate, INSIDE)
    assert np.isnan(kept[:20]).all()
    np.testing.assert_array_equal(kept[20:], plate[20:])


def test_too_few_frames_have_no_scale() -> None:
    plate = outline(way(), camera_m=0.8)
    plate[8:] = np.nan
    assert plate_scale(plate, INSIDE) is None


@pytest.mark.parametrize("turned", [0.95, 1.04])
def test_a_width_that_is_off_counts_half(turned: float) -> None:
    plate = outline(way(), camera_m=0.6)
    plate[:, 2] *= turned
    assert rise_m(plate) == pytest.approx(0.55 / turned, rel=0.005 + 0.6 * abs(1 - turned))
    assert abs(rise_m(plate) / 0.55 - 1) < 0.7 * abs(1 - turned)


def test_rulers_that_disagree_are_doubted() -> None:
    plate = outline(way(), camera_m=0.6)
    agreeing = plate_scale(plate, INSIDE, frame_px=(WIDTH, HEIGHT))
    plate[:, 2] *= 0.94
    apart = plate_scale(plate, INSIDE, frame_px=(WIDTH, HEIGHT))
    assert agreeing is not None
    assert apart is not None
    assert agreeing.doubt < 0.005
    assert apart.doubt > 0.02


@pytest.mark.parametrize(("carrier", "from_shoulder"), [("shoulder", (-0.2, 0.15)), ("wrist", (0.05, -0.95))])
def test_hands_that_hold_a_bar_on_the_back_do_not_carry_it(carrier: str, from_shoulder: tuple[float, float]) -> None:
    """The hands are nearer to the plate than the shoulders, wherever the bar is."""
    side = clean(record_video(Plan()).motion)
    bar = side.joint("shoulder") + np.array(from_shoulder) * side.leg_length
    near, far = (joints.copy() for joints in (side.near, side.far))
    near[:, SIDE_JOINTS.index("wrist")] = far[:, SIDE_JOINTS.index("wrist")] = bar
    across = np.full(len(side), 0.5 * side.leg_length)
    plate = np.column_stack([bar, across, across, np.ones(len(side))])
    held = replace(side, near=near, far=far, plate=plate)
    assert carrier_of(held, plate, np.ones(len(side), dtype=bool)) == carrier
    assert hands_and_feet_of(held).on_back == (carrier == "shoulder")
