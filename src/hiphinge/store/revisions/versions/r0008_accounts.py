"""Shared mode: accounts, what they sign in with, whom they coach, invitations, what was done; who gave a clip in."""

import sqlalchemy as sa
from alembic import op

from hiphinge.store.columns import ID, UtcMoment

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_HASH = sa.String(64)


def upgrade() -> None:
    """Add the tables and the column."""
    _add_accounts()
    _add_what_signs_in()
    _add_what_was_done()
    op.add_column("clips", sa.Column("account", ID))


def downgrade() -> None:
    """Drop them."""
    with op.batch_alter_table("clips") as clips:
        clips.drop_column("account")
    for table in ("audit", "failures", "invitations", "passkeys", "signed_in", "coaching", "accounts"):
        op.drop_table(table)


def _of_account() -> "sa.Column[str]":
    return sa.Column("account", ID, sa.ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False)


def _add_accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", ID, primary_key=True),
        sa.Column("key", sa.String(80), nullable=False, unique=True),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("role", sa.String(10), nullable=False),
        sa.Column("password", sa.String(200)),
        sa.Column("person", ID, sa.ForeignKey("people.id", ondelete="SET NULL")),
        sa.Column("added_at", UtcMoment, nullable=False),
    )
    op.create_index("ix_accounts_person", "accounts", ["person"], unique=True)
    op.create_table(
        "coaching",
        sa.Column("account", ID, sa.ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("person", ID, sa.ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("since", UtcMoment, nullable=False),
    )
    op.create_index("ix_coaching_person", "coaching", ["person"])


def _add_what_signs_in() -> None:
    op.create_table(
        "signed_in",
        sa.Column("hash", _HASH, primary_key=True),
        _of_account(),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("since", UtcMoment, nullable=False),
        sa.Column("seen_at", UtcMoment, nullable=False),
        sa.Column("until", UtcMoment, nullable=False),
    )
    op.create_index("ix_signed_in_account", "signed_in", ["account"])
    op.create_table(
        "passkeys",
        sa.Column("id", sa.String(400), primary_key=True),
        _of_account(),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("public_key", sa.LargeBinary, nullable=False),
        sa.Column("sign_count", sa.Integer, nullable=False),
        sa.Column("added_at", UtcMoment, nullable=False),
        sa.Column("used_at", UtcMoment),
    )
    op.create_index("ix_passkeys_account", "passkeys", ["account"])
    op.create_table(
        "invitations",
        sa.Column("hash", _HASH, primary_key=True),
        sa.Column("role", sa.String(10), nullable=False),
        sa.Column("person", ID, sa.ForeignKey("people.id", ondelete="CASCADE")),
        sa.Column("account", ID, sa.ForeignKey("accounts.id", ondelete="CASCADE")),
        sa.Column("coach", ID, sa.ForeignKey("accounts.id", ondelete="CASCADE")),
        sa.Column("by", ID, sa.ForeignKey("accounts.id", ondelete="CASCADE")),
        sa.Column("note", sa.String(80), nullable=False),
        sa.Column("added_at", UtcMoment, nullable=False),
        sa.Column("until", UtcMoment, nullable=False),
    )


def _add_what_was_done() -> None:
    op.create_table(
        "failures",
        sa.Column("id", ID, primary_key=True),
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("address", sa.String(64), nullable=False),
        sa.Column("at", UtcMoment, nullable=False),
    )
    op.create_index("ix_failures_at", "failures", ["at"])
    op.create_table(
        "audit",
        sa.Column("id", ID, primary_key=True),
        sa.Column("at", UtcMoment, nullable=False),
        sa.Column("account", ID),
        sa.Column("who", sa.String(80), nullable=False),
        sa.Column("did", sa.String(40), nullable=False),
        sa.Column("about", sa.Text, nullable=False),
        sa.Column("person", ID),
        sa.Column("address", sa.String(64), nullable=False),
    )
    op.create_index("ix_audit_at", "audit", ["at"])
    op.create_index("ix_audit_person", "audit", ["person"])
