"""Files that were sent and wait for a word of their sender, for an hour at most."""

import secrets
import shutil
import threading
import time
import weakref
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import mkdtemp

from hiphinge.errors import InputMissingError
from hiphinge.server.transfers import TakenFile

__all__ = ["Pending"]

_MOST = 4
_LIFE_S = 3600.0


@dataclass(frozen=True)
class _Waiting:
    file: TakenFile
    since: float
    account: str | None


class Pending:
    """The last few files, each under a name that nobody can guess; safe in several threads.

    They are erased when the app stops.
    """

    def __init__(self) -> None:
        self._kept: dict[str, _Waiting] = {}
        self._lock = threading.Lock()

    @cached_property
    def _folder(self) -> Path:
        """Where they are: made with the first of them, erased with this object."""
        folder = mkdtemp(prefix="hiphinge-pending-")
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        return Path(folder)

    def keep(self, file: TakenFile, *, account: str | None = None) -> str:
        """Keep a file of an account, and return its name here; the oldest goes where there are too many."""
        name = secrets.token_urlsafe(16)
        with self._lock:
            place = self._folder / name
            shutil.copyfile(file.place, place)
            self._kept[name] = _Waiting(TakenFile(place, file.called), time.monotonic(), account)
            self._tidy()
        return name

    def file(self, name: str, *, account: str | None = None) -> TakenFile:
        """Return a file of an account.

        Raises
        ------
        InputMissingError
            If it is not here any more.
        """
        with self._lock:
            self._tidy()
            if name not in self._kept or self._kept[name].account != account:
                message = "The file is not here any more. Choose it again; nothing was imported."
                raise InputMissingError(message)
            return self._kept[name].file

    def forget(self, name: str, *, account: str | None = None) -> None:
        """Erase a file, if it is here, and the account's."""
        with self._lock:
            if name in self._kept and self._kept[name].account == account:
                self._erase(name)

    def _tidy(self) -> None:
        old = [name for name, one in self._kept.items() if time.monotonic() - one.since > _LIFE_S]
        of_each: dict[str | None, list[str]] = {}
        for name, one in self._kept.items():
            of_each.setdefault(one.account, []).append(name)
        for name in {*old, *(name for names in of_each.values() for name in names[:-_MOST])}:
            self._erase(name)

    def _erase(self, name: str) -> None:
        one = self._kept.pop(name, None)
        if one is not None:
            one.file.place.unlink(missing_ok=True)
