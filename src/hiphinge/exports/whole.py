"""Writing a file whole or not at all: beside its place first, then put there; failures said in one way."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from hiphinge.errors import OutputError

__all__ = ["writing"]


@contextmanager
def writing(path: Path) -> Iterator[Path]:
    """Yield a name beside ``path`` to write to; it takes the place of ``path`` when the block ends well.

    Raises
    ------
    OutputError
        If it cannot be written: no such folder, no right, no space.
    """
    unfinished = path.with_name(f".{path.stem}-{secrets.token_hex(4)}{path.suffix}")
    try:
        unfinished.touch(exist_ok=False)
        yield unfinished
        unfinished.replace(path)
    except OSError as error:
        raise _not_written(path, error) from error
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)


def _not_written(path: Path, error: OSError) -> OutputError:
    why = error.strerror or str(error)
    return OutputError(f"{path} cannot be written ({why}). Choose another folder, or make room.")
