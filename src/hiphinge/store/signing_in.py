"""Browsers and programs that are signed in, passkeys, and attempts that failed."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

from sqlalchemy import delete, func, insert, select, update

from hiphinge.errors import UsageError
from hiphinge.store.account_tables import accounts, failures, passkeys, signed_in
from hiphinge.store.accounts import Account, account_of
from hiphinge.store.columns import new_id
from hiphinge.store.database import Database

__all__ = ["Failures", "Passkey", "SignedIn", "SigningIn", "hash_of"]

LASTS: Final = timedelta(days=30)
UNUSED: Final = timedelta(days=3)
"""A browser that did not ask for so long signs in again."""
PROGRAM_LASTS: Final = timedelta(days=365)
_MINUTE = timedelta(minutes=1)
_LONGEST_NAME = 80
_MOST = 20
Means = Literal["browser", "program"]


@dataclass(frozen=True, kw_only=True)
class SignedIn:
    """A browser or a program that is signed in; ``hash`` is of what it shows."""

    hash: str
    kind: Means
    name: str
    since: datetime
    seen_at: datetime
    until: datetime


@dataclass(frozen=True, kw_only=True)
class Passkey:
    """What a device signs in with; ``id`` is base64url."""

    id: str
    account: str
    name: str
    public_key: bytes
    sign_count: int
    added_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Failures:
    """How often something was wrong of late: for one name from one address, for the name, and from the address."""

    both: int
    name: int
    address: int


def hash_of(token: str) -> str:
    """Return what is kept of a token that nobody can guess."""
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass(frozen=True)
class SigningIn:
    """Everything about being signed in; of what a browser shows, only a hash is kept."""

    database: Database

    def begin(self, account: str, *, kind: Means, name: str) -> str:
        """Sign a browser or a program in, and return what it shows from now on: always a new one."""
        token, now = secrets.token_urlsafe(32), datetime.now(UTC)
        until = now + (LASTS if kind == "browser" else PROGRAM_LASTS)
        shown = "".join(one for one in name if one.isprintable())[:_LONGEST_NAME].strip() or kind
        row = {"hash": hash_of(token), "account": account, "kind": kind, "name": shown}
        with self.database.writing() as connection:
            connection.execute(delete(signed_in).where(signed_in.c.until < now))
            oldest = (
                select(signed_in.c.hash)
                .where((signed_in.c.account == account) & (signed_in.c.kind == kind))
                .order_by(signed_in.c.seen_at.desc())
                .offset(_MOST - 1)
            )
            connection.execute(
                delete(signed_in).where(signed_in.c.hash.in_(list(connection.execute(oldest).scalars())))
            )
            connection.execute(insert(signed_in).values(**row, since=now, seen_at=now, until=until))
        return token

    def account_of(self, token: str) -> Account | None:
        """Return whose account shows a token, or None where it counts no more."""
        now, key = datetime.now(UTC), hash_of(token)
        query = (
            select(*(accounts.c[name] for name in Account.__dataclass_fields__), signed_in.c.seen_at, signed_in.c.kind)
            .join(signed_in, signed_in.c.account == accounts.c.id)
            .where((signed_in.c.hash == key) & (signed_in.c.until > now))
        )
        with self.database.reading() as connection:
            row = connection.execute(query).mappings().first()
        if row is None or (row["kind"] == "browser" and now - row["seen_at"] > UNUSED):
            return None
        if now - row["seen_at"] > _MINUTE:
            with self.database.writing() as connection:
                connection.execute(update(signed_in).where(signed_in.c.hash == key).values(seen_at=now))
        return account_of({name: row[name] for name in Account.__dataclass_fields__})

    def end(self, token: str) -> None:
        """Sign out what shows a token."""
        self.end_of_hash(hash_of(token), account=None)

    def end_of_hash(self, key: str, *, account: str | None) -> None:
        """Sign out what a hash names, where it is the account's; None asks for no account."""
        where = signed_in.c.hash == key
        with self.database.writing() as connection:
            connection.execute(
                delete(signed_in).where(where if account is None else where & (signed_in.c.account == account))
            )

    def of(self, account: str) -> tuple[SignedIn, ...]:
        """Return what is signed in of an account, the latest first."""
        columns = (signed_in.c[name] for name in SignedIn.__dataclass_fields__)
        query = select(*columns).where((signed_in.c.account == account) & (signed_in.c.until > datetime.now(UTC)))
        with self.database.reading() as connection:
            rows = connection.execute(query.order_by(signed_in.c.seen_at.desc())).mappings()
            return tuple(SignedIn(**row) for row in rows)

    def fail(self, key: str, address: str) -> None:
        """Keep that something was wrong; what is older than a day is forgotten."""
        now = datetime.now(UTC)
        with self.database.writing() as connection:
            connection.execute(delete(failures).where(failures.c.at < now - timedelta(days=1)))
            connection.execute(insert(failures).values(id=new_id(), key=key[:80], address=address[:64], at=now))

    def forgive(self, key: str, address: str) -> None:
        """Forget what was wrong of one name from one address: it was right now."""
        with self.database.writing() as connection:
            mine = (failures.c.key == key[:80]) & (failures.c.address == address[:64])
            connection.execute(delete(failures).where(mine))

    def failures(self, key: str, address: str, *, within: timedelta) -> Failures:
        """Return how often something was wrong within a time."""
        late = failures.c.at > datetime.now(UTC) - within
        by_name, by_address = failures.c.key == key[:80], failures.c.address == address[:64]
        with self.database.reading() as connection:
            both, name, place = (
                int(connection.execute(select(func.count()).select_from(failures).where(late & where)).scalar_one())
                for where in (by_name & by_address, by_name, by_address)
            )
        return Failures(both=both, name=name, address=place)

    def add_passkey(self, account: str, *, id_: str, name: str, public_key: bytes, sign_count: int) -> None:
        """Keep a passkey.

        Raises
        ------
        UsageError
            If the account has as many as it can have, or the passkey is known already.
        """
        row = {"id": id_, "account": account, "name": name, "public_key": public_key, "sign_count": sign_count}
        with self.database.writing() as connection:
            mine = connection.execute(select(func.count()).select_from(passkeys).where(passkeys.c.account == account))
            known = connection.execute(select(passkeys.c.id).where(passkeys.c.id == id_)).first()
            if known is not None or mine.scalar_one() >= _MOST:
                message = f"This passkey is known already, or there are {_MOST}. Remove one first."
                raise UsageError(message)
            connection.execute(insert(passkeys).values(**row, added_at=datetime.now(UTC)))

    def passkeys(self, account: str) -> tuple[Passkey, ...]:
        """Return those of an account, the oldest first."""
        query = select(passkeys).where(passkeys.c.account == account).order_by(passkeys.c.added_at)
        with self.database.reading() as connection:
            return tuple(Passkey(**row) for row in connection.execute(query).mappings())

    def passkey(self, id_: str) -> Passkey | None:
        """Return one, or None."""
        with self.database.reading() as connection:
            row = connection.execute(select(passkeys).where(passkeys.c.id == id_)).mappings().first()
        return None if row is None else Passkey(**row)

    def passkey_used(self, id_: str, *, sign_count: int) -> None:
        """Keep that one signed somebody in."""
        with self.database.writing() as connection:
            values = {"sign_count": sign_count, "used_at": datetime.now(UTC)}
            connection.execute(update(passkeys).where(passkeys.c.id == id_).values(values))

    def remove_passkey(self, account: str, id_: str) -> None:
        """Let one sign in no more."""
        with self.database.writing() as connection:
            connection.execute(delete(passkeys).where((passkeys.c.id == id_) & (passkeys.c.account == account)))
