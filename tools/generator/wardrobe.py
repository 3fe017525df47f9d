"""What a person wears, drawn: which garments, how loose, how long, in which colours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.random import Generator

    from tools.generator.arrays import Array
    from tools.generator.people import Person

SKIN, FITTED, LOOSE, HOODIE = "skin", "fitted", "loose", "hoodie"
KINDS = ((SKIN, 0.13), (FITTED, 0.42), (LOOSE, 0.30), (HOODIE, 0.15))
STRINGER, OVERSIZED, JACKET = "stringer", "oversized", "jacket"
# Never drawn for training: a vest with the shoulder blades bare, a shirt over the buttocks, stiff cloth.
HELD_OUT_KINDS = (STRINGER, OVERSIZED, JACKET)
HELD_OUT_SHARE = 0.5
SKIN_TONES = np.array([(246, 214, 190), (232, 190, 158), (205, 152, 112), (160, 108, 74), (112, 72, 50), (72, 46, 34)])
HAIR_TONES = np.array([(22, 18, 16), (50, 34, 24), (92, 62, 38), (156, 116, 66), (206, 172, 110), (150, 150, 150)])


@dataclass(frozen=True)
class Garment:
    """One layer.

    Parameters
    ----------
    kind
        ``shirt``, ``trousers``, ``shoes``, ``belt`` or ``hair``.
    ease_m
        How far from the skin it lies where nothing pulls at it.
    bridge_m
        Length of the hollows that it spans.
    sag_m
        How far it hangs from a side that looks down.
    ends
        Where it ends: for a shirt sleeve and hem, for trousers waist and leg, in shares.
    blades_bare
        Whether a shirt narrows to a band between the shoulder blades.
    """

    kind: str
    ease_m: float
    bridge_m: float
    sag_m: float
    ends: tuple[float, float]
    colour: tuple[float, float, float]
    stripe: float = 0.0
    hood_m: float = 0.0
    blades_bare: bool = False


@dataclass(frozen=True)
class Outfit:
    """Everything a person wears, skin and hair included."""

    kind: str
    garments: tuple[Garment, ...]
    skin: tuple[float, float, float]
    hair: tuple[float, float, float]
    tail: str | None


def draw_outfit(rng: Generator, person: Person) -> Outfit:
    """Draw clothes from bare skin to a hoodie; half of those held out wear what nobody wears in training."""
    kind = _held_out_kind(rng) if person.hidden else None
    if kind is None:
        shares = np.array([share for _, share in KINDS])
        kind = KINDS[int(rng.choice(len(KINDS), p=shares))][0]
    female = person.traits["gender"] < 0.5
    garments = [_trousers(rng, kind), *_shirt(rng, kind, bare_chest=not female)]
    if rng.random() < 0.88:
        garments.append(Garment("shoes", rng.uniform(0.006, 0.011), 0.06, 0.0, (0.052, 0.0), _colour(rng)))
    if rng.random() < 0.10:
        garments.append(Garment("belt", rng.uniform(0.008, 0.012), 0.05, 0.0, (0.592, 0.655), _leather(rng)))
    hair = _mixed(rng, HAIR_TONES)
    if rng.random() < 0.93:
        length = rng.uniform(0.006, 0.030)
        garments.append(Garment("hair", length, 0.03, 0.0, (rng.uniform(0.0, 1.0), 0.0), hair))
    tail = str(rng.choice(["tail", "bun", "none"])) if female else "none"
    return Outfit(kind, tuple(garments), _tone(rng, person), hair, None if tail == "none" else tail)


def _held_out_kind(rng: Generator) -> str | None:
    return str(rng.choice(HELD_OUT_KINDS)) if rng.random() < HELD_OUT_SHARE else None


def _trousers(rng: Generator, kind: str) -> Garment:
    loose = kind in {LOOSE, HOODIE, OVERSIZED, JACKET}
    ease = rng.uniform(0.010, 0.022) if loose else rng.uniform(0.002, 0.005)
    bridge = rng.uniform(0.06, 0.12) if loose else rng.uniform(0.01, 0.03)
    end = float(rng.choice([0.065, 0.16, 0.30, 0.36], p=[0.5, 0.1, 0.25, 0.15]))
    colour = _dark(rng) if rng.random() < 0.6 else _colour(rng)
    return Garment("trousers", ease, bridge, 0.4 * ease, (rng.uniform(0.585, 0.625), end), colour)


def _shirt(rng: Generator, kind: str, *, bare_chest: bool) -> list[Garment]:
    if kind == SKIN:
        if bare_chest:
            return []
        return [Garment("shirt", 0.003, 0.02, 0.0, (0.02, rng.uniform(0.70, 0.73)), _colour(rng))]
    if kind in HELD_OUT_KINDS:
        return [_held_out_shirt(rng, kind)]
    sleeve = float(rng.choice([0.06, 0.55, 0.75, 1.9], p=[0.2, 0.4, 0.2, 0.2]))
    stripe = float(rng.uniform(20, 45)) if rng.random() < 0.15 else 0.0
    hem = rng.uniform(0.50, 0.56)
    if kind == FITTED:
        hem = rng.uniform(0.555, 0.585)
        return [
            Garment(
                "shirt", rng.uniform(0.003, 0.007), rng.uniform(0.02, 0.05), 0.004, (sleeve, hem), _colour(rng), stripe
            )
        ]
    if kind == LOOSE:
        ease, bridge, sag = rng.uniform(0.010, 0.022), rng.uniform(0.07, 0.16), rng.uniform(0.02, 0.07)
        return [Garment("shirt", ease, bridge, sag, (sleeve, hem), _colour(rng), stripe)]
    ease, bridge, sag = rng.uniform(0.018, 0.032), rng.uniform(0.10, 0.20), rng.uniform(0.02, 0.06)
    return [Garment("shirt", ease, bridge, sag, (1.9, hem), _colour(rng), 0.0, rng.uniform(0.025, 0.055))]


def _held_out_shirt(rng: Generator, kind: str) -> Garment:
    if kind == STRINGER:
        ease, bridge, sag = rng.uniform(0.004, 0.010), rng.uniform(0.03, 0.08), rng.uniform(0.01, 0.03)
        ends = (0.0, rng.uniform(0.51, 0.56))
        return Garment("shirt", ease, bridge, sag, ends, _colour(rng), blades_bare=True)
    if kind == OVERSIZED:
        ease, bridge, sag = rng.uniform(0.020, 0.034), rng.uniform(0.10, 0.20), rng.uniform(0.04, 0.08)
        return Garment("shirt", ease, bridge, sag, (rng.uniform(0.7, 1.0), rng.uniform(0.44, 0.485)), _colour(rng))
    ease, bridge = rng.uniform(0.024, 0.036), rng.uniform(0.22, 0.32)
    return Garment("shirt", ease, bridge, 0.005, (1.9, rng.uniform(0.53, 0.565)), _colour(rng))


def _colour(rng: Generator) -> tuple[float, float, float]:
    """Clothes as they are: grey, black and white often, muted colours, few loud ones."""
    if rng.random() < 0.4:
        grey = float(rng.choice([rng.uniform(0.05, 0.2), rng.uniform(0.35, 0.6), rng.uniform(0.8, 0.95)]))
        return grey, grey, grey
    from colorsys import hsv_to_rgb  # noqa: PLC0415 one use

    return hsv_to_rgb(float(rng.random()), float(rng.beta(2, 2)), float(rng.uniform(0.2, 0.95)))


def _dark(rng: Generator) -> tuple[float, float, float]:
    red, green, blue = _colour(rng)
    return 0.3 * red + 0.03, 0.3 * green + 0.03, 0.35 * blue + 0.03


def _leather(rng: Generator) -> tuple[float, float, float]:
    shade = float(rng.uniform(0.1, 0.9))
    return 0.12 + 0.45 * shade, 0.10 + 0.27 * shade, 0.08 + 0.12 * shade


def _mixed(rng: Generator, tones: Array) -> tuple[float, float, float]:
    first, second = tones[rng.integers(len(tones), size=2)] / 255.0
    share = rng.random()
    red, green, blue = first * share + second * (1 - share)
    return float(red), float(green), float(blue)


def _tone(rng: Generator, person: Person) -> tuple[float, float, float]:
    traits = person.traits
    place = 4.2 * traits["african"] + 1.6 * traits["asian"] + 0.8 * traits["caucasian"] + rng.normal(0, 0.5)
    place = float(np.clip(place, 0, len(SKIN_TONES) - 1.001))
    low = int(place)
    red, green, blue = (SKIN_TONES[low] * (1 - place + low) + SKIN_TONES[low + 1] * (place - low)) / 255.0
    return float(red), float(green), float(blue)
