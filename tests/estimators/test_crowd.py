"""Who else is in a video: counted over several searches, and found out if they are the one who lifts."""

import pytest

from hiphinge.estimators.blazepose.crowd import Crowd, Look
from hiphinge.estimators.region import Region


def at(x: float, *, turned_rad: float = 0.0, size: float = 300.0) -> Region:
    return Region(x_px=x, y_px=300.0, size_px=size, rotation_rad=turned_rad)


def searches(followed_rad: list[float], *others_rad: list[float]) -> Crowd:
    """Return a crowd in which each person has these rotations, search by search."""
    crowd = Crowd()
    for look, turned in enumerate(followed_rad):
        regions = [at(100.0, turned_rad=turned)]
        regions += [at(500.0 + 400.0 * k, turned_rad=other[look]) for k, other in enumerate(others_rad)]
        crowd.add(Look(followed=regions[0], found=regions))
    return crowd


def test_one_person_is_one() -> None:
    crowd = searches([0.0, 0.8, 0.0])
    assert (crowd.count, crowd.bends_instead) == (1, None)


def test_nobody_was_searched_for_yet() -> None:
    assert Crowd().count == 0


def test_two_are_two() -> None:
    crowd = searches([0.0, 0.8, 0.0], [0.0, 0.0, 0.0])
    assert (crowd.count, crowd.bends_instead) == (2, None)


def test_somebody_found_once_in_many_searches_does_not_count() -> None:
    crowd = searches([0.0] * 10)
    once = Look(followed=at(100.0), found=[at(700.0)])
    crowd.add(once)
    assert (once.count, crowd.count) == (2, 1)


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_who_bends_beside_somebody_who_stands_is_to_be_followed(sign: float) -> None:
    crowd = searches([0.0, 0.05, 0.1, 0.0], [0.0, sign * 1.0, 0.1, sign * 0.9], [0.0, 0.1, 0.0, 0.1])
    assert crowd.bends_instead == at(500.0)


def test_two_searches_are_too_few_to_tell() -> None:
    assert searches([0.0, 0.0], [0.0, 1.0]).bends_instead is None


def test_who_lifts_is_kept_though_another_one_lifts_more() -> None:
    assert searches([0.0, 0.7, 0.0], [0.0, 1.2, 0.0]).bends_instead is None


def test_a_squat_is_a_lift_by_the_hips_that_go_down() -> None:
    crowd = Crowd()
    for down in (0.0, 60.0, 10.0, 55.0):
        other = Region(x_px=500.0, y_px=300.0 + down, size_px=300.0, rotation_rad=down / 200)
        crowd.add(Look(followed=at(100.0), found=[other]))
    assert crowd.bends_instead is not None
