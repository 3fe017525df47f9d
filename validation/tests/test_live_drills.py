"""The scores of drills before a camera: events are matched once each, and the truth's own events are right."""

import numpy as np
import pytest
from validation.live.drills import Score, wall_m


def test_events_are_matched_once_within_their_time() -> None:
    score = Score()
    score.add([("touched", 1.0), ("touched", 1.05), ("left", 2.3)], [("touched", 1.1), ("left", 2.0)])
    assert (score.found, score.missed, score.false) == (1, 1, 2)
    assert score.f1 == pytest.approx(0.4)
    assert Score().f1 == 0


def hinge() -> dict[str, object]:
    """Return the truth of somebody whose seat moves back from second 1 to 3."""
    time_s = np.arange(120) / 30
    bent = ((time_s >= 1) & (time_s < 3)).astype(float)
    return {
        "repetitions": [{"start": 30, "end": 90}],
        "seat_y_m": (0.1 + 0.2 * bent).tolist(),
        "foot_m": {"heel_y": 0.05},
    }


def test_the_wall_is_where_every_repetition_reaches_it() -> None:
    assert wall_m(hinge()) == pytest.approx(0.23)
