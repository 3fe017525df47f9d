"""How far the shin leans, from the part of it that is seen under a weight plate.

A foot that stands still is the shin's pivot: every place on the contour of the shin turns about it by the angle by
which the shin turns. So a few edges under the plate say how the shin leans, compared with the frames that show all of
it.
"""

import numpy as np
from numpy.typing import NDArray

from hiphinge.motion import FloatArray, lean_deg
from hiphinge.motion.contour import CONTOUR_STATIONS

__all__ = ["seen_shin_lean_deg"]

BoolArray = NDArray[np.bool_]

CLEAR = -0.15
"""How far outside the plate, in its radii, an edge is the leg's and not the plate's."""
WHOLE, STRAIGHT, POSSIBLE_DEG = 0.15, 0.012, (-25.0, 50.0)
"""A shin is seen whole over this length, its middle no further from a line than this, leg lengths, leaning so."""
PASSES_ANKLE = (-0.1, 0.06)
"""Where that line passes the ankle, leg lengths forward: behind it, since the calf is."""
ALIKE_WIDTH, ALIKE_PASSING = 1.15, 0.02
"""So much wider than usual, and so far from the usual place at the ankle, a shin is something else as well."""
STEP, LEAST_HEIGHT, FROM_BELOW = 0.03, 0.03, 0.25
"""Steps of the distance from the ankle, the least height above it, and the distance from which on edges have to be
seen: those further up alone are the other leg's, or the other plate's, leg lengths."""
LEAST_EDGES, LARGEST_SPREAD_DEG = 3, 2.0
"""Edges that one frame has to show, and how much the lean by each may differ, standard deviation. In 31 of 42 rendered
lifters with plates, looked at, 320 frames of a bend with the knee behind the plate show them: the shin's change from
standing is 1.5 degrees off there (root mean square; 80 % within 0.9), and was 4.5 as placed without it."""
_MIN_FRAMES = 5
_SHIN = np.array([lower == "ankle" for lower, _, _ in CONTOUR_STATIONS])


def seen_shin_lean_deg(contour: FloatArray, ankle: FloatArray, plate: FloatArray, *, leg_length: float) -> FloatArray:
    """Return the lean of the shin ``[time]`` forward from vertical, degrees; NaN where too little of it is seen.

    Parameters
    ----------
    contour
        Edges of the silhouette ``[time, station, edge, 2]`` forward and up (`SideMotion.contour`).
    ankle
        Where it stands ``[time, 2]``.
    plate
        Its centre, width and height ``[time, 4]``; NaN where it is not followed.
    leg_length
        In the unit of the places.
    """
    edges = contour[:, _SHIN]
    none = np.full(len(edges), np.nan)
    with np.errstate(invalid="ignore"):
        away = np.linalg.norm((edges - plate[:, None, None, :2]) / (plate[:, None, None, 2:] / 2), axis=-1)
        seen = np.isfinite(away) & (1.0 - away < CLEAR)
    lean, passes = _whole_shins(edges, seen, ankle, leg_length)
    whole = np.isfinite(lean)
    if whole.sum() < _MIN_FRAMES:
        return none
    pivot = ankle + np.array([float(np.median(passes[whole])) * leg_length, 0.0])
    places = (edges - pivot[:, None, None]) / leg_length
    with np.errstate(invalid="ignore"):
        seen &= places[..., 1] > LEAST_HEIGHT
    reach, turned = np.linalg.norm(places, axis=-1), lean_deg(places)
    by_edge = np.stack(
        [turned[..., edge] - _profile(reach[..., edge], turned[..., edge], seen[..., edge], lean) for edge in (0, 1)],
        axis=-1,
    )
    return _agreed(by_edge.reshape(len(edges), -1), reach.reshape(len(edges), -1), seen.reshape(len(edges), -1))


def _whole_shins(edges: FloatArray, seen: BoolArray, ankle: FloatArray, leg: float) -> tuple[FloatArray, FloatArray]:
    """Return the lean ``[time]`` of shins that are seen whole, and where their middles pass the ankle; else NaN."""
    middle, both = edges.mean(axis=2), np.asarray(seen.all(axis=2))
    width = np.linalg.norm(edges[:, :, 0] - edges[:, :, 1], axis=-1)
    found = np.full((3, len(edges)), np.nan)
    for frame in np.flatnonzero(both.sum(axis=1) > LEAST_EDGES):
        forward, up = middle[frame, both[frame]].T
        if not np.isfinite(ankle[frame, 0]) or np.ptp(up) < WHOLE * leg:
            continue
        slope, start = np.polyfit(up, forward, 1)
        off = float(np.std(forward - start - slope * up)) / leg
        passes = (start + slope * ankle[frame, 1] - ankle[frame, 0]) / leg
        lean = float(np.degrees(np.arctan(slope)))
        if off < STRAIGHT and PASSES_ANKLE[0] < passes < PASSES_ANKLE[1] and POSSIBLE_DEG[0] < lean < POSSIBLE_DEG[1]:
            found[:, frame] = lean, passes, np.median(width[frame, both[frame]])
    known = np.isfinite(found[0])
    if known.any():
        usual = np.median(found[:, known], axis=1)
        with np.errstate(invalid="ignore"):
            known &= (found[2] < ALIKE_WIDTH * usual[2]) & (np.abs(found[1] - usual[1]) < ALIKE_PASSING)
    return np.where(known, found[0], np.nan), np.where(known, found[1], np.nan)


def _profile(reach: FloatArray, turned: FloatArray, seen: BoolArray, lean: FloatArray) -> FloatArray:
    """Return by how much an edge ``[time, station]`` leans more than the shin, by its distance from the pivot."""
    steps = np.arange(STEP, 0.5, STEP)
    rows = []
    for frame in np.flatnonzero(np.isfinite(lean) & (seen.sum(axis=1) >= LEAST_EDGES)):
        order = np.argsort(reach[frame, seen[frame]])
        away, more = (values[frame, seen[frame]][order] for values in (reach, turned - lean[:, None]))
        rows.append(np.interp(steps, away, more, left=np.nan, right=np.nan))
    table = np.array(rows).reshape(-1, len(steps))
    known = np.isfinite(table).sum(axis=0) >= _MIN_FRAMES
    if known.sum() < 2:  # noqa: PLR2004 - nothing to interpolate between
        return np.full(reach.shape, np.nan)
    usual = np.nanmedian(table[:, known], axis=0)
    return np.asarray(np.interp(reach, steps[known], usual, left=np.nan, right=np.nan))


def _agreed(lean: FloatArray, reach: FloatArray, seen: BoolArray) -> FloatArray:
    """Return what edges ``[time, edge]`` say, each by its distance from the pivot; NaN where they do not agree."""
    used = seen & np.isfinite(lean)
    weight = np.where(used, reach**2, 0.0)
    total = np.maximum(weight.sum(axis=1), 1e-12)
    value = (weight * np.where(used, lean, 0.0)).sum(axis=1) / total
    spread = np.sqrt((weight * np.where(used, lean - value[:, None], 0.0) ** 2).sum(axis=1) / total)
    lowest = np.where(used, reach, np.inf).min(axis=1)
    known = (used.sum(axis=1) >= LEAST_EDGES) & (lowest < FROM_BELOW) & (spread < LARGEST_SPREAD_DEG)
    return np.where(known, value, np.nan)
