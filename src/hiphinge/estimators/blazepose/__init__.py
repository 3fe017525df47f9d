"""The default estimator: the two BlazePose networks, run without MediaPipe."""

from hiphinge.estimators.blazepose.tracker import BlazePose

__all__ = ["BlazePose"]
