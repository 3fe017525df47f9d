"""The words in which entries of the log are shown."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

if TYPE_CHECKING:
    from hiphinge.documents.training_log import (
        AimRecord,
        BodyWeightRecord,
        PersonRecord,
        PlannedSetRecord,
        Record,
        SelfTestRecord,
        SetRecord,
    )

__all__ = [
    "NO_VIDEO",
    "At",
    "Person",
    "aim_words",
    "also_words",
    "counts",
    "entry_words",
    "exercise_words",
    "gate_remark",
    "name_words",
    "set_words",
    "short_name",
    "test_words",
    "unit_remark",
    "value_words",
    "video_words",
    "weight_words",
    "when",
    "work_words",
]

NO_VIDEO = "not gated by video"
_LONGEST_NAME = 26

Person = Annotated[
    str | None,
    typer.Option("--person", metavar="NAME", help="Whose log it is; needed where several people train."),
]
At = Annotated[
    str | None,
    typer.Option(
        "--at", metavar="TIME", help='When, as in "2026-11-28 17:30", "17:30" or "yesterday 17:30"; else now.'
    ),
]


def when(moment: datetime, person: "PersonRecord", *, time_known: bool = True) -> str:
    """Return a moment where the person is, or its day where the time is not known."""
    local = moment.astimezone(ZoneInfo(person.zone))
    return f"{local:%Y-%m-%d %H:%M}" if time_known else f"{local:%Y-%m-%d}"


def name_words(one: "SetRecord | PlannedSetRecord") -> str:
    """Return an exercise as it was written, with ours in brackets where that is another name."""
    from hiphinge.training_log import name_words as words  # noqa: PLC0415  # --help does without

    return words(one.exercise_name, one.exercise)


def short_name(one: "SetRecord | PlannedSetRecord") -> str:
    """Return the name of our exercise, or the one that was written where it is none of ours; a long one is cut."""
    from hiphinge.catalogue import load  # noqa: PLC0415  # --help does without

    known = load().exercises
    name = known[one.exercise].name if one.exercise in known else one.exercise_name  # type: ignore[index]
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1].rstrip()}…"


def aim_words(one: "AimRecord") -> str:
    """Return an aim without its day."""
    from hiphinge.documents.log_words import aim_words as words  # noqa: PLC0415  # --help does without

    return words(one)


def video_words(exercise: str | None) -> str:
    """Return the mark of an exercise whose videos are not judged; empty for the others."""
    from hiphinge.workflow.log_keeping import gated_by_video  # noqa: PLC0415  # --help does without

    return "" if gated_by_video(exercise) else NO_VIDEO


def gate_remark(one: "SetRecord | PlannedSetRecord | AimRecord") -> Iterator[str]:
    """Yield what is said once of an exercise whose videos are not judged."""
    if one.exercise is None:
        yield f"{NO_VIDEO.capitalize()}: hiphinge does not know {one.exercise_name!r}, and keeps it as you wrote it."
    elif video_words(one.exercise):
        yield f"{NO_VIDEO.capitalize()}: hiphinge cannot judge a video of {one.exercise.replace('_', ' ')}."


def unit_remark(value: float, unit: str | None) -> Iterator[str]:
    """Yield that a unit was taken from the person; nothing where the line said one."""
    if unit is not None:
        yield f"{value:g} has no unit; it is taken as {unit}, your unit."


def counts(sets: "Sequence[SetRecord | PlannedSetRecord]") -> str:
    """Return the repetitions, or the times held, of sets that belong together."""
    from hiphinge.documents.log_words import counts as words  # noqa: PLC0415  # --help does without

    return words(sets)


def also_words(one: "SetRecord | PlannedSetRecord") -> Iterator[str]:
    """Yield what else was said of a set."""
    from hiphinge.documents.log_words import also_words as words  # noqa: PLC0415  # --help does without

    return words(one)


def work_words(sets: "Sequence[SetRecord | PlannedSetRecord]") -> str:
    """Return repetitions, load and effort."""
    from hiphinge.documents.log_words import work_words as words  # noqa: PLC0415  # --help does without

    return words(sets)


def exercise_words(sets: "Sequence[SetRecord | PlannedSetRecord]") -> str:
    """Return repetitions, load, effort and what else was said, without the exercise."""
    return ", ".join([work_words(sets), *also_words(sets[0])])


def set_words(sets: "Sequence[SetRecord | PlannedSetRecord]") -> str:
    """Return sets of one line in words."""
    return f"{name_words(sets[0])} {exercise_words(sets)}"


def weight_words(record: "BodyWeightRecord") -> str:
    """Return a body weight in both units."""
    from hiphinge.training_log import load_words  # noqa: PLC0415  # --help does without

    return f"body weight {load_words(record.weight.value, record.weight.unit)}"


def test_words(one: "SelfTestRecord") -> str:
    """Return the result of a self-test."""
    from hiphinge.catalogue import load  # noqa: PLC0415  # --help does without

    known = load().self_tests.get(one.test)
    side = "" if one.side is None else f", {one.side}"
    with_ = f" ({one.measured_with})" if one.measured_with else ""
    return f"{one.test if known is None else known.name}{side}: {value_words(one)}{with_}"


def value_words(one: "SelfTestRecord") -> str:
    """Return the value of a self-test with its unit; a hold that outlasted its video was longer."""
    return f"{'at least ' if one.at_least else ''}{one.value:g} {one.unit}"


def entry_words(gone: "Sequence[Record]", person: "PersonRecord") -> str:
    """Return what one line had entered, with its day or time."""
    from hiphinge.documents import training_log as log  # noqa: PLC0415  # --help does without

    first, words = gone[0], type(gone[0]).__name__
    match first:
        case log.SetRecord():
            at = when(first.performed_at, person, time_known=first.time_known)
            words = f"{at}: {set_words([one for one in gone if isinstance(one, log.SetRecord)])}"
        case log.PlannedSetRecord():
            words = f"planned: {set_words([one for one in gone if isinstance(one, log.PlannedSetRecord)])}"
        case log.BodyWeightRecord():
            words = f"{when(first.measured_at, person)}: {weight_words(first)}"
        case log.AimRecord():
            words = f"aim by {first.by}: {aim_words(first)}"
        case log.SelfTestRecord():
            words = f"{when(first.tested_at, person, time_known=first.time_known)}: {test_words(first)}"
        case log.ComfortRecord():
            words = f"{first.day}: back comfort {first.comfort} of 10"
        case log.PreparationRecord():
            words = f"{when(first.answered_at, person)}: the answers about preparation"
    return words
