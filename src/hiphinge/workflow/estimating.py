"""The person's own estimate comes before the answer: asked once, kept beside the analysis, and laid beside it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hiphinge.catalogue import load
from hiphinge.coaching import asks_first
from hiphinge.coaching.live_cues import kept_their_shape
from hiphinge.errors import UsageError
from hiphinge.workflow.correcting import corrected_analysis

if TYPE_CHECKING:
    from hiphinge.documents.training_log import PersonRecord
    from hiphinge.store import Store
    from hiphinge.workflow.showing import ShownAnalysis

__all__ = ["AskedFirst", "asked_first", "comparison_words", "estimate_words", "keep_estimate"]


@dataclass(frozen=True, kw_only=True)
class AskedFirst:
    """What the person is asked before the answer; the reply is a number from 0 to ``counted``."""

    counted: int
    question: str


def asked_first(store: "Store", shown: "ShownAnalysis", *, reader: "PersonRecord | None") -> AskedFirst | None:
    """Return what is asked before an answer is shown; None where it is shown at once.

    A set is asked about once, of the person whose it is, where it was given in as a clip, its lower back could be
    judged, and the feedback schedule asks (`hiphinge.coaching.asks_first`). Whoever else looks is asked nothing. An
    answer that was shown without being asked about counts as read, nobody's too, whoever it turns out to be.

    Raises
    ------
    OutputError
        If that it was read cannot be written.
    """
    recording = shown.recording
    if store.estimates.of(recording.recording) is not None:
        return None
    if recording.person is None:
        store.estimates.keep(recording.recording, None)
        return None
    if reader is None or reader.id != recording.person or not store.estimates.was_given_in(recording.recording):
        return None
    counted = len(shown.result.analysis.counted)
    _, judged = kept_their_shape(shown.result.analysis.counted)
    if not judged or not asks_first(counted):
        store.estimates.keep(recording.recording, None)
        return None
    return AskedFirst(counted=counted, question=load().phrases["live_how_many"].text)


def keep_estimate(store: "Store", analysis_id: str, said: str) -> bool:
    """Keep what a person said, or with nothing that they look without saying; False where that is known already.

    Raises
    ------
    UsageError
        If it is no number of the repetitions that were counted.
    InputMissingError
        If there is no such analysis.
    OutputError
        If it cannot be written.
    """
    now = corrected_analysis(store, analysis_id)
    counted = sum(one.kind == "repetition" for one in now.document.repetitions)
    text = said.strip()
    if text and not (text.isascii() and text.isdigit() and int(text[:9]) <= counted):
        message = f"Say a whole number from 0 to {counted}, but {text[:20]!r} came. Nothing was kept."
        raise UsageError(message)
    recording = store.corrections.recording(analysis_id).recording
    return store.estimates.keep(recording, int(text) if text else None)


def estimate_words(store: "Store", shown: "ShownAnalysis") -> str | None:
    """Return how a person's estimate compares with what was measured; None where they said nothing, or nothing was."""
    felt, counted = store.estimates.of(shown.recording.recording), shown.result.analysis.counted
    kept, judged = kept_their_shape(counted)
    if felt is None or felt.repetitions is None or not judged:
        return None
    return comparison_words(felt.repetitions, counted=len(counted), kept=kept, judged=judged)


def comparison_words(said: int, *, counted: int, kept: int, judged: int) -> str:
    """Return how many repetitions a person said beside how many kept their shape of those that could be judged.

    Repetitions that could not be judged may have been either, so any number that they leave open fits.
    """
    phrases, numbers = load().phrases, {"said": said, "kept": kept, "judged": judged}
    if kept <= said <= kept + counted - judged:
        return phrases["estimate_fits" if judged == counted else "estimate_fits_some"].say(**numbers)
    which = "estimate_higher" if said > kept else "estimate_lower"
    return f"{phrases[which].say(**numbers)} {phrases['estimate_why'].text}"
