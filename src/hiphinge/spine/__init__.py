"""The back from its silhouette: lumbar, thoracic and pelvic angles from own standing, with an interval."""

from hiphinge.spine.seeing import Back, see_back
from hiphinge.spine.shape import Own, own_shape, shape_of

__all__ = ["Back", "Own", "own_shape", "see_back", "shape_of"]
