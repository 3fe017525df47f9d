"""Aims, plans, self-tests, preparation, back comfort, and which sets were done while counting."""

import sqlalchemy as sa
from alembic import op

from hiphinge.store.columns import ID, UtcMoment

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables, and a column of the sets, which is false for those that are there."""
    _create_aims()
    _create_plans()
    _create_days()
    with op.batch_alter_table("sets") as sets:
        sets.add_column(sa.Column("counting", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("sets") as sets:
        sets.alter_column("counting", server_default=None)


def _create_aims() -> None:
    op.create_table(
        "aims",
        sa.Column("id", ID, nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("set_at", UtcMoment(), nullable=False),
        sa.Column("by", sa.Date(), nullable=False),
        sa.Column("exercise", sa.String(200)),
        sa.Column("exercise_name", sa.String(200), nullable=False),
        sa.Column("load_value", sa.Float()),
        sa.Column("load_unit", sa.String(2)),
        sa.Column("repetitions", sa.Integer()),
        sa.Column("quantity", sa.String(60)),
        sa.Column("value", sa.Float()),
        sa.Column("way", sa.String(10), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint("(load_value IS NULL) = (load_unit IS NULL)", name=op.f("ck_aims_load_has_unit")),
        sa.PrimaryKeyConstraint("id", name="pk_aims"),
        _of("aims", "person", "people"),
    )
    op.create_index("ix_aims_person", "aims", ["person"])


def _create_plans() -> None:
    op.create_table(
        "planned_sessions",
        sa.Column("id", ID, nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("planned_at", UtcMoment(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_planned_sessions"),
        _of("planned_sessions", "person", "people"),
    )
    op.create_index("ix_planned_sessions_person_day", "planned_sessions", ["person", "day"])
    op.create_table(
        "planned_sets",
        sa.Column("id", ID, nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("session", ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
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
        sa.Column("counting", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint("(load_value IS NULL) = (load_unit IS NULL)", name=op.f("ck_planned_sets_load_has_unit")),
        sa.PrimaryKeyConstraint("id", name="pk_planned_sets"),
        _of("planned_sets", "person", "people"),
        _of("planned_sets", "session", "planned_sessions"),
    )
    op.create_index("ix_planned_sets_person", "planned_sets", ["person"])
    op.create_index("ix_planned_sets_session", "planned_sets", ["session"])


def _create_days() -> None:
    op.create_table(
        "self_tests",
        sa.Column("id", ID, nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("test", sa.String(200), nullable=False),
        sa.Column("tested_at", UtcMoment(), nullable=False),
        sa.Column("time_known", sa.Boolean(), nullable=False),
        sa.Column("side", sa.String(5)),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("unit", sa.String(20), nullable=False),
        sa.Column("measured_with", sa.String(200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_self_tests"),
        _of("self_tests", "person", "people"),
    )
    op.create_index("ix_self_tests_person_tested_at", "self_tests", ["person", "tested_at"])
    op.create_table(
        "preparations",
        sa.Column("id", ID, nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("session", ID, nullable=False),
        sa.Column("item", sa.String(60), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("answered_at", UtcMoment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_preparations"),
        _of("preparations", "person", "people"),
        _of("preparations", "session", "sessions"),
    )
    op.create_index("ix_preparations_person", "preparations", ["person"])
    op.create_index("ix_preparations_session", "preparations", ["session"])
    op.create_table(
        "back_comfort",
        sa.Column("id", ID, nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("comfort", sa.Integer(), nullable=False),
        sa.Column("noted_at", UtcMoment(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_back_comfort"),
        _of("back_comfort", "person", "people"),
    )
    op.create_index("ix_back_comfort_person_day", "back_comfort", ["person", "day"])


def _of(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_{column}_{other}"
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete="CASCADE")


def downgrade() -> None:
    """Remove what was added; sets stay, and so do sessions that have some."""
    for table in ("back_comfort", "preparations", "self_tests", "planned_sets", "planned_sessions", "aims"):
        op.drop_table(table)
    op.execute("DELETE FROM sessions WHERE NOT EXISTS (SELECT 1 FROM sets WHERE sets.session = sessions.id)")
    with op.batch_alter_table("sets") as sets:
        sets.drop_column("counting")
