"""The weight plate nearer to the camera: found beside the hands, then followed from frame to frame.

A plate is a circle, and from the side nearly one in the frame: its edge is sought along rays from where its centre is
expected, and an ellipse with upright axes is fitted to what most rays agree on, to a fraction of a pixel. What is found
may be anything round; `hiphinge.loads` decides whether it moves as a plate does.
"""

from typing import TYPE_CHECKING, Final

import numpy as np

from hiphinge.motion import FloatArray, KeypointLayout

if TYPE_CHECKING:
    from hiphinge.estimators.pose import Image, PoseFrame

__all__ = ["PlateFollower"]

_RAYS: Final = 64
_SAMPLES: Final = 41
_ANGLES = np.arange(_RAYS) * (2 * np.pi / _RAYS)
_COS, _SIN = np.cos(_ANGLES), np.sin(_ANGLES)
_DESIGN = np.stack([_COS, _SIN, _COS**2, _SIN**2], axis=1)

BODY_M: Final = 1.33
"""Shoulder to hip to knee to ankle of a person of 1.70 m, metres; only to know where and how large to search."""
RADII_M: Final = (0.15, 0.36)
"""Radii to search for, in metres at the body: plates of 300 to 500 mm, and nearer to the camera than the body."""
REACH_M: Final = 0.50
"""How far from the hands a plate's centre may be in the frame, metres at the body: the plate is out at the sleeve."""
WINDOW_PX: Final = 150
"""Size of the search's image."""
SEARCH_EVERY: Final = 6
"""While nothing is followed, so many frames are between two searches."""
BANDS: Final = (0.22, 0.10, 0.05)
"""How far in and out of the expected edge is looked, share of the radius, in one pass after the other."""
MIN_SUPPORT: Final = 0.55
"""Share of the rays that have to agree; by chance it is a quarter."""
NEAR: Final = 0.025
"""How near a ray's edge has to be to agree, share of the radius."""
ROUND: Final = (0.75, 1.2)
"""Width by height of a plate from the side, up to 35° oblique."""
LOST_AFTER: Final = 5
"""Frames without an edge after which the plate is searched for again."""


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
        self._speed = np.zeros(2)
        self._missed = 0
        self._wait = 0

    def follow(self, image_rgb: "Image", pose: "PoseFrame") -> FloatArray:
        """Return the plate in the next frame: ``x, y, width, height`` in pixels and the share of rays that agree.

        NaN where there is none. The same conventions as `PoseFrame.positions`.
        """
        place = self._place(pose)
        found = self._followed(image_rgb, place)
        if found is None and self._last is None and place is not None:
            found = self._searched(image_rgb, place)
        return np.full(5, np.nan) if found is None else found * np.array([1, 1, 2, 2, 1])

    def _place(self, pose: "PoseFrame") -> tuple[FloatArray, float] | None:
        """Return the middle between the hands, and the pixels in a metre at the body."""
        if not pose.detected:
            return None
        at = {name: self._middle(pose, name) for name in ("shoulder", "hip", "knee", "ankle", "wrist")}
        chain = np.stack([at[name] for name in ("shoulder", "hip", "knee", "ankle")])
        scale = float(np.linalg.norm(np.diff(chain, axis=0), axis=1).sum()) / BODY_M
        return (at["wrist"], scale) if np.isfinite([scale, *at["wrist"]]).all() and scale > 0 else None

    def _middle(self, pose: "PoseFrame", joint: str) -> FloatArray:
        both = [self._layout.index(f"{side}_{joint}") for side in ("left", "right")]
        known = [index for index in both if index is not None]
        return np.asarray(pose.positions[known].mean(axis=0)) if known else np.full(2, np.nan)

    def _followed(self, image: "Image", place: tuple[FloatArray, float] | None) -> FloatArray | None:
        if self._last is None:
            return None
        guess = self._last.copy()
        guess[:2] += self._speed
        found = _fitted(image, guess[:4])
        if found is None and self._speed.any():
            found = _fitted(image, self._last[:4])
        if found is not None and _alike(found, self._last) and _in_reach(found, place):
            self._speed = found[:2] - self._last[:2] if self._missed == 0 else np.zeros(2)
            self._last, self._missed = found, 0
            return found
        self._missed += 1
        self._speed = np.zeros(2)
        if self._missed >= LOST_AFTER:
            self._last, self._wait = None, 0
        return None

    def _searched(self, image: "Image", place: tuple[FloatArray, float]) -> FloatArray | None:
        self._wait -= 1
        if self._wait >= 0:
            return None
        self._wait = SEARCH_EVERY - 1
        some = [fit for circle in _circles(image, *place) if (fit := _fitted(image, circle)) is not None]
        some = [fit for fit in some if _in_reach(fit, place)]
        if not some:
            return None
        found = max(some, key=lambda fit: fit[4] * np.sqrt(fit[3]))
        self._last, self._missed, self._speed = found, 0, np.zeros(2)
        return found


def _in_reach(fit: FloatArray, place: tuple[FloatArray, float] | None) -> bool:
    if place is None:
        return True
    hands, scale = place
    return bool(np.linalg.norm(fit[:2] - hands) < 1.5 * REACH_M * scale)


def _alike(fit: FloatArray, last: FloatArray) -> bool:
    return bool(np.abs(np.log(fit[2:4] / last[2:4])).max() < 0.12)  # noqa: PLR2004 - share of the size, per frame


def _circles(image: "Image", hands: FloatArray, scale: float) -> FloatArray:
    """Return circles about the hands that may be a plate, ``[candidate, 4]``: centre and radii in pixels."""
    import cv2  # noqa: PLC0415 - a heavy library, loaded when frames are looked at

    half = (REACH_M + RADII_M[1]) * scale
    height, width = image.shape[:2]
    low = np.maximum(np.floor(hands - half), 0).astype(int)
    high = np.minimum(np.ceil(hands + half), (width, height)).astype(int)
    if (high - low < 2 * RADII_M[0] * scale).any():
        return np.empty((0, 4))
    shrink = min(1.0, WINDOW_PX / (2 * half))
    part = image[low[1] : high[1], low[0] : high[0]]
    small = cv2.resize(part, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    grey = cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), (3, 3), 0)
    found = cv2.HoughCircles(
        grey,
        cv2.HOUGH_GRADIENT,
        dp=1.5,
        minDist=8,
        param1=60,
        param2=14,
        minRadius=int(RADII_M[0] * scale * shrink),
        maxRadius=int(np.ceil(RADII_M[1] * scale * shrink)),
    )
    if found is None:
        return np.empty((0, 4))
    circles = found[0, :12].astype(float) / shrink
    return np.column_stack([circles[:, :2] + low, circles[:, 2], circles[:, 2]])


def _fitted(image: "Image", guess: FloatArray) -> FloatArray | None:
    """Return the ellipse near ``guess`` (centre and half axes) and the share of rays that agree, or None."""
    ellipse = np.array(guess, dtype=float)
    support = 0.0
    for band in BANDS:
        edge, weight = _edges(image, ellipse, band)
        ellipse, support = _fit(ellipse, edge, weight, near=max(NEAR, band / 4))
        if not np.isfinite(ellipse).all() or support < MIN_SUPPORT or not ROUND[0] < ellipse[2] / ellipse[3] < ROUND[1]:
            return None
    return np.array([*ellipse, support])


def _edges(image: "Image", ellipse: FloatArray, band: float) -> tuple[FloatArray, FloatArray]:
    """Return where the edge is on each ray, as a factor of the ellipse, and its weight ``[ray]``."""
    import cv2  # noqa: PLC0415 - a heavy library, loaded when frames are looked at

    x, y, across, up = ellipse
    factors = np.linspace(1 - band, 1 + band, _SAMPLES)
    at_x = (x - 0.5 + across * _COS[:, None] * factors).astype(np.float32)
    at_y = (y - 0.5 + up * _SIN[:, None] * factors).astype(np.float32)
    values = cv2.remap(image, at_x, at_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE).astype(np.float32)
    step = values[:, 3:] + values[:, 2:-1] - values[:, 1:-2] - values[:, :-3]
    strength = np.sqrt((step**2).sum(axis=2))
    middle = 0.5 * (factors[1:-2] + factors[2:-1])
    prior = np.exp(-0.5 * ((middle - 1) / (0.6 * band)) ** 2)
    rated = strength * prior
    best = np.clip(rated.argmax(axis=1), 1, rated.shape[1] - 2)
    rows = np.arange(_RAYS)
    left, centre, right = (strength[rows, best + offset] for offset in (-1, 0, 1))
    curve = left - 2 * centre + right
    shift = np.where(curve < 0, 0.5 * (left - right) / np.where(curve < 0, curve, -1), 0.0)
    edge = middle[best] + np.clip(shift, -1, 1) * (middle[1] - middle[0])
    height, width = image.shape[:2]
    inside = (at_x.min(1) >= 0) & (at_y.min(1) >= 0) & (at_x.max(1) < width) & (at_y.max(1) < height)
    return edge, np.where(inside, centre, 0.0)


def _fit(ellipse: FloatArray, edge: FloatArray, weight: FloatArray, *, near: float) -> tuple[FloatArray, float]:
    """Return the ellipse that most rays agree on, and the share that agrees."""
    x, y, across, up = ellipse
    seen = weight > 0
    design = np.stack([_COS / across, _SIN / up, _COS**2, _SIN**2], axis=1)
    rest = edge - 1
    centre = np.median(rest[seen]) if seen.any() else 0.0
    solution = np.array([0.0, 0.0, centre, centre])
    spread = 4 * near
    strength = np.sqrt(np.minimum(weight, np.median(weight[seen]) if seen.any() else 1.0))
    for _ in range(6):
        off = rest - design @ solution
        tukey = np.where(np.abs(off) < spread, (1 - (off / spread) ** 2) ** 2, 0.0) * strength
        if (tukey > 0).sum() < 12:  # noqa: PLR2004 - three rays for each number of the ellipse
            return np.full(4, np.nan), 0.0
        solution = np.linalg.lstsq(design * tukey[:, None], rest * tukey, rcond=None)[0]
        spread = max(0.6 * spread, 1.5 * near)
    off = np.abs(rest - design @ solution)
    agreed = float((seen & (off < near)).sum()) / _RAYS
    moved = np.array([x + solution[0], y + solution[1], across * (1 + solution[2]), up * (1 + solution[3])])
    return moved, agreed
