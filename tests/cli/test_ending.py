"""How a command's process ends: at once, with its exit code, everything written and every other handler called."""

import os
import subprocess
import sys

import pytest

STANDARD = "import atexit, sys\nfrom hiphinge.cli import command\n"


def ended(program: str, *arguments: str, **options: int) -> "subprocess.CompletedProcess[str]":
    words = [sys.executable, "-c", f"{STANDARD}{program}", *arguments]
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
    return subprocess.run(words, text=True, check=False, timeout=120, **streams)  # type: ignore[call-overload,no-any-return]


@pytest.mark.parametrize(("arguments", "code"), [(["--version"], 0), (["exercises", "--nothing"], 2)])
def test_a_command_ends_with_its_code_and_nothing_is_taken_apart(arguments: list[str], code: int) -> None:
    program = (
        "class Kept:\n    def __del__(self): print('taken apart')\nkept = Kept()\n"
        "import hiphinge.cli as cli\nrun = cli._run\n"
        "def registered():\n    atexit.register(print, 'said at the end')\n    run()\ncli._run = registered\ncommand()"
    )
    done = ended(program, *arguments)
    assert done.returncode == code
    assert done.stdout.endswith("said at the end\n")
    assert "taken apart" not in done.stdout


def test_output_that_nobody_reads_any_more_is_no_error_of_the_program() -> None:
    read, write = os.pipe()
    os.close(read)
    done = ended("command()", "--version", stdout=write)
    os.close(write)
    assert (done.returncode, done.stderr) == (1, "")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a disk that is always full")
@pytest.mark.parametrize("arguments", [["--version"], ["exercises"], ["explain", "knee_flexion_deg"], ["--help"]])
def test_output_that_finds_no_room_is_said_in_one_message(arguments: list[str]) -> None:
    with open("/dev/full", "w") as full:  # noqa: PTH123
        done = ended("command()", *arguments, stdout=full.fileno())
    assert done.returncode == 6
    assert "Make room on that disk" in " ".join(done.stderr.replace("│", " ").split())
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a disk that is always full")
def test_a_message_that_finds_no_room_either_leaves_the_exit_code() -> None:
    with open("/dev/full", "w") as full:  # noqa: PTH123
        done = ended("command()", "--version", stdout=full.fileno(), stderr=full.fileno())
    assert done.returncode == 6


def test_an_error_of_the_program_itself_is_shown_as_ever() -> None:
    program = "import hiphinge.cli as cli\ndef broken(): raise KeyError('broken')\ncli._run = broken\ncommand()"
    done = ended(program)
    assert done.returncode == 1
    assert "KeyError: 'broken'" in done.stderr
