"""A filed analysis shown again: its report, as corrected, and the lines that are drawn on its video."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from hiphinge.workflow.correcting import corrected_analysis, corrected_result, corrections_of
from hiphinge.workflow.progress import no_progress

if TYPE_CHECKING:
    from hiphinge.motion import FloatArray
    from hiphinge.reports import Report
    from hiphinge.store import CorrectedRecording, Store
    from hiphinge.workflow.result import Result

__all__ = [
    "ShownAnalysis",
    "analysis_file",
    "frame_times",
    "how_often_corrected",
    "kept_video",
    "lines_on_video",
    "show_analysis",
]


@dataclass(frozen=True, kw_only=True, eq=False)
class ShownAnalysis:
    """An analysis with everything that its page needs; ``report`` names no video, since the page finds its own."""

    recording: "CorrectedRecording"
    result: "Result"
    report: "Report"


def how_often_corrected(store: "Store", analysis_id: str) -> int:
    """Return how much was said about an analysis: when it grows, what is shown is old.

    Raises
    ------
    InputMissingError
        If there is no such analysis.
    """
    return len(store.corrections.of(analysis_id).records)


def show_analysis(store: "Store", analysis_id: str) -> ShownAnalysis:
    """Return an analysis from its poses, as corrected, with images where its video is kept.

    Raises
    ------
    InputMissingError
        If there is no such analysis.
    NotMeasurableError
        If its poses, or what its angles count from, are not kept.
    """
    from hiphinge.workflow.result_files import AnalysedRecording, FileOptions, analysis_report  # noqa: PLC0415  # slow to load

    recording = store.corrections.recording(analysis_id)
    result = corrected_result(store, analysis_id, video=kept_video(store, recording))
    analysed = AnalysedRecording(analysis=result.analysis, provenance=result.provenance, video=result.video)
    report = analysis_report(analysed, home=Path(), options=FileOptions(), listener=no_progress)
    return ShownAnalysis(recording=recording, result=result, report=replace(report, video=None))


def kept_video(store: "Store", recording: "CorrectedRecording") -> Path | None:
    """Return where the video of a recording is; None where it is not kept, or not in a folder of this machine."""
    return None if recording.video is None else store.files.local_path(recording.video)


def analysis_file(store: "Store", analysis_id: str) -> bytes:
    """Return the ``analysis.json`` that counts: as it was filed, byte for byte, until something is corrected.

    Raises
    ------
    InputMissingError
        If there is no such analysis.
    """
    if not any(one.counts for one in corrections_of(store, analysis_id)):
        return store.recordings.document(analysis_id)
    return corrected_analysis(store, analysis_id).document.model_dump_json(indent=2, by_alias=True).encode()


def frame_times(store: "Store", analysis_id: str) -> tuple[float, ...] | None:
    """Return the measured time of every frame of an analysis's recording, in seconds; None where they are not kept.

    Raises
    ------
    InputMissingError
        If there is no such analysis.
    """
    return store.recordings.frame_times(store.corrections.recording(analysis_id).recording)


def lines_on_video(shown: ShownAnalysis) -> dict[str, Any]:
    """Return the lines of every frame in pixels of the video: the back, the standing back, the stick along the back.

    Each is ``[frame][x, y, x, y, ...]``, or None where it was not measurable; ``times`` are those of the frames, in
    seconds.
    """
    from hiphinge.reports.poses import pose_track  # noqa: PLC0415  # slow to load

    track = pose_track(shown.result.analysis)
    if track is None or track.size is None:
        return {"times": [], "back": None, "standing": None, "stick": None}
    return {
        "times": [round(float(t), 4) for t in track.time_s],
        "back": _flat(track.backs),
        "standing": _flat(track.standing_backs),
        "stick": _flat(track.sticks),
    }


def _flat(lines: "FloatArray | None") -> list[list[float] | None] | None:
    if lines is None or not np.isfinite(lines).any():
        return None
    return [
        [round(float(v), 1) for v in line[np.isfinite(line).all(axis=1)].ravel()] if np.isfinite(line).any() else None
        for line in lines
    ]
