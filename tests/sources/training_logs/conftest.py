"""Reads a text as the export of a training app."""

from collections.abc import Callable
from pathlib import Path

import pytest

from hiphinge.sources.training_logs import Hints, TrainingExport, read_training_log

Read = Callable[..., TrainingExport]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read_content(content: str | bytes, hints: Hints | None = None, *, app: str | None = None) -> TrainingExport:
        file = tmp_path / "export"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_training_log(file, hints=hints, app=app)

    return read_content
