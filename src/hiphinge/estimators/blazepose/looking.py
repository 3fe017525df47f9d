"""What the networks find in one frame, given where the person is expected; nothing is kept from frame to frame."""

import math
from dataclasses import dataclass
from pathlib import Path

from hiphinge.estimators.blazepose.detection import SAME_PERSON, Candidate, Detector, choose_person, distance
from hiphinge.estimators.blazepose.landmarks import Body, LandmarkNetwork
from hiphinge.estimators.blazepose.silhouette import WindowedSilhouette
from hiphinge.estimators.contour import contour_along, contour_lines
from hiphinge.estimators.pose import Image, PersonMask
from hiphinge.estimators.region import Region
from hiphinge.motion import BLAZEPOSE_33, FloatArray

__all__ = ["Expected", "Looker", "is_jump", "outside_region"]

MIN_PRESENCE = 0.5
JUMP = 0.2
"""A region that differs this much from the one before (`distance`) is a cut or another person; in hinges, swings and
squats it was at most 0.13, even at ten frames a second."""
MOVED, TURNED_RAD = 0.03, 0.1
"""Where the person is this far from the region that was looked at, or turned in it, the network runs again in a region
that fits: in one that does not, a fast trunk is off by up to 45 degrees. With 0.04, a real lift behind plates was no
longer found, though rendered ones were."""
ASTRAY, OTHER_SIZE = 0.2, 0.45
"""Who is this far from where the person is known to be, in sizes of the region, or differs so in its logarithm, is
somebody else."""
MAX_RUNS = 3
"""The largest number of network runs on one frame."""


@dataclass(frozen=True, kw_only=True)
class Expected:
    """Where the person is expected.

    Attributes
    ----------
    region
        Where they were in the frame before, or None where they were lost; one that is far from it is a cut or another
        person.
    wanted
        The person to follow, before they are found for the first time.
    known
        Where the person is known to be, nearly: then nobody else is looked for.
    remembered
        Where the person was before they were lost, a short while ago.
    crowded
        Whether several people are in the video.
    """

    region: Region | None
    wanted: Region | None = None
    known: Region | None = None
    remembered: Region | None = None
    crowded: bool = False


@dataclass(frozen=True, kw_only=True, eq=False)
class Seen:
    """What a look at one frame found.

    Attributes
    ----------
    body
        The person; None where nobody is.
    followed
        Whether they were found without a search.
    people
        How many people the search found.
    """

    body: Body | None
    followed: bool = False
    people: int = 0


class Looker:
    """The two networks, for one thread."""

    def __init__(
        self, landmarks: Path, detector: Path, *, threads: int, masks: bool, whole_masks: bool = False
    ) -> None:
        """Load the networks' files; silhouettes are computed where their contour is read, or whole."""
        self._detector = Detector(detector, threads=threads)
        self._landmarks = LandmarkNetwork(landmarks, threads=threads, masks=masks)
        self._whole_masks = whole_masks

    def mask(self, body: Body) -> PersonMask | None:
        """Return the whole silhouette of a person who was found, where it is wanted and the networks give one."""
        found = self._landmarks.silhouette(body) if self._whole_masks else None
        return found.whole() if isinstance(found, WindowedSilhouette) else found

    def contour(self, body: Body) -> FloatArray | None:
        """Return the contour of a person who was found, where the networks give silhouettes that nobody wants whole."""
        found = None if self._whole_masks else self._landmarks.silhouette(body)
        return None if found is None else contour_along(contour_lines(body.positions, BLAZEPOSE_33), found)

    def look(self, image: Image, expected: Expected) -> Seen:
        """Return who is where they are expected, or else anywhere in the frame."""
        if expected.known is not None:
            return self._look_there(image, expected.region, expected.known)
        region, people, followed = expected.region, 0, True
        body = None if region is None else self._present(image, region)
        if body is None or _jumped(body, region):
            elsewhere, people = self._search(image, expected)
            body, followed = elsewhere or body, False
        if body is None or body.next_region is None:
            return Seen(body=None, people=people)
        return Seen(body=self._refined(image, body, region), followed=followed, people=people)

    def _look_there(self, image: Image, region: Region | None, known: Region) -> Seen:
        """Return the person where they are known to be, or nobody."""
        for followed, there in ((True, region), (False, known)):
            if there is None or _astray(there, known):
                continue
            body = self._present(image, there)
            if body is not None and body.next_region is not None:
                body = self._refined(image, body, there)
                if body.next_region is not None and not _astray(body.next_region, known):
                    return Seen(body=body, followed=followed)
        return Seen(body=None)

    def others(self, image: Image, body: Body) -> list[Region]:
        """Return where others are than the person who was found: the network finds little beside somebody."""
        found = self._detector.find_others(image, body.positions)
        others = [self._present(image, each.region) for each in found]
        return [other.next_region for other in others if other is not None and other.next_region is not None]

    def detected(self, image: Image) -> list[Candidate]:
        """Return everybody whom the detector finds in an image, the highest score first."""
        return self._detector.find(image)

    def region_of(self, image: Image, region: Region) -> Region | None:
        """Return the region of the person who is seen in one that may not fit; None where nobody is."""
        body = self._present(image, region)
        if body is None or body.next_region is None or not outside_region(region, body.next_region):
            return None if body is None else body.next_region
        again = self._present(image, body.next_region)
        return body.next_region if again is None else again.next_region

    def _present(self, image: Image, region: Region) -> Body | None:
        body = self._landmarks.find(image, region)
        return body if body.presence >= MIN_PRESENCE else None

    def _refined(self, image: Image, body: Body, region: Region | None) -> Body:
        """Run the network again while the person is outside the region; a run that detects nobody changes nothing."""
        for _ in range(MAX_RUNS - 1):
            if region is None or body.next_region is None or not outside_region(region, body.next_region):
                break
            region = body.next_region
            again = self._present(image, region)
            if again is None or again.next_region is None:
                break
            body = again
        return body

    def _search(self, image: Image, expected: Expected) -> tuple[Body | None, int]:
        """Look for people anywhere in the frame, and run the network on the one to follow; return how many, too.

        Of several people, the detector may miss the one who was followed: the network then runs where they were.
        """
        known = expected.wanted or (expected.remembered if expected.crowded else None)
        found = self._detector.find(image)
        if known is not None and not any(distance(each.region, known) <= SAME_PERSON for each in found):
            there = self._present(image, known)
            if there is not None:
                return there, len(found)
        size_px = (image.shape[1], image.shape[0])
        chosen = choose_person(found, size_px=size_px, last=expected.wanted or expected.remembered)
        return None if chosen is None else self._present(image, chosen.region), len(found)


def _jumped(body: Body, region: Region | None) -> bool:
    return region is None or body.next_region is None or is_jump(region, body.next_region)


def is_jump(before: Region, after: Region) -> bool:
    """Return whether two regions, a frame apart, are too far apart to be one person's."""
    return distance(after, before) > JUMP


def _astray(region: Region, known: Region) -> bool:
    return region.shift_from(known) > ASTRAY or abs(math.log(region.size_px / known.size_px)) > OTHER_SIZE


def outside_region(region: Region, person: Region) -> bool:
    """Return whether a region does not fit the person, whose own region is given, too."""
    turn = math.remainder(person.rotation_rad - region.rotation_rad, math.tau)
    return distance(person, region) > MOVED or abs(turn) > TURNED_RAD
