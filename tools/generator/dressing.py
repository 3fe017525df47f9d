"""A body with its clothes on: one mesh of skin and layers, moved frame by frame; cloth bridges, follows and hangs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from tools.generator.colouring import colours_of
from tools.generator.cutting import Surface, cut
from tools.generator.regions import cover
from tools.generator.skinning import blend, carry, transforms, turn

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray

    from tools.generator.arrays import Array, Faces, Image, Weights
    from tools.generator.bodies import Body
    from tools.generator.people import Person
    from tools.generator.solving import Pose
    from tools.generator.wardrobe import Garment, Outfit

UNDER_CLOTHES_M = 0.035
EDGE_M = 0.012
HIDDEN_M = 0.02
FURTHEST_BRIDGE_M = 0.09
LENGTHWISE = 0.04


@dataclass(frozen=True)
class Layer:
    """One garment on the mesh.

    Parameters
    ----------
    base
        Vertices of the skin below, in the cut mesh.
    place
        Its own vertices in the dressed mesh.
    solver
        Solves the smoothing that spans hollows.
    ease_m, sag_m
        For each vertex: distance from the skin, and how far it hangs.
    """

    base: Faces
    place: slice
    faces: Faces
    solver: Any
    ease_m: Weights
    sag_m: Weights


@dataclass(frozen=True)
class Dressed:
    """A body with clothes: triangles and colours stay, points and normals move."""

    body: Body
    skinning: str
    vertices_m: Weights
    normals: Weights
    weights: Weights
    shown: Faces
    faces: Faces
    colours: Image
    layers: tuple[Layer, ...]
    count: int

    def move(self, pose: Pose, frames: slice) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Points and normals ``[frame, vertex, 3]`` of skin and clothes."""
        skeleton = self.body.skeleton
        matrices = transforms(skeleton, pose.turns[frames], pose.positions_m[frames])
        mixed = blend(self.weights, matrices, method=self.skinning)
        skin, skin_normals = carry(mixed, self.vertices_m), turn(mixed, self.normals)
        points = np.empty((len(skin), self.count, 3), dtype=np.float32)
        normals = np.empty_like(points)
        bare = len(self.shown)
        points[:, :bare], normals[:, :bare] = skin[:, self.shown], skin_normals[:, self.shown]
        for layer in self.layers:
            points[:, layer.place] = _draped(layer, skin[:, layer.base], skin_normals[:, layer.base])
            normals[:, layer.place] = _normals(points[:, layer.place], layer.faces)
        return points, normals


def dress(rng: Generator, body: Body, person: Person, outfit: Outfit) -> Dressed:
    """Cut the mesh where garments end, copy what they cover, and prepare how each is draped."""
    levels = np.stack([cover(body, garment) for garment in outfit.garments], axis=1)
    ends = 6 + body.weights.shape[1]
    table = np.concatenate([body.vertices_m, body.normals, body.weights, levels], axis=1).astype(float)
    surface = Surface(table, body.faces)
    for column in range(levels.shape[1]):
        surface = cut(surface, surface.table[:, ends + column])
    table, faces = surface.table, surface.faces
    inside = table[faces][:, :, ends:].mean(axis=1)
    bare = faces[(inside < UNDER_CLOTHES_M).all(axis=1)]
    shown, bare_faces = np.unique(bare, return_inverse=True)
    all_faces, layers, used = [bare_faces.reshape(-1, 3)], [], len(shown)
    bases = [shown]
    for column, garment in enumerate(outfit.garments):
        outer = [other for other in range(len(outfit.garments)) if _over(outfit.garments[other], garment)]
        chosen = faces[(inside[:, column] > 0) & (inside[:, outer] < HIDDEN_M).all(axis=1)]
        base, own = np.unique(chosen, return_inverse=True)
        own = own.reshape(-1, 3)
        inner = [other for other in range(len(outfit.garments)) if _over(garment, outfit.garments[other])]
        below = sum(
            (outfit.garments[other].ease_m * (table[base, ends + other] > -EDGE_M) for other in inner),
            np.zeros(len(base)),
        )
        layers.append(_layer(rng, garment, table[base, :6], table[base, ends + column], (base, own, used), below))
        all_faces.append(own + used)
        bases.append(base)
        used += len(base)
    colours = colours_of(rng, body, outfit, [table[base] for base in bases])
    return Dressed(
        body=body,
        skinning=person.skinning,
        vertices_m=table[:, :3].astype(np.float32),
        normals=table[:, 3:6].astype(np.float32),
        weights=table[:, 6:ends].astype(np.float32),
        shown=shown,
        faces=np.concatenate(all_faces),
        colours=colours,
        layers=tuple(layers),
        count=used,
    )


def _over(garment: Garment, other: Garment) -> bool:
    """Whether one garment lies over another: the belt over the shirt over the trousers."""
    order = {"belt": 2, "shirt": 1, "trousers": 0}
    return order.get(garment.kind, -1) > order.get(other.kind, 9)


def _layer(
    rng: Generator, garment: Garment, rest: Array, level: Array, mesh: tuple[Faces, Faces, int], below_m: Array
) -> Layer:
    base, faces, used = mesh
    solver = _smoother(rest[:, :3], faces, reach_m=garment.bridge_m)
    folds = solver(rng.normal(0, 1, (len(base), 1)).astype(np.float32))[:, 0]
    folds = folds / max(float(folds.std()), 1e-9)
    edge = np.clip(level / EDGE_M, 0.0, 1.0)
    loose = np.clip(level / 0.12, 0.0, 1.0)
    ease = garment.ease_m * (1.0 + 0.22 * np.clip(folds, -2, 2)) * (0.55 + 0.45 * edge)
    if garment.kind == "shoes":
        ease = ease * np.clip(rest[:, 2] / 0.03, 0.0, 1.0)
    ease = ease + 1.5 * below_m
    if garment.hood_m:
        ease = ease + garment.hood_m * _hood(rest)
    from_collar = np.clip((rest[:, 2].max() - rest[:, 2]) / 0.45, 0.0, 1.0)
    sag = garment.sag_m * from_collar * (0.5 + 0.5 * loose) * (1.0 + 0.25 * np.clip(folds, -2, 2))
    return Layer(base, slice(used, used + len(base)), faces, solver, ease.astype(np.float32), sag.astype(np.float32))


def _hood(rest: Array) -> Array:
    """Shape a hood that lies on the upper back."""
    top = rest[:, 2].max()
    behind = np.clip(rest[:, 4], 0.0, 1.0)
    far = np.hypot(rest[:, 0] / 0.11, (rest[:, 2] - top + 0.07) / 0.08)
    bump: Array = behind * np.exp(-0.5 * far**2)
    return bump


def _smoother(points: Array, faces: Faces, *, reach_m: float) -> Any:
    """Solver that spreads values over the cloth, along the body far more than around it."""
    from scipy.sparse import coo_matrix, identity  # noqa: PLC0415 heavy
    from scipy.sparse.linalg import splu  # noqa: PLC0415 heavy

    pairs = np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]])
    pairs = np.unique(np.sort(pairs, axis=1), axis=0)
    along = points[pairs[:, 1]] - points[pairs[:, 0]]
    length = np.maximum(np.linalg.norm(along, axis=1), 1e-4)
    weight = ((along[:, 2] / length) ** 4 + LENGTHWISE) * np.minimum(reach_m / length, 60.0) ** 2 * 0.5
    rows, columns = np.concatenate([pairs, pairs[:, ::-1]]).T
    weights = np.concatenate([weight, weight])
    size = len(points)
    graph = coo_matrix((weights, (rows, columns)), shape=(size, size)).tocsc()
    degree = np.asarray(graph.sum(axis=1)).ravel()
    from scipy.sparse import diags  # noqa: PLC0415 heavy

    system = (identity(size, format="csc") + diags(degree, format="csc") - graph).astype(np.float32)
    return splu(
        system.tocsc(), permc_spec="MMD_AT_PLUS_A", options={"SymmetricMode": True}, diag_pivot_thresh=0.0
    ).solve


def _draped(layer: Layer, skin: NDArray[np.float32], normals: NDArray[np.float32]) -> NDArray[np.float32]:
    """Cloth over moved skin: out over hollows, on the skin over bulges, off the sides that look down."""
    frames, count = skin.shape[:2]
    flat = np.ascontiguousarray(skin.transpose(1, 0, 2)).reshape(count, -1)
    spread = layer.solver(flat).reshape(count, frames, 3).transpose(1, 0, 2)
    out = np.einsum("fvi,fvi->fv", normals, spread - skin)
    down = -normals[..., 2]
    room = 0.35 + 0.95 * np.maximum(down, 0.0) + 0.4 * np.sqrt(np.maximum(1.0 - down**2, 0.0))
    lift = np.clip(out, 0.0, FURTHEST_BRIDGE_M) + layer.ease_m * room
    cloth = skin + normals * lift[..., None]
    cloth[..., 2] -= layer.sag_m * np.maximum(down, 0.0)
    draped: NDArray[np.float32] = cloth.astype(np.float32)
    return draped


def _normals(points: NDArray[np.float32], faces: Faces) -> NDArray[np.float32]:
    from scipy.sparse import coo_matrix  # noqa: PLC0415 heavy

    corners = faces.ravel()
    rows = np.repeat(np.arange(len(faces)), 3)
    gather = coo_matrix(
        (np.ones(len(corners), np.float32), (corners, rows)), shape=(points.shape[1], len(faces))
    ).tocsr()
    first, second, third = (points[:, faces[:, corner]] for corner in range(3))
    across = _cross(second - first, third - first)
    flat = np.ascontiguousarray(across.transpose(1, 0, 2)).reshape(len(faces), -1)
    summed = (gather @ flat).reshape(points.shape[1], len(points), 3).transpose(1, 0, 2)
    length = np.sqrt(np.einsum("fvi,fvi->fv", summed, summed))[..., None]
    unit: NDArray[np.float32] = summed / np.maximum(length, np.float32(1e-12))
    return unit


def _cross(a: NDArray[np.float32], b: NDArray[np.float32]) -> NDArray[np.float32]:
    x = a[..., 1] * b[..., 2] - a[..., 2] * b[..., 1]
    y = a[..., 2] * b[..., 0] - a[..., 0] * b[..., 2]
    z = a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0]
    return np.stack([x, y, z], axis=-1)
