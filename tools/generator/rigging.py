"""Variations of the training rig: other places to bend, other reach of each bone; never a held-out rig."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from tools.generator.rigs import ANNY

if TYPE_CHECKING:
    from numpy.random import Generator

    from tools.generator.arrays import Array, Faces
    from tools.generator.skinning import Skeleton

SPINE = (*(f"lumbar_{index}" for index in range(len(ANNY.lumbar))), "thoracic_0")
EVENNESS = (3.0, 77.0)
RISE_SHARE, BACK_SHARE, BORDER_SHARE = 0.012, 0.008, 0.008
SOFT_SHARE = (0.004, 0.030)
AS_PAINTED = 0.3
MAX_BLUR = 15
MIN_APART_SHARE = 0.008


@dataclass(frozen=True)
class Rigging:
    """How one person's rig differs from the usual one; lengths are shares of stature.

    Parameters
    ----------
    rises, backs
        How far each of `SPINE` turns above and behind its usual place.
    borders
        How far above its place each begins to pull at the skin.
    soft
        Over what length it begins.
    drawn
        How much of the pull along the spine is drawn like this; the rest is as it was painted.
    blur
        How often the pull of all bones is spread to the neighbours of a vertex.
    """

    rises: tuple[float, ...]
    backs: tuple[float, ...]
    borders: tuple[float, ...]
    soft: float
    drawn: float
    blur: int


def draw_rigging(rng: Generator) -> tuple[Rigging, tuple[float, ...]]:
    """Draw a rigging, and how a bend is shared among the lumbar bones: evenly or nearly all by one."""

    def about(spread: float) -> tuple[float, ...]:
        return tuple(float(value) for value in rng.normal(0.0, spread, len(SPINE)))

    rigging = Rigging(
        rises=about(RISE_SHARE),
        backs=about(BACK_SHARE),
        borders=about(BORDER_SHARE),
        soft=float(np.exp(rng.uniform(*np.log(SOFT_SHARE)))),
        drawn=float(rng.uniform(0.0, 1.0) * (rng.random() > AS_PAINTED)),
        blur=int(rng.integers(MAX_BLUR + 1)),
    )
    evenness = float(np.exp(rng.uniform(*np.log(EVENNESS))))
    shares = rng.dirichlet(evenness * np.array(ANNY.lumbar_shares))
    return rigging, tuple(float(share) for share in shares)


def rigged(
    skeleton: Skeleton, weights: Array, rigging: Rigging, *, vertices_m: Array, faces: Faces
) -> tuple[Skeleton, Array]:
    """Return a skeleton and its pull at each vertex ``[vertex, part]``, varied."""
    stature_m = float(np.ptp(vertices_m[:, 2]))
    places = [skeleton.index(name) for name in SPINE]
    heads = skeleton.heads_m.copy()
    heads[places, 1] += np.array(rigging.backs) * stature_m
    heads[places, 2] = _apart(heads[places, 2] + np.array(rigging.rises) * stature_m, MIN_APART_SHARE * stature_m)
    begins = _apart(heads[places, 2] + np.array(rigging.borders) * stature_m, MIN_APART_SHARE * stature_m)
    chain = [0, *places]
    reached = 1.0 / (1.0 + np.exp((begins[None] - vertices_m[:, 2:]) / (rigging.soft * stature_m)))
    drawn = -np.diff(np.concatenate([np.ones((len(weights), 1)), reached, np.zeros((len(weights), 1))], axis=1), axis=1)
    pulled = weights.copy()
    whole = weights[:, chain].sum(axis=1, keepdims=True)
    pulled[:, chain] += rigging.drawn * (whole * drawn - weights[:, chain])
    return replace(skeleton, heads_m=heads), _spread(pulled, faces, times=rigging.blur)


def _apart(heights_m: Array, least_m: float) -> Array:
    steps = np.arange(len(heights_m)) * least_m
    risen: Array = np.maximum.accumulate(heights_m - steps) + steps
    return risen


def _spread(weights: Array, faces: Faces, *, times: int) -> Array:
    """Mix the weights of each vertex with those of the vertices that share a face with it."""
    from scipy.sparse import coo_matrix  # noqa: PLC0415 heavy, and only here

    count = len(weights)
    pairs = np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]])
    beside = coo_matrix((np.ones(len(pairs)), pairs.T), shape=(count, count)).tocsr()
    beside = beside + beside.T
    degree = np.maximum(np.asarray(beside.sum(axis=1)), 1.0)
    lonely = np.asarray(beside.sum(axis=1)) == 0
    for _ in range(times):
        weights = 0.5 * weights + 0.5 * np.where(lonely, weights, beside @ weights / degree)
    return weights
