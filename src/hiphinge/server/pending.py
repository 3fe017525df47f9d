"""Files that were sent and wait for a word of their sender, for an hour at most."""

import secrets
import shutil
import threading
import time
from dataclasses import dataclass
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


class Pending:
    """The last few files, each under a name that nobody can guess; safe in several threads."""

    def __init__(self) -> None:
        self._kept: dict[str, _Waiting] = {}
        self._lock = threading.Lock()

    def keep(self, file: TakenFile) -> str:
        """Keep a file, and return its name here; the oldest goes where there are too many."""
        place = Path(mkdtemp(prefix="hiphinge-pending-")) / "taken"
        shutil.move(file.place, place)
        name = secrets.token_urlsafe(16)
        with self._lock:
            self._kept[name] = _Waiting(TakenFile(place, file.called), time.monotonic())
            self._tidy()
        return name

    def file(self, name: str) -> TakenFile:
        """Return a file.

        Raises
        ------
        InputMissingError
            If it is not here any more.
        """
        with self._lock:
            self._tidy()
            if name not in self._kept:
                message = "The file is not here any more. Choose it again; nothing was imported."
                raise InputMissingError(message)
            return self._kept[name].file

    def forget(self, name: str) -> None:
        """Erase a file, if it is here."""
        with self._lock:
            self._erase(name)

    def clear(self) -> None:
        """Erase all files."""
        with self._lock:
            for name in list(self._kept):
                self._erase(name)

    def _tidy(self) -> None:
        old = [name for name, one in self._kept.items() if time.monotonic() - one.since > _LIFE_S]
        for name in {*old, *list(self._kept)[:-_MOST]}:
            self._erase(name)

    def _erase(self, name: str) -> None:
        one = self._kept.pop(name, None)
        if one is not None:
            shutil.rmtree(one.file.place.parent, ignore_errors=True)
