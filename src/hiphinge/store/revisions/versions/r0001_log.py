"""People, sessions, sets, body weight, and the documents kept of people."""

import sqlalchemy as sa
from alembic import op

from hiphinge.store.columns import ID, UtcMoment

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    _create_people()
    _create_training()
    _create_weights_and_names()


def _create_people() -> None:
    op.create_table(
        "people",
        sa.Column("id", ID, nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("adult", sa.Boolean(), nullable=False),
        sa.Column("created_at", UtcMoment(), nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("unit", sa.String(2), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
        sa.UniqueConstraint("key", name="uq_people_key"),
        sa.CheckConstraint("adult", name=op.f("ck_people_adult")),
    )
    op.create_table(
        "consents",
        sa.Column("id", ID, nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("to", sa.String(40), nullable=False),
        sa.Column("given_at", UtcMoment(), nullable=False),
        sa.Column("withdrawn_at", UtcMoment()),
        sa.PrimaryKeyConstraint("id", name="pk_consents"),
        _of_person("consents"),
    )
    op.create_index("ix_consents_person", "consents", ["person"])
    op.create_table(
        "kept_documents",
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("changed_at", UtcMoment(), nullable=False),
        sa.PrimaryKeyConstraint("key", "kind", name="pk_kept_documents"),
    )


def _create_training() -> None:
    op.create_table(
        "sessions",
        sa.Column("id", ID, nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("started_at", UtcMoment(), nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sessions"),
        _of_person("sessions"),
    )
    op.create_index("ix_sessions_person_started_at", "sessions", ["person", "started_at"])
    op.create_table("sets", *_set_columns())
    op.create_index("ix_sets_person_performed_at", "sets", ["person", "performed_at"])
    op.create_index("ix_sets_person_exercise_performed_at", "sets", ["person", "exercise", "performed_at"])
    op.create_index("ix_sets_session", "sets", ["session"])


def _create_weights_and_names() -> None:
    op.create_table(
        "body_weights",
        sa.Column("id", ID, nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("measured_at", UtcMoment(), nullable=False),
        sa.Column("weight_value", sa.Float(), nullable=False),
        sa.Column("weight_unit", sa.String(2), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_body_weights"),
        _of_person("body_weights"),
    )
    op.create_index("ix_body_weights_person_measured_at", "body_weights", ["person", "measured_at"])
    op.create_table(
        "exercise_names",
        sa.Column("person", ID, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("exercise", sa.String(200)),
        sa.PrimaryKeyConstraint("person", "name", name="pk_exercise_names"),
        _of_person("exercise_names"),
    )


def _of_person(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["person"], ["people.id"], name=f"fk_{table}_person_people", ondelete="CASCADE")


def _set_columns() -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("id", ID, nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("session", ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("performed_at", UtcMoment(), nullable=False),
        sa.Column("time_known", sa.Boolean(), nullable=False),
        sa.Column("exercise", sa.String(200)),
        sa.Column("exercise_name", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("load_value", sa.Float()),
        sa.Column("load_unit", sa.String(2)),
        sa.Column("repetitions", sa.Integer()),
        sa.Column("duration_s", sa.Float()),
        sa.Column("rpe", sa.Float()),
        sa.Column("rest_s", sa.Float()),
        sa.Column("tempo", sa.String(20)),
        sa.Column("pain_before", sa.Integer()),
        sa.Column("pain_after", sa.Integer()),
        sa.Column("pain_next_morning", sa.Integer()),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("source", sa.String(40)),
        sa.Column("source_key", sa.String(200)),
        sa.PrimaryKeyConstraint("id", name="pk_sets"),
        _of_person("sets"),
        sa.ForeignKeyConstraint(["session"], ["sessions.id"], name="fk_sets_session_sessions", ondelete="CASCADE"),
        sa.UniqueConstraint("person", "source", "source_key", name="uq_sets_source_key"),
        sa.CheckConstraint("(load_value IS NULL) = (load_unit IS NULL)", name=op.f("ck_sets_load_has_unit")),
    )


def downgrade() -> None:
    """Remove the tables, those that refer to others first."""
    for table in (
        "exercise_names",
        "body_weights",
        "sets",
        "sessions",
        "kept_documents",
        "consents",
        "people",
    ):
        op.drop_table(table)
