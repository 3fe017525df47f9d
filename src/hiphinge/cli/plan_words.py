"""Reads what is typed for plans: days, lists, values by name, times of day and time zones."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from hiphinge.errors import UnknownIdError, UsageError

__all__ = [
    "answers_given",
    "day_given",
    "days_given",
    "exercise_values",
    "pair",
    "settings_given",
    "time_given",
    "values_given",
    "zone_given",
]

_STEPS = {"kg": 2.5, "lb": 5.0}
_TESTS = ("straight_leg_raise", "back_endurance", "bird_dog_test")


def settings_given(*, goals: str, equipment: str, unit: str, step: float | None, **rest: Any) -> Any:
    """Return the settings of a plan from what was typed.

    Raises
    ------
    UsageError
        If something of it cannot be.
    """
    from hiphinge.planning import Settings  # noqa: PLC0415  # --help does without

    if unit not in _STEPS:
        message = f"The unit should be kg or lb, but is {unit!r}."
        raise UsageError(message)
    if rest.get("back_aim") not in {None, "less", "same", "more"}:
        message = f"--back-aim should be less, same or more, but is {rest['back_aim']!r}."
        raise UsageError(message)
    for test in rest["self_tests"]:
        if test not in _TESTS:
            raise UnknownIdError.of(test, kind="self-test that a plan reads", known=_TESTS)
    return Settings(
        goals=frozenset(_list(goals)),  # type: ignore[arg-type]  # checked by the settings
        equipment=frozenset(_list(equipment)),  # type: ignore[arg-type]  # likewise
        unit=unit,  # type: ignore[arg-type]  # one of the two
        step=_STEPS[unit] if step is None else step,
        **rest,
    )


def _list(text: str) -> list[str]:
    return [one.strip().lower().replace("-", "_") for one in text.split(",") if one.strip()]


def days_given(text: str) -> tuple[int, ...]:
    """Return the weekdays that a list such as ``mon,wed,fri`` names, Monday being 0.

    Raises
    ------
    UsageError
        If one is none.
    """
    from hiphinge.training_log import weekday_meant  # noqa: PLC0415  # --help does without

    found = []
    for one in _list(text):
        number = weekday_meant(one)
        if number is None:
            message = f"{one!r} is no day of the week. Write days like mon,wed,fri."
            raise UsageError(message)
        found.append(number)
    return tuple(found)


def answers_given(text: str | None) -> tuple[str, ...]:
    """Return the questions that were answered with yes.

    Raises
    ------
    UnknownIdError
        If one is not asked.
    """
    from hiphinge.catalogue import load  # noqa: PLC0415  # --help does without

    ids = _list(text or "")
    for id_ in ids:
        if id_ not in load().questions:
            raise UnknownIdError.of(id_, kind="question", known=load().questions)
    return tuple(ids)


def pair(text: str, example: str) -> tuple[str, str]:
    """Return both sides of an equals sign.

    Raises
    ------
    UsageError
        If one is missing.
    """
    name, sign, value = text.partition("=")
    if not (sign and name.strip() and value.strip()):
        message = f"{text!r} should have two sides, as in {example}."
        raise UsageError(message)
    return name.strip(), value.strip()


def values_given(texts: Sequence[str]) -> dict[str, float]:
    """Return numbers by name from texts such as ``back_endurance=45``.

    Raises
    ------
    UsageError
        If one is no number.
    """
    found = {}
    for text in texts:
        name, value = pair(text, "back_endurance=45")
        try:
            found[name] = float(value.replace(",", "."))
        except ValueError as error:
            message = f"{name} should be a number, but is {value!r}."
            raise UsageError(message) from error
    return found


def exercise_values(texts: Sequence[str]) -> dict[str, float]:
    """Return weights by exercise from texts such as ``rdl=60``.

    Raises
    ------
    UsageError, UnknownIdError
        If one is no weight above 0, or names no exercise.
    """
    from hiphinge.catalogue import load  # noqa: PLC0415  # --help does without

    found = {load().exercise(name).id: value for name, value in values_given(texts).items()}
    for name, value in found.items():
        if not value > 0:
            message = f"The weight of {name} should be above 0, but is {value:g}."
            raise UsageError(message)
    return found


def time_given(text: str | None) -> time | None:
    """Return a time of day such as ``17:30``.

    Raises
    ------
    UsageError
        If it is none.
    """
    if text is None:
        return None
    try:
        found = time.fromisoformat(text.strip().zfill(5))
    except ValueError as error:
        message = f"{text!r} is no time of day. Write it like 17:30."
        raise UsageError(message) from error
    return found.replace(tzinfo=None)


def zone_given(text: str | None) -> str | None:
    """Return a time zone's name once it is known to exist.

    Raises
    ------
    UsageError
        If there is no such zone.
    """
    if text is None:
        return None
    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        message = f"{text!r} is no time zone, such as Europe/Vienna or UTC."
        raise UsageError(message) from error
    return text


def day_given(text: str | None) -> date:
    """Return a day such as ``2027-01-06``; None is today.

    Raises
    ------
    UsageError
        If it is none.
    """
    if text is None:
        return datetime.now(UTC).astimezone().date()
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        message = f"{text!r} is no day. Write it like 2027-01-06."
        raise UsageError(message) from error
