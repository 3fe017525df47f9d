"""What self-tests measure: a value of the whole test, for a side where the test has sides."""

from hiphinge.quantities.record import Quantity

__all__ = ["TEST_QUANTITIES"]

_LEG = "share of leg length"
_OUTLINE = "outline_not_seen"


def _per_test(
    id_: str,
    unit: str,
    title: str,
    meaning: str,
    sign: str,
    *,
    needs: str | None = None,
    views: tuple[str, ...] = ("side",),
) -> Quantity:
    return Quantity(id=id_, unit=unit, scope="test", title=title, meaning=meaning, sign=sign, needs=needs, views=views)


TEST_QUANTITIES = (
    _per_test(
        "hold_s",
        "s",
        "Time held",
        "From the start of the hold until the position is lost or the video ends.",
        "longer",
        views=("side", "front", "back"),
    ),
    _per_test(
        "line_change_deg",
        "deg",
        "Change of the body's line in a hold",
        "Largest change, that lasts, of the angle at the hip between shoulder and ankle, from the start of the hold.",
        "hips lower",
    ),
    _per_test(
        "finger_height",
        _LEG,
        "Fingertips above the floor",
        "Height of the fingertips above the toes at the deepest moment, as a share of leg length. The fingertips are "
        "taken along the hand, from the wrist on.",
        "further from the floor",
    ),
    _per_test(
        "toe_touch_points",
        "points",
        "Points in the toe touch",
        "One each for fingers that reach the toes, hips that go back, and a bend that hips and back share.",
        "more of the three",
    ),
    _per_test(
        "ankle_bend_deg",
        "deg",
        "Shin lean over a flat foot",
        "Largest lean of the front shin from vertical that lasts while the heel stays down.",
        "knee further forward",
    ),
    _per_test(
        "trunk_sway_deg",
        "deg",
        "Change of trunk lean",
        "Largest change of trunk lean from the start, in either direction; the middle one of the repetitions.",
        "more",
    ),
    _per_test(
        "hips_drop_deg",
        "deg",
        "Drop of the hips' free side",
        "Line through both hip joints, from the front or behind, as a change from standing on both feet: how far the "
        "side of the lifted foot is lower, the largest that lasts.",
        "free side lower",
        views=("front", "back"),
    ),
    _per_test(
        "wall_touches",
        "touches",
        "Touches of the wall",
        "How often the seat reached the wall.",
        "more",
        needs=_OUTLINE,
    ),
    _per_test(
        "wall_distance",
        "share of stature",
        "Heels to wall",
        "Distance from the back of the heels to the edge of the seat at the wall, as a share of stature.",
        "further from the wall",
        needs=_OUTLINE,
    ),
    _per_test(
        "dowel_kept",
        "repetitions",
        "Repetitions with all contacts",
        "In how many repetitions the virtual dowel kept head, upper back and tailbone.",
        "more",
        needs="back_not_seen",
    ),
    _per_test(
        "jump_height_m",
        "m",
        "Jump height",
        "From the time in the air: gravity times that time squared, over eight; the best jump.",
        "higher",
    ),
    _per_test("flight_s", "s", "Time in the air", "From the last to the first contact of the toes.", "longer"),
    _per_test(
        "head_ahead",
        _LEG,
        "Head in front of the shoulder",
        "Horizontal distance from shoulder to ear in quiet standing, as a share of leg length.",
        "head further forward",
    ),
    _per_test(
        "shoulder_ahead",
        _LEG,
        "Shoulder in front of the hip",
        "Horizontal distance from hip to shoulder in quiet standing, as a share of leg length.",
        "shoulder further forward",
    ),
    _per_test(
        "hip_ahead_of_ankle",
        _LEG,
        "Hip in front of the ankle",
        "Horizontal distance from ankle to hip in quiet standing, as a share of leg length.",
        "hip further forward",
    ),
    _per_test(
        "body_lean_deg",
        "deg",
        "Lean of the whole body",
        "Line from ankle to shoulder, from vertical, in quiet standing.",
        "forward",
    ),
    _per_test(
        "low_back_hollow",
        _LEG,
        "Depth of the hollow of the lower back",
        "Largest distance of the outline from a straight line that touches seat and upper back, in quiet standing.",
        "deeper",
        needs=_OUTLINE,
    ),
    _per_test(
        "upper_back_curve",
        _LEG,
        "Depth of the curve of the upper back",
        "Largest distance of the outline behind the straight line from its place at the hollow to its place at the "
        "neck, in quiet standing.",
        "rounder",
        needs=_OUTLINE,
    ),
    _per_test(
        "bird_dog_points",
        "points",
        "Points in the bird dog",
        "Two for holds of five seconds on both sides with a still back, one for less, none when it hurts. A side view "
        "does not show the roll of the pelvis: three cannot be had from it.",
        "better",
    ),
    _per_test(
        "back_line_change_deg",
        "deg",
        "Change of the back's line",
        "How far the outline of the back sinks or rises between hips and shoulders during the hold, for a second or "
        "longer, from how it was on all fours, as the angle of a line that bends halfway. Negative where it hollows.",
        "either way",
        needs=_OUTLINE,
    ),
    _per_test(
        "trunk_tilt_change_deg",
        "deg",
        "Change of the trunk's tilt",
        "Largest change, that lasts, of the line from hip to shoulder during the hold, from all fours.",
        "either way",
    ),
    _per_test(
        "knee_short_deg",
        "deg",
        "Knee short of straight",
        "Bend that is left in the knee when it is straightest while the thigh is upright; 0 when thigh and shin are "
        "in line.",
        "further from straight",
    ),
    _per_test(
        "leg_raise_deg",
        "deg",
        "Straight leg raised",
        "Largest angle, that lasts, of the thigh of the raised leg from the table's line while the knee is straight.",
        "higher",
    ),
    _per_test(
        "thigh_above_table_deg",
        "deg",
        "Thigh above the table",
        "Angle of the hanging thigh above the table's line, at rest.",
        "thigh stays up",
    ),
    _per_test(
        "hanging_knee_deg",
        "deg",
        "Bend of the hanging knee",
        "Bend of the knee of the hanging leg, at rest.",
        "bent further",
    ),
    _per_test(
        "thigh_fold_deg",
        "deg",
        "Thigh from the floor",
        "How far the pulled thigh has moved from the floor's line, the largest that lasts: hip and roll of the pelvis "
        "together.",
        "folded further",
    ),
    _per_test(
        "other_thigh_deg",
        "deg",
        "Other thigh off the floor",
        "How far the other thigh has left the floor's line at that moment, from where it lay at the start.",
        "lifted",
    ),
)
"""One value for a test; in the order of the tests."""
