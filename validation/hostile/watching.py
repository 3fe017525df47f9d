"""What must not happen while hostile files are handled: files elsewhere, connections, a file of the machine opened."""

import contextlib
import ctypes
import os
import socket
import threading
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["Listener", "OpenedFile", "tree"]

_OPENED = 0x00000020
"""IN_OPEN of inotify."""
_NO_WAIT = 0o4000


def tree(folder: Path, *, without: Path) -> set[str]:
    """Return every path in a folder, without those in one of its folders."""
    return {
        str(path.relative_to(folder)) for path in folder.rglob("*") if path != without and without not in path.parents
    }


@dataclass(eq=False)
class Listener:
    """Listens on a port of this machine, and counts who comes."""

    came: int = 0
    _socket: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0)))

    def __post_init__(self) -> None:
        threading.Thread(target=self._listen, daemon=True).start()

    @property
    def url(self) -> str:
        """The address that hostile files name."""
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def close(self) -> None:
        """Listen no more."""
        self._socket.close()

    def _listen(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._socket.accept()
                self.came += 1
                connection.close()


@dataclass(eq=False)
class OpenedFile:
    """Counts how often a file is opened by anybody, as Linux says it."""

    path: Path
    _watch: int = -1

    def __post_init__(self) -> None:
        library = ctypes.CDLL(None, use_errno=True)
        self._watch = library.inotify_init1(_NO_WAIT)
        if self._watch < 0 or library.inotify_add_watch(self._watch, os.fsencode(self.path), _OPENED) < 0:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))

    def count(self) -> int:
        """Return how often it was opened since this was asked last."""
        size = ctypes.sizeof(ctypes.c_int) * 4
        found = 0
        with contextlib.suppress(BlockingIOError):
            while block := os.read(self._watch, 4096):
                found += len(block) // size
        return found
