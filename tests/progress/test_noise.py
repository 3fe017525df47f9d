"""Change is told apart from noise: rarely wrong where nothing changed, and found where it is well beyond the noise."""

import numpy as np
import pytest

from hiphinge.errors import UsageError
from hiphinge.progress import compare_phases, estimate_noise, noise_within, published_noise, trend_of
from hiphinge.progress.published import DETECTABLE_SEMS
from hiphinge.reports.text.progress_words import trend_words

PUBLISHED = 2.0


@pytest.mark.parametrize("sessions", [6, 7, 8, 12, 24, 60])
@pytest.mark.parametrize("sem", [1.0, 2.0, 4.0])
def test_where_nothing_changed_it_is_seldom_said_that_it_did(sessions: int, sem: float) -> None:
    rng = np.random.default_rng(20_261)
    verdicts = [
        trend_of(range(sessions), rng.normal(30.0, sem, sessions).tolist(), published_sem=PUBLISHED).change.verdict
        for _ in range(2000)
    ]
    assert verdicts.count("changed") / len(verdicts) <= 0.05


def _detected(sessions: int, sem: float, *, shape: str) -> float:
    """Share of lifters in whom a true change of 1.5 times what two days tell apart is found."""
    rng = np.random.default_rng(20_262)
    size = 1.5 * DETECTABLE_SEMS * sem
    when = np.arange(sessions)
    true = np.linspace(0.0, size, sessions) if shape == "gradual" else np.where(when >= sessions / 2, size, 0.0)
    verdicts = [
        trend_of(
            when.tolist(), (true + rng.normal(30.0, sem, sessions)).tolist(), published_sem=PUBLISHED
        ).change.verdict
        for _ in range(300)
    ]
    return verdicts.count("changed") / len(verdicts)


@pytest.mark.parametrize("sem", [1.0, 2.0, 4.0])
@pytest.mark.parametrize(
    ("sessions", "shape"), [(6, "sudden"), (8, "sudden"), (12, "sudden"), (10, "gradual"), (12, "gradual")]
)
def test_a_true_change_is_mostly_found(sessions: int, sem: float, shape: str) -> None:
    assert _detected(sessions, sem, shape=shape) >= 0.8


@pytest.mark.parametrize("sem", [1.0, 2.0, 4.0])
@pytest.mark.parametrize(("before", "after"), [(3, 3), (4, 6), (12, 12)])
def test_two_cycles_are_told_apart_where_they_differ_and_nowhere_else(before: int, after: int, sem: float) -> None:
    rng = np.random.default_rng(20_264)

    def changed(shift: float) -> float:
        verdicts = []
        for _ in range(300):
            cycles = rng.normal(30.0, sem, before).tolist(), rng.normal(30.0 + shift, sem, after).tolist()
            verdicts.append(compare_phases(*cycles, noise=noise_within(cycles, published_sem=PUBLISHED)).verdict)
        return verdicts.count("changed") / len(verdicts)

    assert changed(0.0) <= 0.065  # 5 %, and what 300 draws may add
    assert changed(1.5 * DETECTABLE_SEMS * sem) >= 0.8


def test_published_noise_says_where_it_is_from() -> None:
    lumbar, trunk, time = (published_noise(id_) for id_ in ("lumbar_flexion_deg", "trunk_inclination_deg", "descent_s"))
    assert lumbar is not None
    assert trunk is not None
    assert time is not None
    assert (lumbar.source, trunk.source, time.source) == ("study", "choice", "accuracy")
    assert lumbar.detectable == pytest.approx(8.0)
    assert trunk.detectable == pytest.approx(5.0)
    assert published_noise("hip_knee_ratio") is None


def test_a_slow_change_is_not_taken_for_noise() -> None:
    rng = np.random.default_rng(20_263)
    drifting = np.linspace(0.0, 20.0, 60) + rng.normal(0.0, 2.0, 60)
    assert estimate_noise(drifting.tolist(), published_sem=PUBLISHED).sem == pytest.approx(2.0, rel=0.25)


def test_what_does_not_show_in_few_days_is_not_called_noise() -> None:
    values = [30.0, 31.0, 30.5, 29.5, 30.2, 30.8, 30.1, 30.6, 29.8, 30.3, 30.4, 30.0]
    eleven = trend_of(range(11), values[:11], published_sem=2.0)
    assert eleven.change.verdict == "too_few"
    assert trend_words(eleven, "deg").startswith("no change shows yet in 11 days; it takes 12 to tell")
    assert trend_of(range(12), values, published_sem=2.0).change.verdict == "noise"


def test_few_sessions_say_too_little() -> None:
    assert trend_of([0, 7, 14], [30.0, 31.0, 90.0], published_sem=PUBLISHED).change.verdict == "too_few"
    assert trend_of([], [], published_sem=PUBLISHED).change.verdict == "too_few"


def test_without_repeats_the_published_noise_is_taken_and_it_is_said() -> None:
    noise = estimate_noise([30.0], published_sem=PUBLISHED)
    assert (noise.sem, noise.source, noise.own_repeats) == (PUBLISHED, "published", 0)


def test_more_sessions_on_either_side_detect_smaller_differences() -> None:
    noise = estimate_noise([29.0, 31.0] * 10, published_sem=PUBLISHED)
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
