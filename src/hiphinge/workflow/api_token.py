"""The token with which programs of this machine's owner ask the app: one, kept beside the data that it opens."""

import secrets
from pathlib import Path

from hiphinge.filesystem import data_folder, locked, read_secret, write_secret

__all__ = ["api_token", "kept_token", "new_token"]

_FILE, _WHAT = "api-token", "The token"
_BYTES = 32


def kept_token() -> str | None:
    """Return the token that counts; None where none was made yet, or where others than its owner could read it.

    Raises
    ------
    InputUnreadableError
        If it may not be read.
    """
    content = read_secret(_place(), what=_WHAT)
    return None if content is None else content.decode("ascii", "replace").strip() or None


def api_token() -> str:
    """Return the token that counts, made now where there is none.

    Raises
    ------
    InputUnreadableError
        As `kept_token`.
    OutputError
        If it cannot be written.
    """
    folder = data_folder()
    folder.mkdir(parents=True, exist_ok=True)
    with locked(folder):
        return kept_token() or new_token()


def new_token() -> str:
    """Make another token, and return it: the one before it does not count any more.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    token = secrets.token_urlsafe(_BYTES)
    write_secret(_place(), f"{token}\n".encode(), what=_WHAT, make_folders=True)
    return token


def _place() -> Path:
    return data_folder() / _FILE
