"""A person's training log and what it shows: sets, plans, self-tests, progress."""

from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from hiphinge.documents.api.parts import Shape
from hiphinge.documents.log_days import PlannedSetRecord
from hiphinge.documents.log_fields import Id, LoadRecord, Moment, Name, Rating, Text, Zone

__all__ = [
    "ExerciseProgressView",
    "FilmedSetView",
    "MeasureTrendView",
    "NewPerson",
    "NewPlannedSets",
    "NewSets",
    "NewTest",
    "PersonChange",
    "PlanView",
    "PlannedDayView",
    "ProgressView",
    "SetChange",
    "StrengthDayView",
    "WeekView",
]

_Line = Annotated[str, Field(min_length=1, max_length=500)]
_Repetitions = Annotated[int, Field(ge=0, le=1000)]
_Held = Annotated[float, Field(gt=0, le=86_400)]
_Rest = Annotated[float, Field(ge=0, le=86_400)]
_Rpe = Annotated[float, Field(ge=1, le=10)]
_Tempo = Annotated[str, Field(max_length=20)]


class NewPerson(Shape):
    """An adult whose training is to be kept."""

    name: Name
    adult: Literal[True]
    """They said that they are 18 or older."""
    zone: Zone | None = None
    """A name of the IANA time zone database; null takes that of the server."""
    unit: Literal["kg", "lb"] = "kg"


class PersonChange(Shape):
    """What is changed of a person; what is left out stays."""

    zone: Zone | None = None
    unit: Literal["kg", "lb"] | None = None


class NewSets(Shape):
    """Sets of one exercise that were done: as a line, or as fields."""

    line: _Line | None = None
    """As `hiphinge log` takes it, such as `rdl 3x8x60kg @8`."""
    exercise: Name | None = None
    """In the place of a line: id or name of the exercise."""
    repetitions: Annotated[tuple[_Repetitions, ...], Field(max_length=100)] = ()
    """Of each set."""
    duration_s: _Held | None = None
    """How long each set was held, where it has no repetitions."""
    load: LoadRecord | None = None
    rpe: _Rpe | None = None
    rest_s: _Rest | None = None
    tempo: _Tempo | None = None
    kind: Literal["work", "warm_up"] = "work"
    counting: bool = False
    pain_before: Rating | None = None
    pain_after: Rating | None = None
    note: Text = ""
    at: Moment | None = None
    """When they were done; null is now."""

    @model_validator(mode="after")
    def _says_what(self) -> Self:
        if (self.line is None) == (self.exercise is None):
            message = "sets are a line, or an exercise with its fields"
            raise ValueError(message)
        if self.line is not None and self.model_fields_set - {"line", "at"}:
            message = "a line says everything but the moment"
            raise ValueError(message)
        if self.exercise is not None and bool(self.repetitions) == (self.duration_s is not None):
            message = "sets have repetitions, or a duration for which one was held"
            raise ValueError(message)
        return self


class SetChange(Shape):
    """What is changed of a logged set; what is left out stays, and null takes a value away."""

    exercise: Name | None = None
    """Id or name of the exercise."""
    repetitions: _Repetitions | None = None
    duration_s: _Held | None = None
    load: LoadRecord | None = None
    rpe: _Rpe | None = None
    rest_s: _Rest | None = None
    tempo: _Tempo | None = None
    kind: Literal["work", "warm_up"] = "work"
    counting: bool = False
    pain_before: Rating | None = None
    pain_after: Rating | None = None
    pain_next_morning: Rating | None = None
    note: Text = ""


class NewPlannedSets(Shape):
    """Sets that are planned for a day, as a line."""

    line: _Line
    """As `hiphinge log plan` takes it, such as `rdl 3x8x60kg`."""
    day: date
    """Where the person is; today or later."""


class PlannedDayView(Shape):
    """A day on which a person plans to train."""

    id: Id
    person: Id
    day: date
    title: str
    note: str
    sets: tuple[PlannedSetRecord, ...]


class PlanView(Shape):
    """The plan that a person trains by."""

    id: Id
    person: Id
    begun_at: Moment
    changed_at: Moment
    last_day: date
    document: dict[str, Any]
    """As `hiphinge plan` writes it: settings, changes, what was done, and the sessions ahead."""


class NewTest(Shape):
    """The result of a self-test."""

    test: Name
    """Id or name of a self-test of the catalogue."""
    value: Annotated[float, Field(ge=-1_000, le=1_000)]
    """In the unit of the test."""
    side: Literal["left", "right"] | None = None
    measured_with: Annotated[str, Field(max_length=200)] = ""
    note: Text = ""
    at: Moment | None = None
    """Null is now."""


class FilmedSetView(Shape):
    """A set that was filmed and measured."""

    day: date
    load_kg: float | None
    judged: int
    """Repetitions that could be judged."""
    met: int
    """Repetitions of those without a fault."""
    values: dict[str, float]
    """The median of each quantity over the repetitions, by its id, in the quantity's unit."""


class MeasureTrendView(Shape):
    """A measure over the days on which it was filmed."""

    quantity: str
    days: tuple[date, ...]
    values: tuple[float, ...]
    verdict: Literal["changed", "noise", "too_few"]
    """Whether it changed by more than its own noise."""
    difference: float | None
    """From before to after, where there is enough to tell."""
    detectable: float | None
    """How large a difference would have to be."""


class StrengthDayView(Shape):
    """The best set of a day, and the most that could be lifted once by it."""

    day: date
    load_kg: float
    repetitions: int
    rpe: float | None
    estimate_kg: float
    low_kg: float
    high_kg: float


class WeekView(Shape):
    """The work sets of a week."""

    monday: date
    sets: int


class ExerciseProgressView(Shape):
    """One exercise over time."""

    exercise: str
    filmed: tuple[FilmedSetView, ...]
    trends: tuple[MeasureTrendView, ...]
    strength: tuple[StrengthDayView, ...]


class ProgressView(Shape):
    """What the log shows of a person."""

    person: Id
    exercises: tuple[ExerciseProgressView, ...]
    weeks: tuple[WeekView, ...]
    logged_sets: int
