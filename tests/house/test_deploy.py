"""What runs hiphinge for a gym names commands, options and settings that are there."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import typer.main

from hiphinge.cli import app

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted(DEPLOY.glob("*.service"))


def known(command: str) -> set[str]:
    """Return the options of a command."""
    found = typer.main.get_command(app).commands[command]  # type: ignore[attr-defined]  # it is a group
    return {option for one in found.params for option in one.opts}


def test_units_start_commands_that_are_there() -> None:
    assert len(UNITS) == 2
    for unit in UNITS:
        line = next(one for one in unit.read_text(encoding="utf-8").splitlines() if one.startswith("ExecStart="))
        command, *rest = line.partition("hiphinge ")[2].split()
        assert {one for one in rest if one.startswith("--")} <= known(command)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="platform: no systemd here")
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    for unit in UNITS:
        shutil.copy(unit, tmp_path)
    files = [str(tmp_path / unit.name) for unit in UNITS]
    done = subprocess.run(["systemd-analyze", "verify", *files], capture_output=True, text=True, check=False)
    said = [line for line in done.stderr.splitlines() if "hiphinge" in line]
    assert (done.returncode, said) == (0, [])


def test_containers_name_what_is_there() -> None:
    """Not a build: no test here starts a container."""
    recipe = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    extras = re.findall(r"/source\[([a-z0-9,]+)\]", recipe)[0].split(",")
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert all(re.search(rf"^{one} = \[", project, re.MULTILINE) for one in extras)
    (user,) = re.findall(r"^USER (\d+)$", recipe, re.MULTILINE)
    assert f"--uid {user} " in recipe
    assert recipe.index("USER ") < recipe.index("ENTRYPOINT")
    compose = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    assert "dockerfile: deploy/Containerfile" in compose
    commands = [
        re.findall(r'"([^"]*)"', line) for line in re.findall(r"^    command: \[(.*)\]$", compose, re.MULTILINE)
    ]
    assert [one[0] for one in commands] == ["gym", "worker"]
    for command, *rest in commands:
        assert {one for one in rest if one.startswith("--")} <= known(command)
    settings = set(re.findall(r"^\s+(HIPHINGE_[A-Z]+):", compose, re.MULTILINE))
    documented = (ROOT / "docs/reference/settings.md").read_text(encoding="utf-8")
    assert settings
    assert all(one in documented for one in settings)
    used = set(re.findall(r"^\s+- ([a-z]+):/", compose, re.MULTILINE))
    declared = set(re.findall(r"^  ([a-z]+):$", compose[compose.rindex("\nvolumes:") :], re.MULTILINE))
    assert used == declared
