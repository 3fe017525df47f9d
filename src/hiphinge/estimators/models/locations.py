"""Locations of networks' files on this machine, and the check that a file is the right one."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from hiphinge import filesystem
from hiphinge.errors import ModelMissingError
from hiphinge.estimators.models.table import NetworkFile
from hiphinge.filesystem import MODELS_VARIABLE, models_folder

__all__ = ["ModelState", "Progress", "cache_folder", "present", "sha256_of", "state"]


Progress = Callable[[str, float | None], None]
"""Called with what is being done to get a file, and which share of it is done (None where that is not known)."""


@dataclass(frozen=True, kw_only=True)
class ModelState:
    """A network and where it is.

    ``found`` says whether it is in the folder of the environment variable, in the cache, or missing.
    """

    network: NetworkFile
    found: Literal["folder", "cache", "missing"]
    path: Path | None


def cache_folder() -> Path:
    """Return the folder of networks in the user's cache, whether it exists or not."""
    return filesystem.cache_folder() / "models"


def sha256_of(path: Path) -> str:
    """Return the sha256 of a file, in hexadecimal; a file that has not changed is read once."""
    stat = path.stat()
    return _sha256_of(path, (stat.st_ino, stat.st_size, stat.st_mtime_ns))


@lru_cache(maxsize=16)
def _sha256_of(path: Path, state: tuple[int, ...]) -> str:
    del state  # another file under the same name is read anew
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
    given = models_folder()
    if given is not None:
        path = given / file.file_name
        if path.is_file():
            if (found := present(file, folder=given)) is not None:
                return ModelState(network=file, found="folder", path=found)
            message = (
                f"{path} ({MODELS_VARIABLE}) should be {file.id} with the sha256 {file.sha256[0]}, but is another file "
                f"or broken. Replace it, or unset {MODELS_VARIABLE}."
            )
            raise ModelMissingError(message)
    cached = present(file, folder=cache_folder())
    return ModelState(network=file, found="missing" if cached is None else "cache", path=cached)
