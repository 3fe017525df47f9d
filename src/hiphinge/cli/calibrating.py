"""``hiphinge calibrate``: a person's own standing and own maximum, kept until they are forgotten."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hiphinge.cli import options
from hiphinge.cli.screen import say, say_table
from hiphinge.cli.units import moment_s
from hiphinge.cli.waiting import watched
from hiphinge.errors import UsageError

if TYPE_CHECKING:
    from hiphinge.analysis import Calibration

__all__ = ["calibrate", "register"]

_EXAMPLES = (
    "[bold]Examples[/]",
    "hiphinge calibrate bends.mp4",
    "hiphinge calibrate bends.mp4 --person anna",
    "hiphinge analyze set.mp4 --calibration anna",
    "hiphinge calibrate --list",
    "hiphinge calibrate --forget anna",
)

Video = Annotated[Path | None, typer.Argument(metavar="VIDEO", help="A video, or poses kept.", show_default=False)]
Person = Annotated[str, typer.Option("--person", metavar="NAME", help="Whose it is; another one's is kept beside.")]
Out = Annotated[
    Path | None,
    typer.Option("--out", "-o", metavar="FILE", help="Keep it in this .json file; in your own folder if not given."),
]
LeastLean = Annotated[
    float | None,
    typer.Option(
        "--least-lean",
        metavar="DEGREES",
        min=30,
        max=120,
        help="A bend counts when the trunk leans so far; lower it if yours ends earlier.  [default: 75]",
        show_default=False,
    ),
]
List = Annotated[bool, typer.Option("--list", help="List who is calibrated, and where that is kept.")]
Forget = Annotated[
    str | None, typer.Option("--forget", metavar="NAME", help="Erase the calibration of this person, whole.")
]


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
    model: options.Model = None,
    estimator: options.Estimator = "blazepose",
    threads: options.Threads = None,
    least_lean: LeastLean = None,
    list_: List = False,
    forget: Forget = None,
    quiet: options.Quiet = False,
) -> None:
    """Measure how you stand and how far your back bends, from the side.

    Film yourself: stand still and upright for two seconds, then bend forward three times, slowly, and let your back
    round; only as far as is comfortable, and without a load. `analyze --calibration` then counts from your standing
    shape, and shows each repetition beside your own maximum.
    """
    if sum((video is not None, list_, forget is not None)) != 1:
        message = (
            "One thing should be asked for: a video to measure, --list, or --forget NAME. "
            "Write: hiphinge calibrate VIDEO"
        )
        raise UsageError(message)
    if list_:
        _list()
    elif forget is not None:
        _forget(forget, quiet=quiet)
    elif video is not None:
        from hiphinge.workflow.calibrations import calibration_file  # noqa: PLC0415  # --help does without

        place = calibration_file(person) if out is None else _json_file(out)
        with watched(video.name, quiet=quiet) as listener:
            from hiphinge import workflow  # noqa: PLC0415  # --help does without

            found = workflow.calibrate(
                video,
                model=model,
                estimator=estimator,
                start_s=None if start is None else moment_s(start),
                end_s=None if end is None else moment_s(end),
                threads=threads,
                least_lean_deg=least_lean,
                progress=listener,
            )
        _keep(found, place, person=person, named=str(place) if out else person, quiet=quiet)


def _json_file(path: Path) -> Path:
    if path.suffix.lower() != ".json":
        message = f"The calibration should go to a file that ends in .json, but {path} does not. Write: --out me.json"
        raise UsageError(message)
    return path


def _keep(found: "Calibration", place: Path, *, person: str, named: str, quiet: bool) -> None:
    from hiphinge.workflow.calibrations import write_calibration  # noqa: PLC0415  # --help does without

    today = date.today()  # noqa: DTZ011  # the day on the wall where the person is
    write_calibration(place, found, person=person, measured_on=today)
    if quiet:
        return
    for line in _told(found):
        say(line)
    named = f'"{named}"' if " " in named else named
    erase = f"hiphinge calibrate --forget {named}"
    say(f"\nKept in {place}, without any picture. To erase it: {erase}")
    say(f"To use it: hiphinge analyze VIDEO --calibration {named}")


def _told(found: "Calibration") -> list[str]:
    standing, bend = found.standing, found.full_bend
    trunk = standing.angles.get("trunk_inclination_deg", 0.0)
    lines = [f"Your standing shape, from {standing.duration_s:.1f} s of quiet standing: trunk {_lean(trunk)}."]
    lines.append(
        f"Your own maximum: your lower back rounds by {bend.lumbar_flexion_deg:.0f}° in a full bend "
        f"({bend.interval.low:.0f} to {bend.interval.high:.0f}°), the median of {len(bend.bends_deg)}, "
        f"which differ by {bend.spread_deg:.0f}°."
    )
    if bend.uneven:
        lines.append("The bends differ much. Do them again, slowly and all equally far, for a narrower number.")
    return lines


def _lean(angle_deg: float) -> str:
    return f"{abs(angle_deg):.0f}° {'forward' if angle_deg >= 0 else 'back'} of vertical"


def _list() -> None:
    from hiphinge.workflow.calibrations import known_people  # noqa: PLC0415  # --help does without
    from hiphinge.workflow.people import people_folder  # noqa: PLC0415  # likewise

    rows = [
        (path.name.removesuffix(".calibration.json"), "cannot be read", "", str(path))
        if told is None
        else (told.person, told.measured_on, f"{told.full_bend.lumbar_flexion_deg:.0f}°", str(path))
        for path, told in known_people()
    ]
    if rows:
        say_table(("person", "measured on", "own maximum", "where"), rows)
    else:
        say(f"Nobody is calibrated yet; {people_folder()} holds nothing. Write: hiphinge calibrate VIDEO")


def _forget(person: str, *, quiet: bool) -> None:
    from hiphinge.workflow.calibrations import forget_calibration  # noqa: PLC0415  # --help does without

    gone = forget_calibration(person)
    if not quiet:
        say(f"Erased: {gone}. What else is kept: hiphinge people. Results that you had written stay where they are.")
