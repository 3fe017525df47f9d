"""Once the networks are installed, an analysis opens no connection, and works on a machine without a network."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from hiphinge.estimators.models import DEFAULT_NETWORKS, install
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
STANDARD = {"analysis.json", "repetitions.csv", "series.parquet", "pose.parquet", "report.html", "overlay.mp4"}


@pytest.fixture(scope="module", autouse=True)
def _networks_are_here() -> None:
    install(DEFAULT_NETWORKS)


def _without_network() -> list[str]:
    """Return the command that runs another without any network, or nothing where the system does not allow it."""
    unshare = shutil.which("unshare")
    if unshare is None:
        return []
    for arguments in (["-n"], ["-r", "-n"]):
        if subprocess.run([unshare, *arguments, "true"], capture_output=True, check=False).returncode == 0:
            return [unshare, *arguments]
    return []


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, cut_off: list[str]) -> Path:
    return tmp_path_factory.mktemp("cut-off" if cut_off else "watched")


@pytest.fixture(scope="module")
def cut_off() -> list[str]:
    """Return the command that runs another without any network, or nothing where the system does not allow it."""
    return _without_network()


@pytest.fixture(scope="module")
def analysed(folder: Path, cut_off: list[str]) -> "subprocess.CompletedProcess[str]":
    """Analyse the sample under the watch, cut off from the network where the system allows it."""
    with sample_clip() as clip:
        return subprocess.run(
            [
                *cut_off,
                sys.executable,
                "-c",
                WATCHED,
                "analyze",
                str(clip),
                "--out",
                "out",
                "--overlay",
                "--end",
                "5.4",
            ],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )


def test_python_tries_no_connection(analysed: "subprocess.CompletedProcess[str]", folder: Path) -> None:
    assert analysed.returncode == 0, analysed.stderr
    assert "a connection was tried" not in analysed.stderr
    assert {path.name for path in (folder / "out").iterdir()} == STANDARD


def test_the_watch_would_notice_a_connection() -> None:
    trying = "import urllib.request\nurllib.request.urlopen('http://127.0.0.1:9/')"
    code = WATCHED.replace('runpy.run_module("hiphinge", run_name="__main__")', trying)
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "a connection was tried" in ended.stderr


def test_no_library_needs_a_way_out(
    analysed: "subprocess.CompletedProcess[str]", folder: Path, cut_off: list[str]
) -> None:
    """Native code is not seen by Python's hooks, so the whole process is cut off."""
    if not cut_off:
        pytest.skip("platform: this system does not let a process be cut off from the network")
    assert analysed.returncode == 0, analysed.stderr
    assert {path.name for path in (folder / "out").iterdir()} == STANDARD
