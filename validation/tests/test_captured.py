"""Recorded motion on drawn bodies: units, repetitions, feet that stand still, truth that follows the recording."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest
from validation.accuracy.clusters import cluster_leans_deg
from validation.captured.cli import main
from validation.captured.making import Filming, of_side, pose_trial
from validation.captured.recordings import NEEDED, read_recording
from validation.captured.repeating import begins_seated, find_turns

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

DURATION_S, RATE_HZ = 8.0, 50.0


def squats(folder: Path, *, degrees: bool = True, says: str = "yes", seated: bool = False) -> Path:
    """Two squats with a bent back, written as OpenSim does."""
    time_s = np.arange(0.0, DURATION_S, 1.0 / RATE_HZ)
    depth = 0.5 * (1.0 - np.cos(2.0 * np.pi * time_s / 4.0 + (np.pi if seated else 0.0)))
    most = {"pelvis_tilt": -20.0, "lumbar_extension": -30.0, "hip_flexion": 80.0, "knee_angle": 90.0}
    most |= {"ankle_angle": 20.0, "arm_flex": 70.0}
    bends = {name: next((top for key, top in most.items() if name.startswith(key)), 0.0) for name in NEEDED}
    bends |= {"arm_flex_l": 70.0, "arm_flex_r": 70.0}
    table = np.stack([time_s, *(top * depth * (1.0 if degrees else np.pi / 180.0) for top in bends.values())], axis=1)
    rows = ["\t".join(f"{value:.6f}" for value in row) for row in table]
    path = folder / f"trial_{says}_{degrees}_{seated}.mot"
    path.write_text("\n".join(["Coordinates", f"inDegrees={says}", "endheader", "\t".join(["time", *bends]), *rows]))
    return path


@pytest.mark.parametrize(("degrees", "says"), [(True, "yes"), (False, "no"), (False, "yes"), (True, "no")])
def test_values_outrank_the_header(tmp_path: Path, *, degrees: bool, says: str) -> None:
    recording = read_recording(squats(tmp_path, degrees=degrees, says=says))
    assert recording.knee_bend_deg().max() == pytest.approx(90.0, abs=0.1)
    assert ("believed" in recording.notes[0]) == (degrees != (says == "yes"))


def test_a_trial_without_knees_is_refused(tmp_path: Path) -> None:
    path = squats(tmp_path)
    path.write_text(path.read_text().replace("knee_angle_l", "elsewhere"))
    with pytest.raises(ValueError, match="lacks knee_angle_l"):
        read_recording(path)


def test_repetitions_end_in_standing(tmp_path: Path) -> None:
    knee = read_recording(squats(tmp_path)).at(10.0).knee_bend_deg()
    turns = find_turns(knee)
    assert [one.bottom_start <= 20 + 40 * number <= one.bottom_end for number, one in enumerate(turns)] == [True, True]
    assert all(one.start < one.bottom_start < one.bottom_end < one.end for one in turns)
    seated = read_recording(squats(tmp_path, seated=True)).at(10.0).knee_bend_deg()
    assert begins_seated(seated)
    first, *_ = find_turns(seated)
    assert first.start == first.bottom_start == 0
    assert len(find_turns(seated)) == 2


@pytest.mark.parametrize("held_out", [False, True])
def test_a_body_does_what_was_recorded(tmp_path: Path, *, held_out: bool) -> None:
    from tools.generator import truths

    recording = read_recording(squats(tmp_path))
    clip = pose_trial(np.random.default_rng(4), recording, Filming(fps=10.0, held_out=held_out))
    for side in ("left", "right"):
        ankle = clip.pose.positions_m[:, clip.body.skeleton.index(f"foot_{side}")]
        assert np.ptp(ankle, axis=0).max() < 1e-6
        assert ankle[0, 2] == pytest.approx(clip.body.head_m(f"foot_{side}")[2])
    both = [
        truths.angles_deg(clip.body, clip.person.skinning, one.pose, one.standing)
        for one in (of_side(clip, "left"), of_side(clip, "right"))
    ]
    assert both[0]["knee_flexion_deg"] == pytest.approx(both[1]["knee_flexion_deg"], abs=0.5)
    angles = both[0]
    bottom = int(recording.at(10.0).knee_bend_deg().argmax())
    assert angles["knee_flexion_deg"][bottom] == pytest.approx(90.0, abs=8.0)
    assert angles["pelvis_tilt_deg"][bottom] == pytest.approx(20.0, abs=5.0)
    assert angles["thoracolumbar_flexion_deg"][bottom] == pytest.approx(30.0, abs=8.0)
    assert angles["lumbar_flexion_deg"][bottom] > 12.0
    assert 30.0 < angles["trunk_deg"][bottom] < 55.0
    assert [angles[name][0] for name in ("knee_flexion_deg", "lumbar_flexion_deg")] == pytest.approx([0, 0], abs=3.0)


def test_videos_are_whole_and_left_alone(tmp_path: Path) -> None:
    trial, out = squats(tmp_path, seated=True), tmp_path / "clips"
    order = [str(trial), "--out", str(out), "--people", "1", "--fps", "3", "--size", "120x160"]
    main(order)
    (video,), (written,) = out.glob("*.mp4"), out.glob("*.json")
    truth = json.loads(written.read_text())
    assert truth["movement"] == "sit_to_stand"
    assert truth["starts"] == "bottom"
    assert truth["recorded"] == trial.name
    assert truth["truth"]["shank_deg"] == truth["truth_sides"][truth["truth_of_leg"]]["shank_deg"]
    stamp = video.stat().st_mtime_ns
    main(order)
    assert video.stat().st_mtime_ns == stamp


def _turned(points: NDArray[np.float64], lean_deg: NDArray[np.float64]) -> NDArray[np.float64]:
    sine, cosine = np.sin(np.radians(lean_deg)), np.cos(np.radians(lean_deg))
    x, y, z = points
    return np.stack([x * cosine + y * sine, y * cosine - x * sine, np.full_like(sine, z)], axis=1)


def test_clusters_tell_leans_and_notice_swapped_markers() -> None:
    lean = np.concatenate([np.zeros(20), np.linspace(0.0, 40.0, 20)])
    places = {"thigh": (0.6, ("thigh1", "thigh2", "thigh3")), "shank": (0.3, ("sh1", "sh2", "sh3"))}
    markers = {
        f"R_{name}": _turned(np.array([0.03 * index, height + 0.08 * index**2, 0.1]), scale * lean)
        for scale, (height, names) in zip((-1.0, 1.0), places.values(), strict=True)
        for index, name in enumerate(names)
    }
    for side, across in (("L", -0.1), ("R", 0.1)):
        markers[f"{side}_ASIS"] = np.tile([0.1, 1.0, across], (40, 1))
        markers[f"{side}_PSIS"] = np.tile([-0.1, 1.0, across], (40, 1))
    markers["C7"] = np.array([0.0, 1.0, 0.0]) + _turned(np.array([0.0, 0.5, 0.0]), 0.5 * lean)
    markers["R_thigh1"][30], markers["R_thigh3"][30] = markers["R_thigh3"][30].copy(), markers["R_thigh1"][30].copy()
    leans = cluster_leans_deg(markers, side="right", standing=lean == 0)
    sound = np.arange(40) != 30
    assert leans["thigh"][sound] == pytest.approx(-lean[sound], abs=1e-6)
    assert np.isnan(leans["thigh"][30])
    assert leans["shank"] == pytest.approx(lean, abs=1e-6)
    assert leans["trunk"] == pytest.approx(0.5 * lean, abs=1e-6)
