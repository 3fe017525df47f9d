"""The observed motion and person as frozen, checked data; no file is opened here."""

from hiphinge.motion.front import BODY_SIDES, BodySide, FrontMotion
from hiphinge.motion.layouts import (
    BLAZEPOSE_33,
    COCO_17,
    HALPE_26,
    LAYOUTS,
    MARKERS_31,
    OPENPOSE_25,
    SENSORS_ONLY,
    KeypointLayout,
    layout_named,
)
from hiphinge.motion.origin import EVERYBODY, FloatArray, FrozenArrays, Origin, frozen
from hiphinge.motion.person import BackAim, CoefficientSet, Interval, Person, check_load, check_plate_mm
from hiphinge.motion.recording import CoordinateFrame, Motion, motion_of_sensors
from hiphinge.motion.sensors import SensorPlace, SensorRecording, SensorSample, SensorTrack
from hiphinge.motion.side import SIDE_EDGES, SIDE_JOINTS, SideMotion, View, ViewLabel, lean_deg

__all__ = [
    "BLAZEPOSE_33",
    "BODY_SIDES",
    "COCO_17",
    "EVERYBODY",
    "HALPE_26",
    "LAYOUTS",
    "MARKERS_31",
    "OPENPOSE_25",
    "SENSORS_ONLY",
    "SIDE_EDGES",
    "SIDE_JOINTS",
    "BackAim",
    "BodySide",
    "CoefficientSet",
    "CoordinateFrame",
    "FloatArray",
    "FrontMotion",
    "FrozenArrays",
    "Interval",
    "KeypointLayout",
    "Motion",
    "Origin",
    "Person",
    "SensorPlace",
    "SensorRecording",
    "SensorSample",
    "SensorTrack",
    "SideMotion",
    "View",
    "ViewLabel",
    "check_load",
    "check_plate_mm",
    "frozen",
    "layout_named",
    "lean_deg",
    "motion_of_sensors",
]
