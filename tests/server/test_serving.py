"""The command serves the app on this machine alone, says so where it cannot, and stops cleanly."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx2
import pytest

from hiphinge.errors import UsageError
from hiphinge.server import Settings
from hiphinge.server.serving import listening

PATIENCE_S = 120.0


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def command(port: int, folder: Path, *arguments: str) -> "subprocess.Popen[str]":
    environment = {**os.environ, "XDG_DATA_HOME": str(folder), "BROWSER": "/nonexistent/browser", "DISPLAY": ""}
    line = [sys.executable, "-m", "hiphinge", *arguments, "--port", str(port)]
    return subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)


def answered(port: int, process: "subprocess.Popen[str]") -> "httpx2.Response":
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until and process.poll() is None:
        try:
            return httpx2.get(f"http://127.0.0.1:{port}/health.json", trust_env=False)
        except httpx2.TransportError:
            time.sleep(0.1)
    process.kill()
    raise AssertionError(process.communicate())


@pytest.mark.skipif(sys.platform == "win32", reason="platform: Windows has other signals")
@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_it_answers_until_it_is_stopped(port: int, tmp_path: Path, stop: signal.Signals) -> None:
    process = command(port, tmp_path, "serve")
    answer = answered(port, process)
    assert answer.json()["store"] == "readable"
    assert "server" not in answer.headers
    process.send_signal(stop)
    out, err = process.communicate(timeout=PATIENCE_S)
    assert (process.returncode, err) == (0, "")
    assert out.splitlines()[0].startswith(f"hiphinge is at http://127.0.0.1:{port}/")
    assert out.splitlines()[-1] == "Stopped."


@pytest.mark.skipif(sys.platform == "win32", reason="platform: Windows has other signals")
def test_without_a_browser_the_address_is_said(port: int, tmp_path: Path) -> None:
    process = command(port, tmp_path, "app")
    answered(port, process)
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=PATIENCE_S)
    assert f"No browser could be opened. Open http://127.0.0.1:{port}/ yourself." in " ".join(out.split())


def test_a_port_in_use_is_said_with_another_one(port: int, tmp_path: Path) -> None:
    with listening(Settings(port=port)):
        with pytest.raises(UsageError, match=f"Port {port} is in use"), listening(Settings(port=port)):
            pass
        process = command(port, tmp_path, "serve")
        _, err = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 2
    assert f"--port {port + 1}" in " ".join(err.split())
    assert list(tmp_path.iterdir()) == [], "nothing is made before the port is ours"


def test_others_cannot_be_let_in(port: int, tmp_path: Path) -> None:
    process = command(port, tmp_path, "serve", "--host", "0.0.0.0")  # noqa: S104  # it is refused
    _, err = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 2
    assert "this machine alone" in " ".join(err.split())


def test_answers_are_not_held_back(port: int) -> None:
    with listening(Settings(port=port)) as place, socket.create_connection(("127.0.0.1", port)):
        accepted, _ = place.accept()
        with accepted:
            assert accepted.proto == socket.IPPROTO_TCP  # asyncio lets only such a socket send at once
