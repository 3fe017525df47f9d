"""Moments and forces agree with a calculation by hand and with mechanics, and say how far they are known."""

import math
import time
from dataclasses import replace

import numpy as np
import pytest

from hiphinge.anthropometry import SINGLE_SEGMENTS, combined, divided, segments_of, single_segments_of
from hiphinge.dynamics import (
    CENTRAL,
    EXACT_POSE,
    LEAST_SHARE,
    BackLoads,
    Body,
    Load,
    PoseError,
    Posture,
    Segment,
    compare,
    draw,
    lumbosacral_loads,
    static_posture,
    video_pose_error,
)
from hiphinge.dynamics.unknowns import GROUPS
from hiphinge.errors import UnknownIdError, UsageError
from hiphinge.motion import FloatArray

BODY = Body.of(stature_m=1.75, mass_kg=75.0)


def _bend(load: Load | None = None, lean: float = 60.0, **angles: float) -> BackLoads:
    given = {"trunk_deg": lean, "knee_flexion_deg": 15.0, "shank_deg": 0.0, "lumbar_flexion_deg": 0.0} | angles
    return static_posture(BODY, Load() if load is None else load, draws=CENTRAL, **given)


def _sticks() -> Body:
    """Segments with round numbers, of which a person with a pencil finds the moments."""

    def stick(length_m: float, mass_kg: float, centre: float) -> Segment:
        return Segment(length_m=length_m, mass_kg=mass_kg, centre=centre, inertia_kg_m2=0.0)

    return Body(
        stature_m=1.7,
        mass_kg=100.0,
        shanks=stick(0.4, 10.0, 0.5),
        thighs=stick(0.4, 20.0, 0.5),
        pelvis=stick(0.1, 10.0, 0.5),
        trunk=stick(0.4, 30.0, 0.5),
        head=stick(0.2, 5.0, 1.0),
        upper_arms=stick(0.3, 5.0, 0.5),
        forearms=stick(0.3, 5.0, 0.5),
    )


def test_a_level_trunk_is_what_a_pencil_finds() -> None:
    found = static_posture(
        _sticks(),
        Load(mass_kg=20.0),
        trunk_deg=90.0,
        knee_flexion_deg=0.0,
        shank_deg=0.0,
        lumbar_flexion_deg=0.0,
        draws=CENTRAL,
    )
    # Trunk 30 kg at 0.2 m, head 5 kg at 0.6 m, arms 10 kg and load 20 kg below the shoulders at 0.4 m.
    assert found.moment_nm[0, 0] == pytest.approx(9.81 * (30 * 0.2 + 5 * 0.6 + 30 * 0.4))
    # About the hips everything is 0.1 m further away, and the pelvis is at 0.05 m.
    assert found.hip_moment_nm[0, 0] == pytest.approx(9.81 * (30 * 0.3 + 5 * 0.7 + 30 * 0.5 + 10 * 0.05))
    # The knees are below the hips: the same lever, and flexors hold it.
    assert found.knee_moment_nm[0, 0] == pytest.approx(-found.hip_moment_nm[0, 0])


def test_the_muscle_and_the_disc_carry_the_moment_and_the_weight() -> None:
    found = static_posture(
        _sticks(), trunk_deg=90.0, knee_flexion_deg=0.0, shank_deg=0.0, lumbar_flexion_deg=0.0, draws=CENTRAL
    )
    values = CENTRAL.values(EXACT_POSE)
    muscle = found.moment_nm[0, 0] * (1 + values.cocontraction[0, 0]) / 0.0612
    assert found.muscle_n[0, 0] == pytest.approx(muscle)
    # The disc slopes by 40 degrees and is tilted by 90 more: 45 kg pull against its normal, and forward along it.
    weight = 45 * 9.81
    along, forward = math.cos(math.radians(130)), math.sin(math.radians(130))
    assert found.compression_n[0, 0] == pytest.approx(muscle * math.cos(math.radians(5)) + weight * along)
    assert found.shear_n[0, 0] == pytest.approx(weight * forward - muscle * math.sin(math.radians(5)))


def test_hips_behind_bent_knees_ask_of_the_front_of_the_knees() -> None:
    squat = _bend(lean=40.0, knee_flexion_deg=90.0, shank_deg=20.0)
    hinge = _bend(lean=75.0, knee_flexion_deg=10.0, shank_deg=0.0)
    assert squat.knee_moment_nm[0, 0] > 0 > hinge.knee_moment_nm[0, 0]
    assert hinge.hip_moment_nm[0, 0] > hinge.moment_nm[0, 0] > 0


def test_a_load_further_away_asks_more_by_its_weight_times_the_distance() -> None:
    near, far = (_bend(load=Load(mass_kg=20.0, ahead_m=ahead)) for ahead in (0.30, 0.35))
    assert far.moment_nm[0, 0] - near.moment_nm[0, 0] == pytest.approx(20 * 9.81 * 0.05)


def test_a_bar_on_the_back_is_at_the_shoulders_and_one_in_hanging_hands_below_them() -> None:
    back, hands = (_bend(load=Load(mass_kg=60.0, place=place)) for place in ("back", "hands"))
    assert back.moment_nm[0, 0] == pytest.approx(hands.moment_nm[0, 0])
    reaching = _bend(load=Load(mass_kg=60.0), upper_arm_deg=20.0)
    assert reaching.moment_nm[0, 0] > hands.moment_nm[0, 0] + 60 * 9.81 * 0.1


def test_speeding_up_adds_what_newton_says() -> None:
    """Momentum of what is above L5/S1, differentiated by steps, is what the moment holds beside the weight."""
    time_s = np.arange(0.0, 3.0, 0.005)
    lean = 45 - 45 * np.cos(2 * np.pi * time_s / 1.5)
    posture = Posture(
        trunk_deg=lean,
        pelvis_deg=lean,
        thigh_deg=-0.3 * lean,
        shank_deg=0.1 * lean,
        head_deg=lean,
        upper_arm_deg=np.zeros_like(lean),
        time_s=time_s,
    )
    body = _sticks()
    held = lumbosacral_loads(replace(posture, time_s=None), body, draws=CENTRAL)
    moving = lumbosacral_loads(posture, body, draws=CENTRAL, pose_error=replace(EXACT_POSE, cutoff_hz=30.0))
    assert moving.inertial
    assert not held.inertial

    def place(length: float, angle: float | FloatArray) -> FloatArray:
        return length * np.stack([np.sin(np.radians(angle)), np.cos(np.radians(angle))], axis=1)

    down = np.stack([np.zeros(len(time_s)), -np.ones(len(time_s))], axis=1)
    joint = place(0.4, posture.shank_deg) + place(0.4, posture.thigh_deg) + place(0.1, lean)
    shoulder = joint + place(0.4, lean)
    points = (
        (30.0, joint + place(0.2, lean)),
        (5.0, shoulder + place(0.2, lean)),
        (5.0, shoulder + 0.15 * down),
        (5.0, shoulder + 0.45 * down),
    )
    expected = np.zeros(len(time_s))
    for mass, point in points:
        speeding = np.gradient(np.gradient(point, time_s, axis=0), time_s, axis=0)
        away = point - joint
        expected += mass * (away[:, 0] * speeding[:, 1] - away[:, 1] * speeding[:, 0])
    inside = slice(100, -100)
    added = (moving.moment_nm - held.moment_nm)[0]
    assert np.abs(expected[inside]).max() > 20.0
    assert added[inside] == pytest.approx(expected[inside], abs=0.6)


def test_slow_frames_count_as_held_still() -> None:
    time_s = np.arange(0.0, 3.0, 0.1)
    lean = 40 + 10 * np.sin(time_s)
    found = lumbosacral_loads(
        Posture(trunk_deg=lean, thigh_deg=-lean / 3, shank_deg=0.0, time_s=time_s), BODY, draws=CENTRAL
    )
    assert not found.inertial
    assert found.moment_nm.shape == (1, 30)


def test_what_asks_most_is_named_with_its_time() -> None:
    time_s = np.arange(0.0, 2.0, 0.02)
    lean = 40 - 40 * np.cos(np.pi * time_s)
    found = lumbosacral_loads(
        Posture(trunk_deg=lean, thigh_deg=-lean / 3, shank_deg=0.0, time_s=time_s), BODY, draws=draw(200)
    )
    assert found.estimate().time_s == pytest.approx(1.0, abs=0.15)
    middle, low, high = found.bounds("moment_nm")
    assert (low <= middle).all()
    assert (middle <= high).all()


def test_a_frame_that_was_not_seen_has_no_moment() -> None:
    lean = np.array([30.0, math.nan, 60.0])
    found = static_posture(BODY, trunk_deg=lean, knee_flexion_deg=10.0, shank_deg=0.0, draws=CENTRAL)
    assert np.isnan(found.moment_nm[0]).tolist() == [False, True, False]
    assert found.peak() == 2
    nothing = static_posture(BODY, trunk_deg=np.full(3, math.nan), knee_flexion_deg=10.0, shank_deg=0.0, draws=CENTRAL)
    with pytest.raises(UsageError, match="every angle is known"):
        nothing.peak()


def test_no_range_of_a_force_is_narrower_than_thirty_per_cent() -> None:
    found = _bend().estimate("compression_n")
    assert found.interval.low == pytest.approx((1 - LEAST_SHARE) * found.value)
    assert found.interval.high == pytest.approx((1 + LEAST_SHARE) * found.value)
    assert found.dominant is None
    _, low, high = _bend().bounds("compression_n")
    assert (low[0], high[0]) == pytest.approx((found.interval.low, found.interval.high))


def test_what_makes_the_range_wide_is_named() -> None:
    exact = static_posture(BODY, Load(mass_kg=20), trunk_deg=60.0, knee_flexion_deg=15.0, shank_deg=0.0)
    assert exact.estimate("compression_n").dominant == "muscle"
    assert exact.estimate("moment_nm").dominant == "body"
    loose = PoseError(shared={"trunk_deg": 20.0}, each={})
    posture = Posture(trunk_deg=30.0, thigh_deg=-10.0, shank_deg=0.0)
    assert lumbosacral_loads(posture, BODY, pose_error=loose).estimate().dominant == "pose"
    heavy = static_posture(BODY, Load(mass_kg=500), trunk_deg=15.0, knee_flexion_deg=5.0, shank_deg=0.0)
    assert heavy.estimate("moment_nm").dominant == "load"


def test_pairs_of_draws_cancel_what_both_lifts_share() -> None:
    draws = draw(500)
    first, second = (
        static_posture(
            BODY, Load(mass_kg=40, ahead_m=ahead), trunk_deg=60.0, knee_flexion_deg=15.0, shank_deg=0.0, draws=draws
        )
        for ahead in (0.30, 0.40)
    )
    found = compare(first, second)
    assert found.clear == "more"
    assert compare(second, first).clear == "less"
    assert found.interval.width < 0.1 < first.estimate().interval.width / first.estimate().value
    assert compare(first, first).share == 0.0
    assert compare(first, first).clear == "alike"


def test_of_compression_nothing_below_thirty_per_cent_is_claimed() -> None:
    draws = draw(500)
    loads = [
        static_posture(BODY, Load(mass_kg=mass), trunk_deg=60.0, knee_flexion_deg=15.0, shank_deg=0.0, draws=draws)
        for mass in (20, 30, 80)
    ]
    small, large = (compare(loads[0], other, quantity="compression_n") for other in loads[1:])
    assert small.interval.low > 0
    assert small.clear == "alike"
    assert large.clear == "more"


def test_repetitions_that_differ_as_much_as_the_sets_are_no_difference() -> None:
    draws, error = draw(500), video_pose_error()

    def one_set(leans: tuple[float, ...], first: int) -> list[BackLoads]:
        return [
            lumbosacral_loads(
                Posture(trunk_deg=lean, thigh_deg=-15.0, shank_deg=0.0),
                BODY,
                Load(mass_kg=20),
                draws=draws.of_repetition(first + number),
                pose_error=error,
            )
            for number, lean in enumerate(leans)
        ]

    even, uneven = one_set((50, 50.5, 49.5, 50, 50), 0), one_set((45, 60, 48, 62, 55), 10)
    assert compare(even, uneven).clear == "alike"
    assert compare(even, one_set((60, 60.5, 59.5, 60, 60), 10)).clear == "more"


def test_lifts_from_different_draws_are_not_compared() -> None:
    first, second = (
        static_posture(BODY, trunk_deg=60.0, knee_flexion_deg=15.0, shank_deg=0.0, draws=draw(50, seed=seed))
        for seed in (1, 2)
    )
    with pytest.raises(UsageError, match="same draws"):
        compare(first, second)
    with pytest.raises(UsageError, match="one side has none"):
        compare(first, [])


def test_the_same_seed_draws_the_same() -> None:
    assert draw(20, seed=3).standard["arm"].tolist() == draw(20, seed=3).standard["arm"].tolist()
    assert set(draw(20).standard) == {name for names in GROUPS.values() for name in names}
    again = draw(20).of_repetition(4)
    assert again.shares_with(draw(20))
    assert again.each["trunk_deg"].tolist() != draw(20).each["trunk_deg"].tolist()
    with pytest.raises(UsageError, match="at least one draw"):
        draw(0)


def test_a_pelvis_that_was_not_seen_widens_the_range() -> None:
    draws = draw(1000)
    seen, unseen = (
        lumbosacral_loads(
            Posture(trunk_deg=60.0, thigh_deg=-15.0, shank_deg=0.0, pelvis_deg=pelvis), BODY, draws=draws
        ).estimate()
        for pelvis in (45.0, None)
    )
    assert unseen.value == pytest.approx(seen.value, rel=0.03)
    assert unseen.interval.width > seen.interval.width


@pytest.mark.parametrize("table", SINGLE_SEGMENTS)
def test_single_segments_make_the_segments_of_the_table(table: str) -> None:
    single, whole = single_segments_of(table), segments_of(table)
    trunk = combined([single.lower_trunk, single.mid_trunk, single.upper_trunk])
    assert trunk.mass == pytest.approx(whole.trunk, abs=2e-4)
    assert trunk.centre == pytest.approx(whole.trunk_centre, abs=0.02)
    assert 2 * (single.upper_arm.mass + single.forearm.mass + single.hand.mass) == pytest.approx(whole.arms)
    assert 2 * single.thigh.mass == pytest.approx(whole.thighs)
    assert single.thigh.centre == pytest.approx(whole.thigh_centre)
    with pytest.raises(UnknownIdError, match="child"):
        single_segments_of("child")


def test_a_divided_segment_keeps_mass_and_centre() -> None:
    whole = single_segments_of("male").lower_trunk
    below, above = divided(whole, length=0.2826, at=0.17)
    again = combined([below, above])
    assert (again.mass, again.centre) == pytest.approx((whole.mass, whole.centre))
    assert below.centre < 0.17 < above.centre


def test_a_body_weighs_what_was_given() -> None:
    body = Body.of(stature_m=1.8, mass_kg=80.0, sex="female")
    parts = (body.shanks, body.thighs, body.pelvis, body.trunk, body.head, body.upper_arms, body.forearms)
    assert sum(part.mass_kg for part in parts) == pytest.approx(80 * (1 - 2 * 0.0129), rel=0.001)
    assert body.trunk_m == pytest.approx(0.288 * 1.8)


@pytest.mark.parametrize(
    ("stature_m", "mass_kg"), [(0.5, 70.0), (1.7, 5.0), (1.7, 900.0)], ids=["small", "light", "heavy"]
)
def test_nobody_has_such_a_body(stature_m: float, mass_kg: float) -> None:
    with pytest.raises(UsageError, match="should be between"):
        Body.of(stature_m=stature_m, mass_kg=mass_kg)


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(UsageError, match="hands, back"):
        Load(mass_kg=10.0, place="head")  # type: ignore[arg-type] # what is refused
    with pytest.raises(UsageError, match="600 kg"):
        Load(mass_kg=900.0)
    with pytest.raises(UsageError, match="from L5/S1"):
        Load(mass_kg=10.0, ahead_m=3.0)
    with pytest.raises(UsageError, match="same number of frames"):
        Posture(trunk_deg=np.zeros(3), thigh_deg=np.zeros(4), shank_deg=0.0)
    with pytest.raises(UsageError, match="should increase"):
        Posture(trunk_deg=np.zeros(2), thigh_deg=0.0, shank_deg=0.0, time_s=np.array([1.0, 1.0]))


def test_a_thousand_draws_of_one_posture_take_no_time_that_a_hand_feels() -> None:
    draws = draw()
    spent = []
    for _ in range(5):
        start = time.process_time()
        static_posture(BODY, Load(mass_kg=40), trunk_deg=60, knee_flexion_deg=15, shank_deg=0, draws=draws)
        spent.append(time.process_time() - start)
    assert min(spent) < 0.02
