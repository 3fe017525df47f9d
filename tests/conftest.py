"""What all tests share: an actor in place of a pose network; on CI a skipped test fails, so that nothing drops out."""

import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import closing
from fractions import Fraction
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar

import av
import numpy as np
import pytest
from hypothesis import settings
from numpy.typing import NDArray

from hiphinge.estimators import PoseFrame
from hiphinge.filesystem import locked
from hiphinge.motion import BLAZEPOSE_33, CoordinateFrame, Motion, Origin
from hiphinge.testing import Camera, record_video

settings.register_profile("hiphinge", deadline=None, derandomize=True)
settings.load_profile("hiphinge")
# No test is about time, so that a slow machine fails none of them; and the same cases are tried everywhere.

ALLOWED_SKIPS = ("platform: ",)
"""How the reason of a skip begins that is right on CI too: the test is about another operating system."""

VIDEO_SIZE_PX = (72, 128)


@pytest.fixture(scope="session")
def root() -> Path:
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Callable[[Path], None]], Path]:
    """Fill a folder of a name once for all workers that share a run of the tests, and return it."""
    alone = "PYTEST_XDIST_WORKER" not in os.environ
    shared = tmp_path_factory.getbasetemp() if alone else tmp_path_factory.getbasetemp().parent

    def filled(name: str, fill: Callable[[Path], None]) -> Path:
        place = shared / f"once-{name}"
        place.mkdir(exist_ok=True)
        with locked(place):
            if not (place / "whole").exists():
                shutil.rmtree(place / "folder", ignore_errors=True)
                (place / "folder").mkdir()
                fill(place / "folder")
                (place / "whole").touch()
        return place / "folder"

    return filled


@pytest.fixture(scope="session", autouse=True)
def _new_logs_are_copies() -> Iterator[None]:
    """Copy the tables of a new log in SQLite from one that the revisions built once: hundreds of tests open a log."""
    from hiphinge.store import Database, revisions, sqlite_url

    build = revisions.ensure_present

    @cache
    def built() -> bytes:
        with TemporaryDirectory() as folder:
            database = Database(sqlite_url(Path(folder) / "log.sqlite"))
            build(database)
            database.close()
            with closing(sqlite3.connect(Path(folder) / "log.sqlite")) as connection:
                connection.execute("PRAGMA journal_mode = DELETE")
                return connection.serialize()

    def copy(database: Database) -> None:
        if not database.is_sqlite or database.revision() is not None:
            build(database)
            return
        with closing(sqlite3.connect(":memory:")) as template, database.engine.connect() as connection:
            template.deserialize(built())
            driver: Any = connection.connection.driver_connection
            template.backup(driver)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(revisions, "ensure_present", copy)
        yield


def _on_ci() -> bool:
    return os.environ.get("CI", "").lower() in {"1", "true", "yes"}


def _forbid_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    if not (_on_ci() and report.skipped) or hasattr(report, "wasxfail"):
        return
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    if reason.removeprefix("Skipped: ").startswith(ALLOWED_SKIPS):
        return
    report.outcome = "failed"
    report.longrepr = f"CI may not skip: {reason}\nInstall what the test needs in .ci/run, or say 'platform: ...'."


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    _forbid_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _forbid_skip(report)
    return report


class Actor:
    """An estimator that reports the pose of a synthetic movement in every frame; it needs no network's file."""

    name = "actor"
    provenance: ClassVar[Mapping[str, str]] = {"estimator": "actor", "model": "synthetic hinge"}

    def __init__(self, motion: Motion) -> None:
        self.motion = motion
        self.layout = motion.layout
        self.seen = 0
        self.at_frame: Callable[[int], None] = lambda _: None

    def estimate(self, image_rgb: NDArray[np.uint8], *, time_s: float) -> PoseFrame:
        assert image_rgb.shape == (VIDEO_SIZE_PX[1], VIDEO_SIZE_PX[0], 3)
        self.at_frame(self.seen)
        self.seen += 1
        now = int(np.argmin(np.abs(self.motion.time_s - time_s)))
        return PoseFrame(
            positions=self.motion.positions[now],
            confidence=self.motion.confidence[now],
            world_m=None if self.motion.world_m is None else self.motion.world_m[now],
            score=1.0,
            detected=bool(np.isfinite(self.motion.positions[now]).any()),
            tracked=self.seen > 1,
        )

    def reset(self) -> None:
        self.seen = 0

    def write_video(self, path: Path, *, frames: int | None = None) -> Path:
        """Write grey frames, 30 in a second, as long as the movement."""
        path.write_bytes(grey_video(path.suffix, len(self.motion) if frames is None else frames))
        return path


@cache
def grey_video(suffix: str, frames: int) -> bytes:
    """Return a file of grey frames; the ending says in which container."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"grey{suffix}"
        with av.open(str(path), "w") as container:
            stream: Any = container.add_stream("libx264", rate=30, options={"preset": "ultrafast"})
            (stream.width, stream.height), stream.pix_fmt = VIDEO_SIZE_PX, "yuv420p"
            grey = np.full((VIDEO_SIZE_PX[1], VIDEO_SIZE_PX[0], 3), 128, np.uint8)
            for number in range(frames):
                frame = av.VideoFrame.from_ndarray(grey, format="rgb24")
                frame.pts, frame.time_base = number, Fraction(1, 30)
                container.mux(stream.encode(frame))
            container.mux(stream.encode())
        return path.read_bytes()


def new_actor(monkeypatch: pytest.MonkeyPatch) -> Actor:
    """Replace every estimator by an actor who does three hinges, until the patch is undone."""
    stand_in = Actor(record_video(camera=Camera(size_px=VIDEO_SIZE_PX, stature_px=85.0)).motion)
    monkeypatch.setattr("hiphinge.workflow.pose_estimation.EstimatorConfig.begin", lambda *_: stand_in)
    return stand_in


@pytest.fixture
def actor(monkeypatch: pytest.MonkeyPatch) -> Actor:
    """Replace every estimator by an actor who does three hinges."""
    return new_actor(monkeypatch)


@pytest.fixture(scope="session")
def rendered(root: Path) -> Motion:
    """Return two bends of a rendered person with the contour of their back, as the network saw them."""
    with np.load(root / "tests" / "data" / "people" / "clip_202_00061.npz") as kept:
        facts = json.loads(kept["facts"].tobytes())
        time_s = kept["time_s"].astype(np.float64)
        known = {
            name: np.where(kept[name] == facts["unseen"], np.nan, kept[name].astype(np.float64)) / facts["parts"][name]
            for name in ("positions", "confidence", "world_m", "contour")
        }
    seconds = float(time_s[-1])
    origin = Origin(name="bends.mp4", format="video", duration_s=seconds, fps=30.0, size_px=tuple(facts["size_px"]))
    return Motion(time_s=time_s, layout=BLAZEPOSE_33, coordinate_frame=CoordinateFrame.IMAGE_PX, origin=origin, **known)
