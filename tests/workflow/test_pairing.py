from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from hiphinge.analysis.tracks import movement_events_of
from hiphinge.cleaning import clean
from hiphinge.motion import Motion
from hiphinge.sources.analysis_files import SavedAnalysis
from hiphinge.sources.formats import read_motion
from hiphinge.spine.segments import segment_angles
from hiphinge.workflow.pairing import CHEST, Pairing, pairs_of_markers

LATE_S = 1.4


@pytest.fixture(scope="module")
def markers() -> Motion:
    root = Path(__file__).resolve().parents[2]
    return read_motion(root / "tests/data/nimblephysics/squat_plug_in_gait.trc")


@pytest.fixture(scope="module")
def answer(markers: Motion) -> SavedAnalysis:
    """What hiphinge would say if it read two degrees more than the markers, on a clock that runs behind."""
    stood = movement_events_of(clean(markers))
    angles = segment_angles(markers, standing=stood.still.frames)
    values = {
        "trunk_inclination_deg": stood.angles["trunk_inclination_deg"],
        "pelvis_tilt_deg": angles["pelvis_tilt_deg"] + 2.0,
        "lumbar_flexion_deg": angles[CHEST] * 0.5,
        "thoracic_flexion_deg": angles[CHEST],
    }
    return SavedAnalysis(name="video", time_s=markers.time_s - LATE_S, values=values, low={}, high={})


@pytest.mark.parametrize("offset_s", [None, LATE_S])
def test_markers_find_their_moments(answer: SavedAnalysis, markers: Motion, offset_s: float | None) -> None:
    paired = Pairing()
    pairs_of_markers(paired, answer, markers, person="P1", offset_s=offset_s, where="trial")
    pelvis = [p.measured.value - p.reference for p in paired.pairs if p.id == "pelvis_tilt_deg"]
    chest = [p.measured.value - p.reference for p in paired.pairs if p.id == CHEST]
    assert pelvis == pytest.approx([2.0] * len(pelvis), abs=1.0)
    assert chest == pytest.approx([0.0] * len(chest), abs=1.0)
    assert len(pelvis) == len(chest) >= 2
    assert ("found from the trunk angle" in "".join(paired.notes)) == (offset_s is None)


def test_markers_of_another_movement_are_refused(answer: SavedAnalysis, markers: Motion) -> None:
    paired = Pairing()
    noise = np.random.default_rng(0).normal(0, 20, len(answer.time_s))
    other = replace(answer, values={**answer.values, "trunk_inclination_deg": noise})
    pairs_of_markers(paired, other, markers, person="P1", offset_s=None, where="trial")
    assert paired.pairs == []
    assert "does not move like" in paired.unpaired[0].why
