"""The virtual dowel: a straight stick laid along the back, and the distances of head, back and tailbone from it."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from hiphinge.frozen_mapping import FrozenMapping
from hiphinge.motion import SIDE_JOINTS, FloatArray, FrozenArrays, SideMotion, frozen
from hiphinge.motion.contour import TRUNK_SHARES
from hiphinge.signals import smooth_rows
from hiphinge.spine.contour_features import SMOOTHED_STATIONS, dorsal_contour
from hiphinge.spine.estimation import Back, filter_back_angles

__all__ = ["CONTACTS", "DOWEL_QUANTITIES", "Dowel", "fit_dowel"]

CONTACTS = ("tailbone", "upper_back", "head")
"""Where a stick along the back touches, from the tailbone up."""
DOWEL_QUANTITIES = ("dowel_hollow", "dowel_head_gap")
"""What is measured beside the stick: changes from the reference posture, as shares of leg length."""

HAND_THICKNESS = 0.03
"""A hand's thickness, about 2.5 cm, as a share of leg length: the smallest hollow assumed in the reference posture."""
HOLLOW_PER_SINE = 0.136
"""Change of the hollow for the sine of half the flexion between S2 and C7/T1, as a share of leg length: a b / (a + b)
with a and b the lengths S2 to T12 and T12 to C7 (0.245 and 0.308 of leg length, rendered people)."""
MIN_CONTOUR_HOLLOW = 0.02
"""A hollow on the contour counts from this share of leg length: twice a single silhouette's noise."""
TAILBONE_LEVER = 1.8
"""How far the tailbone leaves a stick that tips over a low back that protrudes by 1: (a + b) / b."""
ARC_ERROR = 0.022
"""90 % half-width of what two arcs leave out of the change of the hollow, as a share of leg length (rendered people);
added in quadrature to the interval of the flexion."""
HEAD_ERROR = 0.035
"""90 % half-width of the change of the head's gap, as a share of leg length, on held-out rendered people."""

_TAILBONE, _UPPER_BACK = (0.05, 0.15), (0.85, 1.0)
_UNDER_STICK = (-0.15, 1.0)
_MIDDLE = 0.53
"""Where T12 is along the trunk from hip to shoulder, on rendered people: 0.53, standing and bent."""
_HOLLOW = (0.1, 0.65)
_AT_ONCE = 256
"""So many frames are fitted at once by trying: a few MB, however long the recording."""
_TURNS = 12
"""So often the stick is turned at most; two or three times are enough for most backs."""
_TOUCHES = 1e-12
"""What is this little behind the stick, in leg lengths, touches it."""
_EAR, _SHOULDER, _HIP = (SIDE_JOINTS.index(name) for name in ("ear", "shoulder", "hip"))
_BENDING = "thoracolumbar_flexion_deg"

Bools = NDArray[np.bool_]
Indices = NDArray[np.intp]


@dataclass(frozen=True, kw_only=True, eq=False)
class Dowel(FrozenArrays):
    """A straight stick along the back in every frame.

    Attributes
    ----------
    contact_points
        ``[time, contact, 2]`` the points on the stick beside tailbone, upper back and head (`CONTACTS`), in the axes
        and the unit of the side view; NaN where the back is not measurable.
    reference_hollow
        Depth of the hollow in the reference posture, share of leg length: what the silhouette shows, at least a hand's
        thickness.
    contour_hollow
        ``[time]`` the greatest distance between stick and contour at the lower back, share of leg length. Clothes and
        arms can hide a hollow; they hardly make one.
    """

    contact_points: FloatArray
    reference_hollow: float
    contour_hollow: FloatArray

    def __post_init__(self) -> None:
        """Freeze the arrays."""
        object.__setattr__(self, "contact_points", frozen(self.contact_points))
        object.__setattr__(self, "contour_hollow", frozen(self.contour_hollow))

    @property
    def measurable(self) -> Bools:
        """Mask ``[time]`` of the frames in which the stick is measured."""
        return np.asarray(np.isfinite(self.contact_points[:, :2]).all(axis=(1, 2)))

    def low_back_protrusion(self, hollow: FloatArray) -> FloatArray:
        """Return how far the low back stands out behind the line of upper back and tailbone; negative is a hollow.

        ``hollow`` is the change of the hollow from the reference posture (``dowel_hollow``). Where the contour itself
        still shows a hollow (`MIN_CONTOUR_HOLLOW`), that value is used.
        """
        return np.asarray(
            np.where(self.contour_hollow > MIN_CONTOUR_HOLLOW, -self.contour_hollow, -(self.reference_hollow + hollow))
        )

    def tailbone_gap(self, hollow: FloatArray) -> FloatArray:
        """Return how far a stick that rests on upper back and low back is off the tailbone, at least 0."""
        return np.asarray(TAILBONE_LEVER * np.maximum(self.low_back_protrusion(hollow), 0.0))


def fit_dowel(side: SideMotion, back: Back, *, standing: Bools) -> tuple[Back, Dowel]:
    """Lay a stick along the back in every frame; return the back with `DOWEL_QUANTITIES`, and the stick.

    Parameters
    ----------
    back
        The estimated back; where it is NaN, so is everything here.
    standing
        ``[time]`` frames in which the person stands.

    Notes
    -----
    The stick is measured: it is the supporting line of the smoothed contour over its middle. The hollow is not, because
    clothes hang over it: its change follows from the flexion between S2 and C7/T1, with its interval, by taking the
    back as two arcs. On rendered people that follows the skin's own hollow (r 0.76) much better than the edge does
    (0.42), whose arms and clothes hang in front of it. The back of the head is not on the contour either: the ear
    represents it, and its distance is the mean of those from the line of the edge's tailbone and upper back and from
    the line hip to shoulder, whose errors are opposite (r 0.78 and 0.58 each, 0.83 together).
    """
    edge = smooth_rows(dorsal_contour(side), samples=SMOOTHED_STATIONS)
    known = np.isfinite(back.values[_BENDING]) & np.isfinite(edge).all(axis=(1, 2))
    ear, shoulder = ((side.near[:, joint] - side.near[:, _HIP]) / side.leg_length for joint in (_EAR, _SHOULDER))
    low, high = _region(edge, _TAILBONE), _region(edge, _UPPER_BACK)
    support, along = _supporting(edge, known)
    ends = [_onto(place, support, along) for place in (low, high, ear)]
    hip = side.near[:, None, _HIP] / side.leg_length
    contact_points = filter_back_angles(np.stack(ends, axis=1) + hip, side.time_s) * side.leg_length
    hollow = filter_back_angles(_hollow(edge, support, along)[:, None], side.time_s)[:, 0]
    reference_hollow = max(_median(hollow, standing), HAND_THICKNESS)
    ahead = (_ahead(ear, low, high - low) + _ahead(ear, np.zeros_like(shoulder), shoulder)) / 2
    head = filter_back_angles(ahead[:, None], side.time_s)[:, 0]
    gap = np.where(known, head - _median(head, standing, otherwise=float("nan")), np.nan)
    dowel = Dowel(
        contact_points=np.where(known[:, None, None], contact_points, np.nan),
        reference_hollow=reference_hollow,
        contour_hollow=np.where(known, hollow, np.nan),
    )
    return _with_quantities(back, gap, known), dowel


def _with_quantities(back: Back, head_gap: FloatArray, known: Bools) -> Back:
    bending = [np.where(known, series[_BENDING], np.nan) for series in (back.values, back.high, back.low)]
    hollow, shallow, deep = (
        -HOLLOW_PER_SINE * np.sin(np.radians(np.clip(angle, -180.0, 180.0)) / 2) for angle in bending
    )
    shallow, deep = hollow - np.hypot(hollow - shallow, ARC_ERROR), hollow + np.hypot(deep - hollow, ARC_ERROR)
    names = DOWEL_QUANTITIES
    return replace(
        back,
        values=FrozenMapping({**back.values, **dict(zip(names, (hollow, head_gap), strict=True))}),
        low=FrozenMapping({**back.low, **dict(zip(names, (shallow, head_gap - HEAD_ERROR), strict=True))}),
        high=FrozenMapping({**back.high, **dict(zip(names, (deep, head_gap + HEAD_ERROR), strict=True))}),
    )


def _within(shares: tuple[float, float]) -> Bools:
    return np.asarray((shares[0] - 1e-6 <= TRUNK_SHARES) & (shares[1] + 1e-6 >= TRUNK_SHARES))


def _region(edge: FloatArray, shares: tuple[float, float]) -> FloatArray:
    return np.asarray(edge[:, _within(shares)].mean(axis=1))


def _normal(along: FloatArray) -> FloatArray:
    """Return unit vectors to the back of a line ``[..., 2]`` that runs up the trunk of somebody who faces +x."""
    with np.errstate(invalid="ignore", divide="ignore"):
        unit = along / np.linalg.norm(along, axis=-1, keepdims=True)
    return np.stack([-unit[..., 1], unit[..., 0]], axis=-1)


def _ahead(point: FloatArray, on_line: FloatArray, along: FloatArray) -> FloatArray:
    """Return how far points ``[time, 2]`` lie in front of a line."""
    return np.asarray(-np.einsum("tk,tk->t", _normal(along), point - on_line))


def _onto(point: FloatArray, on_line: FloatArray, along: FloatArray) -> FloatArray:
    return np.asarray(point + _ahead(point, on_line, along)[:, None] * _normal(along))


def _supporting(edge: FloatArray, known: Bools) -> tuple[FloatArray, FloatArray]:
    """Return a point and the direction of the line that touches the edge on both sides of its middle from behind.

    A stick that is pressed against the middle of the back comes to rest there: nothing of the back is behind it.
    """
    under = _within(_UNDER_STICK)
    below, above = np.flatnonzero(under & (TRUNK_SHARES <= _MIDDLE)), np.flatnonzero(under & (TRUNK_SHARES > _MIDDLE))
    point, along = np.full((2, len(edge), 2), np.nan)
    frames = np.flatnonzero(known)
    lower, upper, body = edge[frames][:, below], edge[frames][:, above], edge[frames][:, under]
    i, j, touches = _bridged(lower, upper, body)
    for first in range(0, int((~touches).sum()), _AT_ONCE):
        some = np.flatnonzero(~touches)[first : first + _AT_ONCE]
        i[some], j[some] = _searched(lower[some], upper[some], body[some])
    each = np.arange(len(frames))
    point[frames], along[frames] = lower[each, i], upper[each, j] - lower[each, i]
    return point, along


def _bridged(lower: FloatArray, upper: FloatArray, body: FloatArray) -> tuple[Indices, Indices, Bools]:
    """Return which lower and upper point the stick touches, and in which frames nothing of the body is behind it.

    The stick is turned about its lower point until it touches an upper one, then about that, until neither changes.
    """
    each = np.arange(len(body))
    i, j = np.zeros((2, len(body)), dtype=np.intp)
    for _ in range(_TURNS):
        before = i, j
        j = _turned_back(lower[each, i], upper, sign=1.0)
        i = _turned_back(upper[each, j], lower, sign=-1.0)
        if np.array_equal(before, (i, j)):
            break
    behind = _normal(upper[each, j] - lower[each, i])
    out = np.einsum("tk,tbk->tb", behind, body - lower[each, i][:, None])
    return i, j, np.asarray(out.max(axis=1, initial=0.0) <= _TOUCHES)


def _turned_back(pivot: FloatArray, points: FloatArray, *, sign: float) -> Indices:
    """Return which point ``[time]`` touches a stick that is pressed on from behind at a pivot.

    ``sign`` is +1 for points above the pivot, -1 for points below it.
    """
    way = sign * (points - pivot[:, None])
    return np.asarray((sign * np.arctan2(-way[..., 0], way[..., 1])).argmax(axis=1))


def _searched(lower: FloatArray, upper: FloatArray, body: FloatArray) -> tuple[Indices, Indices]:
    """Return the same by trying every pair of points."""
    ways = upper[:, None] - lower[:, :, None]
    behind = _normal(ways)
    farthest = (behind.reshape(len(body), -1, 2) @ body.swapaxes(1, 2)).max(axis=2).reshape(behind.shape[:3])
    out = farthest - np.einsum("tijk,tik->tij", behind, lower)
    i, j = np.divmod(np.nan_to_num(out, nan=np.inf).reshape(len(body), -1).argmin(axis=1), upper.shape[1])
    return i, j


def _hollow(edge: FloatArray, support: FloatArray, along: FloatArray) -> FloatArray:
    """Return the greatest distance ``[time]`` between the stick and the edge of the low back."""
    low_back = edge[:, _within(_HOLLOW)] - support[:, None]
    return np.asarray(-np.einsum("tk,tsk->ts", _normal(along), low_back).min(axis=1))


def _median(series: FloatArray, frames: Bools, *, otherwise: float = 0.0) -> float:
    picked = series[frames & np.isfinite(series)]
    return float(np.median(picked)) if len(picked) else otherwise
