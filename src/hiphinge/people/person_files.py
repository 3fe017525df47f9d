"""The interface to what is kept of people, as bytes by person and kind; `documents` knows their contents."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal, Protocol, get_args

from hiphinge.errors import UsageError

__all__ = ["FILE_ENDINGS", "KINDS", "KeptFile", "Kind", "PersonFiles", "person_key"]

Kind = Literal["calibration", "notes", "profile"]
"""What is kept; the answers to the questions before the start (readiness) are in the notes."""
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
FILE_ENDINGS: Final[Mapping[str, str]] = MappingProxyType(
    {"calibration": ".calibration.json", "notes": ".notes.json", "profile": ".profile.toml"}
)
"""How the name of a file ends, by what is in it."""

_NAME = re.compile(r"\w[\w -]{0,39}")


@dataclass(frozen=True, kw_only=True)
class KeptFile:
    """One file that is kept of a person.

    Attributes
    ----------
    place
        Where it is, as a message says it.
    file_name
        What its file is called when it is exported.
    """

    person: str
    kind: Kind
    place: Path
    file_name: str


class PersonFiles(Protocol):
    """Keeps bytes of people. Whatever is written arrives whole or not at all; no change of another process is lost.

    Names are compared as `person_key` returns them; every method that takes one raises `UsageError` for a name that
    cannot be used.
    """

    @property
    def place(self) -> Path:
        """Where everything is, as a message says it."""

    def kept(self) -> Mapping[str, tuple[KeptFile, ...]]:
        """Return everything that is kept, by the person's name, both in order.

        Raises
        ------
        InputUnreadableError
            If it may not be read.
        """

    def place_of(self, person: str, kind: Kind) -> Path:
        """Return where something of a person is, or would be."""

    def read(self, person: str, kind: Kind) -> bytes | None:
        """Return something of a person, or None where there is none.

        Raises
        ------
        InputUnreadableError
            If it may not be read.
        """

    def change(self, person: str, kind: Kind, change: Callable[[bytes | None], bytes]) -> Path:
        """Put what ``change`` makes of the present content, or of None, in its place, and return where it is.

        Between reading and writing no other process writes. When ``change`` raises, nothing is written.

        Raises
        ------
        InputUnreadableError
            If the present content may not be read.
        OutputError
            If it cannot be written.
        """

    def write(self, person: str, kind: Kind, content: bytes) -> Path:
        """Put something of a person in the place of what was there, and return where it is.

        Raises
        ------
        OutputError
            If it cannot be written.
        """

    def erase(self, person: str, kinds: tuple[Kind, ...] = KINDS) -> tuple[Path, ...]:
        """Erase what is kept of a person of these kinds, and return where it was.

        Raises
        ------
        OutputError
            If something may not be erased; the rest is gone then.
        """


def person_key(person: str) -> str:
    """Return the name by which what is kept of a person is found: without case or blanks around it.

    Raises
    ------
    UsageError
        If it is no name that a file can have.
    """
    name = person.strip().casefold()
    if not _NAME.fullmatch(name):
        message = (
            f"A person's name should be up to 40 letters, digits, spaces or hyphens, but is {person!r}. Choose another "
            "one, or give a file that ends in .json where a file can be given."
        )
        raise UsageError(message)
    return name
