"""Files by their content: a folder, or any place that fsspec knows, such as an S3-compatible store."""

import contextlib
import hashlib
import os
import secrets
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import fsspec

from hiphinge.errors import InputMissingError, MissingComponentError, OutputError, UsageError

__all__ = ["FileStore"]

_BLOCK_BYTES = 1 << 20
_UNFINISHED = "unfinished-"
_THUMBNAIL, _SHOWN = ".thumbnail.webp", ".shown"
_BESIDE = (_THUMBNAIL, _SHOWN)
"""Endings of what is kept beside a file, and goes when it goes."""


@dataclass(frozen=True)
class FileStore:
    """Keeps files under the SHA-256 of their content, so that the same file is kept once.

    A file arrives whole or not at all: it is written under another name and moved when it is complete. What is kept in
    a folder outlasts a power cut.

    Parameters
    ----------
    address
        A folder, or an address of fsspec such as ``s3://bucket/folder``.
    """

    address: str

    def put(self, source: Path) -> tuple[str, int]:
        """Keep a file; return its key and how many bytes it has.

        Raises
        ------
        OutputError
            If it cannot be written: nothing is kept then.
        """
        system, root = self._open()
        unfinished = f"{root}/{_UNFINISHED}{secrets.token_hex(16)}"
        digest, size = hashlib.sha256(), 0
        try:
            system.makedirs(root, exist_ok=True)
            with source.open("rb") as reading, system.open(unfinished, "wb") as writing:
                while block := reading.read(_BLOCK_BYTES):
                    digest.update(block)
                    size += len(block)
                    writing.write(block)
            _flush(system, unfinished)
            self._settle(system, root, unfinished, digest.hexdigest())
        except OSError as error:
            with contextlib.suppress(OSError):
                system.rm(unfinished)
            message = f"The file cannot be kept in {self.address}: {error.strerror or error}. Nothing was changed."
            raise OutputError(message) from error
        return digest.hexdigest(), size

    def _settle(self, system: Any, root: str, unfinished: str, key: str) -> None:
        """Give a complete file its name; one that is there already is the same."""
        place = f"{root}/{_below(key)}"
        if system.exists(place):
            system.rm(unfinished)
            return
        system.makedirs(place.rsplit("/", 1)[0], exist_ok=True)
        system.mv(unfinished, place)
        _flush(system, place.rsplit("/", 1)[0])

    def read(self, key: str) -> bytes:
        """Return a file's content.

        Raises
        ------
        InputMissingError
            If it is not there.
        """
        return b"".join(self.blocks(key))

    def local_path(self, key: str) -> Path | None:
        """Return where a file is, if it is there and in a folder of this machine."""
        system, root = self._open()
        place = Path(f"{root}/{_below(key)}")
        return place if _is_folder(system) and place.is_file() else None

    def blocks(self, key: str) -> Iterator[bytes]:
        """Yield a file's content, block by block.

        Raises
        ------
        InputMissingError
            If it is not there.
        """
        with self._there(key) as (system, path), system.open(path, "rb") as reading:
            while block := reading.read(_BLOCK_BYTES):
                yield block

    def put_thumbnail(self, key: str, content: bytes) -> None:
        """Keep a small image of a kept file beside it, in place of an earlier one; it goes when the file goes.

        Raises
        ------
        OutputError
            If it cannot be written.
        """
        self._put_beside(key, _THUMBNAIL, content)

    def put_shown(self, key: str, content: bytes) -> None:
        """Keep what a page shows of a kept file beside it, as `put_thumbnail` does.

        Raises
        ------
        OutputError
            If it cannot be written.
        """
        self._put_beside(key, _SHOWN, content)

    def shown(self, key: str) -> bytes | None:
        """Return what a page shows of a file; None where nothing of that is kept."""
        return self._beside(key, _SHOWN)

    def remove_shown(self, key: str) -> None:
        """Erase what a page shows of a file, and leave the file.

        Raises
        ------
        OutputError
            If it cannot be erased.
        """
        system, root = self._open()
        try:
            with contextlib.suppress(FileNotFoundError):
                system.rm(f"{root}/{_below(key)}{_SHOWN}")
        except OSError as error:
            message = f"The page of {key[:12]}… in {self.address} cannot be erased: {error.strerror or error}."
            raise OutputError(message) from error

    def _put_beside(self, key: str, ending: str, content: bytes) -> None:
        system, root = self._open()
        place = f"{root}/{_below(key)}{ending}"
        try:
            if self.has(key):
                system.pipe_file(place, content)
        except OSError as error:
            with contextlib.suppress(OSError):
                system.rm(place)
            message = f"What is shown of a file cannot be kept in {self.address}: {error.strerror or error}."
            raise OutputError(message) from error

    def _beside(self, key: str, ending: str) -> bytes | None:
        system, root = self._open()
        try:
            return bytes(system.cat_file(f"{root}/{_below(key)}{ending}"))
        except FileNotFoundError:
            return None

    def has_thumbnail(self, key: str) -> bool:
        """Return whether a small image of a file is kept."""
        system, root = self._open()
        return bool(system.exists(f"{root}/{_below(key)}{_THUMBNAIL}"))

    def thumbnail(self, key: str) -> bytes | None:
        """Return the small image of a file, WebP; None where none is kept."""
        return self._beside(key, _THUMBNAIL)

    def size_of(self, key: str) -> int:
        """Return how many bytes a file has.

        Raises
        ------
        InputMissingError
            If it is not there.
        """
        with self._there(key) as (system, path):
            return int(system.size(path))

    def part(self, key: str, first: int, last: int) -> bytes:
        """Return the bytes of a file from one to another, both included.

        Raises
        ------
        InputMissingError
            If it is not there.
        """
        with self._there(key) as (system, path), system.open(path, "rb") as reading:
            reading.seek(first)
            return bytes(reading.read(last - first + 1))

    @contextlib.contextmanager
    def _there(self, key: str) -> Iterator[tuple[Any, str]]:
        """Yield the file system and the path of a file; InputMissingError says where it is not there."""
        system, root = self._open()
        try:
            yield system, f"{root}/{_below(key)}"
        except FileNotFoundError as error:
            message = f"{self.address} should hold the file {key[:12]}…, but does not. Run: hiphinge data check"
            raise InputMissingError(message) from error

    def remove(self, key: str) -> bool:
        """Erase a file, and return whether it was there.

        Raises
        ------
        OutputError
            If it cannot be erased.
        """
        return self.remove_written(key)

    def written(self) -> Mapping[str, datetime | None]:
        """Return when each file was written, unfinished ones too, by its name; None where the place does not say.

        What is kept beside a file is named only where that is gone.
        """
        system, _ = self._open()
        found: dict[str, datetime | None] = {}
        for path in self._paths():
            try:
                moment = system.modified(path)
            except FileNotFoundError:
                continue
            except NotImplementedError:
                moment = None
            if moment is not None and moment.tzinfo is None:
                moment = moment.replace(tzinfo=UTC)
            found[path.rsplit("/", 1)[-1]] = moment
        return {name: at for name, at in found.items() if _owner(name) not in found.keys() - {name}}

    def remove_written(self, name: str) -> bool:
        """Erase a file of `written`, and return whether it was still there.

        Raises
        ------
        OutputError
            If it cannot be erased.
        """
        system, root = self._open()
        place = f"{root}/{name if name.startswith(_UNFINISHED) else _below(name)}"
        try:
            for ending in _BESIDE:
                with contextlib.suppress(FileNotFoundError):
                    system.rm(f"{place}{ending}")
            system.rm(place)
        except FileNotFoundError:
            return False
        except OSError as error:
            message = f"The file {name} in {self.address} cannot be erased: {error.strerror or error}."
            raise OutputError(message) from error
        return True

    def size(self) -> int:
        """Return how many bytes all files have together."""
        system, _ = self._open()
        return sum(int(system.size(path) or 0) for path in self._paths())

    def has(self, key: str) -> bool:
        """Return whether a file is there."""
        system, root = self._open()
        return bool(system.exists(f"{root}/{_below(key)}"))

    def is_whole(self, key: str) -> bool:
        """Return whether a file is there and has the content that its key says."""
        system, root = self._open()
        digest = hashlib.sha256()
        try:
            with system.open(f"{root}/{_below(key)}", "rb") as reading:
                while block := reading.read(_BLOCK_BYTES):
                    digest.update(block)
        except FileNotFoundError:
            return False
        return digest.hexdigest() == key

    def _paths(self) -> list[str]:
        system, root = self._open()
        return [str(path) for path in system.find(root)] if system.exists(root) else []

    def _open(self) -> tuple[Any, str]:
        try:
            system, root = fsspec.core.url_to_fs(self.address, use_listings_cache=False)  # others write there, too
        except ImportError as error:
            message = f"{self.address} needs another package: {error}. For S3: pip install 'hiphinge[s3]'."
            raise MissingComponentError(message) from error
        except ValueError as error:
            message = f"Files go to a folder or an address of fsspec, but {self.address!r} is neither: {error}."
            raise UsageError(message) from error
        return system, str(root).rstrip("/")


def _is_folder(system: Any) -> bool:
    return "file" in (system.protocol if isinstance(system.protocol, tuple) else (system.protocol,))


def _flush(system: Any, path: str) -> None:
    """Have a file, or the names in a folder, written to the disk itself; other places do that on their own."""
    if not _is_folder(system) or (sys.platform == "win32" and Path(path).is_dir()):
        return
    descriptor = os.open(path, os.O_RDWR if sys.platform == "win32" else os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _owner(name: str) -> str:
    """Return the file that something of this name is kept beside; the name itself where it is a file."""
    return next((name.removesuffix(ending) for ending in _BESIDE if name.endswith(ending)), name)


def _below(key: str) -> str:
    return f"{key[:2]}/{key}"
