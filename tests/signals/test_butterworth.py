"""The filter that runs both ways, against the one of scipy."""

import numpy as np
import pytest
from scipy import signal

from hiphinge.signals.butterworth import both_ways


@pytest.mark.parametrize("cutoff_per_frame", [0.02, 0.1, 0.3])
@pytest.mark.parametrize("frames", [9, 63, 64, 65, 700])
def test_it_is_scipys_filter_to_the_last_digits(frames: int, cutoff_per_frame: float) -> None:
    walks = np.cumsum(np.random.default_rng(frames).standard_normal((frames, 3)), axis=0)
    padding = min(frames - 1, 27)
    sections = signal.butter(2, cutoff_per_frame, fs=1.0, output="sos")
    expected = signal.sosfiltfilt(sections, walks, axis=0, padtype="odd", padlen=padding)
    found = both_ways(walks, cutoff_per_frame=cutoff_per_frame, padding=padding)
    assert found == pytest.approx(expected, rel=1e-12, abs=1e-12 * np.abs(walks).max())


def test_series_side_by_side_are_filtered_alone() -> None:
    walks = np.cumsum(np.random.default_rng(1).standard_normal((150, 4)), axis=0)
    together = both_ways(walks, cutoff_per_frame=0.1, padding=27)
    alone = [both_ways(walks[:, [k]], cutoff_per_frame=0.1, padding=27)[:, 0] for k in range(4)]
    assert together == pytest.approx(np.stack(alone, axis=1), abs=1e-12)
