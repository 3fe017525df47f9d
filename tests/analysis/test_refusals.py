"""What cannot be measured is said, with its reason and what to do, and is never an accident."""

from dataclasses import replace

import numpy as np
import pytest

from hiphinge.analysis import Analysis, analyse
from hiphinge.analysis.measurability import view_reason
from hiphinge.catalogue import load
from hiphinge.cleaning import clean
from hiphinge.errors import UnknownIdError, UsageError
from hiphinge.findings import NotMeasurable
from hiphinge.motion import COCO_17, SIDE_JOINTS, Motion
from hiphinge.testing import Camera, Hidden, Lift, Plan, record_markers, record_video

ONE = Plan(lifts=(Lift(),))


def recorded(plan: Plan = ONE, **camera: object) -> Motion:
    return record_video(plan, camera=Camera(**camera)).motion  # type: ignore[arg-type] # fields of Camera


def cut(motion: Motion, frames: slice) -> Motion:
    world_m = None if motion.world_m is None else motion.world_m[frames]
    return replace(
        motion,
        time_s=motion.time_s[frames],
        positions=motion.positions[frames],
        confidence=motion.confidence[frames],
        world_m=world_m,
    )


def unseen(motion: Motion, share: float) -> Motion:
    positions, confidence = motion.positions.copy(), motion.confidence.copy()
    frames = round(share * len(motion))
    positions[:frames], confidence[:frames] = np.nan, 0.0
    return replace(motion, positions=positions, confidence=confidence)


def legless(motion: Motion) -> Motion:
    names = ("knee", "ankle", "heel", "toe")
    gone = [i for i, name in enumerate(motion.layout.keypoints) if name.partition("_")[2] in names]
    positions = motion.positions.copy()
    positions[:, gone] = np.nan
    return replace(motion, positions=positions)


def reasons(answer: Analysis) -> list[str]:
    return [reason.id for reason in answer.not_measurable]


REFUSED = {
    "too_few_frames": [
        cut(recorded(), slice(0, 8)),
        cut(recorded(frame_rate_hz=120.0), slice(0, 60)),
        cut(recorded(frame_rate_hz=10.0), slice(0, 10)),
        cut(recorded(), slice(0, 1)),
    ],
    "person_not_seen": [unseen(recorded(), 1.0), unseen(recorded(), 0.8)],
    "view_front": [recorded(yaw_deg=90, sees_depth=False), recorded(yaw_deg=75, sees_depth=False)],
    "view_back": [recorded(yaw_deg=-90, sees_depth=False), recorded(yaw_deg=-75, sees_depth=False)],
    "legs_hidden": [legless(recorded())],
}
CASES = [pytest.param(id_, motion, id=f"{id_}-{n}") for id_, ms in REFUSED.items() for n, motion in enumerate(ms)]


@pytest.mark.parametrize(("id_", "motion"), CASES)
def test_a_refusal_gives_one_reason_and_one_thing_to_do(id_: str, motion: Motion) -> None:
    answer = analyse(motion, exercise="rdl")
    assert reasons(answer) == [id_]
    assert (answer.not_measurable[0].reason, answer.not_measurable[0].do) == (
        load().reasons[id_].reason,
        load().reasons[id_].do,
    )
    assert answer.view.reasons == (id_,)
    assert not answer.view.usable
    assert (answer.repetitions, answer.counted, answer.sets, answer.series) == ((), (), (), None)
    assert answer.standing.kind == "none"
    assert answer.exercise == "romanian_deadlift"


@pytest.mark.parametrize("share", [0.0, 0.5])
def test_half_a_recording_is_enough(share: float) -> None:
    answer = analyse(unseen(recorded(Plan()), share))
    assert answer.view.usable
    assert answer.counted


@pytest.mark.parametrize("yaw_deg", [35, 50, -35, -50])
def test_an_angle_without_a_body_in_metres_is_counted_but_not_measured(yaw_deg: float) -> None:
    answer = analyse(recorded(Plan(), yaw_deg=yaw_deg, sees_depth=False))
    assert (answer.view.label, answer.view.usable) == ("oblique", False)
    assert reasons(answer)[0] == "view_oblique"
    assert len(answer.counted) == 3
    for repetition in answer.counted:
        assert repetition.pattern.label == "unclear"
        assert repetition.measurements["descent_s"].unit == "s"  # type: ignore[union-attr] # measured
        hidden = repetition.measurements["knee_flexion_deg"]
        assert isinstance(hidden, NotMeasurable)
        assert hidden.id == "view_oblique"
        assert {f.id for f in repetition.findings} <= {"uncontrolled_descent"}
    assert answer.series is not None
    assert np.isnan(answer.series.values["trunk_inclination_deg"]).all()


def test_a_body_that_the_frame_cuts_is_counted_but_not_measured() -> None:
    answer = analyse(recorded(Plan(), foot_px=(360.0, 1300.0)))
    assert reasons(answer)[0] == "body_cropped"
    assert not answer.view.usable
    assert len(answer.counted) == 3


def test_who_is_lost_and_would_not_fit_in_standing_is_cropped() -> None:
    """The frame cuts the head off whenever the person stands, and they are detected only while bent."""
    motion = recorded(Plan(), stature_px=1000.0, foot_px=(360.0, 900.0))
    outside = motion.point("right_ear")[:, 1] < 0
    assert outside.mean() > 0.2
    positions, confidence = motion.positions.copy(), motion.confidence.copy()
    positions[outside], confidence[outside] = np.nan, 0.0
    assert "body_cropped" in reasons(analyse(replace(motion, positions=positions, confidence=confidence)))


@pytest.mark.parametrize(("stature_px", "reason"), [(1500.0, "body_cropped"), (900.0, None)])
def test_whose_ankles_are_never_seen_has_to_fit_in_above_the_lower_edge(stature_px: float, reason: str | None) -> None:
    """A plate hides the ankles, and whoever stands is lost."""
    motion = recorded(Plan(), stature_px=stature_px, foot_px=(360.0, 1275.0))
    side = clean(motion)
    lost, near = np.zeros(len(motion), dtype=bool), side.near.copy()
    lost[: len(motion) // 3] = True
    near[lost], near[:, SIDE_JOINTS.index("ankle")] = np.nan, np.nan
    inside = replace(motion, positions=np.full_like(motion.positions, 300.0))
    assert view_reason(inside, replace(side, near=near)) == reason


def test_who_is_lost_but_fits_in_is_not_cropped() -> None:
    assert "body_cropped" not in reasons(analyse(unseen(recorded(Plan()), 0.4)))


def test_a_layout_without_toes_is_not_cropped() -> None:
    motion = recorded(Plan())
    positions = motion.positions.copy()
    positions[:, [motion.layout.keypoints.index(f"{side}_toe") for side in ("left", "right")]] = np.nan
    answer = analyse(replace(motion, positions=positions))
    assert answer.view.usable
    assert "body_cropped" not in reasons(answer)


def test_a_layout_without_toes_is_not_cut_by_the_frame() -> None:
    motion = recorded(Plan())
    order = [motion.layout.keypoints.index(name) for name in COCO_17.keypoints]
    coco = replace(
        motion,
        layout=COCO_17,
        positions=motion.positions[:, order],
        confidence=motion.confidence[:, order],
        world_m=None,
        contour=None,
    )
    assert "body_cropped" not in reasons(analyse(coco))


def test_nothing_moved() -> None:
    answer = analyse(recorded(Plan(lifts=(), before_s=3.0)))
    assert answer.repetitions == ()
    assert "no_movement" in reasons(answer)
    assert answer.standing.kind == "quiet"


def test_nothing_was_completed() -> None:
    answer = analyse(recorded(replace(ONE, ends_at="bottom")))
    assert [r.kind for r in answer.repetitions] == ["attempt"]
    assert "ends_at_bottom" in reasons(answer)


def test_nobody_stood() -> None:
    plan = Plan(lifts=(Lift(), Lift(rise=0.4), Lift(rise=0.4)), starts_at="bottom", ends_at="bottom")
    answer = analyse(recorded(replace(plan, lifts=plan.lifts[1:])))
    assert answer.standing.kind == "none"
    assert "no_standing" in reasons(answer)
    for repetition in answer.repetitions:
        assert repetition.measurements["hip_back_travel"].id == "no_standing"  # type: ignore[union-attr] # unmeasured


@pytest.mark.parametrize(("exercise", "reason"), [("rdl", "plate_hides_body"), ("good_morning", "low_confidence")])
def test_losing_the_person_for_long_is_reported(exercise: str, reason: str) -> None:
    hidden = Hidden(start_s=2.0, end_s=6.0)
    answer = analyse(recorded(Plan(), hidden=(hidden,), stature_px=600.0), exercise=exercise)
    assert reason in reasons(answer)


def test_the_back_is_never_measured_from_joints() -> None:
    answer = analyse(recorded(Plan()))
    assert reasons(answer) == ["back_not_seen"]
    for repetition in answer.counted:
        for id_ in ("lumbar_flexion_deg", "pelvis_tilt_deg", "hip_flexion_deg", "thoracic_flexion_deg"):
            assert repetition.measurements[id_].id == "back_not_seen"  # type: ignore[union-attr] # unmeasured


def test_hidden_legs_leave_the_trunk() -> None:
    motion = record_markers(ONE).motion
    names = ("knee", "ankle", "heel", "toe")
    positions = motion.positions.copy()
    frames = np.flatnonzero((motion.time_s >= 1.5) & (motion.time_s < 4.2))
    legs = np.array([i for i, name in enumerate(motion.layout.keypoints) if name.partition("_")[2] in names])
    positions[np.ix_(frames, legs)] = np.nan
    (only,) = analyse(replace(motion, positions=positions)).counted
    assert only.measurements["knee_flexion_deg"].id == "not_recorded"  # type: ignore[union-attr] # unmeasured
    assert only.measurements["trunk_inclination_deg"].value == pytest.approx(75, abs=1)  # type: ignore[union-attr] # measured


def test_hidden_legs_leave_the_trunk_of_a_video() -> None:
    hidden = Hidden(start_s=1.5, end_s=4.2, joints=("knee", "ankle", "heel", "toe"))
    (only,) = analyse(recorded(ONE, hidden=(hidden,))).counted
    assert only.measurements["knee_flexion_deg"].id == "legs_hidden"  # type: ignore[union-attr] # unmeasured
    assert only.measurements["trunk_inclination_deg"].value == pytest.approx(75, abs=2)  # type: ignore[union-attr] # measured


def test_a_hidden_head_takes_only_its_own() -> None:
    hidden = Hidden(start_s=0.0, end_s=99.0, joints=("ear",))
    (only,) = analyse(recorded(ONE, hidden=(hidden,))).counted
    assert isinstance(only.measurements["head_angle_deg"], NotMeasurable)
    assert not isinstance(only.measurements["knee_flexion_deg"], NotMeasurable)


def test_a_laboratory_without_feet_and_pelvis_has_no_direction() -> None:
    motion = record_markers(ONE).motion
    names = ("toe", "heel", "hip")
    positions = motion.positions.copy()
    positions[:, [i for i, n in enumerate(motion.layout.keypoints) if n.partition("_")[2] in names]] = np.nan
    assert reasons(analyse(replace(motion, positions=positions))) == ["person_not_seen"]


def test_an_exercise_nobody_knows_lists_those_that_are() -> None:
    with pytest.raises(UnknownIdError, match="romanian_deadlift"):
        analyse(recorded(), exercise="zercher_yoga")


@pytest.mark.parametrize("load_kg", [-1.0, 601.0, float("nan")])
def test_a_load_that_nobody_lifts(load_kg: float) -> None:
    with pytest.raises(UsageError, match="between 0 and 600 kg"):
        analyse(recorded(), load_kg=load_kg)
