"""The profile of a person: a small TOML file, checked when it is read."""

import tomllib
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar, get_args

from hiphinge.errors import InputFormatError, InputMissingError, InputUnreadableError
from hiphinge.motion import BackAim, CoefficientSet, Person

__all__ = ["PROFILE_SCHEMA", "PROFILE_TEMPLATE", "read_profile"]

T = TypeVar("T")

PROFILE_SCHEMA = "hiphinge.profile/1"
"""Which profiles can be read."""

PROFILE_TEMPLATE = f"""\
# A profile for: hiphinge analyze VIDEO --profile FILE
# Remove the # in front of a line to tell it. What is left out stays unknown, and the report says what that costs.

schema = "{PROFILE_SCHEMA}"

# Height without shoes, in metres.
# stature_m = 1.75

# Body mass, in kilograms.
# mass_kg = 72

# Which published table of segment masses fits best: "female", "male", or "mean" of the two.
# coefficients = "mean"

# What you are after for your back in a bend: "less" movement, the "same" each time, or "more". Cues follow it.
# back_aim = "same"
"""
"""A profile to start from, in which every key is explained."""


def read_profile(path: Path) -> Person:
    """Return the person that a profile tells of.

    Raises
    ------
    InputMissingError, InputUnreadableError
        If there is no such file, or it may not be read.
    InputFormatError
        If it is no TOML, of another schema, or holds a key or value that a profile does not have.
    UsageError
        If stature or mass is outside what a person can be.
    """
    fields = _parsed(path)
    schema = fields.pop("schema", PROFILE_SCHEMA)
    if schema != PROFILE_SCHEMA:
        message = f"{path} should be of the schema {PROFILE_SCHEMA!r}, but says {schema!r}. {_ADVICE}"
        raise InputFormatError(message)
    _refuse_unknown(fields, path)
    told = {key: _READERS[key](value, f"{key} in {path}") for key, value in fields.items()}
    return Person(**told)


_ADVICE = "`hiphinge profile` prints one to start from."


def _parsed(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError as error:
        message = f"The profile {path} does not exist. {_ADVICE}"
        raise InputMissingError(message) from error
    except OSError as error:
        message = f"The profile {path} cannot be read: {error.strerror}."
        raise InputUnreadableError(message) from error
    except ValueError as error:
        message = f"The profile {path} should be TOML, but is not: {error}. {_ADVICE}"
        raise InputFormatError(message) from error


def _refuse_unknown(fields: Mapping[str, Any], path: Path) -> None:
    for key in fields:
        if key not in _READERS:
            near = get_close_matches(key, _READERS, n=1)
            guess = f" Did you mean {near[0]}?" if near else ""
            message = f"{path} holds {key!r}, which a profile does not have.{guess} Known: {', '.join(_READERS)}."
            raise InputFormatError(message)


def _number(value: object, name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        message = f"{name} should be a number, but is {value!r}."
        raise InputFormatError(message)
    return float(value)


def _coefficients(value: object, name: str) -> CoefficientSet:
    try:
        return CoefficientSet(str(value))
    except ValueError:
        message = f"{name} should be one of {', '.join(CoefficientSet)}, but is {value!r}."
        raise InputFormatError(message) from None


def _aim(value: object, name: str) -> str:
    if value not in get_args(BackAim):
        message = f"{name} should be one of {', '.join(get_args(BackAim))}, but is {value!r}."
        raise InputFormatError(message)
    return str(value)


_READERS: Mapping[str, Callable[[object, str], Any]] = {
    "stature_m": _number,
    "mass_kg": _number,
    "coefficients": _coefficients,
    "back_aim": _aim,
}
