"""A recording that begins bent over: who is found when they stand is followed back to the first frame."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from weakref import WeakSet

import numpy as np
import pytest

from hiphinge.estimators.blazepose.earlier import MOST_FRAMES, found_earlier
from hiphinge.estimators.blazepose.following import NOBODY, Known, Step, step
from hiphinge.estimators.blazepose.landmarks import Body
from hiphinge.estimators.blazepose.looking import Expected, Looker, Seen
from hiphinge.estimators.region import Region

FPS = 30


@dataclass(frozen=True)
class Frame:
    number: int
    fps: int = FPS

    @property
    def image_rgb(self) -> np.ndarray:
        return np.full((1, 1, 3), self.number, dtype=np.uint8)

    @property
    def time_s(self) -> float:
        return self.number / self.fps


STANDS = Region(x_px=200.0, y_px=0.0, size_px=100.0)
ASKEW = replace(STANDS, rotation_rad=math.pi / 2)


class Bent(Looker):
    """Finds somebody who is upright, follows them bent, and takes them for lying until they are upright.

    ``askew`` is the confidence with which it does, 0 where it finds nobody then.
    """

    def __init__(self, *, upright: int, comes: int = 0, askew: float = 0.0) -> None:
        self.upright, self.comes, self.askew = upright, comes, askew
        self.asked: list[int] = []

    def look(self, image: np.ndarray, expected: Expected) -> Seen:
        number = int(image[0, 0, 0])
        self.asked.append(number)
        lies = expected.region is not None and expected.region.rotation_rad != 0.0
        if number < self.comes:
            return Seen(body=None)
        if number >= self.upright or (expected.region is not None and not lies):
            return Seen(body=body_in(STANDS), followed=expected.region is not None)
        return Seen(body=body_in(ASKEW, confidence=self.askew) if self.askew else None, followed=lies)

    def mask(self, body: Body) -> None:
        assert body.features is None

    def contour(self, body: Body) -> None:
        assert body.features is None

    def others(self, image: np.ndarray, body: Body) -> list[Region]:  # noqa: ARG002 - nobody else is there
        return []


def body_in(region: Region, *, confidence: float = 0.9) -> Body:
    return Body(
        positions=np.full((33, 2), region.rotation_rad),
        confidence=np.full(33, confidence),
        world_m=np.zeros((33, 3)),
        presence=1.0,
        next_region=region,
        region=region,
        features=None,
    )


def forward(looker: Looker, count: int, *, fps: int = FPS) -> Iterator[tuple[Frame, Step]]:
    found = Step(pose=NOBODY, known=Known())
    for number in range(count):
        frame = Frame(number, fps)
        found = step(looker, frame.image_rgb, found.known, time_s=frame.time_s)
        yield frame, found


def found_in(looker: Bent, count: int = 120, *, fps: int = FPS) -> list[Step]:
    found = list(found_earlier(forward(looker, count, fps=fps), lambda: looker))
    assert [frame.number for frame, _ in found] == list(range(count))
    return [one for _, one in found]


@pytest.mark.parametrize("upright", [20, 70])
def test_who_stands_up_is_followed_back_to_the_first_frame(upright: int) -> None:
    found = found_in(Bent(upright=upright))
    assert all(one.pose.detected for one in found)
    assert all(one.known.region == STANDS for one in found)


def test_who_stands_up_is_followed_back_at_any_frame_rate() -> None:
    assert all(one.pose.detected for one in found_in(Bent(upright=60), 200, fps=50))


def test_who_is_followed_back_counts_as_found_in_the_first_of_those_frames() -> None:
    found = found_in(Bent(upright=60, comes=40))
    assert [number for number, one in enumerate(found) if one.pose.detected and not one.pose.tracked] == [40]


def test_who_was_seen_askew_at_first_is_seen_upright() -> None:
    seen = [one.known.region for _, one in forward(Bent(upright=30, askew=0.8), 40)]
    assert seen[:30] == [ASKEW] * 30
    assert all(one.pose.positions[0, 0] == 0.0 for one in found_in(Bent(upright=30, askew=0.8)))


def test_who_was_seen_as_well_before_is_not_replaced() -> None:
    found = found_in(Bent(upright=30, askew=0.9))
    assert [one.known.region for one in found] == [ASKEW] * 30 + [STANDS] * 90


def test_the_way_back_ends_where_nobody_is() -> None:
    looker = Bent(upright=60, comes=40)
    found = found_in(looker)
    assert [one.pose.detected for one in found] == [False] * 40 + [True] * 80
    assert looker.asked.count(39) == 2
    assert looker.asked.count(38) == 1


def test_who_is_found_at_once_is_looked_for_once() -> None:
    looker = Bent(upright=0)
    found_in(looker)
    assert looker.asked == list(range(120))


def test_no_more_frames_are_held_than_memory_is_meant_for() -> None:
    held, most = 0, 0

    def counted() -> Iterator[tuple[Frame, Step]]:
        nonlocal held, most
        for one in forward(Bent(upright=200, comes=200), 250):
            held += 1
            most = max(most, held)
            yield one

    for _ in found_earlier(counted(), lambda: Bent(upright=0)):
        held -= 1
    assert most <= MOST_FRAMES + 1


@pytest.mark.parametrize("fails", [10, 30])
def test_what_reading_raises_comes_after_the_frames_before_it(fails: int) -> None:
    def broken() -> Iterator[tuple[Frame, Step]]:
        yield from forward(Bent(upright=20), fails)
        message = "The card was pulled out."
        raise OSError(message)

    found = found_earlier(broken(), lambda: Bent(upright=20))
    assert [one.pose.detected for _, one in islice(found, fails)] == [fails > 20] * fails
    with pytest.raises(OSError, match="pulled out"):
        next(found)


def test_frames_are_let_go_once_they_were_passed_on() -> None:
    alive: WeakSet[Frame] = WeakSet()

    def noted() -> Iterator[tuple[Frame, Step]]:
        for one in forward(Bent(upright=20), 120):
            alive.add(one[0])
            yield one

    left = [len(alive) for _ in found_earlier(noted(), lambda: Bent(upright=20))]
    assert max(left) > MOST_FRAMES / 2
    assert left[-1] < 10
