"""Clips of a few frames that say how their analysis ends, and a batch that analyses them with a stub."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import grey_video

from hiphinge.batch import Account, BatchSettings, InThisProcess, Measurer, Retries, run_batch

sys.path.insert(0, str(Path(__file__).parent))  # so that a worker process finds the stub, too

Clip = Callable[..., Path]
Batch = Callable[..., Account]


@pytest.fixture
def clips(tmp_path: Path) -> Path:
    folder = tmp_path / "clips"
    folder.mkdir()
    return folder


@pytest.fixture
def clip(clips: Path) -> Clip:
    """Write a clip of a name; every name, and everything that it does, is another content."""

    def write(name: str, does: str = "") -> Path:
        path = clips / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(grey_video(".mp4", 5) + f"{'' if does else name}DO:{does}".encode())
        return path

    return write


@pytest.fixture
def stub() -> Measurer:
    from stub_measurer import StubMeasurer  # type: ignore[import-not-found]  # beside this file

    measurer: Measurer = StubMeasurer()
    return measurer


@pytest.fixture
def batch(stub: Measurer, clips: Path, tmp_path: Path) -> Batch:
    """Run a batch over the folder of clips; in this process unless workers are given."""

    def run(*inputs: str | Path, out: Path = tmp_path / "study", here: bool = True, **options: Any) -> Account:
        chosen = {name: options.pop(name) for name in ("again", "workers", "ray", "limits") if name in options}
        measurer = options.pop("measurer", stub)
        settings = BatchSettings(measurer=measurer, retries=Retries(rest_s=0.05, factor=2.0), **chosen)
        executor = InThisProcess(measurer) if here else None
        given = inputs or (() if "list_file" in options else (clips,))
        return run_batch(given, out=out, settings=settings, executor=executor, **options)

    return run
