"""The report of a motion capture trial: nothing about a camera that was not there."""

import numpy as np
from tests.sources.laboratory_files import DATA

from hiphinge.analysis import Analysis, analyse
from hiphinge.measures import NotMeasurable
from hiphinge.motion import MARKERS_31, CoordinateFrame, Motion, Origin
from hiphinge.reports.method import facts
from hiphinge.reports.model import Provenance
from hiphinge.sources.formats import read_motion


def standing() -> Analysis:
    heights_m = {"shoulder": 1.4, "hip": 0.9, "knee": 0.5, "ankle": 0.1, "heel": 0.02, "toe": 0.02}
    positions = np.full((60, len(MARKERS_31), 3), np.nan)
    for side, across_m in (("left", -0.1), ("right", 0.1)):
        for joint, height_m in heights_m.items():
            place = MARKERS_31.keypoints.index(f"{side}_{joint}")
            positions[:, place] = [0.15 if joint == "toe" else 0.0, height_m, across_m]
    return analyse(
        Motion(
            time_s=np.arange(60) / 30,
            positions=positions,
            confidence=np.isfinite(positions).all(axis=2) * 1.0,
            layout=MARKERS_31,
            coordinate_frame=CoordinateFrame.WORLD_M,
            origin=Origin(name="standing.trc", estimator="markers", fps=30.0),
        )
    )


def test_the_method_speaks_of_motion_capture() -> None:
    analysis = standing()
    words = {fact.term: fact.text for fact in facts(analysis, provenance=Provenance(), units="metric")}
    assert words["View"].startswith("Motion capture")
    assert "side." in words["View"]
    assert words["Positions"] == "markers"
    assert "Recording" in words
    assert not {"Video", "Pose network"} & set(words)
    assert not any("camera" in text for text in words.values())


def test_points_that_the_file_lacks_are_not_called_hidden() -> None:
    reasons = {
        measured.id
        for repetition in analyse(read_motion(DATA / "nimblephysics/squats.trc")).repetitions
        for measured in repetition.measurements.values()
        if isinstance(measured, NotMeasurable)
    }
    assert "not_recorded" in reasons
    assert not reasons & {"head_not_seen", "arms_hidden", "legs_hidden"}
