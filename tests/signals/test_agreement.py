import numpy as np
import pytest

from hiphinge.errors import NotMeasurableError
from hiphinge.signals.agreement import agreement_of, compare


def names(people: int, moments: int) -> list[str]:
    return [f"P{number}" for number in range(people) for _ in range(moments)]


def test_one_pair_per_person_as_bland_and_altman() -> None:
    difference = np.array([1.0, -2.0, 3.0, 0.0, 4.0, -1.0, 2.0, 1.0])
    found = agreement_of(difference, people=names(8, 1))
    # By hand: mean 1, standard deviation 2 (sum of squares 28 over 7), t of 7 at 97.5 % 2.3646.
    assert (found.pairs, found.people, found.across) == (8, 8, "people")
    assert found.bias.value == pytest.approx(1.0)
    assert found.sd == pytest.approx(2.0)
    assert found.upper.value == pytest.approx(1.0 + 1.96 * 2.0, abs=1e-3)
    assert found.bias.high - found.bias.value == pytest.approx(2.3646 * 2.0 / 8**0.5, rel=1e-4)
    of_limit = 2.3646 * 2.0 * (1 / 8 + 1.96**2 / 14) ** 0.5
    assert found.lower.value - found.lower.low == pytest.approx(of_limit, rel=1e-4)
    assert found.rms == pytest.approx((36 / 8) ** 0.5)
    assert found.within_sd is None
    assert found.change_half_width is None


def test_several_moments_per_person_tell_people_and_moments_apart() -> None:
    difference = np.array([1.0, 3.0, 5.0, 7.0, -1.0, 1.0])
    found = agreement_of(difference, people=names(3, 2))
    # Means 2, 6, 0: variance 28/3; within: each pair 2 apart, variance 2; half of it stands beside the means.
    assert found.bias.value == pytest.approx(8 / 3)
    assert found.within_sd == pytest.approx(2**0.5)
    assert found.sd == pytest.approx((28 / 3 + 1.0) ** 0.5)
    assert found.change_half_width == pytest.approx(1.645 * 2.0, abs=1e-3)


def test_a_person_with_many_moments_does_not_outweigh_the_others() -> None:
    difference = np.array([10.0] * 50 + [0.0, 0.0, 0.0])
    people = ["P0"] * 50 + ["P1", "P2", "P3"]
    assert agreement_of(difference, people=people).bias.value == pytest.approx(2.5)


def test_all_of_one_person_speaks_of_that_person() -> None:
    found = agreement_of(np.array([1.0, 2.0, 3.0, 2.0]), people=["P1"] * 4)
    assert (found.across, found.people) == ("moments", 1)
    assert found.within_sd == pytest.approx(found.sd)


@pytest.mark.parametrize(("people", "moments", "between", "within"), [(20, 1, 4.0, 0.0), (10, 4, 3.0, 2.0)])
def test_confidence_intervals_hold_the_truth_about_as_often_as_they_say(
    people: int, moments: int, between: float, within: float
) -> None:
    random = np.random.default_rng(3)
    held = np.zeros(3)
    limit = 1.96 * np.hypot(between, within)
    for _ in range(400):
        own = random.normal(1.0, between, people)[:, None] + random.normal(0.0, within, (people, moments))
        found = agreement_of(own.ravel(), people=names(people, moments))
        estimates = ((found.bias, 1.0), (found.lower, 1.0 - limit), (found.upper, 1.0 + limit))
        held += [one.low <= true <= one.high for one, true in estimates]
    assert held / 400 == pytest.approx(0.95, abs=0.04)


def test_two_pairs_are_too_few() -> None:
    with pytest.raises(NotMeasurableError, match="At least 3"):
        agreement_of(np.array([1.0, 2.0]), people=["a", "b"])


def test_references_inside_the_measured_interval_are_counted_where_there_is_one() -> None:
    nan = float("nan")
    found = compare(
        "x", [1.0, 2, 3, 4], [1.0, 5, 3, 0], people=list("abcd"), low=[0.0, 1, 2, nan], high=[2.0, 3, 4, nan]
    )
    assert found.interval_coverage == pytest.approx(2 / 3)
    assert list(found.difference) == [0, -3, 0, 4]
    assert compare("x", [1.0, 2, 3], [1.0, 2, 3], people=list("abc")).interval_coverage is None


def test_the_error_of_a_reference_widens_the_intervals_however_many_moments_there_are() -> None:
    random = np.random.default_rng(1)
    measured = [float(value) for value in random.normal(3.0, 1.0, 400)]
    exact = compare("lumbar_flexion_deg", measured, [0.0] * 400, people=["a"] * 400)
    known = compare("lumbar_flexion_deg", measured, [0.0] * 400, people=["a"] * 400, reference_error=[8.0] * 400)
    assert known.agreement.bias.value == exact.agreement.bias.value
    half = known.agreement.bias.high - known.agreement.bias.value
    assert half == pytest.approx(8.0 * 1.96 / 1.645, abs=0.05)
    of_two = compare("lumbar_flexion_deg", measured, [0.0] * 400, people=["a", "b"] * 200, reference_error=[8.0] * 400)
    plain = compare("lumbar_flexion_deg", measured, [0.0] * 400, people=["a", "b"] * 200)
    more = np.hypot(plain.agreement.bias.high - plain.agreement.bias.value, 8.0 * 1.96 / 1.645 / np.sqrt(2))
    assert of_two.agreement.bias.high - of_two.agreement.bias.value == pytest.approx(more, abs=0.05)
