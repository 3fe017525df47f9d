"""Ellipses with upright axes in a frame, fitted along rays to the edges near where each is expected.

On each ray from the expected centre the edge is sought in a narrowing band about the expected outline; the ellipse is
what most rays agree on (least squares weighed again and again by Tukey's biweight), to a fraction of a pixel.
"""

from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np

from hiphinge.motion import FloatArray

if TYPE_CHECKING:
    from hiphinge.estimators.pose import Image

__all__ = ["ALL_PASSES", "fitted", "fitted_one"]

_RAYS: Final = 64
_SAMPLES: Final = 41
_ANGLES = np.arange(_RAYS) * (2 * np.pi / _RAYS)
_COS, _SIN = np.cos(_ANGLES), np.sin(_ANGLES)

ALL_PASSES: Final = ((0.22, 300.0), (0.10, 20.0), (0.05, 0.0))
"""How far in and out of the expected edge is looked, share of the radius, and how firmly the expected size holds."""
SUPPORT_BAND: Final = 0.16
"""How far in and out the strongest edge of each ray is sought in the end, share of the radius."""
NEAR: Final = 0.025
"""How near a ray's edge has to be to agree, share of the radius."""
SETTLED: Final = 2e-4
"""Change of the ellipse at which a fit has settled, share of the radius: a fiftieth of a pixel of a plate in 1080p."""
MIN_CONTRAST: Final = 16.0
"""Strength of an edge that counts, grey levels over two samples on either side, summed."""
ROUND: Final = (0.75, 1.2)
"""Width by height of a plate from the side, up to 35° oblique."""


def fitted_one(
    image: "Image", guess: FloatArray, least: float, *, passes: tuple[tuple[float, float], ...] = ALL_PASSES
) -> FloatArray | None:
    """Return the ellipse near one guess ``[4]`` as `fitted` does, or None."""
    found = fitted(image, guess[None], least, passes=passes)
    return found[0] if len(found) else None


def fitted(
    image: "Image", guesses: FloatArray, least: float, *, passes: tuple[tuple[float, float], ...] = ALL_PASSES
) -> FloatArray:
    """Return the ellipses near ``guesses`` on which at least a share of the rays agrees, ``[found, 5]``.

    Parameters
    ----------
    guesses
        ``[candidate, 4]``: centre and half axes, pixels. All are looked at together, which costs hardly more than one.
    least
        That share; the ellipse's own is its fifth number.
    passes
        How far in and out of the edge is looked, and how firmly the expected size holds, one after another.
    """
    ellipses = np.asarray(guesses, dtype=float)
    for band, firmness in passes:
        if not len(ellipses):
            return np.empty((0, 5))
        edge, weight = _edges(image, ellipses, band)
        ellipses = _fit(ellipses, edge, weight, near=max(NEAR, band / 4), firmness=firmness)
        ellipses = ellipses[np.isfinite(ellipses).all(axis=1)]
        shape = ellipses[:, 2] / ellipses[:, 3]
        ellipses = ellipses[(shape > ROUND[0]) & (shape < ROUND[1])]
    if not len(ellipses):
        return np.empty((0, 5))
    support = _support(image, ellipses)
    return np.column_stack([ellipses, support])[support >= least]


def _support(image: "Image", ellipses: FloatArray) -> FloatArray:
    """Return the share of rays on which each ellipse is the strongest edge."""
    offset, strength, inside = _strength(image, ellipses, SUPPORT_BAND)
    near = np.abs(offset[strength.argmax(axis=1)]) < NEAR
    agrees = inside & near & (strength.max(axis=1) > MIN_CONTRAST)
    return np.asarray(agrees.reshape(len(ellipses), _RAYS).mean(axis=1))


def _strength(image: "Image", ellipses: FloatArray, band: float) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return offsets (share of the radius), edges there and which rays fit in, ``[ellipse and ray, offset]``."""
    import cv2  # noqa: PLC0415 - a heavy library, loaded when frames are looked at

    x, y, across, up = ellipses.T[:, :, None, None]
    offset, middle = _offsets(band)
    along = 1 + offset
    at_x = (x - 0.5 + across * _COS[:, None] * along).astype(np.float32).reshape(-1, _SAMPLES)
    at_y = (y - 0.5 + up * _SIN[:, None] * along).astype(np.float32).reshape(-1, _SAMPLES)
    values = cv2.remap(image, at_x, at_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE).astype(np.float32)
    step = values[:, 3:] - values[:, :-3]
    step += values[:, 2:-1]
    step -= values[:, 1:-2]
    strength = np.sqrt(np.einsum("ijk,ijk->ij", step, step))
    height, width = image.shape[:2]
    ends_x, ends_y = at_x[:, :: _SAMPLES - 1], at_y[:, :: _SAMPLES - 1]
    inside = ((ends_x >= 0) & (ends_y >= 0) & (ends_x < width) & (ends_y < height)).all(axis=1)
    return middle, strength, inside


@cache
def _offsets(band: float) -> tuple[FloatArray, FloatArray]:
    """Return where a ray is sampled, and the middles of its steps, as shares of the radius from the ellipse."""
    offset = np.linspace(-band, band, _SAMPLES)
    return offset, 0.5 * (offset[1:-2] + offset[2:-1])


def _edges(image: "Image", ellipses: FloatArray, band: float) -> tuple[FloatArray, FloatArray]:
    """Return how far from the ellipse the edge is on each ray (share of the radius), and its strength.

    Both are ``[ellipse, ray]``.
    """
    offset, strength, inside = _strength(image, ellipses, band)
    rated = strength * _rating(band)
    best = np.clip(rated.argmax(axis=1), 1, rated.shape[1] - 2)
    rows = np.arange(len(best))
    left, centre, right = (strength[rows, best + beside] for beside in (-1, 0, 1))
    curve = left - 2 * centre + right
    shift = np.where(curve < 0, 0.5 * (left - right) / np.where(curve < 0, curve, -1), 0.0)
    edge = offset[best] + np.clip(shift, -1, 1) * (offset[1] - offset[0])
    of_each = (len(ellipses), _RAYS)
    return edge.reshape(of_each), np.where(inside, centre, 0.0).reshape(of_each)


@cache
def _rating(band: float) -> FloatArray:
    """Return how much an edge counts by where on the ray it is."""
    return np.asarray(np.exp(-0.5 * (_offsets(band)[1] / (0.6 * band)) ** 2))


def _middle(values: FloatArray) -> float:
    """Return the median; `numpy.median` costs as much as everything else on an array of this size."""
    if not len(values):
        return 1.0
    ordered, half = np.sort(values), len(values) // 2
    return float(ordered[half] if len(values) % 2 else (ordered[half - 1] + ordered[half]) / 2)


def _fit(ellipses: FloatArray, edge: FloatArray, weight: FloatArray, *, near: float, firmness: float) -> FloatArray:
    """Return the ellipses ``[ellipse, 4]`` that most rays agree on; NaN where too few do."""
    x, y, across, up = ellipses.T
    seen = weight > 0
    design = np.empty((*edge.shape, 4))
    design[..., 0], design[..., 1] = _COS / across[:, None], _SIN / up[:, None]
    design[..., 2], design[..., 3] = _COS**2, _SIN**2
    turned = design.transpose(0, 2, 1)
    held = np.diag([1e-9, 1e-9, firmness + 1e-9, firmness + 1e-9])
    usual = np.array([_middle(one[of_it]) for one, of_it in zip(weight, seen, strict=True)])
    strength = np.minimum(weight, usual[:, None])
    solution, spread = np.zeros((len(ellipses), 4, 1)), 4 * near
    for _ in range(6):
        off = (edge - (design @ solution)[..., 0]) / spread
        trusted = np.maximum(1 - off * off, 0)
        trusted *= trusted
        trusted *= trusted
        trusted *= strength
        weighed, before = turned * trusted[:, None], solution
        solution = np.linalg.solve(weighed @ design + held, weighed @ edge[..., None])
        if spread <= 1.5 * near and np.abs(solution - before).max() < SETTLED:
            break
        spread = max(0.6 * spread, 1.5 * near)
    enough = np.count_nonzero(trusted, axis=1) >= 12  # noqa: PLR2004 - three rays for each number of the ellipse
    along, down, wider, taller = solution[..., 0].T
    fitted = np.stack([x + along, y + down, across * (1 + wider), up * (1 + taller)], axis=1)
    fitted[~enough] = np.nan
    return fitted
