"""Sets that were done while counting backwards aloud: logged as such, and compared with those done without."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from hiphinge.reports.text.log_words import probe_words
from hiphinge.training_log import LoggedSets
from hiphinge.workflow.filing import Filed
from hiphinge.workflow.log_keeping import log_said
from hiphinge.workflow.training_progress import progress_of

if TYPE_CHECKING:
    from hiphinge.analysis import Analysis
    from hiphinge.documents.training_log import PersonRecord
    from hiphinge.store import Store

__all__ = ["counting_words", "note_counting"]


def note_counting(
    store: "Store", person: "PersonRecord", analysis: "Analysis", filed: Filed, *, began_at: datetime
) -> None:
    """Note in the log that the sets of a filed analysis were done while counting; those not logged yet are logged.

    Parameters
    ----------
    began_at
        When the clock of the camera was 0.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    joined = {number: one for one, number in filed.joining.joined}
    counted = {one.index for one in analysis.counted}
    for each in analysis.sets:
        repetitions = len(counted & set(each.repetitions))
        if each.index in joined:
            store.log.change(joined[each.index].model_copy(update={"counting": True}))
        elif repetitions:
            said = LoggedSets(
                name=analysis.exercise,
                repetitions=(repetitions,),
                load=None if analysis.load_kg is None else (analysis.load_kg, "kg"),
                counting=True,
            )
            moment = (began_at + timedelta(seconds=each.start_s)).astimezone(ZoneInfo(person.zone))
            (logged,) = log_said(store, person, said, at=f"{moment:%Y-%m-%d %H:%M}").sets
            store.recordings.show(person, filed.analysis.id, {logged.id: each.index})


def counting_words(store: "Store", person: "PersonRecord", exercise: str) -> str:
    """Return what the sets of the last weeks show that were done while counting, beside the others."""
    (found,) = progress_of(store, person, exercise=exercise).exercises
    return probe_words(found.probe)
