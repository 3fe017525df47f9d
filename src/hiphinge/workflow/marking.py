"""The use case of marking by hand: two frames of a video become a page to mark on, and marked points become angles."""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from hiphinge.errors import InputFormatError, NotMeasurableError, UsageError
from hiphinge.filesystem import writing_file
from hiphinge.sources.formats import sniff
from hiphinge.sources.marks import MarkedPoints, read_marks
from hiphinge.sources.video import Still, frame_at, probe
from hiphinge.spine.marking import MARKED_ANGLES, MarkedBack, marked_back
from hiphinge.workflow.analyzing import analyze
from hiphinge.workflow.progress import Listener, Progress, no_progress

if TYPE_CHECKING:
    from hiphinge.analysis import Analysis

__all__ = [
    "MARKED_SCHEMA",
    "AnalysisSource",
    "AutomaticAngle",
    "Marked",
    "MarkedMoments",
    "automatic_angles",
    "compute_marked",
    "write_mark_page",
]

MARKED_SCHEMA = "hiphinge.marked/2"
"""The schema of `Marked.to_json`."""
_NEAR_S = 0.1
_FAR_S = 0.5
_BASIS = (
    "Lines through two points each on the visible contour of the back at S2, T12/L1 and C7, as change from standing; "
    "forward and flexion are positive."
)
_ASSUMED = (
    "The six directions of one trial (three places, two frames) are taken to be equally repeatable and independent."
    " These widths leave out an error that a rater makes every time, such as a wrong level or cloth that stands "
    "off the back."
)


@dataclass(frozen=True, kw_only=True)
class MarkedMoments:
    """The two moments that are marked, seconds of the video; None is found by analysing it."""

    standing_s: float | None = None
    bottom_s: float | None = None


@dataclass(frozen=True, kw_only=True)
class AnalysisSource:
    """How the person is found: from the poses that `analyze` saved of this video, else by this network."""

    from_pose: Path | None = None
    model: str | None = None
    threads: int | None = None

    def analysis(self, video: Path | None, *, listener: Listener) -> "Analysis":
        """Return the analysis of a video.

        Raises
        ------
        UsageError
            If there are neither poses nor a video.
        """
        source = self.from_pose or video
        if source is None:
            message = "To compare, hiphinge needs the video. Write: hiphinge mark VIDEO --points FILE --compare"
            raise UsageError(message)
        return analyze(source, model=self.model, threads=self.threads, progress=listener).analysis


@dataclass(frozen=True, kw_only=True)
class AutomaticAngle:
    """What hiphinge measures between the same two frames: change from standing, and its 90 % interval."""

    value_deg: float
    low_deg: float | None
    high_deg: float | None


@dataclass(frozen=True, kw_only=True)
class Marked:
    """Angles from marked points, and hiphinge's own measurements beside them where asked for."""

    back: MarkedBack
    points: MarkedPoints
    beside: Mapping[str, AutomaticAngle] | None = None

    def to_json(self) -> str:
        """Return the angles as a JSON document."""
        return json.dumps(_document(self), indent=2, ensure_ascii=False) + "\n"

    def save(self, path: Path) -> None:
        """Write the document into a file, whole or not at all.

        Raises
        ------
        OutputError
            If it cannot be written.
        """
        with writing_file(path, make_folders=True) as staged:
            staged.write_text(self.to_json(), encoding="utf-8", newline="\n")


def write_mark_page(
    video: str | os.PathLike[str],
    page: Path,
    *,
    moments: MarkedMoments,
    analysis_source: AnalysisSource,
    rater: str = "",
    blur_faces: bool = True,
    progress: Listener | None = None,
) -> MarkedMoments:
    """Write a page on which the back is marked in two frames, and return their times.

    Standing is the middle of the frames in which the person stands, the bottom that of the first whole repetition.

    Parameters
    ----------
    rater
        Who marks, written into the file of points.

    Raises
    ------
    UsageError
        If what was given is not a video.
    NotMeasurableError
        If no standing or no repetition is found, or no face to be blurred.
    InputError, MissingComponentError, OutputError
        As `analyze` and `Result.report`.
    """
    video, listener = Path(video), progress or no_progress
    if sniff(video).kind != "video":
        message = f"{video} should be a video, so that there are frames to mark, but it is not. Give the video itself."
        raise UsageError(message)
    needs_analysis = blur_faces or moments.standing_s is None or moments.bottom_s is None
    analysis = analysis_source.analysis(video, listener=listener) if needs_analysis else None
    chosen = _chosen(moments, analysis)
    listener(Progress(stage="frames"))
    turn_deg = 0 if analysis is None else int(analysis.motion.origin.details.get("added_rotation_deg", 0))
    times_s = (_known(chosen.standing_s), _known(chosen.bottom_s))
    stills = frame_at(video, times_s, rotation_deg=turn_deg, threads=analysis_source.threads)
    _ensure_in_video(chosen, (stills[0].time_s, stills[1].time_s), video)
    _ensure_two(stills[0].time_s, stills[1].time_s)
    text = _page(video, stills, analysis, rater=rater, blur_faces=blur_faces)
    with writing_file(page, make_folders=True) as staged:
        staged.write_text(text, encoding="utf-8", newline="\n")
    return MarkedMoments(standing_s=stills[0].time_s, bottom_s=stills[1].time_s)


def _page(video: Path, stills: Sequence[Still], analysis: "Analysis | None", *, rater: str, blur_faces: bool) -> str:
    from hiphinge.reports.marking import mark_frame, mark_page  # noqa: PLC0415  # slow to load

    frames = [
        mark_frame(id_, still.image_rgb, time_s=still.time_s, analysis=analysis, blur_faces=blur_faces)
        for id_, still in zip(("standing", "bottom"), stills, strict=True)
    ]
    return mark_page(
        *frames,
        video=video.name,
        size_px=(stills[0].image_rgb.shape[1], stills[0].image_rgb.shape[0]),
        rater=rater,
        next_command=f"hiphinge mark {_quoted(video.name)} --points points.json --compare",
    )


def compute_marked(
    points: Path,
    *,
    video: str | os.PathLike[str] | None = None,
    compare: bool = False,
    analysis_source: AnalysisSource,
    progress: Listener | None = None,
) -> Marked:
    """Return the angles of marked points, with hiphinge's own for the same two frames where ``compare``.

    Raises
    ------
    UsageError
        If there is nothing to compare with.
    InputError
        If the points cannot be used, or are of another video.
    NotMeasurableError
        If the points show no bending.
    """
    marked = read_marks(points)
    video = None if video is None else Path(video)
    if video is not None and sniff(video).kind == "video":
        _ensure_of_video(marked, video, points)
    back = marked_back(marked.markings)
    if not compare:
        return Marked(back=back, points=marked)
    analysis = analysis_source.analysis(video, listener=progress or no_progress)
    beside = automatic_angles(analysis, standing_s=marked.standing_s, bottom_s=marked.bottom_s)
    return Marked(back=back, points=marked, beside=beside)


def _chosen(moments: MarkedMoments, analysis: "Analysis | None") -> MarkedMoments:
    standing, bottom = moments.standing_s, moments.bottom_s
    if analysis is None:
        return moments
    if standing is None:
        standing = analysis.standing.time_s
    if bottom is None:
        found = analysis.counted or analysis.repetitions
        bottom = found[0].bottom_s if found else None
    for name, time_s, option in (("nobody standing", standing, "standing"), ("no repetition", bottom, "bottom")):
        if time_s is None:
            message = f"hiphinge found {name} in this video. Give the time yourself: --{option}-at TIME."
            raise NotMeasurableError(message)
    return MarkedMoments(standing_s=standing, bottom_s=bottom)


def _known(time_s: float | None) -> float:
    assert time_s is not None  # noqa: S101  # chosen before; this tells the type checker
    return time_s


def _ensure_in_video(chosen: MarkedMoments, seen_s: tuple[float, float], video: Path) -> None:
    """Refuse a moment that is not in the video: the nearest frame would not be the one asked for."""
    for asked_s, found_s, option in zip(
        (chosen.standing_s, chosen.bottom_s), seen_s, ("--standing-at", "--bottom-at"), strict=True
    ):
        if abs(_known(asked_s) - found_s) > _FAR_S:
            message = (
                f"{video} should have a frame at {asked_s:g} s, but the nearest one is at {found_s:.2f} s. Choose "
                f"another moment with {option}."
            )
            raise UsageError(message)


def _ensure_two(standing_s: float, bottom_s: float) -> None:
    if abs(standing_s - bottom_s) <= _NEAR_S:
        message = (
            f"Standing and bottom should be two moments, but both are at {standing_s:.2f} s of this video. Choose "
            "others with --standing-at and --bottom-at."
        )
        raise UsageError(message)


def _ensure_of_video(marked: MarkedPoints, video: Path, points: Path) -> None:
    size_px = probe(video).size_px
    if marked.size_px == size_px[::-1]:
        size_px = size_px[::-1]  # the page shows a video upright that lies on its side
    if marked.size_px is not None and marked.size_px != size_px:
        message = (
            f"{points} is of a video of {marked.size_px[0]} x {marked.size_px[1]} pixels, but {video} has "
            f"{size_px[0]} x {size_px[1]}. Give the video that was marked."
        )
        raise InputFormatError(message)
    highest = np.max([np.maximum(trial.standing, trial.bottom).max(axis=0) for trial in marked.markings], axis=0)
    lowest = np.min([np.minimum(trial.standing, trial.bottom).min(axis=0) for trial in marked.markings], axis=0)
    if (highest > size_px).any() or (lowest < 0).any():
        message = (
            f"{points} has points outside {video} ({size_px[0]} x {size_px[1]} pixels). Points are in "
            "pixels of the full upright frame, x to the right and y down from its top left corner."
        )
        raise InputFormatError(message)


def automatic_angles(analysis: "Analysis", *, standing_s: float, bottom_s: float) -> dict[str, AutomaticAngle]:
    """Return hiphinge's change between two frames, by quantity; what it could not measure is left out.

    Raises
    ------
    InputFormatError
        If the recording has no frame at one of the two times.
    """
    series = analysis.series
    if series is None:
        return {}
    places = [int(np.argmin(np.abs(series.time_s - t))) for t in (standing_s, bottom_s)]
    away = max(abs(float(series.time_s[i]) - t) for i, t in zip(places, (standing_s, bottom_s), strict=True))
    if away > _NEAR_S:
        message = (
            f"The points are at {standing_s:g} and {bottom_s:g} s, but the recording has no frame there. "
            "Give the video that was marked."
        )
        raise InputFormatError(message)
    found = {}
    for id_ in MARKED_ANGLES:
        values = series.values.get(id_)
        if values is None or not np.isfinite(values[places]).all():
            continue
        standing, value = (float(values[i]) for i in places)
        ends = [series.low.get(id_), series.high.get(id_)]
        low, high = (None if end is None else float(end[places[1]]) - standing for end in ends)
        found[id_] = AutomaticAngle(value_deg=value - standing, low_deg=low, high_deg=high)
    return found


def _document(marked: Marked) -> dict[str, Any]:
    back, points = marked.back, marked.points
    document: dict[str, Any] = {
        "schema": MARKED_SCHEMA,
        "video": points.video,
        "standing_s": points.standing_s,
        "bottom_s": points.bottom_s,
        "facing": back.facing,
        "basis": _BASIS,
        "trials": [{"rater": r, "repeat": k} for r, k in zip(back.raters, back.repeats, strict=True)],
        "direction_sd_deg": _rounded(back.direction_sd_deg),
        "degrees_of_freedom": back.degrees_of_freedom,
        "assumed": _ASSUMED if back.degrees_of_freedom else None,
        "angles": {
            id_: {
                "value_deg": _rounded(angle.value_deg),
                "each_deg": [_rounded(value) for value in angle.each_deg],
                "half_width_deg": _rounded(angle.half_width_deg),
                "repeatability_deg": _rounded(angle.repeatability_deg),
            }
            for id_, angle in back.angles.items()
        },
    }
    if marked.beside is not None:
        document["hiphinge"] = {
            id_: {
                "value_deg": _rounded(beside.value_deg),
                "low_deg": _rounded(beside.low_deg),
                "high_deg": _rounded(beside.high_deg),
            }
            for id_, beside in marked.beside.items()
        }
    return document


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def _quoted(name: str) -> str:
    return f'"{name}"' if " " in name else name
