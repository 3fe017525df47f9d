"""The BlazePose person detector: decoding, merging, and the choice of the person to follow."""

import math
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from hiphinge.estimators.litert import Network, Tensor
from hiphinge.estimators.pose import Image
from hiphinge.estimators.region import Region, apply, crop
from hiphinge.motion import FloatArray

__all__ = ["Candidate", "Detector", "aligned_region", "anchors", "choose_person", "decode", "merge"]

SIDE_PX = 224
STRIDES = (8, 16, 32, 32, 32)
ANCHORS_PER_CELL = 2
MIN_SCORE = 0.5
MERGE_OVERLAP = 0.3
SCORE_CLIP = 100.0
REGION_SCALE = 1.25
"""The region is this much larger than the circle around the body (published graph)."""
SAME_PERSON = 0.75
"""How far a candidate may be from where the person was: shift in sizes of the region plus change of its logarithm."""

BESIDE_MARGIN, NARROWEST = 0.05, 0.25
"""Others are searched for beyond this margin beside a person, where there is room for one; shares of their height."""

_OUTPUTS = {"input": (1, SIDE_PX, SIDE_PX, 3), "boxes": (1, 2254, 12), "scores": (1, 2254, 1)}


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A person who may be followed."""

    score: float
    region: Region


def anchors() -> FloatArray:
    """Return the centres ``[anchor, 2]`` (x, y) of the 2254 anchors, in shares of the input's side.

    The constants are those of MediaPipe's published ``pose_detection_cpu`` graph: five layers of strides 8, 16, 32,
    32, 32 with two anchors of fixed size in each cell, layers of one stride sharing their cells.
    """
    layers = []
    for stride in sorted(set(STRIDES)):
        cells = math.ceil(SIDE_PX / stride)
        middle = (np.arange(cells) + 0.5) / cells
        y, x = np.meshgrid(middle, middle, indexing="ij")
        each = ANCHORS_PER_CELL * STRIDES.count(stride)
        layers.append(np.repeat(np.column_stack([x.ravel(), y.ravel()]), each, axis=0))
    return np.concatenate(layers)


def decode(boxes: Tensor, scores: Tensor, *, middles: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return what the network detected, best first, still with duplicates.

    Parameters
    ----------
    boxes
        ``[anchor, 12]``: middle, width and height of the face's box, then four points, in pixels of the input
        relative to the anchor.
    scores
        ``[anchor]`` before the logistic function.
    middles
        Those of `anchors`.

    Returns
    -------
    score, shape
        ``[found]`` from 0 to 1 and ``[found, 6, 2]``: middle, size, then the four points (mid-hip, a point on the
        circle about the body, mid-shoulder, a point on the circle about the upper body), in shares of the side.
    """
    probability = 1.0 / (1.0 + np.exp(-np.clip(scores.astype(np.float64), -SCORE_CLIP, SCORE_CLIP)))
    kept = np.flatnonzero(probability >= MIN_SCORE)
    kept = kept[np.argsort(-probability[kept], kind="stable")]
    shape = boxes[kept].astype(np.float64).reshape(-1, 6, 2) / SIDE_PX
    shape[:, [0, 2, 3, 4, 5]] += middles[kept, None]
    return probability[kept], shape


def merge(score: FloatArray, shape: FloatArray) -> list[tuple[float, FloatArray]]:
    """Return one entry for each person: overlapping boxes averaged by score (weighted non-maximum suppression)."""
    low, high = shape[:, 0] - shape[:, 1] / 2, shape[:, 0] + shape[:, 1] / 2
    area = np.prod(high - low, axis=1)
    left = np.arange(len(score))
    people = []
    while left.size:
        best = left[0]
        shared = np.clip(np.minimum(high[left], high[best]) - np.maximum(low[left], low[best]), 0, None).prod(axis=1)
        same = shared / np.maximum(area[left] + area[best] - shared, 1e-12) > MERGE_OVERLAP
        same[0] = True
        group = left[same]
        people.append((float(score[best]), np.average(shape[group], axis=0, weights=score[group])))
        left = left[~same]
    return people


def aligned_region(middle: FloatArray, edge: FloatArray) -> Region:
    """Return the region of a body from its two alignment points ``[2]`` in pixels.

    The first lies between the hips, the second on the circle about the whole body, above the head when the person
    is upright; turned so that the second comes to lie upward (MediaPipe's published ``pose_detection_to_roi`` and
    ``pose_landmarks_to_roi`` graphs).
    """
    dx, dy = float(edge[0] - middle[0]), float(edge[1] - middle[1])
    rotation = math.remainder(math.pi / 2 - math.atan2(-dy, dx), 2 * math.pi)
    size = 2 * math.hypot(dx, dy) * REGION_SCALE
    return Region(x_px=float(middle[0]), y_px=float(middle[1]), size_px=size, rotation_rad=rotation)


def choose_person(
    candidates: list[Candidate], *, size_px: tuple[int, int], last: Region | None = None
) -> Candidate | None:
    """Return the person to follow.

    Parameters
    ----------
    size_px
        Width and height of the frame.
    last
        Where the person was followed until now, or None at the beginning. The nearest of about that size is
        preferred; if nobody is near (a cut in the video), or at the beginning, it is the largest and most central.
    """
    if not candidates:
        return None
    if last is not None:
        nearest = min(candidates, key=lambda c: distance(c.region, last))
        if distance(nearest.region, last) <= SAME_PERSON:
            return nearest
    return max(candidates, key=lambda c: _prominence(c, size_px=size_px))


def distance(region: Region, last: Region) -> float:
    """Return a dimensionless distance of two regions: 0 for the same, about 1 for the neighbouring person."""
    return region.shift_from(last) + abs(math.log(region.size_px / last.size_px))


def _prominence(candidate: Candidate, *, size_px: tuple[int, int]) -> float:
    half = np.array(size_px) / 2
    off = math.hypot(candidate.region.x_px - half[0], candidate.region.y_px - half[1]) / math.hypot(*half)
    return candidate.score * candidate.region.size_px * (1 - 0.5 * min(off, 1.0))


class Detector:
    """The BlazePose detector, which looks for people anywhere in the frame."""

    def __init__(self, path: Path, *, threads: int) -> None:
        """Load the network's file."""
        self._network = Network(path, threads=threads, shapes=_OUTPUTS)
        self._anchors = anchors()

    def find(self, image_rgb: Image) -> list[Candidate]:
        """Return everybody in the frame, the highest score first."""
        height, width = image_rgb.shape[:2]
        whole = Region(x_px=width / 2, y_px=height / 2, size_px=max(width, height))
        to_image = whole.to_image(SIDE_PX)
        grid = crop(image_rgb, to_image, size_px=(SIDE_PX, SIDE_PX), border="black")
        self._network.run((grid.astype(np.float32) / np.float32(127.5) - np.float32(1.0))[None])
        score, shape = decode(
            self._network.output("boxes")[0], self._network.output("scores")[0, :, 0], middles=self._anchors
        )
        found = []
        for best, points in merge(score, shape):
            middle, edge = apply(to_image, points[2:4] * SIDE_PX)
            if np.hypot(*(edge - middle)) >= 1.0:
                found.append(Candidate(score=best, region=aligned_region(middle, edge)))
        return found

    def find_others(self, image_rgb: Image, person: FloatArray) -> list[Candidate]:
        """Return people to the left and to the right of the one with keypoints ``[keypoint, 2]``, in frame pixels.

        Beside somebody who is larger or clearer, the network mostly detects nobody, so each part is searched alone; one
        that is too narrow for a person is left out.
        """
        low, high = person.min(axis=0), person.max(axis=0)
        tall, width = float((high - low).max()), image_rgb.shape[1]
        margin = BESIDE_MARGIN * tall
        left, right = (int(np.clip(edge, 0, width)) for edge in (low[0] - margin, high[0] + margin))
        others = []
        for start, stop in ((0, left), (right, width)):
            if stop - start >= NARROWEST * tall:
                found = self.find(np.ascontiguousarray(image_rgb[:, start:stop]))
                others += [replace(one, region=replace(one.region, x_px=one.region.x_px + start)) for one in found]
        return others
