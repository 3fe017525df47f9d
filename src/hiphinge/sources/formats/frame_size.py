"""Whether the size of a frame fits the body in it: limbs keep their length, whichever way they point."""

import numpy as np

from hiphinge.motion import FloatArray, KeypointLayout

__all__ = ["as_filmed", "exchanged_note"]

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


def as_filmed(
    positions_px: FloatArray,
    layout: KeypointLayout,
    *,
    frame_px: tuple[int, int] | None,
    video_px: tuple[int, int] | None,
) -> tuple[FloatArray, tuple[int, int] | None, tuple[str, ...]]:
    """Return positions in pixels of the video, its size, and a note, where an export stretched the images to squares.

    Parameters
    ----------
    positions_px
        Pixels ``[time, keypoint, 2]`` of images of ``frame_px``.
    video_px
        The size of the video where it was given; None where it was not: then there is only a note.
    """
    if frame_px is None or frame_px[0] != frame_px[1] or video_px == frame_px:
        return positions_px, frame_px, ()
    change = _change(positions_px, layout)
    if video_px is not None and _change(positions_px * np.array(video_px), layout) < change:
        note = (
            f"The images are squares of {frame_px[0]} pixels, and limbs keep their length better in a frame of "
            f"{video_px[0]} x {video_px[1]}: they were stretched back to that."
        )
        return positions_px * np.array(video_px) / np.array(frame_px), video_px, (note,)
    if video_px is not None:
        return positions_px, frame_px, ()
    note = (
        f"The images are squares of {frame_px[0]} pixels. If an export stretched the video's frames to squares, every "
        "angle is wrong: give the size of the video, --size 1080x1920 on the command line or size_px=(1080, 1920) in "
        "Python."
    )
    return positions_px, frame_px, (note,)


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
