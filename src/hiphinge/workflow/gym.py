"""A session in the gym on one page: the sets that are planned for today, or those of last time, and what was done."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from hiphinge.catalogue import load
from hiphinge.documents.training_log import PersonRecord, PlannedSetRecord, SetRecord
from hiphinge.workflow.gym_plan import GymPlan, plan_of_today
from hiphinge.workflow.log_editing import day_start, log_set
from hiphinge.workflow.log_keeping import gated_by_video

if TYPE_CHECKING:
    from hiphinge.store import Store

__all__ = ["GymDay", "GymExercise", "Morning", "day_in_the_gym", "log_tap", "worth_filming"]

_LAST_SETS = 100
_ALIKE_KG = 0.01


@dataclass(frozen=True, kw_only=True)
class GymExercise:
    """One exercise of a day in the gym.

    Attributes
    ----------
    sets
        As planned, or as last time.
    done
        Those of today.
    planned
        Whether ``sets`` are a plan.
    filming_reasons
        Why a set is worth filming, by its place; nothing where videos of the exercise are not judged.
    filming_note
        What filming this exercise needs beside what all do; may be empty.
    """

    name: str
    exercise: str | None
    sets: tuple[SetRecord | PlannedSetRecord, ...]
    done: tuple[SetRecord, ...]
    planned: bool
    filming_reasons: Mapping[int, str]
    filming_note: str = ""

    @property
    def next(self) -> SetRecord | PlannedSetRecord | None:
        """The set that comes next; None where as many were done."""
        left = self.sets[len(self.done) :]
        return left[0] if left else None

    @property
    def model(self) -> SetRecord | PlannedSetRecord:
        """What one more set would be like: the next one, else the one that was done last."""
        return self.next or self.done[-1]

    @property
    def filmed(self) -> bool:
        """Whether its videos are judged."""
        return gated_by_video(self.exercise)


@dataclass(frozen=True, kw_only=True)
class Morning:
    """The morning after a day with sets; ``pain`` is what was said of it, or None."""

    day: date
    pain: int | None


@dataclass(frozen=True, kw_only=True)
class GymDay:
    """What Today shows of a person.

    Attributes
    ----------
    last_day
        The day whose sets are shown again; None where they are planned, or nothing was logged before.
    comfort
        The rating of back comfort of today.
    prepared
        What was said of preparation for a session of today, by item.
    morning
        None where nothing was logged yesterday.
    plan
        What the plan that the person trains by says of today; None where they have none.
    practised
        Whether they ticked the daily practice today.
    """

    day: date
    exercises: tuple[GymExercise, ...]
    last_day: date | None
    comfort: int | None
    prepared: Mapping[str, bool] | None
    morning: Morning | None
    plan: GymPlan | None = None
    practised: bool = False

    @property
    def planned(self) -> bool:
        """Whether the sets are a plan for today."""
        return any(one.planned for one in self.exercises)

    @property
    def current(self) -> GymExercise | None:
        """The exercise in progress: that of the last set where it has more, else the first with sets to do."""
        left = [one for one in self.exercises if one.next is not None]
        last = self.last_done
        return next((one for one in left if last in one.done), left[0] if left else None)

    @property
    def last_done(self) -> SetRecord | None:
        """The set of today that was done last."""
        done = [one for exercise in self.exercises for one in exercise.done]
        return max(done, key=lambda one: (one.performed_at, one.position), default=None)


def day_in_the_gym(store: "Store", person: PersonRecord, *, now: datetime | None = None) -> GymDay:
    """Return what is planned for today, or was done in the last session, beside what was done today."""
    now = now or datetime.now(UTC)
    zone = ZoneInfo(person.zone)
    today = now.astimezone(zone).date()
    start = day_start(today, person)
    done = store.log.between(person, start, now + timedelta(days=1))
    by_hand = [one for day in store.plans.days(person, since=today) if day.session.day == today for one in day.sets]
    plan = plan_of_today(store, person, now=now)
    planned = by_hand or ([] if plan is None else plan.sets)
    before = store.log.page(person, size=_LAST_SETS, before=start)
    last = [one for one in reversed(before) if one.session == before[0].session] if plan is None else []
    return GymDay(
        day=today,
        exercises=_exercises(planned or last, done),
        last_day=last[-1].performed_at.astimezone(zone).date() if last and not planned else None,
        plan=plan,
        practised=today in store.training_plans.practised(person),
        comfort=next((one.comfort for one in store.days.comfort(person) if one.day == today), None),
        prepared=_prepared(store, person, start),
        morning=_morning(before, today, zone),
    )


def _exercises(models: Sequence[SetRecord | PlannedSetRecord], done: Sequence[SetRecord]) -> tuple[GymExercise, ...]:
    names = {_key(one): one for one in reversed((*models, *done))}
    keys = dict.fromkeys(_key(one) for one in (*models, *done))
    return tuple(
        _exercise(names[key], [m for m in models if _key(m) == key], [d for d in done if _key(d) == key])
        for key in keys
    )


def _exercise(
    first: SetRecord | PlannedSetRecord, sets: Sequence[SetRecord | PlannedSetRecord], done: Sequence[SetRecord]
) -> GymExercise:
    is_judged = gated_by_video(first.exercise)
    return GymExercise(
        name=first.exercise_name,
        exercise=first.exercise,
        sets=tuple(sets),
        done=tuple(done),
        planned=any(isinstance(one, PlannedSetRecord) for one in sets),
        filming_reasons=worth_filming(sets) if is_judged else {},
        filming_note=_filming_note(first.exercise) if is_judged and first.exercise is not None else "",
    )


def _filming_note(exercise: str) -> str:
    """Return what the catalogue says of filming an exercise, in its setup and its note."""
    known = load().exercises[exercise]
    return " ".join(line for line in (*known.setup, known.note or "") if re.search(r"\bfilm\b", line, re.IGNORECASE))


def _key(one: SetRecord | PlannedSetRecord) -> str:
    return one.exercise or " ".join(one.exercise_name.casefold().split())


def worth_filming(sets: Sequence[SetRecord | PlannedSetRecord]) -> Mapping[int, str]:
    """Return why a set of an exercise is worth filming, by its place: the heaviest work set, and the last.

    Where several are as heavy, the last of them is filmed: it is done tired.
    """
    work = [(place, one) for place, one in enumerate(sets) if one.kind == "work"]
    if not work:
        return {}
    last = work[-1][0]
    heaviest = max(0.0 if one.load is None else one.load.kg for _, one in work)
    top = max(place for place, one in work if (0.0 if one.load is None else one.load.kg) >= heaviest - _ALIKE_KG)
    if top == last:
        return {last: "no set is heavier, and you are tired" if heaviest and len(work) > 1 else "the last set"}
    return {top: "the heaviest set", last: "the last set, in which you are tired"}


def _prepared(store: "Store", person: PersonRecord, start: datetime) -> Mapping[str, bool] | None:
    today = [one.id for one in store.log.sessions(person) if one.started_at >= start]
    answers = store.days.preparations(person) if today else {}
    return next((answers[id_] for id_ in reversed(today) if id_ in answers), None)


def _morning(before: Sequence[SetRecord], today: date, zone: ZoneInfo) -> Morning | None:
    """Return the morning after yesterday's sets, which are the newest of ``before``."""
    day = today - timedelta(days=1)
    sets = [one for one in before if one.performed_at.astimezone(zone).date() == day]
    return Morning(day=day, pain=sets[0].pain_next_morning) if sets else None


def log_tap(store: "Store", person: PersonRecord, fields: Mapping[str, str]) -> SetRecord | None:
    """Keep the set of a tap, once: None where a tap with the same count was kept already.

    Parameters
    ----------
    fields
        As `hiphinge.workflow.log_editing.said_in_fields`, with ``count``: how many sets of the exercise were done
        today when the page was shown. A form that is sent twice over a bad connection thus logs one set.

    Raises
    ------
    UsageError, OutputError
        As `hiphinge.workflow.log_editing.log_set`.
    """
    count, name = fields.get("count", ""), " ".join(fields.get("name", "").split()).casefold()
    day = day_in_the_gym(store, person)
    known = {" ".join(s.exercise_name.split()).casefold(): one for one in day.exercises for s in (*one.sets, *one.done)}
    if count.isdecimal() and name in known and len(known[name].done) > int(count):
        return None
    return log_set(store, person, fields)
