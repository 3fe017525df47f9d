"""BlazePose as an estimator: detect once, then follow the person from frame to frame."""

import math
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from hiphinge.errors import UnknownIdError
from hiphinge.estimators.blazepose.crowd import LOOK_AGAIN_S, LOOK_S, Crowd
from hiphinge.estimators.blazepose.detection import SAME_PERSON, Detector, choose_person, distance
from hiphinge.estimators.blazepose.landmarks import Body, LandmarkNetwork
from hiphinge.estimators.litert import runtime
from hiphinge.estimators.models import model_path, sha256_of
from hiphinge.estimators.pose import Image, PoseFrame, checked_image, no_person
from hiphinge.frozen_mapping import FrozenMapping
from hiphinge.motion import BLAZEPOSE_33, KeypointLayout

if TYPE_CHECKING:
    from hiphinge.estimators.region import Region

__all__ = ["BlazePose"]

VARIANTS = ("lite", "full", "heavy")
MIN_PRESENCE = 0.5
JUMP = 0.2
"""A region that differs this much from the one before (`distance`) is a cut or another person; in hinges, swings and
squats it was at most 0.13, even at ten frames a second."""
MOVED, TURNED_RAD = 0.03, 0.1
"""Where the person moved or turned this far from the region of the previous frame, the network runs again in a region
that fits: in the old region, a fast trunk lags by up to 45 degrees."""
MAX_RUNS = 3
"""The largest number of network runs on one frame."""
REMEMBERED_S = 1.0
"""How long after losing the person the same one is preferred, seconds."""


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
        self._detector = Detector(detector, threads=threads)
        self._landmarks = LandmarkNetwork(path, threads=threads, masks=masks)
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
        self._region: Region | None = None
        self._last: Region | None = None
        self._last_time_s = float("-inf")
        self._crowd = Crowd()
        self._next_look_s = float("-inf")
        self._wanted: Region | None = None

    @property
    def people(self) -> int:
        """How many people are in the frames since the last reset."""
        return self._crowd.count

    @property
    def bends_instead(self) -> "Region | None":
        """Where somebody is who bends while the person who is followed stands still; None where there is nobody."""
        return self._crowd.bends_instead

    def follow(self, region: "Region") -> None:
        """Follow the person in that region of the first frames, not the largest and most central one."""
        self._wanted = region

    def estimate(self, image_rgb: Image, *, time_s: float) -> PoseFrame:
        """Find the person in the next frame; see `Estimator.estimate`."""
        image = checked_image(image_rgb)
        body, tracked = self._follow(image), True
        if body is None or self._jumped(body):
            body, tracked = self._search(image, time_s=time_s) or body, False
        if body is None or body.next_region is None:
            self._region = None
            return no_person(self.layout, with_world=True)
        body = self._refined_region(image, body)
        self._region = self._last = body.next_region
        self._wanted = None
        self._last_time_s = time_s
        self._look_around(image, body, time_s=time_s)
        return PoseFrame(
            positions=body.positions,
            confidence=body.confidence,
            world_m=body.world_m,
            score=body.presence,
            detected=True,
            tracked=tracked,
            mask=body.mask,
        )

    def _follow(self, image: Image) -> Body | None:
        return None if self._region is None else _present(self._landmarks.find(image, self._region))

    def _refined_region(self, image: Image, body: Body) -> Body:
        """Run the network again while the person is outside the region; a run that detects nobody changes nothing."""
        region = self._region
        for _ in range(MAX_RUNS - 1):
            if region is None or body.next_region is None or not _outside_region(region, body.next_region):
                break
            region = body.next_region
            again = _present(self._landmarks.find(image, region))
            if again is None or again.next_region is None:
                break
            body = again
        return body

    def _jumped(self, body: Body) -> bool:
        if self._region is None or body.next_region is None:
            return True
        return distance(body.next_region, self._region) > JUMP

    def _search(self, image: Image, *, time_s: float) -> Body | None:
        """Look for people anywhere in the frame, and run the network on the one to follow.

        Of several people, the detector may miss the one who was followed: the network then runs where they were.
        """
        remembered = self._last if 0 <= time_s - self._last_time_s <= REMEMBERED_S else None
        known = self._wanted or (remembered if self._crowd.count > 1 else None)
        size_px = (image.shape[1], image.shape[0])
        found = self._detector.find(image)
        if known is not None and not any(distance(each.region, known) <= SAME_PERSON for each in found):
            there = _present(self._landmarks.find(image, known))
            if there is not None:
                return there
        chosen = choose_person(found, size_px=size_px, last=self._wanted or remembered)
        return None if chosen is None else _present(self._landmarks.find(image, chosen.region))

    def _look_around(self, image: Image, body: Body, *, time_s: float) -> None:
        """Search the whole frame for others, now and then: the network finds little beside somebody it has found."""
        if time_s < self._next_look_s or body.next_region is None:
            return
        found = self._detector.find_others(image, body.positions)
        others = [other for each in found if (other := _present(self._landmarks.find(image, each.region))) is not None]
        self._crowd.add([other.next_region for other in others if other.next_region is not None], body.next_region)
        self._next_look_s = time_s + (LOOK_AGAIN_S if self._crowd.several_now else LOOK_S)


def _outside_region(region: "Region", person: "Region") -> bool:
    turn = math.remainder(person.rotation_rad - region.rotation_rad, math.tau)
    return distance(person, region) > MOVED or abs(turn) > TURNED_RAD


def _present(body: Body) -> Body | None:
    return body if body.presence >= MIN_PRESENCE else None


def _landmark_file(variant: str) -> Path:
    if variant in VARIANTS:
        return model_path(f"blazepose-{variant}")
    if Path(variant).is_file():
        return Path(variant)
    unknown = UnknownIdError.of(variant, kind="model of blazepose", known=VARIANTS)
    message = f"{unknown} Or give the path of a landmark network; there is no file of that name."
    raise UnknownIdError(message)
