"""The back from its silhouette: lumbar, thoracic and pelvic angles from own standing, with an interval."""

from hiphinge.spine.seeing import ELSEWHERE_DEG, Back, see_back
from hiphinge.spine.shape import SHAPE_SIZES, Own, own_shape, shape_of

__all__ = ["ELSEWHERE_DEG", "SHAPE_SIZES", "Back", "Own", "own_shape", "see_back", "shape_of"]
