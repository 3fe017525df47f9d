"""Small folders laid out as public data sets describe theirs; nothing of these data sets is used."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest
from validation.elsewhere.biocv import biocv_trials
from validation.elsewhere.rows import NOBODY, elsewhere_table
from validation.elsewhere.sumedipose import Wanted, sumedipose_trials
from validation.elsewhere.trials import write_references

from hiphinge.exports.agreement import agreement_document
from hiphinge.signals.agreement import AgreementStudy, compare
from hiphinge.sources.formats.trc import read_trial
from hiphinge.sources.references import read_references
from hiphinge.sources.video import probe

NAMES = ["C7", "T10", "LASI"]


@pytest.fixture
def biocv(tmp_path: Path) -> Path:
    for trial in ("P03/P03_JUMP_01", "P04/P04_JUMP_01"):
        here = tmp_path / trial
        here.mkdir(parents=True)
        for file in ("00.mp4", "05.mp4", "markers.c3d", "raw.c3d"):
            (here / file).touch()
        (here.parent / "05.mp4.calib").touch()
    return tmp_path


def test_trials_of_biocv(biocv: Path) -> None:
    first, second = biocv_trials(biocv, video="05*")
    assert (first.name, first.person, first.video.name) == ("P03_P03_JUMP_01", "P03", "05.mp4")
    assert second.markers == biocv / "P04" / "P04_JUMP_01" / "markers.c3d"
    assert [t.person for t in biocv_trials(biocv, video="05*", trials="P04*")] == ["P04"]


def test_the_video_from_the_side_is_one(biocv: Path) -> None:
    with pytest.raises(ValueError, match=r"fits 2.*00\.mp4"):
        list(biocv_trials(biocv, video="*.mp4"))


@pytest.fixture
def sumedipose(tmp_path: Path) -> Path:
    lines = ["id,cam,subject,action,speed,index,path,bbx,internal_path,wcs_path"]
    for index in (0, 1, 3):
        image = Path("frames") / "C2" / f"C2S1A4D1_{index:04d}.png"
        (tmp_path / image).parent.mkdir(parents=True, exist_ok=True)
        assert cv2.imwrite(str(tmp_path / image), np.full((49, 64, 3), 40 * index, np.uint8))
        lines.append(f"{index},C2,S1,A4,D1,{index},{image.as_posix()},[],x,WCS/S1/S1A4D1.json")
        lines.append(f"{index},C2,S1,A7,D1,{index},none.png,[],x,WCS/S1/S1A7D1.json")
        lines.append(f"{index},C1,S1,A4,D1,{index},none.png,[],x,WCS/S1/S1A4D1.json")
    (tmp_path / "SUMediPose.csv").write_text("\n".join(lines), encoding="utf-8")
    frames = [
        {"point_ids": NAMES, "xyz": [[100.0 + k, 1500.0, 200.0], [0.0, 1200.0, 5.0], [1, 2, 3]]} for k in range(4)
    ]
    frames[2] = {"point_ids": NAMES[:2], "xyz": [[102.0, 1500.0, 200.0], [None, None, None]]}
    (tmp_path / "WCS" / "S1").mkdir(parents=True)
    (tmp_path / "WCS" / "S1" / "S1A4D1.json").write_text(json.dumps(frames), encoding="utf-8")
    return tmp_path


def test_trials_of_sumedipose(sumedipose: Path, tmp_path: Path) -> None:
    (trial,) = sumedipose_trials(sumedipose, tmp_path / "out", wanted=Wanted(camera="C2", hz=50.0))
    assert (trial.name, trial.person, trial.offset_s) == ("S1A4D1C2", "S1", 0.0)
    markers = read_trial(trial.markers)
    assert markers.time_s.tolist() == pytest.approx([0.0, 0.02, 0.04, 0.06])
    assert markers.markers_m["C7"][:, 0].tolist() == pytest.approx([0.100, 0.101, 0.102, 0.103])
    assert markers.markers_m["C7"][0].tolist() == pytest.approx([0.1, 1.5, -0.2])
    assert not np.isfinite(markers.markers_m["T10"][2]).any()
    assert probe(trial.video).size_px == (64, 48)


def test_references_are_what_validate_reads(biocv: Path, tmp_path: Path) -> None:
    table = write_references(list(biocv_trials(biocv, video="05*")), tmp_path / "out")
    first, second = read_references(table)
    assert (first.recording, first.person, first.offset_s) == ("measured/P03_P03_JUMP_01", "P03", None)
    assert second.markers is not None
    assert Path(second.markers).exists()


def test_rows_are_empty_until_somebody_has_compared(tmp_path: Path) -> None:
    assert elsewhere_table(None).count(NOBODY) == 2
    found = compare("pelvis_tilt_deg", [12.0, 22.0, 32.0, 41.0], [10.0, 20.0, 30.0, 40.0], people=["a", "a", "b", "c"])
    study = AgreementStudy(
        compared=(found,), too_few={}, unpaired=(), notes=(), kinds=("markers",), by="x", versions={}
    )
    document = agreement_document(study)
    (tmp_path / "biocv").mkdir()
    (tmp_path / "biocv" / "agreement.json").write_text(document.model_dump_json(by_alias=True), encoding="utf-8")
    text = elsewhere_table(tmp_path)
    assert text.count(NOBODY) == 1
    assert "| 3 | 1.8° | - |" in text
