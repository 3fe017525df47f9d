"""The records of a training log: people, sessions, sets, body weight; what the store keeps and what is exported."""

from typing import Annotated, Any, Final, Literal, Self

from pydantic import Field, model_validator

from hiphinge.documents.log_days import (
    AimRecord,
    ComfortRecord,
    PlannedSessionRecord,
    PlannedSetRecord,
    PreparationRecord,
    SelfTestRecord,
)
from hiphinge.documents.log_fields import (
    LONGEST_TEXT,
    Id,
    LoadRecord,
    Moment,
    Name,
    Rating,
    Record,
    Text,
    Zone,
    checked,
    new_day,
)
from hiphinge.documents.log_plans import DayAnswerRecord, PracticeRecord, TrainingPlanRecord
from hiphinge.documents.versions import DocumentKind, checked_document, parsed
from hiphinge.documents.video_notes import VideoNoteRecord
from hiphinge.errors import InputFormatError
from hiphinge.training_log.loads import POUND_KG

__all__ = [
    "LOG",
    "LONGEST_TEXT",
    "POUND_KG",
    "AimRecord",
    "AnalysisRecord",
    "BodyWeightRecord",
    "ClipRecord",
    "ComfortRecord",
    "ConsentRecord",
    "DayAnswerRecord",
    "ExerciseNameRecord",
    "KeptRecord",
    "LoadRecord",
    "LogDocument",
    "MeasuredRecord",
    "PersonRecord",
    "PlannedSessionRecord",
    "PlannedSetRecord",
    "PracticeRecord",
    "PreparationRecord",
    "Record",
    "RecordingRecord",
    "SelfTestRecord",
    "SessionRecord",
    "SetRecord",
    "TrainingPlanRecord",
    "VideoNoteRecord",
    "checked",
    "log_from_json",
    "new_day",
]

LOG: Final = DocumentKind(
    name="hiphinge.log",
    version=1,
    title="a training log",
    advice="Export it again with: hiphinge data export",
)
"""Name, version and upgrades of an exported training log."""


_Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
_Pain = Rating
"""Discomfort from 0, none, to 10, the worst that one can imagine."""


class PersonRecord(Record):
    """An adult who trains."""

    id: Id
    name: Name
    """As it is shown; it is found without case and blanks around it."""
    adult: Literal[True]
    """They said that they are 18 or older."""
    created_at: Moment
    zone: Zone = "UTC"
    unit: Literal["kg", "lb"] = "kg"
    """The unit of loads that come without one."""


class ConsentRecord(Record):
    """What a person agreed to, and when they took it back."""

    id: Id
    person: Id
    to: Literal["keep_videos"]
    given_at: Moment
    withdrawn_at: Moment | None = None


class SessionRecord(Record):
    """A visit to the gym: sets that belong together."""

    id: Id
    person: Id
    started_at: Moment
    zone: Zone
    title: Text = ""
    note: Text = ""


class SetRecord(Record):
    """One set as it was logged."""

    id: Id
    person: Id
    session: Id
    position: Annotated[int, Field(ge=0)]
    """Its place in the session, from 0."""
    performed_at: Moment
    time_known: bool = True
    """False where only the day was written down; the time is then noon in the zone."""
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
    """Rating of perceived exertion; 10 minus repetitions in reserve."""
    rest_s: Annotated[float, Field(ge=0, le=86_400)] | None = None
    tempo: Annotated[str, Field(max_length=20)] | None = None
    """Lowering-bottom-rising-top in seconds, such as 3-1-1-0."""
    pain_before: _Pain | None = None
    pain_after: _Pain | None = None
    pain_next_morning: _Pain | None = None
    counting: bool = False
    """Done while counting backwards aloud: whether it looks like the others shows how automatic the movement is."""
    note: Text = ""
    analysis: Id | None = None
    """The analysis of its video."""
    analysis_set: Annotated[int, Field(ge=1)] | None = None
    """Which set of that video it is."""
    source: Annotated[str, Field(max_length=40)] | None = None
    """The app whose export it came from."""
    source_key: Annotated[str, Field(max_length=200)] | None = None
    """What makes it the same set when the export is imported again."""


class BodyWeightRecord(Record):
    """The person's weight at a moment."""

    id: Id
    person: Id
    measured_at: Moment
    weight: LoadRecord


class RecordingRecord(Record):
    """A video that was filed."""

    id: Id
    person: Id
    sha256: _Sha256
    """Of the video as it came, whether it was kept or not."""
    name: Annotated[str, Field(max_length=400)]
    recorded_at: Moment | None = None
    zone: Annotated[str, Field(max_length=64)] | None = None
    filed_at: Moment
    duration_s: float | None = None
    video: _Sha256 | None = None
    """Its file; None where it was not kept, or left out of the export."""
    video_size: Annotated[int, Field(ge=0)] | None = None
    """In bytes."""
    poses: _Sha256 | None = None
    """The file of its poses."""
    estimate: Annotated[int, Field(ge=0)] | None = None
    """In how many repetitions the lower back kept its shape, as the person felt it; None where they did not say."""
    estimated_at: Moment | None = None
    """When they said it, or read the answer without; None where nobody has read it yet."""


class MeasuredRecord(Record):
    """One quantity of one set over its repetitions, in the quantity's unit."""

    analysis: Id
    set: Annotated[int, Field(ge=0)]
    quantity: Annotated[str, Field(max_length=60)]
    repetitions: int
    median: float
    spread: float | None = None
    half_width: float | None = None


class AnalysisRecord(Record):
    """One analysis of a recording; its ``analysis.json`` is a file of its own."""

    id: Id
    person: Id
    recording: Id
    analysed_at: Moment
    hiphinge_version: Annotated[str, Field(max_length=40)]
    schema_: Annotated[str, Field(max_length=60)] = Field(alias="schema")
    exercise: Name
    repetitions: int
    corrections: dict[str, Any] | None = None
    """What the person corrected."""


class ClipRecord(Record):
    """A video that was given in to be analysed, and what became of it."""

    id: Id
    recording: Id
    exercise: Name | None = None
    """What the person said that it shows."""
    added_at: Moment
    state: Literal["queued", "running", "done", "failed", "cancelled"]
    attempts: Annotated[int, Field(ge=0)] = 0
    reason: str | None = None
    """Why it failed."""
    analysis: Id | None = None
    test: Name | None = None
    """The self-test that it shows, an id of the catalogue; None for a lift, which has none of what follows."""
    side: Literal["left", "right"] | None = None
    """The side that is tested; None where the test has none, or the pose says it."""
    hurt: bool | None = None
    """Whether it hurt; None where that is not asked."""
    sitting: Id | None = None
    """Tests that were done in one sitting share it, with the values that were measured."""
    test_result: str | None = None
    """What was measured of the test, as JSON; None before that."""

    @model_validator(mode="after")
    def _of_one_kind(self) -> Self:
        of_test = (self.side, self.hurt, self.sitting, self.test_result)
        if (self.test is None) != (self.sitting is None) or (self.test is None and any(v is not None for v in of_test)):
            message = "a video shows a self-test of a sitting, or a lift"
            raise ValueError(message)
        return self


class ExerciseNameRecord(Record):
    """Which of our exercises a name in the person's exports means; None where they said that it is none."""

    person: Id
    name: Name
    exercise: Name | None = None


class KeptRecord(Record):
    """A calibration, notes or a profile; its content is a file of its own."""

    key: Name
    """The person's name without case."""
    kind: Annotated[str, Field(pattern=r"^(calibration|notes|profile)(\.[1-9]\d{0,3})?$")]
    """With a number where it is an earlier version."""
    changed_at: Moment


class LogDocument(Record):
    """Everything that a store holds of one person, for other programs and for an empty store."""

    schema_: Literal["hiphinge.log/1"] = Field(alias="schema", default="hiphinge.log/1")
    """Name and version of this shape."""
    person: PersonRecord | None = None
    """None where only documents are kept of somebody who is not in the training log."""
    consents: tuple[ConsentRecord, ...] = ()
    sessions: tuple[SessionRecord, ...] = ()
    sets: tuple[SetRecord, ...] = ()
    body_weights: tuple[BodyWeightRecord, ...] = ()
    aims: tuple[AimRecord, ...] = ()
    planned_sessions: tuple[PlannedSessionRecord, ...] = ()
    planned_sets: tuple[PlannedSetRecord, ...] = ()
    self_tests: tuple[SelfTestRecord, ...] = ()
    preparations: tuple[PreparationRecord, ...] = ()
    back_comfort: tuple[ComfortRecord, ...] = ()
    training_plans: tuple[TrainingPlanRecord, ...] = ()
    day_answers: tuple[DayAnswerRecord, ...] = ()
    practice_days: tuple[PracticeRecord, ...] = ()
    exercise_names: tuple[ExerciseNameRecord, ...] = ()
    recordings: tuple[RecordingRecord, ...] = ()
    analyses: tuple[AnalysisRecord, ...] = ()
    measured_sets: tuple[MeasuredRecord, ...] = ()
    clips: tuple[ClipRecord, ...] = ()
    video_notes: tuple[VideoNoteRecord, ...] = ()
    kept: tuple[KeptRecord, ...] = ()

    @property
    def count_of_self_tests(self) -> int:
        """How many self-tests were done: the values of one in a sitting are one."""
        return len({(one.test, one.sitting or one.id) for one in self.self_tests})


def log_from_json(text: bytes, *, name: str) -> LogDocument:
    """Return a checked log; ``name`` is what its file is called in messages.

    Raises
    ------
    InputFormatError
        If it is no log, damaged, or holds something of another person.
    """
    fields = parsed(text, kind=LOG, name=name)
    document = checked_document(LogDocument, fields, kind=LOG, name=name, should="be a training log")
    mine = None if document.person is None else document.person.id
    kept = (getattr(document, field) for field in LogDocument.model_fields)
    rows = (row for field in kept if isinstance(field, tuple) for row in field)
    if any(getattr(row, "person", mine) != mine for row in rows):
        message = f"{name} should hold the log of one person, but holds something of another. {LOG.advice}"
        raise InputFormatError(message)
    return document
