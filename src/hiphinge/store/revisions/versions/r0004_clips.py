"""Videos that wait to be analysed, recordings that are nobody's yet, and copies that browsers play."""

import sqlalchemy as sa
from alembic import op

from hiphinge.store.columns import ID, UtcMoment

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let recordings and analyses be nobody's, keep a copy of a video beside it, and create the queue."""
    with op.batch_alter_table("recordings") as recordings:
        recordings.alter_column("person", existing_type=ID, nullable=True)
        recordings.add_column(sa.Column("proxy", sa.String(80)))
        recordings.add_column(sa.Column("frame_times", sa.LargeBinary()))
    with op.batch_alter_table("analyses") as analyses:
        analyses.alter_column("person", existing_type=ID, nullable=True)
    _create_clips()
    op.create_table(
        "clip_counter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("changes", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_clip_counter"),
    )
    op.execute("INSERT INTO clip_counter (id, changes) VALUES (1, 0)")


def _create_clips() -> None:
    op.create_table(
        "clips",
        sa.Column("id", ID, nullable=False),
        sa.Column("recording", ID),
        sa.Column("exercise", sa.String(200)),
        sa.Column("added_at", UtcMoment(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("analysis", ID),
        sa.Column("stage", sa.String(20)),
        sa.Column("fraction", sa.Float()),
        sa.Column("worker", sa.String(80)),
        sa.Column("started_at", UtcMoment()),
        sa.Column("beat_at", UtcMoment()),
        sa.Column("change", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_clips"),
        sa.ForeignKeyConstraint(
            ["recording"], ["recordings.id"], name="fk_clips_recording_recordings", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["analysis"], ["analyses.id"], name="fk_clips_analysis_analyses", ondelete="SET NULL"),
    )
    for column in ("state", "recording", "analysis", "change"):
        op.create_index(f"ix_clips_{column}", "clips", [column])


def downgrade() -> None:
    """Drop the queue, and what is nobody's."""
    op.drop_table("clip_counter")
    op.drop_table("clips")
    of_nobody = "(SELECT id FROM recordings WHERE person IS NULL)"
    analyses = f"(SELECT id FROM analyses WHERE recording IN {of_nobody})"  # noqa: S608  # nothing is put in
    for statement in (
        f"UPDATE sets SET analysis = NULL WHERE analysis IN {analyses}",  # noqa: S608  # likewise
        f"DELETE FROM measured_sets WHERE analysis IN {analyses}",  # noqa: S608  # likewise
        f"DELETE FROM analysis_documents WHERE analysis IN {analyses}",  # noqa: S608  # likewise
        f"DELETE FROM analyses WHERE recording IN {of_nobody}",  # noqa: S608  # likewise
        "DELETE FROM recordings WHERE person IS NULL",
    ):
        op.execute(statement)
    with op.batch_alter_table("analyses") as table:
        table.alter_column("person", existing_type=ID, nullable=False)
    with op.batch_alter_table("recordings") as table:
        table.drop_column("frame_times")
        table.drop_column("proxy")
        table.alter_column("person", existing_type=ID, nullable=False)
