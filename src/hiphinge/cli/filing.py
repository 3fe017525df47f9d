"""Files a result in the training log, and says where it is and which logged set it shows."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from hiphinge.cli.screen import say
from hiphinge.errors import UsageError

if TYPE_CHECKING:
    from datetime import datetime

    from hiphinge.documents.training_log import PersonRecord, SetRecord
    from hiphinge.workflow import Result
    from hiphinge.workflow.filing import Filed
    from hiphinge.workflow.jobs import Job

__all__ = ["check_filing", "file_in_log", "filed_lines"]

_MOST_SHOWN = 6


def check_filing(person: str | None, *, join_to: str | None, recordings: int) -> None:
    """Check before anything is measured that the person is known and the options go together.

    Raises
    ------
    UsageError, InputMissingError
        If they do not, or nobody is called that.
    """
    if join_to is not None and (person is None or recordings != 1):
        message = "--join needs --person, and one recording: it says which logged set that recording shows."
        raise UsageError(message)
    if person is None:
        return
    from hiphinge.workflow.stores import user_store  # noqa: PLC0415  # --help does without

    with user_store() as store:
        store.people.named(person)


def file_in_log(result: "Result", job: "Job", *, person: str, join_to: str | None, quiet: bool) -> None:
    """File a result, and say so in a line or two."""
    from hiphinge.workflow.filing import file_result  # noqa: PLC0415  # likewise
    from hiphinge.workflow.stores import user_store  # noqa: PLC0415  # --help does without

    with user_store() as store:
        whose = store.people.named(person)
        filed = file_result(store, whose, result, join_to=join_to)
    if not quiet:
        for line in filed_lines(filed, whose, source=str(job.folder / "pose.parquet")):
            say(line)


def filed_lines(filed: "Filed", person: "PersonRecord", *, source: str) -> Iterator[str]:
    """Yield where a result is filed, and which set it shows or might show; ``source`` is what can be analysed again."""
    again = f", beside {filed.earlier} earlier of this recording" if filed.earlier else ""
    state = "Filed" if filed.new else "Already filed"
    video = "with the video" if filed.keeps_video else "without the video"
    yield f"{state} in the log of {person.name} as {filed.analysis.id[-8:]}{again}; poses and results, {video}."
    yield from _kept_lines(filed)
    joining = filed.joining
    for one, _ in joining.joined:
        yield f"It shows the logged set {_set_words(one, person)}."
    if joining.joined:
        return
    if not joining.has_time:
        yield "The recording does not say when it was filmed, so no logged set was looked for."
    elif not joining.possible:
        yield "No set is logged around that time. Log it and file again, or join it yourself:"
    else:
        yield "Which logged set it shows is not clear. It could be:"
        for one in joining.possible[:_MOST_SHOWN]:
            yield f"  {one.id[-8:]}  {_set_words(one, person)}"
        yield "To join it:"
    yield f'  hiphinge analyze --from-pose "{source}" --person "{person.name}" --join SET'


def _kept_lines(filed: "Filed") -> Iterator[str]:
    """Yield what became of the corrections of an earlier analysis."""
    if filed.corrected is None:
        return
    kept = [one for one in filed.corrected.corrections if not one.undone]
    fitting = [one.words for one in kept if one.counts]
    if fitting:
        yield f"What you corrected earlier counts here too: {'; '.join(fitting)}."
    yield from (f"What you corrected earlier no longer fits: {one.words} ({one.unfit})." for one in kept if one.unfit)
    if filed.corrected.not_followed is not None:
        yield filed.corrected.not_followed


def _set_words(one: "SetRecord", person: "PersonRecord") -> str:
    parts = [
        _local(one.performed_at, person.zone) if one.time_known else f"{_local(one.performed_at, person.zone):.10}"
    ]
    parts.append(one.exercise_name)
    if one.repetitions is not None:
        parts.append(f"{one.repetitions} repetitions")
    if one.load is not None:
        parts.append(f"{one.load.value:g} {one.load.unit}")
    if one.rpe is not None:
        parts.append(f"RPE {one.rpe:g}")
    return ", ".join(parts)


def _local(moment: "datetime", zone: str) -> str:
    from zoneinfo import ZoneInfo  # noqa: PLC0415  # --help does without

    return f"{moment.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"
