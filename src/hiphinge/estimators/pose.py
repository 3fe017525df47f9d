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
HALF_CELL = 0.5
"""From the edge of a cell of a grid to its centre, where its value applies."""


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

    def read(self, x: FloatArray, y: FloatArray) -> FloatArray:
        """Return probabilities at columns and rows of the grid, where a cell's centre is whole: `probabilities_at`."""
        return probabilities_at(self.probability, x, y)


def probabilities_at(probability: NDArray[np.float32], x: FloatArray, y: FloatArray) -> FloatArray:
    """Return them at columns and rows of their grid, interpolated linearly; 0 outside it and where they are NaN."""
    height, width = probability.shape
    within = (x >= -HALF_CELL) & (y >= -HALF_CELL) & (x <= width - HALF_CELL) & (y <= height - HALF_CELL)
    x, y = np.where(within, x, 0.0), np.where(within, y, 0.0)
    left, top = np.clip(x, 0, width - 2).astype(np.intp), np.clip(y, 0, height - 2).astype(np.intp)
    right_share, low_share = np.clip(x - left, 0, 1), np.clip(y - top, 0, 1)
    flat = probability.ravel()
    first, left_share = top * width + left, 1 - right_share
    upper = flat.take(first) * left_share + flat.take(first + 1) * right_share
    first += width
    lower = flat.take(first) * left_share + flat.take(first + 1) * right_share
    return np.where(within, upper * (1 - low_share) + lower * low_share, 0.0)


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
        The person's silhouette, or None where it was not asked for, nobody was found, or the estimator has none.
    contour
        Its contour ``[station, edge]`` in pixels, as `hiphinge.estimators.contour.contour_of` reads it, from an
        estimator that computes the silhouette only where that is read; None elsewhere.
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
    contour: FloatArray | None = None
    measured: bool = True

    def __post_init__(self) -> None:
        """Freeze the arrays."""
        for name in ("positions", "confidence", "world_m", "contour"):
            value = getattr(self, name)
            if value is not None:
                object.__setattr__(self, name, frozen(value))

    @property
    def has_silhouette(self) -> bool:
        """Whether a silhouette is known, whole or by its contour."""
        return self.mask is not None or self.contour is not None

    def mirrored(self, layout: KeypointLayout, *, width_px: int) -> "PoseFrame":
        """Return the same person in the frame that is this one mirrored, ``width_px`` wide: left and right change."""
        order = layout.mirrored_order()
        return replace(
            self,
            positions=self.positions[order] * (-1, 1) + (width_px, 0),
            confidence=self.confidence[order],
            world_m=None if self.world_m is None else self.world_m[order] * (-1, 1, 1),
            mask=None if self.mask is None else self.mask.mirrored(width_px),
            contour=None if self.contour is None else self.contour[:, ::-1],
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
            Whether `PoseFrame.mask` or `PoseFrame.contour` is wanted, where the estimator has one.
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
