"""Plans that people train by, how they are on a day, and the days on which they practised."""

import sqlalchemy as sa
from alembic import op

from hiphinge.store.columns import ID, UtcMoment

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    _create("training_plans", *_moments("begun_at", "changed_at"), sa.Column("ended_at", UtcMoment()), _json("content"))
    op.create_index("ix_training_plans_person", "training_plans", ["person"])
    _create(
        "day_answers",
        sa.Column("day", sa.Date(), nullable=False),
        *_moments("answered_at"),
        sa.Column("pain", sa.Integer(), nullable=False),
        sa.Column("soreness", sa.Integer(), nullable=False),
        sa.Column("busy", sa.Boolean(), nullable=False),
        _json("yes"),
    )
    op.create_index("ix_day_answers_person_day", "day_answers", ["person", "day"])
    _create(
        "practice_days",
        sa.Column("day", sa.Date(), nullable=False),
        *_moments("ticked_at"),
        sa.UniqueConstraint("person", "day", name="uq_practice_days_day"),
    )


def _create(table: str, *what: sa.schema.SchemaItem) -> None:
    op.create_table(
        table,
        sa.Column("id", ID, nullable=False),
        sa.Column("person", ID, nullable=False),
        *what,
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=f"fk_{table}_person_people", ondelete="CASCADE"),
    )


def _moments(*names: str) -> tuple["sa.Column[object]", ...]:
    return tuple(sa.Column(name, UtcMoment(), nullable=False) for name in names)


def _json(name: str) -> "sa.Column[object]":
    return sa.Column(name, sa.JSON(), nullable=False)


def downgrade() -> None:
    """Drop the tables."""
    for table in ("practice_days", "day_answers", "training_plans"):
        op.drop_table(table)
