"""The profile of a person as a file."""

from pathlib import Path

from hiphinge.documents import PROFILE_ADVICE, PROFILE_TEMPLATE, person_from_toml
from hiphinge.errors import InputMissingError, InputUnreadableError
from hiphinge.motion import Person

__all__ = ["PROFILE_TEMPLATE", "read_profile"]


def read_profile(path: Path) -> Person:
    """Return the person that a profile describes.

    Raises
    ------
    InputMissingError, InputUnreadableError
        If there is no such file, or it may not be read.
    InputFormatError, UsageError
        As `hiphinge.documents.person_from_toml`.
    """
    try:
        text = path.read_bytes()
    except FileNotFoundError as error:
        message = f"The profile {path} does not exist. {PROFILE_ADVICE}"
        raise InputMissingError(message) from error
    except OSError as error:
        message = f"The profile {path} cannot be read: {error.strerror}."
        raise InputUnreadableError(message) from error
    return person_from_toml(text, name=str(path))
