"""The use cases of plans: made, read, changed, continued with what was done, exported; and the session of a day."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from hiphinge.catalogue import load
from hiphinge.documents.analysis import AnalysisDocument, analysis_from_json
from hiphinge.documents.analysis_parts import Document
from hiphinge.documents.plan import (
    DoneDocument,
    DoneSetDocument,
    EditDocument,
    GateDocument,
    PlanDocument,
    plan_document,
    plan_from_json,
    plan_json,
)
from hiphinge.errors import InputMissingError, UsageError
from hiphinge.filesystem import read_bytes, writing_file
from hiphinge.planning import Answers, DayPlan, DoneSession, DoneSet, Gate, Kind, Settings, plan_of_day
from hiphinge.planning.schedule import begun_with_a_session
from hiphinge.training_log import POUND_KG, parse_set_line

if TYPE_CHECKING:
    from hiphinge.documents.training_log import PersonRecord, SetRecord
    from hiphinge.store import Store

__all__ = [
    "changed",
    "day_of_plan",
    "done_in_log",
    "gate_of_file",
    "new_plan",
    "read_plan",
    "same_exercise",
    "with_done",
    "without_last_change",
    "write_plan",
]

_LEAN = "trunk_inclination_deg"


def new_plan(settings: Settings) -> PlanDocument:
    """Return a plan with its sessions; its first week is one in which a session is left."""
    return plan_document(begun_with_a_session(settings))


def read_plan(path: Path) -> PlanDocument:
    """Return the plan in a file.

    Raises
    ------
    InputMissingError, InputUnreadableError, InputFormatError
        If there is none, it may not be read, or it is no plan.
    """
    text = read_bytes(path, what="The plan")
    if text is None:
        message = f"The plan {path} does not exist. Make one: hiphinge plan make --out {path}"
        raise InputMissingError(message)
    return plan_from_json(text, name=str(path))


def write_plan(document: PlanDocument, path: Path) -> None:
    """Write a plan in the place of what was there, whole or not at all."""
    _write(plan_json(document), path)


def _write(text: str, path: Path, *, newline: str = "\n") -> None:
    with writing_file(path, what="The plan") as unfinished:
        unfinished.write_text(text, encoding="utf-8", newline=newline)


def changed(document: PlanDocument, edit: EditDocument, *, now: datetime | None = None) -> PlanDocument:
    """Return the plan with one more change of the person's on top.

    Raises
    ------
    UsageError
        If it cannot be carried out, or leaves no main exercise.
    UnknownIdError
        If no exercise is called that.
    """
    known = edit.edit()
    stamped = edit.model_copy(
        update={
            "changed_at": (now or datetime.now(UTC)).isoformat(timespec="seconds"),
            "exercise": known.exercise,
            "other": known.other,
        }
    )
    return _again(document, edits=(*document.edits, stamped))


def without_last_change(document: PlanDocument) -> PlanDocument:
    """Return the plan without the person's last change.

    Raises
    ------
    UsageError
        If there is none.
    """
    if not document.edits:
        message = "Nothing of this plan was changed, so there is no change to take back."
        raise UsageError(message)
    return _again(document, edits=document.edits[:-1])


def _again(
    document: PlanDocument,
    *,
    edits: tuple[EditDocument, ...] | None = None,
    done: tuple[DoneDocument, ...] | None = None,
    today: date | None = None,
) -> PlanDocument:
    return plan_document(
        document.settings.settings(),
        edits=document.edits if edits is None else edits,
        done=document.done if done is None else done,
        today=today or document.today,
    )


def with_done(
    document: PlanDocument,
    lines: Sequence[str],
    *,
    day: date,
    gate: Gate | None = None,
    pain: tuple[int | None, int | None, int | None] = (None, None, None),
    stopped: bool = False,
) -> PlanDocument:
    """Return the plan after what was done on a day.

    Parameters
    ----------
    lines
        Sets as `hiphinge.training_log.parse_set_line` reads them; they join what is noted of that day already.
    gate
        What a video shows of the last set of the first line.
    pain
        From 0 to 10: before, after, and the next morning.

    Raises
    ------
    UsageError, UnknownIdError
        If a line is not understood, or names no exercise of the catalogue.
    """
    settings = document.settings.settings()
    sets = [one for number, line in enumerate(lines) for one in _sets(line, settings, None if number else gate)]
    before = next((one for one in document.done if one.day == day), None)
    pains = dict(zip(("pain_before", "pain_after", "pain_next_morning"), pain, strict=True))
    if before is not None:
        pains = {name: getattr(before, name) if value is None else value for name, value in pains.items()}
        sets = [*before.sets, *sets]
    kind = before.kind if before is not None else _kind_of(document, day)
    one = DoneDocument(
        day=day, sets=tuple(sets), kind=kind, stopped=stopped or (before is not None and before.stopped), **pains
    )
    rest = tuple(other for other in document.done if other.day != day)
    done = tuple(sorted((*rest, one), key=lambda other: other.day))
    return _again(document, done=done, today=max(day, document.today or day))


def _kind_of(document: PlanDocument, day: date) -> Kind | None:
    found = plan_of_day(
        document.settings.settings(), day.toordinal(), done=document.done_sessions(), edits=document.changes()
    )
    return None if found.session is None else found.session.kind


def _sets(line: str, settings: Settings, gate: Gate | None) -> list[DoneSetDocument]:
    said = parse_set_line(line)
    if said.warm_up:
        return []
    exercise = load().exercise(said.name).id
    weight = None if said.load is None else _in_unit(said.load[0], said.load[1] or settings.unit, settings.unit)
    last = len(said.repetitions) - 1
    return [
        DoneSetDocument(
            exercise=exercise,
            repetitions=count,
            hold_s=said.duration_s,
            load=weight,
            effort=said.rpe,
            gate=_gate_document(gate) if gate is not None and number == last else None,
        )
        for number, count in enumerate(said.repetitions)
    ]


def _gate_document(gate: Gate) -> GateDocument:
    return GateDocument(judged=gate.judged, met=gate.met, lean_deg=gate.lean_deg)


def _in_unit(value: float, unit: str, wanted: str) -> float:
    if unit == wanted:
        return value
    return round(value * POUND_KG, 2) if wanted == "kg" else round(value / POUND_KG, 1)


def gate_of_file(path: Path) -> tuple[str, Gate]:
    """Return the exercise of an ``analysis.json``, and what its repetitions show for the technique gate.

    A repetition counts as judged where at least half of what is looked for in it was measured.

    Raises
    ------
    InputMissingError, InputUnreadableError, InputFormatError
        If there is none, it may not be read, or it is no analysis.
    """
    text = read_bytes(path, what="The analysis")
    if text is None:
        message = f"The analysis {path} does not exist. Make one: hiphinge analyze VIDEO"
        raise InputMissingError(message)
    document = analysis_from_json(text, name=str(path))
    return document.exercise.id, _gate(document)


def _gate(document: AnalysisDocument) -> Gate:
    sought = {fault.quantity for fault in load().faults.values() if fault.level == "fault" and fault.quantity}
    judged = []
    for one in document.repetitions:
        looked = [m for id_, m in one.measurements.items() if id_ in sought]
        if one.kind == "repetition" and looked and 2 * sum(_has_value(m) for m in looked) >= len(looked):
            judged.append(one)
    met = sum(all(finding.level != "fault" for finding in one.findings) for one in judged)
    leans = sorted(m.value for one in judged if _has_value(m := one.measurements.get(_LEAN)))  # type: ignore[union-attr]
    return Gate(judged=len(judged), met=met, lean_deg=leans[len(leans) // 2] if leans else None)


def _has_value(measured: Document | None) -> bool:
    return measured is not None and hasattr(measured, "value")


def done_in_log(store: "Store", person: "PersonRecord", settings: Settings) -> tuple[DoneSession, ...]:
    """Return what a person logged and filmed since the plan began, by day; days without a hinge are none of a plan."""
    from hiphinge.workflow.set_numbers import JUDGED  # noqa: PLC0415  # loads the database's library

    filmed = {
        (one.analysis, one.set): Gate(
            judged=one.repetitions.get(JUDGED, 0),
            met=round(one.medians.get(JUDGED, 0.0)),
            lean_deg=one.medians.get(_LEAN),
        )
        for one in store.recordings.sets_in_time(person, exercise=None)
    }
    zone = ZoneInfo(person.zone)
    days: dict[int, list[SetRecord]] = {}
    begin = datetime.combine(date.fromordinal(settings.start), time(), zone).astimezone(UTC)
    for one in store.log.between(person, begin, datetime.now(UTC) + timedelta(days=1)):
        if one.kind == "work" and one.exercise is not None:
            days.setdefault(one.performed_at.astimezone(zone).toordinal(), []).append(one)
    return tuple(_logged(day, sets, filmed, settings) for day, sets in sorted(days.items()) if _has_hinge(sets))


def _has_hinge(sets: "Sequence[SetRecord]") -> bool:
    """Tell whether one of the sets is a hinge that a session is for; bridges and rows go with one."""
    known, stations = load().exercises, load().stations
    exercises = [one.exercise for one in sets if one.exercise is not None and one.exercise in known]
    hinges = [id_ for id_ in exercises if known[id_].contains_hinge]
    return any(id_ not in stations or stations[id_].part != "assistance" for id_ in hinges)


def _logged(
    day: int, sets: "Sequence[SetRecord]", filmed: Mapping[tuple[str, int], Gate], settings: Settings
) -> DoneSession:
    done = tuple(
        DoneSet(
            exercise=one.exercise or "",
            repetitions=one.repetitions,
            hold_s=one.duration_s,
            load=None if one.load is None else _in_unit(one.load.value, one.load.unit, settings.unit),
            effort=one.rpe,
            gate=None if one.analysis is None else filmed.get((one.analysis, one.analysis_set or 1)),
        )
        for one in sets
    )
    pains: dict[str, Any] = {
        name: max((p for one in sets if (p := getattr(one, name)) is not None), default=None)
        for name in ("pain_before", "pain_after", "pain_next_morning")
    }
    return DoneSession(day=day, sets=done, **pains)


def day_of_plan(
    document: PlanDocument, day: date, *, answers: Answers | None = None, also_done: Sequence[DoneSession] = ()
) -> DayPlan:
    """Return what a day of a plan brings; ``also_done`` is what was done elsewhere, on days that the plan has not."""
    noted = document.done_sessions()
    known = {one.day for one in noted}
    return plan_of_day(
        document.settings.settings(),
        day.toordinal(),
        done=(*noted, *(one for one in also_done if one.day not in known)),
        edits=document.changes(),
        answers=answers,
    )


def same_exercise(line: str, exercise: str) -> bool:
    """Tell whether a line of sets is of an exercise.

    Raises
    ------
    UsageError, UnknownIdError
        If the line is not understood, or names no exercise of the catalogue.
    """
    return load().exercise(parse_set_line(line).name).id == exercise
