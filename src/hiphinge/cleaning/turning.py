"""Somebody filmed at an angle, turned into the side view: the yaw, and the leans of trunk, thigh and shank."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from hiphinge.cleaning.body_in_view import (
    BodyInView,
    hybrid,
    leans_by_geometry,
    turned,
    view_features,
    yaw_features,
)
from hiphinge.motion import SIDE_JOINTS, FloatArray
from hiphinge.signals import NetworkEnsemble

__all__ = ["ViewModel", "measured_leans", "measured_yaw", "packaged_view_model", "turned_joints"]

IN_DISTRIBUTION, OUT_OF_DISTRIBUTION = 1.7, 2.6
"""Distance from the training data, in standard deviations, up to which a correction is used whole, and from which on
not at all: what geometry alone says is then left."""
MOST_OFF_DEG = 20.0
"""The yaw by lines across the body is further off than this only where something else is wrong."""
FROM_BEHIND_DEG = -24.0
"""Where the lines across the body say less than this, the person is seen from behind."""
BEHIND_DEG, BEHIND_BY_FOOT_DEG, BEHIND_BY_KNEES = -56.0, 240.0, 0.316
"""From behind, the yaw is the first, and the second for every body size by which toes are ahead of heels in the image,
less the third of the turn of the line across the knees in the body: the least squares of 42 people rendered from
behind, 28 to 88 degrees. Each left out, it is 5.7 degrees off; the network's was 8.4, and up to 15 too far with bars in
the hands."""
LEANS = ("trunk", "thigh", "shank")
_HANGS_FROM = {"ear": "shoulder", "elbow": "shoulder", "wrist": "shoulder", "heel": "ankle", "toe": "ankle"}
_ENDS = {"shoulder": "hip", "hip": "knee", "knee": "ankle"}


@dataclass(frozen=True, kw_only=True, eq=False)
class ViewModel:
    """What was learnt on people rendered from all sides.

    ``yaw`` gives the error of the yaw by lines across the body, from `yaw_features`, degrees ``[1]``; ``leans`` that of
    `leans_by_geometry`, the mean of its ways, from `view_features`, degrees ``[LEANS]``.
    """

    yaw: NetworkEnsemble
    leans: NetworkEnsemble


@cache
def packaged_view_model() -> ViewModel:
    """Return the networks that come with the package; they are read once."""
    with files(__package__).joinpath("data", "view.npz").open("rb") as file, np.load(file) as arrays:
        found = dict(arrays)
    return ViewModel(**{name: NetworkEnsemble.from_arrays(found, name=name) for name in ("yaw", "leans")})


def measured_yaw(body: BodyInView, by_lines_deg: float, *, model: ViewModel | None = None) -> float:
    """Return the yaw in degrees, positive where the chest turns to the camera: the median over upright frames.

    ``by_lines_deg`` is the yaw of the lines across the body in metres, which is too small seen from behind: there the
    knees and the length of the foot in the image tell the yaw.
    """
    if by_lines_deg < FROM_BEHIND_DEG:
        return _yaw_from_behind(body)
    networks = (model or packaged_view_model()).yaw
    features = yaw_features(body, by_lines_deg)[body.tall & body.known]
    off = networks(features).mean(axis=0)[:, 0] * _familiar(networks, features)
    return by_lines_deg - float(np.clip(np.median(off), -MOST_OFF_DEG, MOST_OFF_DEG))


def _yaw_from_behind(body: BodyInView) -> float:
    upright = body.tall & body.known
    knee, toe, heel = (SIDE_JOINTS.index(joint) for joint in ("knee", "toe", "heel"))
    x, _, away = np.median(body.world[upright, knee, 0] - body.world[upright, knee, 1], axis=0)
    foot = float(np.median((body.image[upright, toe] - body.image[upright, heel])[..., 0].mean(axis=1)))
    return BEHIND_DEG + BEHIND_BY_FOOT_DEG * foot - BEHIND_BY_KNEES * float(np.degrees(np.arctan2(x, -away)))


def _familiar(networks: NetworkEnsemble, features: FloatArray) -> FloatArray:
    """Return how much of a correction counts ``[row]``: none for a body unlike those in the training data."""
    distance = networks.distance_from_training(features)
    return np.clip((OUT_OF_DISTRIBUTION - distance) / (OUT_OF_DISTRIBUTION - IN_DISTRIBUTION), 0.0, 1.0)


def measured_leans(body: BodyInView, yaw_deg: float, *, model: ViewModel | None = None) -> FloatArray:
    """Return the leans of trunk, thigh and shank in the sagittal plane ``[time, 3]``, degrees; NaN where not seen."""
    out = np.full((len(body.image), len(LEANS)), np.nan)
    known, networks = body.known, (model or packaged_view_model()).leans
    features = view_features(body, yaw_deg)[known]
    off = networks(features).mean(axis=0) * _familiar(networks, features)[:, None]
    out[known] = leans_by_geometry(body, yaw_deg).mean(axis=0)[known] - off
    return out


def turned_joints(body: BodyInView, yaw_deg: float) -> tuple[FloatArray, FloatArray]:
    """Return the middle of both sides, and the far side, in the side view ``[time, joint, 2]``, pixels.

    Notes
    -----
    Shank, thigh and trunk have their usual lengths and the measured leans. What hangs from them, arms, head and feet,
    is where the image and the body in metres put it. Points that neither gives are NaN.
    """
    leans = np.radians(measured_leans(body, yaw_deg))
    places = turned(hybrid(body), yaw_deg)
    middle = {joint: places[:, SIDE_JOINTS.index(joint)].mean(axis=1) for joint in SIDE_JOINTS}
    chain = {"ankle": body.feet_px}
    for (upper, lower), lean in zip(reversed(_ENDS.items()), leans.T[::-1], strict=True):
        length = float(np.median(np.linalg.norm(middle[upper] - middle[lower], axis=1)[body.tall & body.known]))
        chain[upper] = chain[lower] + length * body.size_px * np.stack([np.sin(lean), np.cos(lean)], axis=1)
    near, far = (np.full((len(leans), len(SIDE_JOINTS), 2), np.nan) for _ in range(2))
    for at, joint in enumerate(SIDE_JOINTS):
        end = _HANGS_FROM.get(joint, joint)
        near[:, at] = chain[end] + (middle[joint] - middle[end]) * body.size_px
        far[:, at] = chain[end] + (places[:, at, 1] - middle[end]) * body.size_px
    return near, far
