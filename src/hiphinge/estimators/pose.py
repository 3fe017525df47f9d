"""What an estimator returns for one frame, and what every estimator can do."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from hiphinge.errors import InputFormatError
from hiphinge.motion import FloatArray, FrozenArrays, KeypointLayout, frozen

__all__ = [
    "Estimator",
    "EstimatorFactory",
    "Image",
    "PersonMask",
    "PoseFrame",
    "checked_image",
    "no_person",
]

Image = NDArray[np.uint8]


@dataclass(frozen=True, kw_only=True, eq=False)
class PersonMask(FrozenArrays):
    """Where the person is, on the network's own grid.

    Attributes
    ----------
    probability
        ``[row, column]`` from 0 (background) to 1 (person), float32.
    to_image
        ``[2, 3]``: multiplied with ``(x, y, 1)`` on the grid it returns pixels of the frame. On both sides 0 is the
        left or upper edge, so the centre of the first cell is at 0.5.
    """

    probability: NDArray[np.float32]
    to_image: FloatArray

    def __post_init__(self) -> None:
        """Freeze the arrays."""
        self.probability.setflags(write=False)
        object.__setattr__(self, "to_image", frozen(self.to_image))

    def mirrored(self, width_px: int) -> "PersonMask":
        """Return the mask in the frame that is this one mirrored, ``width_px`` wide."""
        to_image = np.array(self.to_image)
        to_image[0] *= -1
        to_image[0, 2] += width_px
        return PersonMask(probability=self.probability, to_image=to_image)


@dataclass(frozen=True, kw_only=True, eq=False)
class PoseFrame(FrozenArrays):
    """The person in one frame.

    Attributes
    ----------
    positions
        ``[keypoint, 2]`` pixels of the frame, x right and y down; 0 is the left or upper edge of the frame, so
        the centre of its first pixel is at 0.5. NaN where nobody was found.
    confidence
        ``[keypoint]`` from 0 to 1; 0 where nobody was found.
    world_m
        ``[keypoint, 3]`` metres about the hips (x right, y down, z away from the camera), or None where the
        estimator has none; NaN where nobody was found.
    score
        The estimator's confidence that a person is there, from 0 to 1.
    detected
        Whether a person was found.
    tracked
        Whether the person was followed from the frame before; False after a new search, so that there may be
        a cut in the video or another person in between.
    mask
        The person's silhouette, or None where it was not asked for, nobody was found, or the estimator has none. It may
        be 0 where `hiphinge.estimators.contour.contour_of` does not read it.
    measured
        Whether the network looked at this frame; False where the pose comes from the frames around it.
    """

    positions: FloatArray
    confidence: FloatArray
    world_m: FloatArray | None
    score: float
    detected: bool
    tracked: bool
    mask: PersonMask | None = None
    measured: bool = True

    def __post_init__(self) -> None:
        """Freeze the arrays."""
        for name in ("positions", "confidence", "world_m"):
            value = getattr(self, name)
            if value is not None:
                object.__setattr__(self, name, frozen(value))

    def mirrored(self, layout: KeypointLayout, *, width_px: int) -> "PoseFrame":
        """Return the same person in the frame that is this one mirrored, ``width_px`` wide: left and right change."""
        order = layout.mirrored_order()
        return replace(
            self,
            positions=self.positions[order] * (-1, 1) + (width_px, 0),
            confidence=self.confidence[order],
            world_m=None if self.world_m is None else self.world_m[order] * (-1, 1, 1),
            mask=None if self.mask is None else self.mask.mirrored(width_px),
        )


@runtime_checkable
class Estimator(Protocol):
    """A tracker of one person, called with the frames of one recording in their order.

    The same frames in the same order give the same numbers, for any number of threads.
    """

    @property
    def name(self) -> str:
        """The name under which it is found."""
        ...

    @property
    def layout(self) -> KeypointLayout:
        """The keypoints that it returns."""
        ...

    @property
    def provenance(self) -> Mapping[str, str]:
        """What is needed to reproduce the numbers: networks with sha256, the runtime and its version."""
        ...

    def estimate(self, image_rgb: Image, *, time_s: float) -> PoseFrame:
        """Find the person in the next frame.

        Parameters
        ----------
        image_rgb
            ``[height, width, 3]``, upright, 8 bits a channel.
        time_s
            The frame's time on the recording's clock.

        Raises
        ------
        InputFormatError
            If the frame has another shape or type.
        """
        ...

    def reset(self) -> None:
        """Forget the person: the next frame is the first of a new recording."""
        ...


class EstimatorFactory(Protocol):
    """What an entry point names: anything that makes an estimator from these options."""

    def __call__(self, *, model: str | None = None, threads: int = 1, masks: bool = False) -> Estimator:
        """Make an estimator.

        Parameters
        ----------
        model
            Which of its networks, or the path of a network's file; None for its usual one.
        threads
            How many threads a network may use.
        masks
            Whether `PoseFrame.mask` is wanted, where the estimator has one.
        """
        ...


def checked_image(image_rgb: Image) -> Image:
    """Return the frame unchanged.

    Raises
    ------
    InputFormatError
        If it is not ``[height, width, 3]`` of 8 bits.
    """
    colours = 3
    if image_rgb.ndim != colours or image_rgb.shape[2] != colours or image_rgb.dtype != np.uint8 or not image_rgb.size:
        message = f"A frame should be [height, width, 3] of uint8, but is {list(image_rgb.shape)} of {image_rgb.dtype}."
        raise InputFormatError(message)
    return image_rgb


def no_person(layout: KeypointLayout, *, score: float = 0.0, with_world: bool = False) -> PoseFrame:
    """Return the frame in which nobody was found."""
    k = len(layout)
    return PoseFrame(
        positions=np.full((k, 2), np.nan),
        confidence=np.zeros(k),
        world_m=np.full((k, 3), np.nan) if with_world else None,
        score=score,
        detected=False,
        tracked=False,
    )
