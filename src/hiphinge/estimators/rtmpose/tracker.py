"""RTMPose as an estimator: find a box, read the keypoints in it, and follow the person by them."""

from collections.abc import Mapping
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from hiphinge.errors import UsageError
from hiphinge.estimators.blazepose.detection import Candidate, Detector, choose_person
from hiphinge.estimators.models import model_path, sha256_of
from hiphinge.estimators.pose import Image, PoseFrame, checked_image, no_person
from hiphinge.estimators.region import apply, crop
from hiphinge.estimators.rtmpose.box import Box, box_of_points, box_of_region
from hiphinge.estimators.rtmpose.session import PoseSession
from hiphinge.estimators.rtmpose.simcc import decoded, normalised
from hiphinge.frozen_mapping import FrozenMapping
from hiphinge.motion import FloatArray, KeypointLayout

if TYPE_CHECKING:
    from hiphinge.estimators.region import Region

__all__ = ["PeopleFinder", "RTMPose"]

MIN_CONFIDENCE = 0.3
"""A keypoint of at least this confidence counts for the next box; as a mean, it makes a person."""
MIN_SIZE_PX = 16.0
"""Keypoints that span less than this are not a person."""
REMEMBERED_S = 1.0


class PeopleFinder(Protocol):
    """What finds people anywhere in the frame."""

    def find(self, image_rgb: Image) -> list[Candidate]:
        """Return everybody in the frame."""
        ...


class RTMPose:
    """A top-down RTMPose network (SimCC head) in COCO-17 or Halpe-26 layout, from a file that the user brings.

    It has not been run with real weights yet: crop, normalisation and decoding are tested against tensors
    written by hand and a small synthetic network. Masks are not available: `PoseFrame.mask` is always None.

    References
    ----------
    Jiang et al. (2023), RTMPose: Real-time multi-person pose estimation based on MMPose. arXiv:2303.07399
    """

    def __init__(
        self, *, model: str | None = None, threads: int = 1, masks: bool = False, people: PeopleFinder | None = None
    ) -> None:
        """Load the network.

        Parameters
        ----------
        model
            Path of an ``.onnx`` file with the outputs ``simcc_x`` and ``simcc_y``.
        threads
            How many threads it may use.
        masks
            Makes no difference: the network gives none.
        people
            What finds the person at the beginning; the BlazePose detector unless given.

        Raises
        ------
        UsageError
            If no path is given.
        ModelMissingError
            If there is no such file.
        InputFormatError
            If the file is no such network.
        MissingComponentError
            If onnxruntime is not installed.
        """
        if model is None:
            message = "rtmpose needs the path of an .onnx file as its model: its weights do not come with hiphinge."
            raise UsageError(message)
        del masks
        path = Path(model)
        self._session = PoseSession(path, threads=threads)
        self._people = people or Detector(model_path("blazepose-detector"), threads=threads)
        self._provenance = FrozenMapping(
            {
                "estimator": self.name,
                "version": version("hiphinge"),
                "model": path.name,
                "landmarks_sha256": sha256_of(path),
                "runtime": self._session.runtime,
            }
        )
        self.reset()

    @property
    def name(self) -> str:
        """The name under which it is found."""
        return "rtmpose"

    @property
    def layout(self) -> KeypointLayout:
        """The network's own keypoints."""
        return self._session.layout

    @property
    def provenance(self) -> Mapping[str, str]:
        """The network with its sha256, and the runtime."""
        return self._provenance

    def reset(self) -> None:
        """Forget the person."""
        self._box: Box | None = None
        self._last: Region | None = None
        self._last_time_s = float("-inf")

    def estimate(self, image_rgb: Image, *, time_s: float) -> PoseFrame:
        """Find the person in the next frame; see `Estimator.estimate`."""
        image = checked_image(image_rgb)
        frame = None if self._box is None else self._read(image, self._box, tracked=True)
        if frame is None:
            frame = self._search(image, time_s=time_s)
        if frame is None:
            self._box = None
            return no_person(self.layout)
        self._box = box_of_points(_confident(frame.positions, frame.confidence))
        if self._last is not None:
            # Its size stays that of the body's circle: the keypoints' box shrinks when the person bends.
            self._last = replace(self._last, x_px=self._box.x_px, y_px=self._box.y_px)
        self._last_time_s = time_s
        return frame

    def _read(self, image: Image, box: Box, *, tracked: bool) -> PoseFrame | None:
        """Return the keypoints in the box, or None where there is nobody."""
        to_image = box.to_image(self._session.size_px)
        grid = crop(image, to_image, size_px=self._session.size_px, border="black")
        points, confidence = decoded(*self._session.run(normalised(grid)))
        score = float(confidence.mean())
        positions = apply(to_image, points)
        confident = _confident(positions, confidence)
        if score < MIN_CONFIDENCE or len(confident) == 0 or float(np.ptp(confident, axis=0).max()) < MIN_SIZE_PX:
            return None
        return PoseFrame(
            positions=positions, confidence=confidence, world_m=None, score=score, detected=True, tracked=tracked
        )

    def _search(self, image: Image, *, time_s: float) -> PoseFrame | None:
        """Find the person anywhere in the frame, then run again in the tighter box of the keypoints."""
        remembered = self._last if 0 <= time_s - self._last_time_s <= REMEMBERED_S else None
        chosen = choose_person(self._people.find(image), size_px=(image.shape[1], image.shape[0]), last=remembered)
        if chosen is None:
            return None
        self._last = chosen.region
        rough = self._read(image, box_of_region(chosen.region), tracked=False)
        if rough is None:
            return None
        return self._read(image, box_of_points(_confident(rough.positions, rough.confidence)), tracked=False) or rough


def _confident(positions: FloatArray, confidence: FloatArray) -> FloatArray:
    return np.asarray(positions[confidence >= MIN_CONFIDENCE])
