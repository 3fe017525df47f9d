"""What one recording gives for a person's others: the reference posture, and how far the back bends."""

import math
from dataclasses import dataclass

import numpy as np

from hiphinge.analysis.from_sensors import measure_sensors
from hiphinge.analysis.measurability import refusals, view_reason
from hiphinge.analysis.standing_reference import StandingReference
from hiphinge.analysis.stretches import choose_stretch
from hiphinge.analysis.tracks import (
    measure_frames,
    median_in_standing,
    movement_events_of,
    thigh_lean_deg,
    without_lost_knees,
)
from hiphinge.catalogue import load
from hiphinge.cleaning import clean
from hiphinge.errors import NotMeasurableError
from hiphinge.frozen_mapping import FrozenMapping
from hiphinge.kinematics import head_angle_deg
from hiphinge.measures import MotionSeries
from hiphinge.motion import Interval, Motion, SensorPlace, SensorRecording, SideMotion
from hiphinge.repetitions import Span
from hiphinge.spine import contour_features_of, reference_posture_of

__all__ = ["Calibration", "FullBend", "calibrate", "standing_reference_of"]

MIN_BENDS = 2
USUAL_BENDS = 3
MIN_LEAN_DEG = 75.0
"""With less lean it may be a hinge and no full bend: fingers near the floor need about 90. This package's own value."""
MIN_MAXIMUM_DEG = 20.0
"""Backs that bend less were braced or hidden: people of 16 to 90 years reach about 40 to 72 (Troke et al. 2005)."""
KNEES_BEND_DEG = 15.0
"""Knees that bend by more than this from standing let the hips bend instead of the back, as in a hinge; a maximum is
taken with straight knees, as with inclinometers (Troke et al. 2005). This package's own value."""
FLAT_THORACIC_DEG = 5.0
"""An upper back that clearly rounds by less than this is held, as in a hinge. This package's own value."""
PEAK_WINDOW_S = 0.15
DEEPER_DEG = 22.0
"""Added above, in quadrature: deep bends are underestimated, by 6 degrees on average with a spread of 8, at 66
bottoms of rendered people, without a bar, whose lower backs bent by 40 to 75 degrees; one in twenty by 19 or more."""
STRAIGHT_KNEE_DEG = 35.0
"""Nobody stands with knees bent more: what was detected there was a plate, or somebody else's legs."""
_LOW_ENDS = frozenset({SensorPlace.S2, SensorPlace.PELVIS})
"""Where the lower sensor sits for a maximum: a video measures from S2, and from L5 the back bends less."""
_LUMBAR, _THORACIC, _KNEE = "lumbar_flexion_deg", "thoracic_flexion_deg", "knee_flexion_deg"
_UNEVEN_DEG = 10.0


@dataclass(frozen=True, kw_only=True)
class FullBend:
    """A person's own maximum of lumbar flexion: the median of their full bends, degrees from the reference posture.

    Attributes
    ----------
    interval
        90 %: the error of the estimate, the spread of the bends, and that deep bends are underestimated.
    bends_deg
        The highest value in each bend.
    """

    lumbar_flexion_deg: float
    interval: Interval
    bends_deg: tuple[float, ...]

    @property
    def spread_deg(self) -> float:
        """The largest of the bends less the smallest."""
        return max(self.bends_deg) - min(self.bends_deg)

    @property
    def uneven(self) -> bool:
        """Whether the bends differ by so much that they are worth doing again (10 degrees, this program's own)."""
        return self.spread_deg > _UNEVEN_DEG


@dataclass(frozen=True, kw_only=True, eq=False)
class Calibration:
    """What is kept of a person: the reference posture, and how far the back bends."""

    standing: StandingReference
    full_bend: FullBend


def standing_reference_of(motion: Motion) -> StandingReference:
    """Return how the person stands in a recording.

    Parameters
    ----------
    motion
        Somebody who stands upright for two seconds or more, from the side; what else they do does not matter.

    Raises
    ------
    NotMeasurableError
        If nobody is detected standing, seen from the side, or the back is hidden while they stand.

    Notes
    -----
    Medians over all standing in the recording: people repeat their own lordosis to 10 to 20 % only (Schmidt et al.
    2018, J. Biomech. 70:67), so a single moment is a poor reference.
    """
    return _reference_of(_usable(motion), name=motion.origin.name)


def calibrate(motion: Motion, *, least_lean_deg: float | None = None) -> Calibration:
    """Return how the person stands and how far their back bends.

    Parameters
    ----------
    motion
        Somebody who stands still and then bends forward as far as is comfortable, two or more times: filmed from the
        side, or with motion sensors at T12 and S2. Sensors give the maximum alone: how somebody stands is found in each
        recording of sensors anew, and a video needs the shape of the back.
    least_lean_deg
        A bend counts when the trunk leans so far; None is `MIN_LEAN_DEG`. Less suits somebody whose bend ends
        earlier; a hinge taken for a full bend makes the maximum too small.

    Raises
    ------
    NotMeasurableError
        If they do not stand still first, bend fewer than two times, hinge in place of bending, or the back is not
        measurable; of sensors, if none is at S2 or on the pelvis.

    Notes
    -----
    The median over full bends of the highest lumbar flexion in each, as with inclinometers before a session. Fewer
    bends than two say nothing of how well the person repeats them.
    """
    if motion.sensors is not None:
        return _of_sensors(motion.sensors, motion, least_lean_deg)
    side, name = _usable(motion), motion.origin.name
    standing = _reference_of(side, name=name)
    if standing.kind != "quiet":
        message = (
            f"{name} should begin with two seconds of quiet standing, but shows none. Film it again: stand still and "
            "upright for two seconds, then do three slow full bends, and stand still again."
        )
        raise NotMeasurableError(message)
    tracks = measure_frames(side)
    if tracks.series.back_missing is not None:
        raise _refusal(name, tracks.series.back_missing)
    least = MIN_LEAN_DEG if least_lean_deg is None else least_lean_deg
    return Calibration(standing=standing, full_bend=_full_bend(tracks.series, least, name=name))


def _of_sensors(sensors: SensorRecording, motion: Motion, least_lean_deg: float | None) -> Calibration:
    name = motion.origin.name
    measured, known = measure_sensors(sensors, motion.time_s)
    if _LUMBAR not in measured.series.values or not _LOW_ENDS.intersection(sensors.places):
        message = (
            f"{name} should show how far the lower back bends, but its sensors ({', '.join(sensors.places)}) do not. "
            "Wear one at T12 and one at S2."
        )
        raise NotMeasurableError(message)
    least = MIN_LEAN_DEG if least_lean_deg is None else least_lean_deg
    start_s, end_s = known.standing_s
    standing = StandingReference(
        recording=name, kind="quiet", duration_s=end_s - start_s, angles=FrozenMapping({}), thigh_deg=0.0, shape=None
    )
    bend = _full_bend(measured.series, least, name=name, deeper_deg=0.0)
    return Calibration(standing=standing, full_bend=bend)


def _usable(motion: Motion) -> SideMotion:
    measured, _ = choose_stretch(motion)
    side = clean(measured)
    reasons = refusals(measured, side)
    reason = reasons[0] if reasons else view_reason(measured, side)
    if reason is not None:
        raise _refusal(motion.origin.name, reason)
    return side


def _reference_of(side: SideMotion, *, name: str) -> StandingReference:
    events = movement_events_of(side)
    kind, frames = events.still.kind, events.still.frames
    if kind == "none":
        raise _refusal(name, "no_standing")
    posture = None if side.contour is None else reference_posture_of(contour_features_of(side), frames)
    known, side = without_lost_knees(events.angles, side)
    if side.contour is not None and posture is None:
        raise _refusal(name, "back_hidden")
    angles = median_in_standing(known | {"head_angle_deg": head_angle_deg(side)}, frames)
    thigh = median_in_standing({"thigh": thigh_lean_deg(known)}, frames)
    if not thigh or angles.get("knee_flexion_deg", 0.0) > STRAIGHT_KNEE_DEG:
        raise _refusal(name, "legs_hidden")
    return StandingReference(
        recording=name,
        kind=kind,
        duration_s=float(frames.sum() * np.median(np.diff(side.time_s))),
        angles=FrozenMapping(angles),
        thigh_deg=thigh["thigh"],
        shape=None if posture is None else posture.groups,
    )


def _full_bend(series: MotionSeries, least_lean_deg: float, *, name: str, deeper_deg: float = DEEPER_DEG) -> FullBend:
    deep = [span for span in series.spans if _is_deep(series, span, least_lean_deg)]
    bends = [span for span in deep if not _hinges(series, span)]
    if len(deep) >= MIN_BENDS > len(bends):
        message = (
            f"{name} should show full bends, but shows hinges: the knees bend by more than {KNEES_BEND_DEG:.0f}°, or "
            "the upper back is held flat. The lower back of a hinge is not at its end of range, and the maximum would "
            "be too small. Do it again: keep your knees nearly straight, let your head and your back round, and "
            "reach towards the floor as far as is comfortable. Do that three times, without a load."
        )
        raise NotMeasurableError(message)
    if len(bends) < MIN_BENDS:
        message = (
            f"{name} should show {USUAL_BENDS} slow full bends, but shows {len(bends)}: a bend counts when it starts "
            f"and ends upright and the trunk leans {least_lean_deg:.0f}° or more. Do it again: stand, let your back "
            "round, reach towards the floor only as far as is comfortable, and come up. Do that three times, without "
            "a load. If you do not bend that far, lower the threshold: --least-lean 60"
        )
        raise NotMeasurableError(message)
    peaks = [peak for span in bends if (peak := _peak(series, span)) is not None]
    if len(peaks) < MIN_BENDS:
        raise _refusal(name, "back_hidden")
    values = tuple(value for value, _, _ in peaks)
    middle = float(np.median(values))
    if middle < MIN_MAXIMUM_DEG:
        message = (
            f"Your back should round by {MIN_MAXIMUM_DEG:.0f}° or more in a full bend, but in {name} it rounds by "
            f"about {middle:.0f}°. You held it as in a hinge, or it could not be measured. Do it again in "
            "close-fitting clothes, and let your back round as far as is comfortable."
        )
        raise NotMeasurableError(message)
    spread = (max(values) - min(values)) / 2
    below, above = (float(np.median([peak[place] for peak in peaks])) for place in (1, 2))
    interval = Interval(low=middle - math.hypot(below, spread), high=middle + math.hypot(above, spread, deeper_deg))
    return FullBend(lumbar_flexion_deg=middle, interval=interval, bends_deg=values)


def _is_deep(series: MotionSeries, span: Span, least_lean_deg: float) -> bool:
    trunk = series.of("trunk_inclination_deg")[_within(series, span)]
    leans = trunk[np.isfinite(trunk)]
    return span.kind == "repetition" and span.starts_at == "top" and bool((leans >= least_lean_deg).any())


def _hinges(series: MotionSeries, span: Span) -> bool:
    """Tell whether a deep bend is a hinge: the knees bend about its deepest moment, or the upper back stays flat."""
    near = np.abs(series.time_s - span.bottom_s) <= PEAK_WINDOW_S
    knee, standing = series.of(_KNEE)[near], series.reference.values.get(_KNEE)
    knee = knee[np.isfinite(knee)]
    if standing is not None and len(knee) and float(np.median(knee)) - standing > KNEES_BEND_DEG:
        return True
    thoracic = series.high_of(_THORACIC)[near]
    thoracic = thoracic[np.isfinite(thoracic)]
    return bool(len(thoracic)) and float(np.median(thoracic)) < FLAT_THORACIC_DEG


def _within(series: MotionSeries, span: Span) -> slice:
    first, last = np.searchsorted(series.time_s, (span.start_s, span.end_s))
    return slice(int(first), int(last))


def _peak(series: MotionSeries, span: Span) -> tuple[float, float, float] | None:
    """Return the lumbar flexion about its highest moment, and how far its 90 % bounds are below and above, degrees."""
    part = _within(series, span)
    lumbar = series.of(_LUMBAR)[part]
    if not np.isfinite(lumbar).any():
        return None
    time_s = series.time_s[part]
    near = np.isfinite(lumbar) & (np.abs(time_s - time_s[int(np.nanargmax(lumbar))]) <= PEAK_WINDOW_S)
    bounds = (series.of(_LUMBAR), series.low_of(_LUMBAR), series.high_of(_LUMBAR))
    value, low, high = (float(np.median(values[part][near])) for values in bounds)
    return value, value - low, high - value


def _refusal(name: str, reason_id: str) -> NotMeasurableError:
    reason = load().reasons[reason_id]
    message = f"{name} should show how you stand or bend, but does not. {reason.reason} {reason.do}"
    return NotMeasurableError(message)
