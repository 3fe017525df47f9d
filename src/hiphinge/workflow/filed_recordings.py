"""What is done to a recording that was filed or given in: named, said whose it is, erased."""

from typing import TYPE_CHECKING

from hiphinge.workflow.assigning import assign_analysis
from hiphinge.workflow.sessions import rename_clip, rename_recording

if TYPE_CHECKING:
    from hiphinge.documents.training_log import PersonRecord
    from hiphinge.store import Store

__all__ = ["erase_recording", "settle_recording"]


def settle_recording(
    store: "Store", recording: str, *, name: str | None = None, person: "PersonRecord | None" = None
) -> str:
    """Call a recording something else, or say whose it is; None leaves that as it is. Return its id, which may change.

    Raises
    ------
    InputMissingError
        If there is no such recording.
    UsageError
        If it is no name.
    NotMeasurableError
        If it is another person's now, and cannot be measured again for this one.
    OutputError
        If it cannot be written.
    """
    there = store.listing.recording(recording)
    if name is not None and there.analysis is not None:
        rename_recording(store, there.analysis, name)
    elif name is not None and there.clip is not None:
        rename_clip(store, store.clips.clip(there.clip), name)
    if person is None or person.id == there.person:
        return recording
    if there.analysis is not None:
        assign_analysis(store, there.analysis, person)
        return store.listing.analysis(there.analysis).recording
    return store.recordings.assign(recording, person)


def erase_recording(store: "Store", recording: str) -> None:
    """Erase a recording with its analyses and files, and what is left of it in the queue; logged sets stay.

    Raises
    ------
    InputMissingError
        If there is no such recording.
    OutputError
        If it cannot be erased.
    """
    there = store.listing.recording(recording)
    for one in store.clips.all():
        if one.recording == there.id:
            store.clips.cancel(one.id)
            store.clips.discard(one.id)
    store.upkeep.erase_recording(there.id)
