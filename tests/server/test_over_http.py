"""The example for a lab, over a real connection: videos go in, rows come out, and nothing is sent twice."""

import asyncio
import runpy
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.server.ports import on_a_free_port
from tests.server.programs import TOKEN

from hiphinge.client import Client, UnreachableError
from hiphinge.jobs import Jobs, JobSettings
from hiphinge.server import Settings, api_router, create_app
from hiphinge.server.serving import answering, listening, servers_of
from hiphinge.workflow.clip_work import ClipLimits, work_on
from hiphinge.workflow.progress import no_progress

if TYPE_CHECKING:
    from tests.conftest import Actor
    from tests.server.conftest import Opened

    from hiphinge.workflow import Result

EXAMPLE = Path(__file__).resolve().parents[2] / "examples/06_videos_over_http.py"


@contextmanager
def answered(opened: "Opened", jobs: Jobs) -> Iterator[str]:
    """Yield the address of the app, which is answered by another thread."""
    with on_a_free_port(lambda port: listening(Settings(port=port))) as (port, place):
        settings = Settings(port=port)
        router = api_router(jobs, settings)
        app = create_app(settings, store=opened.store, clips=jobs, routers=(router,), api_token=lambda: TOKEN)
        servers = servers_of(app, place)
        thread = threading.Thread(target=lambda: asyncio.run(answering(servers)))
        thread.start()
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            servers[0][0].should_exit = True
            thread.join()


@contextmanager
def working(jobs: Jobs, result: "Result") -> Iterator[list[str]]:
    """Analyse what comes, each with the same answer; yield the names of what was analysed."""
    over, done = threading.Event(), list[str]()

    def analyse(video: Path, **_: Any) -> "Result":
        return replace(result, video=video)

    def work() -> None:
        while not over.wait(0.02):
            claimed = jobs.store.clips.claim("worker", lost_after=timedelta(minutes=1))
            if claimed is not None:
                work_on(jobs.store, claimed, analyse=analyse, limits=ClipLimits(), threads=1, listener=no_progress)
                jobs.store.clips.end(claimed, "done")
                done.append(claimed.name)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield done
    finally:
        over.set()
        thread.join()


def test_the_example_sends_waits_and_writes_a_table(
    opened: "Opened",
    actor: "Actor",
    analysed: "Result",
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "videos").mkdir()
    actor.write_video(tmp_path / "videos/set.mp4")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TOKEN", TOKEN)
    jobs = Jobs(lambda: opened.store, JobSettings(folder=tmp_path / "work", least_free_bytes=1 << 20))
    with answered(opened, jobs) as address, working(jobs, analysed) as done:
        monkeypatch.setattr(sys, "argv", [str(EXAMPLE), address, "videos"])
        for _ in range(2):
            runpy.run_path(str(EXAMPLE), run_name="__main__")
        client = Client(address, token=TOKEN)
        (recording,) = client.recordings()
        saved = client.save_thumbnail(recording["id"], tmp_path / "small.webp")
        assert saved.read_bytes()[8:12] == b"WEBP"
    count = len(analysed.analysis.counted)
    assert capsys.readouterr().out == f"set.mp4: {count} repetitions\n" * 2
    assert done == ["set.mp4"], "analysed once"
    rows = (tmp_path / "repetitions.csv").read_text(encoding="utf-8").splitlines()
    assert len(rows) == 1 + count
    assert rows[1].startswith("set.mp4,1,hinge,")
    with pytest.raises(UnreachableError, match="Is hiphinge running there"):
        Client(address, tries=1).health()
