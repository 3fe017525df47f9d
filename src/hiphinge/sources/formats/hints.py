"""Says which hints were not used because a file says it itself."""

from dataclasses import replace

from hiphinge.motion import Motion
from hiphinge.sources.formats.table import Hints

__all__ = ["rate_unused", "with_unused_hints"]

_SAME = 0.01


def rate_unused(fps: float, hints: Hints) -> tuple[str, ...]:
    """Return a note where a file has times of its own, of another rate than the one that was given."""
    if hints.fps is None or abs(fps - hints.fps) <= _SAME * hints.fps:
        return ()
    return (f"The file gives its own times, {fps:.3g} frames a second; the {hints.fps:g} that you gave were not used.",)


def with_unused_hints(motion: Motion, hints: Hints, *, has_times: bool) -> Motion:
    """Return a motion with a note on each hint that was not used; ``has_times`` where its format has times."""
    notes = rate_unused(motion.origin.fps, hints) if has_times else ()
    own, given = motion.origin.size_px, hints.size_px
    if given is not None and own != given:
        said = "its positions are not in a frame" if own is None else f"the file gives its own, {own[0]} x {own[1]}"
        notes = (*notes, f"The size {given[0]} x {given[1]} that you gave was not used: {said}.")
    if not notes:
        return motion
    return replace(motion, origin=replace(motion.origin, warnings=(*motion.origin.warnings, *notes)))
