"""The registry of quantities: id, unit, sign, meaning, and what can measure each; no thresholds."""

from dataclasses import replace

from hiphinge.errors import UnknownIdError
from hiphinge.quantities.of_loads import BAR_QUANTITIES, CARRIED_QUANTITIES
from hiphinge.quantities.of_tests import TEST_QUANTITIES
from hiphinge.quantities.of_the_front import FRONT_AND_BACK, FRONT_QUANTITIES
from hiphinge.quantities.record import Quantity, per_frame, per_repetition

__all__ = ["QUANTITIES", "quantity"]

_NEEDS_BACK = "back_not_seen"
_PERCENT_LEG = "share of leg length"
_PERCENT_FOOT = "share of foot length"


def _share(id_: str, title: str, of: str) -> Quantity:
    meaning = f"Gain in lumbar flexion divided by the gain in lumbar and hip flexion together, over {of}."
    return per_repetition(id_, "share", title, meaning, "more from the lower back", needs=_NEEDS_BACK)


_ALL = (
    per_frame(
        "trunk_inclination_deg",
        "Trunk lean",
        "Line from the near hip to the near shoulder, from vertical.",
        "leaning forward",
    ),
    per_frame(
        "shank_inclination_deg",
        "Shin lean",
        "Line from the near ankle to the near knee, from vertical.",
        "knee in front of the ankle",
    ),
    per_frame(
        "knee_flexion_deg",
        "Knee bend",
        "Angle between the lines of thigh and shank; 0 when they are in line.",
        "bent",
    ),
    per_frame(
        "trunk_thigh_angle_deg",
        "Trunk-thigh angle",
        "Angle between the lines of trunk and thigh; 0 when they are in line. Hip and back together: not hip flexion.",
        "folded forward",
    ),
    per_frame(
        "head_angle_deg",
        "Head line",
        "Line from shoulder to ear against the line of the trunk, as a change from the person's own standing.",
        "chin towards chest",
    ),
    per_frame(
        "hip_back_travel",
        "Hip travel",
        "How far the hip has moved back from standing, as a share of leg length.",
        "backward",
        unit=_PERCENT_LEG,
    ),
    per_frame(
        "pelvis_tilt_deg",
        "Pelvis tilt",
        "Tangent of the back's midline at S2, as a change from the person's own standing.",
        "tilted forward",
        needs=_NEEDS_BACK,
    ),
    per_frame(
        "lumbar_flexion_deg",
        "Lumbar flexion",
        "Tangent at T12/L1 minus tangent at S2, from the person's own standing: what two inclinometers on the skin "
        "would read, not the vertebrae.",
        "rounded forward",
        needs=_NEEDS_BACK,
    ),
    per_frame(
        "thoracic_flexion_deg",
        "Thoracic flexion",
        "Tangent at C7/T1 minus tangent at T12/L1, from the person's own standing, on the skin.",
        "rounded forward",
        needs=_NEEDS_BACK,
    ),
    per_frame(
        "thoracolumbar_flexion_deg",
        "Thoracolumbar flexion",
        "Tangent at C7/T1 minus tangent at S2, from the person's own standing, on the skin.",
        "rounded forward",
        needs=_NEEDS_BACK,
    ),
    per_frame(
        "hip_flexion_deg",
        "Hip flexion",
        "Pelvis tilt minus the change of the thigh's inclination, from the person's own standing.",
        "bent",
        needs=_NEEDS_BACK,
    ),
    per_frame(
        "dowel_hollow",
        "Hollow under a stick",
        "Gap between the lower back and a straight stick along the back, as a change from the person's own standing; "
        "it follows from the flexion between S2 and C7/T1. A share of leg length.",
        "deeper",
        unit=_PERCENT_LEG,
        needs=_NEEDS_BACK,
    ),
    per_frame(
        "dowel_head_gap",
        "Head in front of a stick",
        "Distance of the head from the line of tailbone and upper back, as a change from the person's own standing; "
        "the ears stand for the back of the head. A share of leg length.",
        "head further in front",
        unit=_PERCENT_LEG,
        needs=_NEEDS_BACK,
    ),
    per_repetition("descent_s", "s", "Descent time", "Time from the start of the descent to the bottom.", "longer"),
    per_repetition("bottom_s", "s", "Pause at the bottom", "How long the person holds still at the bottom.", "longer"),
    per_repetition("ascent_s", "s", "Ascent time", "Time from leaving the bottom to standing.", "longer"),
    per_repetition(
        "hip_drop",
        _PERCENT_LEG,
        "Hip drop",
        "How far the hip is below its standing height at the bottom, as a share of leg length.",
        "downward",
    ),
    per_repetition(
        "hip_path_deg",
        "deg",
        "Direction of the hip path",
        "From vertical: 90 is straight back, 0 is straight down, from standing to the bottom.",
        "backward",
    ),
    per_repetition(
        "hip_knee_ratio",
        "ratio",
        "Trunk-thigh to knee",
        "Change of the trunk-thigh angle over change of the knee angle, from standing to the bottom.",
        "more folding, less knee",
    ),
    per_repetition(
        "hip_travel_expected",
        _PERCENT_LEG,
        "Hip travel needed for balance",
        "Hip travel of a balanced body with the same trunk, knee and load (static segment model).",
        "backward",
    ),
    per_repetition(
        "weight_shift",
        _PERCENT_FOOT,
        "Weight towards the toes",
        "How far the centre of mass of body and load moves over the foot from standing to the bottom, as a share of "
        "foot length (static segment model).",
        "towards the toes",
    ),
    per_repetition(
        "trunk_rise_early_deg",
        "deg",
        "Trunk lean gained early in the ascent",
        "How much further the trunk leans in the first third of the ascent.",
        "leaning further forward",
    ),
    per_repetition(
        "heel_rise",
        _PERCENT_FOOT,
        "Heel off the floor",
        "How far the heel rises above the toe and stays there, compared with the person's own standing, while the toe "
        "stays where it is.",
        "heel higher",
    ),
    per_repetition(
        "knee_creep_deg",
        "deg",
        "Knee bend gained late in the descent",
        "How much the knees bend in the last third of the descent.",
        "bending further",
    ),
    per_repetition(
        "hand_height",
        _PERCENT_LEG,
        "Hands above the ankles",
        "How far the near wrist is above the ankle at the bottom.",
        "higher",
    ),
    per_repetition(
        "elbow_bend_deg",
        "deg",
        "Elbow bend gained in the pull",
        "How much more the near elbow is bent in the first two thirds of the ascent than at the bottom.",
        "more bent",
    ),
    per_repetition(
        "shoulder_lead_deg",
        "deg",
        "Arm ahead of the hips",
        "How far the arm is beyond half of its way against the trunk when the hips open fastest.",
        "arm ahead",
    ),
    per_repetition(
        "descent_smoothness",
        "ratio",
        "Smoothness of the descent",
        "The least jerk with which the fold can go the same way in the same time, over its jerk, as a root; 1 is the "
        "smoothest.",
        "smoother",
    ),
    per_repetition(
        "ascent_smoothness",
        "ratio",
        "Smoothness of the ascent",
        "As for the descent, on the way up.",
        "smoother",
    ),
    _share("lumbar_share", "Lower back's share of the bend", "the descent"),
    _share("lumbar_share_first_third", "Lower back's share, first third", "the first third of the bend"),
    _share("lumbar_share_second_third", "Lower back's share, second third", "the second third of the bend"),
    _share("lumbar_share_last_third", "Lower back's share, last third", "the last third of the bend"),
    per_repetition(
        "lumbar_flexion_most_deg",
        "deg",
        "Largest lumbar flexion",
        "Largest lumbar flexion of the repetition that lasts, as a change from the person's own standing.",
        "bent forward",
        needs=_NEEDS_BACK,
    ),
    per_repetition(
        "lumbar_gain_deg",
        "deg",
        "Lumbar flexion gained",
        "How much rounder the lower back gets at the same trunk angle: the largest of ascent against descent, pull "
        "against its start, and this repetition against the earlier ones of its set without such a gain.",
        "rounder",
        needs=_NEEDS_BACK,
    ),
    per_repetition(
        "thoracic_gain_deg",
        "deg",
        "Thoracic flexion gained",
        "How much rounder the upper back gets at the same trunk angle, compared in the same ways as the lower back.",
        "rounder",
        needs=_NEEDS_BACK,
    ),
    per_repetition(
        "lumbar_drift_deg",
        "deg",
        "Drift of lumbar flexion",
        "Degrees of lumbar flexion gained at the bottom with each repetition of the set so far, at the same trunk "
        "angle (median slope).",
        "rounder with each repetition",
        needs=_NEEDS_BACK,
    ),
    per_repetition(
        "neck_angle_deg",
        "deg",
        "Head against the upper back",
        "Head line at the bottom against the back's tangent at C7/T1, as a change from the person's own standing: what "
        "is left of the head line without the back's own bend.",
        "chin towards chest",
        needs=_NEEDS_BACK,
    ),
    per_repetition(
        "lockout_extension_deg",
        "deg",
        "Extension at lockout",
        "How far the back goes beyond the person's own standing at lockout: the clearest of how far the trunk leans "
        "back, of the lower back's extension where the trunk leans back as well, and of how far the lower back is "
        "hollowed beyond standing just before and after or, where that is not seen, beyond the set's other lockouts.",
        "extended, or leaning back",
    ),
    per_repetition(
        "lockout_left_deg",
        "deg",
        "Bend left at lockout",
        "Where it is least after the ascent: the larger of what is left of the trunk-thigh angle and of the knee "
        "bend, compared with the person's own standing.",
        "still bent",
    ),
    per_repetition(
        "lumbar_of_maximum",
        "%",
        "Lumbar flexion as a share of the maximum",
        "Largest lumbar flexion that lasts, in percent of the person's own maximum in a full bend.",
        "nearer to the person's own end range",
        needs=_NEEDS_BACK,
    ),
    per_repetition(
        "lean_at_lumbar_limit_deg",
        "deg",
        "Lean at which the lower back nears its maximum",
        "Trunk lean in the descent at which lumbar flexion passes 80 percent of the person's own maximum.",
        "deeper",
        needs=_NEEDS_BACK,
    ),
    *BAR_QUANTITIES,
    *CARRIED_QUANTITIES,
)

_AT_AN_ANGLE = {
    *("trunk_inclination_deg", "shank_inclination_deg", "knee_flexion_deg", "trunk_thigh_angle_deg"),
    *("hip_back_travel", "hip_drop", "descent_s", "bottom_s", "ascent_s"),
}
"""What can be measured of somebody who is filmed at an angle; the accuracy of each is the catalogue's."""

_FROM_ANYWHERE = {"descent_s", "bottom_s", "ascent_s"}


def _with_views(q: Quantity) -> Quantity:
    at_an_angle = ("side", "oblique") if q.id in _AT_AN_ANGLE else q.views
    return replace(q, views=(*at_an_angle, *FRONT_AND_BACK) if q.id in _FROM_ANYWHERE else at_an_angle)


QUANTITIES = {q.id: q for q in (*map(_with_views, _ALL), *FRONT_QUANTITIES, *TEST_QUANTITIES)}
"""Every quantity by id."""


def quantity(id_: str) -> Quantity:
    """Return a quantity by id.

    Raises
    ------
    UnknownIdError
        If nothing is called that.
    """
    try:
        return QUANTITIES[id_]
    except KeyError:
        raise UnknownIdError.of(id_, kind="quantity", known=QUANTITIES) from None
