"""Raw motion in, trustworthy motion out: confidence, gaps, outliers, smoothing, near side, facing and view."""

from hiphinge.cleaning.joints import planted_position
from hiphinge.cleaning.side_view import clean
from hiphinge.cleaning.upright import rotation_to_upright
from hiphinge.cleaning.viewpoint import Viewpoint, estimate_viewpoint

__all__ = ["Viewpoint", "clean", "estimate_viewpoint", "planted_position", "rotation_to_upright"]
