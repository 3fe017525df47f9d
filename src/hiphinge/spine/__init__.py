"""The back from the silhouette, marked points, inclinometers and markers: lumbar, thoracic and pelvic angles."""

from hiphinge.spine.contour_features import (
    CONTOUR_FEATURE_SIZES,
    ReferencePosture,
    contour_features_of,
    reference_posture_of,
)
from hiphinge.spine.dowel import CONTACTS, Dowel, fit_dowel
from hiphinge.spine.estimation import OTHER_RECORDING_DEG, Back, estimate_back

__all__ = [
    "CONTACTS",
    "CONTOUR_FEATURE_SIZES",
    "OTHER_RECORDING_DEG",
    "Back",
    "Dowel",
    "ReferencePosture",
    "contour_features_of",
    "estimate_back",
    "fit_dowel",
    "reference_posture_of",
]
