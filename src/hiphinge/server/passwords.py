"""Passwords: kept by argon2id alone, and checked so that guessing is slow and says nothing about who has an account."""

import asyncio
import os
import secrets
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum
from functools import partial, wraps
from typing import Any, Final, ParamSpec, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from hiphinge.errors import UsageError
from hiphinge.store import Account, Store
from hiphinge.store.accounts import account_key

__all__ = ["LEAST_LETTERS", "Passwords", "Refused"]

LEAST_LETTERS: Final = 10
_MOST_LETTERS: Final = 200
_WINDOW: Final = timedelta(minutes=15)
MOST_OF_BOTH, MOST_OF_NAME, MOST_OF_ADDRESS = 5, 30, 100
"""Attempts in the window that failed: for a name from one address, for a name, and from one address, behind which a
whole gym can be."""
_LANES = 4
"""Threads that argon2 computes one password in."""
P = ParamSpec("P")
T = TypeVar("T")
_COMMON: Final = ("password", "passwort", "1234567890", "qwertyuiop", "hiphinge", "letmein", "deadlift")


class Refused(Enum):
    """Why nobody was signed in."""

    WRONG = "wrong"
    TOO_MANY = "too many"


@dataclass(frozen=True)
class Passwords:
    """Keeps and checks them; each takes 64 MiB and every core for a moment, so that routes that do so are `apart`."""

    hasher: PasswordHasher = field(default_factory=PasswordHasher)
    _threads: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(_at_once(), "hiphinge-passwords"))
    _nobodys: list[str] = field(default_factory=list)

    def hashed(self, password: str, *, name: str = "") -> str:
        """Return what is kept of a password.

        Raises
        ------
        UsageError
            If it is too short, too long, or among the first that anybody would try.
        """
        plain = password.casefold()
        if not LEAST_LETTERS <= len(password) <= _MOST_LETTERS:
            message = f"A password has {LEAST_LETTERS} to {_MOST_LETTERS} letters. Three or four words are a good one."
            raise UsageError(message)
        easy = (*_COMMON, account_key(name)) if account_key(name) else _COMMON
        if len(set(plain)) < LEAST_LETTERS // 2 or any(plain.strip("0123456789!. ") == one for one in easy):
            message = "This password is among the first that anybody would try. Take another one."
            raise UsageError(message)
        return self.hasher.hash(password)

    def is_right(self, kept: str | None, password: str) -> bool:
        """Tell whether a password is the kept one; it takes as long where there is none."""
        if not self._nobodys:
            self._nobodys.append(self.hasher.hash(secrets.token_urlsafe(16)))
        try:
            right = self.hasher.verify(kept or self._nobodys[0], password[:_MOST_LETTERS])
        except (VerificationError, InvalidHashError):
            return False
        return right and kept is not None

    def account(self, store: Store, name: str, password: str, *, address: str) -> Account | Refused:
        """Return whose name and password it is, or why nobody is signed in.

        Each attempt counts before it is looked at, so that many at once count, too; one that is right is forgiven.
        """
        key = account_key(name) or "?"
        store.signing_in.fail(key, address)
        failed = store.signing_in.failures(key, address, within=_WINDOW)
        if failed.both > MOST_OF_BOTH or failed.name > MOST_OF_NAME or failed.address > MOST_OF_ADDRESS:
            return Refused.TOO_MANY
        found = store.accounts.named(name)
        if not self.is_right(None if found is None else found.password, password) or found is None:
            return Refused.WRONG
        store.signing_in.forgive(key, address)
        if self.hasher.check_needs_rehash(found.password):
            store.accounts.rehash(found.id, self.hasher.hash(password))
        return found

    def apart(self, endpoint: Callable[P, T]) -> Callable[P, Coroutine[Any, Any, T]]:
        """Let an endpoint run in threads of its own: however many sign in at once, the others' pages are answered."""

        @wraps(endpoint)
        async def run(*args: P.args, **kwargs: P.kwargs) -> T:
            return await asyncio.get_running_loop().run_in_executor(self._threads, partial(endpoint, *args, **kwargs))

        return run


def _at_once() -> int:
    return max(1, (os.cpu_count() or 1) // _LANES)
