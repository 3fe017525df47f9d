"""Who else is in a video: counted over several searches, and whether the person followed may be somebody else."""

from hiphinge.estimators.blazepose.crowd import Crowd, Look
from hiphinge.estimators.region import Region


def at(x: float) -> Region:
    return Region(x_px=x, y_px=300.0, size_px=300.0)


def searches(*others: int) -> Crowd:
    """Return a crowd in which so many others are found, search by search."""
    crowd = Crowd()
    for count in others:
        crowd.add(Look(followed=at(100.0), found=[at(100.0), *(at(500.0 + 400.0 * k) for k in range(count))]))
    return crowd


def test_one_person_is_one_and_sure() -> None:
    crowd = searches(0, 0, 0)
    assert (crowd.count, crowd.unsure) == (1, False)


def test_nobody_was_searched_for_yet() -> None:
    assert (Crowd().count, Crowd().unsure) == (0, False)


def test_two_are_two() -> None:
    crowd = searches(1, 1, 1)
    assert (crowd.count, crowd.unsure) == (2, True)


def test_somebody_found_once_may_be_a_plate_and_somebody_found_twice_is_looked_at() -> None:
    crowd = searches(*[0] * 10, 1)
    assert (crowd.count, crowd.unsure) == (1, False)
    crowd = searches(*[0] * 10, 1, 1)
    assert (crowd.count, crowd.unsure) == (1, True)


def test_who_walks_and_is_searched_for_again_may_be_somebody_else() -> None:
    crowd = Crowd()
    crowd.add_followed(at(100.0), tracked=False)
    crowd.add_followed(at(400.0), tracked=True)
    assert not crowd.unsure
    crowd.add_followed(at(420.0), tracked=False)
    assert crowd.unsure


def test_who_is_searched_for_again_in_the_same_place_is_the_same() -> None:
    crowd = Crowd()
    for x in (100.0, 110.0, 105.0):
        crowd.add_followed(at(x), tracked=False)
    assert not crowd.unsure
