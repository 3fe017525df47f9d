"""BlazePose as an estimator: detect once, then follow the person from frame to frame.

`BlazePose.estimate` takes one frame after the other; each region is that of the frame before. `BlazePose.estimates`
looks at two frames at once, with two copies of the networks. Every second frame is then a key frame: its region is that
of the key frame before, moved on. The frame between two key frames has the region between theirs, so that it waits for
no frame but those two. The order is the same for any number of threads, and so are the numbers.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future
from dataclasses import replace
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

from hiphinge.errors import UnknownIdError
from hiphinge.estimators.ahead import TimedImage
from hiphinge.estimators.blazepose.crowd import LOOK_AGAIN_S, LOOK_S, Crowd
from hiphinge.estimators.blazepose.known import Known
from hiphinge.estimators.blazepose.landmarks import Body
from hiphinge.estimators.blazepose.lanes import lanes
from hiphinge.estimators.blazepose.looking import Expected, Looker
from hiphinge.estimators.litert import runtime
from hiphinge.estimators.models import model_path, sha256_of
from hiphinge.estimators.pose import Image, PoseFrame, checked_image, no_person
from hiphinge.estimators.region import Region
from hiphinge.frozen_mapping import FrozenMapping
from hiphinge.motion import BLAZEPOSE_33, KeypointLayout

__all__ = ["BlazePose"]

VARIANTS = ("lite", "full", "heavy")
_IN_FLIGHT = 6
"""So many frames are under way at most: two are looked at, the others wait to be, or to be taken."""

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

    def __init__(self, *, model: str | None = None, threads: int = 1, masks: bool = False) -> None:
        """Load the networks, fetching them first where they are not here yet.

        Parameters
        ----------
        model
            ``lite``, ``full`` (the usual one) or ``heavy``, or the path of a landmark network's ``.tflite``.
        threads
            How many threads a network may use.
        masks
            Whether `PoseFrame.mask` is wanted.

        Raises
        ------
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
        self._looker_of = partial(Looker, path, detector, masks=masks)
        self._threads = threads
        self._looker = self._looker_of(threads=threads)
        self._pair: tuple[Looker, Looker] | None = None
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
        self._next_look_s = float("-inf")

    @property
    def people(self) -> int:
        """How many people are in the frames since the last reset."""
        return self._crowd.count

    @property
    def bends_instead(self) -> Region | None:
        """Where somebody is who bends while the person who is followed stands still; None where there is nobody."""
        return self._crowd.bends_instead

    def follow(self, region: Region) -> None:
        """Follow the person in that region of the first frames, not the largest and most central one."""
        self._known = Known(wanted=region)

    def estimate(self, image_rgb: Image, *, time_s: float) -> PoseFrame:
        """Find the person in the next frame; see `Estimator.estimate`."""
        expected = self._known.expected(time_s, moved_on=False)
        frame, self._known = self._next(self._looker, checked_image(image_rgb), expected, self._known, time_s)
        return frame

    def estimates(self, frames: Iterable[F]) -> Iterator[tuple[F, PoseFrame]]:
        """Find the person in the frames of a recording; see `EstimatesAhead.estimates`."""
        waiting: deque[tuple[F, Future[tuple[PoseFrame, Known]]]] = deque()
        before: Future[tuple[PoseFrame, Known]] = Future()
        before.set_result((no_person(self.layout), self._known))
        middle: F | None = None
        pair = self._lookers()
        with lanes(min(self._threads, 2)) as (first, second):
            for number, frame in enumerate(frames):
                checked_image(frame.image_rgb)
                if number % 2:
                    middle = frame
                    continue
                after = first.submit(self._key, pair[0], frame, before)
                if middle is not None:
                    waiting.append((middle, second.submit(self._between, pair[1], middle, before, after)))
                waiting.append((frame, after))
                before, middle = after, None
                while len(waiting) > _IN_FLIGHT:
                    yield _taken(waiting)
            if middle is not None:
                before = first.submit(self._key, pair[0], middle, before)
                waiting.append((middle, before))
            while waiting:
                yield _taken(waiting)
        self._known = before.result()[1]

    def _lookers(self) -> tuple[Looker, Looker]:
        """Return the networks of the two threads that look at frames at once; with one thread, twice the same."""
        if self._pair is None:
            one = self._looker if self._threads == 1 else self._looker_of(threads=self._threads // 2)
            self._pair = one, one if self._threads == 1 else self._looker_of(threads=self._threads // 2)
        return self._pair

    def _key(
        self, looker: Looker, frame: TimedImage, before: "Future[tuple[PoseFrame, Known]]"
    ) -> tuple[PoseFrame, Known]:
        known = before.result()[1]
        expected = known.expected(frame.time_s, moved_on=True)
        return self._next(looker, frame.image_rgb, expected, known, frame.time_s)

    def _between(
        self,
        looker: Looker,
        frame: TimedImage,
        before: "Future[tuple[PoseFrame, Known]]",
        after: "Future[tuple[PoseFrame, Known]]",
    ) -> tuple[PoseFrame, Known]:
        known = before.result()[1]
        expected = known.expected_before(after.result()[1], frame.time_s)
        return self._posed(*looker.look(frame.image_rgb, expected)), known

    def _next(
        self, looker: Looker, image: Image, expected: Expected, known: Known, time_s: float
    ) -> tuple[PoseFrame, Known]:
        body, tracked = looker.look(image, expected)
        self._look_around(looker, image, body, time_s=time_s)
        after = known.then(body, tracked=tracked, time_s=time_s)
        return self._posed(body, tracked), replace(after, crowded=self._crowd.count > 1)

    def _look_around(self, looker: Looker, image: Image, body: Body | None, *, time_s: float) -> None:
        """Search the whole frame for others, now and then."""
        if body is None or body.next_region is None or time_s < self._next_look_s:
            return
        self._crowd.add(looker.others(image, body), body.next_region)
        self._next_look_s = time_s + (LOOK_AGAIN_S if self._crowd.several_now else LOOK_S)

    def _posed(self, body: Body | None, tracked: bool) -> PoseFrame:  # noqa: FBT001  # as `Looker.look` returns them
        if body is None:
            return no_person(self.layout, with_world=True)
        return PoseFrame(
            positions=body.positions,
            confidence=body.confidence,
            world_m=body.world_m,
            score=body.presence,
            detected=True,
            tracked=tracked,
            mask=body.mask,
        )


def _taken(waiting: "deque[tuple[F, Future[tuple[PoseFrame, Known]]]]") -> tuple[F, PoseFrame]:
    frame, found = waiting.popleft()
    return frame, found.result()[0]


def _landmark_file(variant: str) -> Path:
    if variant in VARIANTS:
        return model_path(f"blazepose-{variant}")
    if Path(variant).is_file():
        return Path(variant)
    unknown = UnknownIdError.of(variant, kind="model of blazepose", known=VARIANTS)
    message = f"{unknown} Or give the path of a landmark network; there is no file of that name."
    raise UnknownIdError(message)
