"""Twenty uploads at once, a queue that works, and ten requests a second for named pages: how long each answer takes."""

import http.client
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from hiphinge.workflow.sample import sample_clip
from validation.hostile.names import metadata_of
from validation.served import Served, served

__all__ = ["Found", "study", "table"]

_LONGEST_S = 1800.0
_PATIENCE_S = 900.0
_LIMIT_MS = 300.0
_OK = 200
_ASKERS = 16
_FORM = "application/x-www-form-urlencoded"
_TRAINED_DAYS = range(2, 80, 2)


@dataclass(eq=False)
class Found:
    """What was measured: for each page, how long each answer took in milliseconds, from when it should have begun."""

    took_ms: dict[str, list[float]] = field(default_factory=dict)
    uploads_ms: list[float] = field(default_factory=list)
    load: list[float] = field(default_factory=list)
    others: float = 0.0
    """How many processes were at work on average before the app was started."""
    seconds: float = 0.0
    analysed: int = 0
    problems: list[str] = field(default_factory=list)


def study(home: Path, *, uploads: int, rate_hz: float, seconds: float) -> Found:
    """Fill an app with a log and one analysis, load it, and measure."""
    found = Found(others=os.getloadavg()[0])
    with served(home, longest_s=_LONGEST_S) as app:
        pages = _prepared(app)
        uploading = threading.Thread(target=_give, args=(app, uploads, found), daemon=True)
        uploading.start()
        _ask(app, pages, found, rate_hz=rate_hz, seconds=seconds)
        uploading.join()
        found.analysed = sum(one["state"] == "done" for one in app.ask("GET", "/api/clips").json()) - 1
    for page, took in found.took_ms.items():
        if np.percentile(took, 95) > _LIMIT_MS:
            found.problems.append(f"{page}: 95 of 100 answers take up to {np.percentile(took, 95):.0f} ms")
    return found


def _prepared(app: Served) -> dict[str, str]:
    """Give the app a person with some months of training and one analysed video; return five pages by name."""
    app.ask("POST", "/people", "name=Ana&adult=yes", Content_Type=_FORM)
    _log_months(app)
    with sample_clip() as path:
        _, clip = app.upload(path.read_bytes(), metadata_of("first.mp4", person="Ana"))
    first = {} if clip is None else app.wait(clip, most_s=_PATIENCE_S)
    if first.get("state") != "done":
        message = f"The first video was not analysed: {first}"
        raise RuntimeError(message)
    report = f"/analyses/{first['analysis']}"
    return {"inbox": "/", "today": "/today", "sessions": "/sessions", "progress": "/progress", "analysis": report}


def _log_months(app: Served) -> None:
    """Import sets of the last months as an export of a training app, by the pages that a user has for it."""
    text = "Date,Exercise,Category,Weight (kg),Reps,Distance,Distance Unit,Time,Comment\n"
    now = time.time()
    for day in _TRAINED_DAYS:
        date = time.strftime("%Y-%m-%d", time.localtime(now - day * 86_400))
        for name, weight in (("Romanian Deadlift", 60), ("Deadlift", 100), ("Good Morning", 40)):
            text += "".join(f"{date},{name},Back,{weight},8,,,,\n" for _ in range(4))
    limit = "hiphinge-load"
    head = f'--{limit}\r\nContent-Disposition: form-data; name="file"; filename="log.csv"\r\n\r\n'
    kind = f"multipart/form-data; boundary={limit}"
    taken = app.ask("POST", "/log/import", f"{head}{text}\r\n--{limit}--\r\n", Content_Type=kind)
    place = taken.headers.get("location", "")
    page = app.ask("GET", place, Accept="text/html").body.decode()
    person = page.partition('name="person" value="')[2].partition('"')[0]
    done = app.ask("POST", place, f"person={person}", Content_Type=_FORM)
    if "done=" not in done.headers.get("location", ""):
        message = f"The training log was not taken in: {done.status} {done.body[:300]!r}"
        raise RuntimeError(message)


def _give(app: Served, uploads: int, found: Found) -> None:
    """Upload videos, all at once; their content differs, so that each is analysed."""
    with sample_clip() as path:
        content = path.read_bytes()

    def give(number: int) -> None:
        began = time.monotonic()
        answers, clip = app.upload(
            content + f"number {number}".encode(), metadata_of(f"set {number}.mp4", person="Ana")
        )
        found.uploads_ms.append(1000 * (time.monotonic() - began))
        if clip is None:
            found.problems.append(f"upload {number}: {answers[-1].status}")

    with ThreadPoolExecutor(max(uploads, 1)) as pool:
        list(pool.map(give, range(uploads)))


def _ask(app: Served, pages: dict[str, str], found: Found, *, rate_hz: float, seconds: float) -> None:
    """Ask for the pages in turn, each at its moment, whether or not the ones before were answered."""
    names, began = list(pages), time.monotonic()
    found.took_ms = {name: [] for name in names}

    def ask(number: int) -> None:
        name, moment = names[number % len(names)], began + number / rate_hz
        time.sleep(max(0.0, moment - time.monotonic()))
        try:
            status = app.ask("GET", pages[name], Accept="text/html").status
        except (OSError, http.client.HTTPException) as error:
            found.problems.append(f"{name}: {error!r}")
            return
        found.took_ms[name].append(1000 * (time.monotonic() - moment))
        if status != _OK:
            found.problems.append(f"{name}: {status}")
        if number % 100 == 0:
            found.load.append(os.getloadavg()[0])

    with ThreadPoolExecutor(_ASKERS) as pool:
        list(pool.map(ask, range(round(rate_hz * seconds))))
    found.seconds = time.monotonic() - began


def table(found: Found) -> str:
    """Return what was measured as Markdown."""
    lines = ["| page | answers | p50 (ms) | p95 (ms) | p99 (ms) | slowest (ms) |", "| --- " * 6 + "|"]
    for name, took in found.took_ms.items():
        p50, p95, p99 = np.percentile(took, (50, 95, 99))
        lines.append(f"| {name} | {len(took)} | {p50:.0f} | {p95:.0f} | {p99:.0f} | {max(took):.0f} |")
    busy = ", ".join(f"{one:.1f}" for one in found.load)
    slowest = max(found.uploads_ms, default=0.0)
    said = (
        f"{found.seconds:.0f} s; {found.analysed} of {len(found.uploads_ms)} videos were analysed meanwhile.",
        f"The slowest upload took {slowest:.0f} ms.",
        f"Processes at work before: {found.others:.1f}; meanwhile: {busy}; cores: {os.cpu_count()}.",
    )
    return "\n".join([*lines, "", *said, "", *(f"* {one}" for one in found.problems)])
