"""Somebody filmed from the front: what shows is measured and judged, what does not is not, and the other way round."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from hiphinge.analysis import Analysis, analyse
from hiphinge.catalogue import load
from hiphinge.findings import RULES, NotMeasurable
from hiphinge.measures import Measurement
from hiphinge.measures.from_front import BACK, FORWARD, KNEES_SEEN, MORE
from hiphinge.motion import FloatArray, Motion, Person
from hiphinge.quantities import QUANTITIES
from hiphinge.reports.text.table import terminal_text
from hiphinge.testing import Camera, Lift, Plan, record_video

TWO = Plan(lifts=(Lift(depth=0.8), Lift(depth=0.8)), before_s=2.0)
PX_PER_M = 850.0 / 1.75
IN_FRONT = [q.id for q in QUANTITIES.values() if "front" in q.views]
UPPER = ("nose", "eye", "ear", "mouth", "shoulder", "elbow", "wrist", "pinky", "index", "thumb", "hip")


def filmed(yaw_deg: float = 90.0) -> tuple[Motion, FloatArray]:
    """Return a recording, and how deep the person is bent in each frame ``[time]`` from 0 to 1."""
    recording = record_video(TWO, camera=Camera(yaw_deg=yaw_deg))
    trunk = recording.truth["trunk_inclination_deg"]
    return recording.motion, np.asarray((trunk - trunk.min()) / np.ptp(trunk))


def moved(motion: Motion, share: FloatArray, by: Mapping[str, tuple[float, float]]) -> Motion:
    """Return the recording with points moved at the bottom: left and up in metres by the end of their names."""
    positions = motion.positions.copy()
    for index, name in enumerate(motion.layout.keypoints):
        for end, (left_m, up_m) in by.items():
            if name.endswith(end):
                positions[:, index] += PX_PER_M * np.outer(share, [left_m, -up_m])
    return replace(motion, positions=positions)


def through_a_pinhole(motion: Motion, *, height_m: float, distance_m: float = 3.0) -> Motion:
    """Return the recording as a level camera sees it that is so high and so far away: what is nearer looks larger."""
    assert motion.world_m is not None
    names, size_px = motion.layout.keypoints, motion.origin.size_px
    assert size_px is not None
    heels = [names.index(f"{side}_heel") for side in ("left", "right")]
    at_px = motion.positions - motion.positions[:, heels].mean(axis=(0, 1))
    right, up = at_px[..., 0] / PX_PER_M, -at_px[..., 1] / PX_PER_M - height_m
    nearer = 1000.0 / (distance_m + motion.world_m[..., 2])
    places = np.stack([nearer * right, -nearer * up], axis=-1)
    return replace(motion, positions=places + np.array(size_px) / 2)


def analysed(motion: Motion, exercise: str | None = "romanian_deadlift") -> Analysis:
    return analyse(motion, exercise=exercise, person=Person(stature_m=1.75))


def value(analysis: Analysis, id_: str) -> float:
    measured = analysis.counted[0].measurements[id_]
    assert isinstance(measured, Measurement), (id_, measured)
    assert measured.interval is not None
    assert measured.interval.low < measured.value < measured.interval.high
    return measured.value


def width(analysis: Analysis, id_: str) -> float:
    measured = analysis.counted[0].measurements[id_]
    assert isinstance(measured, Measurement)
    assert measured.interval is not None
    return measured.interval.high - measured.interval.low


def found(analysis: Analysis) -> set[str]:
    return {finding.id for repetition in analysis.counted for finding in repetition.findings}


STRAIGHT, SHARE = filmed()
PLAIN = analysed(STRAIGHT)


def test_repetitions_and_their_times_are_those_of_the_side() -> None:
    side, _ = filmed(0.0)
    pairs = zip(PLAIN.counted, analysed(side).counted, strict=True)
    for front, aside in pairs:
        assert front.bottom_s == pytest.approx(aside.bottom_s, abs=0.15)
        assert front.start_s == pytest.approx(aside.start_s, abs=0.3)
        assert front.end_s == pytest.approx(aside.end_s, abs=0.3)
        assert {phase.name for phase in front.phases} == {phase.name for phase in aside.phases}


def test_a_straight_set_has_nothing_to_find() -> None:
    assert found(PLAIN) == set()
    assert value(PLAIN, "weight_aside") == pytest.approx(0.0, abs=0.01)
    assert value(PLAIN, "hips_line_deg") == pytest.approx(0.0, abs=0.2)
    assert value(PLAIN, "shoulders_line_deg") == pytest.approx(0.0, abs=0.2)
    assert value(PLAIN, "bar_line_deg") == pytest.approx(0.0, abs=0.2)


@pytest.mark.parametrize(
    ("inward_m", "wanted"), [(0.13, {"knees_cave"}), (-0.17, {"knees_splay"}), (-0.08, set()), (0.02, set())]
)
def test_knees_are_measured_against_the_feet(inward_m: float, wanted: set[str]) -> None:
    knees = {"left_knee": (-inward_m, 0.0), "right_knee": (inward_m, 0.0)}
    analysis = analysed(moved(STRAIGHT, SHARE, knees))
    moved_m = value(analysis, "knees_inward_m") - value(PLAIN, "knees_inward_m")
    assert moved_m == pytest.approx(KNEES_SEEN * inward_m, abs=0.006)
    assert found(analysis) == wanted


def test_a_knee_that_follows_a_foot_turned_out_goes_outward_as_the_hips_go_down() -> None:
    down = moved(STRAIGHT, SHARE, dict.fromkeys(UPPER, (0.0, -0.3)))
    toes = {"left_toe": (0.1, 0.0), "right_toe": (-0.1, 0.0)}
    turned_out = [analysed(moved(motion, np.ones(len(STRAIGHT)), toes)) for motion in (STRAIGHT, down)]
    high, low = (value(analysis, "knees_inward_m") for analysis in turned_out)
    straight_m = value(analysed(down), "knees_inward_m") - value(PLAIN, "knees_inward_m")
    assert straight_m == pytest.approx(0.0, abs=0.01)
    assert low - high == pytest.approx(FORWARD * 0.3 * 0.1 / 0.26, rel=0.3)


def test_a_knee_that_follows_a_foot_turned_out_goes_back_as_the_trunk_leans() -> None:
    upright = moved(STRAIGHT, SHARE, dict.fromkeys(set(UPPER) - {"hip"}, (0.0, 0.25)))
    toes = {"left_toe": (0.1, 0.0), "right_toe": (-0.1, 0.0)}
    more = [
        value(analysed(moved(motion, np.ones(len(STRAIGHT)), toes)), "knees_inward_m")
        - value(analysed(motion), "knees_inward_m")
        for motion in (STRAIGHT, upright)
    ]
    assert more[1] - more[0] > 0.1 * BACK


@pytest.mark.parametrize("inward_m", [0.13, -0.17])
def test_knees_that_move_far_may_move_further_than_measured(inward_m: float) -> None:
    knees = {"left_knee": (-inward_m, 0.0), "right_knee": (inward_m, 0.0)}
    measured = analysed(moved(STRAIGHT, SHARE, knees)).counted[0].measurements["knees_inward_m"]
    assert isinstance(measured, Measurement)
    assert measured.interval is not None
    usual = load().accuracy["knees_inward_m"].absolute
    below, above = measured.value - measured.interval.low, measured.interval.high - measured.value
    outer, inner = (above, below) if inward_m > 0 else (below, above)
    assert inner == pytest.approx(usual)
    assert outer == pytest.approx(np.hypot(usual, MORE * measured.value))


def test_knees_are_less_sure_where_the_trunk_bends_so_far_that_it_hides_the_legs() -> None:
    deep = analysed(moved(STRAIGHT, SHARE, dict.fromkeys(set(UPPER) - {"hip"}, (0.0, -0.45))))
    for id_ in ("knees_inward", "knees_inward_m"):
        sure, unsure = (width(analysis, id_) for analysis in (PLAIN, deep))
        assert unsure > 1.4 * sure


@pytest.mark.parametrize(("apart_m", "wanted"), [(0.28, {"stance_wide"}), (-0.09, {"stance_narrow"}), (0.05, set())])
def test_a_stance_is_measured_against_hips_and_shoulders(apart_m: float, wanted: set[str]) -> None:
    always = np.ones(len(STRAIGHT))
    ends = ("knee", "ankle", "heel", "toe")
    by = {f"left_{end}": (apart_m / 2, 0.0) for end in ends} | {f"right_{end}": (-apart_m / 2, 0.0) for end in ends}
    analysis = analysed(moved(STRAIGHT, always, by))
    before, after = value(PLAIN, "stance_per_shoulders"), value(analysis, "stance_per_shoulders")
    hips_m = value(PLAIN, "stance_per_hips") / value(analysis, "stance_per_hips")
    assert before / after == pytest.approx(hips_m, rel=0.05)
    assert (after > before) == (apart_m > 0)
    assert found(analysis) - {"knees_cave", "knees_splay"} == wanted


@pytest.mark.parametrize("aside_m", [0.06, -0.06, 0.01])
def test_weight_goes_to_the_side_that_the_body_goes_to(aside_m: float) -> None:
    analysis = analysed(moved(STRAIGHT, SHARE, dict.fromkeys(UPPER, (aside_m, 0.0))))
    assert np.sign(value(analysis, "weight_aside")) == np.sign(aside_m)
    assert found(analysis) == ({"weight_to_one_side"} if abs(aside_m) > 0.05 else set())


@pytest.mark.parametrize("yaw_deg", [76.0, 104.0, -76.0])
def test_weight_that_goes_forward_is_not_taken_for_weight_to_the_side(yaw_deg: float) -> None:
    motion, share = filmed(yaw_deg)
    assert motion.world_m is not None
    forward_m, yaw = 0.06, np.radians(yaw_deg)
    moving = moved(motion, share, dict.fromkeys(UPPER, (forward_m * float(np.cos(yaw)), 0.0)))
    world_m = motion.world_m.copy()
    lower = [index for index, name in enumerate(motion.layout.keypoints) if not name.endswith(UPPER)]
    world_m[:, lower, 2] += forward_m * np.sin(yaw) * share[:, None]
    plain, ahead = analysed(motion), analysed(replace(moving, world_m=world_m))
    shifted = analysed(moving)
    assert value(ahead, "weight_aside") == pytest.approx(value(plain, "weight_aside"), abs=0.012)
    assert abs(value(shifted, "weight_aside") - value(plain, "weight_aside")) > 0.025


def test_a_range_is_wider_the_more_somebody_is_turned() -> None:
    square, turned = (analysed(filmed(yaw_deg)[0]).counted[0].measurements["weight_aside"] for yaw_deg in (90.0, 76.0))
    assert isinstance(square, Measurement)
    assert isinstance(turned, Measurement)
    assert square.interval is not None
    assert turned.interval is not None
    assert turned.interval.high - turned.value > 1.2 * (square.interval.high - square.value)


def test_lines_across_are_positive_where_the_left_side_is_higher() -> None:
    tilted = analysed(moved(STRAIGHT, SHARE, {"left_hip": (0.0, 0.02), "right_shoulder": (0.0, 0.03)}))
    assert value(tilted, "hips_line_deg") > 3.0
    assert value(tilted, "shoulders_line_deg") < -3.0


def test_a_bar_is_judged_where_one_was_named() -> None:
    tilted = moved(STRAIGHT, SHARE, {"left_wrist": (0.0, 0.09)})
    assert found(analysed(tilted)) == {"bar_tilts"}
    for exercise in ("hip_hinge", None):
        analysis = analysed(tilted, exercise)
        assert found(analysis) == set()
        missing = analysis.counted[0].measurements["bar_line_deg"]
        assert isinstance(missing, NotMeasurable)
        assert missing.id == "bar_not_named"


def test_a_mirrored_recording_has_the_same_knees_and_the_other_side() -> None:
    leaning = moved(STRAIGHT, SHARE, dict.fromkeys(UPPER, (0.05, 0.0)) | {"left_knee": (-0.08, 0.0)})
    names = leaning.layout.keypoints
    other = {"left": "right", "right": "left"}
    swapped = [names.index("_".join((other.get(n.split("_")[0], n.split("_")[0]), *n.split("_")[1:]))) for n in names]
    positions = leaning.positions[:, swapped] * np.array([-1.0, 1.0]) + np.array([720.0, 0.0])
    assert leaning.world_m is not None
    world_m = leaning.world_m[:, swapped] * np.array([-1.0, 1.0, 1.0])
    mirrored = analysed(replace(leaning, positions=positions, world_m=world_m))
    plain = analysed(leaning)
    assert value(mirrored, "weight_aside") == pytest.approx(-value(plain, "weight_aside"), abs=1e-6)
    assert value(mirrored, "knees_inward") == pytest.approx(value(plain, "knees_inward"), abs=1e-6)


def test_legs_that_the_network_takes_for_each_other_are_put_right() -> None:
    names = STRAIGHT.layout.keypoints
    positions = STRAIGHT.positions.copy()
    ends = ("knee", "ankle", "heel", "toe")
    for end in ends:
        left, right = names.index(f"left_{end}"), names.index(f"right_{end}")
        positions[60:75, [left, right]] = positions[60:75, [right, left]]
    mended = analysed(replace(STRAIGHT, positions=positions))
    for id_ in ("knees_inward", "weight_aside", "stance_per_shoulders"):
        assert value(mended, id_) == pytest.approx(value(PLAIN, id_), abs=1e-6)


def test_from_the_front_no_rule_of_the_side_is_looked_for() -> None:
    for repetition in PLAIN.counted:
        assert repetition.pattern.label == "unclear"
        by_id = {judgement.id: judgement for judgement in repetition.judgements}
        assert set(by_id) == set(RULES)
        measured = {id_ for id_, judgement in by_id.items() if judgement.has_value}
        assert measured == {
            "knees_cave",
            "knees_splay",
            "stance_wide",
            "stance_narrow",
            "weight_to_one_side",
            "bar_tilts",
        }
        for id_, quantity in repetition.measurements.items():
            assert isinstance(quantity, Measurement) == (id_ in IN_FRONT), id_
    assert [missing.id for missing in PLAIN.not_measurable] == ["hidden_from_front"]
    assert PLAIN.view.usable


def test_from_the_side_no_rule_of_the_front_is_looked_for() -> None:
    side, _ = filmed(0.0)
    for repetition in analysed(side).counted:
        by_id = {judgement.id: judgement for judgement in repetition.judgements}
        for id_ in ("knees_cave", "knees_splay", "stance_wide", "stance_narrow", "weight_to_one_side", "bar_tilts"):
            assert (by_id[id_].outcome, by_id[id_].reason) == ("not_applicable", "hidden_from_side")


def test_from_behind_only_what_shows_there_is_measured() -> None:
    motion, share = filmed(-90.0)
    to_left = dict.fromkeys(UPPER, (-0.06, 0.0))  # the person's left is on the frame's left
    analysis = analysed(moved(motion, share, to_left))
    assert value(analysis, "weight_aside") > 0
    assert found(analysis) == {"weight_to_one_side"}
    knees = analysis.counted[0].measurements["knees_inward"]
    assert isinstance(knees, NotMeasurable)
    assert knees.id == "hidden_from_behind"


def test_tilts_need_somebody_who_stands_square_to_the_camera() -> None:
    motion, _ = filmed(70.0)
    analysis = analysed(motion)
    hidden = analysis.counted[0].measurements["hips_line_deg"]
    assert isinstance(hidden, NotMeasurable)
    assert hidden.id == "turned_from_camera"
    assert value(analysis, "stance_per_shoulders") == pytest.approx(value(PLAIN, "stance_per_shoulders"), rel=0.1)


def test_shoulders_need_arms_that_hang() -> None:
    raised = analysed(moved(STRAIGHT, np.ones(len(STRAIGHT)), {"left_wrist": (0.0, 0.6)}), "hip_hinge")
    hidden = raised.counted[0].measurements["shoulders_line_deg"]
    assert isinstance(hidden, NotMeasurable)
    assert hidden.id == "arms_not_hanging"
    assert value(raised, "hips_line_deg") == pytest.approx(0.0, abs=0.2)


def test_the_answer_says_what_the_view_shows_and_what_it_hides() -> None:
    text = terminal_text(PLAIN)
    assert "Two repetitions, from the front" in text
    assert "does not show your back" in text
    assert "Your lower back" not in text
    assert "Pattern" not in text
    assert "Stance" in text
    behind, _ = filmed(-90.0)
    assert "You were filmed from behind." in terminal_text(analysed(behind))


def test_from_behind_repetitions_do_not_need_the_lean_of_the_network_s_body() -> None:
    motion, _ = filmed(-90.0)
    assert motion.world_m is not None
    upright_m = np.broadcast_to(motion.world_m[:1], motion.world_m.shape)
    times = [
        [(one.start_s, one.bottom_s, one.end_s) for one in analysed(seen).counted]
        for seen in (motion, replace(motion, world_m=upright_m))
    ]
    assert len(times[0]) == len(TWO.lifts)
    assert times[1] == times[0]


def test_nothing_is_counted_of_a_body_whose_hips_are_at_its_shoulders() -> None:
    motion, _ = filmed(-90.0)
    positions, names = motion.positions.copy(), motion.layout.keypoints
    for side in ("left", "right"):
        shoulder, hip = (positions[:, names.index(f"{side}_{joint}")] for joint in ("shoulder", "hip"))
        positions[:, names.index(f"{side}_hip")] = hip + 0.8 * (shoulder - hip)
    analysis = analysed(replace(motion, positions=positions))
    assert analysis.repetitions == ()
    assert analysis.view.reasons == ("view_back",)
