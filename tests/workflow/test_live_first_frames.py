"""The first frames of a live session, looked at again beside the camera."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pytest
from tests.conftest import VIDEO_SIZE_PX, Actor

from hiphinge.estimators import PoseFrame
from hiphinge.estimators.pose import no_person
from hiphinge.motion import Motion
from hiphinge.workflow.live import LiveEvent, LiveFollower, live_session
from hiphinge.workflow.live.following import joined
from hiphinge.workflow.live.measuring import LiveMeasuring

EDGE = np.full((VIDEO_SIZE_PX[1], VIDEO_SIZE_PX[0], 3), 128, np.uint8)
EDGE[:, :16] = 0
"""Dark on the left, as wide as a block of a JPEG: a mirrored frame is known by it."""


class _LooksBack(Actor):
    """Finds nobody in the first frames of a camera, and everybody when looking at them again."""

    def __init__(self, motion: Motion, *, late: int = 0) -> None:
        super().__init__(motion)
        self.late, self.turns, self.mirrored_frames = late, 0, 0
        self.again: list[float] = []

    def estimate(self, image_rgb: Any, *, time_s: float) -> PoseFrame:
        pose = super().estimate(image_rgb, time_s=time_s)
        if image_rgb[0, 0, 0] != 0:
            self.mirrored_frames += 1
            pose = pose.mirrored(self.layout, width_px=VIDEO_SIZE_PX[0])
        return pose if time_s > self.late / 30 - 1e-6 else no_person(self.layout, with_world=True)

    def turn(self, *, width_px: int) -> None:
        assert width_px == VIDEO_SIZE_PX[0]
        self.turns += 1

    def beside(self) -> "_LooksBack":
        other = _LooksBack(self.motion)
        other.again = self.again
        return other

    def estimates(
        self, frames: Iterable[Any], *, count: int | None = None, every: int = 1
    ) -> Iterator[tuple[Any, PoseFrame]]:
        assert (count, every) == (None, 1)
        for frame in frames:
            self.again.append(frame.time_s)
            yield frame, self.estimate(frame.image_rgb, time_s=frame.time_s)


def measured_of(
    follower: LiveFollower, motion: Motion, image: np.ndarray, count: int, *, sends_jpegs: bool = True
) -> list[tuple[int, list[Any]]]:
    """Return what is to be measured with each of the first frames, as far as there is anything."""
    jpeg = cv2.imencode(".jpg", image)[1].tobytes() if sends_jpegs else None
    found = []
    for number, time_s in enumerate(motion.time_s[:count]):
        follower.push(image, time_s=float(time_s), jpeg=jpeg)
        frames = follower.unmeasured()
        found += [(number, list(frames))] if frames else []
    return found


def test_who_is_found_late_is_looked_for_again_in_the_frames_before_beside_the_camera(actor: Actor) -> None:
    estimator = _LooksBack(actor.motion, late=45)
    found = measured_of(LiveFollower(estimator, name="x"), actor.motion, EDGE, 90)
    assert [(number, len(frames)) for number, frames in found[:2]] == [(76, 77), (77, 1)]
    assert estimator.again == []  # only once somebody measures
    motions = [frame.with_plate() for _, frames in found for frame in frames]
    np.testing.assert_allclose(joined(motions).positions, actor.motion.positions[:90])
    np.testing.assert_allclose(estimator.again, actor.motion.time_s[:77])


def test_who_was_followed_before_is_measured_at_once(actor: Actor) -> None:
    follower = LiveFollower(_LooksBack(actor.motion), name="x")
    for time_s in actor.motion.time_s[:30]:
        follower.push(EDGE, time_s=float(time_s))
    follower.push(EDGE, time_s=1.001)
    assert len(follower.unmeasured()) == 1


@pytest.mark.parametrize(("late", "first"), [(0, (30, 31)), (60, (79, 31))])
def test_images_that_no_browser_sent_wait_only_as_long_as_there_is_room(
    actor: Actor, monkeypatch: pytest.MonkeyPatch, late: int, first: tuple[int, int]
) -> None:
    monkeypatch.setattr("hiphinge.workflow.live.following.HELD_BYTES", 30 * EDGE.nbytes)
    estimator = _LooksBack(actor.motion, late=late)
    found = measured_of(LiveFollower(estimator, name="x"), actor.motion, EDGE, 90, sends_jpegs=False)
    assert (found[0][0], len(found[0][1])) == first
    sent = measured_of(LiveFollower(_LooksBack(actor.motion), name="x"), actor.motion, EDGE, 90)
    assert (sent[0][0], len(sent[0][1])) == (76, 77)


def test_frames_that_wait_when_the_session_ends_are_measured_all_the_same(
    actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    motion = actor.motion
    measured: list[float] = []

    def push(_: LiveMeasuring, frame: Motion, **__: bool) -> list[LiveEvent]:
        measured.append(frame.time_s[0])
        return []

    monkeypatch.setattr(LiveMeasuring, "push", push)
    images = [(float(time_s), EDGE) for time_s in motion.time_s[:50]]
    list(live_session(images, estimator=_LooksBack(motion), at_once=True))
    assert measured == list(motion.time_s[1:50])  # it runs from the second on
    measured.clear()
    list(live_session(images[:10], estimator=_LooksBack(motion), at_once=True))
    assert not measured  # which way somebody faces is not known yet


def test_a_frame_in_which_no_plate_is_looked_for_is_not_unpacked(actor: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    found = measured_of(LiveFollower(_LooksBack(actor.motion), name="x"), actor.motion, EDGE, 78)

    def unpacked(jpeg: bytes) -> np.ndarray:
        raise AssertionError(len(jpeg))

    monkeypatch.setattr("hiphinge.workflow.live.first_frames._unpacked", unpacked)
    motions = [frame.with_plate(look=False) for _, frames in found for frame in frames]
    np.testing.assert_allclose(joined(motions).positions, actor.motion.positions[:78])


def test_who_is_found_at_once_and_followed_is_not_looked_for_again(actor: Actor) -> None:
    estimator = _LooksBack(actor.motion)
    found = measured_of(LiveFollower(estimator, name="x"), actor.motion, EDGE, 90)
    assert [(number, len(frames)) for number, frames in found[:2]] == [(76, 77), (77, 1)]
    assert [frame.with_plate().time_s[0] for frame in found[0][1]] == list(actor.motion.time_s[:77])
    assert estimator.again == []


def test_who_faces_left_is_followed_on_while_the_frames_before_are_looked_at_again_mirrored(actor: Actor) -> None:
    order = list(actor.motion.layout.mirrored_order())
    left = replace(actor.motion, positions=actor.motion.positions[:, order] * (-1, 1) + (VIDEO_SIZE_PX[0], 0))
    estimator = _LooksBack(left)
    found = measured_of(LiveFollower(estimator, name="x"), left, EDGE, 90)
    assert (estimator.turns, estimator.mirrored_frames) == (1, 70)
    motions = [frame.with_plate() for _, frames in found for frame in frames]
    np.testing.assert_allclose(joined(motions).positions, left.positions[:90], atol=1e-6)
    assert len(estimator.again) == 77


def test_after_something_was_missed_it_begins_anew(actor: Actor) -> None:
    estimator = _LooksBack(actor.motion)
    follower = LiveFollower(estimator, name="x")
    measured_of(follower, actor.motion, EDGE, 90)
    estimator.reset()  # so that whoever comes is not followed from before
    follower.forget_held()
    rest = replace(actor.motion, time_s=actor.motion.time_s + 3.0)
    assert [number for number, _ in measured_of(follower, rest, EDGE, 80)] == [76, 77, 78, 79]
