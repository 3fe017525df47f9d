"""On Ray the rows are the same, an actor that ends is replaced, and nothing is reported to Ray's maker."""

import os
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from tests.batch.reading import content, table
from tests.server.ports import free_port

from hiphinge.errors import UsageError
from hiphinge.filesystem import ray_reports_usage

if TYPE_CHECKING:
    from tests.batch.conftest import Batch, Clip


@pytest.fixture
def reported(tmp_path: Path) -> Iterator[list[str]]:
    """Listen where Ray would send its reports, and list what came."""
    came: list[str] = []

    class Listening(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            came.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", free_port()), Listening) as server, pytest.MonkeyPatch.context() as patch:
        Thread(target=server.serve_forever, daemon=True).start()
        patch.setenv("RAY_USAGE_STATS_REPORT_URL", f"http://127.0.0.1:{server.server_port}/")
        patch.setenv("RAY_USAGE_STATS_REPORT_INTERVAL_S", "1")
        patch.setenv("RAY_USAGE_STATS_ENABLED", "1")
        patch.delenv("RAY_AUTH_TOKEN", raising=False)
        patch.setenv("HOME", str(tmp_path / "home"))  # where Ray keeps what nobody asked it to keep
        patch.delenv("OPENBLAS_NUM_THREADS", raising=False)
        before = os.environ.get("PYTHONPATH", "")
        patch.setenv("PYTHONPATH", os.pathsep.join((str(Path(__file__).parent), before)))  # where actors find the stub
        yield came
        server.shutdown()


def test_ray_writes_the_same_rows_and_reports_nothing(
    batch: "Batch", clip: "Clip", tmp_path: Path, reported: list[str]
) -> None:
    clip("a.mp4", f"die_once {tmp_path / 'mark'}")
    clip("b.mp4", f"threads {tmp_path / 'threads'}")
    clip("broken.mp4", "refuse")
    account = batch(out=tmp_path / "ray", here=False, ray="local", workers=1)
    assert (account.done, account.refused.total(), account.failed.total()) == (2, 1, 0)
    assert table(tmp_path / "ray", "repetitions").num_rows == 6
    assert (tmp_path / "threads").read_text() == "1"
    batch(out=tmp_path / "here")
    assert content(tmp_path / "ray") == content(tmp_path / "here")
    assert not ray_reports_usage()
    assert not list(tmp_path.glob("home/.ray/*"))
    assert "RAY_AUTH_TOKEN" not in os.environ
    assert reported == []
    assert "ray" in sys.modules


def test_where_no_cluster_is_it_is_said(batch: "Batch", clip: "Clip") -> None:
    clip("a.mp4")
    with pytest.raises(UsageError, match="no Ray cluster"):
        batch(here=False, ray=f"127.0.0.1:{free_port()}")
