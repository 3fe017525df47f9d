"""Which stretch of a recording is measured: the one with the most repetitions from the side; and why not the others."""

from collections.abc import Sequence
from dataclasses import replace

from hiphinge.analysis.front_tracks import front_of, front_spans
from hiphinge.analysis.measurability import refusals
from hiphinge.analysis.result import RecordingStretch
from hiphinge.analysis.tracks import movement_events_of
from hiphinge.cleaning import clean, stretches_of
from hiphinge.motion import Motion

__all__ = ["choose_stretch"]

_VIEW_REASONS = {"oblique": "view_oblique", "front": "view_front", "back": "view_back"}
"""Why a stretch from there is passed over for another one."""


def choose_stretch(motion: Motion, *, from_floor: bool = False) -> tuple[Motion, tuple[RecordingStretch, ...]]:
    """Return the stretch that can be measured best as a motion, and all stretches in order of time.

    A recording filmed in one go from one side is one stretch, and is returned as it is. Of several, one with
    repetitions comes first, then one that is long enough, then one from the side, then the one with the most
    repetitions, then the longest.
    """
    runs = stretches_of(motion)
    if len(runs) == 1:
        return motion, ()
    parts = [motion.part(slice(start, stop)) for start, stop in runs]
    found = [_looked_at(part, from_floor=from_floor) for part in parts]
    best = max(range(len(found)), key=lambda k: _worth(found[k]))
    return parts[best], _with_reasons(found, best)


def _worth(stretch: RecordingStretch) -> tuple[bool, bool, bool, int, float]:
    long_enough = stretch.reason != "too_few_frames"
    from_side = stretch.view in {"side", "unknown"}
    return stretch.repetitions > 0, long_enough, from_side, stretch.repetitions, stretch.end_s - stretch.start_s


def _looked_at(part: Motion, *, from_floor: bool) -> RecordingStretch:
    """Return a stretch, with the reason why nothing in it can be measured."""
    side = clean(part)
    refused = refusals(part, side)
    front = front_of(part, side, refused)
    if front is not None:
        refused, spans = (), front_spans(front, from_floor=from_floor)[0]
    else:
        spans = () if refused else movement_events_of(side, from_floor=from_floor).spans
    return RecordingStretch(
        start_s=float(part.time_s[0]),
        end_s=float(part.time_s[-1]),
        view=side.view.label,
        repetitions=sum(span.kind == "repetition" for span in spans),
        reason=refused[0] if refused else None,
    )


def _with_reasons(found: Sequence[RecordingStretch], best: int) -> tuple[RecordingStretch, ...]:
    """Return the stretches, those that are passed over with a reason, the one that is measured without."""
    out = [replace(one, reason=one.reason or _VIEW_REASONS.get(one.view, "other_stretch")) for one in found]
    out[best] = replace(out[best], reason=None)
    return tuple(out)
