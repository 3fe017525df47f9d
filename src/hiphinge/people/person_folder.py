"""What is kept of people as files of one folder: each written whole, all under one lock."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from hiphinge.errors import InputUnreadableError, OutputError
from hiphinge.filesystem import data_folder, locked, read_bytes, remove_unfinished, write_bytes
from hiphinge.people.person_files import KINDS, KeptFile, Kind, PersonFiles, person_key

__all__ = ["PersonFolder", "person_files"]

_ENDINGS: Mapping[Kind, str] = {"calibration": ".calibration.json", "notes": ".notes.json", "profile": ".profile.toml"}
_PATIENCE_S = 10.0
"""How long a small change by another process may take before we give up."""


def person_files() -> PersonFiles:
    """Return what is kept of people for this user; everything that reads or writes it asks here."""
    return PersonFolder(place=data_folder() / "people")


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
            for kind, ending in _ENDINGS.items():
                if name.endswith(ending) and name != ending:
                    person = name.removesuffix(ending)
                    one = KeptFile(person=person, kind=kind, place=self.place / name, file_name=name)
                    found.setdefault(person, []).append(one)
        return {person: tuple(items) for person, items in found.items()}

    def place_of(self, person: str, kind: Kind) -> Path:
        """Return the file, whether it exists or not."""
        return self.place / f"{person_key(person)}{_ENDINGS[kind]}"

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

    @contextmanager
    def _locked(self) -> Iterator[None]:
        try:
            self.place.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            message = f"Files about people go to {self.place}, but that folder cannot be created: {error.strerror}."
            raise OutputError(message) from error
        with locked(self.place, timeout_s=self.patience_s):
            yield
