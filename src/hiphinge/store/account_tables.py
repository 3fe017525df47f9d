"""The tables of shared mode: accounts, what they sign in with, whom they coach, invitations, and what was done."""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text

from hiphinge.store.columns import ID, METADATA, UtcMoment

__all__ = ["ACCOUNT_TABLES", "accounts", "audit", "coaching", "failures", "invitations", "passkeys", "signed_in"]

_HASH = String(64)


def _of_account() -> Column[str]:
    return Column("account", ID, ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False)


accounts = Table(
    "accounts",
    METADATA,
    Column("id", ID, primary_key=True),
    Column("key", String(80), nullable=False, unique=True),  # the name without case
    Column("name", String(80), nullable=False),
    Column("role", String(10), nullable=False),
    Column("password", String(200)),  # argon2id with its salt
    Column("person", ID, ForeignKey("people.id", ondelete="SET NULL")),  # who it is in the training log
    Column("added_at", UtcMoment, nullable=False),
    Index("ix_accounts_person", "person", unique=True),
)

coaching = Table(
    "coaching",
    METADATA,
    Column("account", ID, ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True),
    Column("person", ID, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("since", UtcMoment, nullable=False),
    Index("ix_coaching_person", "person"),
)
"""Which accounts see and change the data of which people, beside their own."""

signed_in = Table(
    "signed_in",
    METADATA,
    Column("hash", _HASH, primary_key=True),  # of what the browser or the program shows
    _of_account(),
    Column("kind", String(10), nullable=False),  # browser, or program
    Column("name", String(80), nullable=False),
    Column("since", UtcMoment, nullable=False),
    Column("seen_at", UtcMoment, nullable=False),
    Column("until", UtcMoment, nullable=False),
    Index("ix_signed_in_account", "account"),
)
"""Browsers and programs that are signed in; what they show is not kept, only its SHA-256."""

passkeys = Table(
    "passkeys",
    METADATA,
    Column("id", String(400), primary_key=True),  # of the credential, base64url
    _of_account(),
    Column("name", String(80), nullable=False),
    Column("public_key", LargeBinary, nullable=False),
    Column("sign_count", Integer, nullable=False),
    Column("added_at", UtcMoment, nullable=False),
    Column("used_at", UtcMoment),
    Index("ix_passkeys_account", "account"),
)

invitations = Table(
    "invitations",
    METADATA,
    Column("hash", _HASH, primary_key=True),  # of what its link holds
    Column("role", String(10), nullable=False),
    Column("person", ID, ForeignKey("people.id", ondelete="CASCADE")),  # whose log it opens; NULL: a new one
    Column("account", ID, ForeignKey("accounts.id", ondelete="CASCADE")),  # whose password it sets anew
    Column("coach", ID, ForeignKey("accounts.id", ondelete="CASCADE")),  # who sees the new person's data
    Column("by", ID, ForeignKey("accounts.id", ondelete="CASCADE")),  # who gave it; NULL: the machine's owner
    Column("note", String(80), nullable=False),
    Column("added_at", UtcMoment, nullable=False),
    Column("until", UtcMoment, nullable=False),
)
"""Links that nobody has used yet."""

failures = Table(
    "failures",
    METADATA,
    Column("id", ID, primary_key=True),
    Column("key", String(80), nullable=False),
    Column("address", String(64), nullable=False),
    Column("at", UtcMoment, nullable=False),
    Index("ix_failures_at", "at"),
)
"""Passwords, passkeys and links that were wrong, for as long as they slow anybody down."""

audit = Table(
    "audit",
    METADATA,
    Column("id", ID, primary_key=True),
    Column("at", UtcMoment, nullable=False),
    Column("account", ID),
    Column("who", String(80), nullable=False),
    Column("did", String(40), nullable=False),
    Column("about", Text, nullable=False),
    Column("person", ID),
    Column("address", String(64), nullable=False),
    Index("ix_audit_at", "at"),
    Index("ix_audit_person", "person"),
)
"""Who did what, and when; nothing here refers to a row, so that it outlasts accounts."""

ACCOUNT_TABLES = (accounts, coaching, signed_in, passkeys, invitations, failures, audit)
