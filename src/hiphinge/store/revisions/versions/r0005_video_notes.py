"""What a coach notes at a moment of a recording."""

import sqlalchemy as sa
from alembic import op

from hiphinge.store.columns import ID, UtcMoment

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "video_notes",
        sa.Column("id", ID, nullable=False),
        sa.Column("recording", ID, nullable=False),
        sa.Column("time_s", sa.Float(), nullable=False),
        sa.Column("written_at", UtcMoment(), nullable=False),
        sa.Column("changed_at", UtcMoment(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("drawing", sa.JSON(), nullable=False),
        sa.Column("voice", sa.String(80)),
        sa.PrimaryKeyConstraint("id", name="pk_video_notes"),
        sa.ForeignKeyConstraint(
            ["recording"], ["recordings.id"], name="fk_video_notes_recording_recordings", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_video_notes_recording", "video_notes", ["recording"])


def downgrade() -> None:
    """Drop it; files of voices that nobody names any more go with the next check."""
    op.drop_table("video_notes")
