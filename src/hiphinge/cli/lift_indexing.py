"""``hiphinge lift-index``: a lift in daily life by the revised NIOSH lifting equation."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hiphinge.cli.screen import say, say_table
from hiphinge.cli.units import length_m, mass_kg
from hiphinge.errors import UsageError

if TYPE_CHECKING:
    from hiphinge.loads import Lift

__all__ = ["register"]

_EXAMPLES = (
    "[bold]Examples[/]",
    "hiphinge lift-index --load 10 --h 40 --v 50 --d 60 --frequency 3",
    "hiphinge lift-index --load 12 --h 16in --v 2ft --d 30in --asymmetry 30 --coupling poor",
    "hiphinge lift-index box.hiphinge --load 8 --frequency 1 --hours 2",
)
_Folder = Annotated[
    Path | None,
    typer.Argument(
        metavar="ANALYSIS",
        help="A folder that `analyze` wrote: --h, --v, --d and --load that are not given come from it.",
        show_default=False,
    ),
]
_Load = Annotated[str | None, typer.Option("--load", metavar="MASS", help="What is lifted: 10, 22 lb.")]
_H = Annotated[
    str | None,
    typer.Option("--h", metavar="LENGTH", help="Hands forward of the ankles as the lift begins: 40 (cm), 16in."),
]
_V = Annotated[
    str | None, typer.Option("--v", metavar="LENGTH", help="Hands above the floor as the lift begins: 50 (cm), 20in.")
]
_D = Annotated[str | None, typer.Option("--d", metavar="LENGTH", help="How far the hands move up or down: 60 (cm).")]
_Asymmetry = Annotated[
    float, typer.Option("--asymmetry", metavar="DEGREES", help="How far the load is to the side of straight ahead.")
]
_Frequency = Annotated[float, typer.Option("--frequency", metavar="N", help="Lifts per minute: 3, 0.5.")]
_Hours = Annotated[float, typer.Option("--hours", metavar="N", help="For how many hours they are repeated.")]
_Coupling = Annotated[
    str,
    typer.Option(
        "--coupling", metavar="GRIP", help="good: handles or cut-outs; fair: something to hold; poor: neither."
    ),
]


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command("lift-index", epilog="\n".join(_EXAMPLES))(lift_index)


def lift_index(  # noqa: PLR0913  # one for each letter of the equation
    analysis: _Folder = None,
    *,
    load: _Load = None,
    h: _H = None,
    v: _V = None,
    d: _D = None,
    asymmetry: _Asymmetry = 0.0,
    frequency: _Frequency = 0.2,
    hours: _Hours = 1.0,
    coupling: _Coupling = "fair",
) -> None:
    """Compare ways to lift in daily life: the revised NIOSH lifting equation, and what to change first.

    By numbers, or with hands and heights from a video. For two-handed lifting at work, not for barbells.
    """
    from hiphinge.loads import lift_index as index_of  # noqa: PLC0415  # --help does without
    from hiphinge.reports.text.lift_words import change_words, factor_rows, index_words  # noqa: PLC0415  # likewise

    given = {"horizontal_cm": _cm(h), "vertical_cm": _cm(v), "distance_cm": _cm(d), "load_kg": _kg(load)}
    numbers = given if analysis is None else _of_video(analysis, given)
    found = index_of(_lift(numbers, asymmetry_deg=asymmetry, per_min=frequency, hours=hours, coupling=coupling))
    answer, meaning = index_words(found)
    say(answer)
    say_table(("", "here", "takes off", "without that"), factor_rows(found))
    for line in change_words(found):
        say(line)
    say(f"\n{meaning}")


def _cm(text: str | None) -> float | None:
    """Return centimetres; without a unit, the number is in centimetres."""
    if text is None:
        return None
    return 100 * length_m(f"{text} cm" if text.strip().replace(",", ".").replace(".", "", 1).isdecimal() else text)


def _kg(text: str | None) -> float | None:
    return None if text is None else mass_kg(text)


def _lift(numbers: dict[str, float | None], **rest: Any) -> "Lift":
    from hiphinge.loads import Lift  # noqa: PLC0415  # --help does without

    options = {"load_kg": "--load", "horizontal_cm": "--h", "vertical_cm": "--v", "distance_cm": "--d"}
    missing = [options[name] for name, value in numbers.items() if value is None]
    if missing:
        message = (
            f"The equation needs {', '.join(missing)}, too: where the hands are (--h, --v), how far they move (--d) "
            "and what they lift (--load), or a folder of `analyze` with a known height."
        )
        raise UsageError(message)
    known = {name: value for name, value in numbers.items() if value is not None}
    return Lift(**known, **rest)  # type: ignore[arg-type]  # each is of its field's type


def _of_video(folder: Path, given: dict[str, float | None]) -> dict[str, float | None]:
    """Return the numbers with those that were not given taken from a folder, and say what came from it."""
    from hiphinge.reports.text.lift_words import video_words  # noqa: PLC0415  # --help does without
    from hiphinge.workflow.correcting_folders import folder_result  # noqa: PLC0415  # likewise
    from hiphinge.workflow.daily_lifts import hands_in_lifts  # noqa: PLC0415  # likewise

    analysed = folder_result(folder).analysis
    places, count = hands_in_lifts(analysed)
    say(f"{video_words(places, count)}\n")
    seen = {
        "horizontal_cm": 100 * max(places.horizontal_m, 0.0),
        "vertical_cm": 100 * max(places.vertical_m, 0.0),
        "distance_cm": 100 * places.rise_m,
        "load_kg": analysed.load_kg,
    }
    return {name: seen[name] if value is None else value for name, value in given.items()}
