"""Keypoint files as each program writes them, written here from one small motion and read again."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hiphinge.errors import InputFormatError, InputUnreadableError
from hiphinge.motion import COCO_17, HALPE_26, OPENPOSE_25, FloatArray, Motion
from hiphinge.sources.formats import read_motion

FRAMES = 12
FEET = ("left_toe", "left_small_toe", "left_heel", "right_toe", "right_small_toe", "right_heel")
NECKED = (
    *("nose", "neck", "right_shoulder", "right_elbow", "right_wrist", "left_shoulder", "left_elbow", "left_wrist"),
    *("right_hip", "right_knee", "right_ankle", "left_hip", "left_knee", "left_ankle"),
    *("right_eye", "left_eye", "right_ear", "left_ear"),
)
POINTS = tuple(dict.fromkeys((*COCO_17.keypoints, *HALPE_26.keypoints)))


def path_of(name: str) -> FloatArray:
    """Return the pixels ``[time, 2]`` of a point, which moves a little from frame to frame."""
    start = np.random.default_rng(POINTS.index(name)).uniform(50, 400, 2)
    return np.asarray(np.round(start + 2.5 * np.arange(FRAMES)[:, None], 2))


def body(names: Sequence[str]) -> FloatArray:
    """Return ``[time, point, (x, y, confidence)]``."""
    xy = np.stack([path_of(name) for name in names], axis=1)
    return np.concatenate([xy, np.full((*xy.shape[:2], 1), 0.8)], axis=2)


def flat(points: FloatArray) -> list[float]:
    return [float(value) for value in points.ravel()]


def instance(points: FloatArray) -> dict[str, Any]:
    return {
        "keypoints": points[:, :2].tolist(),
        "keypoint_scores": points[:, 2].tolist(),
        "bbox": [[1, 2, 3, 4]],
        "bbox_score": 0.9,
    }


def written(path: Path, document: Any) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(document))
    return path


def ensure_right(motion: Motion, names: Sequence[str]) -> None:
    for name in names:
        np.testing.assert_allclose(motion.point(name), path_of(name), err_msg=name)
    assert motion.confidence.max() == pytest.approx(0.8)


@pytest.mark.parametrize(
    ("names", "more", "layout"),
    [(COCO_17.keypoints, 0, COCO_17), (HALPE_26.keypoints, 0, HALPE_26), ((*COCO_17.keypoints, *FEET), 110, HALPE_26)],
    ids=["17", "26", "133"],
)
@pytest.mark.parametrize("wrap", [lambda frames: frames, lambda frames: {"meta_info": {}, "instance_info": frames}])
def test_mmpose_predictions_are_read(
    tmp_path: Path, names: Sequence[str], more: int, layout: Any, wrap: Callable[[Any], Any]
) -> None:
    people = np.concatenate([body(names), np.ones((FRAMES, more, 3))], axis=1)
    frames = [{"frame_id": i, "instances": [instance(person)]} for i, person in enumerate(people)]
    motion = read_motion(written(tmp_path / "set.json", wrap(frames)), fps=15)
    assert (motion.layout, motion.origin.format) == (layout, "coco-json")
    np.testing.assert_allclose(motion.time_s, np.arange(FRAMES) / 15)
    if more:
        assert np.isnan(motion.point("head_top")).all()
        np.testing.assert_allclose(motion.point("right_heel"), path_of("right_heel"))
    else:
        ensure_right(motion, names)


def test_frames_of_a_file_are_sorted_and_repeated_ones_refused(tmp_path: Path) -> None:
    frames = [{"frame_id": i, "instances": [instance(one)]} for i, one in enumerate(body(COCO_17.keypoints))]
    motion = read_motion(written(tmp_path / "set.json", frames[::-1]), fps=30)
    ensure_right(motion, COCO_17.keypoints)
    assert any("they were sorted" in warning for warning in motion.origin.warnings)
    with pytest.raises(InputFormatError, match="12 of 24 rows repeat one"):
        read_motion(written(tmp_path / "twice.json", [one for frame in frames for one in (frame, frame)]), fps=30)


@pytest.mark.parametrize("as_document", [lambda one: one, lambda one: {"meta_info": {}, "instance_info": one}])
def test_a_folder_of_mmpose_is_read(tmp_path: Path, as_document: Callable[[Any], Any]) -> None:
    for i, person in enumerate(body(COCO_17.keypoints)):
        written(tmp_path / f"frame_{i:05d}.json", as_document([instance(person)]))
    ensure_right(read_motion(tmp_path, fps=30), COCO_17.keypoints)


def test_mmpose_of_one_image_or_in_three_dimensions_is_refused(tmp_path: Path) -> None:
    person = instance(body(COCO_17.keypoints)[0])
    with pytest.raises(InputFormatError, match="Give the folder of all frames"):
        read_motion(written(tmp_path / "one.json", [person]))
    solid = {**person, "keypoints": [[1.0, 2.0, 3.0]] * 17}
    with pytest.raises(InputFormatError, match="three dimensions"):
        read_motion(written(tmp_path / "solid.json", [{"frame_id": i, "instances": [solid]} for i in range(3)]))


@pytest.mark.parametrize("names", [COCO_17.keypoints, HALPE_26.keypoints, OPENPOSE_25.keypoints], ids=len)
def test_a_folder_of_pose2sim_is_read(tmp_path: Path, names: Sequence[str]) -> None:
    for i, person in enumerate(body(names)):
        written(tmp_path / f"set_{3 * i:06d}.json", {"people": [{"pose_keypoints_2d": flat(person)}]})
    motion = read_motion(tmp_path, fps=15)
    ensure_right(motion, names)
    np.testing.assert_allclose(motion.time_s, np.arange(FRAMES) / 5)
    assert any("steps of 3; 5 of them are in a second" in warning for warning in motion.origin.warnings)


def test_a_rate_that_no_camera_has_is_that_of_the_frames_that_were_kept(tmp_path: Path) -> None:
    for i, person in enumerate(body(COCO_17.keypoints)):
        written(tmp_path / f"set_{3 * i:06d}.json", {"people": [{"pose_keypoints_2d": flat(person)}]})
    np.testing.assert_allclose(read_motion(tmp_path, fps=5).time_s, np.arange(FRAMES) / 5)


def test_folders_inside_a_folder_are_named_and_repeated_frames_refused(tmp_path: Path) -> None:
    frame = {"people": [{"pose_keypoints_2d": flat(body(COCO_17.keypoints)[0])}]}
    for name in ("set_000001.json", "set_000002.json", "set_1.json"):
        written(tmp_path / "cam01_json" / name, frame)
    with pytest.raises(InputUnreadableError, match="Folders inside it: cam01_json"):
        read_motion(tmp_path)
    with pytest.raises(InputFormatError, match="frame 1 twice"):
        read_motion(tmp_path / "cam01_json")


def test_yolo_is_read_from_a_file_and_from_a_folder(tmp_path: Path) -> None:
    frames = [
        [{"name": "person", "keypoints": {"x": p[:, 0].tolist(), "y": p[:, 1].tolist(), "visible": p[:, 2].tolist()}}]
        for p in body(COCO_17.keypoints)
    ]
    ensure_right(read_motion(written(tmp_path / "set.json", frames), fps=30), COCO_17.keypoints)
    for i, frame in enumerate(frames):
        written(tmp_path / "frames" / f"set_{i}.json", frame)
    ensure_right(read_motion(tmp_path / "frames", fps=30), COCO_17.keypoints)


def test_documents_on_lines_of_their_own_are_read(tmp_path: Path) -> None:
    path = tmp_path / "set.json"
    frames = [{"frame": i, "predictions": [{"keypoints": flat(p)}]} for i, p in enumerate(body(COCO_17.keypoints))]
    path.write_text("\n".join(json.dumps(frame) for frame in frames))
    ensure_right(read_motion(path, fps=30), COCO_17.keypoints)


def test_vitpose_by_ids_is_read_with_y_before_x(tmp_path: Path) -> None:
    frames = [{"0": person[:, [1, 0, 2]].tolist()} for person in body(COCO_17.keypoints)]
    skeleton = {str(i): name for i, name in enumerate(COCO_17.keypoints)}
    path = written(tmp_path / "set.json", {"keypoints": frames, "skeleton": skeleton})
    ensure_right(read_motion(path, fps=30), COCO_17.keypoints)


@pytest.mark.parametrize(("people", "points"), [("people", "pose_keypoints_2d"), ("bodies", "joints")])
def test_alphapose_in_the_keys_of_openpose_is_read(tmp_path: Path, people: str, points: str) -> None:
    frames = {f"{i}.jpg": {people: [{points: flat(person)}]} for i, person in enumerate(body(NECKED))}
    ensure_right(read_motion(written(tmp_path / "set.json", frames), fps=30), NECKED)


def data_set(names: Sequence[str], people: FloatArray, *, points: Sequence[str] = ()) -> dict[str, Any]:
    flagged = people.copy()
    flagged[..., 2] = 2
    return {
        "categories": [{"id": 1, "name": "person", "keypoints": list(points)}],
        "images": [{"id": i, "file_name": name, "width": 640, "height": 480} for i, name in enumerate(names)],
        "annotations": [{"image_id": i, "category_id": 1, "keypoints": flat(p)} for i, p in enumerate(flagged)],
    }


def hashed(i: int) -> str:
    return f"{(i * 2654435761) % 2**32:032x}"


@pytest.mark.parametrize(
    ("name", "noted"),
    [
        ("set_mp4-{i:04d}_jpg.rf.{hash}.jpg", False),
        ("images/{hash}-frame_{i:05d}.jpg", False),
        ("frame_{i:06d}_cam2.png", False),
        ("VID_20240131_{i}.jpg", False),
        ("{hash}.jpg", True),
        ("00_{i}_03.jpg", False),
        ("still.jpg", True),
    ],
)
def test_frame_numbers_come_from_the_names_of_images(tmp_path: Path, name: str, *, noted: bool) -> None:
    order = np.random.default_rng(3).permutation(FRAMES) if not noted else np.arange(FRAMES)
    names = [name.format(i=i, hash=hashed(i)) for i in order]
    document = data_set(names, body(COCO_17.keypoints)[order])
    motion = read_motion(written(tmp_path / "coco.json", document), fps=30)
    np.testing.assert_allclose(motion.point("nose"), path_of("nose"))
    np.testing.assert_allclose(motion.time_s[-1] - motion.time_s[0], (FRAMES - 1) / 30)
    assert any("order of their ids" in warning for warning in motion.origin.warnings) is noted


def test_altered_copies_of_images_are_refused(tmp_path: Path) -> None:
    names = [f"set_mp4-{i // 3:04d}_jpg.rf.{hashed(i)}.jpg" for i in range(FRAMES)]
    with pytest.raises(InputFormatError, match="without augmentation"):
        read_motion(written(tmp_path / "coco.json", data_set(names, body(COCO_17.keypoints))))


def test_a_skeleton_is_read_by_the_names_of_its_points(tmp_path: Path) -> None:
    points = ("right_ankle", "right_knee", "right_hip", "right_shoulder", "nose")
    titles = ("Right Ankle", "R-knee", "rightHip", "right_shoulder", "nose")
    document = data_set([f"{i}.jpg" for i in range(FRAMES)], body(points), points=titles)
    motion = read_motion(written(tmp_path / "coco.json", document), fps=30)
    for point in points:
        np.testing.assert_allclose(motion.point(point), path_of(point), err_msg=point)
    assert np.isnan(motion.point("left_hip")).all()


def test_numbers_that_count_no_frames_are_refused(tmp_path: Path) -> None:
    results = [{"image_id": f"{30 * i}.jpg", "keypoints": flat(p)} for i, p in enumerate(body(COCO_17.keypoints))]
    with pytest.raises(InputFormatError, match=r"steps of 30.*--fps 25"):
        read_motion(written(tmp_path / "results.json", results))


def test_a_size_that_most_points_are_outside_of_is_refused(tmp_path: Path) -> None:
    results = [{"image_id": f"{i}.jpg", "keypoints": flat(p)} for i, p in enumerate(body(COCO_17.keypoints))]
    path = written(tmp_path / "results.json", results)
    assert read_motion(path, size_px=(480, 640)).origin.size_px == (480, 640)
    with pytest.raises(InputFormatError, match="is said to be 90 x 60"):
        read_motion(path, size_px=(90, 60))


def leaning(*, stretch: float) -> FloatArray:
    """Return ``[time, keypoint, 3]`` of somebody whose trunk leans by up to 80 degrees, wider by ``stretch``."""
    people = np.full((FRAMES, len(COCO_17), 3), 0.9)
    people[..., :2] = 300.0
    lean = np.radians(np.linspace(0, 80, FRAMES))
    for side in ("left", "right"):
        hip, shoulder, knee = (COCO_17.keypoints.index(f"{side}_{name}") for name in ("hip", "shoulder", "knee"))
        people[:, shoulder, 0] += 100 * np.sin(lean) * stretch
        people[:, shoulder, 1] -= 100 * np.cos(lean)
        people[:, knee, 1] += 90
        assert hip != knee
    return people


def test_frames_that_an_export_stretched_to_squares_are_stretched_back(tmp_path: Path) -> None:
    document = data_set([f"{i}.jpg" for i in range(FRAMES)], leaning(stretch=16 / 9))
    for image in document["images"]:
        image["width"] = image["height"] = 640
    path = written(tmp_path / "coco.json", document)
    assert any("squares of 640 pixels" in warning for warning in read_motion(path, fps=30).origin.warnings)
    motion = read_motion(path, fps=30, size_px=(1080, 1920))
    assert motion.origin.size_px == (1080, 1920)
    upward = motion.point("left_hip") - motion.point("left_shoulder")
    np.testing.assert_allclose(
        np.degrees(np.arctan2(-upward[:, 0], upward[:, 1])), np.linspace(0, 80, FRAMES), atol=1e-6
    )
    document = data_set([f"{i}.jpg" for i in range(FRAMES)], leaning(stretch=1.0))
    for image in document["images"]:
        image["width"] = image["height"] = 640
    kept = read_motion(written(tmp_path / "kept.json", document), fps=30, size_px=(1080, 1920))
    assert kept.origin.size_px == (640, 640)


def test_one_score_far_above_the_others_does_not_make_them_small(tmp_path: Path) -> None:
    people = body(COCO_17.keypoints)
    people[3, 0, 2] = 9.0
    frames = [{"frame_id": i, "instances": [instance(person)]} for i, person in enumerate(people)]
    motion = read_motion(written(tmp_path / "set.json", frames), fps=30)
    assert np.median(motion.confidence) == pytest.approx(0.8)
    assert motion.confidence.max() == 1.0


def test_landmarks_by_frame_and_name_are_read(tmp_path: Path) -> None:
    people = body(COCO_17.keypoints)
    document = {
        str(i): {
            name: {"x": x, "y": y, "visibility": sure}
            for name, (x, y, sure) in zip(COCO_17.keypoints, person.tolist(), strict=True)
        }
        for i, person in enumerate(people)
    }
    motion = read_motion(written(tmp_path / "set.json", document), fps=30)
    assert motion.origin.format == "mediapipe-json"
    ensure_right(motion, COCO_17.keypoints)
