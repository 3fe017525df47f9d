"""What the back did over a repetition, from synthetic series whose result is known, to the finding."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from hiphinge.analysis.tracks import measure_frames
from hiphinge.catalogue import load
from hiphinge.cleaning import clean
from hiphinge.findings import Measurement, NotMeasurable, Pattern, RuleInput, find
from hiphinge.measures import MEASURES, LiftContext, MotionSeries, RepetitionInput, compare_set, measure_repetition
from hiphinge.measures.lockout import CONTOUR_REPEATABILITY_DEG, VISIBLE_EXTENSION_SHARE
from hiphinge.measures.set_comparison import FLEXION_SHARE
from hiphinge.motion import FloatArray, Interval, Person
from hiphinge.repetitions import Span
from hiphinge.spine import OTHER_RECORDING_DEG
from hiphinge.testing import DEADLIFT, HINGE, Lift, Plan, record_video

LUMBAR, THORACIC, HIP, LEAN = "lumbar_flexion_deg", "thoracic_flexion_deg", "hip_flexion_deg", "trunk_inclination_deg"
HALF_DEG = 8.0
MOBILE = Person(lumbar_maximum_deg=60.0, lumbar_maximum_interval=Interval(low=54.0, high=66.0))
STIFF = Person(lumbar_maximum_deg=26.0, lumbar_maximum_interval=Interval(low=26.0, high=26.0))


@cache
def plain(lifts: int = 4, *, from_the_floor: bool = False) -> MotionSeries:
    plan = Plan(
        movement=DEADLIFT if from_the_floor else HINGE,
        lifts=(Lift(),) * lifts,
        starts_at="bottom" if from_the_floor else "top",
        after_s=3.0,
    )
    return measure_frames(clean(record_video(plan).motion)).series


def lean_of(series: MotionSeries) -> FloatArray:
    return np.maximum(series.values[LEAN] - series.reference.values[LEAN], 0.0)


def with_back(series: MotionSeries, lumbar: FloatArray, *, thoracic: FloatArray | None = None) -> MotionSeries:
    """Return the series with a back that bent like this; the hips did the rest of the lean."""
    upper = 0.1 * lean_of(series) if thoracic is None else thoracic
    values = {LUMBAR: lumbar, THORACIC: upper, HIP: lean_of(series) - 0.7 * lumbar}
    return replace(
        series,
        values={**series.values, **values},
        low={**series.low, **{id_: angle - HALF_DEG for id_, angle in values.items()}},
        high={**series.high, **{id_: angle + HALF_DEG for id_, angle in values.items()}},
        back_missing=None,
    )


def rounder(series: MotionSeries, places: Sequence[int], *, by_deg: float, share: float = 0.35) -> FloatArray:
    """Return lumbar flexion that follows the lean, and is rounder in some repetitions."""
    lean = lean_of(series)
    lumbar = share * lean
    for index_in_set in places:
        span = series.spans[index_in_set]
        inside = (series.time_s >= span.start_s) & (series.time_s <= span.end_s)
        lumbar = np.where(inside, lumbar + by_deg * lean / lean.max(), lumbar)
    return lumbar


OF_BACK = (
    "lumbar_share",
    "lumbar_share_first_third",
    "lumbar_share_second_third",
    "lumbar_share_last_third",
    "lumbar_gain_deg",
    "thoracic_gain_deg",
    "lumbar_drift_deg",
    "neck_angle_deg",
    "lumbar_of_maximum",
    "lean_at_lumbar_limit_deg",
    "lockout_extension_deg",
)


def repetition(
    series: MotionSeries, index_in_set: int, person: Person, exercise: str = "romanian_deadlift"
) -> RepetitionInput:
    context = LiftContext(exercise=load().exercise(exercise), person=person, load_kg=None)
    return RepetitionInput(
        series=series, comparison=compare_set(series, series.spans), index_in_set=index_in_set, context=context
    )


def over(series: MotionSeries, index_in_set: int, person: Person = MOBILE) -> dict[str, Measurement | NotMeasurable]:
    return {id_: MEASURES[id_].function(repetition(series, index_in_set, person)) for id_ in OF_BACK}


def value(series: MotionSeries, index_in_set: int, id_: str, person: Person = MOBILE) -> float:
    found = over(series, index_in_set, person)[id_]
    assert isinstance(found, Measurement)
    return found.value


def reason(series: MotionSeries, index_in_set: int, id_: str, person: Person = MOBILE) -> str:
    found = over(series, index_in_set, person)[id_]
    assert isinstance(found, NotMeasurable)
    return found.id


def findings(series: MotionSeries, person: Person = MOBILE, exercise: str = "romanian_deadlift") -> list[set[str]]:
    out = []
    for index_in_set, span in enumerate(series.spans):
        evidence = RuleInput(
            exercise=exercise,
            exercise_given=True,
            pattern=Pattern(label="hinge", probability={"hinge": 1.0}),
            bottom_s=span.bottom_s,
            starts_at_bottom=span.starts_at == "bottom",
            measurements=measure_repetition(repetition(series, index_in_set, person, exercise)),
            from_standing={},
        )
        out.append({finding.id for finding in find(evidence)})
    return out


def test_a_back_that_stays_the_same_gains_nothing() -> None:
    series = with_back(plain(), rounder(plain(), (), by_deg=0.0))
    assert [value(series, index_in_set, "lumbar_gain_deg") for index_in_set in range(4)] == pytest.approx(
        [0.0] * 4, abs=0.5
    )
    assert findings(series) == [set()] * 4


def test_late_repetitions_are_compared_with_those_that_held() -> None:
    series = with_back(plain(), rounder(plain(), (1, 2, 3), by_deg=12.0))
    gains = [value(series, index_in_set, "lumbar_gain_deg") for index_in_set in range(4)]
    shown = FLEXION_SHARE * 12.0
    assert gains == pytest.approx([0.0, shown, shown, shown], abs=1.0)
    assert findings(series) == [set(), {"back_gives"}, {"back_gives"}, {"back_gives"}]


def test_one_that_rounds_does_not_make_the_next_one_that_holds_a_finding() -> None:
    series = with_back(plain(), rounder(plain(), (2,), by_deg=12.0))
    assert findings(series) == [set(), set(), {"back_gives"}, set()]


def test_a_little_more_is_within_repeatability() -> None:
    series = with_back(plain(), rounder(plain(), (2, 3), by_deg=4.0))
    assert findings(series) == [set()] * 4


def test_more_lean_brings_more_flexion_and_is_no_gain() -> None:
    plan = Plan(lifts=(Lift(depth=0.9), Lift(depth=0.9), Lift()), after_s=3.0)
    series = measure_frames(clean(record_video(plan).motion)).series
    series = with_back(series, 0.5 * lean_of(series))
    assert findings(series) == [set()] * 3


def test_what_is_not_measurable_has_no_difference() -> None:
    series = with_back(plain(), rounder(plain(), (3,), by_deg=12.0))
    nothing = np.full(len(series), np.nan)
    series = replace(
        series,
        values={**series.values, LUMBAR: nothing},
        low={**series.low, LUMBAR: nothing},
        high={**series.high, LUMBAR: nothing},
    )
    assert reason(series, 3, "lumbar_gain_deg") == "back_hidden"
    assert reason(series, 3, "lumbar_share") == "back_hidden"


def test_a_difference_is_less_certain_where_the_intervals_are_wide() -> None:
    series = with_back(plain(), rounder(plain(), (3,), by_deg=12.0))
    narrow = over(series, 3)["lumbar_gain_deg"]
    wide = replace(
        series,
        low={**series.low, LUMBAR: series.values[LUMBAR] - 24.0},
        high={**series.high, LUMBAR: series.values[LUMBAR] + 24.0},
    )
    wider = over(wide, 3)["lumbar_gain_deg"]
    assert isinstance(narrow, Measurement)
    assert isinstance(wider, Measurement)
    assert wider.value == narrow.value
    assert wider.repeatability == pytest.approx((narrow.repeatability or 0.0) + 4.0)


def test_the_way_up_is_compared_with_the_way_down() -> None:
    series = plain()
    lumbar = rounder(series, (), by_deg=0.0)
    for span in series.spans:
        up = (series.time_s > span.bottom_end_s) & (series.time_s <= span.end_s)
        lumbar = np.where(up & (lean_of(series) > 15.0), lumbar + 10.0, lumbar)
    series = with_back(series, lumbar)
    found = over(series, 0)["lumbar_gain_deg"]
    assert isinstance(found, Measurement)
    assert found.value == pytest.approx(10.0, abs=1.0)
    assert found.time_s is not None
    assert series.spans[0].bottom_end_s < found.time_s < series.spans[0].end_s


def test_a_pull_that_starts_the_video_is_compared_with_its_start() -> None:
    series = plain(2, from_the_floor=True)
    span = series.spans[0]
    assert span.starts_at == "bottom"
    pulling = (series.time_s > span.bottom_end_s + 0.15) & (series.time_s < span.end_s - 0.3)
    series = with_back(series, np.where(pulling, 35.0, 25.0))
    assert value(series, 0, "lumbar_gain_deg") == pytest.approx(10.0)
    assert reason(series, 0, "lumbar_share") == "starts_at_bottom"


def test_the_upper_back_is_judged_for_itself() -> None:
    series = plain()
    series = with_back(series, 0.35 * lean_of(series), thoracic=rounder(series, (2, 3), by_deg=12.0))
    assert findings(series) == [set(), set(), {"thoracic_rounding"}, {"thoracic_rounding"}]


def test_the_head_is_measured_against_the_upper_back() -> None:
    series = plain()
    lean = lean_of(series)
    pelvis = {"pelvis_tilt_deg": 0.7 * lean}
    rounded = with_back(series, 0.5 * lean, thoracic=0.2 * lean)
    rounded = replace(rounded, values={**rounded.values, **pelvis})
    straight = with_back(series, 0.2 * lean, thoracic=0.1 * lean)
    straight = replace(straight, values={**straight.values, **pelvis})
    head = series.values["head_angle_deg"][np.argmin(np.abs(series.time_s - series.spans[0].bottom_s))]
    deepest = lean.max()
    assert value(straight, 0, "neck_angle_deg") == pytest.approx(head, abs=1.0)
    assert value(rounded, 0, "neck_angle_deg") == pytest.approx(head - 0.4 * deepest, abs=1.0)


def test_shares_of_the_bend() -> None:
    series = plain()
    series = with_back(series, 0.35 * lean_of(series))
    whole = 0.35 / (0.35 + 1 - 0.7 * 0.35)
    ids = ("lumbar_share", "lumbar_share_first_third", "lumbar_share_second_third", "lumbar_share_last_third")
    assert [value(series, 1, id_) for id_ in ids] == pytest.approx([whole] * 4, abs=0.01)


def test_a_back_that_leads_the_hips() -> None:
    series = plain()
    lean = lean_of(series)
    series = with_back(series, np.where(lean < 30.0, 1.1 * lean, 33.0))
    assert value(series, 0, "lumbar_share_first_third") > 0.75
    assert value(series, 0, "lumbar_share_last_third") == pytest.approx(0.0, abs=0.05)
    assert all("lumbar_leads_hip" in ids for ids in findings(series))


def test_own_maximum() -> None:
    series = plain()
    series = with_back(series, 0.35 * lean_of(series))
    bend = 0.35 * float(lean_of(series).max())
    found = over(series, 0)["lumbar_of_maximum"]
    assert isinstance(found, Measurement)
    assert found.value == pytest.approx(100 * bend / 60.0, abs=1.0)
    assert found.interval is not None
    assert found.value - found.interval.low > 100 * HALF_DEG / 60.0
    assert reason(series, 0, "lean_at_lumbar_limit_deg") == "limit_not_reached"
    assert {reason(series, 0, id_, Person()) for id_ in ("lumbar_of_maximum", "lean_at_lumbar_limit_deg")} == {
        "maximum_unknown"
    }


def test_near_the_end_of_range_only_clear_of_the_interval() -> None:
    series = plain()
    series = with_back(series, 0.36 * lean_of(series))
    assert findings(series, STIFF) == [set()] * 4  # about 100 percent, give or take 30
    narrow = replace(
        series,
        low={**series.low, LUMBAR: series.values[LUMBAR] - 3.0},
        high={**series.high, LUMBAR: series.values[LUMBAR] + 3.0},
    )
    assert findings(narrow, STIFF) == [{"near_end_range"}] * 4
    crossing = over(series, 0, STIFF)["lean_at_lumbar_limit_deg"]
    assert isinstance(crossing, Measurement)
    assert crossing.value == pytest.approx(0.8 * 26.0 / 0.36 + series.reference.values[LEAN], abs=3.0)
    assert crossing.interval is not None
    assert crossing.interval.low < crossing.value < crossing.interval.high


def test_more_than_lifters_show_is_found_only_with_the_whole_interval() -> None:
    much, most = (with_back(plain(), rounder(plain(), (), by_deg=0.0, share=share)) for share in (0.7, 0.85))
    assert findings(much) == [set()] * 4
    assert findings(most, Person()) == [{"more_than_usual"}] * 4
    assert findings(most, Person(), "back_squat") == [set()] * 4


def test_drift_is_degrees_for_each_repetition() -> None:
    series = plain()
    lumbar = rounder(series, (), by_deg=0.0)
    for index_in_set in range(4):
        lumbar = np.maximum(lumbar, rounder(series, (index_in_set,), by_deg=2.0 * index_in_set))
    series = with_back(series, lumbar)
    assert reason(series, 1, "lumbar_drift_deg") == "set_too_short"
    assert value(series, 3, "lumbar_drift_deg") == pytest.approx(2.0, abs=0.3)


def from_another_recording(series: MotionSeries) -> MotionSeries:
    """Return the series with its reference posture as one of another recording."""
    return replace(series, reference=replace(series.reference, kind="calibration", error_deg=OTHER_RECORDING_DEG))


def leaning_back(series: MotionSeries, span: Span, *, by_deg: float) -> MotionSeries:
    top = (series.time_s >= span.end_s) & (series.time_s <= span.end_s + 0.6)
    trunk = np.where(top, series.reference.values[LEAN] - by_deg, series.values[LEAN])
    return replace(series, values={**series.values, LEAN: trunk})


@pytest.mark.parametrize(("by_deg", "is_found"), [(16.0, True), (11.0, False)])
def test_a_lockout_beyond_standing_is_detected_in_the_trunk(by_deg: float, *, is_found: bool) -> None:
    series = leaning_back(plain(), plain().spans[1], by_deg=by_deg)
    assert value(series, 1, "lockout_extension_deg") == pytest.approx(by_deg, abs=0.1)
    assert value(series, 0, "lockout_extension_deg") == pytest.approx(0.0, abs=1.0)
    assert findings(series) == [set(), {"lockout_overextension"} if is_found else set(), set(), set()]


@pytest.mark.parametrize(("by_deg", "is_found"), [(20.0, True), (16.0, False)])
def test_a_reference_from_another_recording_asks_for_more_at_the_lockout(by_deg: float, *, is_found: bool) -> None:
    series = leaning_back(plain(), plain().spans[1], by_deg=by_deg)
    here = over(series, 1)["lockout_extension_deg"]
    series = from_another_recording(series)
    there = over(series, 1)["lockout_extension_deg"]
    assert isinstance(here, Measurement)
    assert isinstance(there, Measurement)
    assert here.interval is not None
    assert there.interval is not None
    assert there.interval.high - there.interval.low > here.interval.high - here.interval.low
    assert findings(series) == [set(), {"lockout_overextension"} if is_found else set(), set(), set()]


def test_a_reference_from_another_recording_widens_the_neck() -> None:
    here = with_back(plain(), 0.35 * lean_of(plain()))
    pelvis = {"pelvis_tilt_deg": 0.7 * lean_of(here)}
    here = replace(here, values={**here.values, **pelvis})
    there = from_another_recording(here)
    half = [of.interval.high - of.value for of in map(neck_of, (here, there)) if of.interval is not None]
    assert half[1] == pytest.approx(np.hypot(half[0], OTHER_RECORDING_DEG))


def neck_of(series: MotionSeries) -> Measurement:
    found = over(series, 0)["neck_angle_deg"]
    assert isinstance(found, Measurement)
    return found


def hollow(series: MotionSeries, *, shown_deg: float) -> MotionSeries:
    lumbar = 0.35 * lean_of(series)
    end_s = series.spans[3].end_s
    top = (series.time_s >= end_s) & (series.time_s <= end_s + 0.6)
    return with_back(series, np.where(top, -shown_deg, lumbar))


@pytest.mark.parametrize(("shown_deg", "is_found"), [(15.0, True), (5.0, True), (3.5, False)])
def test_a_lockout_beyond_standing_is_detected_in_the_contour(shown_deg: float, *, is_found: bool) -> None:
    series = leaning_back(hollow(plain(), shown_deg=shown_deg), plain().spans[3], by_deg=5.5)
    assert findings(series) == [set(), set(), set(), {"lockout_overextension"} if is_found else set()]


def test_what_a_contour_shows_over_an_upright_trunk_is_no_extension() -> None:
    series = hollow(plain(), shown_deg=15.0)
    assert findings(series) == [set(), set(), set(), set()]
    assert value(series, 3, "lockout_extension_deg") == pytest.approx(0.0, abs=1.0)


@pytest.mark.parametrize(("shown_deg", "meant_deg"), [(4.0, 4.0 / VISIBLE_EXTENSION_SHARE), (8.0, 20.0), (24.0, 24.0)])
def test_a_contour_shows_a_share_of_a_hollow_back(shown_deg: float, meant_deg: float) -> None:
    series = leaning_back(hollow(plain(), shown_deg=shown_deg), plain().spans[3], by_deg=5.5)
    found = over(series, 3)["lockout_extension_deg"]
    assert isinstance(found, Measurement)
    assert found.value == pytest.approx(meant_deg, abs=0.1)
    assert found.repeatability == pytest.approx(CONTOUR_REPEATABILITY_DEG)


@pytest.mark.parametrize("worn", [{"source": "sensors"}, {"by_sensors": frozenset({LUMBAR})}])
def test_what_sensors_measure_at_the_lockout_is_all_of_it(worn: dict[str, Any]) -> None:
    series = leaning_back(hollow(plain(), shown_deg=8.0), plain().spans[3], by_deg=5.5)
    assert value(replace(series, **worn), 3, "lockout_extension_deg") == pytest.approx(8.0, abs=0.1)


def test_a_contour_over_a_trunk_that_hardly_leans_back_is_no_extension() -> None:
    series = leaning_back(hollow(plain(), shown_deg=8.0), plain().spans[3], by_deg=4.0)
    assert findings(series) == [set(), set(), set(), set()]


def test_a_lean_that_the_contour_contradicts_is_no_value() -> None:
    """As when the reference was measured while the person was turned to the camera."""
    series = leaning_back(hollow(plain(), shown_deg=0.5), plain().spans[3], by_deg=20.0)
    assert reason(series, 3, "lockout_extension_deg") == "low_confidence"


@pytest.mark.parametrize(("shown_deg", "by_deg"), [(3.5, 16.0), (4.0, 22.0)])
def test_of_trunk_and_contour_the_clearer_is_reported(shown_deg: float, by_deg: float) -> None:
    series = leaning_back(hollow(plain(), shown_deg=shown_deg), plain().spans[3], by_deg=by_deg)
    assert value(series, 3, "lockout_extension_deg") == pytest.approx(by_deg, abs=0.1)
    assert findings(series)[3] == {"lockout_overextension"}


def test_without_a_contour_joints_still_measure_the_lockout() -> None:
    series = plain()
    measured = over(series, 0)
    missing = {id_: found.id for id_, found in measured.items() if isinstance(found, NotMeasurable)}
    assert measured.keys() - missing.keys() == {"lockout_extension_deg"}
    assert {item for item in missing.items() if item[1] != "back_not_seen"} == {("lumbar_drift_deg", "set_too_short")}
