"""Facing, near side and view, decided once for a recording from a known side."""

from dataclasses import replace

import numpy as np
import pytest

from hiphinge.cleaning import estimate_viewpoint
from hiphinge.cleaning.turning import MOST_OFF_DEG
from hiphinge.cleaning.viewpoint import yaw_by_lines
from hiphinge.motion import BLAZEPOSE_33, COCO_17, Motion
from hiphinge.testing import Camera, Laboratory, Lift, Plan, record_markers, record_video

ONE = Plan(lifts=(Lift(),))


def recorded(**camera: object) -> Motion:
    return record_video(ONE, camera=Camera(**camera)).motion  # type: ignore[arg-type] # fields of Camera


def in_coco(motion: Motion) -> Motion:
    """Return the same recording as a network without feet and depth would have given it."""
    order = [BLAZEPOSE_33.keypoints.index(name) for name in COCO_17.keypoints]
    return replace(
        motion,
        layout=COCO_17,
        positions=motion.positions[:, order],
        confidence=motion.confidence[:, order],
        world_m=None,
    )


def without(motion: Motion, *joints: str) -> Motion:
    confidence = motion.confidence.copy()
    for i, name in enumerate(motion.layout.keypoints):
        if name.partition("_")[2] in joints or name in joints:
            confidence[:, i] = 0.0
    return replace(motion, confidence=confidence)


@pytest.mark.parametrize("facing", ["left", "right"])
def test_facing_comes_from_the_feet(facing: str) -> None:
    found = estimate_viewpoint(recorded(facing=facing))
    assert found.view.facing == facing
    assert found.near_side == facing  # the side towards the camera of a person who faces that way
    assert found.forward.tolist() == [1.0 if facing == "right" else -1.0]


@pytest.mark.parametrize("facing", ["left", "right"])
def test_without_feet_it_comes_from_the_face(facing: str) -> None:
    assert estimate_viewpoint(without(recorded(facing=facing), "toe", "heel")).view.facing == facing
    assert estimate_viewpoint(in_coco(recorded(facing=facing))).view.facing == facing


def test_without_feet_and_face_nobody_knows() -> None:
    assert estimate_viewpoint(without(recorded(), "toe", "heel", "nose", "ear")).view.facing == "unknown"


def test_walking_backwards_is_still_facing_forwards() -> None:
    motion = record_video(replace(ONE, sets=2, step_m=-1.0)).motion
    assert estimate_viewpoint(motion).view.facing == "right"


def test_the_better_seen_side_is_near() -> None:
    found = estimate_viewpoint(recorded(facing="right", near_confidence=0.4, far_confidence=0.9))
    assert found.near_side == "left"


def test_on_a_tie_facing_decides() -> None:
    found = estimate_viewpoint(recorded(facing="left", near_confidence=0.85, far_confidence=0.9))
    assert found.near_side == "left"


@pytest.mark.parametrize("sees_depth", [True, False])
@pytest.mark.parametrize(
    ("yaw_deg", "label"),
    [
        (0, "side"),
        (20, "side"),
        (-20, "side"),
        (40, "oblique"),
        (-40, "oblique"),
        (90, "front"),
        (75, "front"),
        (-90, "back"),
        (-75, "back"),
        (170, "side"),
    ],
)
def test_the_view(yaw_deg: float, label: str, sees_depth: bool) -> None:  # noqa: FBT001 - a parameter of the test
    view = estimate_viewpoint(recorded(yaw_deg=yaw_deg, sees_depth=sees_depth)).view
    assert view.label == label
    usable = label == "side" or (label == "oblique" and sees_depth)
    assert view.usable == usable
    assert view.turned == (usable and label == "oblique")
    assert view.reasons == (() if usable else (f"view_{label}",))


@pytest.mark.parametrize("facing", ["left", "right"])
@pytest.mark.parametrize("yaw_deg", [-25, -10, 0, 10, 25])
def test_the_yaw_is_measured_with_its_error(yaw_deg: float, facing: str) -> None:
    """By the lines across the body; what is then taken off for the habits of a network is an error in these bodies."""
    motion = recorded(yaw_deg=yaw_deg, facing=facing, noise_px=2.0)
    view = estimate_viewpoint(motion).view
    assert yaw_by_lines(motion, facing) == pytest.approx(yaw_deg, abs=3.0)
    assert view.label == "side"
    assert view.signed_yaw_deg == pytest.approx(yaw_deg, abs=12.0)
    assert view.yaw_error_deg is not None
    assert view.yaw_error_deg > 3.0


@pytest.mark.parametrize("facing", ["left", "right"])
@pytest.mark.parametrize("yaw_deg", [-50, -40, 40, 50])
def test_at_an_angle_the_yaw_says_whether_chest_or_back_turns_to_the_camera(yaw_deg: float, facing: str) -> None:
    view = estimate_viewpoint(recorded(yaw_deg=yaw_deg, facing=facing, noise_px=2.0)).view
    assert view.signed_yaw_deg == pytest.approx(yaw_deg, abs=12.0)
    assert view.facing == facing


@pytest.mark.parametrize("yaw_deg", [0, 15, 25])
def test_the_yaw_without_depth_comes_from_widths(yaw_deg: float) -> None:
    view = estimate_viewpoint(in_coco(recorded(yaw_deg=yaw_deg))).view
    assert view.yaw_deg == pytest.approx(yaw_deg, abs=4.0)


def test_without_shoulders_and_hips_the_view_is_unknown() -> None:
    motion = recorded(sees_depth=False)
    positions = motion.positions.copy()
    for joint in ("shoulder", "hip"):
        positions[:, [motion.layout.keypoints.index(f"{side}_{joint}") for side in ("left", "right")]] = np.nan
    view = estimate_viewpoint(replace(motion, positions=positions)).view
    assert (view.label, view.yaw_deg) == ("unknown", None)


@pytest.mark.parametrize("heading_deg", [0, 45, 90, 180, 270, 333])
def test_in_a_laboratory_every_heading_is_a_side_view(heading_deg: float) -> None:
    found = estimate_viewpoint(
        record_markers(ONE, laboratory=Laboratory(heading_deg=heading_deg, noise_m=0.002)).motion
    )
    assert (found.view.label, found.view.usable) == ("side", True)
    heading = np.radians(heading_deg)
    assert found.forward == pytest.approx([np.cos(heading), np.sin(heading)], abs=0.01)


@pytest.mark.parametrize("heading_deg", [0, 120])
def test_in_a_laboratory_without_feet_the_pelvis_tells(heading_deg: float) -> None:
    motion = record_markers(ONE, laboratory=Laboratory(heading_deg=heading_deg)).motion
    positions = motion.positions.copy()
    toes = [i for i, name in enumerate(motion.layout.keypoints) if name.endswith("_toe")]
    positions[:, toes] = np.nan
    found = estimate_viewpoint(replace(motion, positions=positions))
    heading = np.radians(heading_deg)
    assert found.forward == pytest.approx([np.cos(heading), np.sin(heading)], abs=1e-6)


def test_in_a_laboratory_feet_that_disagree_with_pelvis_and_shoulders_are_passed_over() -> None:
    motion = record_markers(ONE).motion
    positions = motion.positions.copy()
    for side in ("left", "right"):
        heel, toe = (motion.layout.keypoints.index(f"{side}_{point}") for point in ("heel", "toe"))
        length = np.linalg.norm(positions[:, toe] - positions[:, heel], axis=1, keepdims=True)
        positions[:, toe] = positions[:, heel] + length * [np.cos(np.radians(25)), 0.0, np.sin(np.radians(25))]
    found = estimate_viewpoint(replace(motion, positions=positions))
    assert found.forward == pytest.approx([1.0, 0.0], abs=0.02)


def test_in_a_laboratory_without_anything_the_view_is_unknown() -> None:
    motion = record_markers(ONE).motion
    found = estimate_viewpoint(replace(motion, positions=np.full_like(motion.positions, np.nan)))
    assert (found.view.label, found.view.usable, found.view.reasons) == ("unknown", False, ("feet_not_seen",))


def test_the_better_measured_side_of_a_laboratory_is_near() -> None:
    motion = record_markers(ONE).motion
    positions = motion.positions.copy()
    positions[:50, motion.layout.keypoints.index("right_knee")] = np.nan
    assert estimate_viewpoint(replace(motion, positions=positions)).near_side == "left"
    assert estimate_viewpoint(motion).near_side == "right"


def _turned(motion: Motion, yaw_deg: float, *joints: str) -> Motion:
    """Return the recording with these joints of the body in metres turned about the vertical."""
    assert motion.world_m is not None
    world_m = motion.world_m.copy()
    c, s = np.cos(np.radians(yaw_deg)), np.sin(np.radians(yaw_deg))
    for joint in joints:
        left, right = (motion.layout.keypoints.index(f"{side}_{joint}") for side in ("left", "right"))
        middle, half = (world_m[:, left] + world_m[:, right]) / 2, (world_m[:, left] - world_m[:, right]) / 2
        turned = np.stack([c * half[:, 0] + s * half[:, 2], half[:, 1], c * half[:, 2] - s * half[:, 0]], axis=1)
        world_m[:, left], world_m[:, right] = middle + turned, middle - turned
    return replace(motion, world_m=world_m)


@pytest.mark.parametrize("turn_deg", [-70.0, 70.0])
@pytest.mark.parametrize("facing", ["left", "right"])
@pytest.mark.parametrize("joints", [("shoulder",), ("shoulder", "hip")])
def test_a_trunk_alone_does_not_turn_the_person(facing: str, turn_deg: float, joints: tuple[str, ...]) -> None:
    motion = recorded(facing=facing, yaw_deg=5.0)
    plain, turned = estimate_viewpoint(motion).view, estimate_viewpoint(_turned(motion, turn_deg, *joints)).view
    assert turned.label == "side"
    assert turned.yaw_deg == pytest.approx(plain.yaw_deg, abs=MOST_OFF_DEG)


def test_legs_that_disagree_say_nothing_against_the_trunk() -> None:
    motion = _turned(recorded(yaw_deg=5.0), 70.0, "shoulder", "hip", "knee")
    assert estimate_viewpoint(motion).view.label in {"front", "back"}


def test_all_that_turn_together_turn_the_person() -> None:
    assert estimate_viewpoint(recorded(yaw_deg=40.0)).view.label == "oblique"


def test_who_looks_away_from_the_camera_is_seen_from_behind_whatever_the_body_says() -> None:
    motion = recorded(yaw_deg=90)
    assert motion.world_m is not None
    world_m, head = motion.world_m.copy(), [motion.layout.keypoints.index(f"{side}_ear") for side in ("left", "right")]
    world_m[:, motion.layout.keypoints.index("nose"), 2] = world_m[:, head, 2].mean(axis=1) + 0.02
    assert estimate_viewpoint(motion).view.label == "front"
    assert estimate_viewpoint(replace(motion, world_m=world_m)).view.label == "back"


@pytest.mark.parametrize("yaw_deg", [-35, -45, -50])
def test_from_behind_the_yaw_is_that_of_feet_and_knees(yaw_deg: float) -> None:
    """A bar in the hands turns what a network draws of the trunk, as here, and not the feet in the image."""
    motion = recorded(yaw_deg=yaw_deg)
    assert motion.world_m is not None
    world_m = motion.world_m.copy()
    for joint in ("hip", "shoulder"):
        left, right = (motion.layout.keypoints.index(f"{side}_{joint}") for side in ("left", "right"))
        middle, apart = (world_m[:, left] + world_m[:, right]) / 2, (world_m[:, left] - world_m[:, right]) / 2
        turn = np.radians(8.0) * np.array([[0, 0, 1], [0, 0, 0], [-1, 0, 0]])
        world_m[:, left], world_m[:, right] = middle + apart + apart @ turn, middle - apart - apart @ turn
    plain, turned = (estimate_viewpoint(seen).view for seen in (motion, replace(motion, world_m=world_m)))
    assert turned.signed_yaw_deg == pytest.approx(plain.signed_yaw_deg, abs=1.0)
    assert turned.signed_yaw_deg == pytest.approx(yaw_deg, abs=12.0)


def test_a_body_drawn_from_behind_whose_feet_are_seen_from_the_side_is_seen_from_the_side() -> None:
    motion = recorded(yaw_deg=-35)
    assert estimate_viewpoint(motion).view.label == "oblique"
    positions = motion.positions.copy()
    for side in ("left", "right"):
        toe, heel = (motion.layout.keypoints.index(f"{side}_{end}") for end in ("toe", "heel"))
        positions[:, toe, 0] = positions[:, heel, 0] + 1.6 * (positions[:, toe, 0] - positions[:, heel, 0])
    view = estimate_viewpoint(replace(motion, positions=positions)).view
    assert (view.label, view.usable, view.turned) == ("side", True, False)


def test_beside_a_plate_the_yaw_is_that_of_the_lines_across_the_body() -> None:
    motion = recorded(yaw_deg=-15)
    seen = replace(motion, plate=np.tile([300.0, 400.0, 100.0, 100.0, 0.8], (len(motion), 1)))
    by_lines_deg = yaw_by_lines(seen, "right")
    assert estimate_viewpoint(seen).view.signed_yaw_deg == pytest.approx(by_lines_deg)
    assert estimate_viewpoint(motion).view.signed_yaw_deg != pytest.approx(by_lines_deg, abs=0.1)


def test_nobody_is_turned_whose_chest_points_to_the_camera_and_whose_nose_does_not() -> None:
    motion = recorded(yaw_deg=50)
    assert motion.world_m is not None
    world_m, ears = motion.world_m.copy(), [motion.layout.keypoints.index(f"{side}_ear") for side in ("left", "right")]
    world_m[:, motion.layout.keypoints.index("nose"), 2] = world_m[:, ears, 2].mean(axis=1) + 0.06
    assert estimate_viewpoint(motion).view.turned
    view = estimate_viewpoint(replace(motion, world_m=world_m)).view
    assert (view.usable, view.turned) == (False, False)
