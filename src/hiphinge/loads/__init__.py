"""What is lifted: the bar's path in metres, from the plate that a camera follows; the index of a lift in daily life."""

from hiphinge.loads.bar import BarPath, bar_path
from hiphinge.loads.lifting_equation import (
    COUPLINGS,
    FACTORS,
    Coupling,
    Factor,
    Lift,
    LiftChange,
    LiftIndex,
    lift_index,
)
from hiphinge.loads.plate import PLATE_MM
from hiphinge.loads.rise import Rise, rise_of

__all__ = [
    "COUPLINGS",
    "FACTORS",
    "PLATE_MM",
    "BarPath",
    "Coupling",
    "Factor",
    "Lift",
    "LiftChange",
    "LiftIndex",
    "Rise",
    "bar_path",
    "lift_index",
    "rise_of",
]
