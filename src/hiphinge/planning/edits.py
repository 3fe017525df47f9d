"""What the person changes: records that are laid on top of the plan, so that what it would have said stays known."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from hiphinge.catalogue import load
from hiphinge.errors import UsageError

__all__ = ["FIELDS", "Edit"]

FIELDS = ("load", "sets", "repetitions", "hold_s", "lean_deg", "pause_s")
"""What an edit can set of an exercise."""
_MOST = {"load": 1500.0, "sets": 10.0, "repetitions": 100.0, "hold_s": 600.0, "lean_deg": 100.0, "pause_s": 30.0}


@dataclass(frozen=True, kw_only=True)
class Edit:
    """One change.

    Attributes
    ----------
    kind
        ``set`` a field of an exercise, ``swap`` an exercise for another, ``leave_out`` an exercise, ``skip`` a day,
        ``move`` a session from a day to another.
    exercise
        The one that is changed.
    field, value
        What is set, to what.
    other
        The exercise that comes in its place.
    day, to_day
        The day that is skipped, or from which a session moves, and to which.
    changed_at
        When, as it was written down; it decides nothing.
    """

    kind: Literal["set", "swap", "leave_out", "skip", "move"]
    exercise: str | None = None
    field: str | None = None
    value: float | None = None
    other: str | None = None
    day: int | None = None
    to_day: int | None = None
    changed_at: str = ""

    def __post_init__(self) -> None:
        """Refuse a change that says too little, or names what does not exist.

        Raises
        ------
        UsageError
            If it cannot be carried out.
        UnknownIdError
            If no exercise is called that.
        """
        needed = {
            "set": ("exercise", "field", "value"),
            "swap": ("exercise", "other"),
            "leave_out": ("exercise",),
            "skip": ("day",),
            "move": ("day", "to_day"),
        }[self.kind]
        for name in needed:
            if getattr(self, name) is None:
                message = f"A change of the kind {self.kind!r} needs {name}, but has none."
                raise UsageError(message)
        for name in ("exercise", "other"):
            if (named := getattr(self, name)) is not None:
                object.__setattr__(self, name, load().exercise(named).id)
        if self.kind == "set":
            self._check_value()

    def _check_value(self) -> None:
        if self.field not in FIELDS:
            message = f"A change can set {', '.join(FIELDS)}, but was asked for {self.field!r}."
            raise UsageError(message)
        least = 1.0 if self.field in {"sets", "repetitions", "hold_s"} else 0.0
        if self.value is None or not least <= self.value <= _MOST[self.field]:
            message = f"{self.field} should be {least:g} to {_MOST[self.field]:g}, but is {self.value}."
            raise UsageError(message)


def settings_of(edits: Iterable[Edit], exercise: str) -> dict[str, float]:
    """Return the fields that edits set of an exercise; the latest wins."""
    return {
        edit.field: edit.value
        for edit in edits
        if edit.kind == "set" and edit.exercise == exercise and edit.field is not None and edit.value is not None
    }
