"""A mesh cut along a line of its surface, so that clothes end on a clean edge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from tools.generator.arrays import Array, Faces


@dataclass(frozen=True)
class Surface:
    """Vertices with everything known about them, ``[vertex, field]``, and triangles."""

    table: Array
    faces: Faces


def cut(surface: Surface, level: Array) -> Surface:
    """Add vertices where a field, ``[vertex]``, passes zero, and split the triangles there."""
    level = np.where(np.abs(level) < 1e-6, 1e-6, level)
    positive = level[surface.faces] > 0
    count = positive.sum(axis=1)
    crossed = (count == 1) | (count == 2)
    if not crossed.any():
        return surface
    faces, lone = surface.faces[crossed], positive[crossed]
    lone = np.where((lone.sum(axis=1) == 1)[:, None], lone, ~lone)
    first = lone.argmax(axis=1)
    rows = np.arange(len(faces))
    tip, left, right = (faces[rows, (first + step) % 3] for step in range(3))
    pairs = np.sort(np.concatenate([np.stack([tip, left], 1), np.stack([tip, right], 1)]), axis=1)
    edges, place = np.unique(pairs, axis=0, return_inverse=True)
    place = place.ravel() + len(surface.table)
    share = (level[edges[:, 0]] / (level[edges[:, 0]] - level[edges[:, 1]]))[:, None]
    added = surface.table[edges[:, 0]] * (1 - share) + surface.table[edges[:, 1]] * share
    near, far = place[: len(faces)], place[len(faces) :]
    split = [(tip, near, far), (near, left, right), (near, right, far)]
    parts = [surface.faces[~crossed], *(np.stack(corners, axis=1) for corners in split)]
    return Surface(table=np.concatenate([surface.table, added]), faces=np.concatenate(parts))
