"""Tones against the truth: due where the back is rounder at the same lean, and only there."""

from typing import Any

import numpy as np
import pytest
from validation.live.tones import tones_of

from hiphinge.analysis.streaming import BackBeyondBand


def lifted(*rises_deg: float) -> dict[str, Any]:
    """Return the truth of repetitions of two seconds, each rounder than the first by so much from 40 degrees on."""
    frames = 60 * len(rises_deg)
    lean = 60 * np.sin(np.pi * (np.arange(frames) % 60) / 60)
    more = np.repeat(rises_deg, 60) * (lean > 40)
    return {
        "fps": 30.0,
        "frames": frames,
        "repetitions": [
            {"start": 60 * at, "end": 60 * at + 59, "faults": ["back_gives"] if rise else []}
            for at, rise in enumerate(rises_deg)
        ],
        "truth": {"trunk_deg": lean.tolist(), "lumbar_flexion_deg": (0.3 * lean + more).tolist()},
    }


def tone(time_s: float) -> BackBeyondBand:
    return BackBeyondBand(
        time_s=time_s,
        given_s=time_s + 0.1,
        index=1,
        band="own",
        frame=round(30 * time_s),
        lumbar_deg=30.0,
        limit_deg=20.0,
        probability=0.9,
    )


def test_a_tone_is_due_where_the_back_gives_and_its_lag_counts_from_there() -> None:
    found = tones_of([tone(2.7)], lifted(0, 12, 12))
    assert (found.crossed, found.cued, found.false, found.is_named) == (2, 1, 0, True)
    assert found.lags_s == [pytest.approx(0.3, abs=0.05)]


@pytest.mark.parametrize(("rise_deg", "groundless", "named"), [(7.0, 0, True), (0.0, 1, False)])
def test_a_tone_where_the_back_hardly_gives_is_false(rise_deg: float, groundless: int, named: bool) -> None:  # noqa: FBT001  # a case
    found = tones_of([tone(2.7)], lifted(0, rise_deg))
    assert (found.crossed, found.cued, found.false, found.groundless) == (0, 0, 1, groundless)
    assert found.is_named is named
