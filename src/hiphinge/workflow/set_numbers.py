"""What progress reads of an analysis: each quantity of each set, the load, the marks that were met."""

from collections.abc import Sequence
from statistics import median, stdev

from hiphinge.analysis import Analysis, Measurement, Repetition
from hiphinge.catalogue import load
from hiphinge.dynamics.dose import Dose
from hiphinge.store import MeasuredSet

__all__ = ["BESIDE", "DOSE", "DOSE_SECONDS", "DOSE_SQUARED", "JUDGED", "LOAD", "measured_sets"]

LOAD, JUDGED = "load_kg", "met_its_marks"
"""Kept beside the quantities of a set: the load that was given, and, of the repetitions that could be judged (their
number is ``repetitions``), how many had no fault."""
DOSE, DOSE_SQUARED, DOSE_SECONDS = "set_dose_nm_s", "set_dose_squared_nm2_s", "set_dose_s"
"""Likewise, where body and load are known: what the lower back held over all repetitions of the set together."""
BESIDE = frozenset({LOAD, JUDGED, DOSE, DOSE_SQUARED, DOSE_SECONDS})
"""Kept with the quantities of a set, and none."""


def measured_sets(analysis: Analysis) -> tuple[MeasuredSet, ...]:
    """Return every quantity of every set over the repetitions that count and in which it was measured."""
    counted = {repetition.index: repetition for repetition in analysis.counted}
    found: list[MeasuredSet] = []
    for one in analysis.sets:
        repetitions = [counted[index] for index in one.repetitions if index in counted]
        if not repetitions:
            continue
        ids = dict.fromkeys(id_ for r in repetitions for id_, m in r.measurements.items() if isinstance(m, Measurement))
        found += [_over_repetitions(one.index, id_, repetitions) for id_ in ids]
        found.append(_met_marks(one.index, repetitions))
        found += _dose(one.index, repetitions)
        if analysis.load_kg is not None:
            found.append(
                MeasuredSet(set=one.index, quantity=LOAD, repetitions=len(repetitions), median=analysis.load_kg)
            )
    return tuple(found)


def _dose(set_: int, repetitions: Sequence[Repetition]) -> list[MeasuredSet]:
    """Return the sums over the repetitions in which they are known; nothing where they are in none."""
    doses = [dose for r in repetitions if (dose := _of_repetition(r)) is not None]
    if not doses:
        return []
    whole = sum(doses[1:], start=doses[0])
    values = {DOSE: whole.moment_nm_s, DOSE_SQUARED: whole.squared_nm2_s, DOSE_SECONDS: whole.seconds}
    return [MeasuredSet(set=set_, quantity=name, repetitions=len(doses), median=of) for name, of in values.items()]


def _of_repetition(repetition: Repetition) -> Dose | None:
    linear, squared = (repetition.measurements.get(id_) for id_ in ("back_dose_nm_s", "back_dose_squared_nm2_s"))
    if not (isinstance(linear, Measurement) and isinstance(squared, Measurement)):
        return None
    seconds = repetition.end_s - repetition.start_s
    return Dose(moment_nm_s=linear.value, squared_nm2_s=squared.value, seconds=seconds)


def _over_repetitions(set_: int, id_: str, repetitions: Sequence[Repetition]) -> MeasuredSet:
    measured = [m for r in repetitions if isinstance(m := r.measurements.get(id_), Measurement)]
    values = [m.value for m in measured]
    widths = [m.interval.width / 2 for m in measured if m.interval is not None]
    return MeasuredSet(
        set=set_,
        quantity=id_,
        repetitions=len(values),
        median=median(values),
        spread=stdev(values) if len(values) > 1 else None,
        half_width=median(widths) if widths else None,
    )


def _met_marks(set_: int, repetitions: Sequence[Repetition]) -> MeasuredSet:
    from hiphinge.reports.ranking import could_be_judged  # noqa: PLC0415  # a report is not always wanted

    judged = [r for r in repetitions if could_be_judged(r, catalogue=load())]
    met = sum(all(finding.level != "fault" for finding in r.findings) for r in judged)
    return MeasuredSet(set=set_, quantity=JUDGED, repetitions=len(judged), median=float(met))
