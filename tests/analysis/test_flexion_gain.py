"""Gains of long sets: what is told of a repetition is told once."""

from dataclasses import replace

import numpy as np
import pytest

from hiphinge.analysis import flexion_gain
from hiphinge.analysis.tracks import Tracks, measure_frames
from hiphinge.cleaning import clean
from hiphinge.repetitions import Span
from hiphinge.testing import Lift, Plan, record_video

LUMBAR, THORACIC = "lumbar_flexion_deg", "thoracic_flexion_deg"


@pytest.fixture(scope="module")
def tracks() -> Tracks:
    found = measure_frames(clean(record_video(Plan(lifts=(Lift(),) * 6, after_s=3.0)).motion))
    lean = found.values["trunk_inclination_deg"]
    late = found.side.time_s > found.spans[3].start_s
    lumbar = 0.35 * lean + np.where(late, 12.0 * lean / np.nanmax(lean), 0.0)
    back = replace(found.back, values={**found.back.values, LUMBAR: lumbar})
    return replace(found, back=back, values={**found.values, LUMBAR: lumbar})


def gains(tracks: Tracks) -> list[float]:
    spans = tracks.spans
    found = [flexion_gain.largest_gain(tracks, LUMBAR, span, earlier=spans[:n]) for n, span in enumerate(spans)]
    assert len(found) == 6
    assert all(gain is not None for gain in found)
    return [gain.value_deg for gain in found if gain is not None]


def test_each_repetition_is_looked_at_once(tracks: Tracks, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[object] = []
    seen_about = flexion_gain._seen_about

    def counted(tracks: Tracks, beyond: np.ndarray, span: Span, *, lean_deg: float) -> float | None:
        looked.append(span)
        return seen_about(tracks, beyond, span, lean_deg=lean_deg)

    monkeypatch.setattr(flexion_gain, "_seen_about", counted)
    gains(replace(tracks))
    assert len(looked) == 6


def test_the_order_in_which_repetitions_are_asked_for_changes_nothing(tracks: Tracks) -> None:
    forward, other = gains(tracks), replace(tracks)
    spans = other.spans
    backward = [flexion_gain.largest_gain(other, LUMBAR, spans[n], earlier=spans[:n]) for n in reversed(range(6))]
    assert [gain.value_deg for gain in backward[::-1] if gain is not None] == forward
    assert forward[:3] == pytest.approx([0.0] * 3, abs=1.0)
    assert forward[3:] == pytest.approx([12.0] * 3, abs=1.0)


def test_an_upper_back_that_hardly_follows_the_lean_is_not_rounder_in_a_shallower_repetition() -> None:
    found = measure_frames(clean(record_video(Plan(lifts=(Lift(), Lift(), Lift(depth=0.85)), after_s=3.0)).motion))
    upper = 0.09 * found.values["trunk_inclination_deg"]
    found = replace(found, values={**found.values, THORACIC: upper})
    gain = flexion_gain.largest_gain(found, THORACIC, found.spans[2], earlier=found.spans[:2])
    assert gain is not None
    assert gain.value_deg == pytest.approx(0.0, abs=0.5)
