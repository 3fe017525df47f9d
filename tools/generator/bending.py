"""How a bend at a body's bones shows on its skin."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tools.generator.midline import tangents_deg
from tools.generator.skinning import about_x, blend, carry, joint_positions, transforms

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tools.generator.bodies import Body
    from tools.generator.people import Person

PROOF_DEG = 40.0
SHOWN_DEG = (29.0, 41.0)


def shown_deg(body: Body, bends_deg: Mapping[str, float], *, skinning: str) -> dict[str, float]:
    """Change of the back's tangents, by level, when parts bend by these angles from rest."""
    skeleton, chosen = body.skeleton, body.midline.vertices()
    lean = np.zeros(len(skeleton.names))
    for part, name in enumerate(skeleton.names):
        lean[part] = (lean[skeleton.parents[part]] if part else 0.0) + bends_deg.get(name, 0.0)
    turns = np.stack([np.tile(np.eye(3), (len(lean), 1, 1)), about_x(lean)])
    matrices = transforms(skeleton, turns, joint_positions(skeleton, turns, skeleton.heads_m[0]))
    skin = np.zeros((2, int(chosen.max()) + 1, 3))
    skin[:, chosen] = carry(blend(body.weights[chosen], matrices, method=skinning), body.vertices_m[chosen])
    found = tangents_deg(body.midline, body.midline.points(skin))
    return {level: float(angle[1] - angle[0]) for level, angle in found.items()}


def shown_lumbar_deg(person: Person, body: Body, *, bend_deg: float = PROOF_DEG) -> float:
    """Lumbar bend on the skin for a bend shared among the lumbar bones as this person does."""
    bends = {f"lumbar_{index}": share * bend_deg for index, share in enumerate(person.lumbar_shares)}
    found = shown_deg(body, bends, skinning=person.skinning)
    return found["t12"] - found["s2"]


def shows_its_bend(person: Person, body: Body) -> bool:
    """Whether 40 degrees at the lower back's bones show as 35, give or take six, as on the rig for training.

    On other rigs, where the bones have other heights, a few bodies lose a third of a bend in the pelvis or gain
    a sixth on folded skin; truth is read from the skin and stays exact, but nobody would look like that.
    """
    return SHOWN_DEG[0] <= shown_lumbar_deg(person, body) <= SHOWN_DEG[1]
