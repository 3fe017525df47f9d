import os
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import typer.main

from hiphinge.cli import app

HEAVY = ("numpy", "scipy", "av", "cv2", "ai_edge_litert", "pyarrow", "pandas", "jinja2")


def _commands(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    children = getattr(command, "commands", {})
    yield path
    for name, child in children.items():
        yield from _commands(child, (*path, name))


COMMANDS = tuple(_commands(typer.main.get_command(app)))


def _hiphinge(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "hiphinge", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={"COLUMNS": "200", "PATH": "", "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"},
        timeout=60,
    )


def test_the_commands_are_those_of_the_documentation() -> None:
    names = {path[0] for path in COMMANDS if path}
    assert names == {
        "analyze",
        "batch",
        "battery",
        "gym",
        "sensors",
        "study",
        "test",
        "token",
        "worker",
        "calibrate",
        "data",
        "demo",
        "lab",
        "lesson",
        "lift-index",
        "live",
        "ready",
        "people",
        "log",
        "plan",
        "today",
        "progress",
        "compare",
        "fix",
        "pdf",
        "share",
        "watch",
        "serve",
        "app",
        "mark",
        "validate",
        "models",
        "formats",
        "exports",
        "exercises",
        "quantities",
        "catalogue",
        "schema",
        "explain",
        "profile",
    }


@pytest.mark.parametrize("path", [p for p in COMMANDS if p not in {(), ("models",), ("catalogue",)}], ids=" ".join)
def test_the_help_of_each_command_says_what_it_does_and_shows_it(path: tuple[str, ...]) -> None:
    shown = typer.main.get_command(app)
    for name in path:
        shown = shown.commands[name]  # type: ignore[attr-defined]  # groups have commands
    assert shown.help
    assert f"hiphinge {' '.join(path)}" in (shown.epilog or "")


def test_the_list_of_commands_says_what_the_commands_say() -> None:
    from hiphinge.cli.commands import COMMANDS

    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]  # a group has commands
    for name, place in COMMANDS.items():
        command = commands[name]
        assert (command.short_help or command.help).split("\n\n")[0].replace("\n", " ") == place.does
        assert (command.rich_help_panel or None) == place.panel


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_no_bracket_of_a_help_is_lost(path: tuple[str, ...]) -> None:
    from rich.text import Text

    shown: Any = typer.main.get_command(app)
    for name in path:
        shown = shown.commands[name]
    texts = [shown.help, shown.epilog, *(getattr(one, "help", None) for one in shown.params)]
    for text in filter(None, texts):
        plain = re.sub(r"\[(bold|/bold|/)\]", "", text).replace("\\[", "[")
        assert Text.from_markup(text).plain == plain


def test_a_default_in_brackets_is_shown() -> None:
    assert "[default:" in _hiphinge("watch", "--help").stdout


def test_what_the_help_puts_off_is_there_when_it_is_used() -> None:
    code = (
        "from hiphinge.cli.quick_help import load_help; load_help()\n"
        "from typer import rich_utils as r; import sys; assert 'rich.markdown' not in sys.modules\n"
        "import io; from rich.console import Console; out = io.StringIO()\n"
        "Console(file=out).print(r._make_rich_text(text='**one**', markup_mode='markdown'))\n"
        "assert out.getvalue().strip() == 'one', out.getvalue()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_help_names_every_exit_code() -> None:
    from hiphinge import errors

    shown = _hiphinge("--help")
    assert shown.returncode == 0
    codes = {getattr(errors, name).exit_code for name in errors.__all__}
    for code in {0, 130} | codes:
        assert f"{code} " in shown.stdout


def _complete(typed: str) -> "subprocess.CompletedProcess[str]":
    code = (
        "import sys\n"
        "from hiphinge.cli import main\n"
        "try:\n"
        "    main([])\n"
        "finally:\n"
        f"    print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)\n"
    )
    asked = {"_HIPHINGE_COMPLETE": "complete_zsh", "_TYPER_COMPLETE_ARGS": typed}
    return subprocess.run(
        [sys.executable, "-c", "import sys; sys.argv = ['hiphinge']\n" + code],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | asked,
        timeout=60,
    )


def test_the_shell_completes_commands_and_options() -> None:
    assert "analyze" in _complete("hiphinge an").stdout
    assert "--exercise" in _complete("hiphinge analyze --ex").stdout


def test_the_shell_completes_exercises_and_loads_no_heavy_library_for_it() -> None:
    shown = _complete("hiphinge analyze --exercise roman")
    assert "romanian_deadlift" in shown.stdout
    assert "good_morning" not in shown.stdout
    assert shown.stderr.strip().splitlines()[-1] == "[]"


def test_the_version_is_printed() -> None:
    from importlib.metadata import version

    assert _hiphinge("--version").stdout == f"hiphinge {version('hiphinge')}\n"


def test_an_unknown_option_is_a_wrong_command() -> None:
    wrong = _hiphinge("analyze", "--no-such-option")
    assert wrong.returncode == 2
    assert "--no-such-option" in wrong.stderr
    assert "Traceback" not in wrong.stderr


def test_no_arguments_show_the_help() -> None:
    assert "analyze" in _hiphinge().stdout + _hiphinge().stderr


def test_a_console_with_few_letters_shows_the_others_as_question_marks() -> None:
    code = "from hiphinge.cli import main; from hiphinge.cli.screen import say; import hiphinge.cli.application as a\n"
    code += "a.app.command(name='minus')(lambda: say('knee \\u22125')); main(['minus'])"
    shown = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=False, env=os.environ | {"PYTHONIOENCODING": "ascii"}
    )
    assert (shown.returncode, shown.stdout.split()) == (0, [b"knee", b"?5"]), shown.stderr
