"""Accounts of shared mode: who may sign in, in which role, as whom in the training log, and whom they coach."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Literal

from sqlalchemy import Connection, RowMapping, delete, func, insert, select, update

from hiphinge.documents.training_log import PersonRecord
from hiphinge.errors import InputMissingError, UsageError
from hiphinge.store import tables
from hiphinge.store.account_tables import accounts, coaching, invitations, signed_in
from hiphinge.store.columns import new_id
from hiphinge.store.database import Database
from hiphinge.store.people import insert_person

__all__ = ["Account", "Accounts", "Role", "account_key", "account_of", "insert_account", "insert_coaching"]

LONGEST_NAME = 80
_GONE = "There is no such account. It may have been removed."


class Role(StrEnum):
    """What an account is for."""

    LIFTER = "lifter"
    """Sees and changes their own data."""
    COACH = "coach"
    """And that of the people they coach."""
    ADMIN = "admin"
    """As a coach, and lets people in."""


@dataclass(frozen=True, kw_only=True)
class Account:
    """Somebody who may sign in.

    Attributes
    ----------
    password
        How argon2 keeps it; passkeys stand beside it.
    person
        The id of who it is in the training log; None for somebody who only coaches.
    """

    id: str
    name: str
    role: Role
    password: str
    person: str | None
    added_at: datetime


def account_key(name: str) -> str:
    """Return what an account is found by: its name without case and with single blanks."""
    return " ".join(name.casefold().split())[:LONGEST_NAME]


@dataclass(frozen=True)
class Accounts:
    """All of them."""

    database: Database

    def add(self, name: str, *, role: Role, password: str, person: str | None = None) -> Account:
        """Add an account, and return it.

        Raises
        ------
        UsageError
            If the name is taken, or is none.
        """
        with self.database.writing() as connection:
            return insert_account(connection, name, role=role, password=password, person=person)

    def all(self) -> tuple[Account, ...]:
        """Return every account, by name."""
        with self.database.reading() as connection:
            rows = connection.execute(select(*_COLUMNS).order_by(accounts.c.key)).mappings()
            return tuple(account_of(row) for row in rows)

    def of_id(self, id_: str) -> Account:
        """Return the account of an id.

        Raises
        ------
        InputMissingError
            If there is none.
        """
        with self.database.reading() as connection:
            row = connection.execute(select(*_COLUMNS).where(accounts.c.id == id_)).mappings().first()
        if row is None:
            raise InputMissingError(_GONE)
        return account_of(row)

    def named(self, name: str) -> Account | None:
        """Return the account of a name, or None."""
        with self.database.reading() as connection:
            row = connection.execute(select(*_COLUMNS).where(accounts.c.key == account_key(name))).mappings().first()
        return None if row is None else account_of(row)

    def of_person(self, person: str) -> tuple[Account, ...]:
        """Return the accounts that a person has; one, or none."""
        with self.database.reading() as connection:
            rows = connection.execute(select(*_COLUMNS).where(accounts.c.person == person)).mappings()
            return tuple(account_of(row) for row in rows)

    def people_of(self, account: Account) -> tuple[frozenset[str], frozenset[str]]:
        """Return the people that an account sees, and those of them whose data it may export and erase.

        These are its own, and, for coaches, those people of theirs who have no account to do it themselves.
        """
        mine = set() if account.person is None else {account.person}
        if account.role is Role.LIFTER:
            return frozenset(mine), frozenset(mine)
        with self.database.reading() as connection:
            coached = set(
                connection.execute(select(coaching.c.person).where(coaching.c.account == account.id)).scalars()
            )
            theirs = select(accounts.c.person).where(accounts.c.person.in_(coached))
            with_account = set(connection.execute(theirs).scalars())
        return frozenset(mine | coached), frozenset(mine | (coached - with_account))

    def coaches_of(self, person: str) -> tuple[Account, ...]:
        """Return the accounts that see a person's data beside the person, by name."""
        query = (
            select(*_COLUMNS)
            .join(coaching, coaching.c.account == accounts.c.id)
            .where((coaching.c.person == person) & (accounts.c.role != Role.LIFTER))
            .order_by(accounts.c.key)
        )
        with self.database.reading() as connection:
            return tuple(account_of(row) for row in connection.execute(query).mappings())

    def coach(self, account: str, person: str) -> None:
        """Let an account see and change a person's data; nothing happens where it does already."""
        with self.database.writing() as connection:
            insert_coaching(connection, account, person)

    def add_coached(
        self, account: str, name: str, *, adult: bool, zone: str, unit: Literal["kg", "lb"] = "kg"
    ) -> PersonRecord:
        """Add a person whose data an account sees from the beginning, both or nothing, and return them.

        Raises
        ------
        InputMissingError
            If the account was removed meanwhile.
        UsageError
            As `hiphinge.store.People.add`.
        """
        with self.database.writing() as connection:
            if connection.execute(select(accounts.c.id).where(accounts.c.id == account)).first() is None:
                raise InputMissingError(_GONE)
            person = insert_person(connection, name, adult=adult, zone=zone, unit=unit)
            insert_coaching(connection, account, person.id)
        return person

    def stop_coaching(self, account: str, person: str) -> None:
        """Let an account see a person's data no more, nor let somebody in to them by a link that it gave."""
        with self.database.writing() as connection:
            mine = (coaching.c.account == account) & (coaching.c.person == person)
            connection.execute(delete(coaching).where(mine))
            given = (invitations.c.by == account) | (invitations.c.coach == account)
            connection.execute(delete(invitations).where((invitations.c.person == person) & given))

    def settle(self, id_: str, *, role: Role) -> Account:
        """Change the role of an account, and return it as it is now; links that it gave do not count any more.

        Raises
        ------
        InputMissingError
            If there is none of that id.
        UsageError
            If nobody would be left who lets people in.
        """
        with self.database.writing() as connection:
            if role is not Role.ADMIN:
                _ensure_another_admin(connection, id_)
            connection.execute(update(accounts).where(accounts.c.id == id_).values(role=role.value))
            connection.execute(delete(invitations).where(invitations.c.by == id_))
        return self.of_id(id_)

    def set_password(self, id_: str, password: str) -> None:
        """Keep another password, as argon2 keeps it, and sign every browser and program of the account out."""
        with self.database.writing() as connection:
            connection.execute(update(accounts).where(accounts.c.id == id_).values(password=password))
            connection.execute(delete(signed_in).where(signed_in.c.account == id_))

    def rehash(self, id_: str, password: str) -> None:
        """Keep the same password in a stronger form."""
        with self.database.writing() as connection:
            connection.execute(update(accounts).where(accounts.c.id == id_).values(password=password))

    def remove(self, id_: str) -> None:
        """Erase an account with what it signs in with; the data of its person stay.

        Raises
        ------
        UsageError
            If nobody would be left who lets people in.
        """
        with self.database.writing() as connection:
            _ensure_another_admin(connection, id_)
            connection.execute(update(tables.clips).where(tables.clips.c.account == id_).values(account=None))
            connection.execute(delete(accounts).where(accounts.c.id == id_))


_COLUMNS = tuple(accounts.c[name] for name in ("id", "name", "role", "password", "person", "added_at"))


def insert_account(connection: Connection, name: str, *, role: Role, password: str, person: str | None) -> Account:
    """Add an account in a transaction, and return it; raises as `Accounts.add`."""
    shown = " ".join(name.split())
    if not shown or len(shown) > LONGEST_NAME or not shown.isprintable():
        message = f"A name to sign in with has 1 to {LONGEST_NAME} printable characters."
        raise UsageError(message)
    key = account_key(shown)
    if connection.execute(select(accounts.c.id).where(accounts.c.key == key)).first() is not None:
        message = "This name is taken. Choose another one to sign in with."
        raise UsageError(message)
    row: dict[str, Any] = {"id": new_id(), "name": shown, "role": role.value, "password": password, "person": person}
    row |= {"added_at": datetime.now(UTC)}
    connection.execute(insert(accounts).values(key=key, **row))
    return account_of(row)


def insert_coaching(connection: Connection, account: str, person: str) -> None:
    """Let an account see a person's data, in a transaction."""
    mine = (coaching.c.account == account) & (coaching.c.person == person)
    if connection.execute(select(coaching.c.person).where(mine)).first() is None:
        connection.execute(insert(coaching).values(account=account, person=person, since=datetime.now(UTC)))


def _ensure_another_admin(connection: Connection, id_: str) -> None:
    others = select(func.count()).select_from(accounts).where((accounts.c.role == Role.ADMIN) & (accounts.c.id != id_))
    is_admin = select(accounts.c.id).where((accounts.c.id == id_) & (accounts.c.role == Role.ADMIN))
    if connection.execute(is_admin).first() is not None and connection.execute(others).scalar_one() == 0:
        message = "This is the last admin. Let somebody else be one first. Nothing was changed."
        raise UsageError(message)


def account_of(row: RowMapping | Mapping[str, Any]) -> Account:
    """Return the account of a row."""
    return Account(**{**row, "role": Role(row["role"])})
