"""A lock on a folder: one process at a time changes what is in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hiphinge.errors import OutputError

__all__ = ["locked"]

_FILE = ".lock"
_FOREVER = -1.0


@contextmanager
def locked(folder: Path, *, timeout_s: float = _FOREVER) -> Iterator[None]:
    """Hold the lock of a folder that exists; the system releases it when a process ends, however it ends.

    It is not reentrant. Reading needs no lock, since files are put in place whole.

    Parameters
    ----------
    timeout_s
        How long to wait for another process, in seconds; by default as long as it takes.

    Raises
    ------
    OutputError
        If the lock cannot be opened, or another process still holds it after that time.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415  # seldom needed, and `import hiphinge` is quick

    path = folder / _FILE
    lock = FileLock(path, timeout=timeout_s)
    try:
        lock.acquire()
    except Timeout as error:
        message = (
            f"{folder} cannot be written now: another process has held {path} for more than {timeout_s:g} s. "
            "Wait until it has finished, and try again."
        )
        raise OutputError(message) from error
    except (OSError, NotImplementedError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        message = (
            f"{folder} cannot be written: its lock {path} should be a file that you may write, but cannot be opened: "
            f"{reason}. Give yourself the right to write it, or remove it."
        )
        raise OutputError(message) from error
    try:
        yield
    finally:
        lock.release()
