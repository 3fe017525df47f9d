"""Sends every hostile file to the running app, and looks at what became of it and of everything around it."""

import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from hiphinge.workflow.sample import sample_clip
from validation.hostile.bombs import bombs
from validation.hostile.broken import broken
from validation.hostile.clips import encoded, sound_clips
from validation.hostile.disguises import disguised, pointing
from validation.hostile.kinds import Hostile
from validation.hostile.names import metadata_of, names
from validation.hostile.requests import rude_requests
from validation.hostile.watching import Listener, OpenedFile, tree
from validation.served import Served, served

__all__ = ["Ended", "Found", "files", "study", "table"]

Bombing = Callable[[dict[str, bytes], random.Random], Iterator[Hostile]]
LONGEST_S = 60.0
"""What one analysis may take in the study; in the app it is half an hour."""
_MARGIN_S = 60.0
_SLOWEST_ANSWER_S = 30.0
_ERROR = 500
_UNCLEAR = re.compile(r"Traceback|Errno|inside hiphinge|/clip-|0x[0-9a-f]{6}|Error\b")


@dataclass(frozen=True)
class Ended:
    """How one file or request ended: ``outcome`` is refused, failed, done, answered, or what went wrong."""

    what: str
    outcome: str
    reason: str
    seconds: float
    problems: tuple[str, ...] = ()


@dataclass(eq=False)
class Found:
    """Everything that was found."""

    ended: list[Ended] = field(default_factory=list)
    memory_mb: dict[str, float] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def remember(self, app: Served) -> None:
        """Keep the most memory that was seen."""
        for name, most in app.most_memory().items():
            self.memory_mb[name] = max(self.memory_mb.get(name, 0.0), most)


def files(url: str, secret: str, aim: str, *, seed: int, bombing: Bombing | None) -> Iterator[Hostile]:
    """Yield every file, the same ones for the same seed; `bombs`, `quick_bombs` or no bombs at their end."""
    source = random.Random(seed)  # noqa: S311  # contents, no secret
    clips = sound_clips()
    yield from pointing(clips, url, secret)
    yield from broken(clips, source)
    yield from disguised(clips, source)
    short = encoded("mp4", "libx264", "yuv420p", frames=3)
    for name in names(aim):
        yield Hostile(f"name: {name[:40]!r}", short, name)
    if bombing is not None:
        yield from bombing(clips, source)


def study(
    home: Path, *, seed: int = 16, bombing: Bombing | None = bombs, only: Sequence[str] = ("",), good: bytes = b""
) -> Found:
    """Run it in a folder, and return what was found."""
    home.mkdir(parents=True)
    secret, aim, listener = home / "secret.txt", home / "aim", Listener()
    secret.write_text("Nobody but its owner reads this.\n" * 50)
    watch, found = OpenedFile(secret), Found()
    with served(home, longest_s=LONGEST_S) as app:
        before = tree(home, without=home / "data")
        app.ask("POST", "/people", "name=Ana&adult=yes", Content_Type="application/x-www-form-urlencoded")
        for one in files(listener.url, str(secret), str(aim), seed=seed, bombing=bombing):
            if not any(words in one.what for words in only):
                continue
            found.ended.append(_given(app, one, found))
            _say(found.ended[-1])
            if app.process.poll() is not None:
                found.problems.append(f"the app ended with {one.what}")
                return found
        for what, said in rude_requests():
            if any(words in what for words in only):
                found.ended.append(_said(app, what, said))
                _say(found.ended[-1])
        found.problems += _afterwards(app, good or _sample())
        found.remember(app)
    listener.close()
    opened, left = watch.count(), sorted(tree(home, without=home / "data") - before - _own(home))
    found.problems += [f"connections: {listener.came}"] if listener.came else []
    found.problems += [f"the file of somebody else was opened {opened} times"] if opened else []
    found.problems += [f"files outside the data folder: {left}"] if left else []
    return found


def _own(home: Path) -> set[str]:
    """Return what libraries keep for themselves in the cache and the home of a user, which is no data of anybody."""
    found = tree(home, without=home / "data")
    return {path for path in found if path.startswith(("cache", "home/.cache", "home/.rustup"))}


def _given(app: Served, one: Hostile, found: Found) -> Ended:
    """Send a file, wait until it ended, and look at its pages."""
    began, problems = time.monotonic(), list[str]()
    try:
        answers, clip = app.upload(one.content, metadata_of(one.name))
    except OSError as error:
        return Ended(one.what, "no answer", str(error), time.monotonic() - began, ("no answer",))
    problems += [f"status {answer.status}" for answer in answers if answer.status >= _ERROR]
    if clip is None:
        words = answers[-1].body.decode().strip()
        outcome = "refused" if answers[-1].status >= 400 else "unfinished"  # noqa: PLR2004  # client errors
        return Ended(one.what, outcome, words, time.monotonic() - began, (*problems, *_unclear(words)))
    ended = app.wait(clip, most_s=LONGEST_S + _MARGIN_S)
    found.remember(app)
    seconds, reason = time.monotonic() - began, str(ended["reason"] or "")
    problems += [f"still {ended['state']} after its limit"] if ended["state"] in {"queued", "running"} else []
    problems += ["failed without a reason"] if ended["state"] == "failed" and not reason else []
    problems += [f"{path}: {status}" for path, status in _pages(app, clip, ended["analysis"]) if status >= _ERROR]
    return Ended(one.what, ended["state"], reason, seconds, (*problems, *_unclear(reason)))


def _pages(app: Served, clip: str, analysis: str | None) -> Iterator[tuple[str, int]]:
    paths = [f"/clips/{clip}", f"/clips/{clip}/video", "/clips/rows"]
    for path in [*paths, *([] if analysis is None else [f"/analyses/{analysis}", f"/analyses/{analysis}/lines.json"])]:
        answer = app.ask("GET", path, Accept="text/html")
        yield path, answer.status
        kind = answer.headers.get("content-type", "")
        if path.endswith("/video") and (not kind.startswith(("video/", "application/octet-stream"))):
            yield f"{path} sent as {kind}", _ERROR


def _said(app: Served, what: str, said: object) -> Ended:
    began = time.monotonic()
    try:
        statuses = said(app, encoded("mp4", "libx264", "yuv420p", frames=3))  # type: ignore[operator]  # a request
    except (OSError, KeyError) as error:
        return Ended(what, "no answer", repr(error), time.monotonic() - began, ("no answer",))
    seconds = time.monotonic() - began
    problems = [f"status {one}" for one in statuses if one >= _ERROR or one == 0]
    problems += [f"{seconds:.0f} s"] if seconds > _SLOWEST_ANSWER_S else []
    return Ended(what, "answered", " ".join(map(str, statuses)), seconds, tuple(problems))


def _unclear(reason: str) -> Sequence[str]:
    return [f"unclear: {reason}"] if _UNCLEAR.search(reason) else []


def _afterwards(app: Served, good: bytes) -> list[str]:
    """Return what is wrong once all is done: pages, workers, and whether a good video is still analysed."""
    problems = [
        f"{path}: {status}"
        for path in ("/", "/sessions", "/health", "/data")
        if (status := app.ask("GET", path, Accept="text/html").status) != 200  # noqa: PLR2004  # a page
    ]
    _, clip = app.upload(good, metadata_of("good.mp4"))
    ended = {} if clip is None else app.wait(clip, most_s=600.0)
    problems += [] if ended.get("state") == "done" else [f"a good video afterwards: {ended}"]
    return problems + ([] if app.workers() else ["no worker is alive"])


def _sample() -> bytes:
    with sample_clip() as path:
        return path.read_bytes()


def _say(one: Ended) -> None:
    words = f"{one.what}: {one.reason[:150]} {' | '.join(one.problems)}"
    print(f"{one.seconds:6.1f} s  {one.outcome:9} {words}", flush=True)  # noqa: T201  # progress


def table(found: Found) -> str:
    """Return what was found as Markdown."""
    groups: dict[str, list[Ended]] = {}
    for one in found.ended:
        groups.setdefault(one.what.partition(":")[0], []).append(one)
    lines = ["| group | sent | refused | failed | done | answered | slowest (s) | problems |", "| --- " * 8 + "|"]
    for name, ended in groups.items():
        outcomes = Counter(one.outcome for one in ended)
        counts = " | ".join(str(outcomes[one]) for one in ("refused", "failed", "done", "answered"))
        slowest, troubled = max(one.seconds for one in ended), sum(bool(one.problems) for one in ended)
        lines.append(f"| {name} | {len(ended)} | {counts} | {slowest:.1f} | {troubled} |")
    memory = ", ".join(f"{name} {most:,.0f} MB" for name, most in sorted(found.memory_mb.items()))
    said = [f"* {one.what}: {'; '.join(one.problems)}" for one in found.ended if one.problems]
    return "\n".join([*lines, "", f"Most memory: {memory}.", "", *said, *(f"* {one}" for one in found.problems)])
