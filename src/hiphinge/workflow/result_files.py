"""Which files a result consists of, and how each is made; `delivery` puts them in place as one set."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import numpy as np
from numpy.typing import NDArray

from hiphinge.analysis import Analysis
from hiphinge.assessments import LessonResult
from hiphinge.errors import InputFormatError, UsageError
from hiphinge.exports import exports, write_analysis, write_exports, write_pose, write_repetitions, write_series
from hiphinge.sources.video import frame_at, open_video
from hiphinge.workflow.progress import Listener, Progress
from hiphinge.workflow.provenance import Provenance

if TYPE_CHECKING:
    from hiphinge.reports import Report, Units, VideoRef

__all__ = [
    "AnalysedRecording",
    "FileOptions",
    "analysis_report",
    "own_files",
    "relative_address",
    "write_files",
    "write_report",
]

_ANALYSIS, _SERIES, _POSE = "analysis.json", "series.parquet", "pose.parquet"
_REPETITIONS = "repetitions.csv"
_REPORT, _OVERLAY = "report.html", "overlay.mp4"
_EVIDENCE_SIDE_PX = 960
_OVERLAY_SIDE_PX = 1280
_FRAMES_PER_NOTICE = 10
_USUAL_FPS = 30.0


@dataclass(frozen=True, kw_only=True, eq=False)
class AnalysedRecording:
    """An analysis with its provenance, its video, and its lesson, where it is of one."""

    analysis: Analysis
    provenance: Provenance
    video: Path | None
    lesson: LessonResult | None = None


@dataclass(frozen=True, kw_only=True)
class FileOptions:
    """Which files beside those that are always written, and how they look."""

    report: bool = True
    overlay: bool = False
    exports: tuple[str, ...] = ()
    blur_faces: bool = True
    units: "Units" = "metric"


def own_files() -> frozenset[str]:
    """Return every name that a file of a result can have."""
    return frozenset((_ANALYSIS, _REPETITIONS, _SERIES, _POSE, _REPORT, _OVERLAY)) | {
        e.file_name for e in exports().values()
    }


def write_files(
    analysed: AnalysedRecording, staging: Path, *, home: Path, options: FileOptions, listener: Listener
) -> None:
    """Write every wanted file into ``staging``; they will stand in ``home``.

    Raises
    ------
    UnknownIdError
        If there is no export of a name.
    UsageError
        If an overlay is wanted of a recording without a video.
    OutputError
        If a file cannot be written.
    InputError
        If the video is gone or cannot be read any more.
    """
    listener(Progress(stage="files"))
    analysis, provenance = analysed.analysis, analysed.provenance
    write_exports(staging, options.exports, analysis, provenance=provenance)
    write_series(staging / _SERIES, analysis)
    write_pose(staging / _POSE, analysis.recording or analysis.motion)
    write_repetitions(staging / _REPETITIONS, analysis, provenance=provenance)
    write_analysis(staging / _ANALYSIS, analysis, provenance=provenance)
    if options.report:
        write_report(analysed, staging / _REPORT, home=home, options=options, listener=listener)
    if options.overlay:
        _write_overlay(analysed, staging / _OVERLAY, options=options, listener=listener)


def write_report(
    analysed: AnalysedRecording, path: Path, *, home: Path, options: FileOptions, listener: Listener
) -> None:
    """Write the page of a report to ``path``; it will stand in ``home``, from where it finds the video.

    Raises
    ------
    OutputError
        If it cannot be written.
    InputError
        If the video is gone or cannot be read any more.
    """
    from hiphinge.reports import write_page  # noqa: PLC0415  # not always wanted, and slow to load

    write_page(analysis_report(analysed, home=home, options=options, listener=listener), path)


def analysis_report(analysed: AnalysedRecording, *, home: Path, options: FileOptions, listener: Listener) -> "Report":
    """Return the report as data; a page of it in ``home`` finds the video from there.

    Raises
    ------
    InputError
        If the video is gone or cannot be read any more.
    """
    from hiphinge import reports  # noqa: PLC0415  # not always wanted, and slow to load

    listener(Progress(stage="frames"))
    frames, analysis = _evidence(analysed, reports.needed_times(analysed.analysis) if analysed.video else ())
    listener(Progress(stage="report"))
    provenance = analysed.provenance
    return reports.build_report(
        analysis,
        frames=frames,
        video=_video_ref(analysed, home),
        provenance=reports.Provenance(
            versions=provenance.versions,
            model=provenance.model.get("model"),
            settings={name: str(value) for name, value in provenance.parameters.items() if value is not None},
        ),
        units=options.units,
        blur_faces=options.blur_faces,
        lesson=analysed.lesson,
    )


def _evidence(analysed: AnalysedRecording, times_s: Sequence[float]) -> tuple[dict[float, NDArray[np.uint8]], Analysis]:
    """Return the frames of some moments, and the analysis, with a warning where frames are missing."""
    analysis = analysed.analysis
    if analysed.video is None or not times_s:
        return {}, analysis
    near_s = 1.0 / (analysis.motion.origin.fps or _USUAL_FPS)
    try:
        stills = frame_at(analysed.video, times_s, max_side_px=_EVIDENCE_SIDE_PX, rotation_deg=_turn_deg(analysis))
    except InputFormatError:
        stills = ()
    frames = {s.requested_s: s.image_rgb for s in stills if abs(s.time_s - s.requested_s) <= near_s}
    missing = len(set(times_s)) - len(frames)
    if not missing:
        return frames, analysis
    note = f"Frames that could not be read again are missing in the report: {missing} of {len(set(times_s))}."
    motion = analysis.motion
    origin = replace(motion.origin, warnings=(*motion.origin.warnings, note))
    return frames, replace(analysis, motion=replace(motion, origin=origin))


def _turn_deg(analysis: Analysis) -> int:
    """Return how far the frames were turned clockwise beyond what the file says."""
    return int(analysis.motion.origin.details.get("added_rotation_deg", 0))


def _video_ref(analysed: AnalysedRecording, home: Path) -> "VideoRef | None":
    from hiphinge.reports import VideoRef  # noqa: PLC0415  # not always wanted, and slow to load

    video = analysed.video
    if video is None:
        return None
    return VideoRef(name=video.name, href=relative_address(video, home), turn_deg=_turn_deg(analysed.analysis))


def relative_address(file: Path, home: Path) -> str | None:
    """Return a file's address from a page in ``home``; None where there is no way from one disk to the other."""
    try:
        way = os.path.relpath(file.resolve(), home.resolve())
    except ValueError:
        return None
    return quote(Path(way).as_posix())


def _write_overlay(analysed: AnalysedRecording, path: Path, *, options: FileOptions, listener: Listener) -> None:
    from hiphinge.reports import write_overlay  # noqa: PLC0415  # not always wanted, and slow to load

    if analysed.video is None:
        message = f"{analysed.analysis.motion.origin.name} has no frames to draw on: an overlay needs the video itself."
        raise UsageError(message)
    write_overlay(_frames(analysed, listener), analysed.analysis, path, blur_faces=options.blur_faces)


def _frames(analysed: AnalysedRecording, listener: Listener) -> Iterator[tuple[float, NDArray[np.uint8]]]:
    """Yield the frames of the stretch that was measured, again, with their times."""
    assert analysed.video is not None  # noqa: S101  # the caller asked; this tells the type checker
    times_s = analysed.analysis.motion.time_s
    video = open_video(
        analysed.video,
        start_s=float(times_s[0]),
        max_side_px=_OVERLAY_SIDE_PX,
        rotation_deg=_turn_deg(analysed.analysis),
    )
    for frame in video:
        if frame.time_s > times_s[-1]:
            return
        if frame.index % _FRAMES_PER_NOTICE == 0:
            total_s = float(times_s[-1] - times_s[0])
            listener(Progress(stage="overlay", done=frame.time_s - float(times_s[0]), total=total_s))
        yield frame.time_s, frame.image_rgb
