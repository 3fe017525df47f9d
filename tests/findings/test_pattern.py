"""Hinge, squat, stoop or none: probabilities that add up, move one way, and never accuse joints of a stoop."""

import itertools
import math
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiphinge.catalogue import load
from hiphinge.findings import BackAtDeepest, PatternFeatures, classify
from hiphinge.measures import LumbarEstimate

HINGE = PatternFeatures(trunk_deg=70.0, thigh_deg=22.0, knee_deg=18.0, hip_drop=0.05, trunk_length=0.95)
SQUAT = PatternFeatures(trunk_deg=40.0, thigh_deg=78.0, knee_deg=105.0, hip_drop=0.45, trunk_length=0.95)
STIFF = PatternFeatures(trunk_deg=75.0, thigh_deg=12.0, knee_deg=3.0, hip_drop=0.02, trunk_length=0.95)


def back(lumbar_deg: float, *, error_deg: float = 7.0, lean_deg: float = 75.0) -> BackAtDeepest:
    return BackAtDeepest(lumbar=LumbarEstimate(mean_deg=lumbar_deg, error_deg=error_deg), lean_deg=lean_deg)


ROUNDED = back(52.0)

maybe = st.none()
FEATURES = st.builds(
    PatternFeatures,
    trunk_deg=maybe | st.floats(-10, 120),
    thigh_deg=maybe | st.floats(-20, 120),
    knee_deg=maybe | st.floats(-10, 150),
    hip_drop=maybe | st.floats(-0.1, 0.9),
    trunk_length=maybe | st.floats(0.3, 1.2),
)
BACKS = st.builds(back, st.floats(-40, 90), error_deg=st.floats(0, 30), lean_deg=st.floats(30, 120))


@pytest.mark.parametrize(("features", "label"), [(HINGE, "hinge"), (SQUAT, "squat"), (STIFF, "hinge")])
def test_clear_cases(features: PatternFeatures, label: str) -> None:
    pattern = classify(features)
    assert pattern.label == label
    assert pattern.probability[label] > 0.95


@settings(max_examples=100, deadline=None, derandomize=True)
@given(features=FEATURES, lumbar=maybe | BACKS, from_floor=st.booleans())
def test_probabilities_add_up(
    features: PatternFeatures,
    lumbar: BackAtDeepest | None,
    from_floor: bool,  # noqa: FBT001 - drawn
) -> None:
    pattern = classify(replace(features, back=lumbar), from_floor=from_floor)
    assert set(pattern.probability) == {"hinge", "squat", "stoop"}
    assert sum(pattern.probability.values()) == pytest.approx(1.0)
    assert all(0 <= p <= 1 for p in pattern.probability.values())


@settings(max_examples=100, deadline=None, derandomize=True)
@given(features=FEATURES)
def test_joints_alone_never_say_stoop(features: PatternFeatures) -> None:
    assert classify(features).label in {"hinge", "squat", "unclear"}


@pytest.mark.parametrize("from_floor", [False, True])
def test_more_knee_is_more_squat(from_floor: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """Bend the knees of a lifter step by step, the thigh going along and the hips going down."""
    chances = []
    for knee in range(0, 121, 5):
        thigh = 0.75 * knee
        drop = 1 - (math.cos(math.radians(thigh)) + math.cos(math.radians(knee - thigh))) / 2
        features = PatternFeatures(
            trunk_deg=50.0, thigh_deg=thigh, knee_deg=float(knee), hip_drop=drop, trunk_length=0.95
        )
        chances.append(classify(features, from_floor=from_floor).probability["squat"])
    assert all(b >= a for a, b in itertools.pairwise(chances))
    assert chances[0] < 0.01
    assert from_floor or chances[-1] > 0.9


@settings(max_examples=60, deadline=None, derandomize=True)
@given(features=FEATURES, more=st.floats(0, 0.3))
def test_lower_hips_are_never_less_of_a_squat(features: PatternFeatures, more: float) -> None:
    lower = None if features.hip_drop is None else features.hip_drop + more
    chance = classify(replace(features, hip_drop=lower)).probability["squat"]
    assert chance >= classify(features).probability["squat"]


def test_a_given_floor_lift_may_begin_lower() -> None:
    low = replace(SQUAT, trunk_deg=55.0, thigh_deg=72.0, hip_drop=0.44)
    assert classify(low).label == "squat"
    assert classify(low, from_floor=True).label == "hinge"


def test_low_hips_from_the_floor_are_a_squat_only_under_an_upright_trunk() -> None:
    trap_bar = replace(SQUAT, trunk_deg=50.0, thigh_deg=88.0, hip_drop=0.52)
    upright = replace(SQUAT, trunk_deg=28.0, thigh_deg=95.0, hip_drop=0.65)
    assert classify(trap_bar, from_floor=True).label == "hinge"
    assert classify(upright, from_floor=True).label == "squat"


def test_knees_that_are_hardly_seen_make_a_squat_less_sure() -> None:
    seen = replace(SQUAT, trunk_deg=50.0, thigh_deg=72.0, hip_drop=0.42, knee_error_deg=3.0)
    hidden = replace(seen, knee_error_deg=10.0)
    assert 0.5 < classify(hidden).probability["squat"] < classify(seen).probability["squat"]


def test_straight_knees_under_a_short_trunk_are_unclear() -> None:
    pattern = classify(replace(STIFF, trunk_length=0.65))
    assert pattern.label == "unclear"
    assert pattern.probability["stoop"] > 0.45


@pytest.mark.parametrize("changes", [{"knee_deg": 40.0}, {"trunk_length": None}, {"knee_deg": None}])
def test_a_short_trunk_alone_says_nothing(changes: dict[str, Any]) -> None:
    features = replace(STIFF, trunk_length=0.65)
    assert classify(replace(features, **changes)).label == "hinge"


def test_one_sign_is_enough_and_none_is_unclear() -> None:
    nothing = PatternFeatures(trunk_deg=None, thigh_deg=None, knee_deg=None, hip_drop=None, trunk_length=None)
    assert classify(replace(nothing, hip_drop=0.6)).label == "squat"
    assert classify(replace(nothing, trunk_deg=70.0, thigh_deg=20.0)).label == "hinge"
    pattern = classify(nothing)
    assert pattern.label == "unclear"
    assert set(pattern.probability.values()) == {1 / 3}


def test_a_back_that_rounds_far_over_straight_knees_is_a_stoop() -> None:
    pattern = classify(replace(STIFF, back=ROUNDED))
    assert pattern.label == "stoop"
    assert pattern.probability["stoop"] > 0.9


@pytest.mark.parametrize(
    ("features", "lumbar"),
    [
        (replace(STIFF, knee_deg=30.0), ROUNDED),
        (STIFF, back(20.0)),
        (STIFF, back(35.0, lean_deg=105.0)),
        (replace(STIFF, trunk_length=0.65), back(10.0)),
        (replace(STIFF, knee_deg=None), ROUNDED),
    ],
    ids=["bent knees", "little rounding", "little for so deep a bend", "short trunk, flat back", "legs hidden"],
)
def test_what_is_no_stoop(features: PatternFeatures, lumbar: BackAtDeepest) -> None:
    assert classify(replace(features, back=lumbar)).label == "hinge"


@pytest.mark.parametrize(
    "features",
    [
        replace(STIFF, back=back(0.45 * 75.0)),
        replace(STIFF, knee_deg=20.0, back=back(70.0)),
        replace(SQUAT, trunk_deg=50.0, thigh_deg=66.0, hip_drop=0.36),
    ],
    ids=["back on the line", "knees on the line", "between hinge and squat"],
)
def test_what_lies_on_a_line_is_unclear(features: PatternFeatures) -> None:
    pattern = classify(features)
    assert pattern.label == "unclear"
    assert max(pattern.probability.values()) < load().thresholds["clear_pattern"].value


def test_a_squat_stays_a_squat_however_round() -> None:
    assert classify(replace(SQUAT, back=ROUNDED)).label == "squat"


@settings(max_examples=60, deadline=None, derandomize=True)
@given(features=FEATURES, lumbar=BACKS, more=st.floats(0, 40))
def test_more_rounding_is_never_less_of_a_stoop(features: PatternFeatures, lumbar: BackAtDeepest, more: float) -> None:
    estimate = lumbar.lumbar
    rounder = replace(lumbar, lumbar=replace(estimate, mean_deg=estimate.mean_deg + more))
    chances = [classify(replace(features, back=b)).probability["stoop"] for b in (lumbar, rounder)]
    assert chances[0] <= chances[1]


def test_a_vague_back_leaves_it_open() -> None:
    """Where the back could also be rounder, the chance of a stoop is larger, and of a clear stoop smaller."""
    for lumbar_deg, narrow_is_more in ((28.0, False), (40.0, True)):
        narrow, wide = (
            classify(replace(STIFF, back=back(lumbar_deg, error_deg=error))).probability["stoop"]
            for error in (3.0, 15.0)
        )
        assert (narrow > wide) is narrow_is_more


def _named_in(module: str) -> set[str]:
    text = Path(module).read_text(encoding="utf-8")
    return set(re.findall(r'"([a-z_]+)"', text)) & set(load().thresholds)


def test_every_threshold_of_the_catalogue_is_used_where_it_says(root: Path) -> None:
    modules = {"pattern": "pattern", "exercise_guess": "exercise_guess", "rules": "rules", "judging": "judging"}
    for used_for, module in modules.items():
        said = {t.id for t in load().thresholds.values() if t.used_for == used_for}
        assert _named_in(str(root / f"src/hiphinge/findings/{module}.py")) == said


@pytest.mark.parametrize(
    ("id_", "features", "label"),
    [
        ("clear_pattern", HINGE, "unclear"),
        ("squat_turn", SQUAT, "hinge"),
        ("stoop_lumbar_share", replace(STIFF, back=ROUNDED), "hinge"),
    ],
)
def test_the_catalogue_decides(
    id_: str, features: PatternFeatures, label: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = classify(features).label
    catalogue = load()
    moved = catalogue.thresholds[id_].model_copy(update={"value": 1000.0})
    changed = replace(catalogue, thresholds={**catalogue.thresholds, id_: moved})
    monkeypatch.setattr("hiphinge.findings.pattern.load", lambda: changed)
    assert before != classify(features).label == label


def test_knees_count_as_straight_by_the_error_they_were_measured_with() -> None:
    """Ten degrees from the line is certain of a knee that is seen, and not of one behind a plate."""
    for knee_deg, seen in ((10.0, "stoop"), (30.0, "hinge")):
        features = replace(STIFF, knee_deg=knee_deg, back=back(70.0))
        chances = [classify(replace(features, knee_error_deg=error)).probability[seen] for error in (3.0, 9.7)]
        assert chances[0] > 0.99
        assert 0.6 < chances[1] < 0.9
        assert classify(features).probability[seen] == pytest.approx(chances[0])
