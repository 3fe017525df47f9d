"""Why something is not measurable in the whole of a recording, the reason that stops most first."""

from collections.abc import Sequence

from hiphinge.analysis.measurability import LOST_SHARE, lost_share
from hiphinge.analysis.plausible_times import time_reasons
from hiphinge.analysis.result import Repetition
from hiphinge.analysis.tracks import FrameMeasurements
from hiphinge.catalogue import Exercise
from hiphinge.measures import FROM_FRONT, HIDDEN, MotionSeries, NotMeasurable, hidden_by_view, not_measurable

__all__ = ["general_reasons"]


def general_reasons(
    tracks: FrameMeasurements, repetitions: Sequence[Repetition], reason: str | None, *, exercise: Exercise
) -> tuple[NotMeasurable, ...]:
    """Return the reasons that hold for the whole recording; ``reason`` is why angles are not measurable, or None."""
    ids = [] if reason is None else [reason]
    if not any(r.kind == "repetition" for r in repetitions):
        ids.append(_why_none_counts(repetitions))
    from_front = tracks.series.seen_from != "side"
    if from_front:
        ids.append(FROM_FRONT)
    elif reason is None and tracks.side is not None and lost_share(tracks.side) > LOST_SHARE:
        ids.append("plate_hides_body" if exercise.load_place == "hands" else "low_confidence")
    ids += time_reasons(tracks.series.spans)
    if tracks.standing.kind == "none":
        ids.append("no_standing")
    if reason is None and not from_front:
        ids += _of_pattern_and_back(tracks.series, repetitions)
    yaw_deg = tracks.series.yaw_deg
    found = dict.fromkeys(ids)
    return tuple(not_measurable(i) if yaw_deg is None or i != HIDDEN else hidden_by_view(yaw_deg) for i in found)


def _of_pattern_and_back(series: MotionSeries, repetitions: Sequence[Repetition]) -> list[str]:
    if series.source == "sensors":
        return _why_no_back(series, repetitions)
    unclear = ["pattern_unclear"] if any(r.pattern.label == "unclear" for r in repetitions) else []
    return unclear + _why_no_back(series, repetitions)


def _why_none_counts(repetitions: Sequence[Repetition]) -> str:
    """Return the id of the reason why a recording has no repetition that counts."""
    if any(r.failed for r in repetitions):
        return "not_completed"
    return "ends_at_bottom" if any(r.note == "ends_at_bottom" for r in repetitions) else "no_movement"


def _why_no_back(series: MotionSeries, repetitions: Sequence[Repetition]) -> list[str]:
    """Return why the back is not measurable, in the whole recording or in at least one repetition."""
    if series.back_missing is not None:
        return [series.back_missing]
    lumbar = [r.measurements.get("lumbar_flexion_deg") for r in repetitions]
    return sorted({m.id for m in lumbar if isinstance(m, NotMeasurable)})
