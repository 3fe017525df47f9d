"""Raw motion in, trustworthy motion out: cuts, confidence, gaps, outliers, smoothing, near side, facing and view."""

from hiphinge.cleaning.camera_motion import CameraMotion, camera_motion
from hiphinge.cleaning.cuts import find_cuts
from hiphinge.cleaning.foot_places import planted_position
from hiphinge.cleaning.front_view import front_view
from hiphinge.cleaning.held_plate import held_plate
from hiphinge.cleaning.plate_in_hands import depth_behind, has_usual_width
from hiphinge.cleaning.shoulder_behind_plate import bar_is_on_back
from hiphinge.cleaning.side_view import clean
from hiphinge.cleaning.stretches import CUTS, stretches_of
from hiphinge.cleaning.upright import rotation_to_upright
from hiphinge.cleaning.viewpoint import Viewpoint, estimate_viewpoint, facing_of

__all__ = [
    "CUTS",
    "CameraMotion",
    "Viewpoint",
    "bar_is_on_back",
    "camera_motion",
    "clean",
    "depth_behind",
    "estimate_viewpoint",
    "facing_of",
    "find_cuts",
    "front_view",
    "has_usual_width",
    "held_plate",
    "planted_position",
    "rotation_to_upright",
    "stretches_of",
]
