from pathlib import Path

import numpy as np
import pytest

from hiphinge.errors import NotMeasurableError
from hiphinge.motion import MARKERS_31, CoordinateFrame, FloatArray, Motion, Origin
from hiphinge.sources.formats import read_motion
from hiphinge.spine.segments import segment_angles
from hiphinge.testing import record_video

LYING_M = {
    "left_asis": (0.12, 0.0, 0.12),
    "right_asis": (0.12, 0.0, -0.12),
    "left_psis": (-0.06, 0.03, 0.04),
    "right_psis": (-0.06, 0.03, -0.04),
    "t10": (-0.1, 0.28, 0.0),
    "c7": (-0.06, 0.5, 0.0),
}


def turned(points: FloatArray, forward_deg: float) -> FloatArray:
    a = np.radians(forward_deg)
    return np.asarray(points @ np.array([[np.cos(a), -np.sin(a), 0], [np.sin(a), np.cos(a), 0], [0, 0, 1]]))


def recording(pelvis_deg: FloatArray, chest_deg: FloatArray, *, heading_deg: float = 0.0) -> Motion:
    """Return markers of a pelvis and a chest that lean forward, seen by a laboratory that stands turned."""
    count = len(pelvis_deg)
    positions = np.full((count, len(MARKERS_31), 3), np.nan)
    h = np.radians(heading_deg)
    about = np.array([[np.cos(h), 0, np.sin(h)], [0, 1, 0], [-np.sin(h), 0, np.cos(h)]])
    for name, place in LYING_M.items():
        lean = chest_deg if name in {"t10", "c7"} else pelvis_deg
        path = np.stack([turned(np.array(place), float(angle)) for angle in lean])
        positions[:, MARKERS_31.index(name)] = path @ about.T
    return Motion(
        time_s=np.arange(count) / 100,
        positions=positions,
        confidence=np.isfinite(positions).all(axis=2).astype(float),
        layout=MARKERS_31,
        coordinate_frame=CoordinateFrame.WORLD_M,
        origin=Origin(name="synthetic.trc"),
    )


@pytest.mark.parametrize("heading_deg", [0.0, 75.0, 180.0])
def test_segments_tell_their_lean_whichever_way_the_laboratory_stands(heading_deg: float) -> None:
    pelvis, chest = np.linspace(0, 50, 40), np.linspace(0, 80, 40)
    motion = recording(pelvis, chest, heading_deg=heading_deg)
    found = segment_angles(motion, standing=np.arange(40) < 1)
    assert found["pelvis_tilt_deg"] == pytest.approx(pelvis, abs=1e-6)
    assert found["chest_to_pelvis_deg"] == pytest.approx(chest - pelvis, abs=1e-6)


def test_without_a_chest_there_is_the_pelvis_alone() -> None:
    motion = recording(np.linspace(0, 30, 9), np.full(9, np.nan))
    assert set(segment_angles(motion, standing=np.arange(9) < 1)) == {"pelvis_tilt_deg"}


def test_without_standing_or_a_pelvis_nothing_is_measured(root: Path) -> None:
    motion = read_motion(root / "tests/data/nimblephysics/squat_plug_in_gait.trc")
    with pytest.raises(NotMeasurableError, match="no reference posture"):
        segment_angles(motion, standing=np.zeros(len(motion), dtype=bool))
    seen = record_video().motion
    with pytest.raises(NotMeasurableError, match="iliac spines"):
        segment_angles(seen, standing=np.ones(len(seen), dtype=bool))
