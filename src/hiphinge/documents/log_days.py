"""What a person aims at and plans, and what they note of a day: comfort, preparation, self-tests."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from hiphinge.documents.log_fields import Id, LoadRecord, Moment, Name, Rating, Record, Text

__all__ = [
    "AimRecord",
    "ComfortRecord",
    "PlannedSessionRecord",
    "PlannedSetRecord",
    "PreparationRecord",
    "SelfTestRecord",
]


class AimRecord(Record):
    """A load, or a value of a measure, that a person wants to reach in an exercise."""

    id: Id
    person: Id
    set_at: Moment
    """When it was written down."""
    by: date
    """The day, where the person is, on which it should be reached."""
    exercise: Name | None = None
    """An id of the catalogue; None where the name fits none."""
    exercise_name: Name
    """As it was written down."""
    load: LoadRecord | None = None
    repetitions: Annotated[int, Field(ge=1, le=1000)] | None = None
    """In one set with that load."""
    quantity: Annotated[str, Field(max_length=60)] | None = None
    """Id of a measure; its value is in the measure's unit."""
    value: float | None = None
    way: Literal["at_least", "at_most"] = "at_least"
    note: Text = ""

    @model_validator(mode="after")
    def _of_one_kind(self) -> Self:
        if (self.load is None) == (self.quantity is None) or (self.quantity is None) != (self.value is None):
            message = "an aim is a load, or a measure with its value"
            raise ValueError(message)
        return self


class PlannedSessionRecord(Record):
    """A day on which a person plans to train."""

    id: Id
    person: Id
    day: date
    """Where the person is."""
    planned_at: Moment
    title: Text = ""
    note: Text = ""


class PlannedSetRecord(Record):
    """One set as it is planned."""

    id: Id
    person: Id
    session: Id
    """The planned session."""
    position: Annotated[int, Field(ge=0)]
    """Its place in the session, from 0."""
    exercise: Name | None = None
    """An id of the catalogue; None where the name fits none."""
    exercise_name: Name
    """As it was written down."""
    kind: Literal["work", "warm_up"] = "work"
    load: LoadRecord | None = None
    """None for bodyweight alone."""
    repetitions: Annotated[int, Field(ge=0, le=1000)] | None = None
    duration_s: Annotated[float, Field(gt=0, le=86_400)] | None = None
    rpe: Annotated[float, Field(ge=1, le=10)] | None = None
    rest_s: Annotated[float, Field(ge=0, le=86_400)] | None = None
    tempo: Annotated[str, Field(max_length=20)] | None = None
    counting: bool = False
    note: Text = ""


class SelfTestRecord(Record):
    """The result of a self-test."""

    id: Id
    person: Id
    test: Name
    """An id of the catalogue."""
    tested_at: Moment
    time_known: bool = True
    """False where only the day was written down."""
    side: Literal["left", "right"] | None = None
    """None where the test has no sides."""
    value: Annotated[float, Field(ge=-1_000, le=1_000)]
    unit: Annotated[str, Field(max_length=20)]
    measured_with: Annotated[str, Field(max_length=200)] = ""
    """In the person's words, such as "phone level"."""
    note: Text = ""
    quantity: Annotated[str, Field(max_length=60)] | None = None
    """Id of the quantity that a video measured; None for a value that was typed in."""
    low: float | None = None
    high: float | None = None
    """Its 90 % interval."""
    repeatability: Annotated[float, Field(ge=0)] | None = None
    at_least: bool = False
    """True where the video ended before the hold did."""
    sitting: Id | None = None
    """Tests that were done in one sitting share it."""


class PreparationRecord(Record):
    """Whether something was done to prepare for a session; of several answers the last one counts."""

    id: Id
    person: Id
    session: Id
    item: Annotated[str, Field(max_length=60)]
    """An item of `hiphinge.training_log.preparation`."""
    done: bool
    answered_at: Moment


class ComfortRecord(Record):
    """How comfortable a back was on a day, as the person felt it; of several ratings of a day the last one counts."""

    id: Id
    person: Id
    day: date
    """Where the person is."""
    comfort: Rating
    """From 0, as uncomfortable as they can imagine, to 10, fully comfortable."""
    noted_at: Moment
    note: Text = ""
