"""The weight plate nearer to the camera: found beside the hands, then followed from frame to frame.

A plate is a circle, and from the side nearly one in the frame: its edge is sought along rays from where its centre is
expected, and an ellipse with upright axes is fitted to what most rays agree on, to a fraction of a pixel. What is found
may be anything round; `hiphinge.loads` decides whether it moves as a plate does.
"""

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from hiphinge.estimators.ellipses import ALL_PASSES, fitted, fitted_one
from hiphinge.motion import FloatArray, KeypointLayout
from hiphinge.motion.recording import PLATE_NUMBERS

if TYPE_CHECKING:
    from hiphinge.estimators.pose import Image, PoseFrame

__all__ = ["PlateFollower"]


BODY_M: Final = 1.33
"""Shoulder to hip to knee to ankle of a person of 1.70 m, metres; only to know where and how large to search."""
RADII_M: Final = (0.15, 0.5)
"""Radii to search for, in metres at the body: plates of 300 mm and more, and up to twice as near to the camera."""
REACH_M: Final = 0.6
"""How far from the hands a plate's centre may be in the frame, metres at the body: the plate is out at the sleeve."""
FOLLOWED_REACH: Final = 2.0
"""How many times that far a plate may get that is followed."""
WINDOW_PX: Final = 150
"""Size of the search's image."""
SEARCH_EVERY: Final = (3, 12)
"""While nothing is followed, so many frames are between two searches: at first, and after many in vain."""
EDGES: Final = ((0.15, 1), (0.3, 2))
"""Share of the pixels that are edges in a search, and for every how many radii each votes: the first search takes both,
later ones the second. With the first alone, a dark plate before a bright wall was not found in a real video: all edges
were the wall's."""
MIN_GRADIENT: Final = 16.0
"""Least gradient of an edge, as Sobel's operator gives it."""
ALIGNED: Final = 0.94
"""Cosine of the angle between an edge's gradient and the way to the centre, at least."""
CANDIDATES: Final = 5
MIN_SUPPORT: Final = (0.46, 0.26)
"""Share of the rays whose strongest edge has to be the plate's: to find it, and to follow it; by chance a sixth."""
SURE: Final = 0.65
"""Share of the rays from which on the first, widest look is left out in the next frame, and has to be reached again."""
LARGER: Final = 1.15
"""How much larger a plate has to be than the one that is followed to be taken instead."""
LARGER_FIRST: Final = 8
LARGER_EVERY: Final = 60
"""Frames after which a larger plate is sought for the first time, and from then on."""
RESTS_WHILE_M: Final = 0.12
RESTS_M: Final = 0.02
"""What moves up and down by less than the second while hands and shoulders move by the first, metres at the body, is on
a rack or on the wall."""
SAME_SIZE: Final = 0.07
"""Change of size from its running mean up to which it is the same plate, share."""
FASTER: Final = (1.6, 2.4, 3.2)
"""A plate that is not where its speed takes it may have gone so many times as far: bars speed up."""
ASIDE: Final = 0.3
"""So far around where a plate was seen last it is sought as well, share of its radius."""
LOST_AFTER: Final = 5
"""Frames without an edge after which the plate is searched for again."""


_TURNS: Final = np.arange(8) * (np.pi / 4)
_AROUND: Final = np.column_stack([np.cos(_TURNS), np.sin(_TURNS)])


class PlateFollower:
    """Follows one plate through the frames of a recording.

    Parameters
    ----------
    layout
        The keypoints of the poses.
    """

    def __init__(self, layout: KeypointLayout) -> None:
        self._layout = layout
        self._last: FloatArray | None = None
        self._seen = np.zeros(PLATE_NUMBERS)
        self._size = np.zeros(2)
        self._speed = np.zeros(2)
        self._missed = 0
        self._frames = 1
        self._places: FloatArray | None = None
        self._wait = self._searches = 0
        self._ways: list[FloatArray] = []
        self._resting: list[FloatArray] = []

    def follow(self, image_rgb: "Image", pose: "PoseFrame") -> FloatArray:
        """Return the plate in the next frame: ``x, y, width, height`` in pixels and the share of rays that agree.

        NaN where there is none. The same conventions as `PoseFrame.positions`.
        """
        place = self._place(pose)
        found = self._followed(image_rgb, place)
        if found is not None or self._last is None:
            self._places = None if place is None else place[0]
        if found is None and self._last is None and place is not None:
            found = self._searched(image_rgb, place)
        self._frames = 1
        return np.full(PLATE_NUMBERS, np.nan) if found is None else found * np.array([1, 1, 2, 2, 1])

    def leave_out(self) -> FloatArray:
        """Return that no plate is known in the next frame, which is not looked at."""
        self._frames += 1
        return np.full(PLATE_NUMBERS, np.nan)

    def _place(self, pose: "PoseFrame") -> tuple[FloatArray, float] | None:
        """Return the middle between the hands and that between the shoulders, and the pixels in a metre at the body."""
        if not pose.detected:
            return None
        at = {name: self._middle(pose, name) for name in ("shoulder", "hip", "knee", "ankle", "wrist")}
        chain = np.stack([at[name] for name in ("shoulder", "hip", "knee", "ankle")])
        scale = float(np.linalg.norm(np.diff(chain, axis=0), axis=1).sum()) / BODY_M
        places = np.stack([at["wrist"], at["shoulder"]])
        return (places, scale) if np.isfinite(places).all() and np.isfinite(scale) and scale > 0 else None

    def _middle(self, pose: "PoseFrame", joint: str) -> FloatArray:
        both = [self._layout.index(f"{side}_{joint}") for side in ("left", "right")]
        known = [index for index in both if index is not None]
        return np.asarray(pose.positions[known].mean(axis=0)) if known else np.full(2, np.nan)

    def _followed(self, image: "Image", place: tuple[FloatArray, float] | None) -> FloatArray | None:
        if self._last is None:
            return None
        way = self._frames * self._speed
        guess = np.append(self._last[:2] + way, self._size)
        found = fitted_one(image, guess, SURE, passes=ALL_PASSES[1:]) if self._last[4] >= SURE else None
        if found is None:
            found = fitted_one(image, guess, MIN_SUPPORT[1])
        if found is None and self._speed.any():
            found = fitted_one(image, np.append(self._last[:2], self._size), MIN_SUPPORT[1])
        if found is None:
            found = self._carried(image, place)
        if (
            found is not None
            and _alike(found, self._size)
            and _in_reach(found, place, FOLLOWED_REACH)
            and self._moves(found, place)
        ):
            moved = (found[:2] - self._last[:2]) / self._frames
            self._speed = moved if self._missed == 0 else 0.6 * self._speed
            self._last, self._seen, self._missed = found, found.copy(), 0
            self._size += 0.1 * (found[2:4] - self._size)
            return self._larger(image, place, found)
        self._missed += self._frames
        self._last[:2] += way
        self._speed *= 0.6
        if self._missed >= LOST_AFTER:
            self._last, self._wait = None, 0
        return None

    def _carried(self, image: "Image", place: tuple[FloatArray, float] | None) -> FloatArray | None:
        """Return the plate where it gets by speeding up, by turning back, or as hands or shoulders have gone."""
        if self._last is None:
            return None
        ways = [self._last[:2] + step * self._frames * self._speed for step in FASTER]
        ways += [*(self._seen[:2] + ASIDE * self._size.mean() * _AROUND)]
        if place is not None and self._places is not None:
            ways += [*(self._seen[:2] + place[0] - self._places)]
        guesses = np.column_stack([ways, np.tile(self._size, (len(ways), 1))])
        found = [one for one in fitted(image, guesses, MIN_SUPPORT[0]) if _alike(one, self._size)]
        return max(found, key=lambda one: float(one[4])) if found else None

    def _moves(self, found: FloatArray, place: tuple[FloatArray, float] | None) -> bool:
        """Tell whether what is followed has not stayed where it is while the hands and shoulders went up or down."""
        if place is None:
            return True
        places, scale = place
        self._ways.append(np.append(places[:, 1], found[1]))
        ways = np.ptp(np.array(self._ways), axis=0) / scale
        if ways[:2].min() < RESTS_WHILE_M or ways[2] > RESTS_M:
            return True
        self._resting.append(found[:3])
        self._missed = LOST_AFTER
        return False

    def _larger(self, image: "Image", place: tuple[FloatArray, float] | None, found: FloatArray) -> FloatArray:
        """Return what is followed, or now and then a larger plate that was not found before: the one before it."""
        self._wait -= self._frames
        if self._wait > 0 or place is None:
            return found
        other = self._best(image, place)
        self._wait = LARGER_EVERY
        if other is None or other[3] < LARGER * found[3]:
            return found
        self._take(other)
        return other

    def _searched(self, image: "Image", place: tuple[FloatArray, float]) -> FloatArray | None:
        self._wait -= self._frames
        if self._wait > 0:
            return None
        self._wait = min(SEARCH_EVERY[0] + self._searches // 3, SEARCH_EVERY[1])
        found = self._best(image, place)
        if found is not None:
            self._take(found)
        return found

    def _best(self, image: "Image", place: tuple[FloatArray, float]) -> FloatArray | None:
        """Return the best plate at the hands, every third time at the shoulders, or None."""
        self._searches += 1
        places, scale = place
        place_of = places[int(self._searches % 3 == 0)]
        circles = _circles(image, place_of, scale, edges=EDGES if self._searches == 1 else EDGES[1:])
        some = [fit for fit in fitted(image, circles, MIN_SUPPORT[0]) if _in_reach(fit, place) and not self._rests(fit)]
        return max(some, key=lambda fit: fit[4] * fit[3]) if some else None

    def _rests(self, fit: FloatArray) -> bool:
        return any(np.linalg.norm(fit[:2] - resting[:2]) < resting[2] / 2 for resting in self._resting)

    def _take(self, found: FloatArray) -> None:
        self._last, self._seen, self._missed = found.copy(), found.copy(), 0
        self._speed, self._searches = np.zeros(2), 0
        self._size, self._ways, self._wait = found[2:4].copy(), [], LARGER_FIRST


def _in_reach(fit: FloatArray, place: tuple[FloatArray, float] | None, share: float = 1.2) -> bool:
    if place is None:
        return True
    places, scale = place
    return bool(np.linalg.norm(fit[:2] - places, axis=1).min() < share * REACH_M * scale)


def _alike(fit: FloatArray, size: FloatArray) -> bool:
    return bool(np.abs(np.log(fit[2:4] / size)).max() < SAME_SIZE)


def _circles(image: "Image", place: FloatArray, scale: float, *, edges: tuple[tuple[float, int], ...]) -> FloatArray:
    """Return circles about a place that may be a plate, ``[candidate, 4]``: centre and radii in pixels; see `EDGES`."""
    import cv2  # noqa: PLC0415 - a heavy library, loaded when frames are looked at

    half = (REACH_M + RADII_M[1]) * scale
    height, width = image.shape[:2]
    low = np.maximum(np.floor(place - half), 0).astype(int)
    high = np.minimum(np.ceil(place + half), (width, height)).astype(int)
    if (high - low < 2 * RADII_M[0] * scale).any():
        return np.empty((0, 4))
    shrink = min(1.0, WINDOW_PX / (2 * half))
    part = image[low[1] : high[1], low[0] : high[0]]
    small = cv2.GaussianBlur(cv2.resize(part, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA), (3, 3), 0)
    across, down = (np.asarray(cv2.Sobel(small, cv2.CV_32F, *order), np.float32) for order in ((1, 0), (0, 1)))
    radii = np.arange(RADII_M[0] * scale * shrink, RADII_M[1] * scale * shrink + 1)
    found = np.concatenate([_voted(across, down, radii, share=share, every=every) for share, every in edges])
    return np.column_stack([found[:, :2] / shrink + low, found[:, 2] / shrink, found[:, 2] / shrink])


def _voted(
    across: NDArray[np.float32], down: NDArray[np.float32], radii: FloatArray, *, share: float, every: int
) -> FloatArray:
    """Return the circles ``[candidate, 3]`` that most edges point to: every edge votes for centres along its gradient.

    Parameters
    ----------
    across, down
        ``[row, column, colour]`` gradients; of each pixel the colour with the strongest counts.
    radii
        Radii to vote for, pixels.
    share, every
        Share of the pixels that are edges, and for every how many radii each votes (`EDGES`).
    """
    import cv2  # noqa: PLC0415 - a heavy library, loaded when frames are looked at

    size = np.hypot(across, down)
    colour = size.argmax(axis=2)[..., None]
    size, across, down = (np.take_along_axis(one, colour, 2)[..., 0] for one in (size, across, down))
    rows, columns = np.nonzero(size > max(float(np.percentile(size, 100 * (1 - share))), MIN_GRADIENT))
    if not len(rows):
        return np.empty((0, 3))
    way = np.stack([across, down])[:, rows, columns] / size[rows, columns]
    both = np.concatenate([radii[::every], -radii[::every]]).astype(np.float32)
    x, y = (
        np.rint(at[:, None] + along[:, None] * both).astype(np.int32)
        for at, along in zip((columns.astype(np.float32), rows.astype(np.float32)), way, strict=True)
    )
    # Below zero is beyond every limit as a number without a sign.
    inside = (x.view(np.uint32) < size.shape[1]) & (y.view(np.uint32) < size.shape[0])
    votes = np.bincount((y * size.shape[1] + x)[inside], minlength=size.size).reshape(size.shape).astype(np.float32)
    votes = np.asarray(cv2.GaussianBlur(votes, (0, 0), 1.5), np.float32)
    found = []
    for _ in range(CANDIDATES):
        row, column = np.unravel_index(int(votes.argmax()), votes.shape)
        found.append(
            (
                column + 0.5,
                row + 0.5,
                _radius(np.asarray(columns - column, float), np.asarray(rows - row, float), way, radii),
            )
        )
        votes[max(row - 5, 0) : row + 6, max(column - 5, 0) : column + 6] = 0
    return np.array(found)


def _radius(x: FloatArray, y: FloatArray, way: FloatArray, radii: FloatArray) -> float:
    """Return the radius at which most of a circle about a centre is covered by edges that point to it."""
    distance = np.hypot(x, y) + 1e-6
    towards = np.abs(x * way[0] + y * way[1]) / distance > ALIGNED
    counts = np.histogram(distance[towards], bins=np.append(radii - 1.0, radii[-1] + 0.0))[0]
    smoothed = np.convolve(counts, np.ones(3), mode="same") / radii
    return float(radii[smoothed.argmax()] - 0.5)
