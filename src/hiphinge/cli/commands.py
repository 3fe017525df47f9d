"""Every command by name: where it is, and what it does in a sentence; its module is imported when it is asked for."""

from collections.abc import Iterator, MutableMapping
from importlib import import_module
from typing import Any, NamedTuple

import typer
import typer.main
from typer.core import TyperCommand, TyperGroup

from hiphinge.cli.quick_help import load_help

__all__ = ["COMMANDS", "CommandPlace", "Commands"]

_KNOWS = "What it knows"


class CommandPlace(NamedTuple):
    """The module of `hiphinge.cli` that registers a command, what the command does, and its panel in the help."""

    module: str
    does: str
    panel: str | None = None


COMMANDS = {
    "analyze": CommandPlace("analyzing", "Measure the repetitions of a hip hinge, filmed from the side."),
    "calibrate": CommandPlace(
        "calibrating", "Measure how you stand and how far your back bends, filmed from the side."
    ),
    "demo": CommandPlace(
        "demonstrating",
        "Analyse the sample that comes with hiphinge (a rendered person who hinges) and open its report.",
    ),
    "lesson": CommandPlace(
        "lessons", "Learn the hinge in six lessons: read one, film it, and see which pass marks you met."
    ),
    "test": CommandPlace(
        "self_testing", "Measure a self-test in a video: how to do it, what was measured, left and right apart."
    ),
    "battery": CommandPlace(
        "self_testing", "Do several self-tests in one sitting: a guide, then one result as text, page and PDF."
    ),
    "ready": CommandPlace("preparing", "Answer a few questions before you start; the answers stay on this machine."),
    "mark": CommandPlace(
        "marking", "Mark the back by hand: six points in each of two frames become angles, with your repeatability."
    ),
    "today": CommandPlace("planning", "Show today's session: what the plan has, what was done, and how you are today."),
    "progress": CommandPlace("progressing", "Show what changed over your training, and what may be noise."),
    "compare": CommandPlace(
        "comparing",
        "Compare two repetitions, sets, days or self-tests: what differs by more than its error, the back first.",
    ),
    "lab": CommandPlace(
        "lab_playing",
        "Play with the hinge without a video: a body in balance, and what a bend and a load ask of back and knees.",
    ),
    "lift-index": CommandPlace(
        "lift_indexing",
        "Compare ways to lift in daily life: the revised NIOSH lifting equation, and what to change first.",
    ),
    "fix": CommandPlace("fixing", "Correct an analysis: its repetitions, the exercise, the load, what was found."),
    "pdf": CommandPlace(
        "handing_out",
        "Put a set on paper: the answer, the one thing for the next set, the repetitions; as accessible PDF.",
    ),
    "share": CommandPlace(
        "handing_out",
        "Make a card to share: one frame with what was measured, your face blurred, the exercise, one thing to say.",
    ),
    "watch": CommandPlace(
        "watching", "Analyse and file every video that arrives in a folder, each once; stop it with Ctrl-C."
    ),
    "batch": CommandPlace(
        "batching",
        "Analyse many clips into one data set of Parquet tables, and continue one that was interrupted.",
    ),
    "study": CommandPlace(
        "studying",
        "Carry out the protocol of a study: the batch, tables per person and condition, agreement, a methods text.",
    ),
    "sensors": CommandPlace(
        "sensing",
        "Wear motion sensors on your back: a signal comes beyond a share of your own full bend, Ctrl-C ends it.",
    ),
    "live": CommandPlace(
        "live_coaching",
        "Coach a set live: one hand raised starts it, a tone marks a lower back that gets rounder, Ctrl-C ends it.",
    ),
    "serve": CommandPlace(
        "serving", "Serve the app to the browser of this machine, until Ctrl-C; nothing is sent to anybody else."
    ),
    "app": CommandPlace(
        "serving", "Serve the app and open it in the browser: drop a video, read the answer, keep the thread."
    ),
    "token": CommandPlace(
        "tokens", "Print the token with which your own programs ask the app, on this machine; replace it with --new."
    ),
    "gym": CommandPlace(
        "sharing", "Serve the app to the people of a gym or practice, each with an account; stop it with Ctrl-C."
    ),
    "worker": CommandPlace(
        "sharing", "Analyse what waits in the store that the settings name, beside other machines, until Ctrl-C."
    ),
    "validate": CommandPlace(
        "validating",
        "Compare hiphinge with straws, inclinometers, markers or motion sensors: bias and limits of agreement.",
    ),
    "exercises": CommandPlace(
        "listing", "List the exercises with their other names, and which of them --exercise accepts.", _KNOWS
    ),
    "quantities": CommandPlace("listing", "List what can be measured, with unit and sign.", _KNOWS),
    "formats": CommandPlace("listing", "List the file formats that can be read.", _KNOWS),
    "exports": CommandPlace("listing", "List the formats in which --export writes a result.", _KNOWS),
    "schema": CommandPlace("listing", "Print the JSON Schema of analysis.json.", _KNOWS),
    "profile": CommandPlace(
        "listing",
        "Print a profile to fill in: a small file about the person, for --profile. With a file, save it under a name.",
        _KNOWS,
    ),
    "explain": CommandPlace(
        "listing", "Explain a name: what it is, how to do or measure it, why, and which sources support it.", _KNOWS
    ),
    "log": CommandPlace("log_keeping", "Log sets in one line; without a line, show the last page of the log."),
    "people": CommandPlace("people", "List the people on this machine and what is saved about each; add one."),
    "data": CommandPlace(
        "data_keeping",
        "Export, import and erase what is saved about a person; check the files, back them up, erase old videos.",
    ),
    "plan": CommandPlace("planning", "Plan weeks of hinge sessions; technique comes before load."),
    "models": CommandPlace(
        "modelling",
        "List and download the files of the pose networks. `analyze` downloads what it needs by itself, once.",
    ),
    "catalogue": CommandPlace("listing", "Check the catalogue of exercises, findings, drills and evidence.", _KNOWS),
}
"""The commands in the order of the help; what they do is the first paragraph of their own help."""


class Commands(TyperGroup):
    """Lists the commands from `COMMANDS`, and imports the module of a command only when that command is asked for."""

    def __init__(self, *, commands: Any = None, **attributes: Any) -> None:
        """Take what Typer found on the app; ``commands`` are those that the app registered itself."""
        super().__init__(**attributes)
        self._imported = _Imported(dict(commands or {}))
        self.commands = self._imported

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Print the help."""
        load_help()
        super().format_help(ctx, formatter)

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names in the order of the help; nothing is imported for them."""
        del ctx
        return list(self.commands)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return the command as it is listed: name and help of one that is not imported, else the command itself."""
        del ctx
        return self._imported.listed(cmd_name)

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """Return the command that is asked for, imported, with the arguments that are left."""
        if {"--help", "-h"} & set(args):
            load_help()
        if args and args[0] in self.commands:
            return args[0], self.commands[args[0]], args[1:]
        return super().resolve_command(ctx, args)


class _Imported(MutableMapping[str, Any]):
    """The commands by name, each imported when it is first looked up."""

    def __init__(self, own: dict[str, Any]) -> None:
        self._commands = own
        self._names = [*COMMANDS, *(name for name in own if name not in COMMANDS)]

    def __getitem__(self, name: str) -> Any:
        if name not in self._commands:
            self._commands |= _registered(COMMANDS[name].module)
        return self._commands[name]

    def __setitem__(self, name: str, command: Any) -> None:
        self._commands[name] = command
        if name not in self._names:
            self._names.append(name)

    def __delitem__(self, name: str) -> None:
        del self._commands[name]
        self._names.remove(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def listed(self, name: str) -> Any:
        if name in self._commands or name not in COMMANDS:
            return self._commands.get(name)
        place = COMMANDS[name]
        return TyperCommand(name, short_help=place.does, rich_help_panel=place.panel, rich_markup_mode="rich")


def _registered(module: str) -> dict[str, Any]:
    """Import a module, and return the commands that it registers."""
    app = typer.Typer(rich_markup_mode="rich", pretty_exceptions_enable=False)
    import_module(f"hiphinge.cli.{module}").register(app)
    return dict(typer.main.get_group(app).commands)
