"""What the back did over a repetition, from made series whose answer is known, to the finding."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from hiphinge.analysis import analyse
from hiphinge.analysis.back import (
    CONTOUR_REPEATABILITY_DEG,
    SEEN_AT_TOP,
    back_over_repetition,
    lockout_extension,
)
from hiphinge.analysis.measuring import LiftContext, measure
from hiphinge.analysis.tracks import Tracks, measure_frames
from hiphinge.catalogue import load
from hiphinge.cleaning import clean
from hiphinge.findings import Measurement, NotMeasurable, Pattern, RuleInput, find
from hiphinge.motion import FloatArray, Interval, Motion, Person
from hiphinge.repetitions import Span
from hiphinge.spine import ELSEWHERE_DEG
from hiphinge.testing import DEADLIFT, HINGE, Lift, Plan, record_video

LUMBAR, THORACIC, HIP, LEAN = "lumbar_flexion_deg", "thoracic_flexion_deg", "hip_flexion_deg", "trunk_inclination_deg"
HALF_DEG = 8.0
MOBILE = Person(lumbar_maximum_deg=60.0, lumbar_maximum_interval=Interval(low=54.0, high=66.0))
STIFF = Person(lumbar_maximum_deg=26.0, lumbar_maximum_interval=Interval(low=26.0, high=26.0))


@cache
def plain(lifts: int = 4, *, from_the_floor: bool = False) -> Tracks:
    plan = Plan(
        movement=DEADLIFT if from_the_floor else HINGE,
        lifts=(Lift(),) * lifts,
        starts_at="bottom" if from_the_floor else "top",
        after_s=3.0,
    )
    return measure_frames(clean(record_video(plan).motion))


def lean_of(tracks: Tracks) -> FloatArray:
    return np.maximum(tracks.values[LEAN] - tracks.zero[LEAN], 0.0)


def with_back(tracks: Tracks, lumbar: FloatArray, *, thoracic: FloatArray | None = None) -> Tracks:
    """Return the tracks with a back that bent like this; the hips did the rest of the lean."""
    upper = 0.1 * lean_of(tracks) if thoracic is None else thoracic
    values = {LUMBAR: lumbar, THORACIC: upper, HIP: lean_of(tracks) - 0.7 * lumbar}
    back = replace(
        tracks.back,
        values={**tracks.back.values, **values},
        low={**tracks.back.low, **{id_: series - HALF_DEG for id_, series in values.items()}},
        high={**tracks.back.high, **{id_: series + HALF_DEG for id_, series in values.items()}},
        reason=None,
    )
    return replace(tracks, back=back, values={**tracks.values, **values})


def rounder(tracks: Tracks, places: Sequence[int], *, by_deg: float, share: float = 0.35) -> FloatArray:
    """Return lumbar flexion that follows the lean, and is rounder in some repetitions."""
    lean = lean_of(tracks)
    lumbar = share * lean
    for place in places:
        span = tracks.spans[place]
        inside = (tracks.side.time_s >= span.start_s) & (tracks.side.time_s <= span.end_s)
        lumbar = np.where(inside, lumbar + by_deg * lean / lean.max(), lumbar)
    return lumbar


def over(tracks: Tracks, place: int, person: Person = MOBILE) -> dict[str, Measurement | NotMeasurable]:
    told = back_over_repetition(
        tracks,
        tracks.spans[place],
        earlier=tracks.spans[:place],
        exercise=load().exercise("romanian_deadlift"),
        person=person,
    )
    return told | {"lockout_extension_deg": lockout_extension(tracks, tracks.spans[place])}


def value(tracks: Tracks, place: int, id_: str, person: Person = MOBILE) -> float:
    found = over(tracks, place, person)[id_]
    assert isinstance(found, Measurement)
    return found.value


def reason(tracks: Tracks, place: int, id_: str, person: Person = MOBILE) -> str:
    found = over(tracks, place, person)[id_]
    assert isinstance(found, NotMeasurable)
    return found.id


def findings(tracks: Tracks, person: Person = MOBILE, exercise: str = "romanian_deadlift") -> list[set[str]]:
    context = LiftContext(exercise=load().exercise(exercise), person=person, load_kg=None)
    out = []
    for place, span in enumerate(tracks.spans):
        evidence = RuleInput(
            exercise=exercise,
            exercise_given=True,
            pattern=Pattern(label="hinge", probability={"hinge": 1.0}),
            bottom_s=span.bottom_s,
            starts_at_bottom=span.starts_at == "bottom",
            measurements=measure(tracks, span, context, view_reason=None, earlier=tracks.spans[:place]),
            from_standing={},
        )
        out.append({finding.id for finding in find(evidence)})
    return out


def test_a_back_that_stays_the_same_gives_nowhere() -> None:
    tracks = with_back(plain(), rounder(plain(), (), by_deg=0.0))
    assert [value(tracks, place, "lumbar_gain_deg") for place in range(4)] == pytest.approx([0.0] * 4, abs=0.5)
    assert findings(tracks) == [set()] * 4


def test_late_repetitions_are_compared_with_those_that_held() -> None:
    tracks = with_back(plain(), rounder(plain(), (1, 2, 3), by_deg=12.0))
    gains = [value(tracks, place, "lumbar_gain_deg") for place in range(4)]
    assert gains == pytest.approx([0.0, 12.0, 12.0, 12.0], abs=1.0)
    assert findings(tracks) == [set(), {"back_gives"}, {"back_gives"}, {"back_gives"}]


def test_one_that_gave_does_not_make_the_next_one_that_holds_give() -> None:
    tracks = with_back(plain(), rounder(plain(), (2,), by_deg=12.0))
    assert findings(tracks) == [set(), set(), {"back_gives"}, set()]


def test_a_little_more_is_within_repeatability() -> None:
    tracks = with_back(plain(), rounder(plain(), (2, 3), by_deg=4.0))
    assert findings(tracks) == [set()] * 4


def test_more_lean_brings_more_flexion_and_is_no_giving() -> None:
    plan = Plan(lifts=(Lift(depth=0.9), Lift(depth=0.9), Lift()), after_s=3.0)
    tracks = measure_frames(clean(record_video(plan).motion))
    tracks = with_back(tracks, 0.5 * lean_of(tracks))
    assert findings(tracks) == [set()] * 3


def test_what_is_not_told_gives_no_difference() -> None:
    tracks = with_back(plain(), rounder(plain(), (3,), by_deg=12.0))
    nothing = np.full(len(tracks.side), np.nan)
    hidden = replace(
        tracks.back,
        values={**tracks.back.values, LUMBAR: nothing},
        low={**tracks.back.low, LUMBAR: nothing},
        high={**tracks.back.high, LUMBAR: nothing},
    )
    tracks = replace(tracks, back=hidden, values={**tracks.values, LUMBAR: nothing})
    assert reason(tracks, 3, "lumbar_gain_deg") == "back_hidden"
    assert reason(tracks, 3, "lumbar_share") == "back_hidden"


def test_a_difference_is_less_sure_where_the_back_is_told_vaguely() -> None:
    tracks = with_back(plain(), rounder(plain(), (3,), by_deg=12.0))
    sure = over(tracks, 3)["lumbar_gain_deg"]
    wide = replace(
        tracks.back,
        low={**tracks.back.low, LUMBAR: tracks.back.values[LUMBAR] - 24.0},
        high={**tracks.back.high, LUMBAR: tracks.back.values[LUMBAR] + 24.0},
    )
    vague = over(replace(tracks, back=wide), 3)["lumbar_gain_deg"]
    assert isinstance(sure, Measurement)
    assert isinstance(vague, Measurement)
    assert vague.value == sure.value
    assert vague.repeatability == pytest.approx((sure.repeatability or 0.0) + 4.0)


def test_the_way_up_is_compared_with_the_way_down() -> None:
    tracks = plain()
    lumbar = rounder(tracks, (), by_deg=0.0)
    for span in tracks.spans:
        up = (tracks.side.time_s > span.bottom_end_s) & (tracks.side.time_s <= span.end_s)
        lumbar = np.where(up & (lean_of(tracks) > 15.0), lumbar + 10.0, lumbar)
    tracks = with_back(tracks, lumbar)
    found = over(tracks, 0)["lumbar_gain_deg"]
    assert isinstance(found, Measurement)
    assert found.value == pytest.approx(10.0, abs=1.0)
    assert found.time_s is not None
    assert tracks.spans[0].bottom_end_s < found.time_s < tracks.spans[0].end_s


def test_a_pull_that_starts_the_video_is_compared_with_its_start() -> None:
    tracks = plain(2, from_the_floor=True)
    span = tracks.spans[0]
    assert span.starts_at == "bottom"
    pulling = (tracks.side.time_s > span.bottom_end_s) & (tracks.side.time_s < span.end_s - 0.3)
    tracks = with_back(tracks, np.where(pulling, 35.0, 25.0))
    assert value(tracks, 0, "lumbar_gain_deg") == pytest.approx(10.0)
    assert reason(tracks, 0, "lumbar_share") == "starts_at_bottom"


def test_the_upper_back_is_judged_for_itself() -> None:
    tracks = plain()
    tracks = with_back(tracks, 0.35 * lean_of(tracks), thoracic=rounder(tracks, (2, 3), by_deg=12.0))
    assert findings(tracks) == [set(), set(), {"thoracic_rounding"}, {"thoracic_rounding"}]


def test_the_head_is_told_against_the_upper_back() -> None:
    tracks = plain()
    lean = lean_of(tracks)
    pelvis = {"pelvis_tilt_deg": 0.7 * lean}
    told = with_back(tracks, 0.5 * lean, thoracic=0.2 * lean)
    told = replace(told, back=replace(told.back, values={**told.back.values, **pelvis}))
    straight = with_back(tracks, 0.2 * lean, thoracic=0.1 * lean)
    straight = replace(straight, back=replace(straight.back, values={**straight.back.values, **pelvis}))
    head = tracks.values["head_angle_deg"][np.argmin(np.abs(tracks.side.time_s - tracks.spans[0].bottom_s))]
    deepest = lean.max()
    assert value(straight, 0, "neck_angle_deg") == pytest.approx(head, abs=1.0)
    assert value(told, 0, "neck_angle_deg") == pytest.approx(head - 0.4 * deepest, abs=1.0)


def test_shares_of_the_bend() -> None:
    tracks = plain()
    tracks = with_back(tracks, 0.35 * lean_of(tracks))
    whole = 0.35 / (0.35 + 1 - 0.7 * 0.35)
    ids = ("lumbar_share", "lumbar_share_first_third", "lumbar_share_second_third", "lumbar_share_last_third")
    assert [value(tracks, 1, id_) for id_ in ids] == pytest.approx([whole] * 4, abs=0.01)


def test_a_back_that_leads_the_hips() -> None:
    tracks = plain()
    lean = lean_of(tracks)
    tracks = with_back(tracks, np.where(lean < 30.0, 1.1 * lean, 33.0))
    assert value(tracks, 0, "lumbar_share_first_third") > 0.75
    assert value(tracks, 0, "lumbar_share_last_third") == pytest.approx(0.0, abs=0.05)
    assert all("lumbar_leads_hip" in ids for ids in findings(tracks))


def test_own_maximum() -> None:
    tracks = plain()
    tracks = with_back(tracks, 0.35 * lean_of(tracks))
    bend = 0.35 * float(lean_of(tracks).max())
    found = over(tracks, 0)["lumbar_of_maximum"]
    assert isinstance(found, Measurement)
    assert found.value == pytest.approx(100 * bend / 60.0, abs=1.0)
    assert found.interval is not None
    assert found.value - found.interval.low > 100 * HALF_DEG / 60.0
    assert reason(tracks, 0, "lean_at_lumbar_limit_deg") == "limit_not_reached"
    assert {reason(tracks, 0, id_, Person()) for id_ in ("lumbar_of_maximum", "lean_at_lumbar_limit_deg")} == {
        "maximum_unknown"
    }


def test_near_the_end_of_range_only_clear_of_the_interval() -> None:
    tracks = plain()
    tracks = with_back(tracks, 0.36 * lean_of(tracks))
    assert findings(tracks, STIFF) == [set()] * 4  # about 100 percent, give or take 30
    narrow = replace(
        tracks.back,
        low={**tracks.back.low, LUMBAR: tracks.values[LUMBAR] - 3.0},
        high={**tracks.back.high, LUMBAR: tracks.values[LUMBAR] + 3.0},
    )
    assert findings(replace(tracks, back=narrow), STIFF) == [{"near_end_range"}] * 4
    crossing = over(tracks, 0, STIFF)["lean_at_lumbar_limit_deg"]
    assert isinstance(crossing, Measurement)
    assert crossing.value == pytest.approx(0.8 * 26.0 / 0.36 + tracks.zero[LEAN], abs=3.0)
    assert crossing.interval is not None
    assert crossing.interval.low < crossing.value < crossing.interval.high


def test_more_than_lifters_show_is_told_only_with_the_whole_interval() -> None:
    much, most = (with_back(plain(), rounder(plain(), (), by_deg=0.0, share=share)) for share in (0.7, 0.85))
    assert findings(much) == [set()] * 4
    assert findings(most, Person()) == [{"more_than_usual"}] * 4
    assert findings(most, Person(), "back_squat") == [set()] * 4


def test_drift_is_degrees_for_each_repetition() -> None:
    tracks = plain()
    lumbar = rounder(tracks, (), by_deg=0.0)
    for place in range(4):
        lumbar = np.maximum(lumbar, rounder(tracks, (place,), by_deg=2.0 * place))
    tracks = with_back(tracks, lumbar)
    assert reason(tracks, 1, "lumbar_drift_deg") == "set_too_short"
    assert value(tracks, 3, "lumbar_drift_deg") == pytest.approx(2.0, abs=0.3)


def leaning_back(tracks: Tracks, span: Span, *, by_deg: float) -> Tracks:
    top = (tracks.side.time_s >= span.end_s) & (tracks.side.time_s <= span.end_s + 0.6)
    trunk = np.where(top, tracks.zero[LEAN] - by_deg, tracks.values[LEAN])
    return replace(tracks, values={**tracks.values, LEAN: trunk})


@pytest.mark.parametrize(("by_deg", "told"), [(16.0, True), (11.0, False)])
def test_a_lockout_beyond_standing_is_seen_in_the_trunk(by_deg: float, *, told: bool) -> None:
    tracks = leaning_back(plain(), plain().spans[1], by_deg=by_deg)
    assert value(tracks, 1, "lockout_extension_deg") == pytest.approx(by_deg, abs=0.1)
    assert value(tracks, 0, "lockout_extension_deg") == pytest.approx(0.0, abs=1.0)
    assert findings(tracks) == [set(), {"lockout_overextension"} if told else set(), set(), set()]


@pytest.mark.parametrize(("by_deg", "told"), [(20.0, True), (16.0, False)])
def test_a_zero_from_another_recording_asks_for_more_at_the_lockout(by_deg: float, *, told: bool) -> None:
    tracks = leaning_back(plain(), plain().spans[1], by_deg=by_deg)
    here = over(tracks, 1)["lockout_extension_deg"]
    tracks = replace(tracks, standing=replace(tracks.standing, kind="calibration"))
    there = over(tracks, 1)["lockout_extension_deg"]
    assert isinstance(here, Measurement)
    assert isinstance(there, Measurement)
    assert here.interval is not None
    assert there.interval is not None
    assert there.interval.high - there.interval.low > here.interval.high - here.interval.low
    assert findings(tracks) == [set(), {"lockout_overextension"} if told else set(), set(), set()]


def test_a_zero_from_another_recording_makes_the_neck_less_sure() -> None:
    here = with_back(plain(), 0.35 * lean_of(plain()))
    pelvis = {"pelvis_tilt_deg": 0.7 * lean_of(here)}
    here = replace(here, back=replace(here.back, values={**here.back.values, **pelvis}))
    there = replace(here, standing=replace(here.standing, kind="calibration"))
    half = [of.interval.high - of.value for of in map(neck_of, (here, there)) if of.interval is not None]
    assert half[1] == pytest.approx(np.hypot(half[0], ELSEWHERE_DEG))


def neck_of(tracks: Tracks) -> Measurement:
    found = over(tracks, 0)["neck_angle_deg"]
    assert isinstance(found, Measurement)
    return found


def hollow(tracks: Tracks, *, shown_deg: float) -> Tracks:
    lumbar = 0.35 * lean_of(tracks)
    end_s = tracks.spans[3].end_s
    top = (tracks.side.time_s >= end_s) & (tracks.side.time_s <= end_s + 0.6)
    return with_back(tracks, np.where(top, -shown_deg, lumbar))


@pytest.mark.parametrize(("shown_deg", "told"), [(15.0, True), (5.0, True), (3.5, False)])
def test_a_lockout_beyond_standing_is_seen_in_the_contour(shown_deg: float, *, told: bool) -> None:
    tracks = hollow(plain(), shown_deg=shown_deg)
    assert findings(tracks) == [set(), set(), set(), {"lockout_overextension"} if told else set()]


@pytest.mark.parametrize(("shown_deg", "meant_deg"), [(4.0, 4.0 / SEEN_AT_TOP), (8.0, 20.0), (24.0, 24.0)])
def test_an_contour_shows_a_share_of_a_hollow_back(shown_deg: float, meant_deg: float) -> None:
    found = over(hollow(plain(), shown_deg=shown_deg), 3)["lockout_extension_deg"]
    assert isinstance(found, Measurement)
    assert found.value == pytest.approx(meant_deg, abs=0.1)
    assert found.repeatability == pytest.approx(CONTOUR_REPEATABILITY_DEG)


def test_of_trunk_and_contour_the_clearer_is_told() -> None:
    tracks = leaning_back(hollow(plain(), shown_deg=3.5), plain().spans[3], by_deg=14.0)
    assert value(tracks, 3, "lockout_extension_deg") == pytest.approx(14.0, abs=0.1)
    assert findings(tracks)[3] == {"lockout_overextension"}


def test_a_single_frame_is_no_lockout() -> None:
    tracks = plain()
    frame = int(np.argmin(np.abs(tracks.side.time_s - tracks.spans[0].end_s - 0.3)))
    trunk = tracks.values[LEAN].copy()
    trunk[frame] -= 30.0
    assert value(replace(tracks, values={**tracks.values, LEAN: trunk}), 0, "lockout_extension_deg") < 2.0


def test_without_an_contour_joints_still_tell_the_lockout() -> None:
    tracks = plain()
    told = over(tracks, 0)
    assert {id_ for id_, found in told.items() if isinstance(found, Measurement)} == {"lockout_extension_deg"}
    assert {
        id_: found.id for id_, found in told.items() if isinstance(found, NotMeasurable) and found.id != "back_not_seen"
    } == {"lumbar_drift_deg": "set_too_short"}


def test_a_rendered_person(rendered: Motion) -> None:
    answer = analyse(rendered, exercise="rdl", person=MOBILE)
    last = answer.counted[-1]
    for id_ in ("lumbar_gain_deg", "lumbar_of_maximum", "lockout_extension_deg"):
        assert isinstance(last.measurements[id_], Measurement), id_
