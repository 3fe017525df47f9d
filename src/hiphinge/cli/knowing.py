"""The commands that tell what hiphinge knows: exercises, quantities, formats, the catalogue, the shape of its files."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from hiphinge.cli.screen import say, say_table

if TYPE_CHECKING:
    from hiphinge.catalogue import Catalogue, Exercise, Fault

__all__ = ["complete_exercise", "register"]

_PANEL = "What it knows"


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    table = (
        (exercises, "hiphinge exercises"),
        (quantities, "hiphinge quantities"),
        (formats, "hiphinge formats"),
        (explain, "hiphinge explain excess_knee_flexion\nhiphinge explain wall_touch"),
        (schema, "hiphinge schema > analysis.schema.json"),
        (profile, "hiphinge profile > me.toml\nhiphinge analyze set.mp4 --profile me.toml"),
    )
    for command, examples in table:
        app.command(rich_help_panel=_PANEL, epilog=f"[bold]Examples[/]\n{examples}")(command)
    app.add_typer(_catalogue, name="catalogue", rich_help_panel=_PANEL)


def complete_exercise(incomplete: str) -> Iterator[tuple[str, str]]:
    """Yield the exercises of which films are judged and whose id begins as what was typed so far."""
    from hiphinge.catalogue import load  # noqa: PLC0415  # --help does without

    return ((e.id, e.name) for e in load().exercises.values() if e.analysed and e.id.startswith(incomplete))


def exercises() -> None:
    """List the exercises with their other names, and which of them --exercise takes."""
    from hiphinge.catalogue import load  # noqa: PLC0415  # --help does without

    known = sorted(load().exercises.values(), key=lambda e: not e.analysed)
    rows = [(e.id, e.name, _films(e), ", ".join(e.aliases)) for e in known]
    say_table(("id", "name", "films of it", "also called"), rows)


def _films(exercise: "Exercise") -> str:
    return f"judged, starts at the {exercise.start}" if exercise.analysed else "not judged yet"


def quantities() -> None:
    """List what can be measured, with unit and sign."""
    from hiphinge.quantities import QUANTITIES  # noqa: PLC0415  # --help does without

    rows = [(q.id, q.unit, q.scope, q.meaning, q.sign) for q in QUANTITIES.values()]
    say_table(("id", "unit", "of each", "meaning", "positive is"), rows)


def formats() -> None:
    """List the kinds of files that can be read."""
    from hiphinge.sources.formats import formats as known  # noqa: PLC0415  # --help does without

    rows = [(f.id, " ".join(f.endings), f.what) for f in known().values()]
    say_table(("id", "endings", "what it is"), rows)


def schema() -> None:
    """Print the JSON Schema of analysis.json."""
    import json  # noqa: PLC0415  # --help does without

    from hiphinge.exports import analysis_schema  # noqa: PLC0415  # likewise

    say(json.dumps(analysis_schema(), indent=2))


def profile() -> None:
    """Print a profile to start from: a small file about the person, for --profile."""
    from hiphinge.workflow.profile import PROFILE_TEMPLATE  # noqa: PLC0415  # --help does without

    say(PROFILE_TEMPLATE.rstrip())


def explain(
    id_: Annotated[str, typer.Argument(metavar="ID", help="A finding, drill, exercise, quantity or reason.")],
) -> None:
    """Say what an id means: a finding, a drill, an exercise, a quantity or a reason."""
    from hiphinge.catalogue import load  # noqa: PLC0415  # --help does without

    say("\n".join(_explained(id_.strip().lower().replace("-", "_"), load())))


def _explained(id_: str, catalogue: "Catalogue") -> list[str]:
    from hiphinge.errors import UnknownIdError  # noqa: PLC0415  # --help does without
    from hiphinge.quantities import QUANTITIES  # noqa: PLC0415  # likewise

    if id_ in catalogue.faults:
        return _finding(id_, catalogue)
    if id_ in catalogue.drills:
        return _drill(id_, catalogue)
    if id_ in catalogue.reasons:
        reason = catalogue.reasons[id_]
        return [reason.reason, f"What to do: {reason.do}"]
    if id_ in QUANTITIES:
        quantity = QUANTITIES[id_]
        return [f"{quantity.title} ({quantity.unit})", quantity.meaning, f"Positive: {quantity.sign}."]
    try:
        return _exercise(id_, catalogue)
    except UnknownIdError:
        raise _unknown(id_, catalogue) from None


def _unknown(id_: str, catalogue: "Catalogue") -> Exception:
    from difflib import get_close_matches  # noqa: PLC0415  # --help does without

    from hiphinge.errors import UnknownIdError  # noqa: PLC0415  # likewise
    from hiphinge.quantities import QUANTITIES  # noqa: PLC0415  # likewise

    tables = (catalogue.faults, catalogue.drills, catalogue.exercises, catalogue.reasons, QUANTITIES)
    known = [name for table in tables for name in table]
    near = get_close_matches(id_, known, n=3)
    hint = f"Did you mean {' or '.join(near)}?" if near else f"Known: {', '.join(sorted(known))}."
    return UnknownIdError(f"Nothing is called {id_!r}. {hint}")


def _finding(id_: str, catalogue: "Catalogue") -> list[str]:
    fault = catalogue.faults[id_]
    return [
        f"{fault.name} ({fault.level})",
        fault.what,
        f"Measured: {fault.measured}",
        _line(fault),
        f"Why: {fault.why}",
        f"Cue: {fault.cue}",
        f"Drill: {catalogue.drills[fault.drill].name} (hiphinge explain {fault.drill})",
        *_sources(fault.default.citations, catalogue),
    ]


def _line(fault: "Fault") -> str:
    own = "; a value of this program, not of a study" if fault.default.unverified else ""
    return f"Counts {fault.direction} {fault.default.threshold:g} {fault.unit} (evidence {fault.default.grade}{own})."


def _drill(id_: str, catalogue: "Catalogue") -> list[str]:
    drill = catalogue.drills[id_]
    steps = [f"{number}. {step}" for number, step in enumerate(drill.how, start=1)]
    return [
        drill.name,
        drill.purpose,
        f"Needs: {drill.needs}",
        *steps,
        f"Dose: {drill.dose}",
        f"Passed: {drill.pass_mark}",
        *_sources(drill.citations, catalogue),
    ]


def _exercise(name: str, catalogue: "Catalogue") -> list[str]:
    exercise = catalogue.exercise(name)
    bands = [
        f"{catalogue.faults[id_].name}: {band.threshold:g} {catalogue.faults[id_].unit} (evidence {band.grade})"
        for id_, band in exercise.bands.items()
    ]
    return [f"{exercise.name} (films of it: {_films(exercise)})", exercise.what, *bands]


def _sources(ids: tuple[str, ...], catalogue: "Catalogue") -> list[str]:
    return [f"Source: {catalogue.evidence[id_].citation}" for id_ in ids]


_catalogue = typer.Typer(
    help="Look after the catalogue of exercises, findings, drills and evidence.", no_args_is_help=True
)


@_catalogue.callback()
def _catalogue_root() -> None:
    pass


@_catalogue.command(epilog="[bold]Example[/]\nhiphinge catalogue check")
def check() -> None:
    """Check every file of the catalogue and print each problem; exit code 3 if there is one."""
    from hiphinge.catalogue import check as problems_of  # noqa: PLC0415  # --help does without
    from hiphinge.errors import InputFormatError  # noqa: PLC0415  # likewise

    problems = problems_of()
    for problem in problems:
        say(problem)
    if problems:
        message = f"The catalogue should be whole, but has {len(problems)} problems. They are listed above."
        raise InputFormatError(message)
    say("The catalogue is whole.")
