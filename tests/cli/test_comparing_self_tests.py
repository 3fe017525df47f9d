"""``hiphinge compare`` with videos of a self-test: against the drawn figure, a later one, another person."""

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from tests.assessments.posed import birds, hanging, raised
from tests.assessments.test_jump import jumping

from hiphinge.assessments import filmed_tests, measure_self_test
from hiphinge.exports import write_pose
from hiphinge.measures import Measurement
from hiphinge.testing import LimbKey, record_limbs
from hiphinge.workflow.comparing_tests import SelfTestSide
from hiphinge.workflow.demonstrations import demonstrated_tests, motion_of_test

if TYPE_CHECKING:
    from tests.cli.conftest import Run


def kept(keys: list[LimbKey], path: Path, *, seed: int = 0) -> Path:
    write_pose(path, record_limbs(keys, frame_rate_hz=20.0, seed=seed))
    return path


def test_a_leg_that_comes_up_less_than_the_demonstrations_is_named_and_drawn(run: "Run", tmp_path: Path) -> None:
    poses = kept(raised(50.0)[0], tmp_path / "left.parquet")
    ended = run("compare", "demonstration", f"straight_leg_raise:left={poses}")
    assert ended.code == 0
    assert ended.out.startswith("Straight leg raised differs.")
    less = re.search(r"Straight leg raised: (\d+)° less, give or take 6°", ended.out)
    assert less is not None
    assert float(less[1]) == pytest.approx(21.5, abs=3.0)
    assert "It is no goal" in ended.out
    page = (tmp_path / "compare.html").read_text(encoding="utf-8")
    assert page.count("A and B over one another") == 5
    assert page.count('class="bone two" d="M') == 10
    assert "Median" not in page
    swapped = run("compare", f"straight_leg_raise:left={poses}", "demonstration:straight_leg_raise")
    assert swapped.out == ended.out


def test_a_leg_that_hangs_as_the_demonstrations_does_not_differ(run: "Run", tmp_path: Path) -> None:
    poses = kept(hanging(-3.0, 72.0)[0], tmp_path / "hangs.parquet")
    ended = run("compare", "demonstration", f"thomas:right={poses}")
    assert ended.out.startswith("No difference that is larger than its error.")


@pytest.mark.parametrize(("other_person", "says"), [(False, "They are from different"), (True, "They show two people")])
def test_two_videos_of_a_test_are_compared(run: "Run", tmp_path: Path, *, other_person: bool, says: str) -> None:
    sides = [kept(raised(up)[0], tmp_path / f"{up:.0f}.parquet", seed=int(up)) for up in (45.0, 80.0)]
    given = [f"straight_leg_raise:right={path}" for path in sides]
    ended = run("compare", *given, *(["--other-person"] if other_person else []))
    assert "Straight leg raised: 35° more" in ended.out
    assert says in ended.out


def test_of_a_test_with_either_leg_each_difference_says_of_which(run: "Run", tmp_path: Path) -> None:
    sides = [kept(birds("left", "right", bend=bend), tmp_path / f"{100 * bend:.0f}.parquet") for bend in (0.0, 0.12)]
    ended = run("compare", *(f"bird_dog_test={path}" for path in sides))
    assert re.search(r"Change of the back's line \(left\): \d\d° more", ended.out)
    assert re.search(r"Change of the back's line \(right\): \d\d° more", ended.out)
    page = (tmp_path / "compare.html").read_text(encoding="utf-8")
    assert '<th scope="row">Change of the back&#39;s line (left)</th>' in page


def test_what_two_videos_do_not_share_is_said(run: "Run", tmp_path: Path) -> None:
    left = kept(raised(50.0)[0], tmp_path / "left.parquet")
    ended = run("compare", f"straight_leg_raise:left={left}", f"straight_leg_raise:right={left}")
    assert ended.code == 4
    assert "show left and right. Name the side that both show" in " ".join(ended.err.split())
    jump = tmp_path / "jump.parquet"
    write_pose(jump, jumping(0.3))
    ended = run("compare", f"jump={jump}", f"jump={jump}")
    assert "Of the jump only times, points or heights were measured in both" in " ".join(ended.err.split())


@pytest.mark.parametrize("joint", ["ankle", "toe"])
def test_who_is_not_seen_from_the_start_is_compared_without_figures_or_with_them(joint: str) -> None:
    motion = motion_of_test("toe_touch")
    result = measure_self_test("toe_touch", motion)
    positions, hidden = np.array(motion.positions), [joint in name for name in motion.layout.keypoints]
    positions[:20, hidden] = np.nan
    figures = SelfTestSide(name="late", motion=replace(motion, positions=positions), result=result).figures()
    assert (figures is None) == (joint == "ankle")


def test_every_demonstration_is_measured_and_drawn() -> None:
    for test_id in demonstrated_tests():
        protocol = filmed_tests()[test_id].protocol
        assert protocol is not None
        motion = motion_of_test(test_id)
        result = measure_self_test(test_id, motion, side="right" if protocol.sides else None)
        assert any(isinstance(value.measured, Measurement) for value in result.values), test_id
        assert SelfTestSide(name=test_id, motion=motion, result=result, is_drawn=True).figures() is not None, test_id


def test_what_cannot_be_compared_is_said(run: "Run", tmp_path: Path) -> None:
    poses = kept(raised(50.0)[0], tmp_path / "left.parquet")
    asked = {
        ("demonstration", f"jump={poses}"): "has no demonstration to compare with",
        ("demonstration:thomas", f"straight_leg_raise={poses}"): "Both should show the same test",
        (f"straight_leg_raise={poses}", f"thomas={poses}"): "Both should show the same test",
        ("demonstration", "toe_touch:left=nowhere.mp4"): "has no sides",
        ("demonstration", f"straight_leg_raise:up={poses}"): "should be left or right, but is 'up'",
        ("demonstration", "toe_touch="): "A video should follow the =",
        (f"straight_leg_raise={poses}", str(tmp_path)): "is none",
        (f"straight_leg_raise={poses}", f"straight_leg_raise={poses}", "--same-day"): "Leave out",
    }
    for given, says in asked.items():
        ended = run("compare", *given)
        assert ended.code == 2, given
        assert says in " ".join(ended.err.split()), given
    assert not (tmp_path / "compare.html").exists()
