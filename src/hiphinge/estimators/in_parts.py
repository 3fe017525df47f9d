"""What an estimator may also do: follow the person through several parts of a recording side by side."""

from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar, runtime_checkable

from hiphinge.estimators.pose import Image, PoseFrame

__all__ = ["EstimatesInParts", "TimedImage"]


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
