"""Which files a result becomes, and how each is made; that they arrive whole is the business of `delivery`."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import numpy as np
from numpy.typing import NDArray

from hiphinge.analysis import Analysis
from hiphinge.assessments import LessonResult
from hiphinge.errors import UsageError
from hiphinge.exports import exports, write_analysis, write_exports, write_pose, write_series
from hiphinge.sources.video import frame_at, open_video
from hiphinge.workflow.progress import Listener, Progress
from hiphinge.workflow.provenance import Provenance

if TYPE_CHECKING:
    from hiphinge.reports import Report, Units

__all__ = ["SavedAnalysis", "Wanted", "own_files", "write_files", "write_report"]

_ANALYSIS, _SERIES, _POSE = "analysis.json", "series.parquet", "pose.parquet"
_REPORT, _OVERLAY = "report.html", "overlay.mp4"
_EVIDENCE_SIDE_PX = 960
_OVERLAY_SIDE_PX = 1280
_FRAMES_PER_NOTICE = 10


@dataclass(frozen=True, kw_only=True, eq=False)
class SavedAnalysis:
    """An analysis with how it came about, the video that it is of, and the lesson where it was one."""

    analysis: Analysis
    provenance: Provenance
    video: Path | None
    lesson: LessonResult | None = None


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which files beside `analysis.json`, `series.parquet` and `pose.parquet`, and how they look."""

    report: bool = True
    overlay: bool = False
    exports: tuple[str, ...] = ()
    blur_faces: bool = True
    units: "Units" = "metric"


def own_files() -> frozenset[str]:
    """Return every name that a file of a result can have."""
    return frozenset((_ANALYSIS, _SERIES, _POSE, _REPORT, _OVERLAY)) | {e.file_name for e in exports().values()}


def write_files(answer: SavedAnalysis, staging: Path, *, home: Path, wanted: Wanted, listener: Listener) -> None:
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
    analysis, provenance = answer.analysis, answer.provenance
    write_exports(staging, wanted.exports, analysis, provenance=provenance)
    write_series(staging / _SERIES, analysis)
    write_pose(staging / _POSE, analysis.motion)
    write_analysis(staging / _ANALYSIS, analysis, provenance=provenance)
    if wanted.report:
        write_report(answer, staging / _REPORT, home=home, wanted=wanted, listener=listener)
    if wanted.overlay:
        _write_overlay(answer, staging / _OVERLAY, wanted=wanted, listener=listener)


def write_report(answer: SavedAnalysis, path: Path, *, home: Path, wanted: Wanted, listener: Listener) -> None:
    """Write the page of a report to ``path``; it will stand in ``home``, from where it finds the video.

    Raises
    ------
    OutputError
        If it cannot be written.
    InputError
        If the video is gone or cannot be read any more.
    """
    from hiphinge.reports import write_page  # noqa: PLC0415  # not always wanted, and slow to load

    write_page(_report(answer, home=home, wanted=wanted, listener=listener), path)


def _report(answer: SavedAnalysis, *, home: Path, wanted: Wanted, listener: Listener) -> "Report":
    from hiphinge import reports  # noqa: PLC0415  # not always wanted, and slow to load

    listener(Progress(stage="frames"))
    times_s = reports.needed_times(answer.analysis) if answer.video else ()
    stills = frame_at(answer.video, times_s, max_side_px=_EVIDENCE_SIDE_PX) if answer.video and times_s else ()
    listener(Progress(stage="report"))
    provenance = answer.provenance
    return reports.build_report(
        answer.analysis,
        frames={still.asked_s: still.image_rgb for still in stills},
        video=None
        if answer.video is None
        else reports.VideoRef(name=answer.video.name, href=_href(answer.video, home)),
        provenance=reports.Provenance(
            versions=provenance.versions,
            model=provenance.model.get("model"),
            settings={name: str(value) for name, value in provenance.parameters.items() if value is not None},
        ),
        units=wanted.units,
        blur_faces=wanted.blur_faces,
        lesson=answer.lesson,
    )


def _href(video: Path, home: Path) -> str | None:
    """Return the video's address from a page in ``home``; None where there is no way from one disk to the other."""
    try:
        way = os.path.relpath(video.resolve(), home.resolve())
    except ValueError:
        return None
    return quote(Path(way).as_posix())


def _write_overlay(answer: SavedAnalysis, path: Path, *, wanted: Wanted, listener: Listener) -> None:
    from hiphinge.reports import write_overlay  # noqa: PLC0415  # not always wanted, and slow to load

    if answer.video is None:
        message = f"{answer.analysis.motion.origin.name} has no frames to draw on: an overlay needs the video itself."
        raise UsageError(message)
    write_overlay(_frames(answer, listener), answer.analysis, path, blur_faces=wanted.blur_faces)


def _frames(answer: SavedAnalysis, listener: Listener) -> Iterator[tuple[float, NDArray[np.uint8]]]:
    """Yield the frames of the stretch that was measured, again, with their times."""
    assert answer.video is not None  # noqa: S101  # the caller asked; this tells the type checker
    times_s = answer.analysis.motion.time_s
    video = open_video(answer.video, start_s=float(times_s[0]), max_side_px=_OVERLAY_SIDE_PX)
    for frame in video:
        if frame.time_s > times_s[-1]:
            return
        if frame.index % _FRAMES_PER_NOTICE == 0:
            total_s = float(times_s[-1] - times_s[0])
            listener(Progress(stage="overlay", done=frame.time_s - float(times_s[0]), total=total_s))
        yield frame.time_s, frame.image_rgb
