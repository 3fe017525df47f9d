"""People who browse, log and upload at once; how long answers take, and whether anything is lost or there twice."""

import http.client
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import numpy as np
from argon2 import PasswordHasher

from hiphinge.store import Role
from hiphinge.workflow.sample import sample_clip
from hiphinge.workflow.stores import user_store
from validation.served import free_port

__all__ = ["Found", "study", "table"]

_PASSWORD = "heels down and hips back"  # noqa: S105  # of a study
_PAGES = ("/", "/today", "/log", "/sessions", "/progress", "/learn", "/account")
_LIMIT_MS = 500.0
_PATIENCE_S = 600.0
_TIMEOUT_S = 60.0
_UPLOADS_EACH = 2
_FORM = {"Content_Type": "application/x-www-form-urlencoded"}
_Answer = tuple[int, http.client.HTTPMessage, bytes]
_START = """
import sys
from functools import partial
import hiphinge.jobs
from validation.gym_load.quick import analyse
hiphinge.jobs.Jobs = partial(hiphinge.jobs.Jobs, analyse=analyse)
from hiphinge.cli import main
main()
"""
"""The command itself, with another analysis."""
_FAILED = 500


@dataclass(eq=False)
class Found:
    """What was measured; times in milliseconds, by what was done."""

    took_ms: dict[str, list[float]] = field(default_factory=dict)
    logged: list[tuple[str, int]] = field(default_factory=list)
    accepted: list[str] = field(default_factory=list)
    analysed: int = 0
    place: str = ""
    broken_off: int = 0
    kills: int = 0
    load: tuple[float, float] = (0.0, 0.0)
    seconds: float = 0.0
    problems: list[str] = field(default_factory=list)


@dataclass(eq=False)
class _Gym:
    """The running app; another process takes its place when it is killed."""

    home: Path
    port: int
    workers: int
    processes: "list[subprocess.Popen[bytes]]" = field(default_factory=list)

    def start(self) -> None:
        """Start the app, with a worker of its own, or so many in processes as on other machines."""
        own = "0" if self.workers else "1"
        gym = ("gym", "https://gym.test", "--behind-proxy", "--port", str(self.port), "--workers", own)
        self.processes = [self._process(*gym), *(self._process("worker", "--count", "1") for _ in range(self.workers))]
        until = time.monotonic() + _PATIENCE_S
        while time.monotonic() < until:
            try:
                if self.ask("GET", "/health.json")[0] == http.client.OK:
                    return
            except OSError:
                time.sleep(0.1)
        message = f"The app did not start: {(self.home / 'log.txt').read_text()[-500:]}"
        raise TimeoutError(message)

    def _process(self, *arguments: str) -> "subprocess.Popen[bytes]":
        environment = {**os.environ, "XDG_DATA_HOME": str(self.home / "data")}
        with (self.home / "log.txt").open("ab") as log:
            return subprocess.Popen(  # noqa: S603  # the command itself
                [sys.executable, "-c", _START, *arguments], env=environment, stdout=subprocess.DEVNULL, stderr=log
            )

    def kill(self) -> None:
        for one in self.processes:
            one.send_signal(signal.SIGKILL)
        for one in self.processes:
            one.wait()

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> _Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_TIMEOUT_S)
        said = {"Host": "gym.test", "Origin": "https://gym.test", "Accept": "text/html"}
        try:
            connection.request(method, path, body, said | {name.replace("_", "-"): v for name, v in headers.items()})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()


@dataclass(eq=False)
class _Member:
    """One person with an account."""

    name: str
    person: str
    gym: _Gym
    found: Found
    clip: bytes
    pause_s: float
    cookie: str = ""

    def train(self, until: float) -> None:
        dice = random.Random(self.name)  # noqa: S311  # a study
        while not self.cookie and time.monotonic() < until:
            form = urlencode({"name": self.name, "password": _PASSWORD}).encode()
            answer = self._timed("sign in", "POST", "/sign-in", form, **_FORM)
            if answer is not None and answer[0] == http.client.SEE_OTHER:
                self.cookie = str(answer[1]["Set-Cookie"]).partition(";")[0]
        uploads = sorted(dice.uniform(0.1, 0.8) for _ in range(_UPLOADS_EACH))
        began, number = time.monotonic(), 0
        while (now := time.monotonic()) < until:
            if uploads and (now - began) / (until - began) > uploads[0]:
                uploads.pop(0)
                self._upload(f"{self.name}-{len(uploads)}")
            elif dice.random() < 0.2:  # noqa: PLR2004  # every fifth
                number += 1
                self._log(20 + number)
            else:
                self._look(dice.choice(_PAGES))
            time.sleep(dice.expovariate(1 / self.pause_s))

    def _look(self, path: str) -> None:
        answer = self._timed(path, "GET", path, Cookie=self.cookie)
        if answer is not None and answer[0] != http.client.OK:
            self.found.problems.append(f"{path} answered {answer[0]}")

    def _log(self, load_kg: int) -> None:
        """Log a set with a load that the person logs once."""
        form = urlencode({"person": self.person, "line": f"rdl 1x8 {load_kg}kg"}).encode()
        answer = self._timed("log a set", "POST", "/today/log", form, Cookie=self.cookie, **_FORM)
        if answer is not None and answer[0] == http.client.SEE_OTHER:
            self.found.logged.append((self.person, load_kg))
        elif answer is not None:
            self.found.problems.append(f"logging answered {answer[0]}")

    def _upload(self, name: str) -> None:
        """Give a video in, however often it has to go on."""
        content, place = self.clip + name.encode(), ""
        for _ in range(200):
            said = {"Upload_Length": str(len(content)), "Cookie": self.cookie}
            if not place:
                begun = self._timed("begin an upload", "POST", "/uploads", None, **said)
                place = "" if begun is None else begun[1].get("Location", "")
            stands = None if not place else self._timed("look", "HEAD", place, None, **said)
            if stands is not None and "Upload-Offset" in stands[1]:
                offset = int(stands[1]["Upload-Offset"])
                piece = {"Content_Type": "application/offset+octet-stream", "Upload_Offset": str(offset), **said}
                sent = self._timed("send", "PATCH", place, content[offset:], **piece)
                if sent is not None and sent[1].get("Hiphinge-Clip"):
                    self.found.accepted.append(sent[1]["Hiphinge-Clip"])
                    return
            time.sleep(0.5)
        self.found.problems.append(f"{name} was never accepted")

    def _timed(self, what: str, method: str, path: str, body: bytes | None = None, **said: str) -> _Answer | None:
        began = time.monotonic()
        try:
            answer = self.gym.ask(method, path, body, **said)
        except (OSError, http.client.HTTPException):
            self.found.broken_off += 1
            if not self.found.kills:
                self.found.problems.append(f"{what} was broken off")
            return None
        self.found.took_ms.setdefault(what, []).append((time.monotonic() - began) * 1000)
        if answer[0] >= _FAILED:
            self.found.problems.append(f"{what} answered {answer[0]}")
        return answer


def study(home: Path, *, people: int, seconds: float, kills: int, pause_s: float, workers: int = 0) -> Found:
    """Let so many people use the app for so long, and look afterwards what is there.

    Parameters
    ----------
    workers
        How many `hiphinge worker` analyse beside the app; 0 leaves that to a worker of its own.
    """
    found = Found(seconds=seconds)
    os.environ["XDG_DATA_HOME"] = str(home / "data")
    gym = _Gym(home, free_port(), workers)
    before = os.getloadavg()[0]
    found.kills = kills
    with sample_clip() as path:
        clip = path.read_bytes()
    with user_store() as store:
        found.place = f"{store.database.url.get_backend_name()}, {_kind_of(store.files.address)}"
        kept = PasswordHasher().hash(_PASSWORD)
        members = []
        for number in range(people):
            person = store.people.add(f"Member {number}", adult=True)
            store.accounts.add(f"member {number}", role=Role.LIFTER, password=kept, person=person.id)
            members.append(_Member(f"member {number}", person.id, gym, found, clip, pause_s))
    gym.start()
    until = time.monotonic() + seconds
    threads = [threading.Thread(target=one.train, args=(until,), daemon=True) for one in members]
    for thread in threads:
        thread.start()
    dice = random.Random(23)  # noqa: S311  # a study
    for moment in sorted(dice.uniform(0.05, 0.95) for _ in range(kills)):
        time.sleep(max(0.0, until - seconds * (1 - moment) - time.monotonic()))
        gym.kill()
        gym.start()
    for thread in threads:
        thread.join()
    found.load = (before, os.getloadavg()[0])
    _look_at_the_end(found)
    gym.kill()
    return found


def _kind_of(files: str) -> str:
    kind, found, _ = files.partition("://")
    return kind if found else "folder"


def _look_at_the_end(found: Found) -> None:
    """Wait until nothing is left in the queue, and count what is there."""
    until = time.monotonic() + _PATIENCE_S
    with user_store() as store:
        while store.clips.all("queued", "running") and time.monotonic() < until:
            time.sleep(1.0)
        clips = {one.id: one for one in store.clips.all()}
        people = store.people.all()
        analyses = Counter(one.recording for person in people for one in store.recordings.all(person))
        sets = Counter(
            (person.id, round(one.load.value))
            for person in people
            for one in store.log.sets(person)
            if one.load is not None
        )
    for id_ in found.accepted:
        count = analyses[clips[id_].recording] if id_ in clips else 0
        found.analysed += count == 1
        if count != 1:
            state = clips[id_].state if id_ in clips else "lost"
            found.problems.append(f"an accepted video has {count} analyses ({state})")
    found.problems += ["a logged set is lost" for one in found.logged if one not in sets]
    found.problems += ["a set is there twice" for count in sets.values() if count > 1]
    if not found.kills and found.took_ms:
        pages = [ms for path in _PAGES for ms in found.took_ms.get(path, [])]
        if pages and np.percentile(pages, 95) > _LIMIT_MS:
            found.problems.append(f"95 of 100 pages take up to {np.percentile(pages, 95):.0f} ms")


def table(found: Found) -> str:
    """Return what was measured as text."""
    rows = [f"{'what':<18}{'n':>7}{'p50 ms':>9}{'p95 ms':>9}{'max ms':>9}"]
    pages = [ms for path in _PAGES for ms in found.took_ms.get(path, [])]
    for what, took in (("all pages", pages), *sorted(found.took_ms.items())):
        if took:
            p50, p95 = np.percentile(took, (50, 95))
            rows.append(f"{what:<18}{len(took):>7}{p50:>9.0f}{p95:>9.0f}{max(took):>9.0f}")
    counts = f"{found.place}: {len(found.logged)} sets logged, {len(found.accepted)} videos accepted, "
    counts += f"{found.analysed} of them analysed once, {found.broken_off} requests broken off"
    load = f"load {found.load[0]:.1f} to {found.load[1]:.1f}"
    rows.append(f"{counts}, {found.kills} kills in {found.seconds:.0f} s; {load}")
    rows += [f"problem: {one} ({count} times)" for one, count in Counter(found.problems).items()]
    return "\n".join(rows)
