#!/usr/bin/env python3
"""How long the app's pages take with 200 people, 100,000 sets and 10,000 videos, of which 500 stand in the queue.

    python benchmarks/pages.py [--times 15] [--folder FOLDER]

Prints the median and the 95th of 100 of each in milliseconds; exit code 1 where the latter is above 300 ms. The pages
are asked for inside this process: what the network and the browser add is not in it.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import log
import numpy as np
from fastapi.testclient import TestClient
from sqlalchemy import insert, select, update

from hiphinge import analyze
from hiphinge.jobs import Jobs, JobSettings
from hiphinge.server import Settings, create_app
from hiphinge.store.columns import new_id
from hiphinge.store.tables import analyses, analysis_documents, clips
from hiphinge.workflow.sample import sample_clip
from hiphinge.workflow.stores import user_store

if TYPE_CHECKING:
    from hiphinge.store import Store

PAGES = ("/", "/today", "/log", "/sessions", "/people", "/overview", "/progress", "/plan", "/data")
CLIPS = 500
LIMIT_MS = 300.0
ADDRESS = "http://127.0.0.1:8765"


def fill(store: Store) -> None:
    """Put everybody's last months into an empty store: the last session of each was yesterday."""
    filmed = log.shares(log.ANALYSES, log.LARGEST * log.ANALYSES // log.SETS)
    for number, (sets, count) in enumerate(zip(log.shares(log.SETS, log.LARGEST), filmed, strict=True)):
        person = store.people.add(f"person {number}", adult=True)
        days = 2 * (sets - 1) // log.SETS_OF_SESSION + 1
        log.BEGAN = datetime.now(UTC) - timedelta(days=days)
        log.add_analyses(store, log.add_sets(store, person, sets), count)
    _with_documents(store)


def _with_documents(store: Store) -> None:
    """Give every analysis a real document, and the newest recordings a place in the queue."""
    with sample_clip() as path:
        content = zlib.compress(analyze(path).to_json(indent=None).encode(), 6)
    print(f"a document has {len(content) / 1e3:.0f} kB, compressed")
    newest = select(analyses.c.id, analyses.c.recording).order_by(analyses.c.analysed_at.desc()).limit(CLIPS)
    with store.database.writing() as connection:
        connection.execute(update(analysis_documents).values(content=content))
        rows = [
            {"id": new_id(), "recording": recording, "added_at": datetime.now(UTC), "state": "done", "attempts": 1}
            | {"analysis": analysis, "change": 0}
            for analysis, recording in connection.execute(newest)
        ]
        connection.execute(insert(clips), rows)


def measure(store: Store, jobs: Jobs, *, times: int) -> bool:
    """Print how long each page takes, and return whether one is too slow."""
    app = create_app(Settings(), store=store, clips=jobs)
    browser = TestClient(app, base_url=ADDRESS, headers={"Accept": "text/html"})
    slow = False
    for page in PAGES:
        took, worked = [], []
        for _ in range(times + 1):
            began, before = time.perf_counter(), time.process_time()
            answer = browser.get(page)
            took.append(1e3 * (time.perf_counter() - began))
            worked.append(1e3 * (time.process_time() - before))
            answer.raise_for_status()
        first, *others = took
        p95 = float(np.percentile(others, 95))
        slow |= p95 > LIMIT_MS
        size = len(answer.content) / 1e3
        print(
            f"{page}: first {first:.0f} ms, median {statistics.median(others):.0f} ms, 95th of 100 {p95:.0f} ms, "
            f"of it work of this process {statistics.median(worked):.0f} ms; {size:.0f} kB",
            flush=True,
        )
    return slow


def main() -> int:
    """Fill a store, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=15, help="how often each page is asked for")
    parser.add_argument("--folder", type=Path, help="keep the filled store there, and use it again")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = (given.folder or Path(scratch)).absolute()
        os.environ |= {"XDG_DATA_HOME": str(folder)}
        is_new = not (folder / "hiphinge").exists()
        with user_store() as store:
            if is_new:
                fill(store)
            jobs = Jobs(user_store, JobSettings(folder=folder / "work"))
            slow = measure(store, jobs, times=given.times)
            jobs.close()
    return int(slow)


if __name__ == "__main__":
    sys.exit(main())
