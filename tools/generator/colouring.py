"""Colours of skin, face, hair and cloth, one for each vertex."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.random import Generator

    from tools.generator.arrays import Array, Image
    from tools.generator.bodies import Body
    from tools.generator.wardrobe import Garment, Outfit

EYE_WHITE, IRIS = (0.88, 0.87, 0.85), (0.16, 0.11, 0.08)


def colours_of(rng: Generator, body: Body, outfit: Outfit, tables: Sequence[Array]) -> Image:
    """Colours ``[vertex, 3]`` of the skin's table and then each garment's; tables begin with points and normals."""
    skin = _skin(body, outfit, tables[0])
    layers = [_cloth(rng, garment, table) for garment, table in zip(_worn(outfit, tables), tables[1:], strict=True)]
    return np.clip(np.concatenate([skin, *layers]) * 255.0, 0, 255).astype(np.uint8)


def _worn(outfit: Outfit, tables: Sequence[Array]) -> tuple[Garment, ...]:
    if len(tables) != len(outfit.garments) + 1:
        message = f"Expected a table for each of {len(outfit.garments)} garments, found {len(tables) - 1}."
        raise ValueError(message)
    return outfit.garments


def _cloth(rng: Generator, garment: Garment, table: Array) -> Array:
    colour = np.tile(np.array(garment.colour), (len(table), 1))
    if garment.stripe:
        band = np.sin(table[:, 2] * garment.stripe * 2 * np.pi) > 0
        colour[band] = colour[band] * 0.35 + 0.6 * rng.random()
    grain = rng.normal(0, 0.02 if garment.kind != "hair" else 0.05, (len(table), 1))
    if garment.kind == "shoes":
        colour[table[:, 2] < 0.022] = 0.85 if rng.random() < 0.6 else 0.08
    return np.clip(colour + grain, 0, 1)


def _skin(body: Body, outfit: Outfit, table: Array) -> Array:
    colour = np.tile(np.array(outfit.skin), (len(table), 1))
    stature = body.stature_m
    place = (table[:, :3] - body.head_m("head")) / stature
    head = table[:, 2] > 0.87 * stature
    front, aside, up = -place[:, 1], np.abs(place[:, 0]), place[:, 2]
    eye_up = _eye_height(body)
    brow = head & (front > 0.030) & (np.abs(up - eye_up - 0.011) < 0.0028) & (np.abs(aside - 0.019) < 0.011)
    colour[brow] = 0.35 * colour[brow] + 0.65 * np.array(outfit.hair)
    lips = head & (front > 0.042) & (np.abs(up - eye_up + 0.040) < 0.0045) & (aside < 0.014)
    colour[lips] = colour[lips] * np.array([0.86, 0.58, 0.58])
    return _eyes(body, table, colour)


def _eye_height(body: Body) -> float:
    if body.eyes_m is None:
        return 0.024
    return float((body.eyes_m[0] - body.head_m("head"))[2] / body.stature_m)


def _eyes(body: Body, table: Array, colour: Array) -> Array:
    if body.eyes_m is None:
        return colour
    colour = colour.copy()
    for centre in body.eyes_m:
        off = table[:, :3] - centre
        near = (np.linalg.norm(off, axis=1) < body.eye_radius_m) & (table[:, 4] < 0)
        colour[near] = EYE_WHITE
        seen = near & (np.hypot(off[:, 0], off[:, 2]) < 0.45 * body.eye_radius_m)
        colour[seen] = IRIS
    return colour
