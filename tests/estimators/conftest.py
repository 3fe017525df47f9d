"""Frames of a rendered person (nobody real) who hinges, decoded once."""

from itertools import islice
from pathlib import Path

import av
import numpy as np
import pytest


@pytest.fixture(scope="session")
def images(root: Path) -> list[np.ndarray]:
    """Return every fourth of the first 100 frames: ``[height, width, 3]``."""
    with av.open(root / "tests/data/rendered/hinge_side.mp4") as video:
        frames = islice(video.decode(video=0), 0, 100, 4)
        return [frame.to_ndarray(format="rgb24") for frame in frames]
