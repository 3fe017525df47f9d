"""RTMPose networks through onnxruntime, from a file that the user brings; not yet run with real weights."""

from hiphinge.estimators.rtmpose.tracker import RTMPose

__all__ = ["RTMPose"]
