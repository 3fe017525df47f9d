"""``hiphinge analyze``: videos and pose files in, a folder of results and a summary out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import typer

from hiphinge.cli import options
from hiphinge.cli.answering import print_line, print_result
from hiphinge.cli.filing import check_filing, file_in_log
from hiphinge.cli.requests import given_calibration, given_person, known_exports, known_plate_mm, sensor_places
from hiphinge.cli.screen import complain, notices, say
from hiphinge.cli.units import Units, frame_size_px, mass_kg, moment_s
from hiphinge.cli.waiting import watched
from hiphinge.errors import HiphingeError, MissingComponentError, NotMeasurableError, UsageError

if TYPE_CHECKING:
    from hiphinge.analysis import StandingReference
    from hiphinge.motion import Person
    from hiphinge.sources.formats import Hints
    from hiphinge.workflow import Result
    from hiphinge.workflow.jobs import Job
    from hiphinge.workflow.overview import Outcome

__all__ = ["analyze", "register"]

_EXAMPLES = (
    "[bold]Examples[/]",
    "hiphinge analyze set.mp4",
    "hiphinge analyze set.mp4 --exercise romanian_deadlift --load 60 --stature 178",
    "hiphinge analyze set.mp4 --load 100 --plate-mm 450",
    "hiphinge analyze monday.mp4 friday.mp4 --out results --overlay",
    'hiphinge analyze set.mp4 --units imperial --stature "5\'11" --load 135',
    "hiphinge analyze set.mp4 --export csv,trc --json > set.json",
    "hiphinge analyze pull.mp4 --neutral standing.mp4",
    "hiphinge analyze set.mp4 --person ana",
    "hiphinge analyze --from-pose set.hiphinge/pose.parquet --exercise good_morning",
    "hiphinge analyze landmarks.csv --size 1080x1920 --fps 30",
    "hiphinge analyze sensors/ --sensor left=T12 --sensor right=S2",
    "hiphinge analyze set.mp4 --sensors set/",
)
_SEVERITY = (0, 4, 3, 2, 5, 6, 1)
"""Exit codes from the mildest to the worst: several recordings end with the worst one."""


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command(epilog="\n".join(_EXAMPLES))(analyze)


class _Files(NamedTuple):
    """What is written of a recording, and in which units."""

    report: bool
    overlay: bool
    exports: tuple[str, ...]
    blur_faces: bool
    units: Units


class _Network(NamedTuple):
    """What finds the person, and in how many of the frames."""

    model: str | None
    estimator: str
    threads: int | None
    every_frame: bool
    fast: bool
    follow: int | None


class _Filing(NamedTuple):
    """In whose log a result is filed, and to which logged set it is joined."""

    person: str | None
    join_to: str | None


class _Screen(NamedTuple):
    """What is printed: JSON, or hardly anything."""

    json: bool
    quiet: bool


class _Read(NamedTuple):
    """What a recording does not say itself, and the sensors that were worn in it."""

    hints: "Hints"
    worn: Path | None


class _Lifted(NamedTuple):
    """What was lifted: its weight, and the diameter of its largest plate."""

    load_kg: float | None
    plate_mm: float | None


@dataclass(frozen=True, kw_only=True)
class _Options:
    """The options, parsed: the same for every recording."""

    exercise: str | None
    person: "Person"
    lifted: "_Lifted"
    neutral: "Path | StandingReference | None"
    calibration: str | None
    network: "_Network"
    stretch_s: tuple[float | None, float | None]
    read: "_Read"
    files: "_Files"
    filing: "_Filing"
    screen: "_Screen"


def analyze(  # noqa: PLR0913  # Typer reads the options from the parameters
    videos: options.Videos = None,
    *,
    exercise: options.Exercise = None,
    load: options.Load = None,
    plate_mm: options.PlateMm = None,
    stature: options.Stature = None,
    mass: options.Mass = None,
    units: options.UnitsOfNumbers = Units.METRIC,
    profile: options.Profile = None,
    neutral: options.Neutral = None,
    calibration: options.Calibration = None,
    start: options.Start = None,
    end: options.End = None,
    from_pose: options.FromPose = None,
    subject: options.Subject = None,
    sensor: options.Sensors = None,
    sensors: options.WornSensors = None,
    size: options.Size = None,
    fps: options.Fps = None,
    model: options.Model = None,
    estimator: options.Estimator = "blazepose",
    threads: options.Threads = None,
    every_frame: options.EveryFrame = False,
    fast: options.Fast = False,
    follow: options.Follow = None,
    out: options.Out = None,
    report: options.Report = True,
    overlay: options.Overlay = False,
    export: options.Export = None,
    blur_faces: options.BlurFaces = True,
    person: options.LogPerson = None,
    join: options.JoinTo = None,
    json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Measure the repetitions of a hip hinge, filmed from the side.

    Writes analysis.json, repetitions.csv, series.parquet, pose.parquet and report.html; of several, reports.html.
    """
    chosen = _Options(
        exercise=exercise,
        person=given_person(profile=profile, stature=stature, mass=mass, units=units, whose=person),
        lifted=_Lifted(None if load is None else mass_kg(load, units=units), known_plate_mm(plate_mm)),
        neutral=neutral,
        calibration=given_calibration(calibration, whose=person),
        network=_Network(model, estimator, threads, every_frame, fast, follow),
        stretch_s=_stretch_s(start, end),
        read=_Read(_hints(size=size, fps=fps, subject=subject, sensors=sensor_places(sensor or ())), sensors),
        files=_Files(report, overlay, known_exports(export or ()), blur_faces, units),
        filing=_Filing(person, join),
        screen=_Screen(json, quiet),
    )
    raise typer.Exit(_analyse_all(_jobs(_given(videos, from_pose, sensors), out, chosen.filing), _prepared(chosen)))


def _given(videos: "Sequence[Path] | None", poses: "Path | None", sensors: "Path | None") -> "list[Path]":
    """Return the recordings, after a check that sensors were not worn in several at once."""
    recordings = [*(videos or ()), *([poses] if poses else ())]
    if sensors is not None and not recordings:
        message = (
            "--sensors needs the video in which they were worn. Give the video, too: hiphinge analyze set.mp4 "
            "--sensors set/"
        )
        raise UsageError(message)
    if sensors is not None and len(recordings) != 1:
        message = f"--sensors belongs to one video, but {len(recordings)} recordings are given. Give one of them."
        raise UsageError(message)
    return recordings


def _stretch_s(start: str | None, end: str | None) -> tuple[float | None, float | None]:
    return None if start is None else moment_s(start), None if end is None else moment_s(end)


def _hints(
    *, size: str | None, fps: float | None, subject: str | None, sensors: tuple[tuple[str, str], ...]
) -> "Hints":
    from hiphinge.sources.formats import Hints  # noqa: PLC0415  # --help does without

    return Hints(size_px=None if size is None else frame_size_px(size), fps=fps, subject=subject, sensors=sensors)


def _analyse_all(todo: "Sequence[Job]", chosen: _Options) -> int:
    """Analyse every recording, and return the worst exit code."""
    if len(todo) == 1:
        return _code(_attempt(todo[0], chosen, alone=True))
    from hiphinge.workflow.overview import check_overview, overview_path, write_overview  # noqa: PLC0415  # as below

    page = overview_path(todo)
    check_overview(page)
    outcomes = [_attempt(job, chosen, alone=False) for job in todo]
    write_overview(outcomes, page)
    _sum_up(outcomes, page, chosen)
    return max(map(_code, outcomes), key=_SEVERITY.index)


def _code(outcome: "Outcome") -> int:
    """Return the exit code of one recording."""
    if outcome.error is not None:
        return outcome.error.exit_code
    return 0 if outcome.result is not None and outcome.result.measurable else NotMeasurableError.exit_code


def _jobs(sources: Sequence[Path], out: Path | None, filing: "_Filing") -> "tuple[Job, ...]":
    """Return the jobs, after a check that each can be filed where a person is given."""
    from hiphinge.workflow.jobs import jobs  # noqa: PLC0415  # --help does without

    todo = jobs(sources, out=out)
    check_filing(filing.person, join_to=filing.join_to, recordings=len(todo))
    return todo


def _prepared(chosen: _Options) -> _Options:
    """Return the options with the standing of ``neutral`` measured once for all, and the calibration checked."""
    if chosen.calibration is not None:
        from hiphinge.workflow.calibrations import read_calibration  # noqa: PLC0415  # --help does without

        read_calibration(chosen.calibration)
    if not isinstance(chosen.neutral, Path):
        return chosen
    from hiphinge import workflow  # noqa: PLC0415  # --help does without
    from hiphinge.sources.formats import sniff  # noqa: PLC0415  # likewise

    kind = sniff(chosen.neutral).kind
    says_itself = kind == "video"
    with watched(chosen.neutral.name, quiet=chosen.screen.quiet) as listener:
        standing = workflow.measure_standing(
            chosen.neutral,
            model=chosen.network.model,
            estimator=chosen.network.estimator,
            threads=chosen.network.threads,
            size_px=None if says_itself else chosen.read.hints.size_px,
            fps=None if says_itself else chosen.read.hints.fps,
            subject=chosen.read.hints.subject if kind == "markers" else None,
            progress=listener,
        )
    return replace(chosen, neutral=standing)


def _attempt(job: "Job", chosen: _Options, *, alone: bool) -> "Outcome":
    """Return how one recording ended; an error in it does not stop the others."""
    from hiphinge.workflow.overview import Outcome  # noqa: PLC0415  # --help does without

    name = job.source.name
    try:
        return Outcome(job=job, result=_run(job, chosen, title=None if alone else name))
    except MissingComponentError:
        raise
    except HiphingeError as error:
        if chosen.screen.quiet:
            notices().print(f"{name}: {' '.join(str(error).split())}", markup=False, soft_wrap=True)
        else:
            complain(error, about=None if alone else name)
        return Outcome(job=job, error=error)


def _run(job: "Job", chosen: _Options, *, title: str | None) -> "Result":
    from hiphinge import workflow  # noqa: PLC0415  # --help does without
    from hiphinge.filesystem import check_writable  # noqa: PLC0415  # likewise

    check_writable(job.folder)
    with watched(job.source.name, quiet=chosen.screen.quiet) as listener:
        result = workflow.analyze(
            job.source,
            exercise=chosen.exercise,
            person=chosen.person,
            load_kg=chosen.lifted.load_kg,
            plate_mm=chosen.lifted.plate_mm,
            model=chosen.network.model,
            estimator=chosen.network.estimator,
            start_s=chosen.stretch_s[0],
            end_s=chosen.stretch_s[1],
            subject=chosen.read.hints.subject,
            threads=chosen.network.threads,
            every_frame=chosen.network.every_frame,
            fast=chosen.network.fast,
            follow=chosen.network.follow,
            size_px=chosen.read.hints.size_px,
            fps=chosen.read.hints.fps,
            sensors=chosen.read.hints.sensors,
            worn=chosen.read.worn,
            neutral=chosen.neutral,
            calibration=chosen.calibration,
            progress=listener,
        )
        result.save(
            job.folder,
            report=chosen.files.report,
            overlay=chosen.files.overlay,
            exports=chosen.files.exports,
            blur_faces=chosen.files.blur_faces,
            units=chosen.files.units.value,
            progress=listener,
        )
    _print(result, job, chosen, title=title)
    _apply_corrections(job, chosen)
    person, join_to = chosen.filing
    if person is not None:
        file_in_log(result, job, person=person, join_to=join_to, quiet=chosen.screen.quiet or chosen.screen.json)
    return result


def _apply_corrections(job: "Job", chosen: _Options) -> None:
    """Apply what was corrected in this folder before to the new answer."""
    if not (job.folder / "corrections.json").exists():
        return
    from hiphinge.workflow.correcting_folders import CORRECTED, follow_folder  # noqa: PLC0415  # seldom needed

    now = follow_folder(job.folder, report=chosen.files.report)
    if now is not None and now.is_corrected and not (chosen.screen.quiet or chosen.screen.json):
        say(f"What you corrected in this folder counts on: {job.folder / CORRECTED}")
        for one in now.corrections:
            if one.unfit is not None and not one.undone:
                say(f"It no longer fits: {one.words} ({one.unfit}).")


def _print(result: "Result", job: "Job", chosen: _Options, *, title: str | None) -> None:
    if chosen.screen.json:
        say(result.to_json(indent=2 if title is None else None))
    elif chosen.screen.quiet:
        print_line(result, folder=job.folder, name=job.source.name)
    else:
        print_result(result, folder=job.folder, title=title)


def _sum_up(outcomes: "Sequence[Outcome]", page: Path, chosen: _Options) -> None:
    if chosen.screen.quiet:
        return
    other = [outcome.job.source.name for outcome in outcomes if _code(outcome)]
    text = f"{len(outcomes) - len(other)} of {len(outcomes)} recordings measured."
    notices().print(f"{text} Not measured: {', '.join(other)}." if other else text, markup=False)
    notices().print(f"All of them on one page: {page}", markup=False)
