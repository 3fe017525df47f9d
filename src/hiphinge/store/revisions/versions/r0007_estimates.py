"""What people said of a set before they saw its answer; answers that are there already count as read."""

import sqlalchemy as sa
from alembic import op

from hiphinge.store.columns import UtcMoment

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    op.add_column("recordings", sa.Column("estimate", sa.Integer()))
    op.add_column("recordings", sa.Column("estimated_at", UtcMoment()))
    op.execute("UPDATE recordings SET estimated_at = filed_at WHERE id IN (SELECT recording FROM analyses)")


def downgrade() -> None:
    """Drop them."""
    op.drop_column("recordings", "estimated_at")
    op.drop_column("recordings", "estimate")
