import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from hiphinge.estimators.blazepose.detection import aligned_region
from hiphinge.estimators.region import Region, apply, crop, inverted

pixels = st.floats(-2000, 2000)
angles = st.floats(-math.pi, math.pi)
regions = st.builds(Region, x_px=pixels, y_px=pixels, size_px=st.floats(20, 3000), rotation_rad=angles)
points = st.lists(st.tuples(pixels, pixels), min_size=1, max_size=5).map(lambda p: np.array(p, dtype=float))


@given(regions, points)
def test_there_and_back_is_where_it_began(region: Region, there: np.ndarray) -> None:
    to_image = region.to_image(256)
    assert np.allclose(apply(inverted(to_image), apply(to_image, there)), there, atol=1e-6)


@given(regions)
def test_the_middle_of_the_grid_is_the_middle_of_the_region(region: Region) -> None:
    assert np.allclose(apply(region.to_image(256), np.array([128.0, 128.0])), (region.x_px, region.y_px))


def test_a_quarter_turn_clockwise_brings_the_grid_s_right_edge_down() -> None:
    region = Region(x_px=100, y_px=50, size_px=20, rotation_rad=math.pi / 2)
    assert np.allclose(apply(region.to_image(10), np.array([10.0, 5.0])), (100, 60))


def test_the_region_of_somebody_upright_is_not_turned() -> None:
    region = aligned_region(np.array([300.0, 400.0]), np.array([300.0, 200.0]))
    assert math.isclose(region.rotation_rad, 0.0, abs_tol=1e-12)
    assert math.isclose(region.size_px, 2 * 200 * 1.25)
    assert (region.x_px, region.y_px) == (300, 400)


def test_the_region_of_somebody_bent_to_the_right_is_turned_clockwise() -> None:
    region = aligned_region(np.array([300.0, 400.0]), np.array([500.0, 400.0]))
    assert math.isclose(region.rotation_rad, math.pi / 2)


@given(pixels, pixels, st.floats(5, 1000), angles, angles, st.floats(0.2, 5), pixels, pixels)
def test_a_region_moves_turns_and_grows_with_the_body(
    x: float, y: float, radius: float, lean: float, turn: float, grow: float, dx: float, dy: float
) -> None:
    middle = np.array([x, y])
    edge = middle + radius * np.array([math.sin(lean), -math.cos(lean)])
    c, s = math.cos(turn) * grow, math.sin(turn) * grow
    move = np.array([[c, -s, dx], [s, c, dy]])
    before, after = aligned_region(middle, edge), aligned_region(apply(move, middle), apply(move, edge))
    assert math.isclose(after.size_px, before.size_px * grow, rel_tol=1e-6)
    difference = after.rotation_rad - before.rotation_rad - turn
    assert math.isclose(math.remainder(difference, 2 * math.pi), 0.0, abs_tol=1e-5)
    assert np.allclose((after.x_px, after.y_px), apply(move, np.array([before.x_px, before.y_px])), atol=1e-6)


@given(pixels, pixels, st.floats(5, 1000), st.floats(-3, 3))
def test_a_region_is_mirrored_with_the_body(x: float, y: float, radius: float, lean: float) -> None:
    middle = np.array([x, y])
    edge = middle + radius * np.array([math.sin(lean), -math.cos(lean)])
    flip = np.array([-1.0, 1.0])
    before, after = aligned_region(middle, edge), aligned_region(middle * flip, edge * flip)
    assert math.isclose(after.rotation_rad, -before.rotation_rad, abs_tol=1e-6)
    assert math.isclose(after.size_px, before.size_px, rel_tol=1e-9)


def test_a_crop_of_the_whole_image_at_its_own_size_is_the_image() -> None:
    image = np.random.default_rng(1).integers(0, 255, (40, 40, 3), dtype=np.uint8)
    whole = Region(x_px=20, y_px=20, size_px=40)
    assert np.array_equal(crop(image, whole.to_image(40), size_px=(40, 40)), image)


def test_a_coarse_crop_averages_whole_pixels() -> None:
    image = np.zeros((80, 80, 3), dtype=np.uint8)
    image[:, ::2] = 200
    whole = Region(x_px=40, y_px=40, size_px=80)
    assert np.all(crop(image, whole.to_image(20), size_px=(20, 20)) == 100)


def test_a_bright_spot_lies_where_the_map_says() -> None:
    image = np.zeros((600, 900, 3), dtype=np.uint8)
    image[250:262, 500:512] = 255
    region = Region(x_px=470, y_px=280, size_px=400, rotation_rad=0.4)
    grid = crop(image, region.to_image(100), size_px=(100, 100))[:, :, 0].astype(float)
    rows, columns = np.mgrid[0:100, 0:100] + 0.5
    centre = np.array([(grid * columns).sum(), (grid * rows).sum()]) / grid.sum()
    assert np.allclose(apply(region.to_image(100), centre), (506, 256), atol=0.6)


def test_outside_the_image_is_its_edge_or_black() -> None:
    image = np.full((50, 50, 3), 90, dtype=np.uint8)
    beside = Region(x_px=200, y_px=25, size_px=40).to_image(10)
    assert np.all(crop(image, beside, size_px=(10, 10)) == 90)
    assert np.all(crop(image, beside, size_px=(10, 10), border="black") == 0)
