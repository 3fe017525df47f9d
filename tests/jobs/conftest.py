"""A queue with one store in a folder, whose workers do a quick analysis."""

import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from hiphinge.jobs import Jobs, JobSettings
from hiphinge.store import Store, open_store, sqlite_url

sys.path.insert(0, str(Path(__file__).parent))  # so that a worker process finds it, too


@pytest.fixture(scope="session")
def clip_bytes(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("clip") / "clip.mp4"
    with av.open(str(path), "w") as container:
        stream: Any = container.add_stream("libx264", rate=10)
        stream.width, stream.height, stream.pix_fmt = 32, 32, "yuv420p"
        for number in range(5):
            grey = np.full((32, 32, 3), number * 20, np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(grey, format="rgb24")))
        container.mux(stream.encode())
    return path.read_bytes()


@pytest.fixture
def given(clip_bytes: bytes, tmp_path: Path) -> Callable[[str], Path]:
    """Write a clip that lets the analysis do something; each one is another content."""

    def write(what: str) -> Path:
        path = tmp_path / f"given-{abs(hash(what))}"
        path.write_bytes(clip_bytes + f"DO:{what}".encode())
        return path

    return write


@pytest.fixture
def stores(tmp_path: Path) -> Callable[[], Store]:
    return partial(open_store, sqlite_url(tmp_path / "data" / "log.sqlite"), files=str(tmp_path / "data" / "files"))


@pytest.fixture
def settings(tmp_path: Path) -> JobSettings:
    (tmp_path / "data").mkdir()
    return JobSettings(
        folder=tmp_path / "data" / "work",
        least_free_bytes=1 << 20,
        longest_work=timedelta(seconds=60),
        lost_after=timedelta(seconds=3),
        beat_s=0.3,
        idle_s=0.1,
    )


@pytest.fixture
def jobs(stores: Callable[[], Store], settings: JobSettings) -> Iterator[Jobs]:
    from fake_analysis import analyse  # type: ignore[import-not-found]  # beside this file

    opened = Jobs(stores, settings, analyse=analyse)
    yield opened
    opened.close()


@pytest.fixture
def ended(jobs: Jobs) -> Callable[..., None]:
    """Wait until nothing waits or runs any more."""

    def wait(*, most_s: float = 120.0) -> None:
        until = time.monotonic() + most_s
        while jobs.clips("queued", "running"):
            assert time.monotonic() < until, [(c.name, c.state, c.stage) for c in jobs.clips("queued", "running")]
            time.sleep(0.1)

    return wait
