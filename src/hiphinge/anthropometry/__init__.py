"""The body's proportions: segment lengths, masses and centres, and from pixels to metres; no angles."""

from hiphinge.anthropometry.inertias import (
    SINGLE_SEGMENTS,
    Inertia,
    SingleSegments,
    combined,
    divided,
    in_lengths,
    single_segments_of,
)
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
    "SINGLE_SEGMENTS",
    "THIGH",
    "TRUNK",
    "UPPER_ARM",
    "Inertia",
    "Segments",
    "SingleSegments",
    "combined",
    "divided",
    "in_lengths",
    "leg_length_m",
    "leg_lengths",
    "metres_per_unit",
    "segments_of",
    "single_segments_of",
]
