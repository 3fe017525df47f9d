"""Poses and whole silhouettes of clips are kept beside them, one for each frame."""

from itertools import islice
from pathlib import Path

import av
import numpy as np
import pytest
from validation.accuracy.observing import masks_of, observe

pytestmark = pytest.mark.network

VIDEO = Path(__file__).parents[2] / "tests/data/rendered/hinge_side.mp4"
FRAMES = 8


def shortened(folder: Path) -> None:
    with av.open(VIDEO) as source, av.open(folder / "short.mp4", "w") as target:
        frames = [frame.to_ndarray(format="rgb24") for frame in islice(source.decode(video=0), FRAMES)]
        stream = target.add_stream("libx264", rate=30)
        stream.height, stream.width = frames[0].shape[:2]
        for image in frames:
            target.mux(stream.encode(av.VideoFrame.from_ndarray(image, format="rgb24")))
        target.mux(stream.encode())
    (folder / "short.json").write_text("{}", encoding="utf-8")


def test_a_clip_keeps_a_silhouette_for_each_pose(tmp_path: Path) -> None:
    shortened(tmp_path)
    ((video, motion),) = observe(tmp_path)
    with np.load(masks_of(video, model="full")) as kept:
        assert len(kept["mask"]) == len(kept["to_image"]) == len(motion) == FRAMES
        shares = (kept["mask"] > 127).mean(axis=(1, 2))
    assert np.all((shares > 0.03) & (shares < 0.3)), "somebody in every frame"
