"""The back from its silhouette: lumbar, thoracic and pelvic angles from own standing, with an interval."""

from hiphinge.spine.contour_features import (
    CONTOUR_FEATURE_SIZES,
    ReferencePosture,
    contour_features_of,
    reference_posture_of,
)
from hiphinge.spine.dowel import CONTACTS, Dowel, lay_dowel
from hiphinge.spine.estimation import ELSEWHERE_DEG, Back, estimate_back

__all__ = [
    "CONTACTS",
    "CONTOUR_FEATURE_SIZES",
    "ELSEWHERE_DEG",
    "Back",
    "Dowel",
    "ReferencePosture",
    "contour_features_of",
    "estimate_back",
    "lay_dowel",
    "reference_posture_of",
]
