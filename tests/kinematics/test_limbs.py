from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from hiphinge.analysis.tracks import movement_events_of
from hiphinge.cleaning import clean
from hiphinge.kinematics import correct_limb_angles, joint_angles
from hiphinge.kinematics.limbs import IN_DISTRIBUTION, OUT_OF_DISTRIBUTION, correction_deg, limb_features
from hiphinge.motion import Motion, SideMotion
from hiphinge.signals import DenseNetwork, NetworkEnsemble

Bools = NDArray[np.bool_]


@pytest.fixture
def side(rendered: Motion) -> SideMotion:
    return clean(rendered)


@pytest.fixture
def stands(side: SideMotion) -> Bools:
    return movement_events_of(side).still.frames


def networks(
    side: SideMotion, stands: Bools, answers_deg: tuple[tuple[float, float], ...], *, deviation: float = 1e6
) -> NetworkEnsemble:
    """Return networks that answer the same to every input, as if trained on nothing but ``side``."""
    features = limb_features(side, standing=stands)
    assert features is not None
    count = features.shape[1]
    members = tuple(
        DenseNetwork(
            matrices=(np.zeros((count, 2)),),
            offsets=(np.array(answer),),
        )
        for answer in answers_deg
    )
    return NetworkEnsemble(mean=features.mean(axis=0), deviation=np.full(count, deviation), unit=1.0, members=members)


def test_without_a_contour_nothing_changes(side: SideMotion, stands: Bools) -> None:
    blind = replace(side, contour=None)
    angles = joint_angles(blind)
    assert limb_features(blind, standing=stands) is None
    assert correct_limb_angles(blind, angles, standing=stands) == angles


def test_without_standing_nothing_changes(side: SideMotion, stands: Bools) -> None:
    assert correction_deg(side, standing=np.zeros_like(stands)) is None


def test_what_is_true_of_standing_too_is_not_taken_off(side: SideMotion, stands: Bools) -> None:
    off = correction_deg(side, standing=stands, model=networks(side, stands, ((8.0, 3.0), (8.0, 3.0))))
    assert off == pytest.approx(np.zeros((len(side), 2)), abs=1e-9)


def test_the_thigh_follows_knee_and_shin(side: SideMotion, stands: Bools, monkeypatch: pytest.MonkeyPatch) -> None:
    correction = np.tile([4.0, 1.5], (len(side), 1))
    monkeypatch.setattr("hiphinge.kinematics.limbs.correction_deg", lambda *_, **__: correction)
    before = joint_angles(side)
    after = correct_limb_angles(side, before, standing=stands)
    assert after["knee_flexion_deg"] == pytest.approx(before["knee_flexion_deg"] - 4.0)
    assert after["shank_inclination_deg"] == pytest.approx(before["shank_inclination_deg"] - 1.5)
    assert after["trunk_inclination_deg"] is before["trunk_inclination_deg"]
    thigh = after["shank_inclination_deg"] - after["knee_flexion_deg"]
    fold = after["trunk_inclination_deg"] - thigh
    assert after["trunk_thigh_angle_deg"] == pytest.approx(fold, abs=1e-9)


def test_networks_that_disagree_are_hardly_shrunk(side: SideMotion, stands: Bools) -> None:
    from hiphinge.kinematics.limbs import _shrunk

    features = limb_features(side, standing=stands)
    assert features is not None
    agreed = _shrunk(networks(side, stands, ((6.0, 2.0), (6.0, 2.0))), features)
    quarrel = _shrunk(networks(side, stands, ((12.0, 4.0), (0.0, 0.0))), features)
    assert agreed == pytest.approx(np.tile([6.0, 2.0], (len(side), 1)), rel=1e-3)
    assert np.abs(quarrel).max() < 0.15 * np.abs(agreed).max()


def test_a_frame_unlike_any_that_was_trained_on_is_left_as_it_is(side: SideMotion, stands: Bools) -> None:
    from hiphinge.kinematics.limbs import _shrunk

    features = limb_features(side, standing=stands)
    assert features is not None
    narrow = networks(side, stands, ((6.0, 2.0), (6.0, 2.0)), deviation=1e-3)
    far_off = narrow.distance_from_training(features) > OUT_OF_DISTRIBUTION
    assert far_off.any()
    assert _shrunk(narrow, features)[far_off] == pytest.approx(0.0)
    assert IN_DISTRIBUTION < OUT_OF_DISTRIBUTION


def test_features_do_not_know_place_or_size(side: SideMotion, stands: Bools) -> None:
    contour = np.asarray(side.contour)
    moved = replace(
        side,
        near=side.near * 2 + 300,
        far=side.far * 2 + 300,
        contour=contour * 2 + 300,
        leg_length=side.leg_length * 2,
    )
    assert limb_features(moved, standing=stands) == pytest.approx(limb_features(side, standing=stands))
