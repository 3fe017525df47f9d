"""Each moving figure shows what it claims when it is measured, and what is shipped is what would be written."""

from dataclasses import replace

import pytest
from tools.figures.checking import checked, recording
from tools.figures.paths import thinned
from tools.figures.poses import Arm, Claim, Leg, Phase, Pose
from tools.figures.registry import FOLDER, figures, files
from tools.figures.solving import placed

FIGURES = {f"{figure.kind}/{figure.id}": figure for figure in figures()}


@pytest.mark.parametrize("name", FIGURES)
def test_a_motion_shows_what_its_figure_claims(name: str) -> None:
    row = checked(FIGURES[name])
    assert row.shown
    assert not row.wrong, row.line()


def test_what_is_shipped_is_what_would_be_written_and_has_its_own_name() -> None:
    written = list(files())
    stale = [name for name, text in written if (FOLDER / name).read_text(encoding="utf-8") != text]
    assert not stale, "run python -m tools.figures"
    assert len(written) == len(dict(written))


def _rounded(bottom: Pose) -> Pose:
    return replace(bottom, lumbar=36.0, thoracic=14.0)


def test_a_rounded_back_is_not_called_neutral() -> None:
    figure = FIGURES["exercises/hip_hinge"]
    phases = tuple(replace(p, pose=_rounded(p.pose) if p.pose.trunk else p.pose) for p in figure.phases)
    row = checked(replace(figure, phases=phases, claim=Claim(shapes=("neutral_back",))))
    assert row.wrong == ("neutral_back is not so",)


def test_a_squat_is_not_taken_for_a_hinge() -> None:
    figure = replace(FIGURES["exercises/bodyweight_squat"], claim=Claim(exercise="hip_hinge", pattern="hinge"))
    assert any("pattern" in wrong for wrong in checked(figure).wrong)


def test_a_figure_that_claims_nothing_is_reported() -> None:
    assert checked(replace(FIGURES["exercises/plank"], claim=Claim())).wrong == ("claims nothing",)


def test_bent_knees_keep_the_feet_where_they_are_and_the_body_balanced() -> None:
    pose = placed(Pose(trunk=60.0, leg=Leg(knee=30.0)), "foot")
    assert pose.joint["foot"][0] == pytest.approx(0.0, abs=1e-9)
    assert pose.joint["pelvis"][0] < -60.0
    assert pose.lean["shank"] - pose.lean["thigh"] == pytest.approx(30.0)


def test_a_hand_comes_to_its_place() -> None:
    pose = placed(Pose(arm=Arm(hand=(150.0, 600.0))), "foot")
    assert pose.named("hand") == pytest.approx((150.0, 600.0), abs=0.5)


def test_few_moments_are_kept_of_a_straight_way() -> None:
    time = [i / 10 for i in range(11)]
    assert thinned(time, [(2 * t,) for t in time], (0.01,)) == [0, 10]
    assert 5 in thinned(time, [(abs(t - 0.5),) for t in time], (0.01,))


def test_a_recording_holds_the_loop_three_times_and_stillness_around() -> None:
    figure = FIGURES["exercises/hip_hinge"]
    seconds = sum(phase.seconds for phase in figure.phases)
    assert recording(figure).time_s[-1] == pytest.approx(3 * seconds + 2.4, abs=0.1)


def test_a_phase_leads_to_its_posture() -> None:
    bow = Pose(trunk=50.0, leg=Leg(knee=10.0))
    figure = replace(FIGURES["exercises/hip_hinge"], phases=(Phase(label="bow", seconds=1.0, pose=bow),), key_phase=0)
    assert checked(replace(figure, claim=Claim(shapes=("folds_at_hips",)))).wrong == ("folds_at_hips is not so",)
