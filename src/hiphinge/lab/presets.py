"""Settings to begin with, and pairs of them that are worth laying side by side."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from hiphinge.errors import UnknownIdError
from hiphinge.lab.setting import Setting

__all__ = ["BENDS", "PAIRS", "PRESETS", "Pair", "Preset", "pair", "preset", "with_bend"]


@dataclass(frozen=True, kw_only=True)
class Preset:
    """A setting with a name."""

    id: str
    name: str
    setting: Setting


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two presets side by side, and the question that they answer."""

    id: str
    name: str
    asks: str
    first: str
    second: str


_HINGE = Setting()
_ROUND = {"hinge": 20.0, "squat": 25.0, "stoop": 45.0}
"""Rounding of the lower back that each begins with. In box lifting 24 to 36 degrees were measured (von Arx 2021)."""

PRESETS: Mapping[str, Preset] = MappingProxyType(
    {
        one.id: one
        for one in (
            Preset(id="hinge", name="Hinge", setting=_HINGE),
            Preset(id="squat", name="Squat", setting=replace(_HINGE, lean=45.0, knee=95.0, back=_ROUND["squat"])),
            Preset(id="stoop", name="Stoop", setting=replace(_HINGE, lean=80.0, knee=5.0, back=_ROUND["stoop"])),
            Preset(id="stand", name="Stand", setting=replace(_HINGE, lean=0.0, knee=0.0, back=0.0)),
            Preset(id="long_legs", name="Long legs", setting=replace(_HINGE, legs=52.0)),
            Preset(id="short_legs", name="Short legs", setting=replace(_HINGE, legs=46.0)),
            Preset(id="bar_away", name="Load 10 cm farther away", setting=replace(_HINGE, bar=13.0)),
            Preset(id="on_back", name="Load on the back", setting=replace(_HINGE, place="back")),
            Preset(id="rounded", name="Rounded hinge", setting=replace(_HINGE, back=45.0)),
            Preset(id="soft_knees", name="Straighter knees", setting=replace(_HINGE, knee=5.0)),
            Preset(id="half", name="Half the load", setting=replace(_HINGE, load=20.0)),
        )
    }
)
BENDS = ("hinge", "squat", "stoop", "stand")
"""Presets that are a bend, for any body and load."""

PAIRS: Mapping[str, Pair] = MappingProxyType(
    {
        one.id: one
        for one in (
            Pair(
                id="squat", name="Hinge and squat", asks="What do the knees take over?", first="hinge", second="squat"
            ),
            Pair(
                id="stoop", name="Hinge and stoop", asks="What does a round back change?", first="hinge", second="stoop"
            ),
            Pair(
                id="legs",
                name="Long legs and short",
                asks="Does one hinge fit every body?",
                first="long_legs",
                second="short_legs",
            ),
            Pair(id="bar", name="Close and away", asks="What does distance cost?", first="hinge", second="bar_away"),
            Pair(
                id="place",
                name="Hands and back",
                asks="What does the place of the load do?",
                first="hinge",
                second="on_back",
            ),
            Pair(id="rounded", name="Flat and rounded", asks="Same lean, other back?", first="hinge", second="rounded"),
            Pair(
                id="knees",
                name="Soft and straight knees",
                asks="Where do the hamstrings pull?",
                first="hinge",
                second="soft_knees",
            ),
            Pair(
                id="load",
                name="Load and half of it",
                asks="What does the load itself do?",
                first="hinge",
                second="half",
            ),
        )
    }
)


def preset(id_: str) -> Setting:
    """Return the setting of a preset.

    Raises
    ------
    UnknownIdError
        If there is none of that name.
    """
    try:
        return PRESETS[id_].setting
    except KeyError:
        raise UnknownIdError.of(id_, kind="preset", known=PRESETS) from None


def pair(id_: str) -> tuple[Setting, Setting]:
    """Return both settings of a pair.

    Raises
    ------
    UnknownIdError
        If there is none of that name.
    """
    try:
        one = PAIRS[id_]
    except KeyError:
        raise UnknownIdError.of(id_, kind="pair", known=PAIRS) from None
    return preset(one.first), preset(one.second)


def with_bend(setting: Setting, id_: str) -> Setting:
    """Return the same body and load in the bend of a preset.

    Raises
    ------
    UnknownIdError
        If there is none of that name.
    """
    bend = preset(id_)
    return replace(setting, lean=bend.lean, knee=bend.knee, back=bend.back)
