"""The body's proportions: segment lengths, masses and centres, and from pixels to metres; no angles."""

from hiphinge.anthropometry.lengths import (
    ANKLE_HEIGHT,
    FOOT,
    FOREARM,
    HEAD_CENTRE,
    HEEL_BEHIND_ANKLE,
    LEG,
    SHANK,
    THIGH,
    TRUNK,
    UPPER_ARM,
)
from hiphinge.anthropometry.masses import COEFFICIENT_TABLES, MEAN, Segments, segments_of
from hiphinge.anthropometry.scale import (
    ASSUMED_STATURE_M,
    leg_length_m,
    leg_lengths,
    metres_per_unit,
)

__all__ = [
    "ANKLE_HEIGHT",
    "ASSUMED_STATURE_M",
    "COEFFICIENT_TABLES",
    "FOOT",
    "FOREARM",
    "HEAD_CENTRE",
    "HEEL_BEHIND_ANKLE",
    "LEG",
    "MEAN",
    "SHANK",
    "THIGH",
    "TRUNK",
    "UPPER_ARM",
    "Segments",
    "leg_length_m",
    "leg_lengths",
    "metres_per_unit",
    "segments_of",
]
