"""How a sensor sits on the body: its own axes against forward, left and up, found from standing and from bows."""

from dataclasses import dataclass

import numpy as np

from hiphinge.motion import FloatArray, FrozenArrays, SensorPlace, frozen
from hiphinge.orientation.quaternions import rotated

__all__ = ["Mounting", "bow_axis", "mounting_of"]


@dataclass(frozen=True, kw_only=True, eq=False)
class Mounting(FrozenArrays):
    """How one sensor sits on its segment.

    Attributes
    ----------
    axes
        Forward, left and up of the standing segment in the sensor's axes, as rows ``[3, 3]``.
    heading
        Where left points on the filter's earth while standing, radians.
    line_share
        How much of the bows is one straight movement: 1 is a perfect hinge, 0.5 no direction at all.
    spread_deg
        How far the direction of single bows differs from that of all, at most, degrees.
    """

    place: SensorPlace
    axes: FloatArray
    heading: float = 0.0
    line_share: float = 1.0
    spread_deg: float = 0.0

    def __post_init__(self) -> None:
        """Freeze the axes."""
        object.__setattr__(self, "axes", frozen(self.axes))

    def lean_deg(self, up: FloatArray) -> FloatArray:
        """Return how far the segment leans forward from standing ``[...]``, from up in the sensor's axes ``[..., 3]``.

        It is the turn about the body's own left-right axis, so that it counts on beyond horizontal.
        """
        forward, _, upward = self._on_axes(up)
        return np.asarray(np.degrees(np.arctan2(-forward, upward)))

    def side_lean_deg(self, up: FloatArray) -> FloatArray:
        """Return how far the segment leans to the right from standing ``[...]``, degrees."""
        forward, left, upward = self._on_axes(up)
        return np.asarray(np.degrees(np.arctan2(left, np.hypot(forward, upward))))

    def heading_deg(self, quaternion: FloatArray) -> FloatArray:
        """Return how far the segment has turned to the left from standing ``[...]``, on its own filter's earth."""
        left = rotated(quaternion, self.axes[1])
        turned = np.arctan2(left[..., 1], left[..., 0]) - self.heading
        return np.asarray(np.degrees((turned + np.pi) % (2.0 * np.pi) - np.pi))

    def _on_axes(self, up: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        along = np.asarray(up) @ self.axes.T
        return along[..., 0], along[..., 1], along[..., 2]


def bow_axis(up: FloatArray, standing_up: FloatArray) -> tuple[FloatArray, float]:
    """Return the axis ``[3]`` in the sensor's axes about which a movement turns up, and its share of one line.

    Parameters
    ----------
    up
        Which way is up ``[time, 3]`` in the sensor's axes during the movement.
    standing_up
        The same while standing ``[3]``; the axis is square to it.
    """
    aside = np.cross(up, standing_up)
    _, sizes, directions = np.linalg.svd(aside, full_matrices=False)
    axis = directions[0] - standing_up * float(directions[0] @ standing_up)
    axis /= np.linalg.norm(axis)
    middle = float(np.sum(np.sum(aside**2, axis=1) * (aside @ axis)))
    if middle < 0.0:
        axis = -axis
    return axis, float(sizes[0] ** 2 / max(sizes[0] ** 2 + sizes[1] ** 2, 1e-12))


def mounting_of(
    place: SensorPlace,
    quaternion: FloatArray,
    *,
    standing: FloatArray,
    bows: list[FloatArray],
    backward: bool = False,
) -> Mounting:
    """Return how a sensor sits on its segment.

    Parameters
    ----------
    quaternion
        While standing ``[time, 4]``: what heading counts from.
    standing
        Which way is up while standing ``[time, 3]``, in the sensor's axes.
    bows
        The same during each bow forward.
    backward
        Whether this segment leans backward in them.
    """
    upward = np.median(standing, axis=0)
    upward /= np.linalg.norm(upward)
    left, share = bow_axis(np.concatenate(bows), upward)
    single = [bow_axis(bow, upward)[0] for bow in bows]
    spread = max(float(np.degrees(np.arccos(np.clip(one @ left, -1.0, 1.0)))) for one in single)
    left = -left if backward else left
    points = rotated(quaternion, left)
    heading = float(np.arctan2(np.median(points[:, 1]), np.median(points[:, 0])))
    axes = np.stack([np.cross(left, upward), left, upward])
    return Mounting(place=place, axes=axes, heading=heading, line_share=share, spread_deg=spread)
