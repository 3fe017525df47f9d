"""What an estimator may also do: look at several frames of a recording at once."""

from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar, runtime_checkable

from hiphinge.estimators.pose import Image, PoseFrame

__all__ = ["EstimatesAhead", "TimedImage"]


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
class EstimatesAhead(Protocol):
    """What an estimator may also have: it takes the frames of a recording all together."""

    def estimates(self, frames: Iterable[F]) -> Iterator[tuple[F, PoseFrame]]:
        """Find the person in the frames of a recording; yield each frame with what was found in it, in order.

        It may know some frames after the one that it looks at, so its numbers may differ a little from those of
        `Estimator.estimate`, frame by frame. They are the same for any number of threads. Closing the iterator stops
        what is under way.

        Raises
        ------
        InputFormatError
            If a frame has another shape or type.
        """
        ...
