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
CROSSING = (
    (2.07, [(341, 223, 328, -0.06, 0.16, 0.11)]),
    (2.33, [(348, 224, 325, -0.28, 0.16, 0.1)]),
    (2.6, [(355, 223, 321, -0.5, 0.16, 0.12), (584, 246, 367, 0.11, 0.18, 0.21)]),
    (2.87, [(545, 250, 369, 0.08, 0.18, 0.22), (362, 223, 315, -0.71, 0.16, 0.13)]),
    (3.07, [(503, 244, 366, 0.05, 0.18, 0.22), (363, 223, 307, -0.8, 0.16, 0.13)]),
    (3.33, [(451, 248, 367, 0.1, 0.18, 0.21), (362, 224, 311, -0.9, 0.16, 0.14)]),
    (3.6, [(386, 236, 367, 0.21, 0.19, 0.16)]),
    (3.87, [(348, 251, 378, 0.03, 0.19, 0.19)]),
    (4.07, [(350, 231, 351, -0.44, 0.19, 0.13)]),
    (4.27, [(349, 213, 394, -0.84, 0.17, 0.13)]),
    (4.47, [(231, 257, 392, 0.08, 0.18, 0.22), (332, 201, 425, -1.02, 0.15, 0.13)]),
    (4.67, [(190, 260, 402, 0.04, 0.17, 0.22), (360, 225, 315, -0.74, 0.16, 0.13)]),
    (4.93, [(351, 223, 354, -0.35, 0.16, 0.11), (131, 258, 389, 0.14, 0.19, 0.21)]),
    (5.13, [(100, 260, 382, 0.1, 0.19, 0.21), (346, 223, 321, -0.17, 0.16, 0.11)]),
    (5.4, [(44, 255, 380, -0.01, 0.19, 0.21), (338, 221, 334, 0.02, 0.16, 0.11)]),
    (5.67, [(338, 220, 336, 0.03, 0.16, 0.11), (3, 257, 387, -0.08, 0.22, 0.21)]),
)
"""Who was found of a lifter and of somebody who walks past, in a rendered clip: hips, size and turn of the region,
grey of chest and thighs."""


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


def test_who_walks_past_and_is_missed_for_a_while_does_not_become_the_lifter() -> None:
    tracks = Tracks()
    for time_s, found in CROSSING:
        tracks.add(time_s, [_sighting(*one) for one in found])
    people = tracks.kept()
    assert len(people) == 2
    still = people[lifter_of(people) or 0]
    assert [round(still.at(time_s).x_px) for time_s in (3.33, 4.47, 4.93, 5.4)] == [362, 332, 351, 338]


def test_who_is_hidden_and_does_not_come_back_takes_nobody_along() -> None:
    tracks = Tracks()
    for time_s in TIMES_S:
        found = [Sighting(region=lifter(float(time_s)), colours=RED)]
        if time_s < 2.9:
            found.append(Sighting(region=walker(float(time_s)), colours=RED))
        tracks.add(float(time_s), found)
    people = sorted(tracks.kept(), key=lambda one: one.time_s[-1])
    assert len(people) == 2
    assert people[0].time_s[-1] == pytest.approx(2.8)
    assert people[1].time_s == pytest.approx(tuple(TIMES_S))


def _sighting(x_px: float, y_px: float, size_px: float, turned: float, chest: float, thighs: float) -> Sighting:
    region = Region(x_px=x_px, y_px=y_px, size_px=size_px, rotation_rad=turned)
    return Sighting(region=region, colours=np.array([[chest] * 3, [thighs] * 3]))


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


def test_who_moves_a_lot_for_a_short_while_does_not_lift() -> None:
    lifts = track(*[lifter(float(t)) for t in TIMES_S])
    turned = [0.0, 1.4, -0.9, 0.3, 1.1]
    legs = track(*[Region(x_px=300.0, y_px=700.0, size_px=340.0, rotation_rad=turned[k % 5]) for k in range(9)])
    assert legs.movement > lifts.movement
    assert legs.size_px > lifts.size_px
    assert lifter_of([legs, lifts]) == 1


def test_who_comes_for_one_lift_while_somebody_looks_on_all_the_time_lifts() -> None:
    looks_on = track(*[Region(x_px=500.0, y_px=250.0, size_px=320.0)] * 60)
    lifts = track(*[lifter(float(t)) for t in TIMES_S[:18]])
    assert len(lifts.time_s) < 0.35 * len(looks_on.time_s)
    assert lifter_of([looks_on, lifts]) == 1
