"""What an estimator may also do: take the frames of a recording together, and look at some again beside a camera."""

from collections.abc import Iterable, Iterator
from typing import Final, Protocol, TypeVar, runtime_checkable

from hiphinge.estimators.pose import Image, PoseFrame

__all__ = ["BEGINS_S", "EstimatesInParts", "LooksBack", "TimedImage"]

BEGINS_S: Final = 2.5
"""In so much of the beginning of a recording, seconds, a person may be found late, or taken for where they are not."""


class TimedImage(Protocol):
    """A frame ``[height, width, 3]``, upright, 8 bits a channel, with its time on the recording's clock."""

    @property
    def image_rgb(self) -> Image:
        """The frame."""
        ...

    @property
    def time_s(self) -> float:
        """Its time, seconds."""
        ...


F = TypeVar("F", bound=TimedImage)


@runtime_checkable
class EstimatesInParts(Protocol):
    """What an estimator may also have: it takes the frames of a recording all together."""

    def estimates(
        self, frames: Iterable[F], *, count: int | None = None, every: int = 1
    ) -> Iterator[tuple[F, PoseFrame]]:
        """Find the person in the frames of a recording; yield each frame with what was found in it, in order.

        The recording is cut into parts, which are followed side by side. The cuts depend on nothing but ``count``, so
        the numbers are the same for any number of threads; they may differ a little from those of
        `Estimator.estimate`, frame by frame. Closing the iterator stops what is under way.

        Parameters
        ----------
        frames
            All frames of a recording; they may be taken in another thread, and some are taken ahead.
        count
            How many there are, nearly; None where that is not known.
        every
            Every so many frames are measured, and those between where the person does not move evenly. The others have
            the pose before them, and `PoseFrame.measured` is False.

        Raises
        ------
        InputFormatError
            If a frame has another shape or type.
        """
        ...


@runtime_checkable
class LooksBack(EstimatesInParts, Protocol):
    """What an estimator of a camera's frames may also have: the first ones are looked at again, beside the newest."""

    def beside(self) -> EstimatesInParts:
        """Return one that knows nobody, has networks of its own, and is for another thread."""
        ...

    def turn(self, *, width_px: int) -> None:
        """Take note that the next frames, ``width_px`` wide, are mirrored, or no longer: the person is followed on."""
        ...
