"""A clip from end to end: whole, repeatable, resumable, and from nothing but what is in the wheel."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from tools.generator import production
from tools.generator.cli import main
from tools.generator.clips import Wishes, draw_clip, generator_of, truth_of
from tools.generator.coverage import describe, truths_in
from tools.generator.movements import BY_NAME

if TYPE_CHECKING:
    from pathlib import Path

SMALL = ["--size", "180x240", "--fps", "8", "--movement", "hinge"]
KEYS_OF_EACH_TRUTH = {
    *("name", "movement", "clothes", "rig", "iron", "starts", "fps", "width", "height", "frames", "stature_m"),
    *("camera", "facing", "repetitions", "truth", "joints_px", "own_maximum_lumbar_deg", "load_yz_m"),
}


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clips")
    main(["--out", str(folder), "--clips", "2", "--seed", "5", *SMALL])
    return folder


def test_a_clip_is_a_video_and_its_truth(clips: Path) -> None:
    import av

    for truth in truths_in(clips):
        assert set(truth) >= KEYS_OF_EACH_TRUTH
        with av.open(str(clips / f"{truth['name']}.mp4")) as video:
            assert sum(1 for _ in video.decode(video=0)) == truth["frames"]
        for values in (*truth["truth"].values(), *truth["joints_px"].values(), *truth["joints_m"].values()):
            assert np.isfinite(np.array(values)).all()
            assert len(values) == truth["frames"]
    assert not list(clips.glob(".*"))


def test_what_is_whole_is_left_alone_and_what_is_missing_is_written_the_same(clips: Path) -> None:
    first, second = sorted(clips.glob("*.json"))
    before, stamp = second.read_text(), first.stat().st_mtime_ns
    second.unlink()
    main(["--out", str(clips), "--clips", "2", "--seed", "5", *SMALL])
    assert first.stat().st_mtime_ns == stamp
    assert json.loads(second.read_text()) == json.loads(before)


def test_new_processes_take_over(clips: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done_clips: list[int] = []
    monkeypatch.setattr(production, "CLIPS_PER_PROCESS", 1)
    order = production.Order(clips, clips=2, seed=5, jobs=1, wishes=Wishes())
    assert [len(some) for some in production.batched(range(5), 2)] == [2, 2, 1]
    production.produce(replace(order, jobs=2), lambda _, done: done_clips.append(done))
    production.produce(replace(order, jobs=2, clips=1), lambda _, done: done_clips.append(done))
    assert done_clips == [1, 2, 1]


def test_statistics_and_sheet(clips: Path, tmp_path: Path) -> None:
    import cv2

    text = describe(truths_in(clips))
    assert text.startswith("2 clips")
    assert "| hinge | 2 |" in text
    main(["sheet", str(clips), "--out", str(tmp_path / "sheet.png")])
    sheet = cv2.imread(str(tmp_path / "sheet.png"))
    assert sheet is not None
    assert np.std(sheet) > 10


@pytest.mark.parametrize("movement", sorted(BY_NAME))
def test_truth_of_every_movement_is_plausible(movement: str) -> None:
    from tools.generator.clips import reach_of
    from tools.generator.filming import draw_camera

    rng = generator_of(11, sorted(BY_NAME).index(movement))
    clip = draw_clip(rng, Wishes(fps=10.0, movement=movement))
    camera = draw_camera(rng, reach_m=reach_of(clip))
    truth = truth_of(clip, camera, name="one", outfit="skin")
    angles = {name: np.array(values) for name, values in truth["truth"].items()}
    assert np.abs(angles["lumbar_flexion_deg"]).max() <= truth["own_maximum_lumbar_deg"] + 6
    assert angles["knee_flexion_deg"].min() > -1
    assert np.abs(np.diff(angles["trunk_deg"])).max() < 45
    parts = angles["pelvis_tilt_deg"] + angles["lumbar_flexion_deg"] + angles["thoracic_flexion_deg"]
    last = np.array(truth["joints_m"]["c7"])
    assert np.isfinite(last).all()
    assert parts == pytest.approx(angles["thoracolumbar_flexion_deg"] + angles["pelvis_tilt_deg"], abs=0.05)
    seat, hips = np.array(truth["seat_y_m"]), np.array(truth["joints_m"]["hip_l"])[:, 1]
    assert ((seat - hips > 0.03) & (seat - hips < 0.35)).all()
    back, standing = np.array(truth["back_yz_m"]), int(np.argmin(np.abs(angles["trunk_deg"])))
    assert (np.diff(back[standing, :, 1]) > 0).all()
    assert back[:, -1] == pytest.approx(last[:, 1:], abs=0.02)
    _inside(truth)


def _inside(truth: dict[str, Any]) -> None:
    for name in ("hip_l", "ankle_r", "shoulder_l", "head"):
        place = np.array(truth["joints_px"][name])
        assert (place > 0).all()
        assert (place[:, 0] < truth["width"]).all()
        assert (place[:, 1] < truth["height"]).all()


def test_a_fault_of_the_back_is_in_the_truth() -> None:
    """At least eight degrees more on the skin than in the repetitions before."""
    found = []
    for number in range(60):
        clip = draw_clip(generator_of(21, number), Wishes(fps=6.0, movement="hinge"))
        if any("back_gives" in repetition.depth.faults for repetition in clip.plan.repetitions):
            from tools.generator.clips import reach_of
            from tools.generator.filming import draw_camera

            camera = draw_camera(np.random.default_rng(0), reach_m=reach_of(clip))
            truth = truth_of(clip, camera, name="one", outfit="skin")
            found += [r["lumbar_more_than_before_deg"] for r in truth["repetitions"] if "back_gives" in r["faults"]]
        if len(found) >= 3:
            break
    assert len(found) >= 3
    assert min(found) >= 8.0 - 1.5


def test_nothing_was_fetched(clips: Path, cache: Path) -> None:
    """The network was closed all along, and the body model's cache holds only what it computed from its wheel."""
    assert clips.exists()
    kept = [path for path in cache.rglob("*") if path.is_file()]
    assert kept
    assert {path.suffix for path in kept} == {".safetensors"}
    assert not [path for path in cache.rglob("*") if "noncommercial" in path.name]


def test_clips_begin_low_and_have_the_fault_that_was_wished_where_they_may() -> None:
    wishes = Wishes(begins_low=1.0, fault="lockout_overextension")
    plans = [draw_clip(generator_of(31, number), wishes).plan for number in range(12)]
    may = [plan for plan in plans if BY_NAME[plan.movement.name].begins_low > 0]
    assert may
    assert all(plan.starts == "bottom" for plan in may)
    faults = {fault for plan in plans for repetition in plan.repetitions for fault in repetition.depth.faults}
    assert "lockout_overextension" in faults
    unlike = [plan for plan in plans if "lockout_overextension" in BY_NAME[plan.movement.name].faults]
    assert {fault for plan in unlike for r in plan.repetitions for fault in r.depth.faults} <= {"lockout_overextension"}
