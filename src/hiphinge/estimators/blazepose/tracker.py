"""BlazePose as an estimator: detect once, then follow the person from frame to frame.

`BlazePose.estimate` takes one frame after the other; each region is that of the frame before. `BlazePose.estimates`
cuts a recording into parts, and threads with networks of their own follow the person through several of them at once.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

from hiphinge.errors import UnknownIdError, UsageError
from hiphinge.estimators.blazepose.crowd import Crowd
from hiphinge.estimators.blazepose.earlier import found_earlier
from hiphinge.estimators.blazepose.following import Known, Step, step
from hiphinge.estimators.blazepose.looking import Looker
from hiphinge.estimators.blazepose.parts import joined, lengths_of
from hiphinge.estimators.blazepose.scouting import everybody
from hiphinge.estimators.blazepose.side_by_side import one_after_the_other, side_by_side
from hiphinge.estimators.in_parts import TimedImage
from hiphinge.estimators.litert import runtime
from hiphinge.estimators.models import model_path, sha256_of
from hiphinge.estimators.people import PersonTrack
from hiphinge.estimators.pose import Image, PoseFrame, checked_image
from hiphinge.frozen_mapping import FrozenMapping
from hiphinge.motion import BLAZEPOSE_33, KeypointLayout

__all__ = ["BlazePose"]

VARIANTS = ("lite", "full", "heavy")

F = TypeVar("F", bound=TimedImage)


class BlazePose:
    """The two BlazePose networks run by LiteRT, with the constants of MediaPipe's published graphs.

    Departs from MediaPipe on purpose in five things: no filter over time follows it; a frame much larger
    than the network's is averaged before it is sampled; with several people in view the largest and most central is
    chosen and kept, and a sudden jump starts a new search; where the person moves fast, the network runs again in a
    region that fits; regions are sampled at the centres of pixels.

    References
    ----------
    Bazarevsky et al. (2020), BlazePose: On-device real-time body pose tracking. arXiv:2006.10204
    """

    def __init__(
        self, *, model: str | None = None, threads: int = 1, masks: bool = False, whole_masks: bool = False
    ) -> None:
        """Load the networks, fetching them first where they are not here yet.

        Parameters
        ----------
        model
            ``lite``, ``full`` (the usual one) or ``heavy``, or the path of a landmark network's ``.tflite``.
        threads
            How many threads may work: in one network on one frame, or each on a part of a recording.
        masks
            Whether `PoseFrame.contour` is wanted; the silhouette is computed only where that is read.
        whole_masks
            Whether `PoseFrame.mask` is wanted in its place; that takes a quarter longer.

        Raises
        ------
        UsageError
            If there is no thread.
        UnknownIdError
            If the model is none of these and no file either.
        ModelMissingError
            If a network's file is not here and cannot be fetched.
        InputFormatError
            If the file is no landmark network.
        """
        variant = model or "full"
        path = _landmark_file(variant)
        detector = model_path("blazepose-detector")
        if threads < 1:
            message = f"The number of threads should be at least 1, but is {threads}."
            raise UsageError(message)
        self._another = partial(BlazePose, model=variant, masks=masks, whole_masks=whole_masks)
        looker_of = partial(Looker, path, detector, masks=masks, whole_masks=whole_masks)
        one = looker_of(threads=1)
        self._lookers: list[Callable[[], Looker]] = [lambda: one]
        """The networks of each thread that follows a part, and of the one that joins them; loaded when needed."""
        self._lookers += [cache(partial(looker_of, threads=1)) for _ in range(threads)]
        self._looker: Callable[[], Looker] = cache(partial(looker_of, threads=threads))
        if threads == 1:
            self._looker = self._lookers[0]
        self._threads = threads
        self._provenance = FrozenMapping(
            {
                "estimator": self.name,
                "version": version("hiphinge"),
                "model": variant if variant in VARIANTS else path.name,
                "detector_sha256": sha256_of(detector),
                "landmarks_sha256": sha256_of(path),
                "runtime": runtime(),
            }
        )
        self.reset()

    @property
    def name(self) -> str:
        """The name under which it is found."""
        return "blazepose"

    @property
    def layout(self) -> KeypointLayout:
        """The 33 keypoints."""
        return BLAZEPOSE_33

    @property
    def provenance(self) -> Mapping[str, str]:
        """The networks with their sha256, and the runtime."""
        return self._provenance

    def reset(self) -> None:
        """Forget the person."""
        self._known = Known()
        self._crowd = Crowd()

    @property
    def people(self) -> int:
        """How many people are in the frames since the last reset."""
        return self._crowd.count

    @property
    def unsure(self) -> bool:
        """Whether others were seen, or the person may have been mistaken for somebody else, since the last reset."""
        return self._crowd.unsure

    def everybody(self, frames: Iterable[TimedImage]) -> tuple[PersonTrack, ...]:
        """Return everybody in the frames of a recording; see `SeesPeople.everybody`."""
        return everybody(self._lookers[: self._threads], frames)

    def follow(self, track: PersonTrack) -> None:
        """Follow that person, and nobody else; see `SeesPeople.follow`."""
        self._known = Known(track=track)

    def beside(self) -> "BlazePose":
        """Return one with networks of its own, for another thread; see `LooksBack.beside`."""
        return self._another()

    def turn(self, *, width_px: int) -> None:
        """Follow the person on in mirrored frames; see `LooksBack.turn`."""
        self._known = self._known.mirrored(width_px)

    def estimate(self, image_rgb: Image, *, time_s: float) -> PoseFrame:
        """Find the person in the next frame; see `Estimator.estimate`."""
        return self._kept(step(self._looker(), checked_image(image_rgb), self._known, time_s=time_s))

    def estimates(
        self, frames: Iterable[F], *, count: int | None = None, every: int = 1
    ) -> Iterator[tuple[F, PoseFrame]]:
        """Find the person in the frames of a recording; see `EstimatesInParts.estimates`."""
        lengths, track = lengths_of(count), self._known.track
        *each, joining = self._lookers
        if self._threads == 1:
            parts = one_after_the_other(frames, lengths=lengths, every=every, track=track, looker=each[0]())
            for frame, found in found_earlier(joined(parts, each[0]), each[0]):
                yield frame, self._kept(found)
            return
        with side_by_side(frames, lengths=lengths, every=every, track=track, lookers=each) as parts:
            for frame, found in found_earlier(joined(parts, joining), joining):
                yield frame, self._kept(found)

    def _kept(self, found: Step) -> PoseFrame:
        if found.look is not None:
            self._crowd.add(found.look)
        if found.pose.detected and found.known.region is not None:
            self._crowd.add_followed(found.known.region, tracked=found.pose.tracked)
        self._known = found.known
        return found.pose


def _landmark_file(variant: str) -> Path:
    if variant in VARIANTS:
        return model_path(f"blazepose-{variant}")
    if Path(variant).is_file():
        return Path(variant)
    unknown = UnknownIdError.of(variant, kind="model of blazepose", known=VARIANTS)
    message = f"{unknown} Or give the path of a landmark network; there is no file of that name."
    raise UnknownIdError(message)
