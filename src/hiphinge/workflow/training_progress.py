"""A person's progress out of the store: filmed and logged sets brought together, in days where the person was."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from hiphinge.catalogue import load
from hiphinge.documents.training_log import PersonRecord
from hiphinge.dynamics.dose import Dose
from hiphinge.errors import UsageError
from hiphinge.progress import (
    BackDose,
    ComfortTrend,
    Cycle,
    CycleComparison,
    DoneSet,
    ExerciseProgress,
    FilmedSet,
    Volume,
    Week,
    back_dose,
    comfort_trend,
    compare_cycles,
    exercise_progress,
    volumes,
    weeks_of,
)
from hiphinge.store import BriefSet, SetInTime, Store
from hiphinge.workflow.log_aims import AimSoFar, aims_so_far
from hiphinge.workflow.log_keeping import gated_by_video
from hiphinge.workflow.set_numbers import BESIDE, DOSE, DOSE_SECONDS, DOSE_SQUARED, JUDGED, LOAD

__all__ = ["PersonProgress", "parse_cycle", "progress_of", "progress_values", "write_progress_page"]


@dataclass(frozen=True, kw_only=True, eq=False)
class PersonProgress:
    """What the log shows of a person.

    Attributes
    ----------
    exercises
        Those that were filmed or that give an estimate of strength, the one with the most filmed sets first.
    cycles
        The comparison of two cycles by exercise; empty where none was asked for.
    comfort
        Back comfort as the person rated it; None where they did not.
    dose
        What the lower back held in filmed sets; None where no set tells.
    not_gated
        Names of logged exercises whose videos are not judged, the one with the most work sets first.
    """

    name: str
    unit: str
    exercises: tuple[ExerciseProgress, ...]
    weeks: tuple[Week, ...]
    volumes: tuple[Volume, ...]
    cycles: dict[str, CycleComparison]
    logged_sets: int
    comfort: ComfortTrend | None
    dose: BackDose | None
    aims: tuple[AimSoFar, ...]
    not_gated: tuple[str, ...]


def progress_of(
    store: Store,
    person: PersonRecord,
    *,
    exercise: str | None = None,
    cycles: tuple[Cycle, Cycle] | None = None,
    now: datetime | None = None,
) -> PersonProgress:
    """Return the progress of a person, in one exercise or in all.

    Raises
    ------
    UnknownIdError
        If no exercise is called that.
    UsageError
        If the cycles share a day.
    """
    wanted = None if exercise is None else load().exercise(exercise).id
    sets = store.log.in_brief(person)
    filmed = filmed_sets(store.recordings.sets_in_time(person, exercise=wanted), sets, zone=person.zone)
    done = _done(sets, person.zone)
    ids = (
        [wanted]
        if wanted is not None
        else list(dict.fromkeys([one.exercise for one in filmed] + [d.exercise for d in done if d.exercise]))
    )
    found = [exercise_progress(id_, filmed=filmed, done=done) for id_ in ids]
    shown = [one for one in found if one.filmed or one.strength or wanted is not None]
    return PersonProgress(
        name=person.name,
        unit=person.unit,
        exercises=tuple(sorted(shown, key=lambda one: (-len(one.filmed), -len(one.strength)))),
        weeks=weeks_of(done),
        volumes=volumes(done, today=_day(now or datetime.now(UTC), person.zone)),
        cycles={}
        if cycles is None
        else {one.exercise: compare_cycles(one.exercise, cycles, filmed=filmed, done=done) for one in shown},
        logged_sets=len(done),
        comfort=comfort_trend([(one.day.toordinal(), one.comfort) for one in store.days.comfort(person)]),
        dose=back_dose(filmed),
        aims=aims_so_far(store, person),
        not_gated=_not_gated(store, person),
    )


def filmed_sets(measured: Sequence[SetInTime], sets: Sequence[BriefSet], *, zone: str) -> tuple[FilmedSet, ...]:
    """Return the measured sets of a person, each with the load of the logged set that it is, else that was given."""
    counted = {(one.analysis, one.analysis_set) for one in sets if one.counting}
    loads = {(one.analysis, one.analysis_set): one.load_kg for one in sets if one.analysis and one.load_kg is not None}
    found = [
        FilmedSet(
            day=_day(one.at, zone),
            exercise=one.exercise,
            values={id_: value for id_, value in one.medians.items() if id_ not in BESIDE},
            load_kg=loads.get((one.analysis, one.set), one.medians.get(LOAD)),
            judged=one.repetitions.get(JUDGED, 0),
            met=round(one.medians.get(JUDGED, 0.0)),
            counting=(one.analysis, one.set) in counted,
            dose=_dose(one.medians),
        )
        for one in measured
    ]
    return tuple(sorted(found, key=lambda one: one.day))


def _dose(medians: Mapping[str, float]) -> Dose | None:
    if DOSE not in medians:
        return None
    return Dose(moment_nm_s=medians[DOSE], squared_nm2_s=medians[DOSE_SQUARED], seconds=medians[DOSE_SECONDS])


def _done(sets: Sequence[BriefSet], zone: str) -> list[DoneSet]:
    known, place = load().exercises, ZoneInfo(zone)
    return [
        DoneSet(
            day=one.performed_at.astimezone(place).toordinal(),
            exercise=one.exercise if one.exercise in known else None,
            load_kg=one.load_kg,
            repetitions=one.repetitions,
            rpe=one.rpe,
        )
        for one in sets
        if one.kind == "work" and one.repetitions != 0
    ]


def _not_gated(store: Store, person: PersonRecord) -> tuple[str, ...]:
    known, counts = load().exercises, dict[str, int]()
    for one in store.names.used(person):
        if not gated_by_video(one.exercise):
            name = one.name if one.exercise is None or one.exercise not in known else known[one.exercise].name
            counts[name] = counts.get(name, 0) + one.sets
    return tuple(sorted(counts, key=lambda name: (-counts[name], name)))


def _day(moment: datetime, zone: str) -> int:
    return moment.astimezone(ZoneInfo(zone)).toordinal()


def parse_cycle(text: str) -> Cycle:
    """Return the cycle that ``2026-01-05..2026-02-15`` says, both days in it.

    Raises
    ------
    UsageError
        If it is not of that form, or ends before it starts.
    """
    start, _, end = text.partition("..")
    try:
        first, last = date.fromisoformat(start.strip()), date.fromisoformat(end.strip())
    except ValueError as error:
        message = f"A cycle should be two dates such as 2026-01-05..2026-02-15, but is {text!r}."
        raise UsageError(message) from error
    return Cycle(first=first.toordinal(), last=last.toordinal())


def write_progress_page(progress: PersonProgress, path: Path) -> None:
    """Write the progress of a person as one page that needs nothing beside it.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    from hiphinge.reports.paper import write_whole  # noqa: PLC0415  # not always wanted, and slow to load
    from hiphinge.reports.training import training_page  # noqa: PLC0415  # likewise

    write_whole(training_page(progress.name, **_shown(progress)), path)


def progress_values(progress: PersonProgress) -> dict[str, Any]:
    """Return what the templates of the page are filled with, for a page that has them inside."""
    from hiphinge.reports.training import training_values  # noqa: PLC0415  # not always wanted, and slow to load

    return training_values(progress.name, **_shown(progress))


def _shown(progress: PersonProgress) -> dict[str, Any]:
    from hiphinge.reports.training_card import Noted  # noqa: PLC0415  # not always wanted, and slow to load

    noted = Noted(
        comfort=progress.comfort,
        dose=progress.dose,
        aims=[(one.aim, one.words) for one in progress.aims],
        not_gated=progress.not_gated,
    )
    names = ("exercises", "weeks", "volumes", "cycles", "unit")
    return {name: getattr(progress, name) for name in names} | {"noted": noted}
