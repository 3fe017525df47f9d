"""The words in which records of a training log are shown, in the terminal and on pages."""

from collections.abc import Iterator, Sequence

from hiphinge.documents.log_days import AimRecord, PlannedSetRecord
from hiphinge.documents.training_log import SetRecord
from hiphinge.quantities import QUANTITIES
from hiphinge.training_log import load_words, name_words

__all__ = ["aim_words", "also_words", "counts", "duration_words", "work_words"]

_TWO_MINUTES_S = 120.0


def aim_words(one: AimRecord) -> str:
    """Return an aim without its day."""
    name = name_words(one.exercise_name, one.exercise)
    if one.load is not None:
        times = "" if one.repetitions is None else f"{one.repetitions} \N{MULTIPLICATION SIGN} "
        return f"{name} {times}{load_words(one.load.value, one.load.unit)}"
    known = QUANTITIES.get(one.quantity or "")
    title, unit = (one.quantity, "") if known is None else (known.title.lower(), known.unit)
    return f"{name}: {title} {one.way.replace('_', ' ')} {one.value:g} {unit}".rstrip()


def duration_words(seconds: float) -> str:
    """Return a time in seconds, or in minutes where those are whole and two or more."""
    whole_minutes = seconds >= _TWO_MINUTES_S and seconds % 60 == 0
    return f"{seconds / 60:g} min" if whole_minutes else f"{seconds:g} s"


def counts(sets: Sequence[SetRecord | PlannedSetRecord]) -> str:
    """Return the repetitions, or the times held, of sets that belong together."""
    each = ["-" if one.repetitions is None else str(one.repetitions) for one in sets]
    if sets[0].repetitions is None and sets[0].duration_s is not None:
        each = [duration_words(one.duration_s or 0.0) for one in sets]
    return f"{len(each)} × {each[0]}" if len(set(each)) == 1 else ", ".join(each)  # noqa: RUF001  # a sign for times


def also_words(one: SetRecord | PlannedSetRecord) -> Iterator[str]:
    """Yield what else was said of a set."""
    if one.kind == "warm_up":
        yield "warm-up"
    if one.rest_s is not None:
        yield f"rest {duration_words(one.rest_s)}"
    if one.tempo:
        yield f"tempo {one.tempo}"
    if one.counting:
        yield "while counting"
    for name in ("before", "after", "next_morning"):
        value = getattr(one, f"pain_{name}", None)
        if value is not None:
            yield f"pain {name.replace('_', ' ')} {value}"
    if one.note:
        yield one.note


def work_words(sets: Sequence[SetRecord | PlannedSetRecord]) -> str:
    """Return repetitions, load and effort."""
    one = sets[0]
    load = [] if one.load is None else [load_words(one.load.value, one.load.unit)]
    effort = [] if one.rpe is None else [f"RPE {one.rpe:g}"]
    return ", ".join([counts(sets), *load, *effort])
