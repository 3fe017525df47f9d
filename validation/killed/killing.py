"""Kills of the app or a worker, each at a random moment after a claim; then clips and analyses are counted."""

import contextlib
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from hiphinge.store import Store, open_store, sqlite_url
from validation.hostile.clips import encoded
from validation.killed.uploading import Giver
from validation.served import Served, served, started

__all__ = ["Found", "study", "table"]

_LONGEST_S = 120.0
"""What one analysis may take, restarts not counted."""
_LATEST_S = 6.0
"""A kill comes so long after a clip was claimed, at the latest: the first analysis of a worker takes about as long."""
_PATIENCE_S = 900.0
_GONE_S = 10.0


@dataclass(eq=False)
class Found:
    """What was killed, and what became of what was given."""

    killed: list[tuple[str, float, str]] = field(default_factory=list)
    """What was killed, how long after a claim, and at which stage."""
    given: int = 0
    broken_off: int = 0
    claims: int = 0
    states: Counter[str] = field(default_factory=Counter)
    attempts: Counter[int] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)


def study(home: Path, *, kills: int = 30, seed: int = 16) -> Found:
    """Give videos, kill, finish, and count."""
    home.mkdir(parents=True)
    moments, found = random.Random(seed), Found()  # noqa: S311  # moments, no secret
    app = started(home, longest_s=_LONGEST_S)
    giver = Giver(encoded("mp4", "libx264", "yuv420p", frames=25), app)
    giver.start()
    for kill in range(kills):
        app = giver.app = _after_kill(app, found, moments.uniform(0.0, _LATEST_S), app_too=kill % 2 == 0)
    giver.finish()
    app.process.send_signal(signal.SIGINT)
    app.process.wait()
    found.given, found.broken_off = len(giver.accepted), giver.broken_off
    with served(home, longest_s=_LONGEST_S) as last:
        _wait_for_all(last)
    with _store(home) as store:
        _count(store, giver.accepted, found)
    return found


def _after_kill(app: Served, found: Found, moment_s: float, *, app_too: bool) -> Served:
    """Wait until a clip is claimed, then that long, then kill; return the app that runs now."""
    until, before = time.monotonic() + _PATIENCE_S, found.claims
    while (claims := _claims(app)) <= before:
        if time.monotonic() > until:
            found.problems.append("no clip was claimed")
            break
        time.sleep(0.02)
    time.sleep(moment_s)
    workers, stage, found.claims = app.workers(), _at_work(app), max(claims, _claims(app))
    found.killed.append(("app" if app_too else "worker", moment_s, stage))
    _say(found)
    if not app_too:
        for pid in workers[:1]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        return app
    app.process.kill()
    app.process.wait()
    if not _are_gone(workers):
        found.problems.append("a worker outlives the app")
    return started(app.home, longest_s=_LONGEST_S)


def _claims(app: Served) -> int:
    """Return how often a clip was claimed so far."""
    return sum(one["attempts"] for one in app.ask("GET", "/api/clips").json())


def _at_work(app: Served) -> str:
    """Return where the clip is that was claimed last; those before it may still wait for a worker that is gone."""
    running = [one for one in app.ask("GET", "/api/clips").json() if one["state"] == "running"]
    return str(running[0]["stage"] or "claimed") if running else "between two clips"


def _are_gone(pids: list[int]) -> bool:
    until = time.monotonic() + _GONE_S
    while any(Path(f"/proc/{pid}/cmdline").exists() and Path(f"/proc/{pid}/cmdline").read_bytes() for pid in pids):
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True


def _wait_for_all(app: Served) -> None:
    until = time.monotonic() + _PATIENCE_S
    while time.monotonic() < until:
        if all(one["state"] not in {"queued", "running"} for one in app.ask("GET", "/api/clips").json()):
            return
        time.sleep(0.5)


@contextmanager
def _store(home: Path) -> Iterator[Store]:
    data = home / "data" / "hiphinge"
    with open_store(sqlite_url(data / "log.sqlite"), files=str(data / "files")) as store:
        yield store


def _count(store: Store, accepted: dict[str, str], found: Found) -> None:
    """Count the clips of each name, and the analyses of each."""
    clips = store.clips.all()
    analyses = Counter(one.name for one in store.recordings.all(None))
    of_name = Counter(one.name for one in clips)
    found.states = Counter(one.state for one in clips)
    found.attempts = Counter(one.attempts for one in clips)
    for name, id_ in accepted.items():
        if [one.id for one in clips if one.name == name] != [id_]:
            found.problems.append(f"{name}: {of_name[name]} clips")
    for name in of_name:
        if analyses[name] != 1:
            found.problems.append(f"{name}: {analyses[name]} analyses")


def _say(found: Found) -> None:
    what, moment_s, stage = found.killed[-1]
    print(f"{len(found.killed):3} {what} killed after {moment_s:.1f} s at {stage}", flush=True)  # noqa: T201  # progress


def table(found: Found) -> str:
    """Return what was found as Markdown."""
    kinds = Counter(what for what, _, _ in found.killed)
    stages = Counter(stage for _, _, stage in found.killed)
    rows = {
        "kills": ", ".join(f"{name} {count}" for name, count in kinds.items()),
        "at": ", ".join(f"{name} {count}" for name, count in stages.items()),
        "uploads accepted": found.given,
        "times that an upload had to go on": found.broken_off,
        "clips": ", ".join(f"{state} {count}" for state, count in found.states.items()),
        "attempts that a clip took": ", ".join(f"{n}: {count}" for n, count in sorted(found.attempts.items())),
        "not in exactly one analysis": len(found.problems),
    }
    lines = ["| | |", "| --- | --- |", *(f"| {name} | {value} |" for name, value in rows.items())]
    return "\n".join([*lines, "", *(f"* {one}" for one in found.problems)])
