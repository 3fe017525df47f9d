"""Change is told apart from noise: rarely wrong where nothing changed, and found where it is well beyond the noise."""

import numpy as np
import pytest

from hiphinge.errors import UsageError
from hiphinge.progress import compare_phases, estimate_noise, trend_of

PUBLISHED = 2.0


@pytest.mark.parametrize("sessions", [6, 8, 12, 24])
@pytest.mark.parametrize("sem", [1.0, 2.0, 4.0])
def test_where_nothing_changed_it_is_seldom_said_that_it_did(sessions: int, sem: float) -> None:
    rng = np.random.default_rng(20_261)
    verdicts = [
        trend_of(np.arange(sessions), rng.normal(30.0, sem, sessions), published_sem=PUBLISHED).change.verdict
        for _ in range(400)
    ]
    assert verdicts.count("changed") / len(verdicts) <= 0.05


@pytest.mark.parametrize("sem", [1.0, 2.0, 4.0])
def test_a_change_well_beyond_the_noise_is_mostly_found(sem: float) -> None:
    rng = np.random.default_rng(20_262)
    detectable = estimate_noise(rng.normal(30.0, sem, 5000), published_sem=PUBLISHED).detectable(3, 3)
    before_and_after = np.repeat([0.0, 2.0 * detectable], 12)
    verdicts = [
        trend_of(np.arange(24), before_and_after + rng.normal(30.0, sem, 24), published_sem=PUBLISHED).change.verdict
        for _ in range(300)
    ]
    assert verdicts.count("changed") / len(verdicts) >= 0.8


def test_a_slow_change_is_not_taken_for_noise() -> None:
    rng = np.random.default_rng(20_263)
    drifting = np.linspace(0.0, 20.0, 60) + rng.normal(0.0, 2.0, 60)
    assert estimate_noise(drifting, published_sem=PUBLISHED).sem == pytest.approx(2.0, rel=0.25)


def test_few_sessions_say_too_little() -> None:
    assert trend_of([0, 7, 14], [30.0, 31.0, 90.0], published_sem=PUBLISHED).change.verdict == "too_few"
    assert trend_of([], [], published_sem=PUBLISHED).change.verdict == "too_few"


def test_without_repeats_the_published_noise_is_taken_and_it_is_said() -> None:
    noise = estimate_noise([30.0], published_sem=PUBLISHED)
    assert (noise.sem, noise.source, noise.own_repeats) == (PUBLISHED, "published", 0)


def test_more_sessions_on_either_side_detect_smaller_differences() -> None:
    noise = estimate_noise(np.tile([29.0, 31.0], 10), published_sem=PUBLISHED)
    assert noise.source == "own"
    assert noise.detectable(6, 6) < noise.detectable(3, 3)


def test_the_interval_holds_the_difference() -> None:
    change = compare_phases([30, 31, 29], [40, 41, 39], noise=estimate_noise([30, 31, 29], published_sem=PUBLISHED))
    assert change.difference == pytest.approx(10.0)
    assert change.interval[0] < 10.0 < change.interval[1]
    assert change.verdict == "changed"


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(UsageError):
        estimate_noise([1.0, 2.0], published_sem=0.0)
    with pytest.raises(UsageError):
        trend_of([2, 1], [1.0, 2.0], published_sem=PUBLISHED)
