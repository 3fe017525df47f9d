"""How an older `analysis.json` becomes the next version of it: what it did not save stays unknown."""

from typing import Any

__all__ = ["UPGRADES"]


def with_back_aim(fields: dict[str, Any]) -> dict[str, Any]:
    """Version 1 did not save what the person is after for their back."""
    return {**fields, "person": {**fields["person"], "back_aim": None}}


def with_back_and_chances(fields: dict[str, Any]) -> dict[str, Any]:
    """Version 2 did not compare the back with trained lifters, and gave an exercise that it assumed no probability."""
    exercise = fields["exercise"]
    chances = {"confident": exercise["given"], "probability": {exercise["id"]: 1.0} if exercise["given"] else {}}
    repetitions = [{**repetition, "back": None} for repetition in fields["repetitions"]]
    return {**fields, "exercise": {**exercise, **chances}, "repetitions": repetitions}


def with_stretches_and_people(fields: dict[str, Any]) -> dict[str, Any]:
    """Version 3 did not divide a recording, and did not count the people in it."""
    return {**fields, "stretches": [], "source": {**fields["source"], "people": None}}


def with_bar(fields: dict[str, Any]) -> dict[str, Any]:
    """Version 4 did not follow the bar."""
    return {**fields, "bar": None}


UPGRADES = {1: with_back_aim, 2: with_back_and_chances, 3: with_stretches_and_people, 4: with_bar}
"""From each version to the next."""
