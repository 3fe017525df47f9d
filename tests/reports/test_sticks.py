"""The stick on an image: drawn where the back is measured, a full dot for what touches, a ring for what does not."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from hiphinge.analysis import Analysis, ContactLoss
from hiphinge.catalogue import load
from hiphinge.motion import SIDE_JOINTS, FloatArray
from hiphinge.reports.lettering import text_width
from hiphinge.reports.overlay import Painter
from hiphinge.reports.poses import Pose, pose_track
from hiphinge.reports.sticks import draw_stick, loss_words, losses_at
from hiphinge.spine import Dowel

Draw = Callable[[Analysis, float], NDArray[np.uint8]]
BOTTOM_S = 1.8
TAILBONE, UPPER_BACK, HEAD = (np.array(place) for place in ((80.0, 220.0), (120.0, 120.0), (140.0, 70.0)))


def loss(id_: str, contact: str, *, start_s: float = 1.0, end_s: float = 2.0) -> ContactLoss:
    return ContactLoss(
        id=id_,
        contact=contact,  # type: ignore[arg-type] # the tests name them
        may_be=load().contacts[id_].may_be,
        start_s=start_s,
        end_s=end_s,
        time_s=start_s,
        gap=0.1,
        threshold=0.05,
        grade="U",
    )


def pose(stick: FloatArray) -> Pose:
    joints = np.full((len(SIDE_JOINTS), 2), np.nan)
    return Pose(
        near=joints,
        far=joints,
        head_centre=joints[0],
        head_radius=10.0,
        forward=1,
        hip_in_standing=joints[0],
        stick=stick,
    )


def painted(*losses: ContactLoss, stick: FloatArray | None = None) -> NDArray[np.uint8]:
    image = np.zeros((300, 360, 3), np.uint8)
    places = np.stack([TAILBONE, UPPER_BACK, HEAD]) if stick is None else stick
    draw_stick(image, pose(places), losses)
    return image


def at(image: NDArray[np.uint8], place: FloatArray) -> tuple[int, ...]:
    x, y = np.rint(place).astype(int)
    return tuple(int(v) for v in image[y, x])


def test_what_touches_is_full_and_what_has_left_is_a_ring() -> None:
    touching, lost = painted(), painted(loss("head_leaves", "head"))
    for place in (TAILBONE, UPPER_BACK, HEAD):
        assert min(at(touching, place)) > 200
    assert max(at(lost, HEAD)) < 60
    assert min(at(lost, TAILBONE)) > 200


def test_the_stick_runs_through_all_three_and_a_little_beyond() -> None:
    image = painted()
    for share in (-0.1, 0.3, 0.6, 1.2):
        assert max(at(image, TAILBONE + share * (UPPER_BACK - TAILBONE))) > 150
    assert max(at(image, TAILBONE - 0.4 * (UPPER_BACK - TAILBONE))) == 0


@pytest.mark.parametrize("id_", load().contacts)
def test_every_loss_of_the_catalogue_is_reported_in_words(id_: str) -> None:
    (words,) = loss_words((loss(id_, load().contacts[id_].contact),))
    assert words
    assert text_width(words, size_px=20) <= text_width("Upper back off the stick", size_px=20), (
        "the panel is too narrow"
    )


def test_a_low_back_that_takes_the_tailbone_off_is_reported_once() -> None:
    tailbone, low_back = loss("tailbone_leaves", "tailbone"), loss("low_back_touches", "low_back")
    assert loss_words((tailbone, low_back)) == loss_words((tailbone,))
    assert len(loss_words((low_back,))) == 1


def test_nothing_is_drawn_where_the_back_is_not_measured() -> None:
    assert not painted(loss("head_leaves", "head"), stick=np.full((3, 2), np.nan)).any()


def test_without_the_ear_it_ends_at_the_upper_back() -> None:
    image = painted(stick=np.stack([TAILBONE, UPPER_BACK, [np.nan, np.nan]]))
    assert min(at(image, UPPER_BACK)) > 200
    assert max(at(image, HEAD)) == 0


def test_only_what_lasts_at_the_moment_is_reported(five_hinges: Analysis) -> None:
    first = replace(five_hinges.repetitions[0], contacts=(loss("head_leaves", "head", start_s=1.2, end_s=1.6),))
    analysis = replace(five_hinges, repetitions=(first, *five_hinges.repetitions[1:]))
    assert [len(losses_at(analysis, t)) for t in (1.1, 1.2, 1.4, 1.6, 1.7)] == [0, 1, 1, 1, 0]


def test_the_video_shows_the_stick_behind_the_person_only_where_there_is_one(
    five_hinges: Analysis, drawn: Draw
) -> None:
    assert five_hinges.side is not None
    shoulder, hip = (five_hinges.side.joint(name) for name in ("shoulder", "hip"))
    behind = np.stack([hip, shoulder, 1.3 * shoulder - 0.3 * hip], axis=1) - np.array([30.0, 0.0])
    with_stick = replace(
        five_hinges, dowel=Dowel(contact_points=behind, reference_hollow=0.03, contour_hollow=np.zeros(len(behind)))
    )
    frame = drawn(five_hinges, BOTTOM_S)
    painters = [
        Painter(analysis=a, catalogue=load(), track=pose_track(a), blur_faces=False) for a in (five_hinges, with_stick)
    ]
    images = [painter.paint(frame, BOTTOM_S) for painter in painters]
    track = pose_track(with_stick)
    assert track is not None
    changed = (images[0] != images[1]).any(axis=2)
    for painter in painters:
        box = painter.layout(frame.shape[1], frame.shape[0]).panel
        assert box is not None
        changed[box.top : box.top + box.height, box.left : box.left + box.width] = False
    y, x = np.nonzero(changed)
    tailbone, upper_back = track.at(BOTTOM_S).stick[:2]
    assert changed.any()
    way = (upper_back - tailbone) / np.linalg.norm(upper_back - tailbone)
    off = np.abs((x - tailbone[0]) * way[1] - (y - tailbone[1]) * way[0])
    assert np.percentile(off, 95) < 12
