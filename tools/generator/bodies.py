"""A person's body at rest: skin, parts, skin weights; the only module that knows the body model."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tools.generator.grips import close_hands
from tools.generator.midline import Midline, midline_of
from tools.generator.people import SHAPE_CHANGES
from tools.generator.rigging import rigged
from tools.generator.skinning import Skeleton

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tools.generator.arrays import Array, Faces, Weights
    from tools.generator.people import Person
    from tools.generator.rigs import Rig

TOPOLOGY = "anny-notongue"
DENSITY_KG_M3 = 985.0
OWNED = 0.9
CACHE_VARIABLE = "HIPHINGE_VALIDATION_CACHE"


@dataclass(frozen=True)
class Body:
    """A body at rest: left at positive x, back at positive y, up at positive z, soles at zero.

    Parameters
    ----------
    vertices_m, normals, faces
        The skin.
    weights
        How much each part pulls at each vertex, ``[vertex, part]``, rows adding to one.
    heel_y_m, toe_y_m
        Back and front of the feet; the front is negative.
    femaleness
        0 to 1: mixes the two tables of segment masses.
    eyes_m, eye_radius_m
        Centres of the eyeballs at rest, where the rig has them.
    """

    vertices_m: Weights
    normals: Weights
    faces: Faces
    weights: Weights
    skeleton: Skeleton
    midline: Midline
    stature_m: float
    mass_kg: float
    heel_y_m: float
    toe_y_m: float
    femaleness: float
    eyes_m: Array | None
    eye_radius_m: float

    @property
    def thorax(self) -> str:
        """The part at the top of the back; where a rig bends no thoracic back, its last lumbar part."""
        names = self.skeleton.names
        found = [name for name in names if name.startswith("thoracic")]
        return max(found or [name for name in names if name.startswith("lumbar")])

    def head_m(self, part: str) -> Array:
        """Where a part turns, at rest."""
        head: Array = self.skeleton.heads_m[self.skeleton.index(part)]
        return head


@dataclass(frozen=True)
class RawShape:
    """What the body model gives for one person: every bone, nothing collapsed."""

    vertices_m: Array
    faces: Faces
    heads_m: Array
    labels: tuple[str, ...]
    parents: tuple[int, ...]
    weights: Array


def cache_folder() -> Path:
    """Where the body model keeps what it computed from its wheel; nothing else is ever put there."""
    chosen = os.environ.get(CACHE_VARIABLE)
    return Path(chosen) if chosen else Path.home() / ".cache" / "hiphinge-validation"


@lru_cache(maxsize=4)
def _model(rig: str) -> Any:
    import anny  # noqa: PLC0415 heavy, and only here
    import torch  # noqa: PLC0415 heavy, and only here

    torch.set_num_threads(1)
    anny.paths.set_anny_cache_path(cache_folder())
    return anny.Anny(
        rig=rig, topology=TOPOLOGY, local_changes=list(SHAPE_CHANGES), phenotypes="all", skinning_method="lbs"
    )


def raw_shape(person: Person) -> RawShape:
    """Ask the body model for one person at rest."""
    import torch  # noqa: PLC0415 heavy, and only here

    model = _model(person.rig.name)
    with torch.no_grad():
        rest = model(phenotype_kwargs=dict(person.traits), local_changes_kwargs=dict(person.changes))
    vertices = rest["rest_vertices"][0].numpy().astype(float)
    heads = rest["rest_bone_poses"][0, :, :3, 3].numpy().astype(float)
    ground = np.array([0.0, 0.0, vertices[:, 2].min()])
    weights = np.zeros((len(vertices), len(model.bone_labels)))
    rows = np.arange(len(vertices))[:, None]
    np.add.at(weights, (rows, model.vertex_bone_indices.numpy()), model.vertex_bone_weights.numpy())
    return RawShape(
        vertices_m=vertices - ground,
        faces=np.asarray(model.faces.numpy(), dtype=np.int64),
        heads_m=heads - ground,
        labels=tuple(model.bone_labels),
        parents=tuple(max(int(parent), 0) for parent in model.bone_parents),
        weights=weights / weights.sum(axis=1, keepdims=True),
    )


def build_body(person: Person) -> Body:
    """Build the body of a person, hands closed as around a bar."""
    raw = raw_shape(person)
    vertices = close_hands(raw.vertices_m, raw.heads_m, raw.labels, raw.parents, raw.weights)
    skeleton, weights = collapse(raw, person.rig)
    if person.rigging is not None:
        skeleton, weights = rigged(skeleton, weights, person.rigging, vertices_m=raw.vertices_m, faces=raw.faces)
    volume = _volume(raw.vertices_m, raw.faces)
    stature = float(np.ptp(raw.vertices_m[:, 2]))
    feet = raw.vertices_m[raw.vertices_m[:, 2] < 0.03 * stature]
    normals = vertex_normals(vertices, raw.faces)
    return Body(
        vertices_m=vertices.astype(np.float32),
        normals=normals.astype(np.float32),
        faces=raw.faces,
        weights=weights.astype(np.float32),
        skeleton=skeleton,
        midline=midline_of(raw.vertices_m, normals, stature_m=stature),
        stature_m=stature,
        mass_kg=volume * DENSITY_KG_M3,
        heel_y_m=float(feet[:, 1].max()),
        toe_y_m=float(feet[:, 1].min()),
        femaleness=1.0 - person.traits["gender"],
        **_eyes(raw),
    )


def _eyes(raw: RawShape) -> dict[str, Any]:
    """Find the eyeballs: small loose spheres around two bones, or where those bones are in the other rigs."""
    bones = [raw.labels.index(label) for label in ("eye.L", "eye.R") if label in raw.labels]
    if not bones:
        return {"eyes_m": None, "eye_radius_m": 0.0}
    owned = [raw.vertices_m[raw.weights[:, bone] > OWNED] for bone in bones]
    centres = np.array([0.5 * (ball.max(axis=0) + ball.min(axis=0)) for ball in owned])
    return {"eyes_m": centres, "eye_radius_m": 0.52 * float(np.ptp(owned[0][:, 0]))}


def collapse(raw: RawShape, rig: Rig) -> tuple[Skeleton, Array]:
    """Let every bone that no part names move with the part above it."""
    parts = rig.parts()
    part_of_bone = {bone: part for part, bone in parts.items()}
    names = [part_of_bone[bone] for bone in raw.labels if bone in part_of_bone]
    if missing := set(parts) - set(names):
        message = f"Rig {rig.name} has no bone for {sorted(missing)}; its bones are {raw.labels}."
        raise ValueError(message)
    owner = [_owner(bone, raw.labels, raw.parents, part_of_bone) for bone in range(len(raw.labels))]
    weights = np.zeros((len(raw.vertices_m), len(names)))
    for bone, part in enumerate(owner):
        weights[:, names.index(part)] += raw.weights[:, bone]
    bones = [raw.labels.index(parts[name]) for name in names]
    above = [names.index(owner[raw.parents[bone]]) for bone in bones]
    heads = raw.heads_m[bones].copy()
    heads[0] = raw.heads_m[[raw.labels.index(parts[f"thigh_{side}"]) for side in ("left", "right")]].mean(axis=0)
    return Skeleton(names=tuple(names), parents=np.array(above, dtype=np.int64), heads_m=heads), weights


def _owner(bone: int, labels: Sequence[str], parents: Sequence[int], part_of_bone: dict[str, str]) -> str:
    while labels[bone] not in part_of_bone:
        if bone == parents[bone]:
            return "pelvis"
        bone = parents[bone]
    return part_of_bone[labels[bone]]


def _volume(vertices_m: Array, faces: Faces) -> float:
    first, second, third = (vertices_m[faces[:, corner]] for corner in range(3))
    return float(abs(np.einsum("fi,fi->", first, np.cross(second, third))) / 6.0)


def vertex_normals(vertices_m: Array, faces: Faces) -> Array:
    """Find unit normals that point outwards, each the sum of its faces' weighted by area."""
    first, second, third = (vertices_m[faces[:, corner]] for corner in range(3))
    across = np.cross(second - first, third - first)
    normals = np.zeros_like(vertices_m)
    for corner in range(3):
        np.add.at(normals, faces[:, corner], across)
    unit: Array = normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)
    return unit
