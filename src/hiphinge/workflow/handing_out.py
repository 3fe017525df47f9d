"""The use cases of what is handed out of a set: a sheet of paper as PDF, and a card to share as PNG."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np

from hiphinge.errors import InputMissingError, NotMeasurableError
from hiphinge.filesystem import writing_file
from hiphinge.workflow.progress import no_progress

if TYPE_CHECKING:
    from hiphinge.analysis import Analysis
    from hiphinge.reports import Report
    from hiphinge.reports.model import Figure
    from hiphinge.reports.pdf import Reader
    from hiphinge.store import Store
    from hiphinge.workflow.result import Result

__all__ = ["card_of", "clip_of", "report_of_filed", "report_of_folder", "sheet_of", "write_whole"]

AROUND_S = 0.5
"""A clip begins and ends so long before and after its repetition."""
CLIP_SIDE_PX = 960


def report_of_folder(folder: str | os.PathLike[str]) -> "tuple[Analysis, Report]":
    """Return the results of a folder as the person corrected them, and their report, faces unrecognisable.

    Raises
    ------
    NotMeasurableError
        If its poses, or what its angles count from, are not there.
    InputError
        If there are no results in it, or what is there is damaged.
    """
    from hiphinge.workflow.correcting_folders import folder_result  # noqa: PLC0415  # slow to load

    return _reported(folder_result(folder))


def _reported(result: "Result") -> "tuple[Analysis, Report]":
    from hiphinge.workflow.result_files import AnalysedRecording, FileOptions, analysis_report  # noqa: PLC0415  # slow to load

    analysed = AnalysedRecording(analysis=result.analysis, provenance=result.provenance, video=result.video)
    report = analysis_report(analysed, home=Path(), options=FileOptions(blur_faces=True), listener=no_progress)
    return result.analysis, report


def report_of_filed(store: "Store", analysis_id: str) -> "tuple[Analysis, Report]":
    """Return a filed analysis as the person corrected it, and its report, faces unrecognisable.

    Raises
    ------
    InputMissingError
        If there is no such analysis.
    NotMeasurableError
        If its poses, or what its angles count from, are not kept.
    """
    from hiphinge.workflow.showing import show_analysis  # noqa: PLC0415  # slow to load

    shown = show_analysis(store, analysis_id)
    return shown.result.analysis, shown.report


def sheet_of(report: "Report", *, whose: str = "", reader: "Reader" = "lifter") -> bytes:
    """Return a set as a PDF file: a page for the lifter, or two for a coach or physio.

    Raises
    ------
    MissingComponentError
        If typst is not installed.
    OutputError
        If it cannot be set.
    """
    from hiphinge.reports.pdf import pdf_of, set_sheet  # noqa: PLC0415  # not always wanted

    return pdf_of(set_sheet(report, whose=whose, reader=reader))


def card_of(analysis: "Analysis", report: "Report") -> bytes:
    """Return a card to share as a PNG file: one frame in which the head was found, so that its face is unrecognisable.

    Raises
    ------
    NotMeasurableError
        If there is no such frame: the video is not there, or the head was not found.
    """
    from hiphinge.reports.share_card import share_card  # noqa: PLC0415  # slow to load

    for figure in _wanted(report):
        if _head_found(analysis, figure.time_s):
            return share_card(report, figure)
    message = (
        "A card needs a frame of the video in which your head was found, so that your face can be blurred; there is "
        "none. Keep the video beside its results, or let it be kept in the training log."
    )
    raise NotMeasurableError(message)


def clip_of(result: "Result", number: int) -> bytes:
    """Return a repetition as an MP4 file, with skeleton and findings drawn on it and the face unrecognisable.

    Raises
    ------
    InputMissingError
        If there is no such repetition, or the video is not there.
    """
    from hiphinge.reports import write_overlay  # noqa: PLC0415  # slow to load
    from hiphinge.sources.video import open_video  # noqa: PLC0415  # likewise

    analysis = result.analysis
    one = next((each for each in analysis.repetitions if each.index == number), None)
    if one is None or result.video is None:
        what = f"There is no repetition {number} in this analysis." if one is None else "The video is not kept."
        message = f"{what} A clip needs a repetition, and the video that shows it."
        raise InputMissingError(message)
    video = open_video(
        result.video,
        start_s=max(one.start_s - AROUND_S, float(analysis.motion.time_s[0])),
        end_s=one.end_s + AROUND_S,
        max_side_px=CLIP_SIDE_PX,
        rotation_deg=int(analysis.motion.origin.details.get("added_rotation_deg", 0)),
    )
    with TemporaryDirectory(prefix="hiphinge-") as folder:
        path = Path(folder) / "clip.mp4"
        write_overlay(((each.time_s, each.image_rgb) for each in video), analysis, path, from_zero=True)
        return path.read_bytes()


def _wanted(report: "Report") -> "list[Figure]":
    """Return the frames that a card can show, the best first: what to change, the best repetition, then any."""
    advised = [one.figure for one in report.findings if one.is_advised]
    best = [one.figure for one in report.repetitions if one.rank == "best"]
    return [figure for figure in (*advised, *best, *report.figures) if figure is not None]


def _head_found(analysis: "Analysis", time_s: float) -> bool:
    from hiphinge.reports.poses import pose_track  # noqa: PLC0415  # slow to load

    track = pose_track(analysis)
    if track is None:
        return False
    pose = track.at(time_s)
    return bool(np.isfinite(pose.head_centre).all() and pose.head_radius > 0)


def write_whole(content: bytes, path: Path, *, what: str) -> None:
    """Write a file in the place of what was there, whole or not at all.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    with writing_file(path, what=what) as unfinished:
        unfinished.write_bytes(content)
