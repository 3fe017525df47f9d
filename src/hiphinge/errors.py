"""Every exception that hiphinge raises on purpose, drawn as one tree, each with the exit code of the command.

::

    HiphingeError                      1
    ├── UsageError                     2   the command or the call was wrong
    │   └── UnknownIdError             2   an exercise, quantity, format ... that does not exist
    ├── InputError                     3   what was given cannot be used
    │   ├── InputMissingError          3   no such file
    │   ├── InputEmptyError            3   nothing in it
    │   ├── InputUnreadableError       3   no right to read, or a folder where a file belongs
    │   ├── InputFormatError           3   not a format that can be read, or broken
    │   │   └── NoVideoError           3   media without video frames
    │   ├── InputTooShortError         3   fewer frames than a movement needs
    │   └── InputChangedError          3   changed while it was read
    ├── NotMeasurableError             4   read, but nothing in it can be measured
    ├── MissingComponentError          5   something has to be installed first
    │   └── ModelMissingError          5   a network's file
    └── OutputError                    6   the result cannot be written
"""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import ClassVar

__all__ = [
    "HiphingeError",
    "InputChangedError",
    "InputEmptyError",
    "InputError",
    "InputFormatError",
    "InputMissingError",
    "InputTooShortError",
    "InputUnreadableError",
    "MissingComponentError",
    "ModelMissingError",
    "NoVideoError",
    "NotMeasurableError",
    "OutputError",
    "UnknownIdError",
    "UsageError",
]


_MOST_NEAR = 3
_LEAST_PART = 4
"""A name of fewer letters is no part of another one that could have been meant."""


def _plain(name: str) -> str:
    return "".join(character for character in name.lower() if character.isalnum())


def _near(name: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return at most three of the known names that are spelt alike, then those that hold the name as a part."""
    wanted = _plain(name)
    names: dict[str, str] = {}
    for one in known:
        names.setdefault(_plain(one), one)
    alike = get_close_matches(wanted, names, n=_MOST_NEAR)
    parts = [one for one in names if len(wanted) >= _LEAST_PART and wanted in one]
    return tuple(names[one] for one in dict.fromkeys((*alike, *parts)))[:_MOST_NEAR]


def _either(names: tuple[str, ...]) -> str:
    *first, last = names
    return f"{', '.join(first)} or {last}" if first else last


class HiphingeError(Exception):
    """Base of every deliberate error.

    The message says what was expected, what came, and what to do about it.
    """

    exit_code: ClassVar[int] = 1


class UsageError(HiphingeError):
    """The command or the call was wrong."""

    exit_code = 2


class UnknownIdError(UsageError):
    """A name that is in no table: exercise, quantity, format, estimator, finding."""

    @classmethod
    def of(cls, name: object, *, kind: str, known: Iterable[str], also: Iterable[str] = ()) -> "UnknownIdError":
        """Return the error for a name that nothing of a kind has; its message lists what is known, the nearest first.

        Parameters
        ----------
        kind
            What was looked for, in the singular: ``exercise``.
        known, also
            Every name that is listed; other names of the same things, which are only offered where they are near.
        """
        names = tuple(known)
        near = _near(str(name), (*names, *also))
        meant = f" Did you mean {_either(near)}?" if near else ""
        return cls(f"No {kind} is called {str(name)!r}.{meant} Known: {', '.join(names) or 'none'}.")


class InputError(HiphingeError):
    """What was given cannot be used."""

    exit_code = 3


class InputMissingError(InputError):
    """There is no such file."""


class InputEmptyError(InputError):
    """The file holds nothing."""


class InputUnreadableError(InputError):
    """The file may not be read, or is a folder."""


class InputFormatError(InputError):
    """The file is of no format that can be read, or is broken."""


class NoVideoError(InputFormatError):
    """The file is media, but holds no video frames."""


class InputTooShortError(InputError):
    """The recording is shorter than any movement."""


class InputChangedError(InputError):
    """The file changed while it was read."""


class NotMeasurableError(HiphingeError):
    """The recording was read, but nothing in it can be measured."""

    exit_code = 4


class MissingComponentError(HiphingeError):
    """Something has to be installed first."""

    exit_code = 5


class ModelMissingError(MissingComponentError):
    """The file of a network is not here and could not be fetched."""


class OutputError(HiphingeError):
    """The result cannot be written."""

    exit_code = 6
