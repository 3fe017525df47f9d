"""Training: a fit finds what is there, an interval holds as often as it says, nobody is in two parts at once."""

from __future__ import annotations

import numpy as np
import pytest
from tools.generator.people import draw_person
from tools.generator.studies import HOLLOW_DEG, STANDING_POSES, TRUNK_DEG, draw_study
from training.back.calibrating import Reach, widened
from training.learning import Recipe, Sample, fit_means, fit_quantiles, folds

from hiphinge.spine.back_network import BOUNDED, BackModel

ROWS = 4000
SMALL = Recipe(hidden=(24, 12), members=2, epochs=20, dropout=0.0, noise=0.0, decay=0.01)


@pytest.fixture(scope="module")
def sample() -> Sample:
    """A bend that follows two of three inputs, with an error that grows with the third."""
    rng = np.random.default_rng(4)
    inputs = rng.uniform(-1, 1, (ROWS, 3))
    bend = 20 * inputs[:, 0] - 10 * np.maximum(inputs[:, 1], 0)
    error = rng.normal(size=ROWS) * (2.0 + 3.0 * (inputs[:, 2] > 0))
    return Sample(inputs=inputs, targets=(bend + error)[:, None], weights=np.ones(ROWS))


def test_a_fit_finds_what_is_there(sample: Sample) -> None:
    fitted = fit_means(sample, SMALL)
    inputs = np.array([[0.5, -0.5, 0.0], [0.5, 0.8, 0.0], [-0.7, 0.0, 0.0]])
    assert fitted(inputs).mean(axis=0)[:, 0] == pytest.approx([10.0, 2.0, -14.0], abs=1.5)


def test_the_same_sample_gives_the_same_networks(sample: Sample) -> None:
    first, again = (fit_means(sample, SMALL) for _ in range(2))
    assert np.array_equal(first(sample.inputs[:9]), again(sample.inputs[:9]))


def test_quantiles_hold_as_often_as_they_say_and_know_where_errors_are_large(sample: Sample) -> None:
    errors = sample.targets - 20 * sample.inputs[:, :1] + 10 * np.maximum(sample.inputs[:, 1:2], 0)
    fitted = fit_quantiles(
        Sample(inputs=sample.inputs, targets=errors, weights=sample.weights), SMALL, low=0.05, high=0.95
    )
    low, high = fitted(sample.inputs).mean(axis=0).T
    held = (errors[:, 0] >= low) & (errors[:, 0] <= high)
    assert held.mean() == pytest.approx(0.9, abs=0.04)
    wide = sample.inputs[:, 2] > 0.2
    assert np.median((high - low)[wide]) > 1.6 * np.median((high - low)[sample.inputs[:, 2] < -0.2])


def test_a_person_is_in_one_part() -> None:
    names = [f"person {k % 7}" for k in range(70)]
    parts = folds(names, 3)
    assert set(parts) == {0, 1, 2}
    for name in set(names):
        assert len({part for part, other in zip(parts, names, strict=True) if other == name}) == 1


def test_intervals_are_widened_by_what_nine_in_ten_need(sample: Sample) -> None:
    networks = fit_means(sample, Recipe(hidden=(4, 4), members=1, epochs=1))
    model = BackModel(angles=networks, errors=networks, widening=np.ones((2, len(BOUNDED))))
    times = np.tile(np.linspace(-2.0, 2.0, 401)[:, None], (1, len(BOUNDED)))
    few = Reach(name="one", times=times[:1] * 0)
    found = widened(model, [Reach(name="two", times=times)], holds=0.9)
    assert found.widening == pytest.approx(np.full((2, len(BOUNDED)), 1.8), abs=0.05)
    both = widened(model, [Reach(name="two", times=times), few], holds=0.9)
    assert (both.widening < found.widening).all()


def test_the_side_that_fails_is_the_side_that_is_widened(sample: Sample) -> None:
    networks = fit_means(sample, Recipe(hidden=(4, 4), members=1, epochs=1))
    model = BackModel(angles=networks, errors=networks, widening=np.ones((2, len(BOUNDED))))
    times = np.tile(np.linspace(-1.0, 3.0, 401)[:, None], (1, len(BOUNDED)))
    below, above = widened(model, [Reach(name="estimated too small", times=times)], holds=0.9).widening
    assert below == pytest.approx(np.full(len(BOUNDED), 0.8), abs=0.05)
    assert above == pytest.approx(np.full(len(BOUNDED), 2.8), abs=0.05)


def test_single_poses_stand_first_and_bend_the_back_whatever_the_lean() -> None:
    rng = np.random.default_rng(5)
    trunks, backs = [], []
    for _ in range(40):
        person = draw_person(rng)
        plan, trajectory = draw_study(rng, person, mass_kg=70.0, poses=24)
        assert plan.frames == STANDING_POSES + 24 == len(trajectory.trunk_deg)
        assert np.abs(trajectory.lumbar_deg[:STANDING_POSES]).max() < 5.0
        assert np.all(trajectory.knee_deg[:STANDING_POSES] == 0.0)
        trunks.append(trajectory.trunk_deg[STANDING_POSES:])
        backs.append(trajectory.lumbar_deg[STANDING_POSES:])
    trunk, back = np.concatenate(trunks), np.concatenate(backs)
    assert trunk.min() >= TRUNK_DEG[0]
    assert trunk.max() <= TRUNK_DEG[1]
    assert back.min() < 0.8 * HOLLOW_DEG
    deep = trunk > 60.0
    assert np.ptp(back[deep]) > 60.0
    assert abs(np.corrcoef(trunk[deep], back[deep])[0, 1]) < 0.3
