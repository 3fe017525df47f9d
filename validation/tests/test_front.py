"""Scores from the front: true values follow from the truth file, and the tables count what they say."""

from dataclasses import replace
from typing import Any

import pytest
from validation.front.scoring import ClipScore, RepetitionScore, true_values
from validation.front.tables import f1, findings_table, quantities_table, summary

REPETITION = {"start": 1, "bottom_start": 3, "bottom_end": 5, "end": 8}


def truth(hands: str, *, movement: str = "hinge") -> dict[str, Any]:
    """Return a truth file of ten frames: the lifter stands in the first, and is at the bottom in the fifth."""
    bent = [0.0] * 4 + [1.0] + [0.0] * 5
    joints = {"hip": 0.1, "shoulder": 0.2, "ankle": 0.15}
    return {
        "movement": movement,
        "starts": "standing",
        "hands": hands,
        "frames": 10,
        "joints_m": {
            f"{name}_{side}": [[away * half, 0.0, 0.0]] * 10
            for name, half in joints.items()
            for side, away in (("l", 1.0), ("r", -1.0))
        },
        "sideways": {
            "knee_inward_m": {"left": [0.02 + 0.10 * share for share in bent], "right": [0.02] * 10},
            "pelvis_line_deg": [1.0 + 4.0 * share for share in bent],
            "shoulder_line_deg": [-2.0 * share for share in bent],
            "weight_left_share": [0.5 + 0.2 * share for share in bent],
            "bar_line_deg": [3.0, 3.0, 3.0, 3.0, 3.0, 6.0, 7.0, 8.0, 3.0, 3.0],
        },
    }


def test_true_values_are_changes_from_standing_to_the_bottom() -> None:
    found = true_values(truth("bar"), REPETITION)
    assert found == pytest.approx(
        {
            "stance_per_hips": 1.5,
            "stance_per_shoulders": 0.75,
            "knees_inward": 0.25,
            "knees_inward_m": 0.05,
            "hips_line_deg": 4.0,
            "shoulders_line_deg": -2.0,
            "weight_aside": 0.2,
            "bar_line_deg": 7.0,
        }
    )
    assert "bar_line_deg" not in true_values(truth("hang"), REPETITION)
    assert "weight_aside" not in true_values(truth("hang", movement="swing"), REPETITION)


SCORED = RepetitionScore(
    true={"weight_aside": -0.2, "knees_inward": 0.4},
    found={"weight_aside": -0.15, "knees_inward": None},
    held={"weight_aside": True},
    findings=frozenset({"weight_to_one_side", "knees_splay"}),
    late_s=(0.1, 0.2, -0.3),
)
CLIP = ClipScore(name="one", yaw_deg=88.0, label="front", repetitions=(SCORED,), more=1)


def test_a_finding_is_true_beyond_its_line() -> None:
    assert SCORED.is_true("weight_to_one_side")
    assert SCORED.is_true("knees_cave")
    assert SCORED.is_true("knees_splay") is False
    assert SCORED.is_true("bar_tilts") is None


def test_tables_count_what_was_measured_and_found() -> None:
    unseen = RepetitionScore(true=SCORED.true, found={}, held={}, findings=frozenset(), late_s=None)
    scores = [CLIP, replace(CLIP, repetitions=(unseen,), more=0)]
    assert summary(scores).startswith("2 clips (2 front), 2 repetitions, 1 found, 1 more counted;")
    assert "| weight_aside | 1 of 1 | 0.050 | 0.050 | 0.050 | 100% |" in quantities_table(scores)
    assert "knees_inward" not in quantities_table(scores)
    rows = findings_table(scores).splitlines()
    assert "| weight_to_one_side | 2 | 1 | 0 | 1 | 0.67 |" in rows
    assert "| knees_splay | 0 | 0 | 1 | 0 | 0.00 |" in rows
    assert "| knees_cave | 2 | 0 | 0 | 2 | 0.00 |" in rows
    assert f1(0, 0, 0) == 1.0


def test_a_line_says_what_a_repetition_has_and_what_was_found() -> None:
    (line,) = CLIP.lines()
    assert line.startswith("one yaw   88 front")
    assert "weight_aside -0.20/-0.15" in line
    assert "knees_inward 0.40/-" in line
