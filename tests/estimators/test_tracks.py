"""People found now and then: one track for each, through crossings, and which of them lifts."""

import math

import numpy as np
import pytest

from hiphinge.estimators import PersonTrack, lifter_of
from hiphinge.estimators.region import Region
from hiphinge.estimators.tracks import Sighting, Tracks

RED, BLUE = np.array([[0.8, 0.1, 0.1], [0.2, 0.2, 0.2]]), np.array([[0.1, 0.1, 0.8], [0.5, 0.5, 0.5]])
EVERY_S = 0.2
TIMES_S = np.arange(0.0, 6.0, EVERY_S)


def lifter(time_s: float) -> Region:
    bend = max(math.sin(math.pi * time_s / 3.0), 0.0)
    return Region(x_px=300.0 - 20 * bend, y_px=250.0 + 30 * bend, size_px=300.0, rotation_rad=bend)


def walker(time_s: float) -> Region:
    return Region(x_px=700.0 - 130.0 * time_s, y_px=260.0, size_px=330.0)


def track(*regions: Region) -> PersonTrack:
    return PersonTrack(time_s=tuple(EVERY_S * k for k in range(len(regions))), regions=regions)


@pytest.mark.parametrize("colours", [BLUE, RED])
def test_two_who_cross_do_not_change_places(colours: np.ndarray) -> None:
    tracks = Tracks()
    for time_s in TIMES_S:
        found = [Sighting(region=walker(time_s), colours=colours)]
        if abs(walker(time_s).x_px - lifter(time_s).x_px) > 60:  # hidden behind the walker
            found.append(Sighting(region=lifter(time_s), colours=RED))
        tracks.add(float(time_s), found)
    people = tracks.kept()
    assert len(people) == 2
    still = people[lifter_of(people) or 0]
    assert max(abs(still.at(float(t)).x_px - lifter(float(t)).x_px) for t in TIMES_S) < 25


def test_who_is_found_now_larger_and_now_smaller_in_one_place_is_one_person() -> None:
    tracks = Tracks()
    for time_s in TIMES_S:
        size_px = 300.0 if int(time_s) % 2 else 560.0
        tracks.add(float(time_s), [Sighting(region=Region(x_px=300.0, y_px=250.0, size_px=size_px), colours=RED)])
    (one,) = tracks.kept()
    assert one.time_s == tuple(map(float, TIMES_S))


def test_somebody_found_three_times_is_nobody() -> None:
    tracks = Tracks()
    for time_s in TIMES_S[:3]:
        tracks.add(float(time_s), [Sighting(region=lifter(0.0), colours=RED)])
    assert tracks.kept() == ()


def test_who_is_upside_down_is_nobody() -> None:
    tracks = Tracks()
    for time_s in TIMES_S:
        upside_down = Region(x_px=300.0, y_px=250.0, size_px=300.0, rotation_rad=3.0)
        tracks.add(float(time_s), [Sighting(region=upside_down, colours=RED)])
    assert tracks.kept() == ()


def test_who_bends_lifts_and_who_walks_or_stands_does_not() -> None:
    standing = track(*[Region(x_px=500.0, y_px=200.0, size_px=500.0)] * 20)
    walking = track(*[walker(float(t)) for t in TIMES_S])
    lifting = track(*[lifter(float(t)) for t in TIMES_S])
    assert lifter_of((standing, walking, lifting)) == 2
    assert lifter_of((standing, walking)) is None
    assert lifter_of(()) is None


def test_a_squat_is_a_lift_by_the_hips_that_go_down() -> None:
    squat = track(*[Region(x_px=300.0, y_px=250.0 + down, size_px=300.0) for down in (0, 20, 50, 60, 50, 20, 0) * 3])
    assert lifter_of((squat,)) == 0


def test_of_the_lifter_and_their_mirror_image_the_larger_is_followed() -> None:
    lifting = [lifter(float(t)) for t in TIMES_S]
    image = [
        Region(x_px=600.0 - r.x_px, y_px=r.y_px, size_px=220.0, rotation_rad=-1.2 * r.rotation_rad) for r in lifting
    ]
    assert lifter_of((track(*image), track(*lifting))) == 1


def test_between_two_finds_the_region_is_in_proportion() -> None:
    moved = track(Region(x_px=0.0, y_px=0.0, size_px=100.0), Region(x_px=10.0, y_px=20.0, size_px=100.0))
    assert (moved.at(0.1).x_px, moved.at(0.1).y_px) == pytest.approx((5.0, 10.0))
    assert (moved.at(-1.0), moved.at(9.0)) == moved.regions
    assert moved.mirrored(640).at(0.0).x_px == 640.0


def test_a_post_in_which_the_network_sees_somebody_does_not_lift() -> None:
    lifts = track(*[lifter(float(t)) for t in TIMES_S])
    turned = [0.0, 1.4, -0.9, 0.3, 1.1]
    post = track(
        *[Region(x_px=600.0, y_px=250.0, size_px=130.0, rotation_rad=turned[k % 5]) for k in range(len(TIMES_S))]
    )
    assert post.movement > lifts.movement
    assert lifter_of([post, lifts]) == 1
