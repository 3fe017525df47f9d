"""Raw motion in, trustworthy motion out: confidence, gaps, outliers, smoothing, near side, facing and view."""

from hiphinge.cleaning.foot_places import planted_position
from hiphinge.cleaning.side_view import clean
from hiphinge.cleaning.viewpoint import Viewpoint, estimate_viewpoint

__all__ = ["Viewpoint", "clean", "estimate_viewpoint", "planted_position"]
