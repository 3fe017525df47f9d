"""The dose of the lower back in a set: against moments of the true angles, and only where body and load are known."""

from dataclasses import replace

import numpy as np
import pytest

from hiphinge import Analysis, Person, analyse
from hiphinge.analysis.back_doses import set_doses
from hiphinge.dynamics import CENTRAL, Body, Load, Posture, lumbosacral_loads
from hiphinge.dynamics.dose import dose_of
from hiphinge.testing import SyntheticRecording, record_video

PERSON = Person(stature_m=1.75, mass_kg=80.0)


@pytest.fixture(scope="module")
def recording() -> SyntheticRecording:
    return record_video()


@pytest.fixture(scope="module")
def analysis(recording: SyntheticRecording) -> Analysis:
    return analyse(recording.motion, exercise="romanian_deadlift", person=PERSON, load_kg=60.0)


def test_the_dose_is_that_of_the_true_angles(recording: SyntheticRecording, analysis: Analysis) -> None:
    true, time_s = recording.truth, recording.motion.time_s
    shank = true["shank_inclination_deg"]
    posture = Posture(
        trunk_deg=true["trunk_inclination_deg"], thigh_deg=shank - true["knee_flexion_deg"], shank_deg=shank
    )
    body = Body.of(stature_m=1.75, mass_kg=80.0)
    moment = lumbosacral_loads(posture, body, Load(mass_kg=60.0), draws=CENTRAL).moment_nm[0]
    wanted = 0.0
    for one in analysis.counted:
        within = (time_s >= one.start_s) & (time_s < one.end_s)
        wanted += dose_of(moment[within], time_s[within]).moment_nm_s
    (found,) = set_doses(analysis).values()
    assert found.moment_nm_s == pytest.approx(wanted, rel=0.05)
    assert found.seconds == pytest.approx(sum(one.end_s - one.start_s for one in analysis.counted), rel=0.05)
    mean = found.moment_nm_s / found.seconds
    assert found.squared_nm2_s > mean**2 * found.seconds


def test_more_load_is_more_and_on_the_back_it_is_more_still(analysis: Analysis) -> None:
    heavy = set_doses(replace(analysis, load_kg=90.0))[1].moment_nm_s
    assert heavy > set_doses(analysis)[1].moment_nm_s
    on_back = set_doses(replace(analysis, exercise="good_morning"))[1].moment_nm_s
    assert on_back > set_doses(analysis)[1].moment_nm_s * 0.9
    without = set_doses(replace(analysis, exercise="hip_hinge", load_kg=None))[1].moment_nm_s
    assert 0 < without < heavy


@pytest.mark.parametrize(
    "unknown",
    [
        {"load_kg": None},
        {"person": Person(stature_m=1.75)},
        {"person": Person(mass_kg=80.0)},
        {"series": None},
        {"exercise": "of_a_plug_in"},
    ],
)
def test_where_something_is_not_known_there_is_none(analysis: Analysis, unknown: dict[str, object]) -> None:
    assert set_doses(replace(analysis, **unknown)) == {}  # type: ignore[arg-type]  # each is of its field's type
    assert np.isfinite(set_doses(analysis)[1].moment_nm_s)
