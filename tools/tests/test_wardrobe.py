"""Who wears what: nothing kept for testing is worn in training, and what training draws stays as it was."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from tools.generator.clips import Wishes, draw_clip, generator_of, reach_of
from tools.generator.filming import draw_camera
from tools.generator.people import draw_person
from tools.generator.wardrobe import HELD_OUT_KINDS, KINDS, draw_outfit

DRAWN_BEFORE = [
    (0, "loose", 0.6200570318267802, 16.349996396117472),
    (1, "fitted", 0.6150144558009346, 2.3379149294681847),
    (2, "hoodie", 0.5966105944371947, -9.335076788601496),
]


def worn(*, held_out: bool) -> Counter[str]:
    kinds: Counter[str] = Counter()
    for seed in range(300):
        rng = np.random.default_rng([4, seed])
        kinds[draw_outfit(rng, draw_person(rng, held_out=held_out)).kind] += 1
    return kinds


def test_garments_kept_for_testing_are_worn_by_half_of_the_held_out_only() -> None:
    known = {kind for kind, _ in KINDS}
    assert set(worn(held_out=False)) == known
    seen = worn(held_out=True)
    assert set(seen) == known | set(HELD_OUT_KINDS)
    assert 120 <= sum(seen[kind] for kind in HELD_OUT_KINDS) <= 180


@pytest.mark.parametrize(("number", "kind", "waist", "yaw_deg"), DRAWN_BEFORE)
def test_a_number_still_gives_the_clip_that_it_gave(number: int, kind: str, waist: float, yaw_deg: float) -> None:
    """Videos rendered before are in use: what is drawn for training must stay in value and order."""
    rng = generator_of(101, number)
    clip = draw_clip(rng, Wishes(fps=15.0))
    camera = draw_camera(rng, reach_m=reach_of(clip))
    outfit = draw_outfit(rng, clip.person)
    assert outfit.kind == kind
    assert outfit.garments[0].ends[0] == pytest.approx(waist, abs=1e-9)
    assert camera.yaw_deg == pytest.approx(yaw_deg, abs=1e-9)
