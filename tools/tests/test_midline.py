"""Angles on the skin against rotations that are known."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from tools.generator.bending import shown_lumbar_deg, shows_its_bend
from tools.generator.bodies import build_body
from tools.generator.midline import LEVELS, tangents_deg
from tools.generator.people import draw_person
from tools.generator.rigs import RIGS
from tools.generator.skinning import DUAL_QUATERNIONS, LINEAR, about_x, blend, carry, joint_positions, transforms

if TYPE_CHECKING:
    from tools.generator.bodies import Body
    from tools.generator.people import Person
    from tools.generator.rigs import Rig

SKINNINGS = (LINEAR, DUAL_QUATERNIONS)


def bent(body: Body, bends_deg: dict[str, float], *, scale: float = 1.0, mirrored: bool = False) -> dict[str, float]:
    """Tangents of a body whose parts bend by these angles, minus the tangents at rest."""
    skeleton = body.skeleton
    lean = np.zeros(len(skeleton.names))
    for part, name in enumerate(skeleton.names):
        lean[part] = (lean[skeleton.parents[part]] if part else 0.0) + bends_deg.get(name, 0.0)
    turns = np.stack([np.tile(np.eye(3), (len(lean), 1, 1)), about_x(lean)])
    positions = joint_positions(skeleton, turns, skeleton.heads_m[0])
    skin = carry(blend(body.weights, transforms(skeleton, turns, positions)), body.vertices_m).astype(float)
    if mirrored:
        skin = skin * np.array([-1.0, 1.0, 1.0])
    found = tangents_deg(body.midline, body.midline.points(skin * scale))
    return {level: float(angle[1] - angle[0]) for level, angle in found.items()}


def shared(person: Person, whole_deg: float) -> dict[str, float]:
    return {f"lumbar_{index}": share * whole_deg for index, share in enumerate(person.lumbar_shares)}


@pytest.mark.parametrize("angle_deg", [-20.0, 15.0, 47.0, 90.0, 120.0])
def test_a_rigid_trunk_that_turns_reads_that_angle_at_every_level(
    people: list[tuple[Person, Body]], angle_deg: float
) -> None:
    for _, body in people:
        found = bent(body, {"pelvis": angle_deg})
        assert [found[level] for level in LEVELS] == pytest.approx([angle_deg] * len(LEVELS), abs=0.01)


def test_mirror_and_scale_do_not_matter(people: list[tuple[Person, Body]]) -> None:
    for person, body in people:
        plain = bent(body, shared(person, 30.0))
        assert bent(body, shared(person, 30.0), mirrored=True) == pytest.approx(plain, abs=1e-3)
        assert bent(body, shared(person, 30.0), scale=1.7) == pytest.approx(plain, abs=1e-3)


def lumbar(found: dict[str, float]) -> float:
    return found["t12"] - found["s2"]


def test_forty_degrees_at_the_lumbar_bones_read_33_to_38_on_the_skin(people: list[tuple[Person, Body]]) -> None:
    read = [lumbar(bent(body, shared(person, 40.0))) for person, body in people]
    assert 33.0 <= float(np.mean(read)) <= 38.0
    assert min(read) > 31.0
    assert max(read) < 39.5


def test_one_joint_lower_most_of_the_bend_is_lost_in_the_pelvis(people: list[tuple[Person, Body]]) -> None:
    """Were ``spine05``, at the hip joint, taken for a lumbar bone, its share would turn the sacrum too."""
    from tools.generator import bodies
    from tools.generator.rigs import ANNY

    lowered = replace(ANNY, lumbar=("spine05", "spine04", "spine03"), thoracic=("spine02", "spine01"))
    for person, _ in people[:3]:
        body = bodies.build_body(replace(person, rig=lowered))
        even = replace(person, lumbar_shares=(0.34, 0.33, 0.33))
        mostly = replace(person, lumbar_shares=(0.60, 0.25, 0.15))
        assert lumbar(bent(body, shared(even, 40.0))) < 30.0
        assert lumbar(bent(body, shared(mostly, 40.0))) < 24.0


def test_bend_of_the_thorax_is_no_lumbar_bend(people: list[tuple[Person, Body]]) -> None:
    for _, body in people:
        found = bent(body, {"thoracic_0": 20.0})
        assert abs(lumbar(found)) < 4.5
        assert 14.0 < found["c7"] - found["t12"] < 24.5


@pytest.mark.parametrize("skinning", SKINNINGS)
@pytest.mark.parametrize("rig", [rig for rig in RIGS if rig.held_out], ids=lambda rig: rig.name)
def test_two_rigs_agree_within_five_degrees(people: list[tuple[Person, Body]], rig: Rig, skinning: str) -> None:
    """On average; body by body too for those bodies that held-out clips keep, but for a degree and a half."""
    gaps, kept = [], []
    for person, body in people:
        other = replace(person, rig=rig, skinning=skinning, lumbar_shares=rig.lumbar_shares)
        moved = build_body(other)
        gaps.append(shown_lumbar_deg(person, body) - shown_lumbar_deg(other, moved))
        kept.append(shows_its_bend(other, moved))
    assert abs(np.mean(gaps)) < 5.0, gaps
    assert sum(kept) >= 4
    assert np.abs(gaps)[kept].max() < 6.5, gaps


def test_held_out_people_are_drawn_from_every_held_out_rig() -> None:
    drawn = [draw_person(np.random.default_rng([3, seed]), held_out=True) for seed in range(400)]
    looks = Counter((person.rig.name, person.skinning) for person in drawn)
    assert all(40 <= looks[rig.name, skinning] <= 85 for rig in RIGS if rig.held_out for skinning in SKINNINGS)
    assert 20 <= looks["anny", DUAL_QUATERNIONS] <= 65
    assert looks["anny", LINEAR] == 0


@pytest.mark.parametrize("rig", RIGS, ids=lambda rig: rig.name)
def test_lumbar_bones_lie_between_the_sacrum_and_the_thorax(people: list[tuple[Person, Body]], rig: Rig) -> None:
    heights = []
    for person, _ in people:
        body = build_body(replace(person, rig=rig))
        heights.append([body.head_m(f"lumbar_{index}")[2] / body.stature_m for index in range(len(rig.lumbar))])
        hips = 0.5 * (body.head_m("thigh_left") + body.head_m("thigh_right"))
        assert body.head_m("pelvis") == pytest.approx(hips)
    mean = np.mean(heights, axis=0)
    assert 0.57 < mean.min() < mean.max() < 0.69
