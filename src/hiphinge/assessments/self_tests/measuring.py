"""Measures a self-test in a recording: which test takes which way, and what none of them can measure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from hiphinge.analysis import Analysis, analyse
from hiphinge.analysis.measurability import refusals, view_reason
from hiphinge.analysis.tracks import FrameMeasurements, measure_frames, movement_events_of
from hiphinge.assessments.self_tests.against_wall import wall_touch
from hiphinge.assessments.self_tests.all_fours import bird_dog, bird_dog_points
from hiphinge.assessments.self_tests.balance import single_leg_stand
from hiphinge.assessments.self_tests.body import Body, body_of
from hiphinge.assessments.self_tests.by_repetitions import (
    FROM_FRONT_IDS,
    dowel_kept,
    knees_alike,
    largest_bend,
    middle_values,
)
from hiphinge.assessments.self_tests.holds import plank, trunk_held_level
from hiphinge.assessments.self_tests.jumping import jump
from hiphinge.assessments.self_tests.lunging import lunge_control, weight_bearing_lunge
from hiphinge.assessments.self_tests.lying import active_knee_extension, knee_to_chest, straight_leg_raise, thomas
from hiphinge.assessments.self_tests.result import SelfTestResult, SelfTestValue, missing
from hiphinge.assessments.self_tests.seen_by_network import corrected
from hiphinge.assessments.self_tests.seen_posture import seen_posture
from hiphinge.assessments.self_tests.standing_tests import standing_posture, toe_touch
from hiphinge.catalogue import SelfTest, load
from hiphinge.cleaning import clean
from hiphinge.errors import UnknownIdError, UsageError
from hiphinge.measures import Measured, Measurement, NotMeasurable, not_measurable
from hiphinge.motion import BodySide, Motion, Person, SideMotion

__all__ = ["SeenValue", "filmed_tests", "join_self_tests", "measure_self_test", "seen_values"]

_ROLL = "roll_not_seen"
_EITHER_LEG = frozenset({"bird_dog_test", "single_leg_stand"})
"""Tests in which either leg can be held in one video."""
_OF_BOTH = frozenset({"bird_dog_points"})
_BOW = ("lumbar_share", "lumbar_flexion_most_deg", "hip_flexion_deg", "trunk_inclination_deg", "knee_flexion_deg")
_BY_THIGH = frozenset({"lumbar_share", "hip_flexion_deg", "knee_flexion_deg"})
"""Of a bow, what a thigh that was misplaced makes wrong."""
_PELVIS = "pelvis_tilt_deg"
_OF_BACK = frozenset({"lumbar_flexion_deg", "lumbar_flexion_most_deg", _PELVIS})
_BY_BACK = frozenset({"lumbar_share"})
"""What is not measured either where the lower back was not."""
_SQUAT = ("lumbar_flexion_most_deg", "knee_flexion_deg", "trunk_inclination_deg", "heel_rise")


@dataclass(frozen=True, kw_only=True, eq=False)
class _Asked:
    """A recording of a test, and what is known beside it."""

    motion: Motion
    side: BodySide | None
    hurt: bool | None
    person: Person
    as_filmed: bool

    @property
    def body(self) -> Body:
        """The person, who is turned as the camera held them where they lie or kneel."""
        return body_of(self.motion, as_filmed=self.as_filmed)


def filmed_tests() -> Mapping[str, SelfTest]:
    """Return the tests that are measured in a video, by id, in the order in which they are done."""
    known = {id_: test for id_, test in load().self_tests.items() if test.protocol is not None and id_ in _MEASURED}
    return dict(sorted(known.items(), key=lambda item: item[1].protocol.order if item[1].protocol else 0))


def join_self_tests(one: SelfTestResult, later: SelfTestResult) -> SelfTestResult:
    """Return two results of a test as one (`SelfTestResult.joined`), the bird dog's points counted from both sides."""
    both = one.joined(later)
    return replace(both, values=_with_points(both.values, hurt=both.hurt))


def _with_points(values: tuple[SelfTestValue, ...], *, hurt: bool | None) -> tuple[SelfTestValue, ...]:
    """Return values of a bird dog with the points that they are worth; other tests' as they are."""
    return tuple(
        replace(v, measured=bird_dog_points(values, hurt=hurt)) if v.quantity in _OF_BOTH else v for v in values
    )


def measure_self_test(
    test_id: str,
    motion: Motion,
    *,
    side: BodySide | None = None,
    hurt: bool | None = None,
    person: Person | None = None,
) -> SelfTestResult:
    """Measure one test in one recording.

    Parameters
    ----------
    side
        The person's side that is tested, where the test has sides; None takes it from the pose. In tests on the floor
        it names the leg that moves, since a pose network may take one leg for the other there. Of a video that shows
        both sides (bird dog, single-leg stand) only that side's values are returned.
    hurt
        Whether it hurt, as the person says.
    person
        What is known about them; a jump's height needs their stature.

    Raises
    ------
    UnknownIdError
        If no test of this id is measured in a video.
    UsageError
        If a side is given for a test without sides.
    """
    tests = filmed_tests()
    if test_id not in tests:
        raise UnknownIdError.of(test_id, kind="test that is measured in a video", known=tests)
    protocol = tests[test_id].protocol
    if side is not None and protocol is not None and not protocol.sides:
        message = f"The test {test_id!r} has no sides, but the {side} one was given. Leave it out."
        raise UsageError(message)
    asked = _asked(test_id, motion, side=side, hurt=hurt, person=person)
    measured, by_name = _MEASURED[test_id](asked), False
    if side is not None and test_id in _EITHER_LEG:
        measured, by_name = _of_leg(measured, asked)
    values = tuple(
        corrected(test_id, one.value, motion, one.posture) for one in _with_posture(test_id, asked, measured)
    )
    if any(v.quantity == "hold_s" and isinstance(v.measured, Measurement) for v in values):
        values = _with_points(values, hurt=hurt)
    values = _without_open_backs(values)
    reasons = [not_measurable(_ROLL)] if test_id == "bird_dog_test" else []
    if by_name:
        reasons.insert(0, not_measurable("leg_as_named"))
    return SelfTestResult(
        test=test_id,
        recording=motion.origin.name,
        values=values,
        reasons=(*_shared_reason(values), *reasons),
        hurt=hurt,
    )


@dataclass(frozen=True, kw_only=True)
class SeenValue:
    """A value as the network's joints give it, and the posture in which they do (`seen_posture`)."""

    value: SelfTestValue
    posture: Mapping[str, float]


def seen_values(
    test_id: str, motion: Motion, *, side: BodySide | None = None, person: Person | None = None
) -> tuple[SeenValue, ...]:
    """Return what was measured of a test before anything is allowed for that a network gets wrong."""
    asked = _asked(test_id, motion, side=side, hurt=None, person=person)
    return _with_posture(test_id, asked, _MEASURED[test_id](asked))


def _asked(test_id: str, motion: Motion, *, side: BodySide | None, hurt: bool | None, person: Person | None) -> _Asked:
    protocol = filmed_tests()[test_id].protocol
    lies = protocol is not None and protocol.posture != "standing"
    return _Asked(motion=motion, side=side, hurt=hurt, person=person or Person(), as_filmed=lies)


def _with_posture(test_id: str, asked: _Asked, values: tuple[SelfTestValue, ...]) -> tuple[SeenValue, ...]:
    times_s = [one.measured.time_s if isinstance(one.measured, Measurement) else None for one in values]
    body = asked.body if any(time_s is not None for time_s in times_s) else None
    return tuple(
        SeenValue(value=value, posture={} if body is None or at_s is None else seen_posture(test_id, body, at_s))
        for value, at_s in zip(values, times_s, strict=True)
    )


def _of_leg(values: tuple[SelfTestValue, ...], asked: _Asked) -> tuple[tuple[SelfTestValue, ...], bool]:
    """Return the values of the leg that was named, and whether the person alone says that they are that leg's.

    The named one is the only one that was held where just one was: a network takes one leg for the other in some views.
    """
    held = [v.side for v in values if v.quantity == "hold_s" and isinstance(v.measured, Measurement)]
    seen_as = held[0] if len(held) == 1 else asked.side
    own = tuple(replace(v, side=asked.side) for v in values if v.side in {seen_as, None} and v.quantity not in _OF_BOTH)
    points = tuple(v for v in values if v.quantity in _OF_BOTH)
    return (*points, *own), len(held) == 1 and seen_as != asked.side


def _without_open_backs(values: tuple[SelfTestValue, ...]) -> tuple[SelfTestValue, ...]:
    """Return values without backs whose interval is too wide to say anything, nor what is counted from them."""
    widest = load().thresholds["test_back_widest"].value
    too_open = {one.quantity for one in values if one.quantity in _OF_BACK and _width(one.measured) > widest}
    if too_open - {_PELVIS}:
        too_open |= _BY_BACK
    return tuple(
        replace(one, measured=not_measurable("pelvis_too_open" if one.quantity == _PELVIS else "back_too_open"))
        if one.quantity in too_open and isinstance(one.measured, Measurement)
        else one
        for one in values
    )


def _width(measured: Measured) -> float:
    interval = measured.interval if isinstance(measured, Measurement) else None
    return 0.0 if interval is None else interval.width


def _shared_reason(values: tuple[SelfTestValue, ...]) -> tuple[NotMeasurable, ...]:
    """Return the reason why nothing at all was measured, where it is one."""
    found = {one.measured.id: one.measured for one in values if isinstance(one.measured, NotMeasurable)}
    return (
        tuple(found.values()) if len(found) == 1 and all(isinstance(v.measured, NotMeasurable) for v in values) else ()
    )


def _in_side_view(
    asked: _Asked, quantities: tuple[str, ...], then: Callable[[SideMotion], tuple[SelfTestValue, ...]]
) -> tuple[SelfTestValue, ...]:
    """Return what is measured in the side view of somebody who stands, or why nothing."""
    side = clean(asked.motion)
    reasons = refusals(asked.motion, side)
    reason = reasons[0] if reasons else view_reason(asked.motion, side)
    return then(side) if reason is None else missing(quantities, reason, sides=(asked.side,))


def _in_step(
    asked: _Asked, test_id: str, then: Callable[[Body, BodySide | None], tuple[SelfTestValue, ...]]
) -> tuple[SelfTestValue, ...]:
    """Return what is measured in the side view of somebody with one foot in front, or why nothing.

    The test finds the leg in front by itself, also where the nearer leg is hidden.
    """
    side = clean(asked.motion, by_breadth=True)
    reasons = tuple(id_ for id_ in refusals(asked.motion, side) if id_ != "legs_hidden")
    reason = reasons[0] if reasons else view_reason(asked.motion, side)
    if reason is not None:
        return missing(_quantities(test_id), reason, sides=(asked.side,))
    return then(asked.body, asked.side)


def _quantities(test_id: str) -> tuple[str, ...]:
    protocol = load().self_tests[test_id].protocol
    return () if protocol is None else protocol.quantities


def _toe_touch(asked: _Asked) -> tuple[SelfTestValue, ...]:
    return _in_side_view(asked, _quantities("toe_touch"), lambda side: toe_touch(measure_frames(side)))


def _with_standing(side: SideMotion) -> tuple[FrameMeasurements, NDArray[np.bool_]]:
    events = movement_events_of(side)
    return measure_frames(side, events=events), events.still.frames


def _standing_posture(asked: _Asked) -> tuple[SelfTestValue, ...]:
    return _in_side_view(asked, _quantities("standing_posture"), lambda side: standing_posture(*_with_standing(side)))


def _wall_touch(asked: _Asked) -> tuple[SelfTestValue, ...]:
    return _in_side_view(
        asked, _quantities("wall_touch_test"), lambda side: wall_touch(asked.motion, *_with_standing(side))
    )


def _analysed(asked: _Asked, exercise: str) -> Analysis:
    return analyse(asked.motion, exercise=exercise, person=asked.person)


def _waiters_bow(asked: _Asked) -> tuple[SelfTestValue, ...]:
    analysis = _analysed(asked, "hip_hinge")
    values = middle_values(analysis, _BOW)
    if knees_alike(asked.body, [(one.start_s, one.end_s) for one in analysis.counted]):
        return values
    (poor,) = missing(("knee_flexion_deg",), "low_confidence")
    return tuple(replace(one, measured=poor.measured) if one.quantity in _BY_THIGH else one for one in values)


def _squat(asked: _Asked) -> tuple[SelfTestValue, ...]:
    analysis = _analysed(asked, "bodyweight_squat")
    if analysis.view.frontal:
        return middle_values(analysis, FROM_FRONT_IDS)
    values = middle_values(analysis, _SQUAT)
    if analysis.view.label != "side":
        return values
    return tuple(_of_both_knees(asked, analysis, one) if one.quantity == "knee_flexion_deg" else one for one in values)


def _of_both_knees(asked: _Asked, analysis: Analysis, value: SelfTestValue) -> SelfTestValue:
    """Return how far both knees bend on average: the nearer leg alone is taken for the other one in many squats."""
    measured = largest_bend(asked.body, [(one.start_s, one.end_s) for one in analysis.counted])
    return value if measured is None else replace(value, measured=measured)


_MEASURED: Mapping[str, Callable[[_Asked], tuple[SelfTestValue, ...]]] = {
    "standing_posture": _standing_posture,
    "toe_touch": _toe_touch,
    "waiters_bow_test": _waiters_bow,
    "weight_bearing_lunge": lambda asked: _in_step(asked, "weight_bearing_lunge", weight_bearing_lunge),
    "squat_control": _squat,
    "lunge_control": lambda asked: _in_step(asked, "lunge_control", lunge_control),
    "single_leg_stand": lambda asked: single_leg_stand(asked.body),
    "wall_touch_test": _wall_touch,
    "dowel_test": lambda asked: dowel_kept(_analysed(asked, "hip_hinge")),
    "jump": lambda asked: jump(asked.body, asked.person.stature_m),
    "bird_dog_test": lambda asked: bird_dog(asked.body, hurt=asked.hurt),
    "active_knee_extension": lambda asked: active_knee_extension(asked.body, asked.side),
    "straight_leg_raise": lambda asked: straight_leg_raise(asked.body, asked.side),
    "thomas": lambda asked: thomas(asked.body, asked.side),
    "knee_to_chest": lambda asked: knee_to_chest(asked.body, asked.side),
    "front_plank": lambda asked: plank(asked.body, None),
    "side_plank": lambda asked: plank(asked.body, asked.side),
    "back_endurance": lambda asked: trunk_held_level(asked.body),
}
