"""The tables. Each change here needs a revision in `hiphinge.store.revisions`; a test holds that they agree."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from hiphinge.store.columns import ID, METADATA, UtcMoment, asked_columns, measured_columns

__all__ = [
    "METADATA",
    "aims",
    "analyses",
    "analysis_documents",
    "back_comfort",
    "body_weights",
    "clip_counter",
    "clips",
    "consents",
    "day_answers",
    "exercise_names",
    "kept_documents",
    "measured_sets",
    "people",
    "planned_sessions",
    "planned_sets",
    "practice_days",
    "preparations",
    "recordings",
    "self_tests",
    "sessions",
    "sets",
    "training_plans",
    "video_notes",
]


def _of_person() -> Column[str]:
    return Column("person", ID, ForeignKey("people.id", ondelete="CASCADE"), nullable=False)


def _of_person_or_nobody() -> Column[str]:
    """Return the column of whose it is; NULL where nobody said so yet."""
    return Column("person", ID, ForeignKey("people.id", ondelete="CASCADE"))


people = Table(
    "people",
    METADATA,
    Column("id", ID, primary_key=True),
    Column("key", String(200), nullable=False, unique=True),  # the name without case and blanks around it
    Column("name", String(200), nullable=False),
    Column("adult", Boolean, nullable=False),
    Column("created_at", UtcMoment, nullable=False),
    Column("zone", String(64), nullable=False),
    Column("unit", String(2), nullable=False),
    CheckConstraint("adult", name="adult"),
)

consents = Table(
    "consents",
    METADATA,
    Column("id", ID, primary_key=True),
    _of_person(),
    Column("to", String(40), nullable=False),
    Column("given_at", UtcMoment, nullable=False),
    Column("withdrawn_at", UtcMoment),
    Index("ix_consents_person", "person"),
)

kept_documents = Table(
    "kept_documents",
    METADATA,
    Column("key", String(200), primary_key=True),  # of the person, who may not train here otherwise
    Column("kind", String(20), primary_key=True),
    Column("content", LargeBinary, nullable=False),
    Column("changed_at", UtcMoment, nullable=False),
)
"""Calibrations, notes and profiles, whole, as `hiphinge.people` reads and writes them."""

sessions = Table(
    "sessions",
    METADATA,
    Column("id", ID, primary_key=True),
    _of_person(),
    Column("started_at", UtcMoment, nullable=False),
    Column("zone", String(64), nullable=False),
    Column("title", Text, nullable=False),
    Column("note", Text, nullable=False),
    Index("ix_sessions_person_started_at", "person", "started_at"),
)

sets = Table(
    "sets",
    METADATA,
    Column("id", ID, primary_key=True),
    _of_person(),
    Column("session", ID, ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("performed_at", UtcMoment, nullable=False),
    Column("time_known", Boolean, nullable=False),
    Column("exercise", String(200)),
    Column("exercise_name", String(200), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("load_value", Float),
    Column("load_unit", String(2)),
    Column("repetitions", Integer),
    Column("duration_s", Float),
    Column("rpe", Float),
    Column("rest_s", Float),
    Column("tempo", String(20)),
    Column("pain_before", Integer),
    Column("pain_after", Integer),
    Column("pain_next_morning", Integer),
    Column("counting", Boolean, nullable=False),
    Column("note", Text, nullable=False),
    Column("analysis", ID, ForeignKey("analyses.id", ondelete="SET NULL")),
    Column("analysis_set", Integer),
    Column("source", String(40)),
    Column("source_key", String(200)),
    UniqueConstraint("person", "source", "source_key", name="uq_sets_source_key"),
    CheckConstraint("(load_value IS NULL) = (load_unit IS NULL)", name="load_has_unit"),
    Index("ix_sets_person_performed_at", "person", "performed_at"),
    Index("ix_sets_person_exercise_performed_at", "person", "exercise", "performed_at"),
    Index("ix_sets_session", "session"),
    Index("ix_sets_analysis", "analysis"),
)

body_weights = Table(
    "body_weights",
    METADATA,
    Column("id", ID, primary_key=True),
    _of_person(),
    Column("measured_at", UtcMoment, nullable=False),
    Column("weight_value", Float, nullable=False),
    Column("weight_unit", String(2), nullable=False),
    Index("ix_body_weights_person_measured_at", "person", "measured_at"),
)

aims = Table(
    "aims",
    METADATA,
    Column("id", ID, primary_key=True),
    _of_person(),
    Column("set_at", UtcMoment, nullable=False),
    Column("by", Date, nullable=False),
    Column("exercise", String(200)),
    Column("exercise_name", String(200), nullable=False),
    Column("load_value", Float),
    Column("load_unit", String(2)),
    Column("repetitions", Integer),
    Column("quantity", String(60)),
    Column("value", Float),
    Column("way", String(10), nullable=False),
    Column("note", Text, nullable=False),
    CheckConstraint("(load_value IS NULL) = (load_unit IS NULL)", name="load_has_unit"),
    Index("ix_aims_person", "person"),
)

planned_sessions = Table(
    "planned_sessions",
    METADATA,
    Column("id", ID, primary_key=True),
    _of_person(),
    Column("day", Date, nullable=False),
    Column("planned_at", UtcMoment, nullable=False),
    Column("title", Text, nullable=False),
    Column("note", Text, nullable=False),
    Index("ix_planned_sessions_person_day", "person", "day"),
)

planned_sets = Table(
    "planned_sets",
    METADATA,
    Column("id", ID, primary_key=True),
    _of_person(),
    Column("session", ID, ForeignKey("planned_sessions.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("exercise", String(200)),
    Column("exercise_name", String(200), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("load_value", Float),
    Column("load_unit", String(2)),
    Column("repetitions", Integer),
    Column("duration_s", Float),
    Column("rpe", Float),
    Column("rest_s", Float),
    Column("tempo", String(20)),
    Column("counting", Boolean, nullable=False),
    Column("note", Text, nullable=False),
    CheckConstraint("(load_value IS NULL) = (load_unit IS NULL)", name="load_has_unit"),
    Index("ix_planned_sets_person", "person"),
    Index("ix_planned_sets_session", "session"),
)

self_tests = Table(
    "self_tests",
    METADATA,
    Column("id", ID, primary_key=True),
    _of_person(),
    Column("test", String(200), nullable=False),
    Column("tested_at", UtcMoment, nullable=False),
    Column("time_known", Boolean, nullable=False),
    Column("side", String(5)),
    Column("value", Float, nullable=False),
    Column("unit", String(20), nullable=False),
    Column("note", Text, nullable=False),
    *measured_columns(),
    Index("ix_self_tests_person_tested_at", "person", "tested_at"),
)

preparations = Table(
    "preparations",
    METADATA,
    Column("id", ID, primary_key=True),
    _of_person(),
    Column("session", ID, ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False),
    Column("item", String(60), nullable=False),
    Column("done", Boolean, nullable=False),
    Column("answered_at", UtcMoment, nullable=False),
    Index("ix_preparations_person", "person"),
    Index("ix_preparations_session", "session"),
)

back_comfort = Table(
    "back_comfort",
    METADATA,
    Column("id", ID, primary_key=True),
    _of_person(),
    Column("day", Date, nullable=False),
    Column("comfort", Integer, nullable=False),
    Column("noted_at", UtcMoment, nullable=False),
    Column("note", Text, nullable=False),
    Index("ix_back_comfort_person_day", "person", "day"),
)

training_plans = Table(
    "training_plans",
    METADATA,
    Column("id", ID, primary_key=True),
    _of_person(),
    Column("begun_at", UtcMoment, nullable=False),
    Column("changed_at", UtcMoment, nullable=False),
    Column("ended_at", UtcMoment),  # NULL: the person trains by it
    Column("content", JSON, nullable=False),
    Index("ix_training_plans_person", "person"),
)

day_answers = Table(
    "day_answers",
    METADATA,
    Column("id", ID, primary_key=True),
    _of_person(),
    Column("day", Date, nullable=False),
    Column("answered_at", UtcMoment, nullable=False),
    Column("pain", Integer, nullable=False),
    Column("soreness", Integer, nullable=False),
    Column("busy", Boolean, nullable=False),
    Column("yes", JSON, nullable=False),
    Index("ix_day_answers_person_day", "person", "day"),
)

practice_days = Table(
    "practice_days",
    METADATA,
    Column("id", ID, primary_key=True),
    _of_person(),
    Column("day", Date, nullable=False),
    Column("ticked_at", UtcMoment, nullable=False),
    UniqueConstraint("person", "day", name="uq_practice_days_day"),
)

exercise_names = Table(
    "exercise_names",
    METADATA,
    Column("person", ID, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("name", String(200), primary_key=True),  # without case
    Column("exercise", String(200)),
)
"""Which of our exercises a name in a person's exports means; NULL where they said that it is none."""

recordings = Table(
    "recordings",
    METADATA,
    Column("id", ID, primary_key=True),
    _of_person_or_nobody(),
    Column("sha256", String(64), nullable=False),
    Column("name", String(400), nullable=False),
    Column("recorded_at", UtcMoment),
    Column("zone", String(64)),
    Column("filed_at", UtcMoment, nullable=False),
    Column("duration_s", Float),
    Column("video", String(80)),  # the key of the file; NULL where it was not kept, or was deleted
    Column("video_size", Integer),
    Column("poses", String(80)),
    Column("proxy", String(80)),  # the key of a copy that browsers play; NULL where the video itself will do
    Column("frame_times", LargeBinary),  # of every frame in seconds: 64-bit floats, compressed with zlib
    Column("estimate", Integer),  # repetitions in which the back kept its shape, as felt; NULL where nothing was said
    Column("estimated_at", UtcMoment),  # NULL: nobody has read the answer yet
    UniqueConstraint("person", "sha256", name="uq_recordings_sha256"),
    Index("ix_recordings_person_recorded_at", "person", "recorded_at"),
)

analyses = Table(
    "analyses",
    METADATA,
    Column("id", ID, primary_key=True),
    _of_person_or_nobody(),
    Column("recording", ID, ForeignKey("recordings.id", ondelete="CASCADE"), nullable=False),
    Column("analysed_at", UtcMoment, nullable=False),
    Column("hiphinge_version", String(40), nullable=False),
    Column("schema", String(60), nullable=False),
    Column("exercise", String(200), nullable=False),
    Column("repetitions", Integer, nullable=False),
    Index("ix_analyses_person_analysed_at", "person", "analysed_at"),
    Index("ix_analyses_recording", "recording"),
)

analysis_documents = Table(
    "analysis_documents",
    METADATA,
    Column("analysis", ID, ForeignKey("analyses.id", ondelete="CASCADE"), primary_key=True),
    Column("content", LargeBinary, nullable=False),  # analysis.json, compressed with zlib
    Column("corrections", JSON),  # what the person corrected, beside what was measured
)

measured_sets = Table(
    "measured_sets",
    METADATA,
    Column("analysis", ID, ForeignKey("analyses.id", ondelete="CASCADE"), primary_key=True),
    Column("set", Integer, primary_key=True),
    Column("quantity", String(60), primary_key=True),
    Column("repetitions", Integer, nullable=False),
    Column("median", Float, nullable=False),
    Column("spread", Float),  # standard deviation between the repetitions; NULL for one
    Column("half_width", Float),  # of the 90 % interval of one repetition, as reported
)
"""What progress reads: each quantity of each set over its repetitions, so that no document has to be opened."""

video_notes = Table(
    "video_notes",
    METADATA,
    Column("id", ID, primary_key=True),
    Column("recording", ID, ForeignKey("recordings.id", ondelete="CASCADE"), nullable=False),
    Column("time_s", Float, nullable=False),
    Column("written_at", UtcMoment, nullable=False),
    Column("changed_at", UtcMoment, nullable=False),
    Column("text", Text, nullable=False),
    Column("drawing", JSON, nullable=False),
    Column("voice", String(80)),  # the key of the file; NULL where nothing was spoken
    Index("ix_video_notes_recording", "recording"),
)
"""What a coach notes at a moment of a recording; it stays where the recording is analysed anew."""

clips = Table(
    "clips",
    METADATA,
    Column("id", ID, primary_key=True),
    Column("recording", ID, ForeignKey("recordings.id", ondelete="CASCADE")),  # NULL: discarded
    Column("exercise", String(200)),
    Column("added_at", UtcMoment, nullable=False),
    Column("state", String(10), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("reason", Text),  # why it failed, in words
    Column("analysis", ID, ForeignKey("analyses.id", ondelete="SET NULL")),
    Column("stage", String(20)),
    Column("fraction", Float),
    Column("worker", String(80)),  # which process has it
    Column("started_at", UtcMoment),
    Column("beat_at", UtcMoment),  # when that process last said that it works
    Column("change", BigInteger, nullable=False),
    Column("account", ID),  # who gave it in, in shared mode; NULL: the owner of the machine, or an account that is gone
    *asked_columns(),  # NULL: a lift
    Index("ix_clips_state", "state"),
    Index("ix_clips_recording", "recording"),
    Index("ix_clips_analysis", "analysis"),
    Index("ix_clips_change", "change"),
)
"""Videos that were given in: each waits, is worked on, or has an end."""

clip_counter = Table(
    "clip_counter",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("changes", BigInteger, nullable=False),
)
"""One row: how many changes the clips have seen; it never goes back."""
