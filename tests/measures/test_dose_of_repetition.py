"""The dose of the lower back in a repetition: against the moments of the true angles, and summed over the set."""

import numpy as np
import pytest

from hiphinge import Analysis, Person, analyse
from hiphinge.dynamics import CENTRAL, Body, Load, Posture, lumbosacral_loads
from hiphinge.dynamics.dose import dose_of
from hiphinge.measures import Measurement, NotMeasurable
from hiphinge.testing import SyntheticRecording, record_video
from hiphinge.workflow.set_numbers import DOSE, DOSE_SECONDS, DOSE_SQUARED, measured_sets

LINEAR, SQUARED = "back_dose_nm_s", "back_dose_squared_nm2_s"
LOAD_KG = 60.0


@pytest.fixture(scope="module")
def recording() -> SyntheticRecording:
    return record_video()


def analysed(recording: SyntheticRecording, person: Person, load_kg: float | None = LOAD_KG) -> Analysis:
    return analyse(recording.motion, exercise="romanian_deadlift", person=person, load_kg=load_kg)


@pytest.fixture(scope="module")
def analysis(recording: SyntheticRecording) -> Analysis:
    return analysed(recording, Person(stature_m=1.75, mass_kg=80.0))


def values(analysis: Analysis, id_: str) -> list[float]:
    found = [one.measurements[id_] for one in analysis.counted]
    assert all(isinstance(one, Measurement) for one in found)
    return [one.value for one in found if isinstance(one, Measurement)]


def test_it_is_that_of_the_true_angles(recording: SyntheticRecording, analysis: Analysis) -> None:
    true, time_s = recording.truth, recording.motion.time_s
    shank = true["shank_inclination_deg"]
    posture = Posture(
        trunk_deg=true["trunk_inclination_deg"],
        thigh_deg=shank - true["knee_flexion_deg"],
        shank_deg=shank,
        time_s=time_s,
    )
    body = Body.of(stature_m=1.75, mass_kg=80.0)
    moment = lumbosacral_loads(posture, body, Load(mass_kg=LOAD_KG), draws=CENTRAL).moment_nm[0]
    for one, linear, squared in zip(analysis.counted, values(analysis, LINEAR), values(analysis, SQUARED), strict=True):
        within = (time_s >= one.start_s) & (time_s < one.end_s)
        wanted = dose_of(moment[within], time_s[within])
        assert linear == pytest.approx(wanted.moment_nm_s, rel=0.05)
        assert squared == pytest.approx(wanted.squared_nm2_s, rel=0.1)
        found = one.measurements[LINEAR]
        assert isinstance(found, Measurement)
        assert found.interval is not None
        assert found.interval.low < wanted.moment_nm_s < found.interval.high


def test_a_set_is_the_sum_of_its_repetitions(analysis: Analysis) -> None:
    rows = {one.quantity: one for one in measured_sets(analysis)}
    assert rows[DOSE].median == pytest.approx(sum(values(analysis, LINEAR)))
    assert rows[DOSE_SQUARED].median == pytest.approx(sum(values(analysis, SQUARED)))
    assert rows[DOSE_SECONDS].median == pytest.approx(sum(one.end_s - one.start_s for one in analysis.counted))
    assert rows[DOSE].repetitions == 3


def test_more_load_is_more(recording: SyntheticRecording, analysis: Analysis) -> None:
    heavier = values(analysed(recording, Person(stature_m=1.75, mass_kg=80.0), 90.0), LINEAR)
    assert np.mean(heavier) > 1.15 * np.mean(values(analysis, LINEAR))


@pytest.mark.parametrize(
    ("person", "load_kg"),
    [(Person(stature_m=1.75), LOAD_KG), (Person(mass_kg=80.0), LOAD_KG), (Person(stature_m=1.75, mass_kg=80.0), None)],
)
def test_where_something_is_not_known_there_is_none(
    recording: SyntheticRecording, person: Person, load_kg: float | None
) -> None:
    analysis = analysed(recording, person, load_kg)
    assert all(isinstance(one.measurements[LINEAR], NotMeasurable) for one in analysis.counted)
    assert DOSE not in {one.quantity for one in measured_sets(analysis)}
