"""A plan as a JSON document: what it is made from, what was changed and done, and the sessions that follow."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from hiphinge.catalogue import Equipment
from hiphinge.documents.versions import DocumentKind, checked_document, parsed
from hiphinge.motion import BackAim
from hiphinge.planning import (
    Decided,
    DoneSession,
    DoneSet,
    Edit,
    Experience,
    Gate,
    Goal,
    Kind,
    Part,
    Plan,
    Session,
    Settings,
    make_plan,
)

__all__ = [
    "PLAN",
    "DoneDocument",
    "EditDocument",
    "PlanDocument",
    "bare_plan",
    "plan_document",
    "plan_from_json",
    "plan_json",
    "plan_of",
]

PLAN: Final = DocumentKind(
    name="hiphinge.plan",
    version=1,
    title="a plan",
    advice="Make a new one with: hiphinge plan make",
)
"""Name, version and upgrades of plans."""

_Pain = Annotated[int, Field(ge=0, le=10)]
_Day = date


class _Document(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, populate_by_name=True)


class SettingsDocument(_Document):
    """What the person said before the plan was made."""

    start: _Day
    weekdays: tuple[Annotated[int, Field(ge=0, le=6)], ...]
    """Monday is 0."""
    weeks: int
    experience: Experience
    goals: tuple[Goal, ...]
    equipment: tuple[Equipment, ...]
    unit: Literal["kg", "lb"]
    step: float
    loads: dict[str, float] = Field(default_factory=dict)
    self_tests: dict[str, float] = Field(default_factory=dict)
    answers: dict[str, bool] = Field(default_factory=dict)
    back_aim: BackAim | None = None
    age_years: int | None = None
    weeks_off: int = 0
    easier_every: int | None = None

    def settings(self) -> Settings:
        """Return what the planner takes."""
        fields = self.model_dump()
        ready = {
            "start": self.start.toordinal(),
            "goals": frozenset(self.goals),
            "equipment": frozenset(self.equipment),
        }
        return Settings(**(fields | ready))

    @classmethod
    def of(cls, settings: Settings) -> "SettingsDocument":
        """Return what is written of settings."""
        fields = {name: getattr(settings, name) for name in cls.model_fields}
        lists = {"goals": tuple(sorted(settings.goals)), "equipment": tuple(sorted(settings.equipment))}
        return cls(**(fields | lists | {"start": date.fromordinal(settings.start)}))


class EditDocument(_Document):
    """One change by the person, laid on top of the plan."""

    kind: Literal["set", "swap", "leave_out", "skip", "move"]
    exercise: str | None = None
    field: str | None = None
    value: float | None = None
    other: str | None = None
    day: _Day | None = None
    to_day: _Day | None = None
    changed_at: str = ""

    def edit(self) -> Edit:
        """Return what the planner takes."""
        days = {n: None if (d := getattr(self, n)) is None else d.toordinal() for n in ("day", "to_day")}
        return Edit(**(self.model_dump() | days))


class GateDocument(_Document):
    """What a video of a set shows."""

    judged: Annotated[int, Field(ge=0)]
    met: Annotated[int, Field(ge=0)]
    lean_deg: float | None = None


class DoneSetDocument(_Document):
    """One work set; the load in the unit of the plan."""

    exercise: str
    repetitions: Annotated[int, Field(ge=0)] | None = None
    hold_s: float | None = None
    load: Annotated[float, Field(ge=0)] | None = None
    effort: Annotated[float, Field(ge=1, le=10)] | None = None
    gate: GateDocument | None = None


class DoneDocument(_Document):
    """What was done on a day."""

    day: _Day
    sets: tuple[DoneSetDocument, ...] = ()
    kind: Kind | None = None
    pain_before: _Pain | None = None
    pain_after: _Pain | None = None
    pain_next_morning: _Pain | None = None
    stopped: bool = False

    def done(self) -> DoneSession:
        """Return what the planner takes."""
        sets = tuple(
            DoneSet(
                **(one.model_dump(exclude={"gate"}) | {"gate": None if one.gate is None else Gate(**dict(one.gate))})
            )
            for one in self.sets
        )
        rest = self.model_dump(exclude={"sets", "day"})
        return DoneSession(day=self.day.toordinal(), sets=sets, **rest)

    @classmethod
    def of(cls, session: DoneSession) -> "DoneDocument":
        """Return what is written of a day."""
        return cls.model_validate(asdict(session) | {"day": date.fromordinal(session.day)})


class DecisionDocument(_Document):
    """Why something is as it is: a sentence, the training rule behind it and the grade of its evidence."""

    id: str
    rule: str
    says: str
    grade: str
    unverified: bool


class ItemDocument(_Document):
    """One exercise of a session."""

    part: Part
    exercise: str
    drill: str | None = None
    sets: int
    repetitions: int | None = None
    hold_s: int | None = None
    each_side: bool = False
    load: float | None = None
    choose_load: bool = False
    lean_deg: float | None = None
    pause_s: float = 0.0
    lowering_s: float = 0.0
    rest_s: int | None = None
    gated: bool = False
    """Whether videos of it are judged and decide about its next step."""
    decisions: tuple[DecisionDocument, ...] = ()


class SessionDocument(_Document):
    """One session."""

    day: _Day
    week: int
    kind: Kind
    items: tuple[ItemDocument, ...]
    decisions: tuple[DecisionDocument, ...] = ()


class PlanDocument(_Document):
    """The whole plan. ``sessions`` and what follows are worked out anew from the fields above them when it is read."""

    schema_: Literal["hiphinge.plan/1"] = Field(alias="schema", default="hiphinge.plan/1")
    """Name and version of this shape."""
    settings: SettingsDocument
    edits: tuple[EditDocument, ...] = ()
    done: tuple[DoneDocument, ...] = ()
    today: _Day | None = None
    """The first day that is planned; None is the first day of the settings."""
    sessions: tuple[SessionDocument, ...] = ()
    decisions: tuple[DecisionDocument, ...] = ()
    ahead: dict[str, DecisionDocument] = Field(default_factory=dict)
    """The next step of each exercise, once it is earned."""
    habit: DecisionDocument | None = None

    def plan(self, *, today: date | None = None, also_done: tuple[DoneSession, ...] = ()) -> Plan:
        """Return the plan from a day on, with what was also done elsewhere."""
        first = today or self.today
        return make_plan(
            self.settings.settings(),
            done=(*self.done_sessions(), *also_done),
            edits=self.changes(),
            today=None if first is None else first.toordinal(),
        )

    def done_sessions(self) -> tuple[DoneSession, ...]:
        """Return what was done, as the planner takes it."""
        return tuple(one.done() for one in self.done)

    def changes(self) -> tuple[Edit, ...]:
        """Return the person's changes, as the planner takes them."""
        return tuple(one.edit() for one in self.edits)


def plan_document(
    settings: Settings,
    *,
    edits: tuple[EditDocument, ...] = (),
    done: tuple[DoneDocument, ...] = (),
    today: date | None = None,
) -> PlanDocument:
    """Return a plan with its sessions worked out.

    Raises
    ------
    UsageError
        If changes leave no main exercise.
    """
    bare = PlanDocument(settings=SettingsDocument.of(settings), edits=edits, done=done, today=today)
    plan = bare.plan()
    return bare.model_copy(
        update={
            "sessions": tuple(_session(one) for one in plan.sessions),
            "decisions": _decisions(plan.decisions),
            "ahead": {name: _decision(one) for name, one in plan.ahead.items()},
            "habit": _decision(plan.habit),
        }
    )


def bare_plan(settings: Settings, edits: tuple[EditDocument, ...] = ()) -> dict[str, Any]:
    """Return what is kept of a plan, ready for JSON: settings and changes, without the sessions that follow."""
    document = PlanDocument(settings=SettingsDocument.of(settings), edits=edits)
    return document.model_dump(mode="json", by_alias=True, include={"schema_", "settings", "edits"})


def plan_of(content: Mapping[str, Any], *, name: str) -> PlanDocument:
    """Return the checked plan of what `bare_plan` made; ``name`` is what it is called in messages.

    Raises
    ------
    InputFormatError
        If it is no plan, newer than what is known, or damaged.
    """
    return plan_from_json(json.dumps(dict(content)), name=name)


def _session(session: Session) -> SessionDocument:
    items = tuple(
        ItemDocument(
            **(
                {name: getattr(item, name) for name in ItemDocument.model_fields}
                | {"decisions": _decisions(item.decisions)}
            )
        )
        for item in session.items
    )
    return SessionDocument(
        day=date.fromordinal(session.day),
        week=session.week,
        kind=session.kind,
        items=items,
        decisions=_decisions(session.decisions),
    )


def _decisions(decisions: tuple[Decided, ...]) -> tuple[DecisionDocument, ...]:
    return tuple(_decision(one) for one in decisions)


def _decision(one: Decided) -> DecisionDocument:
    return DecisionDocument(**{name: getattr(one, name) for name in DecisionDocument.model_fields})


def plan_json(document: PlanDocument) -> str:
    """Return the document as JSON text, with a line break at its end."""
    return json.dumps(document.model_dump(mode="json", by_alias=True), indent=2, ensure_ascii=False) + "\n"


def plan_from_json(text: str | bytes, *, name: str) -> PlanDocument:
    """Return a checked plan; ``name`` is what its file is called in messages.

    Raises
    ------
    InputFormatError
        If it is no plan, newer than what is known, or damaged.
    """
    fields = parsed(text, kind=PLAN, name=name)
    return checked_document(PlanDocument, fields, kind=PLAN, name=name, should="be a plan")
