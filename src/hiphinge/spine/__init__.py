"""The back from its silhouette: lumbar, thoracic and pelvic angles from own standing, with an interval."""

from hiphinge.spine.dowel import CONTACTS, Dowel, lay_dowel
from hiphinge.spine.seeing import ELSEWHERE_DEG, Back, see_back
from hiphinge.spine.shape import SHAPE_SIZES, Own, own_shape, shape_of

__all__ = [
    "CONTACTS",
    "ELSEWHERE_DEG",
    "SHAPE_SIZES",
    "Back",
    "Dowel",
    "Own",
    "lay_dowel",
    "own_shape",
    "see_back",
    "shape_of",
]
