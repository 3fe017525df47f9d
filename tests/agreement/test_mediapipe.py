"""Our landmarks against MediaPipe's own, on a rendered person; MediaPipe runs apart, with its network closed."""

import subprocess
import sys
from pathlib import Path

import av
import numpy as np
import pytest

from hiphinge.estimators import estimator_named
from hiphinge.motion import BLAZEPOSE_33

pytestmark = pytest.mark.network

CLIP = "tests/data/rendered/hinge_side.mp4"
AGREED = 0.02
"""Share of the body's height."""


@pytest.fixture(scope="module")
def frames(root: Path) -> list[np.ndarray]:
    with av.open(root / CLIP) as video:
        return [frame.to_ndarray(format="rgb24") for frame in video.decode(video=0)][:150]


@pytest.fixture(scope="module")
def theirs(root: Path, frames: list[np.ndarray], tmp_path_factory: pytest.TempPathFactory) -> dict[str, np.ndarray]:
    if sys.platform != "linux":
        pytest.skip("platform: the network of another process is closed on Linux only")
    python = root / ".venv-agreement/bin/python"
    if not python.exists():
        pytest.skip("mediapipe has an environment of its own: run make agreement")
    here, out = Path(__file__).parent, tmp_path_factory.mktemp("theirs") / "landmarks.npz"
    height, width, _ = frames[0].shape
    subprocess.run(
        [python, here / "closed_network.py", here / "mediapipe_landmarks.py", str(width), str(height), out],
        input=b"".join(frame.tobytes() for frame in frames),
        stderr=subprocess.DEVNULL,
        check=True,
    )
    return dict(np.load(out))


@pytest.fixture(scope="module")
def ours(frames: list[np.ndarray]) -> dict[str, np.ndarray]:
    tracker = estimator_named("blazepose", threads=2)
    poses = [tracker.estimate(frame, time_s=i / 30) for i, frame in enumerate(frames)]
    return {
        "positions": np.array([pose.positions for pose in poses]),
        "world_m": np.array([pose.world_m for pose in poses]),
    }


def height_px(positions: np.ndarray) -> float:
    """Return the body's height in the frame: median from highest to lowest landmark, when upright."""
    y = positions[:15, :, 1]
    return float(np.median(y.max(axis=1) - y.min(axis=1)))


def test_landmarks_agree_within_two_percent_of_the_body(
    ours: dict[str, np.ndarray], theirs: dict[str, np.ndarray]
) -> None:
    away = np.linalg.norm(ours["positions"] - theirs["positions"], axis=2) / height_px(theirs["positions"])
    assert away.mean(axis=1).max() < AGREED, "mean of the landmarks in the worst frame"
    by_landmark = dict(zip(BLAZEPOSE_33.keypoints, away.mean(axis=0), strict=True))
    assert {name: share for name, share in by_landmark.items() if share >= AGREED} == {}
    assert away.mean() < AGREED / 2


def test_the_body_in_metres_agrees(ours: dict[str, np.ndarray], theirs: dict[str, np.ndarray]) -> None:
    away_m = np.linalg.norm(ours["world_m"] - theirs["world_m"], axis=2)
    assert away_m.mean() < 0.04


def test_a_closed_network_is_closed(root: Path, tmp_path: Path) -> None:
    if sys.platform != "linux":
        pytest.skip("platform: the network of another process is closed on Linux only")
    script = tmp_path / "connect.py"
    script.write_text("import socket\nsocket.create_connection(('127.0.0.1', 9))\n", encoding="utf-8")
    closed = root / "tests/agreement/closed_network.py"
    ended = subprocess.run([sys.executable, closed, script], capture_output=True, text=True, check=False)
    assert "PermissionError" in ended.stderr
