"""Raw motion in, trustworthy motion out: confidence, gaps, outliers, smoothing, near side, facing and view."""

from hiphinge.cleaning.joints import resting_place
from hiphinge.cleaning.side_view import clean
from hiphinge.cleaning.viewpoint import Viewpoint, find_viewpoint

__all__ = ["Viewpoint", "clean", "find_viewpoint", "resting_place"]
