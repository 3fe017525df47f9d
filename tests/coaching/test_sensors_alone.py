"""What is advised to somebody whom sensors alone recorded."""

from hiphinge.analysis import analyse
from hiphinge.catalogue import load
from hiphinge.coaching import advise
from hiphinge.measures import NO_SENSOR, Measurement, NotMeasurable
from hiphinge.motion import SensorPlace, motion_of_sensors
from hiphinge.testing import SensorLifts


def test_they_film_as_well_and_are_praised_for_nothing_that_was_not_judged() -> None:
    lifted = SensorLifts(places=(SensorPlace.S2,), repetitions=2, rate_hz=50.0).record()
    analysis = analyse(motion_of_sensors(lifted.recording))
    advice = advise(exercise="hip_hinge", exercise_given=False, repetitions=analysis.repetitions, filmed=False)
    assert advice is not None
    phrases = load().phrases
    assert (advice.cue, advice.next) == (phrases["nothing_recurs"].text, phrases["video_as_well"].text)


def test_without_a_sensor_on_the_leg_hips_and_chest_are_not_compared() -> None:
    lifted = SensorLifts(places=(SensorPlace.T12, SensorPlace.S2), repetitions=2, rate_hz=50.0).record()
    analysis = analyse(motion_of_sensors(lifted.recording), exercise="romanian_deadlift")
    found = [one.measurements["trunk_rise_early_deg"] for one in analysis.counted]
    assert len(found) >= 2
    assert {one.id for one in found if isinstance(one, NotMeasurable)} == {NO_SENSOR}
    assert not any(isinstance(one, Measurement) for one in found)
