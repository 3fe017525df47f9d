"""Angles on the skin against rotations that are known."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from validation.generator.bodies import build_body
from validation.generator.midline import LEVELS, tangents_deg
from validation.generator.people import SHARES_OF_TWO
from validation.generator.rigs import CMU_MB
from validation.generator.skinning import about_x, blend, carry, joint_positions, transforms

if TYPE_CHECKING:
    from validation.generator.bodies import Body
    from validation.generator.people import Person


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
    from validation.generator import bodies
    from validation.generator.rigs import ANNY

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


def test_two_rigs_agree_within_five_degrees(people: list[tuple[Person, Body]]) -> None:
    gaps = []
    for person, body in people:
        other = replace(person, rig=CMU_MB, lumbar_shares=SHARES_OF_TWO)
        gaps.append(lumbar(bent(body, shared(person, 40.0))) - lumbar(bent(build_body(other), shared(other, 40.0))))
    assert abs(np.mean(gaps)) < 5.0
    assert np.sort(np.abs(gaps))[-2] < 5.0
    assert np.abs(gaps).max() < 6.0
