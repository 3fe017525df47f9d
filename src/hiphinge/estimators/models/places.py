"""Where networks' files may be on this machine, and whether a file there is the right one."""

import contextlib
import hashlib
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from hiphinge.errors import ModelMissingError
from hiphinge.estimators.models.table import NetworkFile

__all__ = ["MODELS_VARIABLE", "ModelState", "cache_folder", "locked", "present", "sha256_of", "state"]

MODELS_VARIABLE = "HIPHINGE_MODELS"
"""Environment variable: a folder that holds the files, looked at before the cache."""


@dataclass(frozen=True, kw_only=True)
class ModelState:
    """A network and where it is.

    ``found`` says whether it is in the folder of the environment variable, in the cache, or missing.
    """

    network: NetworkFile
    found: Literal["folder", "cache", "missing"]
    path: Path | None


def cache_folder() -> Path:
    """Return the folder in the user's cache, whether it exists or not.

    ``XDG_CACHE_HOME`` (or ``~/.cache``) on Linux, ``~/Library/Caches`` on macOS, ``LOCALAPPDATA`` on Windows; a set
    ``XDG_CACHE_HOME`` is honoured everywhere.
    """
    home = os.environ.get("XDG_CACHE_HOME")
    if home:
        return Path(home) / "hiphinge" / "models"
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return (Path(local) if local else Path.home() / "AppData" / "Local") / "hiphinge" / "Cache" / "models"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "hiphinge" / "models"
    return Path.home() / ".cache" / "hiphinge" / "models"


def sha256_of(path: Path) -> str:
    """Return the sha256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def present(file: NetworkFile, *, folder: Path) -> Path | None:
    """Return the file if it is in the folder and is the right one."""
    path = folder / file.file_name
    try:
        return path if path.is_file() and sha256_of(path) in file.sha256 else None
    except OSError:
        return None


def state(file: NetworkFile) -> ModelState:
    """Return where the network is: the folder of the environment variable first, then the cache.

    Raises
    ------
    ModelMissingError
        If the folder of the environment variable holds another file under its name.
    """
    given = os.environ.get(MODELS_VARIABLE)
    if given:
        path = Path(given) / file.file_name
        if path.is_file():
            if (found := present(file, folder=Path(given))) is not None:
                return ModelState(network=file, found="folder", path=found)
            message = (
                f"{path} ({MODELS_VARIABLE}) should be {file.id} with the sha256 {file.sha256[0]}, but is another file "
                f"or broken. Replace it, or unset {MODELS_VARIABLE}."
            )
            raise ModelMissingError(message)
    cached = present(file, folder=cache_folder())
    return ModelState(network=file, found="missing" if cached is None else "cache", path=cached)


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder's lock, which the system releases when a process ends."""
    with (folder / ".lock").open("a+b") as file:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 - there is none elsewhere

            file.seek(0)
            while True:
                try:
                    msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
                except OSError:
                    continue
                break
            yield
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)
        else:
            import fcntl  # noqa: PLC0415 - there is none on Windows

            fcntl.flock(file, fcntl.LOCK_EX)
            yield
