"""The commands that list what hiphinge knows: exercises, quantities, formats, exports, schemas, the catalogue."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hiphinge.cli import explaining
from hiphinge.cli.screen import say, say_problems, say_table

if TYPE_CHECKING:
    from hiphinge.catalogue import Exercise

__all__ = ["complete_exercise", "register"]

_PANEL = "What it knows"

ProfileFile = Annotated[
    Path | None,
    typer.Argument(metavar="[FILE]", help="A profile that is filled in, to be saved.", show_default=False),
]
ProfilePerson = Annotated[str, typer.Option("--person", metavar="NAME", help="Whose profile it is.")]


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    table = (
        (exercises, "hiphinge exercises"),
        (quantities, "hiphinge quantities"),
        (formats, "hiphinge formats"),
        (exports, "hiphinge exports\nhiphinge analyze set.mp4 --export csv,trc"),
        (schema, "hiphinge schema > analysis.schema.json"),
        (
            profile,
            "hiphinge profile > me.toml\nhiphinge profile me.toml --person anna\nhiphinge analyze a.mp4 --profile anna",
        ),
    )
    for command, examples in table:
        app.command(rich_help_panel=_PANEL, epilog=f"[bold]Examples[/]\n{examples}")(command)
    explaining.register(app, panel=_PANEL)
    app.add_typer(_catalogue, name="catalogue", rich_help_panel=_PANEL)


def complete_exercise(incomplete: str) -> Iterator[tuple[str, str]]:
    """Yield the exercises whose videos are judged and whose id begins with what was typed so far."""
    from hiphinge.catalogue import load  # noqa: PLC0415  # --help does without

    return ((e.id, e.name) for e in load().exercises.values() if e.analysed and e.id.startswith(incomplete))


def exercises() -> None:
    """List the exercises with their other names, and which of them --exercise accepts."""
    from hiphinge.catalogue import load  # noqa: PLC0415  # --help does without

    known = sorted(load().exercises.values(), key=lambda e: not e.analysed)
    rows = [(e.id, e.name, _videos(e), ", ".join(e.aliases)) for e in known]
    say_table(("id", "name", "videos of it", "also called"), rows)


def _videos(exercise: "Exercise") -> str:
    return f"judged, starts at the {exercise.start}" if exercise.analysed else "not judged yet"


def quantities() -> None:
    """List what can be measured, with unit and sign."""
    from hiphinge.measures import measure_problems, quantities_in_use  # noqa: PLC0415  # --help does without

    rows = [(q.id, q.unit, q.scope, q.meaning, q.sign) for q in quantities_in_use().values()]
    say_table(("id", "unit", "one for each", "meaning", "positive means"), rows)
    say_problems(measure_problems())


def formats() -> None:
    """List the file formats that can be read."""
    from hiphinge.sources.formats import format_problems  # noqa: PLC0415  # --help does without
    from hiphinge.sources.formats import formats as known  # noqa: PLC0415  # likewise

    rows = [(f.id, " ".join(f.endings), f.what) for f in known().values()]
    say_table(("id", "endings", "what it is"), rows)
    say_problems(format_problems())


def exports() -> None:
    """List the formats in which --export writes a result."""
    from hiphinge.exports import export_problems  # noqa: PLC0415  # --help does without
    from hiphinge.exports import exports as known  # noqa: PLC0415  # likewise

    rows = [(e.id, e.file_name, e.what) for e in known().values()]
    say_table(("id", "file", "what it holds"), rows)
    say_problems(export_problems())


def schema() -> None:
    """Print the JSON Schema of analysis.json."""
    import json  # noqa: PLC0415  # --help does without

    from hiphinge.documents import analysis_schema  # noqa: PLC0415  # likewise

    say(json.dumps(analysis_schema(), indent=2))


def profile(file: ProfileFile = None, *, person: ProfilePerson = "me") -> None:
    """Print a profile to fill in: a small file about the person, for --profile. With a file, save it under a name."""
    from hiphinge.workflow.profile import PROFILE_TEMPLATE, keep_profile  # noqa: PLC0415  # --help does without

    if file is None:
        say(PROFILE_TEMPLATE.rstrip())
        return
    place = keep_profile(file, person=person)
    named = f'"{person}"' if " " in person else person
    say(f"Saved in {place.parent}. To erase it: hiphinge data erase {named} --only profile")
    say(f"To use it: hiphinge analyze VIDEO --profile {named}")


_catalogue = typer.Typer(help="Check the catalogue of exercises, findings, drills and evidence.", no_args_is_help=True)


@_catalogue.callback()
def _catalogue_root() -> None:
    pass


@_catalogue.command(epilog="[bold]Example[/]\nhiphinge catalogue check")
def check() -> None:
    """Check every file of the catalogue and print each problem; exit code 3 if there is one."""
    from hiphinge.catalogue import check as problems_of  # noqa: PLC0415  # --help does without
    from hiphinge.errors import InputFormatError  # noqa: PLC0415  # likewise
    from hiphinge.findings import rule_problems  # noqa: PLC0415  # likewise

    problems = problems_of()
    for problem in problems:
        say(problem)
    if problems:
        message = f"The catalogue should be complete, but has {len(problems)} problems. They are listed above."
        raise InputFormatError(message)
    say("The catalogue is complete.")
    say_problems(rule_problems())
