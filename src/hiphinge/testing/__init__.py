"""Small synthetic hinges with exact truth, for tests, documentation and demos; never used at run time.

A `Plan` says what is done, `film` and `measure` how it is recorded::

    made = film(Plan(movement=HINGE, lifts=(Lift(),) * 5), camera=Camera(facing="left", noise_px=2.0))
    made.motion, made.truth["knee_flexion_deg"], made.repetitions[0].bottom_start_s
"""

from hiphinge.testing.body import Posture
from hiphinge.testing.courses import Course, Key, TrueRepetition
from hiphinge.testing.filming import Camera, Hidden, film
from hiphinge.testing.laboratory import Laboratory, measure
from hiphinge.testing.made import MadeHinge
from hiphinge.testing.plans import DEADLIFT, HINGE, SQUAT, SWING, Lift, Movement, Plan, Tempo
from hiphinge.testing.writing import course_of

__all__ = [
    "DEADLIFT",
    "HINGE",
    "SQUAT",
    "SWING",
    "Camera",
    "Course",
    "Hidden",
    "Key",
    "Laboratory",
    "Lift",
    "MadeHinge",
    "Movement",
    "Plan",
    "Posture",
    "Tempo",
    "TrueRepetition",
    "course_of",
    "film",
    "measure",
]
