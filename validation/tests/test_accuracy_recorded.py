"""The back in recorded motion, from a recording and clips that are made up; no video, no network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from validation.accuracy.back import back_clip
from validation.accuracy.recorded import marker_back_table, recorded_back_table
from validation.captured.recordings import NEEDED
from validation.tests.test_accuracy import FRAMES, LEAN_DEG, SHARES, cells, clip

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    """Write a trial in which the lumbar coordinate bends as the synthetic clips' backs do, ten times a second."""
    columns = {name: np.linspace(0.0, 0.3, FRAMES + 1) for name in NEEDED}
    bend = SHARES["thoracolumbar_flexion_deg"] * np.append(LEAN_DEG, LEAN_DEG[-1])
    columns["lumbar_extension"] = -np.radians(bend)
    rows = np.stack([np.arange(FRAMES + 1) / 10.0, *columns.values()], axis=1)
    head = ["synthetic", "inDegrees=no", "endheader", "\t".join(["time", *columns])]
    path = tmp_path / "other" / "trial.mot"
    path.parent.mkdir()
    path.write_text("\n".join([*head, *("\t".join(f"{x:.6f}" for x in row) for row in rows)]) + "\n", encoding="utf-8")
    return path


def test_the_skin_and_the_coordinate_are_two_references(recording: Path) -> None:
    markers = [recording.parent.parent / "markers" / "trial.trc"]
    squat, whole = cells(recorded_back_table([back_clip(clip(3.0, movement="squat", back_off_deg=3.0))], markers))
    assert squat[:3] == ["squat", "1", "3.0°"]
    assert whole[6] == "3.0°"
    # The coordinate's zero is its median while standing, where the synthetic back is already bent a little.
    zero = np.median(SHARES["thoracolumbar_flexion_deg"] * LEAN_DEG[LEAN_DEG < 12])
    assert float(whole[7].strip("°")) == pytest.approx(3.0 + zero, abs=0.06)


def test_without_the_recording_there_is_no_such_error(tmp_path: Path) -> None:
    row, _ = cells(recorded_back_table([back_clip(clip())], [tmp_path / "a" / "b.trc"]))
    assert row[7] == "-"


def marker_file(path: Path, names: dict[str, tuple[float, float]]) -> None:
    """Write standing and one bend forward about the hips: each marker ``(ahead, up)`` of the ankle, metres."""
    lean = np.concatenate([np.zeros(100), np.radians(30) * np.sin(np.linspace(0, np.pi, 200)), np.zeros(100)])
    head = [
        "PathFileType\t4\t(X/Y/Z)\ta.trc",
        "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits",
        f"100\t100\t{len(lean)}\t{2 * len(names)}\tm",
        "Frame#\tTime\t" + "\t\t\t".join(f"{side}{name}" for name in names for side in "RL"),
        "",
    ]
    for at, angle in enumerate(lean):
        row = [f"{at + 1}", f"{at / 100:.3f}"]
        for ahead, up in names.values():
            height = max(up - 0.9, 0.0)
            turned = (ahead * np.cos(angle) + height * np.sin(angle), height * np.cos(angle) - ahead * np.sin(angle))
            place = (turned[0], 0.9 + turned[1]) if up >= 0.9 else (ahead, up)
            for side in (0.1, -0.1):
                row += [f"{place[0]:.5f}", f"{place[1]:.5f}", f"{side:.5f}"]
        head.append("\t".join(row))
    path.write_text("\n".join(head) + "\n", encoding="utf-8")


def test_markers_of_the_pelvis_tell_its_tilt(tmp_path: Path) -> None:
    body = {"SHO": (0.0, 1.4), "HJC": (0.0, 0.9), "ASI": (0.1, 1.0), "PSI": (-0.1, 1.0), "KNE": (0.0, 0.5)}
    marker_file(tmp_path / "a.trc", body | {"ANK": (0.0, 0.1), "TOE": (0.2, 0.0), "HEE": (-0.05, 0.0)})
    ((name, there, pelvis, chest, *differences),) = cells(marker_back_table([tmp_path / "a.trc"]))
    assert (name, there, chest, differences) == ("a", "LPSIS, RPSIS", "-", ["-", "-"])
    assert float(pelvis.strip("°")) == pytest.approx(30.0, abs=0.5)


def test_a_trial_that_cannot_be_read_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "b.trc").write_text("nothing", encoding="utf-8")
    assert cells(marker_back_table([tmp_path / "b.trc"])) == []
