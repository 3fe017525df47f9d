"""A body in a laboratory against what a body can do: how far its knees extend, and that its trunk comes upright."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from hiphinge.motion import FloatArray, Motion, lean_deg

__all__ = ["plausible_body"]

_MAX_EXTENSION_DEG = 10.0
"""A knee that is measured further beyond straight than this is wrong: few people's extends so far."""
_MAX_UPRIGHT_DEG = 45.0
"""Nobody who stands somewhere in the recording always leans further than this."""
_LOWEST = 5.0
_CHAIN = ("shoulder", "hip", "knee", "ankle")


def plausible_body(motion: Motion) -> Motion:
    """Return a motion in a laboratory with warnings where its body does what bodies do not.

    A knee that extends more than 10 degrees beyond straight, and a trunk that always leans by more than 45 degrees, are
    reported with the angle and with what to check.
    """
    from hiphinge.cleaning.viewpoint import estimate_viewpoint  # noqa: PLC0415 - only bodies in a laboratory need it

    viewpoint = estimate_viewpoint(motion)
    if not viewpoint.view.usable:
        return motion
    said = motion.origin.warnings
    notes = _notes(motion, side=viewpoint.near_side, forward=viewpoint.forward)
    new = tuple(note for note in notes if note not in said)
    return replace(motion, origin=replace(motion.origin, warnings=(*said, *new))) if new else motion


def _notes(motion: Motion, *, side: str, forward: FloatArray) -> Iterator[str]:
    shoulder, hip, knee, ankle = (_from_the_side(motion.point(f"{side}_{joint}"), forward) for joint in _CHAIN)
    knee_deg = _lowest((lean_deg(knee - ankle) - lean_deg(hip - knee) + 180.0) % 360.0 - 180.0)
    if knee_deg < -_MAX_EXTENSION_DEG:
        yield (
            f"The knee is measured at {knee_deg:.0f}° where it is straightest; few people's extends beyond -10°. Check "
            "hip, knee and ankle in the file: each knee and shin angle may be wrong by as much."
        )
    trunk_deg = _lowest(np.abs(lean_deg(shoulder - hip)))
    if trunk_deg > _MAX_UPRIGHT_DEG:
        yield (
            f"The trunk is never more upright than {trunk_deg:.0f}° from vertical, but a set from standing to standing "
            "was expected. If the person stands in it, shoulders, pelvis or back are wrong in the file: check them."
        )


def _from_the_side(path: FloatArray, forward: FloatArray) -> FloatArray:
    """Return a path ``[time, (forward, up)]``."""
    return np.stack([path[:, [0, 2]] @ forward, path[:, 1]], axis=1)


def _lowest(angles_deg: FloatArray) -> float:
    """Return the lowest of angles ``[time]``, robustly; NaN, which is below and above nothing, where none is known."""
    known = angles_deg[np.isfinite(angles_deg)]
    return float(np.percentile(known, _LOWEST)) if len(known) else float("nan")
