"""The packaged sample: a rendered person, not a real one, whose back gives in the last hinge; for demo and tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path

__all__ = ["SAMPLE_EXERCISE", "sample_clip"]

SAMPLE_EXERCISE = "hip_hinge"
"""What the person in the sample does."""


@contextmanager
def sample_clip() -> Iterator[Path]:
    """Yield the sample as a file."""
    with as_file(files("hiphinge.workflow") / "data" / "hinge.mp4") as path:
        yield path
