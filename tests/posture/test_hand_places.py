"""Where the hands are as a load is lifted: against a synthetic person whose hands are where arms that hang end."""

from dataclasses import asdict

import numpy as np
import pytest

from hiphinge import Person, analyse
from hiphinge.motion import BLAZEPOSE_33
from hiphinge.posture import hand_places
from hiphinge.testing import HINGE, Posture, record_video
from hiphinge.testing.body import body_points

STATURE_M, WRIST_TO_GRIP = 1.75, 0.050


def grip_m(posture: Posture) -> tuple[float, float]:
    """Return how far in front of the ankle and above the floor the true hands are, metres."""
    points = body_points({name: np.array([value]) for name, value in asdict(posture).items()}, stature_m=STATURE_M)[0]
    wrist, ankle = (points[BLAZEPOSE_33.keypoints.index(f"right_{name}")] for name in ("wrist", "ankle"))
    return float(wrist[0] - ankle[0]), float(wrist[1] - WRIST_TO_GRIP * STATURE_M)


def test_hands_are_where_a_synthetic_person_has_them() -> None:
    analysis = analyse(record_video().motion, exercise="hip_hinge", person=Person(stature_m=STATURE_M))
    assert analysis.side is not None
    lifts = [(one.bottom_s, one.end_s) for one in analysis.counted]
    found = hand_places(analysis.side, lifts, stature_m=STATURE_M)
    (forward, low), (_, high) = grip_m(HINGE.bottom), grip_m(HINGE.standing)
    assert len(found) == 3
    for one in found:
        assert one.horizontal_m == pytest.approx(forward, abs=0.02)
        assert one.vertical_m == pytest.approx(low, abs=0.02)
        assert one.rise_m == pytest.approx(high - low, abs=0.03)
