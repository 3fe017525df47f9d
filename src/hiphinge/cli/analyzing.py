"""``hiphinge analyze``: videos and pose files in, a folder of results and a summary out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from hiphinge.cli import options
from hiphinge.cli.answering import print_result
from hiphinge.cli.filing import check_filing, file_in_log
from hiphinge.cli.requests import given_person, known_exports
from hiphinge.cli.screen import complain, notices, say
from hiphinge.cli.units import Units, mass_kg, moment_s
from hiphinge.cli.waiting import watched
from hiphinge.errors import HiphingeError, MissingComponentError, NotMeasurableError

if TYPE_CHECKING:
    from hiphinge.analysis import StandingReference
    from hiphinge.motion import Person
    from hiphinge.workflow import Result
    from hiphinge.workflow.jobs import Job

__all__ = ["analyze", "register"]

_EXAMPLES = (
    "[bold]Examples[/]",
    "hiphinge analyze set.mp4",
    "hiphinge analyze set.mp4 --exercise romanian_deadlift --load 60 --stature 178",
    "hiphinge analyze monday.mp4 friday.mp4 --out results --overlay",
    'hiphinge analyze set.mp4 --units imperial --stature "5\'11" --load 135',
    "hiphinge analyze set.mp4 --export csv,trc --json > set.json",
    "hiphinge analyze pull.mp4 --neutral standing.mp4",
    "hiphinge analyze set.mp4 --person ana",
    "hiphinge analyze --from-pose set.hiphinge/pose.parquet --exercise good_morning",
)
_SEVERITY = (0, 4, 3, 2, 5, 6, 1)
"""Exit codes from the mildest to the worst: several recordings end with the worst one."""


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command(epilog="\n".join(_EXAMPLES))(analyze)


@dataclass(frozen=True, kw_only=True)
class _Options:
    """The options, parsed: the same for every recording."""

    exercise: str | None
    person: "Person"
    load_kg: float | None
    neutral: "Path | StandingReference | None"
    calibration: str | None
    model: str | None
    estimator: str
    threads: int | None
    start_s: float | None
    end_s: float | None
    report: bool
    overlay: bool
    exports: tuple[str, ...]
    blur_faces: bool
    units: Units
    log_person: str | None
    join_to: str | None
    json: bool
    quiet: bool


def analyze(  # noqa: PLR0913  # Typer reads the options from the parameters
    videos: options.Videos = None,
    *,
    exercise: options.Exercise = None,
    load: options.Load = None,
    stature: options.Stature = None,
    mass: options.Mass = None,
    units: options.UnitsOfNumbers = Units.METRIC,
    profile: options.Profile = None,
    neutral: options.Neutral = None,
    calibration: options.Calibration = None,
    start: options.Start = None,
    end: options.End = None,
    from_pose: options.FromPose = None,
    model: options.Model = None,
    estimator: options.Estimator = "blazepose",
    threads: options.Threads = None,
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

    Writes analysis.json, series.parquet, pose.parquet and report.html.
    """
    todo = _jobs_to_file([*(videos or ()), *([from_pose] if from_pose else ())], out, person=person, join_to=join)
    chosen = _Options(
        exercise=exercise,
        person=given_person(profile=profile, stature=stature, mass=mass, units=units),
        load_kg=None if load is None else mass_kg(load, units=units),
        neutral=neutral,
        calibration=calibration,
        model=model,
        estimator=estimator,
        threads=threads,
        start_s=None if start is None else moment_s(start),
        end_s=None if end is None else moment_s(end),
        report=report,
        overlay=overlay,
        exports=known_exports(export or ()),
        blur_faces=blur_faces,
        units=units,
        log_person=person,
        join_to=join,
        json=json,
        quiet=quiet,
    )
    raise typer.Exit(_analyse_all(todo, _prepared(chosen)))


def _analyse_all(todo: "Sequence[Job]", chosen: _Options) -> int:
    """Analyse every recording, and return the worst exit code."""
    codes = [_attempt(job, chosen, alone=len(todo) == 1) for job in todo]
    if len(todo) > 1:
        _sum_up(todo, codes, quiet=chosen.quiet)
    return max(codes, key=_SEVERITY.index)


def _jobs_to_file(
    sources: Sequence[Path], out: Path | None, *, person: str | None, join_to: str | None
) -> "tuple[Job, ...]":
    """Return the jobs, after a check that each can be filed where ``person`` is given."""
    from hiphinge.workflow.jobs import jobs  # noqa: PLC0415  # --help does without

    todo = jobs(sources, out=out)
    check_filing(person, join_to=join_to, recordings=len(todo))
    return todo


def _prepared(chosen: _Options) -> _Options:
    """Return the options with the standing of ``neutral`` measured once for all, and the calibration checked."""
    if chosen.calibration is not None:
        from hiphinge.workflow.calibrations import read_calibration  # noqa: PLC0415  # --help does without

        read_calibration(chosen.calibration)
    if not isinstance(chosen.neutral, Path):
        return chosen
    from hiphinge import workflow  # noqa: PLC0415  # --help does without

    with watched(chosen.neutral.name, quiet=chosen.quiet) as listener:
        standing = workflow.measure_standing(
            chosen.neutral,
            model=chosen.model,
            estimator=chosen.estimator,
            threads=chosen.threads,
            progress=listener,
        )
    return replace(chosen, neutral=standing)


def _attempt(job: "Job", chosen: _Options, *, alone: bool) -> int:
    """Return the exit code of one recording; an error in it does not stop the others."""
    name = job.source.name
    try:
        return _run(job, chosen, title=None if alone else name)
    except MissingComponentError:
        raise
    except HiphingeError as error:
        complain(error, about=None if alone else name)
        return error.exit_code


def _run(job: "Job", chosen: _Options, *, title: str | None) -> int:
    from hiphinge import workflow  # noqa: PLC0415  # --help does without
    from hiphinge.filesystem import check_writable  # noqa: PLC0415  # likewise

    check_writable(job.folder)
    with watched(job.source.name, quiet=chosen.quiet) as listener:
        result = workflow.analyze(
            job.source,
            exercise=chosen.exercise,
            person=chosen.person,
            load_kg=chosen.load_kg,
            model=chosen.model,
            estimator=chosen.estimator,
            start_s=chosen.start_s,
            end_s=chosen.end_s,
            threads=chosen.threads,
            neutral=chosen.neutral,
            calibration=chosen.calibration,
            progress=listener,
        )
        result.save(
            job.folder,
            report=chosen.report,
            overlay=chosen.overlay,
            exports=chosen.exports,
            blur_faces=chosen.blur_faces,
            units=chosen.units.value,
            progress=listener,
        )
    _print(result, job, chosen, title=title)
    if chosen.log_person is not None:
        file_in_log(result, job, person=chosen.log_person, join_to=chosen.join_to, quiet=chosen.quiet or chosen.json)
    return 0 if result.measurable else NotMeasurableError.exit_code


def _print(result: "Result", job: "Job", chosen: _Options, *, title: str | None) -> None:
    if chosen.json:
        say(result.to_json(indent=2 if title is None else None))
    elif not chosen.quiet:
        print_result(result, folder=job.folder, title=title)


def _sum_up(todo: "Sequence[Job]", codes: Sequence[int], *, quiet: bool) -> None:
    if quiet:
        return
    done = [job.source.name for job, code in zip(todo, codes, strict=True) if code == 0]
    other = [job.source.name for job, code in zip(todo, codes, strict=True) if code]
    text = f"{len(done)} of {len(todo)} recordings measured."
    notices().print(f"{text} Not measured: {', '.join(other)}." if other else text, markup=False)
