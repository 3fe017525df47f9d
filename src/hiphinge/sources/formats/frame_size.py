"""Whether the size of a frame fits the body in it: limbs keep their length, whichever way they point."""

import numpy as np

from hiphinge.motion import FloatArray, KeypointLayout

__all__ = ["exchanged_note"]

_SEGMENTS = (("shoulder", "hip"), ("hip", "knee"))
_CHANGES_BY = 0.1
_TIMES_AS_MUCH = 2.0


def exchanged_note(positions_px: FloatArray, layout: KeypointLayout, *, size_px: tuple[int, int]) -> tuple[str, ...]:
    """Return a note where width and height seem to be exchanged.

    Parameters
    ----------
    positions_px
        Pixels ``[time, keypoint, 2]`` that were shares of a frame of ``size_px``.
    """
    other = positions_px / np.array(size_px) * np.array(size_px[::-1])
    as_given, exchanged = _change(positions_px, layout), _change(other, layout)
    if not (as_given > _CHANGES_BY and as_given > _TIMES_AS_MUCH * exchanged):
        return ()
    width, height = size_px
    note = (
        f"Trunk and thighs change their length by {100 * as_given:.0f} % with a frame of {width} x {height}, but by "
        f"{100 * exchanged:.0f} % with {height} x {width}: width and height may be exchanged, and then every angle is "
        "wrong. Give the width first."
    )
    return (note,)


def _change(positions: FloatArray, layout: KeypointLayout) -> float:
    """Return how much segments change, a standard deviation as a share of the mean; NaN where none is known."""
    shares = []
    for side in ("left", "right"):
        for first, second in _SEGMENTS:
            ends = layout.index(f"{side}_{first}"), layout.index(f"{side}_{second}")
            if None in ends:
                continue
            lengths = np.linalg.norm(positions[:, ends[0]] - positions[:, ends[1]], axis=-1)
            known = lengths[np.isfinite(lengths)]
            if len(known):
                shares.append(float(np.std(known) / max(float(np.mean(known)), 1e-9)))
    return float(np.mean(shares)) if shares else float("nan")
