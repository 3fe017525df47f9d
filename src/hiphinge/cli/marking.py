"""``hiphinge mark``: a person marks the back in two frames; the points become angles with the rater's repeatability."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hiphinge.cli import options
from hiphinge.cli.screen import say, say_table
from hiphinge.cli.showing import OpenPage, has_screen, show_page
from hiphinge.cli.units import moment_s
from hiphinge.cli.waiting import watched
from hiphinge.errors import UsageError

if TYPE_CHECKING:
    from hiphinge.workflow.marking import Marked

__all__ = ["mark", "register"]

_EXAMPLES = (
    "[bold]Examples[/]",
    "hiphinge mark set.mp4",
    "hiphinge mark set.mp4 --standing-at 0.5 --bottom-at 3.2",
    "hiphinge mark set.mp4 --points points.json",
    "hiphinge mark set.mp4 --points points.json --compare --from-pose set.hiphinge/pose.parquet",
)
_NAMES = {
    "pelvis_tilt_deg": "Pelvis tilt (S2)",
    "lumbar_flexion_deg": "Lumbar flexion (T12/L1 to S2)",
    "thoracic_flexion_deg": "Thoracic flexion (C7 to T12/L1)",
    "thoracolumbar_flexion_deg": "Thoracolumbar flexion (C7 to S2)",
}


_Video = Annotated[Path | None, typer.Argument(metavar="VIDEO", help="The video to mark in.", show_default=False)]
_Points = Annotated[
    Path | None,
    typer.Option("--points", "-p", metavar="FILE", help="Marked points: points.json from the page, or a CSV table."),
]
_Compare = Annotated[
    bool, typer.Option("--compare", help="Show hiphinge's own measurement between the same two frames as well.")
]
_StandingAt = Annotated[
    str | None, typer.Option("--standing-at", metavar="TIME", help="When the person stands still; found if not given.")
]
_BottomAt = Annotated[
    str | None,
    typer.Option("--bottom-at", metavar="TIME", help="When the bottom is; that of the first repetition if not given."),
]
_Rater = Annotated[
    str, typer.Option("--rater", metavar="NAME", help="Who marks, if several people do: initials or a number.")
]
_FromPose = Annotated[
    Path | None,
    typer.Option(
        "--from-pose",
        metavar="FILE",
        help="The pose.parquet that `analyze` wrote for this video; saves time.",
    ),
]
_Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        "-o",
        metavar="FILE",
        help="The page to write; NAME-mark.html here if not given. With --points: the angles, as JSON.",
    ),
]
_Json = Annotated[bool, typer.Option("--json", help="Print the angles as JSON.")]


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command(epilog="\n".join(_EXAMPLES))(mark)


def mark(  # noqa: PLR0913  # Typer reads the options from the parameters
    video: _Video = None,
    *,
    points: _Points = None,
    compare: _Compare = False,
    standing_at: _StandingAt = None,
    bottom_at: _BottomAt = None,
    rater: _Rater = "",
    from_pose: _FromPose = None,
    model: options.Model = None,
    threads: options.Threads = None,
    out: _Out = None,
    blur_faces: options.BlurFaces = True,
    open_: OpenPage = None,
    json: _Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Mark the back by hand: six points in each of two frames become angles, with your repeatability.

    Without --points it writes a page to mark on; with --points it turns the points from that page into angles.
    """
    from hiphinge.workflow import marking  # noqa: PLC0415  # --help does without

    analysis_source = marking.AnalysisSource(from_pose=from_pose, model=model, threads=threads)
    if points is not None:
        with watched(points.name, quiet=quiet) as listener:
            marked = marking.compute_marked(
                points, video=video, compare=compare, analysis_source=analysis_source, progress=listener
            )
        _print(marked, out=out, json=json, quiet=quiet)
        return
    moments = marking.MarkedMoments(standing_s=_moment(standing_at), bottom_s=_moment(bottom_at))
    video = _video(video)
    page = out or Path(f"{video.stem}-mark.html")
    with watched(video.name, quiet=quiet) as listener:
        marking.write_mark_page(
            video,
            page,
            moments=moments,
            analysis_source=analysis_source,
            rater=rater,
            blur_faces=blur_faces,
            progress=listener,
        )
    _say_next(video, page, quiet=quiet)
    if has_screen() if open_ is None else open_:
        show_page(page)


def _moment(text: str | None) -> float | None:
    return None if text is None else moment_s(text)


def _video(video: Path | None) -> Path:
    if video is None:
        message = "Give the video to mark. Write: hiphinge mark VIDEO"
        raise UsageError(message)
    return video


def _say_next(video: Path, page: Path, *, quiet: bool) -> None:
    if not quiet:
        say(f"Page: {page}")
        say("Open it in a browser, put six points on the back in both frames, do it twice, and save points.json. Then:")
        say(f"hiphinge mark {video} --points points.json --compare")


def _print(marked: "Marked", *, out: Path | None, json: bool, quiet: bool) -> None:
    if out is not None:
        marked.save(out)
    if json:
        say(marked.to_json().rstrip("\n"))
    elif not quiet:
        _show(marked)


def _show(marked: "Marked") -> None:
    points, back = marked.points, marked.back
    say(f"From standing at {points.standing_s:.2f} s to the bottom at {points.bottom_s:.2f} s, flexion positive.")
    headings = ["angle", "marked", "± (90 %)", "each time"]
    if marked.beside is not None:
        headings.append("hiphinge (90 %)")
    rows = []
    for id_, angle in back.angles.items():
        width = "" if angle.half_width_deg is None else f"{angle.half_width_deg:.1f}°"
        row = [_NAMES[id_], f"{angle.value_deg:.1f}°", width, ", ".join(f"{v:.1f}°" for v in angle.each_deg)]
        if marked.beside is not None:
            row.append(_beside(marked, id_))
        rows.append(row)
    say_table(headings, rows, whole=len(headings))
    say(_repeatability(marked))
    say("\nMeasured on the contour of the back in a frame, not on the vertebrae. Education, not medical advice.")


def _beside(marked: "Marked", id_: str) -> str:
    beside = (marked.beside or {}).get(id_)
    if beside is None:
        return "not measured"
    if beside.low_deg is None or beside.high_deg is None:
        return f"{beside.value_deg:.1f}°"
    return f"{beside.value_deg:.1f}° ({beside.low_deg:.1f} to {beside.high_deg:.1f})"


def _repeatability(marked: "Marked") -> str:
    back = marked.back
    if back.direction_sd_deg is None:
        return "You marked once, so your repeatability is unknown. Mark a second time, without looking at the first."
    lumbar = back.angles["lumbar_flexion_deg"].repeatability_deg
    return (
        f"Your repeatability: one direction varies by {back.direction_sd_deg:.1f}° (standard deviation, from "
        f"{back.degrees_of_freedom} differences); two of your lumbar angles may differ by {lumbar:.1f}° (90 %).\n"
        "Assumed: the directions at the three places in the two frames are equally repeatable and independent. "
        "It leaves out an error that you make every time, such as a wrong level or cloth that stands off the back."
    )
