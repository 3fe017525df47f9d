"""Invitations: links that let one account in, once and for some days, or set its password anew."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, delete, insert, select, update

from hiphinge.errors import InputMissingError
from hiphinge.store.account_tables import accounts, invitations, signed_in
from hiphinge.store.accounts import Account, Role, account_of, insert_account, insert_coaching
from hiphinge.store.database import Database
from hiphinge.store.people import insert_person
from hiphinge.store.signing_in import hash_of

__all__ = ["INVITATION_LASTS", "Invitation", "Invitations"]

INVITATION_LASTS: Final = timedelta(days=7)
_OVER = "This link does not count any more: it was used, or its time is over. Ask whoever sent it for a new one."


@dataclass(frozen=True, kw_only=True)
class Invitation:
    """A link that nobody has used yet.

    Attributes
    ----------
    person
        Whose log it opens; None for one that is begun with it.
    account
        Whose password it sets anew; None for a new account.
    coach
        The account that sees the data of whoever comes in.
    by
        The account that gave it; None where the machine's owner did.
    """

    hash: str
    role: Role
    person: str | None
    account: str | None
    coach: str | None
    by: str | None
    note: str
    added_at: datetime
    until: datetime


@dataclass(frozen=True)
class Invitations:
    """Those that are open; of a link, only a hash is kept."""

    database: Database

    def add(
        self,
        *,
        role: Role,
        note: str = "",
        person: str | None = None,
        account: str | None = None,
        coach: str | None = None,
        by: str | None = None,
        lasts: timedelta = INVITATION_LASTS,
    ) -> str:
        """Return what the link of a new invitation holds; it is shown once, and not kept."""
        token, now = secrets.token_urlsafe(24), datetime.now(UTC)
        row = {
            "hash": hash_of(token),
            "role": role.value,
            "person": person,
            "account": account,
            "coach": coach,
            "by": by,
        }
        row |= {"note": "".join(one for one in note if one.isprintable())[:80].strip()}
        with self.database.writing() as connection:
            connection.execute(delete(invitations).where(invitations.c.until < now))
            connection.execute(insert(invitations).values(**row, added_at=now, until=now + lasts))
        return token

    def find(self, token: str) -> Invitation:
        """Return the invitation of a link.

        Raises
        ------
        InputMissingError
            If it does not count any more, or never did.
        """
        with self.database.reading() as connection:
            return _open(connection, token)

    def all(self) -> tuple[Invitation, ...]:
        """Return those that are open, the newest first."""
        query = select(invitations).where(invitations.c.until > datetime.now(UTC))
        with self.database.reading() as connection:
            rows = connection.execute(query.order_by(invitations.c.added_at.desc())).mappings()
            return tuple(_invitation(row) for row in rows)

    def withdraw(self, hash_: str) -> None:
        """Let an invitation count no more."""
        with self.database.writing() as connection:
            connection.execute(delete(invitations).where(invitations.c.hash == hash_))

    def accept(self, token: str, name: str, *, password: str, zone: str, adult: bool) -> Account:
        """Use a link, once: a new account with the person that it opens, or another password of an old one.

        Raises
        ------
        InputMissingError
            If the link does not count any more, or the person whom it opens has an account by now.
        UsageError
            If the name is taken or cannot be used, or somebody who would train here is not 18 yet.
        """
        with self.database.writing() as connection:
            found = _open(connection, token)
            gone = connection.execute(delete(invitations).where(invitations.c.hash == found.hash))
            if gone.rowcount != 1:
                raise InputMissingError(_OVER)
            if found.account is not None:
                return _set_anew(connection, found.account, password)
            person = found.person
            if person is not None:
                _ensure_first(connection, person)
            elif found.role is Role.LIFTER:
                person = insert_person(connection, name, adult=adult, zone=zone).id
            if found.coach is not None and person is not None:
                insert_coaching(connection, found.coach, person)
            return insert_account(connection, name, role=found.role, password=password, person=person)


def _open(connection: Connection, token: str) -> Invitation:
    counts = (invitations.c.hash == hash_of(token)) & (invitations.c.until > datetime.now(UTC))
    row = connection.execute(select(invitations).where(counts)).mappings().first()
    if row is None:
        raise InputMissingError(_OVER)
    return _invitation(row)


def _ensure_first(connection: Connection, person: str) -> None:
    """Let no other link of a person count, and refuse one where the person has an account."""
    if connection.execute(select(accounts.c.id).where(accounts.c.person == person)).first() is not None:
        raise InputMissingError(_OVER)
    connection.execute(delete(invitations).where(invitations.c.person == person))


def _set_anew(connection: Connection, account: str, password: str) -> Account:
    """Set another password, and sign every browser and program of the account out."""
    connection.execute(update(accounts).where(accounts.c.id == account).values(password=password))
    connection.execute(delete(signed_in).where(signed_in.c.account == account))
    names = Account.__dataclass_fields__
    query = select(*(accounts.c[name] for name in names)).where(accounts.c.id == account)
    return account_of(connection.execute(query).mappings().one())


def _invitation(row: Any) -> Invitation:
    return Invitation(**{**row, "role": Role(row["role"])})
