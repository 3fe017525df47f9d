"""Once the networks are installed, an analysis opens no connection, and works on a machine without a network."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from hiphinge.estimators.models import USUAL, install
from hiphinge.workflow.sample import sample_clip

pytestmark = pytest.mark.network

WATCHED = """
import runpy, socket, sys

def refuse(*arguments, **named):
    print("a connection was tried:", arguments, file=sys.stderr)
    raise OSError("no way out")

socket.socket.connect = refuse
socket.socket.connect_ex = refuse
socket.socket.sendto = refuse
socket.getaddrinfo = refuse
socket.create_connection = refuse

def listen(event, arguments):
    if event in {"socket.connect", "socket.getaddrinfo", "socket.sendto", "socket.sendmsg"}:
        refuse(event, arguments)

sys.addaudithook(listen)
runpy.run_module("hiphinge", run_name="__main__")
"""
STANDARD = {"analysis.json", "series.parquet", "pose.parquet", "report.html", "overlay.mp4"}


@pytest.fixture(scope="module", autouse=True)
def _networks_are_here() -> None:
    install(USUAL)


def _analysed(command: list[str], folder: Path) -> None:
    with sample_clip() as clip:
        ended = subprocess.run(
            [*command, "analyze", str(clip), "--out", "out", "--overlay", "--end", "2.5"],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
    assert ended.returncode == 0, ended.stderr
    assert "a connection was tried" not in ended.stderr
    assert {path.name for path in (folder / "out").iterdir()} == STANDARD


def test_python_tries_no_connection(tmp_path: Path) -> None:
    _analysed([sys.executable, "-c", WATCHED], tmp_path)


def test_the_watch_would_notice_a_connection() -> None:
    trying = "import urllib.request\nurllib.request.urlopen('http://127.0.0.1:9/')"
    code = WATCHED.replace('runpy.run_module("hiphinge", run_name="__main__")', trying)
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "a connection was tried" in ended.stderr


def _without_network() -> list[str]:
    """Return the command that runs another without any network, or nothing where the system does not allow it."""
    unshare = shutil.which("unshare")
    if unshare is None:
        return []
    for arguments in (["-n"], ["-r", "-n"]):
        if subprocess.run([unshare, *arguments, "true"], capture_output=True, check=False).returncode == 0:
            return [unshare, *arguments]
    return []


def test_no_library_needs_a_way_out(tmp_path: Path) -> None:
    """Native code is not seen by Python's hooks, so the whole process is cut off."""
    alone = _without_network()
    if not alone:
        pytest.skip("platform: this system does not let a process be cut off from the network")
    _analysed([*alone, sys.executable, "-m", "hiphinge"], tmp_path)
