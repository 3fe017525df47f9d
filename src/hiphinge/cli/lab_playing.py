"""``hiphinge lab``: the hinge as a system to play with, in the terminal or as a page of the app."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hiphinge.cli.screen import say, say_table
from hiphinge.cli.units import length_m, mass_kg
from hiphinge.errors import NotMeasurableError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hiphinge.lab import Setting

__all__ = ["register"]

_EXAMPLES = (
    "[bold]Examples[/]",
    "hiphinge lab --open",
    "hiphinge lab --preset hinge --against squat",
    "hiphinge lab --lean 70 --knee 20 --load 60 --bar 8",
    "hiphinge lab set.hiphinge --against squat",
    "hiphinge lab --stature 190 --mass 95 --legs 52 --against stoop",
)
_PRESETS = "hinge, squat, stoop, stand, long_legs, short_legs, bar_away, on_back, rounded, soft_knees, half"
"""As `hiphinge.lab.PRESETS`, which the help does without; a test holds that."""
_BODY, _LOAD, _BEND, _SHOWN = "The body", "The load", "The bend", "What is shown"


def _number(name: str, panel: str, help_: str, metavar: str = "N") -> object:
    return typer.Option(f"--{name}", metavar=metavar, help=help_, show_default=False, rich_help_panel=panel)


_Folder = Annotated[
    Path | None,
    typer.Argument(
        metavar="ANALYSIS",
        help="A folder that `analyze` wrote: begin with the bottom of its repetitions, its load and its body.",
        show_default=False,
    ),
]
_Lean = Annotated[float | None, _number("lean", _BEND, "Trunk lean from upright, degrees: 0 to 95.")]
_Knee = Annotated[float | None, _number("knee", _BEND, "Knee bend, degrees: 0 to 130.")]
_Back = Annotated[float | None, _number("back", _BEND, "Rounding of the lower back from standing, degrees: 0 to 60.")]
_Load = Annotated[str | None, _number("load", _LOAD, "The load: 40, 95 lb; 0 is none.", "MASS")]
_Bar = Annotated[float | None, _number("bar", _LOAD, "The load in front of the legs, centimetres: 0 to 40.")]
_Place = Annotated[str | None, _number("place", _LOAD, "Where the load is: hands or back.", "PLACE")]
_Stature = Annotated[str | None, _number("stature", _BODY, "Height: 178, 1.78 m, 5'11\".", "LENGTH")]
_Mass = Annotated[str | None, _number("mass", _BODY, "Body weight: 74, 165 lb.", "MASS")]
_Legs = Annotated[float | None, _number("legs", _BODY, "Ankle to hip, percent of height: 45 to 53.")]
_Thigh = Annotated[float | None, _number("thigh", _BODY, "Knee to hip, percent of the leg: 45 to 55.")]
_Table = Annotated[str | None, _number("table", _BODY, "Segment masses of: female, male, mean.", "NAME")]
_Preset = Annotated[
    str,
    typer.Option("--preset", metavar="NAME", help=f"What is set to begin with: {_PRESETS}.", rich_help_panel=_SHOWN),
]
_Against = Annotated[
    str | None,
    typer.Option(
        "--against",
        metavar="NAME",
        help="Another preset beside it; hinge, squat, stoop and stand are bends of the same body with the same load.",
        show_default=False,
        rich_help_panel=_SHOWN,
    ),
]
_Open = Annotated[
    bool,
    typer.Option(
        "--open", help="Serve the app, and open the lab with these values in the browser.", rich_help_panel=_SHOWN
    ),
]


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command(epilog="\n".join(_EXAMPLES))(lab)


def lab(  # noqa: PLR0913  # one option for each slider
    analysis: _Folder = None,
    *,
    preset: _Preset = "hinge",
    against: _Against = None,
    lean: _Lean = None,
    knee: _Knee = None,
    back: _Back = None,
    load: _Load = None,
    bar: _Bar = None,
    place: _Place = None,
    stature: _Stature = None,
    mass: _Mass = None,
    legs: _Legs = None,
    thigh: _Thigh = None,
    table: _Table = None,
    open_: _Open = False,
) -> None:
    """Play with the hinge without a video: a body in balance, and what a bend and a load ask of back and knees.

    Beside another bend it says what changes, and why. A static calculation with ranges, for learning.
    """
    given = {
        "lean": _text(lean),
        "knee": _text(knee),
        "back": _text(back),
        "load": None if load is None else _text(mass_kg(load)),
        "bar": _text(bar),
        "place": place,
        "stature": None if stature is None else _text(100 * length_m(stature)),
        "mass": None if mass is None else _text(mass_kg(mass)),
        "legs": _text(legs),
        "thigh": _text(thigh),
        "table": table,
    }
    first, second = _settings(
        _start(preset, analysis), against, {name: text for name, text in given.items() if text is not None}
    )
    if open_:
        _open(first, first if second is None else second)
        return
    _show(first, second)


def _text(value: float | None) -> str | None:
    return None if value is None else f"{value:g}"


def _start(preset: str, analysis: Path | None) -> "Setting":
    from hiphinge.lab import preset as preset_of  # noqa: PLC0415  # --help does without
    from hiphinge.lab import setting_of  # noqa: PLC0415  # likewise

    if analysis is None:
        return preset_of(preset)
    from hiphinge.workflow.correcting_folders import folder_result  # noqa: PLC0415  # likewise

    own = setting_of(folder_result(analysis).analysis)
    if own is None:
        message = "No repetition with the lean of the trunk and the knees measured was found: there is nothing to set."
        raise NotMeasurableError(message)
    return own


def _settings(start: "Setting", against: str | None, given: "Mapping[str, str]") -> "tuple[Setting, Setting | None]":
    from hiphinge.lab import BENDS, Setting, with_bend  # noqa: PLC0415  # --help does without
    from hiphinge.lab import preset as preset_of  # noqa: PLC0415  # likewise

    first = Setting.of(given, start=start)
    if against is None:
        return first, None
    return first, with_bend(first, against) if against in BENDS else preset_of(against)


def _show(first: "Setting", second: "Setting | None") -> None:
    from hiphinge.lab import answer  # noqa: PLC0415  # --help does without
    from hiphinge.reports.text import lab_words as words  # noqa: PLC0415  # likewise

    answers = [answer(one) for one in (first, second) if one is not None]
    letters = ("A", "B") if len(answers) > 1 else ("",)
    for letter, one in zip(letters, answers, strict=True):
        said = words.bend_words(one)
        say(f"{letter}: {said}." if letter else f"{said[:1].upper()}{said[1:]}.")
    say_table(("", *letters), [(row.name, *row.values) for row in words.lab_rows(*answers)])
    for line in words.difference_words(*answers) if second is not None else words.note_words(*answers):
        say(line)
    say(f"\n{' '.join(words.method_words())}")


def _open(first: "Setting", second: "Setting") -> None:
    from hiphinge.cli.serving import serve_page  # noqa: PLC0415  # --help does without

    serve_page(f"lab?{first.query('a')}&{second.query('b')}")
