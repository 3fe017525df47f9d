"""Videos of self-tests in the queue: which test and side a clip shows, its sitting, and what was measured."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_COLUMNS = ("test", "side", "hurt", "sitting", "test_result")


def upgrade() -> None:
    """Add the columns."""
    op.add_column("clips", sa.Column("test", sa.String(200)))
    op.add_column("clips", sa.Column("side", sa.String(5)))
    op.add_column("clips", sa.Column("hurt", sa.Boolean()))
    op.add_column("clips", sa.Column("sitting", sa.String(32)))
    op.add_column("clips", sa.Column("test_result", sa.Text()))
    op.create_index("ix_clips_sitting", "clips", ["sitting"])


def downgrade() -> None:
    """Drop them, with the clips that are tests: they would be taken for lifts."""
    op.execute("DELETE FROM clips WHERE test IS NOT NULL")
    op.drop_index("ix_clips_sitting", "clips")
    with op.batch_alter_table("clips") as batch:
        for name in reversed(_COLUMNS):
            batch.drop_column(name)
