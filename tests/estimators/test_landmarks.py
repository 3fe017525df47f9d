import math

import numpy as np
import pytest

from hiphinge.estimators.blazepose.landmarks import logistic, refined, turned

COLD = -30.0


def cold(points: int = 1) -> np.ndarray:
    return np.full((64, 64, points), COLD, dtype=np.float32)


def test_the_logistic_function_at_known_places() -> None:
    assert np.allclose(logistic(np.array([0.0, math.log(3), -1e9, 1e9])), (0.5, 0.75, 0.0, 1.0))


def test_a_point_moves_to_the_heat_near_it() -> None:
    heat = cold()
    heat[33, 12, 0] = 30.0  # row 33, column 12: probability 1
    point = np.array([[10.4 / 64, 32.7 / 64]])
    assert np.allclose(refined(point, heat), [[12 / 64, 33 / 64]], atol=1e-9)


def test_heat_is_averaged_by_its_probability() -> None:
    heat = cold()
    heat[20, 20, 0] = math.log(3)  # 0.75
    heat[20, 22, 0] = math.log(1 / 3)  # 0.25
    assert np.allclose(refined(np.array([[21 / 64, 20 / 64]]), heat), [[20.5 / 64, 20 / 64]], atol=1e-9)


def test_heat_more_than_three_cells_away_does_not_count() -> None:
    heat = cold()
    heat[20, 24, 0] = 30.0
    point = np.array([[20.5 / 64, 20.5 / 64]])
    assert np.array_equal(refined(point, heat), point)
    nearer = np.array([[21.0 / 64, 20.5 / 64]])
    assert np.allclose(refined(nearer, heat), [[24 / 64, 20 / 64]], atol=1e-9)


def test_a_point_without_at_least_half_stays() -> None:
    heat = cold()
    heat[20, 20, 0] = -0.01
    point = np.array([[20.5 / 64, 20.5 / 64]])
    assert np.array_equal(refined(point, heat), point)
    heat[20, 20, 0] = 0.0
    assert not np.array_equal(refined(point, heat), point)


@pytest.mark.parametrize("outside", [(-1.1 / 64, 0.5), (1.0, 0.5), (0.5, 1.2), (0.5, -3.0)])
def test_a_point_outside_the_map_stays(outside: tuple[float, float]) -> None:
    heat = np.full((64, 64, 1), 30.0, dtype=np.float32)
    assert np.array_equal(refined(np.array([outside]), heat), [outside])


def test_at_the_edge_only_cells_inside_count() -> None:
    heat = np.full((64, 64, 1), 30.0, dtype=np.float32)
    # columns 0 to 3 and rows 60 to 63 remain of the seven
    assert np.allclose(refined(np.array([[0.2 / 64, 63.9 / 64]]), heat), [[1.5 / 64, 61.5 / 64]])


def test_each_point_looks_at_its_own_map() -> None:
    heat = cold(points=2)
    heat[10, 10, 0] = heat[50, 40, 1] = 30.0
    points = np.array([[11 / 64, 11 / 64], [41 / 64, 51 / 64]])
    assert np.allclose(refined(points, heat), [[10 / 64, 10 / 64], [40 / 64, 50 / 64]], atol=1e-9)


def test_the_body_in_metres_is_turned_upright_with_its_region() -> None:
    head = np.array([[0.0, -0.6, 0.1]])
    assert np.allclose(turned(head, rotation_rad=0.0), head)
    # the region is turned a quarter clockwise: what is up in it lies to the right in the image
    assert np.allclose(turned(head, rotation_rad=math.pi / 2), [[0.6, 0.0, 0.1]])
