"""The audit log of shared mode: who did what with whose data, and when; it only grows, and is cleared by age."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import delete, func, insert, or_, select, update

from hiphinge.store.account_tables import audit
from hiphinge.store.accounts import Account, account_key
from hiphinge.store.columns import new_id
from hiphinge.store.database import Database

__all__ = ["AUDIT_KEPT", "Audit", "Deed"]

AUDIT_KEPT: Final = timedelta(days=730)
_GONE = "(erased)"


@dataclass(frozen=True, kw_only=True)
class Deed:
    """One line: ``who`` is the name that the account had; ``person`` is whose data it was about, where it was."""

    id: str
    at: datetime
    account: str | None
    who: str
    did: str
    about: str
    person: str | None
    address: str


@dataclass(frozen=True)
class Audit:
    """What was done."""

    database: Database

    def add(
        self,
        did: str,
        *,
        account: str | None = None,
        who: str = "",
        about: str = "",
        person: str | None = None,
        address: str = "",
    ) -> None:
        """Keep one line; those that are too old are cleared."""
        now = datetime.now(UTC)
        row = {"id": new_id(), "at": now, "account": account, "who": who[:80], "did": did, "about": about[:400]}
        with self.database.writing() as connection:
            connection.execute(delete(audit).where(audit.c.at < now - AUDIT_KEPT))
            connection.execute(insert(audit).values(**row, person=person, address=address[:64]))

    def newest(self, *, most: int = 200, person: str | None = None, account: str | None = None) -> tuple[Deed, ...]:
        """Return the newest lines: all, or those about a person or of an account."""
        query = select(audit).order_by(audit.c.at.desc(), audit.c.id.desc()).limit(most)
        wanted = [audit.c.person == person] if person is not None else []
        wanted += [audit.c.account == account] if account is not None else []
        with self.database.reading() as connection:
            rows = connection.execute(query.where(or_(*wanted)) if wanted else query).mappings()
            return tuple(Deed(**row) for row in rows)

    def forget(self, *, person: str, accounts: Sequence[Account]) -> None:
        """Take somebody who erased everything out of every line; that something was done stays.

        ``accounts`` are those that are erased with the person: what they did, and what failed in their names. Lines are
        never found by the person's name, which another account may have.
        """
        failed = audit.c.account.is_(None) & func.lower(audit.c.who).in_([account_key(one.name) for one in accounts])
        did = audit.c.account.in_([one.id for one in accounts]) | failed
        with self.database.writing() as connection:
            connection.execute(update(audit).where(audit.c.person == person).values(about=_GONE, person=None))
            connection.execute(update(audit).where(did).values(who=_GONE, account=None, address=""))
