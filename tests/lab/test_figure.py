"""The lab's body keeps its balance, has the proportions that are set, and agrees with the model it generalises."""

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiphinge.anthropometry import ANKLE_HEIGHT, FOOT, HEEL_BEHIND_ANKLE, segments_of
from hiphinge.errors import UsageError
from hiphinge.lab import BENDS, PAIRS, PRESETS, SLIDERS, Setting, figure_of, pair, preset, with_bend
from hiphinge.lab.setting import HEAD_AND_NECK
from hiphinge.posture import BALANCE_SHARE, balanced_hip_travel

SETTINGS = st.builds(
    Setting,
    lean=st.integers(0, 90), knee=st.integers(0, 110), back=st.integers(0, 60), load=st.integers(0, 120),
    bar=st.integers(0, 20), place=st.sampled_from(["hands", "back"]), stature=st.integers(150, 200),
    mass=st.integers(50, 130), legs=st.integers(45, 53), thigh=st.integers(46, 54),
    table=st.sampled_from(["mean", "female", "male"]),
)  # fmt: skip


@given(SETTINGS)
@settings(max_examples=60, deadline=None)
def test_the_body_is_whole_and_stays_over_its_foot(setting: Setting) -> None:
    figure = figure_of(setting)
    joints = figure.joints

    def apart(one: str, other: str) -> float:
        return math.dist(joints[one], joints[other])

    stature, leg = setting.stature_m, setting.legs / 100 * setting.stature_m
    assert apart("hip", "knee") == pytest.approx(setting.thigh / 100 * leg)
    assert apart("hip", "knee") + apart("knee", "ankle") == pytest.approx(leg)
    assert apart("hip", "lumbar") + apart("lumbar", "shoulder") + leg == pytest.approx(
        (1 - ANKLE_HEIGHT - HEAD_AND_NECK) * stature
    )
    assert apart("shoulder", "elbow") == pytest.approx(figure.body.upper_arms.length_m, abs=1e-3)
    assert apart("elbow", "hand") <= figure.body.forearms.length_m + 1e-3 or setting.place == "back"
    lean = math.atan2(joints["shoulder"][0] - joints["hip"][0], joints["shoulder"][1] - joints["hip"][1])
    assert math.degrees(lean) == pytest.approx(setting.lean, abs=1e-6)
    if figure.balanced:
        over_foot = (figure.centre[0] + HEEL_BEHIND_ANKLE * stature) / (FOOT * stature)
        assert over_foot == pytest.approx(BALANCE_SHARE, abs=1e-4)
    if setting.loaded and setting.place == "hands":
        assert figure.load[1] >= 0.225 - 1e-9


@pytest.mark.parametrize("table", ["mean", "female", "male"])
@pytest.mark.parametrize(("lean", "knee"), [(30.0, 0.0), (60.0, 15.0), (75.0, 25.0), (90.0, 15.0), (45.0, 95.0)])
def test_without_a_load_the_hips_go_as_far_as_in_the_model_of_a_straight_body(
    table: str, lean: float, knee: float
) -> None:
    setting = Setting(lean=lean, knee=knee, back=0.0, load=0.0, table=table, legs=49.0, thigh=50.0)  # type: ignore[arg-type]  # a table
    travel = figure_of(setting).hip_travel_m / (0.49 * setting.stature_m)
    assert travel == pytest.approx(float(balanced_hip_travel(lean, knee, segments=segments_of(table))), abs=0.012)


def test_a_load_on_the_back_pushes_the_hips_as_far_as_in_that_model() -> None:
    setting = Setting(lean=60.0, knee=15.0, back=0.0, load=40.0, mass=80.0, place="back")
    wanted = float(balanced_hip_travel(60.0, 15.0, load_on_back=0.5))
    assert figure_of(setting).hip_travel_m / (0.49 * setting.stature_m) == pytest.approx(wanted, abs=0.02)


def test_a_body_that_cannot_stand_says_so() -> None:
    assert not figure_of(Setting(lean=95.0, knee=0.0, load=200.0, bar=40.0, mass=40.0, stature=140.0)).balanced


def test_presets_and_pairs_are_settings() -> None:
    assert all(figure_of(one.setting).balanced for one in PRESETS.values())
    assert all(pair(id_)[0] != pair(id_)[1] for id_ in PAIRS)
    own = Setting(stature=190.0, load=70.0)
    bent = with_bend(own, "squat")
    assert (bent.stature, bent.load, bent.knee) == (190.0, 70.0, preset("squat").knee)
    assert set(BENDS) <= set(PRESETS)


def test_a_setting_survives_its_texts_and_refuses_what_is_none() -> None:
    own = Setting(lean=33.0, place="back", table="female", thigh=48.5)
    assert Setting.of(own.texts) == own
    assert Setting.of({"lean": "10"}, start=own) == replace(own, lean=10.0)
    for wrong in ({"lean": "x"}, {"lean": "96"}, {"lean": "nan"}, {"place": "head"}, {"table": "x"}, {"nose": "1"}):
        with pytest.raises(UsageError):
            Setting.of(wrong)
    assert all(one.low <= getattr(Setting(), one.id) <= one.high for one in SLIDERS.values())
