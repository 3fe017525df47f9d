"""Two recordings of one person by what they ask of the lower back, with draws that both share."""

from collections.abc import Mapping

import numpy as np

from hiphinge.analysis.result import Analysis, Repetition
from hiphinge.catalogue import load
from hiphinge.dynamics import (
    CENTRAL,
    BackLoads,
    Body,
    Draws,
    Load,
    LoadComparison,
    LoadQuantity,
    compare,
    draw,
    lumbosacral_loads,
    video_pose_error,
)
from hiphinge.measures import NotMeasurable, not_measurable
from hiphinge.measures.carried_lift import LEANS_USED, body_and_load, leans_of
from hiphinge.motion import FloatArray
from hiphinge.posture import feet_and_arms

__all__ = ["compare_back_loads"]

AROUND_S = 0.5
_OTHER_SET = 1000
"""Numbers of the second recording's repetitions begin here, so that their errors are drawn apart from the first's."""


def compare_back_loads(
    first: Analysis, second: Analysis, *, quantity: LoadQuantity = "moment_nm", draws: Draws | None = None
) -> LoadComparison | NotMeasurable:
    """Return how the second recording differs from the first in what its repetitions ask of the lower back.

    Parameters
    ----------
    first, second
        Of one person, filmed from the same place: a deeper bend, a bar that is further away or on the back, a faster
        set.
    quantity
        What is compared; of forces nothing below 30 % is claimed.
    draws
        What is not known; None takes 1,000 draws.

    Notes
    -----
    The lasting part of the pose's error counts as the same in both, as it is in one recording, or where the phone stays
    where it is.
    """
    shared = draws or draw()
    sides: list[list[BackLoads]] = []
    for place, analysis in enumerate((first, second)):
        given = body_and_load(load().exercises[analysis.exercise], analysis.person, analysis.load_kg)
        if isinstance(given, NotMeasurable):
            return given
        found = _of_repetitions(analysis, *given, draws=shared, from_number=place * _OTHER_SET)
        if not found:
            return not_measurable("view_hides" if analysis.view.turned else "legs_hidden")
        sides.append(found)
    return compare(*sides, quantity=quantity)


def _of_repetitions(analysis: Analysis, body: Body, load: Load, *, draws: Draws, from_number: int) -> list[BackLoads]:
    """Return the draws of every repetition that counts about the moment that asks most; none of a view at an angle."""
    if analysis.series is None or analysis.side is None or analysis.view.turned:
        return []
    series = {**analysis.series.values, **feet_and_arms(analysis.side)}
    series = {name: series[name] for name in LEANS_USED if name in series}
    found = []
    for repetition in analysis.counted:
        frames = _near_peak(analysis.series.time_s, repetition, series, body, load)
        if frames is not None:
            posture = leans_of(
                {name: values[frames] for name, values in series.items()}, time_s=analysis.series.time_s[frames]
            )
            own = draws.of_repetition(from_number + repetition.index)
            found.append(lumbosacral_loads(posture, body, load, draws=own, pose_error=video_pose_error()))
    return found


def _near_peak(
    time_s: FloatArray, repetition: Repetition, series: Mapping[str, FloatArray], body: Body, load: Load
) -> slice | None:
    """Return the frames about the one of a repetition that asks most of the lower back; None where none is known."""
    first, last = np.searchsorted(time_s, (repetition.start_s, repetition.end_s))
    within = slice(int(first), int(last) + 1)
    posture = leans_of({name: values[within] for name, values in series.items()}, time_s=time_s[within])
    moment = lumbosacral_loads(posture, body, load, draws=CENTRAL, pose_error=video_pose_error()).moment_nm[0]
    if not np.isfinite(moment).any():
        return None
    at_s = time_s[within][int(np.nanargmax(moment))]
    edges = np.searchsorted(time_s, (at_s - AROUND_S, at_s + AROUND_S))
    return slice(int(edges[0]), int(edges[1]))
