"""How a recording is cut into parts, and how the parts are joined: without a network, with people on rails."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import pytest

from hiphinge.estimators.blazepose.crowd import Look
from hiphinge.estimators.blazepose.following import NOBODY, Known, Step, step
from hiphinge.estimators.blazepose.landmarks import Body
from hiphinge.estimators.blazepose.looking import Expected, Looker, Seen
from hiphinge.estimators.blazepose.parts import (
    EVENLY,
    FIRST,
    LONGEST,
    TOGETHER,
    TURNED_RAD,
    Part,
    Steps,
    _agree,
    joined,
    lengths_of,
    tracked,
)
from hiphinge.estimators.blazepose.side_by_side import side_by_side
from hiphinge.estimators.blazepose.sparing import followed
from hiphinge.estimators.region import Region

FPS = 30
NOT_SEEN = Step(pose=NOBODY, known=Known())


def lengths_in(count: int) -> list[int]:
    """Return how many frames each part of a recording has."""
    lengths = lengths_of(count)
    begins = [number for number in range(count) if lengths.begins(number)]
    return [after - begin for begin, after in zip(begins, [*begins[1:], count], strict=True)]


@pytest.mark.parametrize("count", [1, 31, 59, 60, 119, 120, 121, 299, 300, 301, 600, 5_000, 54_000])
def test_parts_are_no_longer_than_allowed_and_of_one_length_between_the_first_and_the_last(count: int) -> None:
    first, *between, last = [*lengths_in(count), 0] if count < 60 else lengths_in(count)
    assert max(first, last, *between, 0) <= LONGEST
    assert len(set(between)) <= 1
    assert lengths_of(count).first == first
    assert all(length == lengths_of(count).others >= last for length in between)


def test_a_recording_of_unknown_length_has_the_longest_parts() -> None:
    assert lengths_of(None).others == LONGEST


@pytest.mark.parametrize("count", [150, 300, 600, 780, 1_800])
def test_the_first_and_the_last_part_make_a_whole_one_so_that_two_and_four_threads_have_as_many_each(
    count: int,
) -> None:
    first, *between, last = lengths_in(count)
    assert (len(between) + 1) % EVENLY == 0
    assert first == pytest.approx(FIRST * between[0], abs=1)
    assert first + last == pytest.approx(between[0], abs=len(between) + 1)


@dataclass(frozen=True)
class Frame:
    number: int

    @property
    def image_rgb(self) -> np.ndarray:
        return np.full((1, 1, 3), self.number, dtype=np.uint8)

    @property
    def time_s(self) -> float:
        return self.number / FPS


def at(x_px: float) -> Region:
    return Region(x_px=x_px, y_px=0.0, size_px=100.0)


class OnRails(Looker):
    """Finds somebody where they are expected, or else the first of those in the frame; each stays where they are."""

    def __init__(self, people: dict[int, list[float]]) -> None:
        self.people, self.asked, self.expected_px = people, list[int](), list[float | None]()

    def look(self, image: np.ndarray, expected: Expected) -> Seen:
        number = int(image[0, 0, 0])
        self.asked.append(number)
        self.expected_px.append(None if expected.region is None else expected.region.x_px)
        here = self.people[number]
        near = expected.region or expected.wanted or expected.remembered
        if not here:
            return Seen(body=None)
        x = here[0] if near is None else min(here, key=lambda one: abs(one - near.x_px))
        followed = expected.region is not None
        return Seen(body=body_at(x), followed=followed, people=0 if followed else len(here))

    def mask(self, body: Body) -> None:
        assert body.features is None

    def contour(self, body: Body) -> None:
        assert body.features is None

    def others(self, image: np.ndarray, body: Body) -> list[Region]:
        assert body.next_region is not None
        return [at(x) for x in self.people[int(image[0, 0, 0])] if x != body.next_region.x_px]


def body_at(x: float) -> Body:
    return Body(
        positions=np.full((33, 2), x),
        confidence=np.ones(33),
        world_m=np.zeros((33, 3)),
        presence=1.0,
        next_region=at(x),
        region=at(x),
        features=None,
    )


def parts_of(looker: Looker, lengths: tuple[int, ...], *, wanted: float | None = None) -> Iterator[Steps[Frame]]:
    begin, region = 0, None if wanted is None else at(wanted)

    def known() -> Region | None:
        return region

    for length in lengths:
        frames = [Frame(number) for number in range(begin, begin + length)]
        warm_up = [Frame(number) for number in range(max(begin - 2, 0), begin)]
        yield tracked(looker, Part(warm_up=warm_up, frames=frames, begins_s=0.0, wanted=known))
        begin += length


def places(looker: OnRails, lengths: tuple[int, ...], again: OnRails, **options: float) -> list[float]:
    found = list(joined(parts_of(looker, lengths, **options), lambda: again))
    assert [frame.number for frame, _ in found] == list(range(sum(lengths)))
    return [one.pose.positions[0, 0] for _, one in found]


def test_parts_that_agree_are_joined_as_they_are() -> None:
    people = {number: [200.0] for number in range(9)}
    looker, again = OnRails(people), OnRails(people)
    found = list(joined(parts_of(looker, (3, 3, 3)), lambda: again))
    assert [frame.number for frame, _ in found] == list(range(9))
    assert again.asked == []
    assert looker.asked == [0, 1, 2, 1, 2, 3, 4, 5, 4, 5, 6, 7, 8]
    assert [one.pose.tracked for _, one in found] == [False] + [True] * 8


@pytest.mark.parametrize(
    ("apart", "turned_rad", "agree"),
    [
        (0.9 * TOGETHER, 0.0, True),
        (1.1 * TOGETHER, 0.0, False),
        (0.0, 0.9 * TURNED_RAD, True),
        (0.0, -1.1 * TURNED_RAD, False),
        (0.0, 2.0 * np.pi - 0.9 * TURNED_RAD, True),
    ],
)
def test_parts_agree_where_they_know_the_person_in_nearly_the_same_region(
    apart: float, turned_rad: float, *, agree: bool
) -> None:
    own = replace(at(200.0 + 100.0 * apart), rotation_rad=turned_rad)
    assert _agree(Known(region=at(200.0)), Known(region=own), time_s=1.0) is agree


def test_who_was_followed_before_is_followed_on_though_a_part_found_another() -> None:
    people = {number: [200.0, 900.0] if number < 3 else [900.0, 200.0] for number in range(9)}
    looker, again = OnRails(people), OnRails(people)
    assert places(looker, (5, 4), again) == [200.0] * 9
    assert again.asked == [5, 6, 7, 8]


def test_a_part_looks_for_who_was_followed_at_the_beginning() -> None:
    people = {number: [900.0, 200.0] for number in range(9)}
    again = OnRails(people)
    assert places(OnRails(people), (3, 3, 3), again, wanted=200.0) == [200.0] * 9
    assert again.asked == []


def test_where_parts_come_to_agree_no_more_is_looked_at_again() -> None:
    people = {number: [200.0, 900.0] if number in (3, 4) else [900.0] for number in range(12)}
    people |= {number: [900.0] for number in range(3)}
    looker, again = OnRails(people), OnRails(people)
    assert places(looker, (5, 7), again) == [900.0] * 12
    assert again.asked == [5]


def test_who_is_lost_and_remembered_is_looked_for_again() -> None:
    people = {number: [] if number in (3, 4, 5, 6) else [900.0, 200.0] for number in range(9)}
    people |= {number: [200.0] for number in range(3)}
    again = OnRails(people)
    found = places(OnRails(people), (5, 4), again)
    assert (found[:3], found[7:]) == ([200.0] * 3, [200.0] * 2)
    assert np.isnan(found[3:7]).all()
    assert again.asked == [5, 6, 7, 8]


def test_others_are_searched_for_at_the_same_times_in_parts_and_without() -> None:
    people = {number: [200.0] for number in range(200)}
    whole, parts = (
        [one.look for _, one in joined(parts_of(OnRails(people), lengths), lambda: OnRails(people))]
        for lengths in ((200,), (50, 50, 50, 50))
    )
    assert [i for i, look in enumerate(whole) if look] == [i for i, look in enumerate(parts) if look]
    assert isinstance(whole[0], Look)


def followed_at(x: Callable[[int], float], count: int) -> tuple[list[int], list[tuple[Frame, Step]]]:
    """Return what was asked for, and what was found, of somebody at ``x`` pixels in each frame."""
    looker = OnRails({number: [x(number)] for number in range(count)})
    frames = [Frame(number) for number in range(count)]
    found = list(followed(looker, frames, NOT_SEEN, every=2))
    assert [frame.number for frame, _ in found] == list(range(count))
    return looker.asked, found


def unmeasured(found: list[tuple[Frame, Step]]) -> list[int]:
    return [frame.number for frame, one in found if not one.pose.measured]


def test_every_other_frame_of_an_even_movement_is_left_out() -> None:
    asked, found = followed_at(lambda number: 200.0 + 2 * number, 12)
    assert asked == [0, 1, 2, 3, 4, 6, 8, 10, 11]  # that it is even is known after the fifth
    assert unmeasured(found) == [5, 7, 9]
    at_px = [one.known.region.x_px for _, one in found if one.known.region is not None]
    assert np.allclose(at_px, 200.0 + 2 * np.arange(12))


def test_frames_around_a_jerk_are_measured() -> None:
    asked, found = followed_at(lambda number: 200.0 if number < 8 else 208.0, 17)
    assert asked == [0, 1, 2, 3, 4, 6, 8, 7, 9, 10, 11, 12, 14, 16]
    assert unmeasured(found) == [5, 13, 15]


def test_frames_that_are_far_apart_are_all_measured() -> None:
    looker = OnRails({number: [200.0] for number in range(0, 40, 4)})
    found = list(followed(looker, [Frame(number) for number in looker.people], NOT_SEEN, every=2))
    assert unmeasured(found) == []


def test_around_a_loss_every_frame_is_searched_and_where_nobody_is_every_other() -> None:
    looker = OnRails({number: [] if 5 <= number <= 12 else [200.0] for number in range(18)})
    frames = [Frame(number) for number in range(18)]
    found = list(followed(looker, frames, NOT_SEEN, every=2))
    assert unmeasured(found) == [7, 9, 11]
    assert [one.pose.detected for _, one in found] == [bool(here) for here in looker.people.values()]
    assert [frame.number for frame, one in found if one.pose.detected and not one.pose.tracked] == [0, 13]


def test_the_region_is_moved_on_where_frames_are_left_out_and_not_where_none_is() -> None:
    for every, expected_px in (
        (2, [None, 200.0, 204.0, 208.0, 212.0, 220.0]),
        (1, [None, 200.0, 204.0, 208.0, 212.0, 216.0, 220.0]),
    ):
        looker = OnRails({number: [200.0 + 4 * number] for number in range(7)})
        list(followed(looker, [Frame(number) for number in looker.people], NOT_SEEN, every=every))
        assert looker.expected_px == expected_px


def test_who_to_follow_counts_until_they_are_found() -> None:
    looker = OnRails({0: [], 1: [900.0, 200.0], 2: [900.0, 200.0]})
    known = Known(wanted=at(200.0))
    steps: list[Step] = []
    for number in range(3):
        steps.append(step(looker, Frame(number).image_rgb, known, time_s=number / FPS))
        known = steps[-1].known
    assert steps[0].pose is NOBODY
    assert [one.pose.positions[0, 0] for one in steps[1:]] == [200.0, 200.0]
    assert known.wanted is None


def test_networks_that_cannot_be_loaded_end_the_search_with_their_error() -> None:
    def broken() -> Looker:
        message = "The networks cannot be loaded."
        raise RuntimeError(message)

    raised: list[RuntimeError] = []

    def search() -> None:
        frames = (Frame(number) for number in range(9))
        with side_by_side(frames, lengths=lengths_of(9), every=1, track=None, lookers=[broken, broken]) as parts:
            try:
                for steps in parts:
                    list(steps)
            except RuntimeError as error:
                raised.append(error)

    searching = threading.Thread(target=search, daemon=True)
    searching.start()
    searching.join(timeout=20)
    assert [str(error) for error in raised] == ["The networks cannot be loaded."]
