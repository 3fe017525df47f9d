"""What the forms of a plan ask, and what their fields say."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal, cast, get_args

from hiphinge.catalogue import Equipment
from hiphinge.documents.plan import EditDocument
from hiphinge.errors import UsageError
from hiphinge.motion import BackAim
from hiphinge.planning import FIELDS, Answers, Settings

__all__ = ["ANSWERS", "Asked", "asked_of", "edits_in", "settings_in"]

_STEPS = {"kg": 2.5, "lb": 5.0}
_RATINGS = tuple(map(str, range(11)))


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The answers that can be chosen in the form of a new plan, with their words."""

    days: tuple[str, ...] = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    goals: tuple[tuple[str, str], ...] = (
        ("learn", "Learn the hinge"),
        ("strength", "Get stronger"),
        ("size", "Build muscle"),
        ("power", "Get faster and more powerful"),
    )
    experience: tuple[tuple[str, str], ...] = (
        ("new", "I am new to the hinge"),
        ("some", "I train with weights and know the hinge"),
        ("advanced", "I have lifted heavy for long"),
    )
    equipment: tuple[tuple[str, str], ...] = tuple(
        (one, "Trap bar" if one == "trap_bar" else one.capitalize()) for one in get_args(Equipment)
    )
    aims: tuple[tuple[str, str], ...] = (
        ("", "No aim for it"),
        ("less", "Move it less"),
        ("same", "Keep it as it is"),
        ("more", "Move it more"),
    )
    tests: tuple[str, ...] = ("straight_leg_raise", "back_endurance", "bird_dog_test")


ANSWERS: Final = Asked()


def settings_in(fields: Mapping[str, str], *, unit: Literal["kg", "lb"], answers: Mapping[str, bool]) -> Settings:
    """Return the settings of a plan that the fields of a form say.

    Parameters
    ----------
    fields
        ``day-0`` to ``day-6``, ``goal-ID`` and ``has-ID`` are "yes" where they hold; ``experience``, ``weeks``,
        ``start``, ``step``, ``age``, ``weeks_off``, ``back_aim``, ``rdl``, ``deadlift`` and ``test-ID`` are values,
        empty where nothing is said.
    answers
        To the questions before the start, by id.

    Raises
    ------
    UsageError
        If one of them cannot be.
    """
    loads = {"romanian_deadlift": _number(fields, "rdl"), "conventional_deadlift": _number(fields, "deadlift")}
    tests = {id_: _number(fields, f"test-{id_}") for id_ in ANSWERS.tests}
    given: dict[str, Any] = {
        "start": _day(fields, "start").toordinal(),
        "weekdays": tuple(day for day in range(len(ANSWERS.days)) if fields.get(f"day-{day}") == "yes"),
        "weeks": _whole(fields, "weeks") or 8,
        "experience": fields.get("experience", "new"),
        "goals": frozenset(id_ for id_, _ in ANSWERS.goals if fields.get(f"goal-{id_}") == "yes"),
        "equipment": frozenset(id_ for id_, _ in ANSWERS.equipment if fields.get(f"has-{id_}") == "yes"),
        "unit": unit,
        "step": _number(fields, "step") or _STEPS[unit],
        "loads": {id_: value for id_, value in loads.items() if value},
        "self_tests": {id_: value for id_, value in tests.items() if value is not None},
        "answers": {**answers, **({"pain_now": True} if fields.get("pain") == "yes" else {})},
        "back_aim": _aim(fields),
        "age_years": _whole(fields, "age"),
        "weeks_off": _whole(fields, "weeks_off") or 0,
    }
    return Settings(**given)


def _aim(fields: Mapping[str, str]) -> BackAim | None:
    text = fields.get("back_aim", "")
    if text not in {id_ for id_, _ in ANSWERS.aims}:
        message = f"The aim for the back is less, same or more, but not {text[:20]!r}."
        raise UsageError(message)
    return cast("BackAim", text) if text else None


def _number(fields: Mapping[str, str], name: str) -> float | None:
    text = fields.get(name, "").strip().replace(",", ".")
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value < 10_000:  # noqa: PLR2004  # no answer is as large
        message = (
            f"{name.removeprefix('test-').replace('_', ' ').capitalize()} should be a number, but is {text[:20]!r}."
        )
        raise UsageError(message)
    return value


def _whole(fields: Mapping[str, str], name: str) -> int | None:
    value = _number(fields, name)
    if value is not None and not value.is_integer():
        message = f"{name.replace('_', ' ').capitalize()} should be a whole number, but is {value:g}."
        raise UsageError(message)
    return None if value is None else int(value)


def _day(fields: Mapping[str, str], name: str) -> date:
    text = fields.get(name, "").strip()
    try:
        return date.fromisoformat(text)
    except ValueError:
        message = f"{text[:20]!r} is no day. Write it like 2027-01-06."
        raise UsageError(message) from None


def asked_of(fields: Mapping[str, str]) -> Answers:
    """Return how somebody is today, as the fields ``pain``, ``soreness``, ``busy`` and ``stop`` say it.

    Raises
    ------
    UsageError
        If a number is off the scale.
    """
    felt = {}
    for name in ("pain", "soreness"):
        text = fields.get(name, "0")
        if text not in _RATINGS:
            message = f"The {name} should be a whole number from 0 to 10, but is {text[:20]!r}."
            raise UsageError(message)
        felt[name] = int(text)
    return Answers(pain=felt["pain"], soreness=felt["soreness"], busy=fields.get("busy") == "yes")


def edits_in(fields: Mapping[str, str], day: date) -> list[EditDocument]:
    """Return the changes of the form of a session.

    Parameters
    ----------
    fields
        ``what`` is ``set`` with ``exercise``, ``field`` and ``value``; ``swap`` with ``exercise`` and ``other``;
        ``leave_out`` with ``exercise``; ``skip``; or ``move`` with ``to_day``.

    Raises
    ------
    UsageError
        If something is missing, or is no number.
    """
    what = fields.get("what", "")
    exercise = fields.get("exercise", "") or None
    if what == "set":
        values = {name: _number(fields, name) for name in FIELDS}
        before = {name: fields.get(f"was-{name}", "") for name in values}
        changed = {
            name: value
            for name, value in values.items()
            if value is not None and (not before[name] or value != float(before[name]))
        }
        if not changed:
            message = "Nothing was changed: write another number first."
            raise UsageError(message)
        return [EditDocument(kind="set", exercise=exercise, field=name, value=value) for name, value in changed.items()]
    if what == "swap":
        return [EditDocument(kind="swap", exercise=exercise, other=fields.get("other", "") or None)]
    if what == "leave_out":
        return [EditDocument(kind="leave_out", exercise=exercise)]
    if what == "skip":
        return [EditDocument(kind="skip", day=day)]
    if what == "move":
        return [EditDocument(kind="move", day=day, to_day=_day(fields, "to_day"))]
    message = f"A session can be changed, moved or skipped, but not {what[:20]!r}."
    raise UsageError(message)
