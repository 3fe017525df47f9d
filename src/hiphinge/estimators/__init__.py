"""Frames in, poses and silhouettes out, and where the networks' files come from; nothing is cleaned or judged."""

from hiphinge.estimators.in_parts import BEGINS_S, EstimatesInParts, LooksBack, TimedImage
from hiphinge.estimators.listing import ENTRY_POINT_GROUP, estimator_named, estimator_problems, estimators
from hiphinge.estimators.people import PersonTrack, SeesPeople
from hiphinge.estimators.pose import Estimator, EstimatorFactory, Image, PersonMask, PoseFrame
from hiphinge.estimators.tracks import lifter_of

__all__ = [
    "BEGINS_S",
    "ENTRY_POINT_GROUP",
    "EstimatesInParts",
    "Estimator",
    "EstimatorFactory",
    "Image",
    "LooksBack",
    "PersonMask",
    "PersonTrack",
    "PoseFrame",
    "SeesPeople",
    "TimedImage",
    "estimator_named",
    "estimator_problems",
    "estimators",
    "lifter_of",
]
