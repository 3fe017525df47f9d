"""Which phones are let in: a code that counts once and for minutes, and what each phone shows afterwards."""

import hashlib
import hmac
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

__all__ = ["CODE_LASTS_S", "SESSION_LASTS_S", "Code", "Phone", "Phones", "Refusal"]

CODE_LASTS_S: Final = 600
"""How long a code counts."""
SESSION_LASTS_S: Final = 12 * 3600
"""How long a phone is let in; it ends with the app, too."""

_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""None that is taken for another one."""
_LENGTH, _HALF = 10, 5
_WINDOW_S = 60
_MOST_WRONG, _MOST_WRONG_OF_ALL = 5, 30
"""Wrong codes in a minute: of one address, and of all."""


class Refusal(Enum):
    """Why a phone is not let in."""

    WRONG = "wrong"
    TOO_MANY = "too many"


@dataclass(frozen=True)
class Code:
    """What lets one phone in, and until when, in seconds of the epoch."""

    text: str
    until_s: float

    @property
    def words(self) -> str:
        """The code as a person reads it."""
        return f"{self.text[:_HALF]}-{self.text[_HALF:]}"


@dataclass(frozen=True, kw_only=True)
class Phone:
    """A phone that was let in; its name is what its browser says it is."""

    id: str
    name: str
    address: str
    since_s: float
    seen_s: float

    @property
    def until_s(self) -> float:
        """When it has to show another code."""
        return self.since_s + SESSION_LASTS_S


class Phones:
    """Codes and phones, in memory alone, so that they end with the app; may be used in several threads.

    Of what a phone shows, only a hash is kept.

    Parameters
    ----------
    now
        The time in seconds of the epoch.
    """

    def __init__(self, now: Callable[[], float] = time.time) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._code: Code | None = None
        self._phones: dict[str, Phone] = {}
        self._wrong: list[tuple[float, str]] = []
        self.reached = False
        """Whether anything but this machine asked at the address yet."""

    def new_code(self) -> Code:
        """Return another code; the one before does not count any more."""
        text = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
        with self._lock:
            self._code = Code(text, self._now() + CODE_LASTS_S)
            return self._code

    @property
    def code(self) -> Code | None:
        """The code that counts now; None where it was used, or its time is over."""
        with self._lock:
            return self._current()

    def _current(self) -> Code | None:
        code = self._code
        return code if code is not None and self._now() < code.until_s else None

    def let_in(self, text: str, *, address: str, name: str) -> str | Refusal:
        """Return what the phone shows from now on, or why it is not let in; a code that is right is spent.

        Parameters
        ----------
        text
            The code as it was typed.
        """
        said = "".join(letter for letter in text.upper() if letter.isascii() and letter.isalnum())
        with self._lock:
            now, code = self._now(), self._current()
            self._wrong = [one for one in self._wrong if now - one[0] < _WINDOW_S]
            of_it = sum(who == address for _, who in self._wrong)
            if of_it >= _MOST_WRONG or len(self._wrong) >= _MOST_WRONG_OF_ALL:
                return Refusal.TOO_MANY
            if code is None or not hmac.compare_digest(said.encode(), code.text.encode()):
                self._wrong.append((now, address))
                return Refusal.WRONG
            self._code, token = None, secrets.token_urlsafe(32)
            phone = Phone(id=secrets.token_hex(8), name=name, address=address, since_s=now, seen_s=now)
            self._phones[_hash(token)] = phone
            return token

    def phone_of(self, token: str) -> Phone | None:
        """Return the phone that shows this, or None."""
        key = _hash(token)
        with self._lock:
            self._forget_old()
            phone = self._phones.get(key)
            if phone is not None:
                self._phones[key] = replace(phone, seen_s=self._now())
            return phone

    def all(self) -> tuple[Phone, ...]:
        """Return the phones that are let in, the latest first."""
        with self._lock:
            self._forget_old()
            return tuple(sorted(self._phones.values(), key=lambda one: -one.since_s))

    def remove(self, id_: str) -> None:
        """Let a phone in no more; nothing happens where there is none of that id."""
        with self._lock:
            self._phones = {key: one for key, one in self._phones.items() if one.id != id_}

    def _forget_old(self) -> None:
        now = self._now()
        self._phones = {key: one for key, one in self._phones.items() if now < one.until_s}


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
