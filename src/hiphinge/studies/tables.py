"""The numbers of a study: per person and condition, per condition, and the differences between conditions."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from hiphinge.errors import NotMeasurableError
from hiphinge.measures import lift_quantities
from hiphinge.motion import FloatArray
from hiphinge.signals.agreement import MIN_PAIRS, EstimateWithCI, QuantityAgreement, compare, mean_with_ci

__all__ = ["Cell", "Difference", "OfCondition", "OfPerson", "differences", "of_conditions", "of_people", "shown"]

Cell = str | int | float | None
_COUNTED = "repetition"


@dataclass(frozen=True, kw_only=True)
class OfPerson:
    """One quantity of one person in one condition.

    Attributes
    ----------
    mean
        Of the repetitions that count, with its 95 % interval.
    sd
        Between the repetitions; None of one.
    error
        The median half-width of the 90 % intervals of the values: how far each may be off, however many there are.
    """

    person: str
    condition: str
    quantity: str
    clips: int
    repetitions: int
    mean: EstimateWithCI
    sd: float | None
    error: float | None


@dataclass(frozen=True, kw_only=True)
class OfCondition:
    """One quantity in one condition: the mean of people's means with its 95 % interval, and the spread of people."""

    condition: str
    quantity: str
    people: int
    repetitions: int
    mean: EstimateWithCI
    sd: float | None


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One quantity, the second condition minus the first, paired by person; None where too few people have both."""

    first: str
    second: str
    quantity: str
    people: int
    found: QuantityAgreement | None


def of_people(rows: Mapping[str, Sequence[Cell]], quantities: Iterable[str]) -> tuple[OfPerson, ...]:
    """Return each quantity of each person in each condition, in the order of names.

    Parameters
    ----------
    rows
        Columns of the table of repetitions.
    """
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, kind in enumerate(rows["kind"]):
        if kind == _COUNTED:
            groups[str(rows["person"][number]), str(rows["condition"][number])].append(number)
    found = []
    for quantity in quantities:
        for (person, condition), places in sorted(groups.items()):
            measured = [place for place in places if rows[quantity][place] is not None]
            if measured:
                found.append(_of_person(rows, measured, quantity, person=person, condition=condition))
    return tuple(found)


def _of_person(
    rows: Mapping[str, Sequence[Cell]], places: Sequence[int], quantity: str, *, person: str, condition: str
) -> OfPerson:
    values = _numbers(rows[quantity], places)
    half_widths = (_numbers(rows[f"{quantity}_high"], places) - _numbers(rows[f"{quantity}_low"], places)) / 2
    bounded = half_widths[np.isfinite(half_widths)]
    return OfPerson(
        person=person,
        condition=condition,
        quantity=quantity,
        clips=len({rows["clip"][place] for place in places}),
        repetitions=len(values),
        mean=mean_with_ci(values),
        sd=float(values.std(ddof=1)) if len(values) > 1 else None,
        error=float(np.median(bounded)) if len(bounded) else None,
    )


def _numbers(column: Sequence[Cell], places: Sequence[int]) -> FloatArray:
    return np.array([np.nan if column[place] is None else column[place] for place in places], dtype=np.float64)


def of_conditions(people: Sequence[OfPerson]) -> tuple[OfCondition, ...]:
    """Return each quantity in each condition: every person counts the same."""
    groups: dict[tuple[str, str], list[OfPerson]] = defaultdict(list)
    for one in people:
        groups[one.quantity, one.condition].append(one)
    found = []
    for (quantity, condition), members in groups.items():
        means = np.array([one.mean.value for one in members])
        found.append(
            OfCondition(
                condition=condition,
                quantity=quantity,
                people=len(members),
                repetitions=sum(one.repetitions for one in members),
                mean=mean_with_ci(means),
                sd=float(means.std(ddof=1)) if len(means) > 1 else None,
            )
        )
    return tuple(found)


def differences(people: Sequence[OfPerson], pairs: Iterable[tuple[str, str]]) -> tuple[Difference, ...]:
    """Return the difference of each quantity between two conditions, over the people who have both."""
    means = {(one.quantity, one.condition, one.person): one.mean.value for one in people}
    quantities = tuple(dict.fromkeys(one.quantity for one in people))
    found = []
    for first, second in pairs:
        for quantity in quantities:
            own = [who for (id_, condition, who) in means if (id_, condition) == (quantity, first)]
            both = [who for who in own if (quantity, second, who) in means]
            found.append(
                Difference(
                    first=first,
                    second=second,
                    quantity=quantity,
                    people=len(both),
                    found=_compared(quantity, both, means, first=first, second=second),
                )
            )
    return tuple(found)


def _compared(
    quantity: str, people: Sequence[str], means: Mapping[tuple[str, str, str], float], *, first: str, second: str
) -> QuantityAgreement | None:
    if len(people) < MIN_PAIRS:
        return None
    ours = [means[quantity, second, who] for who in people]
    theirs = [means[quantity, first, who] for who in people]
    try:
        return compare(quantity, ours, theirs, people=people)
    except NotMeasurableError:
        return None


def shown(
    people: Sequence[OfPerson], conditions: Sequence[OfCondition], changes: Sequence[Difference]
) -> Iterator[tuple[str, Sequence[str], list[Sequence[Cell]]]]:
    """Yield each table: the name of its file, its columns and its rows."""
    yield (
        "people.csv",
        ("person", "condition", "quantity", "unit", "clips", "repetitions", "mean", "low", "high", "sd", "error"),
        [
            (*_of(one.person, one.condition, one.quantity), one.clips, *_mean(one), _rounded(one.error))
            for one in people
        ],
    )
    yield (
        "conditions.csv",
        ("condition", "quantity", "unit", "people", "repetitions", "mean", "low", "high", "sd"),
        [(*_of(one.condition, one.quantity), one.people, *_mean(one)) for one in conditions],
    )
    yield (
        "differences.csv",
        ("first", "second", "quantity", "unit", "people", "difference", "low", "high", "limit_low", "limit_high"),
        [_difference(one) for one in changes],
    )


def _difference(one: Difference) -> tuple[Cell, ...]:
    head = (one.first, one.second, one.quantity, _unit(one.quantity), one.people)
    if one.found is None:
        return (*head, *[None] * 5)
    agreement = one.found.agreement
    return (*head, *_interval(agreement.bias), _rounded(agreement.lower.value), _rounded(agreement.upper.value))


def _of(*names: str) -> tuple[Cell, ...]:
    """Return the names of a row, of which the last is a quantity, with its unit."""
    return (*names, _unit(names[-1]))


def _mean(one: OfPerson | OfCondition) -> tuple[Cell, ...]:
    return (one.repetitions, *_interval(one.mean), _rounded(one.sd))


def _unit(quantity: str) -> str:
    return lift_quantities()[quantity].unit


def _interval(found: EstimateWithCI) -> tuple[Cell, Cell, Cell]:
    return _rounded(found.value), _rounded(found.low), _rounded(found.high)


def _rounded(value: float | None) -> float | None:
    return None if value is None or not np.isfinite(value) else round(value, 4)
