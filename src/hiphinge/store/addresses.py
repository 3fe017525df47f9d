"""Recordings in any place that fsspec knows, such as an S3-compatible store: listed, read, fetched."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import fsspec

from hiphinge.errors import InputMissingError, MissingComponentError, UsageError

__all__ = ["RemoteFile", "fetch", "files_at", "is_address", "local_place", "remote_file", "sha256_at"]

_BLOCK_BYTES = 1 << 20
_WILDCARDS = frozenset("*?[")


@dataclass(frozen=True, kw_only=True)
class RemoteFile:
    """A file at an address; ``stamp`` changes when its content does."""

    address: str
    stamp: str


def is_address(text: str) -> bool:
    """Return whether a text is an address of fsspec, such as ``s3://bucket/folder``, not a path."""
    return "://" in text


def local_place(address: str) -> Path | None:
    """Return where an address is in a folder of this machine; None where it is elsewhere.

    Raises
    ------
    UsageError, MissingComponentError
        As `files_at`.
    """
    with _system(address) as (system, root):
        protocols = system.protocol if isinstance(system.protocol, tuple) else (system.protocol,)
        return Path(root) if "file" in protocols else None


def files_at(address: str) -> tuple[RemoteFile, ...]:
    """Return the files at an address: one file, all below a folder, or those that wildcards match; by name.

    Raises
    ------
    InputMissingError
        If there is none.
    UsageError
        If it is no address.
    MissingComponentError
        If a package is missing that reads it.
    OSError
        If the place refuses.
    """
    with _system(address) as (system, root):
        if _WILDCARDS & set(root):
            found = [path for path in system.glob(root) if system.isfile(path)]
        else:
            found = list(system.find(root))
        if not found:
            message = f"There is nothing at {address}. Check the address, and that you may read it."
            raise InputMissingError(message)
        return tuple(
            RemoteFile(address=str(system.unstrip_protocol(path)), stamp=str(system.ukey(path)))
            for path in sorted(found)
        )


def remote_file(address: str) -> RemoteFile:
    """Return one file; raises as `files_at`."""
    with _system(address) as (system, path):
        if not system.isfile(path):
            message = f"There is no file {address}. Check the address, and that you may read it."
            raise InputMissingError(message)
        return RemoteFile(address=address, stamp=str(system.ukey(path)))


def sha256_at(address: str) -> str:
    """Return the SHA-256 of a file's content, which is read once and kept nowhere; OSError where the place refuses."""
    digest = hashlib.sha256()
    with _system(address) as (system, path), system.open(path, "rb") as reading:
        while block := reading.read(_BLOCK_BYTES):
            digest.update(block)
    return digest.hexdigest()


def fetch(address: str, path: Path) -> None:
    """Copy a file to a path; OSError where the place refuses, or the copy cannot be written."""
    with _system(address) as (system, place), system.open(place, "rb") as reading, path.open("wb") as writing:
        while block := reading.read(_BLOCK_BYTES):
            writing.write(block)


@contextmanager
def _system(address: str) -> Iterator[tuple[Any, str]]:
    """Yield the file system and the path in it."""
    try:
        system, path = fsspec.core.url_to_fs(address)
    except ImportError as error:
        message = f"{address} needs another package: {error}. For S3: pip install 'hiphinge[s3]'."
        raise MissingComponentError(message) from error
    except ValueError as error:
        message = f"A place in a network should be an address of fsspec, but {address!r} is none: {error}."
        raise UsageError(message) from error
    yield system, str(path)
