"""The use cases of the plan that a person trains by: tried out and kept, changed, followed by what they logged."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from hiphinge.catalogue import load
from hiphinge.documents.plan import DoneDocument, EditDocument, PlanDocument, bare_plan, plan_document, plan_of
from hiphinge.documents.training_log import DayAnswerRecord, PersonRecord, TrainingPlanRecord, checked
from hiphinge.errors import InputMissingError, UnknownIdError, UsageError
from hiphinge.planning import (
    Answers,
    DayPlan,
    DoneSession,
    Plan,
    Settings,
    after,
    day_of_state,
    graph_of,
    make_plan,
    start_of,
)
from hiphinge.planning.model import WEEK
from hiphinge.planning.schedule import begun_with_a_session
from hiphinge.planning.trial import Outcome, try_out
from hiphinge.workflow.notes import read_notes
from hiphinge.workflow.planning import done_in_log
from hiphinge.workflow.self_tests import measured_for_plan
from hiphinge.workflow.stores import person_files

if TYPE_CHECKING:
    from hiphinge.store import Store

__all__ = [
    "KeptPlan",
    "answer_day",
    "change_kept",
    "keep_plan",
    "kept_plan",
    "present_plan",
    "stop_plan",
    "take_back_change",
    "tried",
    "with_measured_tests",
]


@dataclass(frozen=True, kw_only=True)
class KeptPlan:
    """The plan that a person trains by, with what they did since it began.

    Attributes
    ----------
    done
        What was logged before today, and days that an answer stopped; each session as the kind that it was planned as.
    today
        Where the person is.
    trained_today
        What was logged today.
    answers
        How they are today.
    """

    record: TrainingPlanRecord
    document: PlanDocument
    done: tuple[DoneSession, ...]
    today: date
    trained_today: DoneSession | None = None
    answers: Answers = field(default_factory=Answers)

    @property
    def settings(self) -> Settings:
        """What it was made from."""
        return self.document.settings.settings()

    @property
    def last_day(self) -> date:
        """The Sunday that ends its last week."""
        start = self.document.settings.start
        return start + timedelta(days=WEEK * self.document.settings.weeks - 1 - start.weekday())

    def plan(self) -> Plan:
        """Return the sessions that are ahead, today's as long as nothing was logged today."""
        done = self.done if self.trained_today is None else (*self.done, self.trained_today)
        return make_plan(self.settings, done=done, edits=self.document.changes(), today=self.today.toordinal())

    def whole(self) -> PlanDocument:
        """Return the plan as a document of its own, with what was done and the sessions ahead."""
        done = self.done if self.trained_today is None else (*self.done, self.trained_today)
        noted = tuple(DoneDocument.of(one) for one in done)
        return plan_document(self.settings, edits=self.document.edits, done=noted, today=self.today)

    def day(self, on: date | None = None, answers: Answers | None = None) -> DayPlan:
        """Return what a day brings, by what was done before it; None is today."""
        day = (on or self.today).toordinal()
        graph = graph_of(self.settings, self.document.changes())
        done = [one for one in self.done if one.day < day]
        if on is not None and on > self.today and self.trained_today is not None:
            done.append(self.trained_today)
        state = start_of(graph)
        for one in done:
            state = after(graph, state, one)
        return day_of_state(graph, state, day, done=done, answers=answers or (self.answers if on is None else None))


def tried(settings: Settings) -> Mapping[str, Outcome]:
    """Return what comes of a plan with simulated lifters; nobody trains by a plan that was not tried out.

    Raises
    ------
    UsageError
        If the plan does not keep what every plan promises.
    """
    found = try_out(settings)
    broken = [words for one in found.values() for words in one.broken]
    if broken:
        message = (
            f"A plan of these days, equipment and answers broke a rule with a simulated lifter ({broken[0]}), so it is "
            "not kept. Change one of them and try again."
        )
        raise UsageError(message)
    return found


def keep_plan(
    store: "Store", person: PersonRecord, settings: Settings, *, now: datetime | None = None
) -> Mapping[str, Outcome]:
    """Try a plan out and keep it as the one that a person trains by; the one before it ends.

    Where no value of a self-test was given, what a video of that test measured last is read.

    Raises
    ------
    UsageError
        As `tried`.
    OutputError
        If it cannot be written.
    """
    from hiphinge.store.columns import new_id  # noqa: PLC0415  # loads the database's library

    settings = begun_with_a_session(with_measured_tests(store, person, settings))
    outcomes, moment = tried(settings), now or datetime.now(UTC)
    fields = {"begun_at": moment, "changed_at": moment, "content": bare_plan(settings)}
    store.training_plans.begin(person, checked(TrainingPlanRecord, id=new_id(), person=person.id, **fields))
    return outcomes


def with_measured_tests(store: "Store", person: PersonRecord, settings: Settings) -> Settings:
    """Return settings with what the person's tests measured, where no value of a test was typed in."""
    return replace(settings, self_tests={**measured_for_plan(store, person), **settings.self_tests})


def kept_plan(store: "Store", person: PersonRecord, *, now: datetime | None = None) -> KeptPlan | None:
    """Return the plan that a person trains by, or None.

    Raises
    ------
    InputFormatError
        If it is damaged, or newer than what is known.
    """
    record = store.training_plans.present(person)
    if record is None:
        return None
    today = (now or datetime.now(UTC)).astimezone(ZoneInfo(person.zone)).date()
    document = _document(record, person)
    said = {one.day: one for one in store.training_plans.answers(person) if one.day >= document.settings.start}
    sessions = _with_answers(done_in_log(store, person, document.settings.settings()), said)
    before = _with_kinds(document, [one for one in sessions if one.day <= today.toordinal()], said)
    here = next((one for one in before if one.day == today.toordinal()), None)
    return KeptPlan(
        record=record,
        document=document,
        done=tuple(one for one in before if one.day < today.toordinal()),
        today=today,
        trained_today=None if here is None or not here.sets else here,
        answers=_answers(said, today, _stopping(store, person)),
    )


def _document(record: TrainingPlanRecord, person: PersonRecord) -> PlanDocument:
    return plan_of(record.content, name=f"The plan of {person.name}")


def present_plan(store: "Store", person: PersonRecord, *, now: datetime | None = None) -> KeptPlan:
    """Return the plan that a person trains by.

    Raises
    ------
    InputMissingError
        If there is none.
    InputFormatError
        As `kept_plan`.
    """
    found = kept_plan(store, person, now=now)
    if found is None:
        message = f"{person.name} has no plan. Make one: hiphinge plan make --person {person.name!r} --days mon,thu"
        raise InputMissingError(message)
    return found


def _stops(yes: Sequence[str]) -> bool:
    known = load().questions
    return any(id_ in known and "stop" in known[id_].leads_to for id_ in yes)


def _stopping(store: "Store", person: PersonRecord) -> frozenset[str]:
    """Return the questions before the start that a person answers with yes and that stop a session."""
    yes = [id_ for id_, answer in read_notes(person.name, person_files(store)).answers.items() if answer]
    return frozenset(id_ for id_ in yes if _stops([id_]))


def _answers(said: Mapping[date, DayAnswerRecord], day: date, stopping: frozenset[str] = frozenset()) -> Answers:
    """Return how somebody is on a day; that they are busy counts for a week."""
    busy = any(one.busy and 0 <= (day - on).days < WEEK for on, one in said.items())
    one = said.get(day)
    if one is None:
        return Answers(yes=stopping, busy=busy)
    return Answers(pain=one.pain, soreness=one.soreness, yes=frozenset(one.yes) | stopping, busy=busy)


def _with_answers(done: Sequence[DoneSession], said: Mapping[date, DayAnswerRecord]) -> list[DoneSession]:
    """Return what was done with the pain of the answers, and days that an answer stopped."""
    days = {one.day: one for one in done}
    for day, one in said.items():
        number = day.toordinal()
        if (before := days.get(number)) is not None:
            days[number] = replace(before, pain_before=max(before.pain_before or 0, one.pain), stopped=_stops(one.yes))
        elif _stops(one.yes):
            days[number] = DoneSession(day=number, stopped=True)
    return [days[day] for day in sorted(days)]


def _with_kinds(
    document: PlanDocument, done: Sequence[DoneSession], said: Mapping[date, DayAnswerRecord]
) -> tuple[DoneSession, ...]:
    """Return what was done, each session as the kind that the plan had for its day."""
    graph = graph_of(document.settings.settings(), document.changes())
    state, found = start_of(graph), list[DoneSession]()
    for one in done:
        answers = _answers(said, date.fromordinal(one.day))
        planned = day_of_state(graph, state, one.day, done=found, answers=answers).session
        found.append(replace(one, kind="light" if planned is None else planned.kind))
        state = after(graph, state, found[-1])
    return tuple(found)


def change_kept(
    store: "Store", person: PersonRecord, edits: Sequence[EditDocument], *, now: datetime | None = None
) -> KeptPlan:
    """Lay changes of the person on top of their plan.

    Raises
    ------
    UsageError, UnknownIdError
        If one cannot be carried out, or the changes leave no main exercise.
    InputMissingError
        If they have no plan.
    OutputError
        If it cannot be written.
    """
    moment = now or datetime.now(UTC)

    def changed(document: PlanDocument) -> tuple[EditDocument, ...]:
        stamped = []
        for one in edits:
            known = one.edit()
            names = {"exercise": known.exercise, "other": known.other, "changed_at": moment.isoformat("s")}
            stamped.append(one.model_copy(update=names))
        return (*document.edits, *stamped)

    return _again(store, person, changed, moment)


def take_back_change(store: "Store", person: PersonRecord, *, now: datetime | None = None) -> KeptPlan:
    """Take back the person's last change.

    Raises
    ------
    UsageError
        If there is none.
    InputMissingError, OutputError
        As `change_kept`.
    """

    def changed(document: PlanDocument) -> tuple[EditDocument, ...]:
        if not document.edits:
            message = "Nothing of this plan was changed, so there is no change to take back."
            raise UsageError(message)
        return document.edits[:-1]

    return _again(store, person, changed, now or datetime.now(UTC))


def _again(
    store: "Store",
    person: PersonRecord,
    changed: Callable[[PlanDocument], tuple[EditDocument, ...]],
    now: datetime,
) -> KeptPlan:
    def change(content: dict[str, Any]) -> dict[str, Any]:
        document = plan_of(content, name=f"The plan of {person.name}")
        settings, edits = document.settings.settings(), changed(document)
        graph_of(settings, [one.edit() for one in edits])
        return bare_plan(settings, edits)

    store.training_plans.change(person, change, now=now)
    return present_plan(store, person, now=now)


def stop_plan(store: "Store", person: PersonRecord, *, now: datetime | None = None) -> None:
    """Let the plan of a person end; what they logged stays.

    Raises
    ------
    InputMissingError
        If they have none.
    OutputError
        If it cannot be written.
    """
    if not store.training_plans.end(person, now or datetime.now(UTC)):
        message = f"{person.name} has no plan, so there is none to stop."
        raise InputMissingError(message)


def answer_day(
    store: "Store", person: PersonRecord, answers: Answers, *, now: datetime | None = None
) -> DayAnswerRecord:
    """Keep how a person is today, in the place of an earlier answer of today.

    Raises
    ------
    UnknownIdError
        If an answer is to a question that is not asked.
    OutputError
        If it cannot be written.
    """
    from hiphinge.store.columns import new_id  # noqa: PLC0415  # loads the database's library

    for id_ in sorted(answers.yes):
        if id_ not in load().questions:
            raise UnknownIdError.of(id_, kind="question", known=load().questions)
    moment = now or datetime.now(UTC)
    felt = {"pain": answers.pain, "soreness": answers.soreness, "busy": answers.busy, "yes": sorted(answers.yes)}
    day = moment.astimezone(ZoneInfo(person.zone)).date()
    one = checked(DayAnswerRecord, id=new_id(), person=person.id, day=day, answered_at=moment, **felt)
    store.training_plans.answer(one)
    return one
