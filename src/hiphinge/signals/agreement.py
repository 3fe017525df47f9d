"""How well two ways to measure the same thing agree: bias, limits of agreement, repeatability."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtri, stdtrit

from hiphinge.errors import NotMeasurableError
from hiphinge.signals.normal import ERRORS_IN_90, ERRORS_IN_95

__all__ = [
    "MIN_PAIRS",
    "Agreement",
    "AgreementStudy",
    "EstimateWithCI",
    "QuantityAgreement",
    "agreement_of",
    "compare",
    "mean_with_ci",
]

FloatArray = NDArray[np.float64]

MIN_PAIRS = 3
"""Fewer pairs than this give no limits of agreement."""
_TAIL = 0.025


@dataclass(frozen=True, kw_only=True)
class EstimateWithCI:
    """A number and its 95 % confidence interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """How two ways to measure agree, in their own unit; a difference is the measured value minus the reference.

    Attributes
    ----------
    across
        ``people``: the limits speak of people like these; ``moments``: all moments are of one person, the limits speak
        of that person only, and as moments of one person resemble one another the confidence intervals are too narrow.
    sd
        Standard deviation of a difference, between and within people together.
    lower, upper
        95 % limits of agreement.
    rms
        Root mean square of the differences.
    within_sd
        Standard deviation of the differences of one person; None where nobody was measured twice.
    change_half_width
        90 %: how far a change within one person may be off; None likewise.
    """

    pairs: int
    people: int
    across: Literal["people", "moments"]
    bias: EstimateWithCI
    sd: float
    lower: EstimateWithCI
    upper: EstimateWithCI
    rms: float
    within_sd: float | None
    change_half_width: float | None


@dataclass(frozen=True, kw_only=True, eq=False)
class QuantityAgreement:
    """Pairs of one quantity and how they agree.

    ``measured`` and ``reference`` are ``[pair]``, ``people`` names whose each pair is; ``interval_coverage`` is the
    share of references within the measured interval (meant to be 90 %), None where no interval was given.
    """

    id: str
    measured: FloatArray
    reference: FloatArray
    people: tuple[str, ...]
    interval_coverage: float | None
    agreement: Agreement

    @property
    def difference(self) -> FloatArray:
        """Measured minus reference ``[pair]``."""
        return self.measured - self.reference

    @property
    def mean(self) -> FloatArray:
        """Mean of measured and reference ``[pair]``."""
        return (self.measured + self.reference) / 2


@dataclass(frozen=True, kw_only=True, eq=False)
class AgreementStudy:
    """The result of a comparison with a reference method.

    ``too_few`` names quantities with too few pairs for limits of agreement, and how many; ``unpaired`` are references
    without a counterpart, each with its location in the file and why; ``kinds`` says what the references were
    (``readings``, ``angles``, ``markers``), ``by`` the method compared with them.
    """

    compared: tuple[QuantityAgreement, ...]
    too_few: Mapping[str, int]
    unpaired: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    kinds: tuple[str, ...]
    by: str
    versions: Mapping[str, str]


def compare(
    id_: str,
    measured: Sequence[float],
    reference: Sequence[float],
    *,
    people: Sequence[str],
    low: Sequence[float] = (),
    high: Sequence[float] = (),
    reference_error: Sequence[float] = (),
) -> QuantityAgreement:
    """Return pairs of one quantity and how they agree.

    Parameters
    ----------
    people
        Whose each pair is.
    low, high
        Intervals of the measured values, NaN where one has none; empty where none has.
    reference_error
        Half of the reference's own 90 % interval for each pair, where it is no truth; empty where it counts as one.
        References of one person share that error, so that more moments do not make it smaller: it widens the confidence
        intervals of the bias and of both limits.

    Raises
    ------
    NotMeasurableError
        As `agreement_of`.
    """
    ours, theirs = (np.asarray(values, dtype=np.float64) for values in (measured, reference))
    interval_coverage = None
    if len(low) and np.isfinite(low).any():
        bounded = np.isfinite(low) & np.isfinite(high)
        interval_coverage = float(((theirs >= low) & (theirs <= high))[bounded].mean())
    return QuantityAgreement(
        id=id_,
        measured=ours,
        reference=theirs,
        people=tuple(people),
        interval_coverage=interval_coverage,
        agreement=_with_reference_error(agreement_of(ours - theirs, people=people), reference_error, people),
    )


def _with_reference_error(found: Agreement, half_widths: Sequence[float], people: Sequence[str]) -> Agreement:
    """Return an agreement whose confidence intervals hold the reference's own error, too."""
    if not len(half_widths) or not np.any(half_widths):
        return found
    each, names = np.asarray(half_widths, dtype=np.float64), np.asarray(people)
    shared = np.array([each[names == name].mean() for name in dict.fromkeys(people)])
    more = ERRORS_IN_95 / ERRORS_IN_90 * float(np.sqrt((shared**2).sum())) / len(shared)
    return replace(
        found, bias=_wider(found.bias, more), lower=_wider(found.lower, more), upper=_wider(found.upper, more)
    )


def _wider(one: EstimateWithCI, more: float) -> EstimateWithCI:
    return _about(one.value, float(np.hypot(one.value - one.low, more)), float(np.hypot(one.high - one.value, more)))


def agreement_of(difference: FloatArray, *, people: Sequence[str]) -> Agreement:
    """Return bias, limits of agreement and repeatability of differences ``[pair]``.

    Raises
    ------
    NotMeasurableError
        If there are fewer than three pairs.

    Notes
    -----
    One pair per person: Bland and Altman (1999, Stat Methods Med Res 8:135), with the standard errors of its section
    3.1 and Student's t. Several pairs per person, whose true values differ: variance between and within people are
    told apart (ibid., section 5.3), each person counts the same, and the limits' confidence intervals are those of
    Zou (2013, Stat Methods Med Res 22:630).
    """
    count = len(difference)
    if count < MIN_PAIRS:
        message = f"At least {MIN_PAIRS} pairs are needed for limits of agreement, but there are {count}. Add more."
        raise NotMeasurableError(message)
    names = np.asarray(people)
    groups = [difference[names == name] for name in dict.fromkeys(people)]
    repeated = len(groups) < count
    within = _within(groups) if repeated else None
    several = len(groups) > 1
    limits = _of_people(groups, within or 0.0) if several and repeated else _plain(difference)
    bias, sd, lower, upper = limits
    return Agreement(
        pairs=count,
        people=len(groups),
        across="people" if several else "moments",
        bias=bias,
        sd=sd,
        lower=lower,
        upper=upper,
        rms=float(np.sqrt(np.mean(difference**2))),
        within_sd=within,
        change_half_width=None if within is None else ERRORS_IN_90 * float(np.sqrt(2)) * within,
    )


def mean_with_ci(values: FloatArray) -> EstimateWithCI:
    """Return the mean of independent values ``[value]`` with Student's interval; of one value the interval is NaN."""
    mean, count = float(values.mean()), len(values)
    if count == 1:
        return EstimateWithCI(value=mean, low=float("nan"), high=float("nan"))
    half = float(stdtrit(count - 1, 1 - _TAIL)) * float(values.std(ddof=1)) / np.sqrt(count)
    return _about(mean, float(half), float(half))


def _within(groups: Sequence[FloatArray]) -> float:
    left = sum(float(((group - group.mean()) ** 2).sum()) for group in groups)
    return float(np.sqrt(left / (sum(map(len, groups)) - len(groups)))) if max(map(len, groups)) > 1 else 0.0


def _plain(difference: FloatArray) -> tuple[EstimateWithCI, float, EstimateWithCI, EstimateWithCI]:
    count = len(difference)
    bias, sd = float(difference.mean()), float(difference.std(ddof=1))
    t = float(stdtrit(count - 1, 1 - _TAIL))
    of_bias = t * sd / np.sqrt(count)
    of_limit = t * sd * np.sqrt(1 / count + ERRORS_IN_95**2 / (2 * (count - 1)))
    limits = (_about(bias + sign * ERRORS_IN_95 * sd, float(of_limit), float(of_limit)) for sign in (-1, 1))
    return _about(bias, float(of_bias), float(of_bias)), sd, *limits  # type: ignore[return-value]  # two limits


def _of_people(
    groups: Sequence[FloatArray], within: float
) -> tuple[EstimateWithCI, float, EstimateWithCI, EstimateWithCI]:
    people, pairs = len(groups), sum(map(len, groups))
    means = np.array([group.mean() for group in groups])
    bias, between = float(means.mean()), float(means.var(ddof=1))
    share = (1 - float(np.mean([1 / len(group) for group in groups]))) * within**2
    total = between + share
    down, up = _variance_errors(((between, people - 1), (share, pairs - people)))
    sd = float(np.sqrt(total))
    of_bias = float(stdtrit(people - 1, 1 - _TAIL)) * np.sqrt(between / people)
    near = np.hypot(ERRORS_IN_95 * np.sqrt(between / people), ERRORS_IN_95 * (sd - np.sqrt(max(total - down, 0.0))))
    far = np.hypot(ERRORS_IN_95 * np.sqrt(between / people), ERRORS_IN_95 * (np.sqrt(total + up) - sd))
    return (
        _about(bias, float(of_bias), float(of_bias)),
        sd,
        _about(bias - ERRORS_IN_95 * sd, float(far), float(near)),
        _about(bias + ERRORS_IN_95 * sd, float(near), float(far)),
    )


def _variance_errors(parts: Sequence[tuple[float, int]]) -> tuple[float, float]:
    """Return how far below and above the sum of variances, each with its degrees of freedom, the true sum may lie."""
    down = [variance * (1 - freedom / chdtri(freedom, _TAIL)) for variance, freedom in parts]
    up = [variance * (freedom / chdtri(freedom, 1 - _TAIL) - 1) for variance, freedom in parts]
    return float(np.linalg.norm(down)), float(np.linalg.norm(up))


def _about(value: float, below: float, above: float) -> EstimateWithCI:
    return EstimateWithCI(value=value, low=value - below, high=value + above)
