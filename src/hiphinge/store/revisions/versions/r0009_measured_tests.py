"""What a video of a self-test measured: which quantity, its interval, how well it repeats, and the sitting."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_COLUMNS = ("quantity", "low", "high", "repeatability", "at_least", "sitting")


def upgrade() -> None:
    """Add the columns."""
    op.add_column("self_tests", sa.Column("quantity", sa.String(60)))
    for name in ("low", "high", "repeatability"):
        op.add_column("self_tests", sa.Column(name, sa.Float()))
    op.add_column("self_tests", sa.Column("at_least", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("self_tests", sa.Column("sitting", sa.String(32)))


def downgrade() -> None:
    """Drop them, with the values that are not the test's own."""
    op.execute("DELETE FROM self_tests WHERE quantity IS NOT NULL")
    with op.batch_alter_table("self_tests") as batch:
        for name in reversed(_COLUMNS):
            batch.drop_column(name)
