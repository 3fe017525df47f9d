"""The scores of drills before a camera: events are matched once each, and the truth's own events are right."""

import numpy as np
import pytest
from validation.live.drills import Score, true_stick_events, wall_m


def test_events_are_matched_once_within_their_time() -> None:
    score = Score()
    score.add([("touched", 1.0), ("touched", 1.05), ("left", 2.3)], [("touched", 1.1), ("left", 2.0)])
    assert (score.found, score.missed, score.false) == (1, 1, 2)
    assert score.f1 == pytest.approx(0.4)
    assert Score().f1 == 0


def hinge(head_forward_m: float = 0.0, round_m: float = 0.0) -> dict[str, object]:
    """Return the truth of somebody whose head moves forward, or whose low back moves back, from second 1 to 3."""
    time_s = np.arange(120) / 30
    bent = ((time_s >= 1) & (time_s < 3)).astype(float)
    heights = np.linspace(1.0, 1.45, 24)
    back = np.zeros((120, 24, 2))
    back[..., 1] = heights
    back[:, 5, 0] = -0.02 + bent * (round_m + 0.02) * (round_m > 0)
    head = np.zeros((120, 3))
    head[:, 1], head[:, 2] = -bent * head_forward_m, 1.7
    return {
        "fps": 30,
        "stature_m": 1.75,
        "back_yz_m": back.tolist(),
        "joints_m": {"head": head.tolist()},
        "repetitions": [{"start": 30, "end": 90}],
        "seat_y_m": (0.1 + 0.2 * bent).tolist(),
        "foot_m": {"heel_y": 0.05},
    }


def test_the_true_contacts_are_those_of_the_skin() -> None:
    assert true_stick_events(hinge()) == []
    moved = true_stick_events(hinge(head_forward_m=0.06))
    assert [name for name, _ in moved] == ["head_leaves lost", "head_leaves back"]
    assert [at_s for _, at_s in moved] == pytest.approx([1.0, 2.97], abs=0.01)
    lost = {name for name, _ in true_stick_events(hinge(round_m=0.03))}
    assert {"low_back_touches lost", "tailbone_leaves lost"} <= lost


def test_the_wall_is_where_every_repetition_reaches_it() -> None:
    assert wall_m(hinge()) == pytest.approx(0.23)
