"""Images: blurring hides the face and nothing else, and each angle is drawn where it is measured."""

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from hiphinge.analysis import Analysis
from hiphinge.catalogue import load
from hiphinge.reports import build_report, needed_times
from hiphinge.reports.back_drawing import BACK_QUANTITIES, STANDING_SHAPE
from hiphinge.reports.drawing import DRAWN_QUANTITIES, draw_measure, draw_skeleton
from hiphinge.reports.faces import blur_face
from hiphinge.reports.figures import drawn_for, image_height, padded
from hiphinge.reports.labels import draw_labels
from hiphinge.reports.lettering import Plate, draw_plate, text_width
from hiphinge.reports.model import Figure
from hiphinge.reports.palette import COLOURS, STANDING, quantity_colour
from hiphinge.reports.poses import Box, Pose, PoseTrack, pose_track
from hiphinge.reports.strokes import arc_points

Draw = Callable[[Analysis, float], NDArray[np.uint8]]
BOTTOM_S = 1.8


def opened(figure: Figure) -> NDArray[np.float64]:
    image = cv2.imdecode(np.frombuffer(figure.data, np.uint8), cv2.IMREAD_COLOR)
    assert image is not None
    return np.asarray(image, dtype=np.float64)


@pytest.fixture(scope="module")
def track(five_hinges: Analysis) -> PoseTrack:
    found = pose_track(five_hinges)
    assert found is not None
    return found


def test_blurring_changes_the_head_and_nothing_else(five_hinges: Analysis, drawn: Draw, track: PoseTrack) -> None:
    image, pose = drawn(five_hinges, BOTTOM_S), track.at(BOTTOM_S)
    blurred = image.copy()
    blur_face(blurred, pose)
    changed = (blurred != image).any(axis=2)
    y, x = np.nonzero(changed)
    assert changed.any()
    assert np.hypot(x - pose.head_centre[0], y - pose.head_centre[1]).max() <= pose.head_radius + 1


def test_blurring_leaves_nothing_of_the_face(five_hinges: Analysis, drawn: Draw, track: PoseTrack) -> None:
    image, pose = drawn(five_hinges, BOTTOM_S), track.at(BOTTOM_S)
    ear_x, ear_y = (round(float(v)) for v in pose.joint("ear"))
    before = image[ear_y - 8 : ear_y + 8, ear_x - 8 : ear_x + 8].astype(float)
    blur_face(image, pose)
    after = image[ear_y - 8 : ear_y + 8, ear_x - 8 : ear_x + 8].astype(float)
    assert before.std() > 90
    assert after.std() < 15


def test_a_face_at_the_edge_or_unseen_is_no_error(five_hinges: Analysis, drawn: Draw, track: PoseTrack) -> None:
    image, pose = drawn(five_hinges, BOTTOM_S), track.at(BOTTOM_S)
    outside = replace(pose, head_centre=np.array([-500.0, 20.0]))
    unseen = replace(pose, head_centre=np.array([np.nan, np.nan]))
    for odd in (outside, unseen):
        same = image.copy()
        blur_face(same, odd)
        np.testing.assert_array_equal(same, image)


def test_images_in_a_report_have_no_face_unless_asked_for(five_hinges: Analysis, drawn: Draw) -> None:
    frames = {t: drawn(five_hinges, t) for t in needed_times(five_hinges)}
    hidden, shown = (build_report(five_hinges, frames=frames, blur_faces=b).findings[0].figure for b in (True, False))
    assert hidden is not None
    assert shown is not None
    a, b = opened(hidden), opened(shown)
    assert a.shape == b.shape == (shown.height, shown.width, 3)
    differs = np.abs(a - b).max(axis=2) > 40
    assert 0.002 < differs.mean() < 0.1, "the head, and only the head"


def test_images_that_are_given_stay_as_they_are(five_hinges: Analysis, drawn: Draw) -> None:
    frames = {t: drawn(five_hinges, t) for t in needed_times(five_hinges)}
    before = {t: f.copy() for t, f in frames.items()}
    build_report(five_hinges, frames=frames)
    for t, frame in frames.items():
        np.testing.assert_array_equal(frame, before[t])


def test_images_may_be_given_smaller_than_the_video(five_hinges: Analysis, drawn: Draw) -> None:
    half = {t: np.ascontiguousarray(drawn(five_hinges, t)[::2, ::2]) for t in needed_times(five_hinges)}
    full = {t: drawn(five_hinges, t) for t in needed_times(five_hinges)}
    small, large = (build_report(five_hinges, frames=f).figures for f in (half, full))
    assert [f.id for f in small] == [f.id for f in large]
    for a, b in zip(small, large, strict=True):
        one, other = opened(a), opened(b)
        other = np.asarray(cv2.resize(other, (one.shape[1], one.shape[0])))
        assert np.abs(one - other).mean() < 12, "the figure is not at the same place"


def test_the_side_view_lies_on_the_image_again(five_hinges: Analysis, track: PoseTrack) -> None:
    pose = track.at(BOTTOM_S)
    i = track.index(BOTTOM_S)
    np.testing.assert_allclose(pose.joint("hip"), five_hinges.motion.point("right_hip")[i])
    assert pose.forward == 1


def test_a_person_who_faces_left_is_mirrored_back(five_hinges: Analysis) -> None:
    assert five_hinges.side is not None
    view = replace(five_hinges.side.view, facing="left")
    found = pose_track(replace(five_hinges, side=replace(five_hinges.side, view=view)))
    assert found is not None
    assert found.at(BOTTOM_S).forward == -1
    np.testing.assert_allclose(found.near[..., 0], -five_hinges.side.near[..., 0])
    np.testing.assert_allclose(found.near[..., 1], -five_hinges.side.near[..., 1])


def with_lines(pose: Pose) -> Pose:
    """Return the pose with a contour of the back and a standing contour that leaves it."""
    hip, shoulder = pose.joint("hip"), pose.joint("shoulder")
    way = np.linspace(0.0, 1.0, 30)[:, None] * (shoulder - hip)
    out = np.array([way[-1, 1], -way[-1, 0]]) / np.hypot(*way[-1]) * pose.forward
    back = hip + way + 16 * out
    return replace(pose, back=back, standing_back=back + np.linspace(0, 60, 30)[:, None] * out)


@pytest.mark.parametrize("quantity", sorted(set(COLOURS) & DRAWN_QUANTITIES))
def test_each_angle_is_drawn_in_its_colour_with_its_number(quantity: str, track: PoseTrack) -> None:
    image, pose = np.full((540, 360, 3), 90, np.uint8), with_lines(track.at(BOTTOM_S))
    draw_labels(image, draw_measure(image, pose, quantity, "62°", size_px=16), pose=pose)
    colour = np.array(COLOURS[quantity].on_image)
    assert (np.abs(image.astype(int) - colour).sum(axis=2) < 12).sum() > 60
    assert (image > 240).all(axis=2).sum() > 20, "the number is missing"


def test_a_quantity_without_a_figure_and_a_gap_draw_nothing(track: PoseTrack) -> None:
    image = np.full((540, 360, 3), 90, np.uint8)
    assert draw_measure(image, track.at(BOTTOM_S), "descent_s", "1.0 s", size_px=16) == ()
    pose = track.at(BOTTOM_S)
    hidden = replace(pose, near=np.full_like(pose.near, np.nan), far=np.full_like(pose.far, np.nan))
    draw_skeleton(image, hidden)
    for quantity in DRAWN_QUANTITIES:
        assert draw_measure(image, hidden, quantity, "62°", size_px=16) == ()
    assert (image == 90).all()


def test_the_contour_and_the_standing_contour_have_two_colours_and_each_its_name(track: PoseTrack) -> None:
    pose, image = with_lines(track.at(BOTTOM_S)), np.full((540, 360, 3), 90, np.uint8)
    labels = draw_measure(image, pose, "lumbar_flexion_deg", "Lower back 40°", size_px=14)
    assert [label.plate.text for label in labels] == ["Lower back 40°", STANDING_SHAPE]
    for colour in (quantity_colour("lumbar_flexion_deg").on_image, STANDING.on_image):
        assert (np.abs(image.astype(int) - np.array(colour)).sum(axis=2) < 12).sum() > 60
    only = replace(pose, standing_back=np.full_like(pose.standing_back, np.nan))
    assert [label.plate.text for label in draw_measure(image, only, "lumbar_flexion_deg", "x", size_px=14)] == ["x"]


def test_the_near_side_stands_out_from_the_far_side(track: PoseTrack) -> None:
    pose = track.at(BOTTOM_S)
    apart = replace(pose, far=pose.near + np.array([-70.0, 0.0]))
    image = np.full((540, 360, 3), 90, np.uint8)
    draw_skeleton(image, apart)
    middle = (pose.joint("hip") + pose.joint("shoulder")) / 2
    near, far = (image[int(middle[1]), int(middle[0] + shift)].mean() for shift in (0, -70))
    assert near > 240
    assert 100 < far < 170


def test_every_fault_that_can_be_found_has_a_figure() -> None:
    for fault in load().faults.values():
        assert set(drawn_for(fault)) <= DRAWN_QUANTITIES
        assert drawn_for(fault)


def test_a_label_stays_inside_the_image() -> None:
    image = np.zeros((120, 200, 3), np.uint8)
    left, top, width, height = draw_plate(image, Plate(text="Trunk 62°", size_px=16), x=195, y=118)
    assert left >= 0
    assert left + width <= 200
    assert top + height <= 120
    assert text_width("62°", size_px=16) < text_width("62° and more", size_px=16)


def test_an_arc_takes_the_shorter_way() -> None:
    centre = np.array([0.0, 0.0])
    arc = arc_points(centre, np.array([0.0, -1.0]), np.array([1.0, 0.0]), radius=10.0)
    np.testing.assert_allclose(np.hypot(*arc.T), 10.0)
    np.testing.assert_allclose(arc[[0, -1]], [[0.0, -10.0], [10.0, 0.0]], atol=1e-9)
    assert (arc[:, 0] >= -1e-9).all()


def test_a_cut_is_neither_very_tall_nor_outside() -> None:
    cut = padded([Box(x=100, y=50, width=40, height=400)], (360.0, 540.0))
    assert cut is not None
    assert cut.width / cut.height == pytest.approx(0.72)
    assert cut.x >= 0
    wide = padded([Box(x=0, y=200, width=300, height=60)], (360.0, 540.0))
    assert wide is not None
    assert wide.width / wide.height == pytest.approx(1.15)
    assert padded([], None) is None


def test_many_images_are_smaller() -> None:
    assert image_height(10) == image_height(26) > image_height(60) > image_height(1000) == 300


@pytest.mark.parametrize(
    "id_", ["back_gives", "more_than_usual", "near_end_range", "lumbar_leads_hip", "thoracic_rounding"]
)
def test_findings_of_the_back_are_shown_on_the_back(id_: str) -> None:
    assert set(drawn_for(load().faults[id_])) <= set(BACK_QUANTITIES)


def test_weight_on_the_toes_and_an_unfinished_top_are_shown_where_they_are() -> None:
    faults = load().faults
    assert "hip_back_travel" in drawn_for(faults["weight_forward"])
    assert set(drawn_for(faults["no_lockout"])) == {"trunk_thigh_angle_deg", "knee_flexion_deg"}
