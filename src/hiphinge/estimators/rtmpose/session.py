"""An RTMPose network in onnxruntime: its input's size, its layout, and running it."""

import re
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from hiphinge.errors import InputFormatError, MissingComponentError, ModelMissingError
from hiphinge.estimators.litert import Tensor
from hiphinge.estimators.rtmpose.simcc import SPLIT
from hiphinge.motion import COCO_17, HALPE_26, KeypointLayout

__all__ = ["PoseSession"]

LAYOUTS = {len(layout): layout for layout in (COCO_17, HALPE_26)}
OUTPUTS = ("simcc_x", "simcc_y")


class PoseSession:
    """A loaded network; the layout follows from its number of keypoints, the input's size from its input."""

    def __init__(self, path: Path, *, threads: int) -> None:
        """Load and check the file.

        Raises
        ------
        ModelMissingError
            If there is no such file.
        InputFormatError
            If it is no network with one frame as input and SimCC outputs of 17 or 26 keypoints.
        MissingComponentError
            If onnxruntime is not installed.
        """
        if not path.is_file():
            message = f"{path} should be an RTMPose network (.onnx), but there is no such file."
            raise ModelMissingError(message)
        self._session = _session(path, threads=threads)
        self._input, self.size_px = _input(self._session, path)
        self.layout = self._layout(path)

    @property
    def runtime(self) -> str:
        """The name and version of what runs the network."""
        return f"onnxruntime {version('onnxruntime')}"

    def run(self, values: Tensor) -> tuple[Tensor, Tensor]:
        """Return the distributions along x and along y, each ``[keypoint, bin]``."""
        along_x, along_y = self._session.run(list(OUTPUTS), {self._input: values})
        return along_x[0], along_y[0]

    def _layout(self, path: Path) -> KeypointLayout:
        """Return the layout, from one run on a black frame: exported files often do not say how many keypoints."""
        width, height = self.size_px
        try:
            along_x, along_y = self.run(np.zeros((1, 3, height, width), dtype=np.float32))
        except Exception as error:
            message = f"{path.name} should have the outputs {' and '.join(OUTPUTS)}, but does not run: {error}"
            raise InputFormatError(message) from error
        bins = (int(width * SPLIT), int(height * SPLIT))
        if along_x.shape[0] not in LAYOUTS or (along_x.shape[1:], along_y.shape[1:]) != ((bins[0],), (bins[1],)):
            message = (
                f"{path.name} should give 17 (COCO) or 26 (Halpe) keypoints with {bins[0]} and {bins[1]} bins, "
                f"but gives {list(along_x.shape)} and {list(along_y.shape)}."
            )
            raise InputFormatError(message)
        return LAYOUTS[along_x.shape[0]]


def _session(path: Path, *, threads: int) -> Any:
    try:
        import onnxruntime  # noqa: PLC0415 - heavy, and an extra
    except ImportError as error:
        message = "rtmpose is run by onnxruntime, which is not installed. Install it: pip install 'hiphinge[rtmpose]'"
        raise MissingComponentError(message) from error
    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:
        reason = re.sub(r"\s+", " ", str(error))
        message = f"{path.name} should be a network for onnxruntime (.onnx), but cannot be loaded: {reason}"
        raise InputFormatError(message) from error


def _input(session: Any, path: Path) -> tuple[str, tuple[int, int]]:
    """Return the input's name and its width and height."""
    inputs = session.get_inputs()
    shape = list(inputs[0].shape) if inputs else []
    match shape:
        case [_, 3, int(height), int(width)] if len(inputs) == 1:
            return inputs[0].name, (width, height)
    message = f"{path.name} should have one input [batch, 3, height, width] of fixed size, but has {shape}."
    raise InputFormatError(message)
