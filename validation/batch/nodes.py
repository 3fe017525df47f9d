"""Two Ray nodes on this machine, each with its own ports; one is killed at a clip: are the rows those of no kill."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from validation.batch.killing import content_of, started

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["LostNode", "study"]

_LOCAL = "127.0.0.1"
_STORE_BYTES = 100 << 20
_PATIENCE_S, _LONGEST_S = 300.0, 1200.0
_LOOK_S = 0.05
_SILENT = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_USAGE_STATS_REPORT_URL": f"http://{_LOCAL}:9",
    "RAY_AUTH_MODE": "disabled",  # else a token that `--ray local` once left in the home folder is asked of some nodes
}
_AT_A_CLIP = b"_Worker.measured"
"""What Ray calls the process of an actor while it analyses."""
_KEPT_FIRST = 2
"""So many clips are kept before the node is killed."""


@dataclass(frozen=True, kw_only=True)
class LostNode:
    """What came of it.

    Attributes
    ----------
    nodes
        How many there were.
    clips_before
        How many clips were kept when the second node was killed.
    workers_at_clips
        How many of its workers were at a clip then.
    exit_code
        Of the batch.
    files, different
        How many files the data set of an undisturbed batch has, and how many are not the same.
    """

    nodes: int
    clips_before: int
    workers_at_clips: int
    exit_code: int
    files: int
    different: int


def study(clips: Path, folder: Path, *, port: int) -> LostNode:
    """Analyse clips on this machine alone, and once more on two nodes of which one is killed.

    Raises
    ------
    RuntimeError
        If the nodes do not come up, or the batch ends before a node can be killed.
    """
    folder.mkdir(parents=True)
    whole, halved = folder / "whole", folder / "halved"
    started(clips, whole, 2).wait()
    with _node(folder / "1", port=port, head=True), _node(folder / "2", port=port, head=False) as second:
        nodes = _nodes_at(port, wanted=2)
        batch = started(clips, halved, 2, "--ray", f"{_LOCAL}:{port}")
        kept, at_clips = _when_at_work(batch, halved, second.pid)
        _kill_session(second.pid)
        exit_code = batch.wait(timeout=_LONGEST_S)
    expected, found = content_of(whole), content_of(halved)
    return LostNode(
        nodes=nodes,
        clips_before=kept,
        workers_at_clips=at_clips,
        exit_code=exit_code,
        files=len(expected),
        different=sum(expected.get(name) != found.get(name) for name in expected.keys() | found.keys()),
    )


@contextlib.contextmanager
def _node(folder: Path, *, port: int, head: bool) -> "Iterator[subprocess.Popen[bytes]]":
    """Run one node with a worker, in a session of its own, so that all of its processes can be killed at once."""
    folder.mkdir()
    first = port + (1000 if head else 2000)
    where = [f"--port={port}", "--head", "--include-dashboard=false"] if head else [f"--address={_LOCAL}:{port}"]
    ports = [
        f"--node-manager-port={first}", f"--object-manager-port={first + 1}", f"--runtime-env-agent-port={first + 2}",
        f"--dashboard-agent-listen-port={first + 3}", f"--dashboard-agent-grpc-port={first + 4}",
        f"--metrics-export-port={first + 5}", f"--min-worker-port={first + 10}", f"--max-worker-port={first + 200}",
    ]  # fmt: skip
    rest = ["--num-cpus=1", f"--object-store-memory={_STORE_BYTES}", "--block", f"--node-ip-address={_LOCAL}"]
    command = [sys.executable, "-m", "ray.scripts.scripts", "start", *where, *ports, *rest]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603  # our own command
            command, stdout=log, stderr=log, start_new_session=True, env={**os.environ, **_SILENT}
        )
    try:
        time.sleep(1.0)
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=_PATIENCE_S)
        _kill_session(process.pid)


def _kill_session(session: int) -> None:
    """Kill all that a node has started, as if its machine were switched off; Ray puts workers into other groups."""
    for pid, _ in _of_session(session):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _of_session(session: int) -> "Iterator[tuple[int, bytes]]":
    """Yield the processes of a session, each with its words."""
    for one in Path("/proc").glob("[0-9]*"):
        try:
            mine = int((one / "stat").read_text().rpartition(")")[2].split()[3]) == session
            words = (one / "cmdline").read_bytes()
        except (OSError, ValueError):
            continue
        if mine:
            yield int(one.name), words


def _nodes_at(port: int, *, wanted: int) -> int:
    """Return how many nodes a cluster has, once it has as many as are wanted."""
    program = (
        "import ray, sys, logging; ray.init(address=sys.argv[1], logging_level=logging.ERROR, log_to_driver=False); "
        "print(sum(one['Alive'] for one in ray.nodes()))"
    )
    until = time.monotonic() + _PATIENCE_S
    while time.monotonic() < until:
        words = [sys.executable, "-c", program, f"{_LOCAL}:{port}"]
        done = subprocess.run(words, capture_output=True, text=True, check=False, env={**os.environ, **_SILENT})  # noqa: S603  # ours
        last = done.stdout.strip().rpartition("\n")[2]
        if last.isdigit() and int(last) >= wanted:
            return int(last)
        time.sleep(1.0)
    message = f"There are not {wanted} nodes on port {port}: {done.stderr[-500:]}"
    raise RuntimeError(message)


def _when_at_work(batch: "subprocess.Popen[bytes]", folder: Path, session: int) -> tuple[int, int]:
    """Wait until clips are kept and a node is at another; return how many, and how many of its workers are at one."""
    until = time.monotonic() + _PATIENCE_S
    while time.monotonic() < until and batch.poll() is None:
        kept = len(list((folder / ".unmerged").glob("*.parquet")))
        at_clips = sum(_AT_A_CLIP in words for _, words in _of_session(session))
        if kept >= _KEPT_FIRST and at_clips:
            return kept, at_clips
        time.sleep(_LOOK_S)
    message = f"The batch ended with {batch.poll()} before a node could be killed: give more clips, or longer ones."
    raise RuntimeError(message)
