"""``hiphinge calibrate``: how a person stands and how far their back bends, saved until they erase it."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hiphinge.cli import options
from hiphinge.cli.requests import sensor_places
from hiphinge.cli.screen import say, say_table
from hiphinge.cli.units import frame_size_px, moment_s
from hiphinge.cli.waiting import watched
from hiphinge.errors import UsageError

if TYPE_CHECKING:
    from hiphinge.analysis import Calibration

__all__ = ["calibrate", "register"]

_EXAMPLES = (
    "[bold]Examples[/]",
    "hiphinge calibrate bends.mp4",
    "hiphinge calibrate bends.mp4 --person anna",
    "hiphinge calibrate bends/ --sensor left=T12 --sensor right=S2",
    "hiphinge analyze set.mp4 --calibration anna",
    "hiphinge calibrate --list",
    "hiphinge calibrate --forget anna",
)

Video = Annotated[
    Path | None,
    typer.Argument(metavar="VIDEO", help="A video, a pose file of one, or motion sensors.", show_default=False),
]
Person = Annotated[str, typer.Option("--person", metavar="NAME", help="Whose calibration it is; each person has one.")]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        "-o",
        metavar="FILE",
        help="Save it in this .json file; by default in hiphinge's own folder.",
    ),
]
LeastLean = Annotated[
    float | None,
    typer.Option(
        "--least-lean",
        metavar="DEGREES",
        min=30,
        max=120,
        help="A bend counts if the trunk leans at least this far; lower it if you cannot.  \\[default: 75]",
        show_default=False,
    ),
]
List = Annotated[bool, typer.Option("--list", help="List who is calibrated, and where the files are.")]
Forget = Annotated[str | None, typer.Option("--forget", metavar="NAME", help="Erase this person's calibration.")]


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command(epilog="\n".join(_EXAMPLES))(calibrate)


def calibrate(  # noqa: PLR0913  # Typer reads the options from the parameters
    video: Video = None,
    *,
    person: Person = "me",
    out: Out = None,
    start: options.Start = None,
    end: options.End = None,
    size: options.Size = None,
    fps: options.Fps = None,
    sensor: options.Sensors = None,
    model: options.Model = None,
    estimator: options.Estimator = "blazepose",
    threads: options.Threads = None,
    least_lean: LeastLean = None,
    list_: List = False,
    forget: Forget = None,
    quiet: options.Quiet = False,
) -> None:
    """Measure how you stand and how far your back bends, filmed from the side.

    Stand still and upright for two seconds, then bend forward slowly three times and let your back round. Go only as
    far as is comfortable, and use no load. `analyze --calibration` then measures from how you stand, and shows each
    repetition next to your maximum.
    """
    if sum((video is not None, list_, forget is not None)) != 1:
        message = "Give one of these: a video to measure, --list, or --forget NAME. Write: hiphinge calibrate VIDEO"
        raise UsageError(message)
    if list_:
        _list()
    elif forget is not None:
        _forget(forget, quiet=quiet)
    elif video is not None:
        from hiphinge.workflow.calibrations import calibration_file  # noqa: PLC0415  # --help does without

        target = person if out is None else _json_file(out)
        place = calibration_file(target)
        with watched(video.name, quiet=quiet) as listener:
            from hiphinge import workflow  # noqa: PLC0415  # --help does without

            found = workflow.calibrate(
                video,
                model=model,
                estimator=estimator,
                start_s=None if start is None else moment_s(start),
                end_s=None if end is None else moment_s(end),
                threads=threads,
                size_px=None if size is None else frame_size_px(size),
                fps=fps,
                sensors=sensor_places(sensor or ()),
                least_lean_deg=least_lean,
                progress=listener,
            )
        _save(found, target, place=place, person=person, quiet=quiet)


def _json_file(path: Path) -> Path:
    if path.suffix.lower() != ".json":
        message = f"The file of the calibration should end in .json, but {path} does not. Write: --out me.json"
        raise UsageError(message)
    return path


def _save(found: "Calibration", target: str | Path, *, place: Path, person: str, quiet: bool) -> None:
    from hiphinge.workflow.calibrations import write_calibration  # noqa: PLC0415  # --help does without

    today = date.today()  # noqa: DTZ011  # the day on the wall where the person is
    write_calibration(target, found, person=person, measured_on=today)
    if quiet:
        return
    for line in _lines(found):
        say(line)
    named = f'"{target}"' if " " in str(target) else str(target)
    erase = f"hiphinge calibrate --forget {named}"
    where = place if isinstance(target, Path) else place.parent
    say(f"\nSaved in {where}, without any image. To erase it: {erase}")
    say(f"To use it: hiphinge analyze VIDEO --calibration {named}")


def _lines(found: "Calibration") -> list[str]:
    standing, bend = found.standing, found.full_bend
    trunk = standing.angles.get("trunk_inclination_deg")
    lines = [
        f"How you stand, from {standing.duration_s:.1f} s of quiet standing: trunk {_lean(trunk)}."
        if trunk is not None
        else "Measured by sensors: your maximum counts for videos, too; how you stand is found in each recording."
    ]
    lines.append(
        f"Your maximum: your lower back bends by {bend.lumbar_flexion_deg:.0f}° in a full bend "
        f"({bend.interval.low:.0f} to {bend.interval.high:.0f}°). That is the median of {len(bend.bends_deg)} bends, "
        f"which differ by {bend.spread_deg:.0f}°."
    )
    if bend.uneven:
        lines.append("Your bends differ a lot. For a better number, do them again, slowly and all to the same depth.")
    return lines


def _lean(angle_deg: float) -> str:
    return f"{abs(angle_deg):.0f}° {'forward' if angle_deg >= 0 else 'back'} of vertical"


def _list() -> None:
    from hiphinge.workflow.calibrations import known_people  # noqa: PLC0415  # --help does without
    from hiphinge.workflow.stores import place_of_store  # noqa: PLC0415  # likewise

    rows = [
        (path.name.removesuffix(".calibration.json"), "cannot be read", "")
        if saved is None
        else (saved.person, saved.measured_on, f"{saved.full_bend.lumbar_flexion_deg:.0f}°")
        for path, saved in known_people()
    ]
    if rows:
        say_table(("person", "measured on", "maximum"), rows)
    else:
        say(f"Nobody is calibrated yet: there is no calibration in {place_of_store()}. Write: hiphinge calibrate VIDEO")


def _forget(person: str, *, quiet: bool) -> None:
    from hiphinge.workflow.calibrations import forget_calibration  # noqa: PLC0415  # --help does without

    gone = forget_calibration(person)
    if not quiet:
        what = gone if person.lower().endswith(".json") else f"the calibration of {person}"
        say(f"Erased: {what}. To see what else is saved: hiphinge people. Your results stay where they are.")
