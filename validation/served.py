"""The app as `hiphinge serve` runs it, in a folder of its own, asked as a browser asks it."""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hiphinge.filesystem import models_folder

__all__ = ["Answer", "Served", "free_port", "served", "started"]

_PATIENCE_S = 120.0
_STOPPING_S = 60.0
_START = """
import sys
from datetime import timedelta
from functools import partial
import hiphinge.jobs
hiphinge.jobs.JobSettings = partial(hiphinge.jobs.JobSettings, longest_work=timedelta(seconds={longest_s}))
from hiphinge.cli import main
sys.argv = ["hiphinge", "serve", "--port", "{port}"]
main()
"""
"""The command itself; what may take half an hour there is given less here, so that a study ends."""


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    body: bytes
    headers: Mapping[str, str]

    def json(self) -> Any:
        """Return the body as data."""
        return json.loads(self.body)


@dataclass(frozen=True)
class Served:
    """The running app.

    Attributes
    ----------
    home
        The folder that everything it writes is in; its data are in ``home / "data"``.
    """

    process: "subprocess.Popen[bytes]"
    port: int
    home: Path

    @property
    def origin(self) -> str:
        """Where its pages are from."""
        return f"http://127.0.0.1:{self.port}"

    def ask(
        self, method: str, path: str, body: Any = None, *, timeout_s: float = _PATIENCE_S, **headers: Any
    ) -> Answer:
        """Ask as a page of the app does; underscores of ``headers`` are hyphens.

        Raises
        ------
        OSError, http.client.HTTPException
            If no whole answer comes.
        """
        said: dict[str, str] = {"Origin": self.origin, "Tus-Resumable": "1.0.0"}
        said |= {name.replace("_", "-"): value for name, value in headers.items()}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout_s)
        with contextlib.closing(connection):
            connection.request(method, path, body=body, headers=said)
            answer = connection.getresponse()
            return Answer(answer.status, answer.read(), {name.lower(): value for name, value in answer.getheaders()})

    def wait(self, clip: str, *, most_s: float) -> dict[str, Any]:
        """Return a clip when it ended, or as it is after so many seconds."""
        until = time.monotonic() + most_s
        while True:
            found: dict[str, Any] = self.ask("GET", f"/api/clips/{clip}").json()
            if found["state"] not in {"queued", "running"} or time.monotonic() > until:
                return found
            time.sleep(0.1)

    def upload(self, content: bytes, metadata: str) -> tuple[list[Answer], str | None]:
        """Send a file; return the answers, and the id of its clip where it was accepted."""
        begun = self.ask("POST", "/uploads", Upload_Length=str(len(content)), Upload_Metadata=metadata)
        if begun.status != http.client.CREATED:
            return [begun], None
        piece: dict[str, Any] = {"Content_Type": "application/offset+octet-stream", "Upload_Offset": "0"}
        sent = self.ask("PATCH", begun.headers["location"], content, **piece)
        return [begun, sent], sent.headers.get("hiphinge-clip")

    def workers(self) -> list[int]:
        """Return the ids of its worker processes."""
        return [pid for pid, parent in _processes() if parent == self.process.pid and _is_worker(pid)]

    def most_memory(self) -> dict[str, float]:
        """Return the most that the app and its present workers ever held, in megabytes."""
        mine = {self.process.pid: "app"} | dict.fromkeys(self.workers(), "worker")
        found: dict[str, float] = {}
        for pid, name in mine.items():
            found[name] = max(found.get(name, 0.0), _most_resident_mb(pid))
        return found


@contextmanager
def served(home: Path, *, longest_s: float) -> Iterator[Served]:
    """Start the app, and stop it as Ctrl-C does.

    Raises
    ------
    RuntimeError
        If it does not answer, or does not stop.
    """
    found = started(home, longest_s=longest_s)
    try:
        yield found
    finally:
        _stop(found.process)


def started(home: Path, *, longest_s: float) -> Served:
    """Return the app when it answers; whoever asked for it ends it.

    Raises
    ------
    RuntimeError
        If it does not answer.
    """
    places = {name: home / name for name in ("home", "data", "cache", "tmp", "cwd")}
    for place in places.values():
        place.mkdir(parents=True, exist_ok=True)
    port = free_port()
    environment = {**os.environ, "HIPHINGE_MODELS": str(models_folder()), "HOME": str(places["home"])}
    environment |= {f"XDG_{name.upper()}_HOME": str(places[name]) for name in ("data", "cache")}
    environment |= {"TMPDIR": str(places["tmp"]), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": _search_path()}
    code = _START.format(longest_s=longest_s, port=port)
    with (home / "log.txt").open("ab") as log:
        process = subprocess.Popen(  # noqa: S603  # our own command
            [sys.executable, "-c", code], cwd=places["cwd"], env=environment, stdout=log, stderr=log
        )
    found = Served(process, port, home)
    try:
        _ensure_answering(found)
    except RuntimeError:
        process.kill()
        process.wait()
        raise
    return found


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _search_path() -> str:
    return os.pathsep.join(path for path in sys.path if path)


def _ensure_answering(app: Served) -> None:
    until = time.monotonic() + _PATIENCE_S
    while time.monotonic() < until and app.process.poll() is None:
        with contextlib.suppress(OSError, http.client.HTTPException):
            app.ask("GET", "/health.json")
            return
        time.sleep(0.1)
    message = f"The app does not answer: {(app.home / 'log.txt').read_text()}"
    raise RuntimeError(message)


def _stop(process: "subprocess.Popen[bytes]") -> None:
    process.send_signal(signal.SIGINT)
    try:
        process.wait(_STOPPING_S)
    except subprocess.TimeoutExpired as error:
        process.kill()
        message = "The app does not stop."
        raise RuntimeError(message) from error


def _processes() -> Iterator[tuple[int, int]]:
    """Yield each process with its parent."""
    for place in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, ValueError):
            yield int(place.parent.name), int(place.read_text().rpartition(")")[2].split()[1])


def _is_worker(pid: int) -> bool:
    with contextlib.suppress(OSError):
        return b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()
    return False


def _most_resident_mb(pid: int) -> float:
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return 0.0
