"""Samples of motion sensors in, orientations and angles of the body out: fusion and sensor-to-segment calibration."""

from hiphinge.orientation.angles import Pair, SensorPlan, leans_deg, plan_of, values_deg
from hiphinge.orientation.calibration import OrientedRecording, SensorCalibration, calibrate, oriented
from hiphinge.orientation.fusion import OrientationStream, orientations, resting_rate
from hiphinge.orientation.mounting import Mounting
from hiphinge.orientation.movements import TrunkMovement, bend_rotation_deg, trunk_movements
from hiphinge.orientation.plausible import problems_of, rate_scale
from hiphinge.orientation.streaming import BackAngles, BackAngleStream

__all__ = [
    "BackAngleStream",
    "BackAngles",
    "Mounting",
    "OrientationStream",
    "OrientedRecording",
    "Pair",
    "SensorCalibration",
    "SensorPlan",
    "TrunkMovement",
    "bend_rotation_deg",
    "calibrate",
    "leans_deg",
    "orientations",
    "oriented",
    "plan_of",
    "problems_of",
    "rate_scale",
    "resting_rate",
    "trunk_movements",
    "values_deg",
]
