"""What the columns of a table of sensor samples are: kind, axis, unit and whose they are, by their titles."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from hiphinge.errors import UnknownIdError
from hiphinge.motion import SensorPlace

__all__ = ["Column", "ColumnKind", "columns_of", "place_given", "place_in"]

ColumnKind = Literal["time", "counter", "device", "acceleration", "angular_rate", "magnetic_field", "quaternion"]

_UNIT: Final = re.compile(r"\s*(?:[(\[](?P<inside>[^)\]]*)[)\]]|,\s*(?P<after>[^,]+))\s*$")
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=\d)|[^A-Za-z0-9]+")
_KINDS: Final[tuple[tuple[ColumnKind, frozenset[str]], ...]] = (
    ("quaternion", frozenset({"quat", "quaternion", "q"})),
    ("angular_rate", frozenset({"gyr", "gyro", "gyroscope", "as", "w", "g", "rate", "angvel", "omega", "velocity"})),
    ("magnetic_field", frozenset({"mag", "magnetometer", "magn", "m", "h"})),
    ("acceleration", frozenset({"acc", "accel", "accelerometer", "acceleration", "a"})),
)
_NOT_RAW: Final = frozenset({"free", "lin", "linear", "euler", "angle", "vel", "inc", "mat", "dq", "dv"})
"""Words of columns that are no samples: gravity is taken out of a free acceleration."""
_TIMES: Final = frozenset({"time", "timestamp", "t", "elapsed", "epoc", "epoch", "times", "sampletimefine"})
_BY_UNIT: Final[dict[str, ColumnKind]] = {
    "g": "acceleration",
    "mg": "acceleration",
    "m/s2": "acceleration",
    "deg/s": "angular_rate",
    "rad/s": "angular_rate",
    "t": "magnetic_field",
    "ut": "magnetic_field",
}
_SPELLINGS: Final = (
    ("²", "2"),
    ("^2", "2"),
    ("°", "deg"),
    ("µ", "u"),
    ("μ", "u"),
    ("degrees", "deg"),
    ("dps", "deg/s"),
    ("sec", "s"),
    (" ", ""),
)


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column: ``axis`` counts from 0 (x, or w of a quaternion); ``owner`` is what stands before, as written.

    ``sign`` is -1 where the axis points the other way: a title that begins with a minus says so.
    """

    index: int
    kind: ColumnKind
    axis: int = 0
    unit: str = ""
    owner: str = ""
    sign: float = 1.0


def columns_of(titles: Sequence[str]) -> tuple[Column, ...]:
    """Return the columns that are known by their titles, in their order; others are passed over."""
    found = (_signed(index, title.strip().strip('"')) for index, title in enumerate(titles))
    return tuple(column for column in found if column is not None)


def _signed(index: int, title: str) -> Column | None:
    column = _column(index, title.removeprefix("-"))
    return column if column is None or not title.startswith("-") else replace(column, sign=-1.0)


def plain_unit(unit: str) -> str:
    """Return a unit in one spelling: ``deg/s``, ``m/s2``, ``mg``."""
    plain = unit.strip().casefold()
    for written, spelling in _SPELLINGS:
        plain = plain.replace(written, spelling)
    return plain


def _column(index: int, title: str) -> Column | None:
    name, unit = title, ""
    if match := _UNIT.search(title):
        name, unit = title[: match.start()], plain_unit(match["inside"] or match["after"] or "")
    words = [word for word in _CAMEL.split(name) if word]
    plain = [word.casefold() for word in words]
    joined = "".join(plain)
    if not plain or _NOT_RAW & {*plain, joined}:
        return None
    if joined in {"devicename", "device", "sensor", "sensorid"}:
        return Column(index=index, kind="device")
    if joined in {"packetcounter", "counter", "count", "packet"}:
        return Column(index=index, kind="counter")
    if joined in _TIMES or (plain[0] in _TIMES and len(plain) <= 2):  # noqa: PLR2004  # time, or time and its unit
        return Column(index=index, kind="time", unit=unit or (plain[1] if len(plain) > 1 else ""), owner=joined)
    return _of_axis(index, words, plain, unit)


def _of_axis(index: int, words: list[str], plain: list[str], unit: str) -> Column | None:
    """Return a column of one axis: ``AccX``, ``gyr_y``, ``az``, ``Quat_w``, ``q0``, ``x-axis``."""
    split = [part for word in plain for part in _with_axis(word)]
    places = [place for place, part in enumerate(split) if part in {"x", "y", "z", "w", "0", "1", "2", "3"}]
    if not places:
        return None
    at = places[-1]
    letters = set(split)
    kind = next((kind for kind, names in _KINDS if names & letters), None)
    if kind is None or (plain[-1] == "axis" and unit in _BY_UNIT):
        kind = _BY_UNIT.get(unit)
    if kind is None:
        return None
    axis = split[at]
    number = "wxyz".index(axis) if axis in "wxyz" else int(axis)
    if kind != "quaternion":
        if axis not in "xyz":
            return None
        number -= 1
    return Column(index=index, kind=kind, axis=number, unit=unit, owner=_owner(words, kind))


def _with_axis(word: str) -> list[str]:
    """Return a short word such as ``ax`` or ``accx`` as its kind and its axis."""
    known = {name for _, names in _KINDS for name in names}
    if len(word) > 1 and word[-1] in "xyzw0123" and (word[:-1] in known or word[:-1].removeprefix("quat") == ""):
        return [word[:-1], word[-1]]
    if word.startswith("as") and len(word) == 3:  # noqa: PLR2004  # the angular speed of WitMotion
        return ["as", word[-1]]
    return [word]


def _owner(words: list[str], kind: ColumnKind) -> str:
    """Return the words before those that name the kind."""
    names = next(names for one, names in _KINDS if one == kind)
    for place, word in enumerate(words):
        if set(_with_axis(word.casefold())) & names:
            return " ".join(words[:place])
    return ""


def place_given(name: str, given: Sequence[tuple[str, str]]) -> SensorPlace | None:
    """Return the place that was given for a sensor's name: for the same name first, then for a word or a part of it."""
    plain = name.casefold()
    words = set(re.split(r"[^a-z0-9]+", plain))
    named = [(wanted.casefold(), place) for wanted, place in given]
    for fits in (lambda one: one == plain, lambda one: one in words, lambda one: one in plain and not one.isdecimal()):
        found = next((place for wanted, place in named if fits(wanted)), None)
        if found is not None:
            return SensorPlace.named(found)
    return None


def place_in(name: str) -> SensorPlace | None:
    """Return the place on the body that a name holds, such as ``left_T12.csv`` or ``Lower spine``; None for none."""
    words = [word for word in re.split(r"[^A-Za-z0-9]+", name) if word]
    for length in (3, 2, 1):
        for start in range(len(words) - length + 1):
            try:
                return SensorPlace.named("".join(words[start : start + length]))
            except UnknownIdError:
                continue
    return None
