"""Where the back's zero comes from: standing in the recording itself, or in another of the same person."""

import numpy as np
import pytest

from hiphinge.analysis.tracks import movement_events_of
from hiphinge.cleaning import clean
from hiphinge.motion import Motion
from hiphinge.spine import OTHER_RECORDING_DEG, Back, contour_features_of, estimate_back, reference_posture_of
from hiphinge.spine.estimation import LOCKOUT_DEG

LUMBAR = "lumbar_flexion_deg"
WIDE_DEG = 200.0


def _backs(motion: Motion, *, reference_kind: str = "quiet") -> tuple[Back, Back]:
    """Return the back from its own recording's zero, and from the same zero given as if it were another's."""
    side = clean(motion)
    frames = movement_events_of(side).still.frames
    own = reference_posture_of(contour_features_of(side), frames)
    here = estimate_back(side, standing=frames, reference_kind="quiet", widest_deg=WIDE_DEG)
    there = estimate_back(
        side, standing=np.zeros_like(frames), reference_kind=reference_kind, reference=own, widest_deg=WIDE_DEG
    )
    return here, there


def test_a_zero_taken_elsewhere_gives_the_same_angles_where_the_person_stands_the_same(rendered: Motion) -> None:
    here, there = _backs(rendered)
    measured = np.isfinite(here.values[LUMBAR])
    assert measured.mean() > 0.8
    for name in here.values:
        assert np.abs(here.values[name] - there.values[name])[measured].max() < 2.0


def test_it_widens_the_interval(rendered: Motion) -> None:
    here, there = _backs(rendered)
    measured = np.isfinite(here.values[LUMBAR])
    for name in here.values:
        before = (here.values[name] - here.low[name])[measured]
        after = (there.values[name] - there.low[name])[measured]
        assert np.allclose(after, np.hypot(before, OTHER_RECORDING_DEG))


def test_tops_of_repetitions_elsewhere_widen_it_more(rendered: Motion) -> None:
    here, there = _backs(rendered, reference_kind="lockout")
    measured = np.isfinite(here.values[LUMBAR])
    before, after = ((back.high[LUMBAR] - back.values[LUMBAR])[measured] for back in (here, there))
    assert np.allclose(after, np.hypot(before, np.hypot(OTHER_RECORDING_DEG, LOCKOUT_DEG)))


def test_a_given_zero_wins_over_standing_in_the_recording(rendered: Motion) -> None:
    side = clean(rendered)
    stood = movement_events_of(side)
    deepest = int(np.nanargmax(stood.angles["trunk_inclination_deg"]))
    bent = np.zeros_like(stood.still.frames)
    bent[deepest - 3 : deepest + 4] = True
    own = reference_posture_of(contour_features_of(side), bent)
    back = estimate_back(side, standing=stood.still.frames, reference_kind="quiet", reference=own, widest_deg=WIDE_DEG)
    pelvis = back.values["pelvis_tilt_deg"]
    assert np.nanmedian(pelvis[stood.still.frames]) < np.nanmedian(pelvis[bent]) - 10.0
    assert np.nanmedian(pelvis[stood.still.frames]) < -10.0


def test_the_zero_alone_never_hides_a_back(rendered: Motion) -> None:
    side = clean(rendered)
    frames = movement_events_of(side).still.frames
    here = estimate_back(side, standing=frames, reference_kind="quiet")
    there = estimate_back(
        side,
        standing=frames,
        reference_kind="lockout",
        reference=reference_posture_of(contour_features_of(side), frames),
    )
    measured, measured_there = (np.isfinite(back.values[LUMBAR]).mean() for back in (here, there))
    assert measured_there == pytest.approx(measured, abs=0.02)
