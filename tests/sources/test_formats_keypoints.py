"""Formats of keypoints in a frame, each written here by hand from one small motion and read again."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hiphinge.errors import InputFormatError
from hiphinge.motion import BLAZEPOSE_33, COCO_17, HALPE_26, OPENPOSE_25, CoordinateFrame, FloatArray, KeypointLayout
from hiphinge.sources.formats import read_motion

SAMPLE = Path(__file__).parents[1] / "data/mediapipe/squat.csv"
FRAMES = 6
SIZE = (640, 480)


def positions(layout: KeypointLayout) -> FloatArray:
    """Return pixels ``[time, keypoint, 2]``, all different."""
    rng = np.random.default_rng(7)
    return np.round(rng.uniform(50, 400, (FRAMES, len(layout), 2)), 2)


def written(path: Path, document: Any) -> Path:
    path.write_text(json.dumps(document))
    return path


def flat(points: FloatArray, confidence: float = 0.9) -> list[float]:
    return [value for x, y in points for value in (float(x), float(y), confidence)]


def test_mediapipe_csv_reads_the_sample() -> None:
    motion = read_motion(SAMPLE, size_px=(1280, 720), fps=25)
    assert (len(motion), motion.layout, motion.coordinate_frame) == (120, BLAZEPOSE_33, CoordinateFrame.IMAGE_PX)
    np.testing.assert_allclose(motion.point("nose")[0], [0.6002 * 1280, 0.4333 * 720], atol=0.2)
    np.testing.assert_allclose(motion.time_s[:3], [0, 0.04, 0.08])
    assert motion.confidence_of("left_hip")[0] > 0.9
    assert motion.confidence_of("left_heel").max() == 0
    assert np.isnan(motion.point("left_heel")).all()
    assert motion.origin.warnings == ()


def test_without_a_rate_thirty_are_assumed_and_said() -> None:
    motion = read_motion(SAMPLE, size_px=(1280, 720))
    assert motion.origin.fps == 30
    assert "30 were assumed" in motion.origin.warnings[0]


def test_shares_of_an_unknown_frame_are_refused() -> None:
    with pytest.raises(InputFormatError, match="the frame's width and height"):
        read_motion(SAMPLE)


@pytest.mark.parametrize(
    ("time_title", "stamps", "step_s"),
    [("time_s", [0.5, 0.6, 0.7], 0.1), ("timestamp_ms", [0, 40, 80], 0.04), ("timestamp", [0, 40_000, 80_000], 0.04)],
)
def test_mediapipe_csv_takes_times_in_any_unit(
    tmp_path: Path, time_title: str, stamps: list[float], step_s: float
) -> None:
    names = [f"{side}_{name}" for side in ("left", "right") for name in ("shoulder", "hip", "knee", "foot_index")]
    header = ",".join([time_title, *(f"{name}_{axis}" for name in names for axis in "xy")])
    rows = [",".join([str(stamp), *("100.5" for _ in range(2 * len(names)))]) for stamp in stamps]
    path = tmp_path / "pose.csv"
    path.write_text("\n".join([header, *rows]))
    motion = read_motion(path)
    np.testing.assert_allclose(np.diff(motion.time_s), step_s)
    assert np.isfinite(motion.point("left_toe")).all()
    assert any("no confidence" in warning for warning in motion.origin.warnings)


@pytest.mark.parametrize("first", [0, 1])
def test_mediapipe_csv_takes_numbered_columns(tmp_path: Path, first: int) -> None:
    truth = positions(BLAZEPOSE_33)
    header = ",".join(["class", *(f"{axis}{i + first}" for i in range(33) for axis in "xyzv")])
    rows = [",".join(["up", *(f"{x},{y},0.1,0.8" for x, y in frame)]) for frame in truth]
    path = tmp_path / "coords.csv"
    path.write_text("\n".join([header, *rows]))
    motion = read_motion(path, fps=30)
    np.testing.assert_allclose(motion.positions, truth)
    np.testing.assert_allclose(motion.confidence, 0.8)


def test_a_row_of_zeros_or_blanks_is_nobody(tmp_path: Path) -> None:
    lines = SAMPLE.read_text().splitlines()
    count = len(lines[0].split(","))
    lines[3] = ",".join(["up", *["0.0"] * (count - 1)])
    lines[4] = "up" + "," * (count - 1)
    path = tmp_path / "gap.csv"
    path.write_text("\n".join(lines))
    motion = read_motion(path, size_px=SIZE)
    assert np.isnan(motion.positions[2:4]).all()
    assert (motion.confidence[2:4] == 0).all()
    assert motion.confidence[4].max() > 0


def test_mediapipe_json_reads_lists_of_landmarks(tmp_path: Path) -> None:
    truth = positions(BLAZEPOSE_33) / SIZE
    frames = [[{"x": x, "y": y, "z": 0.0, "visibility": 0.7} for x, y in frame] for frame in truth.tolist()]
    motion = read_motion(written(tmp_path / "pose.json", frames), size_px=SIZE, fps=10)
    np.testing.assert_allclose(motion.positions, truth * SIZE)
    np.testing.assert_allclose(motion.confidence, 0.7)
    np.testing.assert_allclose(motion.time_s, np.arange(FRAMES) / 10)


def test_mediapipe_json_says_size_time_and_world(tmp_path: Path) -> None:
    truth = positions(BLAZEPOSE_33) / SIZE
    frames = [
        {
            "timestamp_ms": 1000 + 40 * i,
            "pose_landmarks": [[{"x": x, "y": y, "visibility": 0.7} for x, y in frame]],
            "pose_world_landmarks": [[{"x": x, "y": y, "z": 0.25} for x, y in frame]],
        }
        for i, frame in enumerate(truth.tolist())
    ]
    frames[2]["pose_landmarks"] = []
    motion = read_motion(written(tmp_path / "pose.json", {"width": 640, "height": 480, "frames": frames}))
    np.testing.assert_allclose(motion.time_s, 1.0 + 0.04 * np.arange(FRAMES))
    np.testing.assert_allclose(motion.positions[0], truth[0] * SIZE)
    assert np.isnan(motion.positions[2]).all()
    assert motion.world_m is not None
    np.testing.assert_allclose(motion.world_m[0, :, 2], 0.25)
    assert motion.origin.size_px == SIZE


def openpose_frame(points: FloatArray, *others: FloatArray) -> dict[str, Any]:
    return {"version": 1.3, "people": [{"pose_keypoints_2d": flat(person)} for person in (*others, points)]}


def test_openpose_folder_orders_frames_by_number(tmp_path: Path) -> None:
    truth = positions(OPENPOSE_25)
    for i, frame in enumerate(truth):
        written(tmp_path / f"set_{5 * i:012d}_keypoints.json", openpose_frame(frame))
    motion = read_motion(tmp_path, fps=50)
    np.testing.assert_allclose(motion.positions, truth)
    np.testing.assert_allclose(motion.time_s, np.arange(FRAMES) / 10)
    assert motion.origin.format == "openpose-folder"


def test_two_recordings_in_one_folder_are_refused(tmp_path: Path) -> None:
    for stem in ("a", "b"):
        written(tmp_path / f"{stem}_000000000000_keypoints.json", openpose_frame(positions(OPENPOSE_25)[0]))
    with pytest.raises(InputFormatError, match="several recordings: a, b"):
        read_motion(tmp_path)


def test_openpose_follows_the_large_person(tmp_path: Path) -> None:
    truth = positions(OPENPOSE_25)[0] + 5.0 * np.arange(FRAMES)[:, None, None]
    small = truth[0] * 0.1 + 600
    frames = [openpose_frame(frame, small) for frame in truth]
    frames[3]["people"] = []
    motion = read_motion(written(tmp_path / "all.json", frames), fps=30)
    np.testing.assert_allclose(motion.positions[[0, 1, 2, 4, 5]], truth[[0, 1, 2, 4, 5]])
    assert np.isnan(motion.positions[3]).all()
    assert "Up to 2 people" in motion.origin.warnings[0]


def test_openpose_zeros_are_gaps_and_coco_18_is_reordered(tmp_path: Path) -> None:
    points = np.stack([np.arange(18.0) + 100, np.arange(18.0) + 200], axis=1)
    points[4] = 0
    frames = [openpose_frame(points) for _ in range(3)]
    motion = read_motion(written(tmp_path / "coco18.json", {"frames": frames}), fps=30)
    np.testing.assert_allclose(motion.point("left_ankle")[0], [113, 213])
    np.testing.assert_allclose(motion.point("left_ear")[0], [117, 217])
    assert np.isnan(motion.point("right_wrist")).all()
    assert (motion.confidence_of("right_wrist") == 0).all()
    assert np.isnan(motion.point("left_heel")).all()


def test_a_single_openpose_frame_asks_for_its_folder(tmp_path: Path) -> None:
    path = written(tmp_path / "one_keypoints.json", openpose_frame(positions(OPENPOSE_25)[0]))
    with pytest.raises(InputFormatError, match="Give the folder"):
        read_motion(path)


def test_openpose_with_an_unknown_body_is_refused(tmp_path: Path) -> None:
    frames = [openpose_frame(positions(OPENPOSE_25)[0][:15])] * 2
    with pytest.raises(InputFormatError, match="has 15"):
        read_motion(written(tmp_path / "mpi.json", frames))


def test_coco_annotations_turn_flags_into_confidence(tmp_path: Path) -> None:
    truth = positions(COCO_17)
    annotations = []
    for i, frame in enumerate(truth):
        keypoints = np.array(flat(frame, 2)).reshape(-1, 3)
        keypoints[1, 2], keypoints[2] = 1, 0
        annotations.append({"image_id": 70 - i, "keypoints": keypoints.ravel().tolist()})
    images = [
        {"id": 70 - i, "file_name": f"frame_{i:04d}.jpg", "width": SIZE[0], "height": SIZE[1]} for i in range(FRAMES)
    ]
    motion = read_motion(written(tmp_path / "coco.json", {"images": images, "annotations": annotations}), fps=30)
    np.testing.assert_allclose(motion.positions[:, 3:], truth[:, 3:])
    np.testing.assert_allclose(motion.confidence[0, :4], [1.0, 0.5, 0.0, 1.0])
    assert np.isnan(motion.positions[:, 2]).all()
    assert motion.origin.size_px == SIZE


def test_coco_frames_of_several_sizes_are_refused(tmp_path: Path) -> None:
    images = [{"id": i, "file_name": f"{i}.jpg", "width": 640 + i, "height": 480} for i in range(2)]
    annotations = [{"image_id": i, "keypoints": flat(positions(COCO_17)[0], 2)} for i in range(2)]
    with pytest.raises(InputFormatError, match="2 sizes"):
        read_motion(written(tmp_path / "coco.json", {"images": images, "annotations": annotations}))


def test_results_of_alphapose_are_read_with_26_points(tmp_path: Path) -> None:
    truth = positions(HALPE_26)
    results = [
        {"image_id": f"{i}.jpg", "category_id": 1, "score": 2.5, "keypoints": flat(frame, 0.6)}
        for i, frame in reversed(list(enumerate(truth)))
    ]
    motion = read_motion(written(tmp_path / "alphapose-results.json", results), fps=30)
    assert motion.layout == HALPE_26
    np.testing.assert_allclose(motion.positions, truth)
    np.testing.assert_allclose(motion.confidence, 0.6)


def test_results_with_other_points_are_refused(tmp_path: Path) -> None:
    results = [{"image_id": f"{i}.jpg", "keypoints": flat(positions(COCO_17)[0][:14])} for i in range(2)]
    with pytest.raises(InputFormatError, match="has 14"):
        read_motion(written(tmp_path / "r.json", results))
