"""The profile of a person: a small document in TOML, checked when it is read."""

import tomllib
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any, Final, get_args

from hiphinge.documents.versions import DocumentKind
from hiphinge.errors import InputFormatError
from hiphinge.motion import BackAim, CoefficientSet, Person

__all__ = ["PROFILE", "PROFILE_ADVICE", "PROFILE_TEMPLATE", "person_from_toml", "person_to_toml"]

PROFILE_ADVICE: Final = "`hiphinge profile` prints one to start from."
PROFILE: Final = DocumentKind(name="hiphinge.profile", version=1, title="a profile", advice=PROFILE_ADVICE)
"""Name, version and upgrades of profiles."""

PROFILE_TEMPLATE = f"""\
# A profile for: hiphinge analyze VIDEO --profile FILE
# To give a value, remove the # in front of its line. What you leave out stays unknown; the report says what that costs.

schema = "{PROFILE.schema}"

# Height without shoes, in metres.
# stature_m = 1.75

# Body mass, in kilograms.
# mass_kg = 72

# Which published table of segment masses fits best: "female", "male", or "mean" of the two.
# coefficients = "mean"

# What you want from your back in a bend: "less" movement, the "same" each time, or "more". Cues follow it.
# back_aim = "same"
"""
"""A profile to start from, in which every key is explained."""


def person_from_toml(text: bytes, *, name: str) -> Person:
    """Return the person that a profile describes; ``name`` is what its file is called in messages.

    A profile without a schema is read as one of the present version.

    Raises
    ------
    InputFormatError
        If it is no TOML, of another schema, newer than what is known, or holds a key or value that a profile does not
        have.
    UsageError
        If stature or mass is outside what a person can be.
    """
    try:
        fields = tomllib.loads(text.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        message = f"The profile {name} should be TOML, but is not: {error}. {PROFILE_ADVICE}"
        raise InputFormatError(message) from error
    present = PROFILE.upgraded({"schema": PROFILE.schema, **fields}, name=name)
    del present["schema"]
    _refuse_unknown(present, name)
    return Person(**{key: _READERS[key](value, f"{key} in {name}") for key, value in present.items()})


def person_to_toml(person: Person) -> bytes:
    """Return a profile that `person_from_toml` reads back: what is known of the person, without a back's maximum."""
    lines = [f'schema = "{PROFILE.schema}"']
    for key in ("stature_m", "mass_kg"):
        value = getattr(person, key)
        lines += [] if value is None else [f"{key} = {value!r}"]
    lines.append(f'coefficients = "{person.coefficients}"')
    lines += [] if person.back_aim is None else [f'back_aim = "{person.back_aim}"']
    return ("\n".join(lines) + "\n").encode()


def _refuse_unknown(fields: Mapping[str, Any], name: str) -> None:
    for key in fields:
        if key not in _READERS:
            near = get_close_matches(key, _READERS, n=1)
            guess = f" Did you mean {near[0]}?" if near else ""
            message = f"{name} holds {key!r}, which a profile does not have.{guess} Known: {', '.join(_READERS)}."
            raise InputFormatError(message)


def _number(value: object, name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        message = f"{name} should be a number, but is {value!r}."
        raise InputFormatError(message)
    try:
        return float(value)
    except OverflowError:
        message = f"{name} should be a number that a person can have, but is beyond all of them."
        raise InputFormatError(message) from None


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
