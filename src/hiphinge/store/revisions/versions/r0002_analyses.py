"""Recordings and their analyses, and which analysis shows a set."""

import sqlalchemy as sa
from alembic import op

from hiphinge.store.columns import ID, UtcMoment

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables, and two columns of the sets."""
    _create_recordings()
    _create_analyses()
    with op.batch_alter_table("sets") as sets:
        sets.add_column(sa.Column("analysis", ID))
        sets.add_column(sa.Column("analysis_set", sa.Integer()))
        sets.create_foreign_key("fk_sets_analysis_analyses", "analyses", ["analysis"], ["id"], ondelete="SET NULL")
        sets.create_index("ix_sets_analysis", ["analysis"])


def _create_recordings() -> None:
    op.create_table(
        "recordings",
        sa.Column("id", ID, nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("name", sa.String(400), nullable=False),
        sa.Column("recorded_at", UtcMoment()),
        sa.Column("zone", sa.String(64)),
        sa.Column("filed_at", UtcMoment(), nullable=False),
        sa.Column("duration_s", sa.Float()),
        sa.Column("video", sa.String(80)),
        sa.Column("video_size", sa.Integer()),
        sa.Column("poses", sa.String(80)),
        sa.PrimaryKeyConstraint("id", name="pk_recordings"),
        sa.UniqueConstraint("person", "sha256", name="uq_recordings_sha256"),
        _of("recordings", "person", "people"),
    )
    op.create_index("ix_recordings_person_recorded_at", "recordings", ["person", "recorded_at"])


def _create_analyses() -> None:
    op.create_table(
        "analyses",
        sa.Column("id", ID, nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("recording", ID, nullable=False),
        sa.Column("analysed_at", UtcMoment(), nullable=False),
        sa.Column("hiphinge_version", sa.String(40), nullable=False),
        sa.Column("schema", sa.String(60), nullable=False),
        sa.Column("exercise", sa.String(200), nullable=False),
        sa.Column("repetitions", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_analyses"),
        _of("analyses", "person", "people"),
        _of("analyses", "recording", "recordings"),
    )
    op.create_index("ix_analyses_person_analysed_at", "analyses", ["person", "analysed_at"])
    op.create_index("ix_analyses_recording", "analyses", ["recording"])
    op.create_table(
        "analysis_documents",
        sa.Column("analysis", ID, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("corrections", sa.JSON()),
        sa.PrimaryKeyConstraint("analysis", name="pk_analysis_documents"),
        _of("analysis_documents", "analysis", "analyses"),
    )
    op.create_table(
        "measured_sets",
        sa.Column("analysis", ID, nullable=False),
        sa.Column("set", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.String(60), nullable=False),
        sa.Column("repetitions", sa.Integer(), nullable=False),
        sa.Column("median", sa.Float(), nullable=False),
        sa.Column("spread", sa.Float()),
        sa.Column("half_width", sa.Float()),
        sa.PrimaryKeyConstraint("analysis", "set", "quantity", name="pk_measured_sets"),
        _of("measured_sets", "analysis", "analyses"),
    )


def _of(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_{column}_{other}"
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete="CASCADE")


def downgrade() -> None:
    """Remove what was added; sets stay, without their videos."""
    with op.batch_alter_table("sets") as sets:
        sets.drop_index("ix_sets_analysis")
        sets.drop_constraint("fk_sets_analysis_analyses", type_="foreignkey")
        sets.drop_column("analysis_set")
        sets.drop_column("analysis")
    for table in ("measured_sets", "analysis_documents", "analyses", "recordings"):
        op.drop_table(table)
