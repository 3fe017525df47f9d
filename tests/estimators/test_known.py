"""Where the person is expected: moved on by half the latest step, or between two frames that are known."""

import math

import pytest

from hiphinge.estimators.blazepose.known import MOVED_ON, Known
from hiphinge.estimators.region import Region


def region(x: float, *, size: float = 300.0, turn: float = 0.0) -> Region:
    return Region(x_px=x, y_px=200.0, size_px=size, rotation_rad=turn)


def test_a_region_moves_on_by_a_share_of_the_latest_step() -> None:
    known = Known(time_s=0.2, region=region(110.0), before_s=0.1, before=region(100.0))
    expected = known.expected(0.3, moved_on=True)
    assert expected.region == region(110.0 + MOVED_ON * 10.0)
    assert expected.was == region(110.0)


def test_after_a_gap_it_moves_on_no_farther() -> None:
    known = Known(time_s=0.2, region=region(110.0), before_s=0.1, before=region(100.0))
    assert known.expected(5.0, moved_on=True).region == known.expected(0.3, moved_on=True).region


def test_with_one_frame_known_it_stays() -> None:
    assert Known(time_s=0.2, region=region(110.0)).expected(0.3, moved_on=True).region == region(110.0)
    assert Known().expected(0.3, moved_on=True).region is None


def test_frame_by_frame_it_stays_where_the_person_was() -> None:
    known = Known(time_s=0.2, region=region(110.0), before_s=0.1, before=region(100.0))
    assert known.expected(0.3, moved_on=False).region == region(110.0)


def test_between_two_frames_it_is_between_theirs() -> None:
    before, after = Known(time_s=0.0, region=region(100.0)), Known(time_s=0.4, region=region(120.0, turn=0.2))
    expected = before.expected_before(after, 0.1).region
    assert expected is not None
    assert expected.x_px == pytest.approx(105.0)
    assert expected.rotation_rad == pytest.approx(0.05)


def test_between_two_places_it_is_at_the_first() -> None:
    before, after = Known(time_s=0.0, region=region(100.0)), Known(time_s=0.4, region=region(400.0))
    assert before.expected_before(after, 0.1).region == region(100.0)
    assert Known(time_s=0.0).expected_before(after, 0.1).region == region(400.0)


def test_the_way_between_two_regions_is_the_short_way_round() -> None:
    middle = region(0.0, turn=math.pi - 0.1).towards(region(0.0, size=1200.0, turn=-math.pi + 0.1), 0.5)
    assert abs(middle.rotation_rad) == pytest.approx(math.pi)
    assert middle.size_px == pytest.approx(600.0)


def test_who_is_lost_is_remembered_for_a_while() -> None:
    lost = Known(last=region(100.0), last_s=1.0).then(None, tracked=False, time_s=1.5)
    assert lost.expected(1.9, moved_on=True).remembered == region(100.0)
    assert lost.expected(2.1, moved_on=True).remembered is None
