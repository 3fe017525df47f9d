"""Writes the pages of the reference that follow from the code, so that they cannot differ from it.

A Sphinx extension: before anything is read, ``docs/reference/generated`` is written anew.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import Enum
from pathlib import Path
from typing import Any

__all__ = ["PAGES", "commands", "setup", "write_pages"]

_ABOUT_QUANTITIES = """\
Every number has one id, and keeps it in the tables, in the JSON, in the report and in Python. Forward lean, flexion and
upward are positive; angles are in degrees, lengths in metres or shares of a length, times in seconds."""
_ABOUT_ERRORS = """\
Whatever hiphinge refuses on purpose is an error of one tree. In Python it is raised; on the command line its message is
printed and its code is the exit code. A message says what was expected, what came, and what to do. The names live in
`hiphinge.errors`."""
_INTERRUPTED = (("130", "", "Interrupted by you (SIGINT)."), ("143", "", "Interrupted by another program (SIGTERM)."))
_ABOUT_FORMATS = """\
A file is recognised by what is in it, not by its name. Videos need a pose network; everything else is analysed as it
is."""
_ABOUT_FILES = """\
`hiphinge analyze VIDEO --out DIR` writes these into `DIR`. Each is there whole or not at all: it is written under a
temporary name and renamed when it is done."""
_ABOUT_COLUMNS = """\
(columns-of-repetitions)=
## Columns of `repetitions.csv`

A row for each repetition and attempt, in UTF-8 with commas and decimal points. The columns are the same for every
recording, so tables of several recordings can be laid under one another. An empty cell means that there is no value.

| column | meaning |
| --- | --- |
| `recording`, `exercise` | name of the file; [exercise](../findings.md) it was judged as |
| `set`, `repetition`, `kind` | numbers within the recording; `repetition`, or `attempt` where it does not count |
| `start_time_s`, `bottom_time_s`, `end_time_s` | moments by the recording's own clock |
| `PHASE_start_time_s`, `PHASE_end_time_s` | when `descent`, `bottom`, `ascent` and `lockout` begin and end |
| `pattern`, `pattern_hinge`, `pattern_squat`, `pattern_stoop` | the movement pattern, and the probability of each |
| `back`, `back_below`, `back_within`, `back_above` | the lower back against trained lifters, with probabilities |
| `ID`, `ID_low`, `ID_high` | each [quantity](quantities.md) in its own unit, with its 90 % interval |
| `findings` | ids of the findings, separated by `;` |
| `not_measurable` | `ID=REASON` for each quantity without a value, separated by `;` |
| `note` | reason why an attempt does not count, or what limits a repetition |

The moments are called `..._time_s` because `bottom_s`, `descent_s` and `ascent_s` are quantities: how long each takes.

## Columns of `series.parquet`

`time_s`, by the recording's own clock, and one column for each quantity that has a value per frame, by its id. Where a
quantity is an estimate with an interval, `ID_low` and `ID_high` follow it (90 %). What was not measured is null. The
metadata, under the key `hiphinge`, hold the units.

## Columns of `pose.parquet`

`time_s`; for each joint `NAME_x` and `NAME_y` in pixels, downward positive (in motion capture `NAME_x`, `NAME_y`,
`NAME_z` in metres), and `NAME_confidence` from 0 to 1; where the network guesses a body in metres, `NAME_world_x` to
`NAME_world_z`; `score`, the mean confidence; and, where there was a silhouette, `outline`, a list of distances in
pixels from the middle of shank, thigh and trunk to the silhouette's two edges. The metadata, under the key `hiphinge`,
say which layout of joints it is, in which frame of reference, and where it came from."""

_KINDS = {"text": "text", "whole": "int64", "number": "float64", "yes_no": "boolean", "moment": "timestamp, UTC"}
_ABOUT_DATA_SET = """\
[`hiphinge batch`](../../how-to/batch.md) writes these tables: a folder for each, with up to 16 Parquet files in it. All
files of a table have the same columns, so one pattern (`DATASET/repetitions/*.parquet`) reads it. The rows of a clip
are in the file that is named after the first digit of its id. The metadata of each file, under the key `hiphinge`, hold
the schema (`{schema}`) and the unit of every column; `data_set.json` holds the schema and the names of the columns of
the list. Null means that there is no value.

`clip` joins the tables. In every table but `series` the columns of the list follow it, as text: `person`, `session`,
`condition`, whatever the list has."""
_ABOUT_TABLES = {
    "clips": "One row for each clip that was given, whatever became of it.",
    "sets": "One row for each set.",
    "repetitions": "One row for each repetition and attempt. After `clip`, the columns of the list, `recorded_at` and "
    "`load_kg` come the columns of [`repetitions.csv`](files.md#columns-of-repetitions), but for `recording`.",
    "findings": "One row for each finding: of a repetition, or of the whole recording where it shows in at least half "
    "of the repetitions.",
    "series": "One row for each frame that was measured: every [quantity](quantities.md) that has a value per frame.",
}


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(_cell(c) for c in line)} |" for line in lines) + "\n"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def code(text: str) -> str:
    """Return text as code, or nothing for nothing."""
    return f"`{text}`" if text else ""


def quantities() -> str:
    """Return the page of quantities."""
    from hiphinge.catalogue import load
    from hiphinge.quantities import QUANTITIES

    accuracy = load().accuracy
    parts = ["# Quantities", _ABOUT_QUANTITIES]
    scopes = {
        "frame": ("One value per frame", "Columns of `series.parquet`, with `time_s` beside them."),
        "repetition": ("One value per repetition", "Beside these, each repetition also has the values above."),
        "test": (
            "One value per self-test",
            "Measured by `hiphinge test`, left and right apart where a test has sides.",
        ),
    }
    for scope, (title, text) in scopes.items():
        parts += [f"## {title}", text]
        for q in (q for q in QUANTITIES.values() if q.scope == scope):
            facts = [f"**Unit:** {q.unit}", f"**Positive:** {q.sign}", f"**Seen from:** {', '.join(q.views)}"]
            if q.needs is not None:
                facts.append(f"**Needs the contour of the body;** without it: `{q.needs}`")
            if q.id in accuracy:
                facts.append(_accuracy(accuracy[q.id]))
            parts += [f"({q.id})=\n### `{q.id}`: {q.title}", q.meaning, "\n".join(f"* {fact}" for fact in facts)]
    return "\n\n".join(parts) + "\n"


def _accuracy(known: Any) -> str:
    accuracy = f"**How exact:** within {known.absolute:g}, a difference within one video within {known.repeatability:g}"
    if known.from_standing is not None:
        accuracy += f", a change from standing within {known.from_standing:g}"
    if known.between_recordings is not None:
        accuracy += f", between two recordings of one day within {known.between_recordings.half_width:g}"
    if known.measured_share is not None:
        accuracy += f"; {known.measured_share:.0%} of a true change is measured"
    accuracy += f", nine times in ten. {known.determined}"
    if known.oblique is not None:
        near, far = known.oblique.absolute
        up_to = "" if known.oblique.to_deg is None else f", measured up to {known.oblique.to_deg:g}°"
        behind = (
            "" if known.oblique.from_behind is None else f", and within {known.oblique.from_behind[0]:g} from behind"
        )
        accuracy += (
            f" **Filmed at an angle:** within {near:g} at 20° and {far:g} at 60°{up_to}{behind}."
            f" {known.oblique.determined}"
        )
    if known.behind_plate is not None:
        hidden = known.behind_plate
        accuracy += (
            f" **Where a weight plate hides part of the legs:** within {hidden.absolute:g}, a difference within one"
            f" video within {hidden.repeatability:g}, a change from standing within {hidden.from_standing:g}."
            f" {hidden.determined}"
        )
    if known.front is not None:
        accuracy += f" **From the front:** within {known.front.absolute:g}. {known.front.determined}"
    return accuracy


def errors() -> str:
    """Return the page of errors and exit codes."""
    from hiphinge import errors as room

    classes = [getattr(room, name) for name in room.__all__]
    tree = (room.__doc__ or "").split("::", 1)[1].strip("\n")
    rows = sorted((str(c.exit_code), f"`{c.__name__}`", c.__doc__.strip().splitlines()[0]) for c in classes)
    return "\n\n".join(
        (
            "# Errors and exit codes",
            _ABOUT_ERRORS,
            f"```text\n{tree}\n```",
            table(("exit code", "error", "when"), [("0", "", "Done."), *rows, *_INTERRUPTED]),
        )
    )


def command_line() -> str:
    """Return the page of the command line."""
    import typer.main

    from hiphinge.cli import app

    root = typer.main.get_command(app)
    parts = ["# Command line", (root.help or "").split("\n\n")[0]]
    for path, command in commands(root, ("hiphinge",)):
        parts += _command(path, command)
    return "\n\n".join(parts) + "\n"


def commands(command: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield every command that does something, with the words that call it."""
    children: Mapping[str, Any] = getattr(command, "commands", {})
    if not children or command.callback is None or command.invoke_without_command or len(path) == 1:
        yield path, command
    for name, child in children.items():
        yield from commands(child, (*path, name))


def _command(path: tuple[str, ...], command: Any) -> Iterator[str]:
    words = " ".join(path)
    yield f"(command-{'-'.join(path)})=\n## `{words}`"
    if len(path) > 1:
        yield command.help or ""
    rows = [_parameter(p) for p in command.params if p.name not in {"install_completion", "show_completion", "help"}]
    if rows:
        yield table(("option", "default", "meaning"), rows)


def _parameter(parameter: Any) -> tuple[str, str, str]:
    names = [*parameter.opts, *parameter.secondary_opts] if parameter.param_type_name == "option" else []
    shown = ", ".join(code(name) for name in names)
    default = parameter.default() if callable(parameter.default) else parameter.default
    return (
        f"{shown} {code(_value(parameter, default))}".strip(),
        code(_default(parameter, default)),
        _plain(getattr(parameter, "help", None) or ""),
    )


def _default(parameter: Any, default: object) -> str:
    if isinstance(default, bool) and parameter.secondary_opts:
        return str(parameter.opts[0] if default else parameter.secondary_opts[0])
    if isinstance(default, bool) or not isinstance(default, str | int | float | Path):
        return ""
    return str(getattr(default, "value", default))


def _value(parameter: Any, default: object) -> str:
    """Return what stands for the value of a parameter; nothing for a switch."""
    if getattr(parameter, "is_flag", False):
        return ""
    if isinstance(default, Enum):
        return "|".join(str(choice.value) for choice in type(default))
    return str(parameter.metavar or parameter.name.upper())


def _plain(text: str) -> str:
    return text.replace("[bold]", "").replace("[/]", "")


def formats() -> str:
    """Return the page of formats."""
    from hiphinge.sources.formats import formats as known

    rows = [
        (f"[{f.title}](../formats/{f.id}.md)", code(f.id), f.kind, " ".join(code(s) for s in f.endings), f.what)
        for f in known().values()
    ]
    pages = "\n".join(f"../formats/{id_}" for id_ in known())
    return "\n\n".join(
        (
            "# Formats that can be read",
            _ABOUT_FORMATS,
            table(("format", "id", "kind", "endings", "what it is"), rows),
            f"```{{toctree}}\n:hidden:\n\n{pages}\n```",
        )
    )


def files() -> str:
    """Return the page of files that are written."""
    from hiphinge.exports import exports

    always = [
        ("`analysis.json`", "always", "The whole answer: [its keys](analysis-json.md)."),
        ("`repetitions.csv`", "always", "A row for each repetition: [its columns](#columns-of-repetitions)."),
        (
            "`series.parquet`",
            "where something was measurable",
            "`time_s` and each [quantity](quantities.md) per frame.",
        ),
        ("`pose.parquet`", "always", "The joints of every frame, enough to analyse again without the video."),
        ("`report.html`", "unless `--no-report`", "One page that needs nothing else."),
        (
            "`reports.html`",
            "for several videos, beside their folders",
            "A line with the answer for each, links to their reports, and why the others failed.",
        ),
        ("`overlay.mp4`", "with `--overlay`", "The video with the measures drawn on it."),
    ]
    asked = [(f"`{e.file_name}`", f"with `--export {e.id}`", f"{e.title}. {e.what}") for e in exports().values()]
    return "\n\n".join(
        (
            "# Files that are written",
            _ABOUT_FILES,
            table(("file", "when", "what is in it"), [*always, *asked]),
            _ABOUT_COLUMNS,
        )
    )


def data_set() -> str:
    """Return the page of the tables that a batch writes."""
    from hiphinge.exports.data_set import SCHEMA, TABLES, columns_of

    parts = ["# Tables of a data set", _ABOUT_DATA_SET.format(schema=SCHEMA)]
    for name in reversed(TABLES):
        rows = [
            (code(one.name), _KINDS[one.kind], one.unit, one.meaning)
            for one in columns_of(name)
            if name != "repetitions" or one.name in {"clip", "recorded_at", "load_kg"}
        ]
        parts += [
            f"(table-{name})=\n## `{name}`",
            _ABOUT_TABLES[name],
            table(("column", "type", "unit", "meaning"), rows),
        ]
    return "\n\n".join(parts) + "\n"


def analysis_json() -> str:
    """Return the page of `analysis.json`, read off its JSON Schema."""
    from hiphinge.documents import analysis_schema

    schema = analysis_schema()
    parts = [
        "# `analysis.json`",
        "The whole answer as one document. `hiphinge schema` prints the JSON Schema that it is checked against.",
    ]
    for name, part in {"document": schema, **schema.get("$defs", {})}.items():
        parts += [f"(json-{name.lower()})=\n## {_short(name)}", part.get("description", "")]
        rows = [
            (code(key), _kind(value), "yes" if key in part.get("required", ()) else "", _meaning(value, schema))
            for key, value in part.get("properties", {}).items()
        ]
        if rows:
            parts.append(table(("key", "type", "always there", "meaning"), rows))
        elif "enum" in part:
            parts.append(", ".join(code(str(value)) for value in part["enum"]))
    return "\n\n".join(parts) + "\n"


def _short(name: str) -> str:
    return name.removesuffix("Document").lower()


def _meaning(value: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    """Return what a key says of itself, else what the part that it points to says."""
    if "description" in value:
        return str(value["description"])
    pointers = [one["$ref"] for one in (value, *value.get("anyOf", ()), value.get("items") or {}) if "$ref" in one]
    described = [schema["$defs"][pointer.rsplit("/", 1)[-1]].get("description", "") for pointer in pointers]
    return str(described[0]) if described else ""


def _kind(schema: Mapping[str, Any]) -> str:
    return type_words(schema, lambda name: f"[{_short(name)}](#json-{name.lower()})")


def type_words(schema: Mapping[str, Any], link: Callable[[str], str]) -> str:  # noqa: PLR0911  # a line for each form
    """Return what a value of a JSON schema is, in words; ``link`` gives the link to a named shape."""
    if "$ref" in schema:
        return link(schema["$ref"].rsplit("/", 1)[-1])
    for alternatives in ("anyOf", "oneOf"):
        if alternatives in schema:
            return " or ".join(dict.fromkeys(type_words(one, link) for one in schema[alternatives]))
    if "const" in schema:
        return code(str(schema["const"]))
    if "enum" in schema:
        return " or ".join(code(str(one)) for one in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {type_words(schema['items'], link)}" if schema.get("items") else "list"
    if isinstance(schema.get("additionalProperties"), Mapping):
        return f"object of {type_words(schema['additionalProperties'], link)}"
    return str(schema.get("format") or schema.get("type", "anything"))


PAGES: Mapping[str, Callable[[], str]] = {
    "analysis-json": analysis_json,
    "command-line": command_line,
    "data-set": data_set,
    "errors": errors,
    "files": files,
    "formats": formats,
    "quantities": quantities,
}
"""What writes each page."""


def write_pages(folder: Path) -> None:
    """Write every page that has changed."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, page in PAGES.items():
        path, text = folder / f"{name}.md", page()
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


def setup(app: Any) -> dict[str, Any]:
    """Have the pages written before Sphinx reads anything."""
    app.connect("builder-inited", lambda app: write_pages(Path(app.srcdir) / "reference/generated"))
    return {"parallel_read_safe": True}
