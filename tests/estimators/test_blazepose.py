import socket
import threading
from collections.abc import Generator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from hiphinge.errors import InputFormatError, UnknownIdError, UsageError
from hiphinge.estimators import (
    EstimatesInParts,
    Estimator,
    PersonTrack,
    PoseFrame,
    SeesPeople,
    estimator_named,
    lifter_of,
)
from hiphinge.estimators.blazepose import BlazePose
from hiphinge.estimators.contour import contour_of
from hiphinge.estimators.models import model_path
from hiphinge.estimators.region import Region, apply
from hiphinge.motion import BLAZEPOSE_33

pytestmark = pytest.mark.network

TRUTH_PX = {  # middles of left and right in frames 0 and 60, as the scene was rendered
    0: {"hip": (487, 280), "knee": (480, 342), "ankle": (488, 408), "shoulder": (486, 204)},
    60: {"hip": (511, 286), "knee": (484, 342), "ankle": (488, 408), "shoulder": (440, 268)},
}
STATURE_PX = 265
FPS = 30 / 4


def follow(tracker: Estimator, images: list[np.ndarray]) -> list[PoseFrame]:
    tracker.reset()
    return [tracker.estimate(image, time_s=i / FPS) for i, image in enumerate(images)]


def positions(frames: list[PoseFrame]) -> np.ndarray:
    return np.array([frame.positions for frame in frames])


def share_of_stature(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.linalg.norm(one - other, axis=-1).mean() / STATURE_PX)


@pytest.fixture(scope="module")
def tracker() -> Estimator:
    return estimator_named("blazepose", masks=True)


@pytest.fixture(scope="module")
def frames(tracker: Estimator, images: list[np.ndarray]) -> list[PoseFrame]:
    return follow(tracker, images)


def test_it_is_an_estimator(tracker: Estimator) -> None:
    assert isinstance(tracker, Estimator)
    assert (tracker.name, tracker.layout) == ("blazepose", BLAZEPOSE_33)
    assert tracker.provenance["model"] == "full"
    assert len(tracker.provenance["landmarks_sha256"]) == 64


def test_joints_lie_where_the_scene_has_them(frames: list[PoseFrame]) -> None:
    for number, joints in TRUTH_PX.items():
        frame = frames[number // 4]
        for joint, truth in joints.items():
            sides = [frame.positions[BLAZEPOSE_33.index(f"{side}_{joint}")] for side in ("left", "right")]
            assert np.linalg.norm(np.mean(sides, axis=0) - truth) < 0.06 * STATURE_PX, (number, joint)


def test_the_first_image_is_searched_and_the_others_are_followed(frames: list[PoseFrame]) -> None:
    assert [frame.tracked for frame in frames] == [False] + [True] * (len(frames) - 1)
    assert all(frame.detected and frame.score > 0.9 for frame in frames)


def test_confidence_is_a_share(frames: list[PoseFrame]) -> None:
    confidence = np.array([frame.confidence for frame in frames])
    assert confidence.min() >= 0
    assert confidence.max() <= 1
    assert confidence[:, BLAZEPOSE_33.index("left_hip")].min() > 0.9


def test_the_body_in_metres_is_upright_and_of_human_size(frames: list[PoseFrame]) -> None:
    world = frames[0].world_m
    assert world is not None
    nose, ankle, *hips = (world[BLAZEPOSE_33.index(name)] for name in ("nose", "left_ankle", "left_hip", "right_hip"))
    assert 1.1 < (ankle - nose)[1] < 1.9
    assert np.linalg.norm(np.mean(hips, axis=0)) < 0.1


@pytest.fixture(scope="module")
def whole(images: list[np.ndarray]) -> list[PoseFrame]:
    return follow(BlazePose(masks=True, whole_masks=True), images[:3])


def test_the_mask_covers_the_trunk_and_not_the_corners(whole: list[PoseFrame]) -> None:
    mask = whole[0].mask
    assert mask is not None
    assert mask.probability.shape == (256, 256)
    trunk = np.mean([TRUTH_PX[0]["hip"], TRUTH_PX[0]["shoulder"]], axis=0)
    rows, columns = np.mgrid[0:256, 0:256] + 0.5
    cells = apply(mask.to_image, np.stack([columns, rows], axis=-1))
    row, column = np.unravel_index(np.linalg.norm(cells - trunk, axis=-1).argmin(), (256, 256))
    assert mask.probability[row, column] > 0.9
    assert max(mask.probability[r, c] for r in (0, -1) for c in (0, -1)) < 0.1
    with pytest.raises(ValueError, match="read-only"):
        mask.probability[0, 0] = 1


def test_the_contour_is_that_of_the_whole_mask(frames: list[PoseFrame], whole: list[PoseFrame]) -> None:
    for mine, theirs in zip(frames, whole, strict=False):
        assert mine.mask is None
        assert theirs.contour is None
        contour = contour_of(mine, BLAZEPOSE_33)
        assert np.array_equal(contour, contour_of(theirs, BLAZEPOSE_33), equal_nan=True)
        assert np.isfinite(contour).mean() > 0.5


def test_the_contour_of_a_mirrored_person_changes_its_sides(frames: list[PoseFrame], whole: list[PoseFrame]) -> None:
    for mine, theirs in zip(frames, whole, strict=False):
        both = [contour_of(one.mirrored(BLAZEPOSE_33, width_px=640), BLAZEPOSE_33) for one in (mine, theirs)]
        assert both[0] == pytest.approx(both[1], abs=1e-9, nan_ok=True)
        assert not np.array_equal(both[0], contour_of(mine, BLAZEPOSE_33), equal_nan=True)


def test_without_masks_there_is_none_and_the_numbers_are_the_same(
    frames: list[PoseFrame], images: list[np.ndarray]
) -> None:
    plain = follow(estimator_named("blazepose"), images[:3])
    assert not any(frame.has_silhouette for frame in plain)
    assert np.array_equal(positions(plain), positions(frames[:3]))


def test_the_numbers_do_not_depend_on_threads(frames: list[PoseFrame], images: list[np.ndarray]) -> None:
    two = follow(estimator_named("blazepose", threads=2), images)
    assert np.array_equal(positions(two), positions(frames))
    assert np.array_equal([f.confidence for f in two], [f.confidence for f in frames])


@dataclass(frozen=True)
class Timed:
    image_rgb: np.ndarray
    time_s: float


def in_parts(images: list[np.ndarray], *, threads: int, every: int = 1, fps: float = FPS) -> list[PoseFrame]:
    estimator = estimator_named("blazepose", threads=threads, masks=True)
    assert isinstance(estimator, EstimatesInParts)
    frames = [Timed(image, i / fps) for i, image in enumerate(images)]
    found = list(estimator.estimates(iter(frames), every=every))
    assert [frame for frame, _ in found] == frames
    return [pose for _, pose in found]


@pytest.fixture
def short_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hiphinge.estimators.blazepose.parts.LONGEST", 3)


@pytest.mark.usefixtures("short_parts")
@pytest.mark.parametrize("every", [1, 2])
def test_parts_give_the_same_for_any_number_of_threads(images: list[np.ndarray], every: int) -> None:
    some = [*images[:7], np.full_like(images[0], 128), np.roll(images[0], 400, axis=1), images[9]]
    one, two, three = (in_parts(some, threads=threads, every=every, fps=60) for threads in (1, 2, 3))
    assert [pose.detected for pose in one] == [True] * 7 + [False] + [True] * 2
    for other in (two, three):
        for name in ("positions", "confidence", "world_m", "score", "detected", "tracked", "measured"):
            mine, theirs = ([getattr(pose, name) for pose in poses] for poses in (one, other))
            assert np.array_equal(mine, theirs, equal_nan=name not in ("detected", "tracked", "measured")), name
        for here, there in zip(one, other, strict=True):
            assert (here.mask is None) == (there.mask is None)
            if here.mask is not None and there.mask is not None:
                assert np.array_equal(here.mask.probability, there.mask.probability)


def test_what_is_left_out_is_said_and_the_rest_is_found_as_without(
    frames: list[PoseFrame], images: list[np.ndarray]
) -> None:
    found = in_parts(images, threads=1, every=2, fps=60)
    measured = [pose.measured for pose in found]
    assert measured[0]
    assert measured[-1]
    assert not all(measured)
    assert all(pose.mask is None for pose in found if not pose.measured)
    both = [(pose, frame) for pose, frame in zip(found, frames, strict=True) if pose.measured]
    assert share_of_stature(positions([one for one, _ in both]), positions([other for _, other in both])) < 0.01


@pytest.mark.usefixtures("short_parts")
def test_parts_find_what_one_by_one_finds(frames: list[PoseFrame], images: list[np.ndarray]) -> None:
    found = in_parts(images, threads=2)
    assert share_of_stature(positions(found), positions(frames)) < 0.005
    assert [frame.tracked for frame in found] == [frame.tracked for frame in frames]


@pytest.mark.usefixtures("short_parts")
def test_what_is_left_early_leaves_no_thread(images: list[np.ndarray]) -> None:
    estimator = estimator_named("blazepose", threads=2)
    assert isinstance(estimator, EstimatesInParts)
    estimates = estimator.estimates(Timed(image, i / FPS) for i, image in enumerate(images))
    next(estimates)
    assert isinstance(estimates, Generator)
    estimates.close()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("hiphinge-part")]


@pytest.mark.usefixtures("short_parts")
@pytest.mark.parametrize("threads", [1, 2])
def test_what_reading_raises_comes_after_the_frames_before_it(images: list[np.ndarray], threads: int) -> None:
    def broken() -> Generator[Timed]:
        yield from (Timed(image, i / FPS) for i, image in enumerate(images[:5]))
        message = "The card was pulled out."
        raise OSError(message)

    estimator = estimator_named("blazepose", threads=threads)
    assert isinstance(estimator, EstimatesInParts)
    estimates = estimator.estimates(broken())
    assert len(list(islice(estimates, 5))) == 5
    with pytest.raises(OSError, match="pulled out"):
        next(estimates)


def test_again_is_the_same(tracker: Estimator, frames: list[PoseFrame], images: list[np.ndarray]) -> None:
    assert np.array_equal(positions(follow(tracker, images[:5])), positions(frames[:5]))


def test_a_shifted_image_gives_shifted_joints(
    tracker: Estimator, frames: list[PoseFrame], images: list[np.ndarray]
) -> None:
    moved = [np.roll(image, (-20, 150), axis=(0, 1)) for image in images[:8]]
    assert share_of_stature(positions(follow(tracker, moved)) - (150, -20), positions(frames[:8])) < 0.01


def test_a_mirrored_image_gives_mirrored_joints(
    tracker: Estimator, frames: list[PoseFrame], images: list[np.ndarray]
) -> None:
    width = images[0].shape[1]
    found = positions(follow(tracker, [np.ascontiguousarray(image[:, ::-1]) for image in images[:8]]))
    mirrored = (found * (-1, 1) + (width, 0))[:, BLAZEPOSE_33.mirrored_order()]
    assert share_of_stature(mirrored, positions(frames[:8])) < 0.04


def test_a_strided_view_is_as_good_as_a_copy(
    tracker: Estimator, frames: list[PoseFrame], images: list[np.ndarray]
) -> None:
    wide = np.concatenate([images[0], images[0]], axis=1)
    tracker.reset()
    view = wide[:, : images[0].shape[1]]
    assert np.array_equal(tracker.estimate(view, time_s=0.0).positions, frames[0].positions)


def test_in_an_empty_room_nobody_is_found(tracker: Estimator) -> None:
    tracker.reset()
    frame = tracker.estimate(np.full((480, 640, 3), 128, dtype=np.uint8), time_s=0.0)
    assert not frame.detected
    assert frame.world_m is not None
    assert np.isnan(frame.positions).all()
    assert np.isnan(frame.world_m).all()
    assert (frame.confidence.max(), frame.score, frame.mask) == (0.0, 0.0, None)


def test_somebody_who_comes_later_is_found(tracker: Estimator, images: list[np.ndarray]) -> None:
    empty = np.full_like(images[0], 128)
    found = follow(tracker, [empty, images[0], empty, images[0]])
    assert [frame.detected for frame in found] == [False, True, False, True]
    assert not any(frame.tracked for frame in found)


def test_who_moves_fast_is_looked_at_again(
    tracker: Estimator, images: list[np.ndarray], frames: list[PoseFrame], monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = {}
    for looks in (1, 3):
        monkeypatch.setattr("hiphinge.estimators.blazepose.looking.MAX_RUNS", looks)
        suddenly_bent = follow(tracker, [images[0], images[17]])[1]
        wrong[looks] = share_of_stature(suddenly_bent.positions, frames[17].positions)
    assert wrong[3] < 0.7 * wrong[1], wrong


def _side_by_side(image: np.ndarray, *, middle: int) -> np.ndarray:
    """Put a second, smaller copy of the person beside the first."""
    person = image[120:460, 330:640]
    two = image.copy()
    small = person[::2, ::2]
    two[200 : 200 + small.shape[0], middle : middle + small.shape[1]] = small
    return two


def test_of_two_people_the_larger_is_chosen_and_kept(
    tracker: Estimator, frames: list[PoseFrame], images: list[np.ndarray]
) -> None:
    together = [_side_by_side(image, middle=60) for image in images[:8]]
    assert share_of_stature(positions(follow(tracker, together)), positions(frames[:8])) < 0.02


def test_who_bends_beside_somebody_who_stands_is_found_and_followed(
    tracker: Estimator, images: list[np.ndarray]
) -> None:
    assert isinstance(tracker, SeesPeople)
    cropped = [image[60:480, 300:700] for image in images]
    scenes = [np.concatenate([cropped[0], image], axis=1) for image in cropped]  # on the left a still person
    people = tracker.everybody(Timed(scene, i / FPS) for i, scene in enumerate(scenes))
    in_threads = BlazePose(threads=3, masks=True).everybody(Timed(scene, i / FPS) for i, scene in enumerate(scenes))
    assert in_threads == people
    bending = lifter_of(people)
    assert bending is not None
    assert [track.regions[0].x_px > 400 for track in people] == [place == bending for place in range(len(people))]
    tracker.reset()
    tracker.follow(people[bending])
    found = [tracker.estimate(scene, time_s=i / FPS) for i, scene in enumerate(scenes)]
    assert (tracker.people, tracker.unsure) == (2, True)
    assert share_of_stature(positions(found) - (400, 0), positions(follow(tracker, cropped))) < 0.02
    assert (tracker.people, tracker.unsure) == (1, False)


def test_who_is_to_be_followed_is_found_though_the_detector_misses_them(
    tracker: Estimator, images: list[np.ndarray], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert isinstance(tracker, SeesPeople)
    usual = follow(tracker, images[:1])
    monkeypatch.setattr("hiphinge.estimators.blazepose.detection.Detector.find", lambda *_: [])
    assert not follow(tracker, images[:1])[0].detected
    tracker.reset()
    tracker.follow(PersonTrack(time_s=(0.0,), regions=(Region(x_px=487.0, y_px=280.0, size_px=330.0),)))
    found = tracker.estimate(images[0], time_s=0.0)
    assert share_of_stature(found.positions, usual[0].positions) < 0.05


def test_a_cut_to_another_place_starts_a_new_search(tracker: Estimator, images: list[np.ndarray]) -> None:
    moved = np.roll(images[0], 400, axis=1)
    found = follow(tracker, [images[0], images[0], moved, moved])
    assert [frame.tracked for frame in found] == [False, True, False, True]
    assert share_of_stature(found[2].positions - (400, 0), found[0].positions) < 0.02


def test_no_connection_is_opened(monkeypatch: pytest.MonkeyPatch, images: list[np.ndarray]) -> None:
    def refused(*_: object, **__: object) -> None:
        pytest.fail("a connection was asked for")

    for name in ("socket", "create_connection", "getaddrinfo"):
        monkeypatch.setattr(socket, name, refused)
    assert estimator_named("blazepose").estimate(images[0], time_s=0.0).detected


def test_nothing_is_printed(capfd: pytest.CaptureFixture[str], images: list[np.ndarray]) -> None:
    estimator_named("blazepose").estimate(images[0], time_s=0.0)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    "wrong",
    [
        np.zeros((10, 10), dtype=np.uint8),
        np.zeros((10, 10, 4), dtype=np.uint8),
        np.zeros((10, 10, 3)),
        np.zeros((0, 5, 3), dtype=np.uint8),
    ],
    ids=["grey", "four colours", "floats", "no rows"],
)
def test_another_kind_of_image_is_refused(tracker: Estimator, wrong: np.ndarray) -> None:
    with pytest.raises(InputFormatError, match=r"\[height, width, 3\] of uint8"):
        tracker.estimate(wrong, time_s=0.0)


def test_an_unknown_model_is_refused() -> None:
    with pytest.raises(UnknownIdError, match="lite, full, heavy"):
        estimator_named("blazepose", model="huge")


def test_no_threads_are_refused() -> None:
    with pytest.raises(UsageError, match="at least 1"):
        estimator_named("blazepose", threads=0)


def test_a_file_by_path_is_the_model() -> None:
    path = model_path("blazepose-full")
    assert estimator_named("blazepose", model=str(path)).provenance["model"] == path.name


def test_another_network_by_path_is_refused() -> None:
    with pytest.raises(InputFormatError, match=r"another kind of network: expected .*landmarks \[1, 195\]"):
        estimator_named("blazepose", model=str(model_path("blazepose-detector")))


def test_a_file_that_is_no_network_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "nothing.tflite"
    path.write_bytes(b"no network")
    with pytest.raises(InputFormatError, match=r"nothing\.tflite should be a network"):
        estimator_named("blazepose", model=str(path))
