"""A session in the gym: the sets of last time, to be done again."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from hiphinge.errors import InputMissingError
from hiphinge.workflow.log_keeping import gated_by_video, log_sets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hiphinge.documents.training_log import PersonRecord, SetRecord
    from hiphinge.store import Store

__all__ = ["PlannedExercise", "day_in_the_gym", "log_like"]


@dataclass(frozen=True, kw_only=True)
class PlannedExercise:
    """One exercise with its sets of last time; ``done`` are those of today.

    Attributes
    ----------
    filmed
        Whether its videos are judged.
    """

    name: str
    sets: "tuple[SetRecord, ...]"
    done: "tuple[SetRecord, ...]"
    filmed: bool

    @property
    def next(self) -> "SetRecord | None":
        """The set of last time that comes next; None where as many were done."""
        left = self.sets[len(self.done) :]
        return left[0] if left else None


def day_in_the_gym(
    store: "Store", person: "PersonRecord", *, now: datetime | None = None
) -> tuple[PlannedExercise, ...]:
    """Return the exercises of the last session before today, and those begun today, with what was done of each."""
    zone = ZoneInfo(person.zone)
    today = (now or datetime.now(UTC)).astimezone(zone).date()
    sets = store.log.sets(person)
    done = [one for one in sets if one.performed_at.astimezone(zone).date() == today]
    before = [one for one in sets if one.performed_at.astimezone(zone).date() < today]
    last = [one for one in before if one.session == before[-1].session] if before else []
    names = dict.fromkeys(one.exercise_name for one in (*last, *done))
    return tuple(
        PlannedExercise(
            name=name,
            sets=_called(last, name),
            done=_called(done, name),
            filmed=any(gated_by_video(one.exercise) for one in (*last, *done) if one.exercise_name == name),
        )
        for name in names
    )


def _called(sets: "Sequence[SetRecord]", name: str) -> "tuple[SetRecord, ...]":
    return tuple(one for one in sets if one.exercise_name == name)


def log_like(store: "Store", person: "PersonRecord", id_: str) -> None:
    """Log one set as an earlier one of the person was: same exercise, load, repetitions, rest and tempo, now.

    Raises
    ------
    InputMissingError
        If the person has no set of that id.
    UsageError, OutputError
        As `log_sets`.
    """
    model = next((one for one in store.log.sets(person) if one.id == id_), None)
    if model is None:
        message = f"{person.name} has no set {id_}. It may have been taken back."
        raise InputMissingError(message)
    log_sets(store, person, _line(model))


def _line(one: "SetRecord") -> str:
    counts = f"1x{one.repetitions}" if one.repetitions else f"1x{one.duration_s or 1:g}s"
    parts = [one.exercise_name, counts]
    parts += [] if one.load is None else [f"{one.load.value:g}{one.load.unit}"]
    parts += [] if one.rest_s is None else [f"rest {one.rest_s:g}s"]
    parts += [] if not one.tempo else [f"tempo {one.tempo}"]
    parts += ["warm-up"] if one.kind == "warm_up" else []
    return " ".join(parts)
