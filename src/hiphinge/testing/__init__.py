"""Small synthetic hinges with exact ground truth, for tests, documentation and demos; never used at run time.

A `Plan` says what is done, `record_video` and `record_markers` how it is recorded::

    synthetic = record_video(Plan(movement=HINGE, lifts=(Lift(),) * 5), camera=Camera(facing="left", noise_px=2.0))
    synthetic.motion, synthetic.truth["knee_flexion_deg"], synthetic.repetitions[0].bottom_start_s
"""

from hiphinge.testing.body import Posture
from hiphinge.testing.cameras import Camera, Hidden, record_video
from hiphinge.testing.laboratory import Laboratory, record_markers
from hiphinge.testing.limbs import LimbKey, Limbs, record_limbs
from hiphinge.testing.plans import DEADLIFT, HINGE, SQUAT, SWING, Lift, Movement, Plan, Tempo
from hiphinge.testing.recordings import SyntheticRecording
from hiphinge.testing.sensor_lifts import SensorErrors, SensorLifts, SyntheticSensors, sensors_on_leans
from hiphinge.testing.trajectories import Key, Trajectory, TrueRepetition
from hiphinge.testing.trajectory_building import trajectory_of

__all__ = [
    "DEADLIFT",
    "HINGE",
    "SQUAT",
    "SWING",
    "Camera",
    "Hidden",
    "Key",
    "Laboratory",
    "Lift",
    "LimbKey",
    "Limbs",
    "Movement",
    "Plan",
    "Posture",
    "SensorErrors",
    "SensorLifts",
    "SyntheticRecording",
    "SyntheticSensors",
    "Tempo",
    "Trajectory",
    "TrueRepetition",
    "record_limbs",
    "record_markers",
    "record_video",
    "sensors_on_leans",
    "trajectory_of",
]
