"""Files what a live session measured in a person's training log, as any other set; no video is kept."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from hiphinge.workflow.filing import Filed, file_result
from hiphinge.workflow.provenance import provenance_of
from hiphinge.workflow.result import Result

if TYPE_CHECKING:
    from hiphinge.analysis import Analysis
    from hiphinge.documents.training_log import PersonRecord
    from hiphinge.store import Store

__all__ = ["file_live", "live_result"]


def live_result(analysis: "Analysis") -> Result:
    """Return the result of a live session, with what is needed to reproduce its numbers from its poses."""
    asked = {
        "exercise": analysis.exercise if analysis.exercise_given else None,
        "load_kg": analysis.load_kg,
        "start_s": None,
        "end_s": None,
        "own_standing": None,
    }
    return Result(analysis=analysis, provenance=provenance_of(analysis.motion.origin, parameters=asked))


def file_live(store: "Store", person: "PersonRecord", analysis: "Analysis", *, began_at: datetime) -> Filed:
    """Keep an analysis of a live session in the log of a person, and join it to the set logged at that time.

    Parameters
    ----------
    began_at
        When the clock of the camera was 0.

    Raises
    ------
    OutputError
        If something cannot be written; nothing is filed then.
    """
    first_s = float(analysis.motion.time_s[0])
    return file_result(store, person, live_result(analysis), recorded_at=began_at + timedelta(seconds=first_s))
