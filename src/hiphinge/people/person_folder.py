"""What is kept of people as files of one folder: each written whole, all under one lock."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from hiphinge.errors import InputUnreadableError, OutputError, UsageError
from hiphinge.filesystem import locked, read_bytes, remove_unfinished, write_bytes
from hiphinge.people.person_files import FILE_ENDINGS, KINDS, KeptFile, Kind, person_key

__all__ = ["HandedOver", "PersonFolder"]

_PATIENCE_S = 10.0
"""How long a small change by another process may take before we give up."""


@dataclass(frozen=True, kw_only=True)
class HandedOver:
    """A file of a person with its content, and when it was written last."""

    person: str
    kind: Kind
    content: bytes
    written_at: datetime


@dataclass(frozen=True, kw_only=True)
class PersonFolder:
    """`PersonFiles` in a folder, which is made when something is written first.

    Attributes
    ----------
    patience_s
        How long to wait for another process that changes something, in seconds; below 0 as long as it takes.
    """

    place: Path
    patience_s: float = _PATIENCE_S

    def kept(self) -> Mapping[str, tuple[KeptFile, ...]]:
        """Return everything that is kept, by the person's name; other files in the folder are passed over."""
        try:
            names = sorted(path.name for path in self.place.iterdir()) if self.place.is_dir() else []
        except OSError as error:
            message = f"{self.place} should be a folder that you may read, but is not: {error.strerror}."
            raise InputUnreadableError(message) from error
        found: dict[str, list[KeptFile]] = {}
        for name in names:
            for kind in KINDS:
                ending = FILE_ENDINGS[kind]
                if name.endswith(ending) and name != ending:
                    person = name.removesuffix(ending)
                    one = KeptFile(person=person, kind=kind, place=self.place / name, file_name=name)
                    found.setdefault(person, []).append(one)
        return {person: tuple(items) for person, items in found.items()}

    def place_of(self, person: str, kind: Kind) -> Path:
        """Return the file, whether it exists or not."""
        return self.place / f"{person_key(person)}{FILE_ENDINGS[kind]}"

    def read(self, person: str, kind: Kind) -> bytes | None:
        """Return the content of the file, or None where there is none."""
        return read_bytes(self.place_of(person, kind), what=f"The {kind}")

    def change(self, person: str, kind: Kind, change: Callable[[bytes | None], bytes]) -> Path:
        """Read, change and write the file while the folder is locked, and return it."""
        path = self.place_of(person, kind)
        with self._locked():
            write_bytes(path, change(self.read(person, kind)), what=f"The {kind} of {person}")
        return path

    def write(self, person: str, kind: Kind, content: bytes) -> Path:
        """Write the file while the folder is locked, and return it."""
        path = self.place_of(person, kind)
        with self._locked():
            write_bytes(path, content, what=f"The {kind} of {person}")
        return path

    def erase(self, person: str, kinds: tuple[Kind, ...] = KINDS) -> tuple[Path, ...]:
        """Erase the files while the folder is locked, and return those that were there."""
        paths = [self.place_of(person, kind) for kind in kinds]
        if not any(path.exists() for path in paths):
            return ()
        gone, stuck = [], []
        with self._locked():
            # A process that was killed may have left a copy.
            remove_unfinished(self.place)
            for path in paths:
                try:
                    path.unlink()
                    gone.append(path)
                except FileNotFoundError:
                    continue
                except OSError as error:
                    stuck.append(f"{path} ({error.strerror})")
        if stuck:
            message = f"These should be erased, but cannot be: {', '.join(stuck)}. Erase them yourself."
            raise OutputError(message)
        return tuple(gone)

    def hand_over(self, take: Callable[[Sequence[HandedOver]], None]) -> int:
        """Give everything that is kept here to ``take``, and erase it here when that ends well; return how many files.

        Meanwhile no other process changes the folder. A process that is killed in between leaves the files, which are
        handed over again next time. Files that may not be read, or whose name is nobody's, stay.

        Raises
        ------
        InputUnreadableError, OutputError
            If the folder may not be read, or locked.
        """
        if not any(self.kept().values()):
            return 0
        with self._locked():
            found = [handed for several in self.kept().values() for one in several if (handed := _handed(one))]
            take(found)
            for one in found:
                with suppress(OSError):
                    self.place_of(one.person, one.kind).unlink()
            remove_unfinished(self.place)
        return len(found)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        try:
            self.place.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            message = f"Files about people go to {self.place}, but that folder cannot be created: {error.strerror}."
            raise OutputError(message) from error
        with locked(self.place, timeout_s=self.patience_s):
            yield


def _handed(one: KeptFile) -> HandedOver | None:
    """Return a file with its content; None where it may not be read, or is not found by its person's name."""
    try:
        if person_key(one.person) != one.person:
            return None
        changed_s = one.place.stat().st_mtime
        content = one.place.read_bytes()
    except (OSError, UsageError):
        return None
    written_at = datetime.fromtimestamp(changed_s, UTC)
    return HandedOver(person=one.person, kind=one.kind, content=content, written_at=written_at)
