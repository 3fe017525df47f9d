"""Which exercise of the catalogue the name of an exercise in a training app means."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from hiphinge.catalogue import load
from hiphinge.frozen_mapping import FrozenMapping

__all__ = ["exercise_of", "plain_name"]

_FILE = "exercise_names.toml"


def exercise_of(name: str) -> str | None:
    """Return the id of the exercise that a name means, or None where it means none of ours, or could mean several.

    Only whole names count: "Bench Press" and "Incline Bench Press" are never taken for each other.
    """
    return _table().get(plain_name(name))


def plain_name(name: str) -> str:
    """Return a name in lower case, without accents, every sign between its words one blank."""
    spread = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(letter for letter in spread if not unicodedata.combining(letter))
    return re.sub(r"[\W_]+", " ", letters).strip() or name.strip().casefold()


@cache
def _table() -> Mapping[str, str | None]:
    """Return every known name; the apps' names before those of the catalogue."""
    catalogue = load().exercises.values()
    ours: dict[str, str | None] = {
        plain_name(name): exercise.id
        for exercise in catalogue
        for name in (*exercise.aliases, exercise.name, exercise.id)
    }
    given = _given()
    theirs = {plain_name(name): id_ for id_, names in given["exercises"].items() for name in names}
    return FrozenMapping(ours | theirs | dict.fromkeys(map(plain_name, given["too_vague"])))


def _given() -> dict[str, Any]:
    return tomllib.loads((files("hiphinge.sources.training_logs") / _FILE).read_text(encoding="utf-8"))
