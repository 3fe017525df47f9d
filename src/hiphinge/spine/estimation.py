"""From the dorsal contour to the back's angles in every frame, with an interval, or the reason why there is none."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from hiphinge.frozen_mapping import FrozenMapping
from hiphinge.motion import FloatArray, SideMotion
from hiphinge.signals import fill_gaps, lowpass
from hiphinge.spine.back_network import ANGLES, BOUNDED, BackModel, packaged_model
from hiphinge.spine.contour_features import (
    ContourFeatures,
    ReferencePosture,
    contour_features_of,
    contour_hollow_deg,
    features,
    features_of_reference,
    reference_posture_of,
)

__all__ = ["Back", "estimate_back"]

CUTOFF_HZ = 4.0
"""A back bends more slowly than a hip swings; anything faster is noise of the silhouette."""
MAX_GAP_S = 0.4
WIDEST_DEG = 60.0
"""A wider lumbar interval says nothing: the frame is not measurable."""
LOCKOUT_DEG = 3.0
"""Added in quadrature where the reference posture is the lockouts and not quiet standing: people repeat their own
lordosis to 10 to 20 % only (Schmidt et al. 2018, J. Biomech. 70:67)."""
OTHER_RECORDING_DEG = 8.0
"""Added in quadrature where the reference posture comes from another recording: another camera, day or clothes. This
package's own value: in 14 such comparisons of rendered videos of seven people, ten differed by up to 8 degrees in
lumbar flexion, and four by 11 to 20; the intervals held the truth in all."""
_LUMBAR = "lumbar_flexion_deg"
_PARTS = (_LUMBAR, "thoracic_flexion_deg")


@dataclass(frozen=True, kw_only=True, eq=False)
class Back:
    """Angles of the back from the reference posture by quantity id ``[time]``, degrees, flexion positive.

    NaN where not measurable.

    ``low`` and ``high`` are the bounds of the 90 % interval. ``hollow_deg`` ``[time]`` is what the contour shows of a
    hollow back (`contour_hollow_deg`), None where nothing was measured. ``reason`` is the catalogue's id of why nothing
    is measurable in the whole recording, or None; single NaN frames were hidden.
    """

    values: Mapping[str, FloatArray]
    low: Mapping[str, FloatArray]
    high: Mapping[str, FloatArray]
    reason: str | None = None
    hollow_deg: FloatArray | None = None


def estimate_back(
    side: SideMotion,
    *,
    standing: NDArray[np.bool_],
    reference_kind: str,
    reference: ReferencePosture | None = None,
    same_recording: bool = False,
    model: BackModel | None = None,
    widest_deg: float = WIDEST_DEG,
) -> Back:
    """Return the angles of the back in every frame.

    Parameters
    ----------
    standing
        ``[time]`` frames in which the person stands.
    reference_kind
        The kind of standing that the reference posture is (`hiphinge.posture.StandingFrames`).
    reference
        The reference posture from elsewhere. It is then used whether the person stands in these frames or not.
    same_recording
        Whether ``reference`` is from earlier frames of the same recording, which widens no interval.
    model
        The networks; the packaged ones by default.
    widest_deg
        Frames whose lumbar interval is wider than this, without the reference posture's error, are not measurable.

    Notes
    -----
    The angles are what inclinometers on the skin at S2, T12/L1 and C7/T1 would read, as change from the reference
    posture. The networks were trained on rendered people with known angles; nobody has yet compared them with a
    reference on real lifters.
    """
    if side.contour is None or not np.isfinite(side.contour).any():
        return _nothing(side, "back_not_seen")
    contour_features = contour_features_of(side)
    posture = reference_posture_of(contour_features, standing) if reference is None else reference
    if posture is None:
        return _nothing(side, "no_standing" if not standing.any() else "back_hidden")
    elsewhere = reference is not None and not same_recording
    error_deg = math.hypot(LOCKOUT_DEG * (reference_kind == "lockout"), OTHER_RECORDING_DEG * elsewhere)
    hollow = filter_back_angles(contour_hollow_deg(contour_features), side.time_s)
    estimated = _estimated(
        side,
        contour_features,
        posture,
        reference_frames=standing if reference is None else None,
        reference_error_deg=error_deg,
        model=model or packaged_model(),
    )
    # The reference posture's error says nothing against the contour in this frame.
    estimated = replace(estimated, hollow_deg=hollow)
    return _without_vague_frames(estimated, widest_deg=2 * math.hypot(widest_deg / 2, error_deg))


def _nothing(side: SideMotion, reason: str) -> Back:
    missing = FrozenMapping({name: np.full(len(side), np.nan) for name in BOUNDED})
    return Back(values=missing, low=missing, high=missing, reason=reason)


def _estimated(
    side: SideMotion,
    contour_features: ContourFeatures,
    reference: ReferencePosture,
    *,
    reference_frames: NDArray[np.bool_] | None,
    reference_error_deg: float,
    model: BackModel,
) -> Back:
    """Return the angles from ``reference``, measured in the frames ``here`` or in another recording."""
    known = contour_features.known
    angles = np.full((len(side), len(ANGLES)), np.nan)
    below, above = (np.full((len(side), len(BOUNDED)), np.nan) for _ in range(2))
    angles[known], error_features = model.estimate(features(contour_features, reference)[known])
    below[known], above[known] = model.bounds(error_features)
    together = filter_back_angles(np.concatenate([angles, below, above], axis=1), side.time_s)
    angles, below, above = np.split(together, (len(ANGLES), len(ANGLES) + len(BOUNDED)), axis=1)
    angles = angles - _at_standing(angles, known, reference, reference_frames=reference_frames, model=model)
    sums = angles[:, [ANGLES.index(name) for name in _PARTS]].sum(axis=1, keepdims=True)
    whole = np.concatenate([angles, sums], axis=1)
    below, above = (np.hypot(offset, reference_error_deg) for offset in (below, above))
    return Back(
        values={name: whole[:, index] for index, name in enumerate(BOUNDED)},
        low={name: (whole - below)[:, index] for index, name in enumerate(BOUNDED)},
        high={name: (whole + above)[:, index] for index, name in enumerate(BOUNDED)},
    )


def _without_vague_frames(back: Back, *, widest_deg: float) -> Back:
    """Return the back without the frames whose lumbar interval says nothing."""
    vague = ~(back.high[_LUMBAR] - back.low[_LUMBAR] <= widest_deg)
    return replace(
        back,
        values={name: np.where(vague, np.nan, series) for name, series in back.values.items()},
        low={name: np.where(vague, np.nan, series) for name, series in back.low.items()},
        high={name: np.where(vague, np.nan, series) for name, series in back.high.items()},
    )


def _at_standing(
    angles: FloatArray,
    known: NDArray[np.bool_],
    reference: ReferencePosture,
    *,
    reference_frames: NDArray[np.bool_] | None,
    model: BackModel,
) -> FloatArray:
    """Return the networks' output in the reference posture ``[angle]``, where every change is 0 by definition."""
    if reference_frames is None:
        return np.asarray(model.estimate(features(features_of_reference(reference), reference))[0][0])
    stands = reference_frames & known
    return np.asarray(np.nanmedian(angles[stands], axis=0)) if stands.any() else np.zeros(len(ANGLES))


def filter_back_angles(values: FloatArray, time_s: FloatArray) -> FloatArray:
    """Return series ``[time, ...]`` with short gaps filled and frequencies above a back's own removed."""
    return lowpass(fill_gaps(values, time_s, max_gap_s=MAX_GAP_S), time_s, cutoff_hz=CUTOFF_HZ)
