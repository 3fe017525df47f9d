"""A body that keeps its balance in a bend: where its joints, its load and its centre of mass are, in the side view."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from scipy.optimize import brentq

from hiphinge.anthropometry import ANKLE_HEIGHT, FOOT, HEEL_BEHIND_ANKLE, segments_of
from hiphinge.dynamics import LUMBAR_IN_LEAN, Body, Posture, Segment
from hiphinge.lab.setting import Setting
from hiphinge.posture import BALANCE_SHARE

__all__ = ["Figure", "Point", "body_of", "figure_of", "standing_figure"]

Point = tuple[float, float]
"""Metres: in front of the ankle, and above the floor."""

FRONT = {"ankle": 0.030, "knee": 0.038, "hip": 0.048}
"""From a joint to the front of the leg, share of stature (this program's own)."""
LOWEST_LOAD_M = 0.225
"""The middle of a bar whose plates are on the floor."""
_SHIN_LIMITS_DEG = (-60.0, 75.0)
_REACH = 0.995
"""An arm is straight at this share of its length."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Figure:
    """A balanced body.

    Attributes
    ----------
    joints
        By name: ``toe heel ankle knee hip lumbar shoulder head elbow hand``; ``lumbar`` is L5/S1.
    load
        Where the middle of the load is, or would be where there is none.
    centre
        Centre of mass of body and load, as a place in front of the ankle and a height.
    shank_deg, pelvis_deg
        Leans of shins and pelvis.
    hip_travel_m
        How far the hip is behind where it is in standing with the same load.
    balanced
        Whether there is an angle of the shins at which the body does not topple.
    """

    joints: Mapping[str, Point]
    load: Point
    centre: Point
    body: Body
    setting: Setting
    shank_deg: float
    pelvis_deg: float
    hip_travel_m: float
    balanced: bool

    @cached_property
    def posture(self) -> Posture:
        """The same in angles, from which moments are computed."""
        shoulder, elbow, hand = (self.joints[name] for name in ("shoulder", "elbow", "hand"))
        upper_arm_deg = _from_hanging(shoulder, elbow)
        return Posture.from_joints(
            trunk_deg=self.setting.lean,
            knee_flexion_deg=self.setting.knee,
            shank_deg=self.shank_deg,
            lumbar_flexion_deg=self.setting.back,
            upper_arm_deg=upper_arm_deg,
            elbow_flexion_deg=_from_hanging(elbow, hand) - upper_arm_deg,
        )

    @property
    def upper_back_deg(self) -> float:
        """How far the upper back leans: the pelvis' lean and the rounding of the lower back."""
        return self.pelvis_deg + self.setting.back

    @property
    def hip_bend_deg(self) -> float:
        """Flexion of the hip: the pelvis against the thigh."""
        return self.pelvis_deg - (self.shank_deg - self.setting.knee)

    @property
    def load_ahead_m(self) -> float:
        """How far the load is in front of L5/S1."""
        return self.load[0] - self.joints["lumbar"][0]


def body_of(setting: Setting) -> Body:
    """Return the body of a setting: the tables' masses on legs and trunk of its own lengths."""
    body = Body.of(stature_m=setting.stature_m, mass_kg=setting.mass, sex=setting.table)
    leg_m = setting.legs / 100 * setting.stature_m
    thigh_m = setting.thigh / 100 * leg_m
    longer = setting.trunk * setting.stature_m / body.trunk_m
    return replace(
        body,
        shanks=_of_length(body.shanks, leg_m - thigh_m),
        thighs=_of_length(body.thighs, thigh_m),
        pelvis=_of_length(body.pelvis, body.pelvis.length_m * longer),
        trunk=_of_length(body.trunk, body.trunk.length_m * longer),
    )


def _of_length(segment: Segment, length_m: float) -> Segment:
    return replace(segment, length_m=length_m, inertia_kg_m2=segment.inertia_kg_m2 * (length_m / segment.length_m) ** 2)


def figure_of(setting: Setting) -> Figure:
    """Return the balanced body of a setting.

    Notes
    -----
    Static, in the side view, both sides alike. The shins lean so that the centre of mass of body and load is over 45 %
    of the foot, as in `balanced_hip_travel`, of which this is the general case: own proportions, a rounded back, and
    arms that hold the load in front of the legs.
    """
    found = _solved(setting)
    return replace(found, hip_travel_m=standing_figure(setting).joints["hip"][0] - found.joints["hip"][0])


def standing_figure(setting: Setting) -> Figure:
    """Return the same body as it stands with the same load."""
    return _solved(replace(setting, lean=0.0, knee=0.0, back=0.0))


@lru_cache(maxsize=256)
def _solved(setting: Setting) -> Figure:
    body = body_of(setting)
    target_m = (BALANCE_SHARE * FOOT - HEEL_BEHIND_ANKLE) * setting.stature_m

    def beyond(shank_deg: float) -> float:
        return _posed(setting, body, shank_deg).centre[0] - target_m

    low, high = _SHIN_LIMITS_DEG
    ends = beyond(low), beyond(high)
    if ends[0] > 0 or ends[1] < 0:
        nearest = low if ends[0] > 0 else high
        return replace(_posed(setting, body, nearest), balanced=False)
    return _posed(setting, body, float(brentq(beyond, low, high, xtol=1e-6)))


def _along(start: Point, angle_deg: float, length: float) -> Point:
    angle = math.radians(angle_deg)
    return start[0] + length * math.sin(angle), start[1] + length * math.cos(angle)


def _between(start: Point, end: Point, share: float) -> Point:
    return start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])


def _posed(setting: Setting, body: Body, shank_deg: float) -> Figure:
    """Return the body with its shins at an angle, in balance or not."""
    stature = setting.stature_m
    thigh_deg = shank_deg - setting.knee
    ankle = (0.0, ANKLE_HEIGHT * stature)
    knee = _along(ankle, shank_deg, body.shanks.length_m)
    hip = _along(knee, thigh_deg, body.thighs.length_m)
    pelvis_deg = setting.lean - LUMBAR_IN_LEAN * setting.back
    lumbar, shoulder = _trunk(setting, body, hip, pelvis_deg)
    hand = _hand(setting, body, {"ankle": ankle, "knee": knee, "hip": hip, "shoulder": shoulder})
    elbow = _elbow(shoulder, hand, body.upper_arms.length_m, body.forearms.length_m)
    joints = {
        "heel": (-HEEL_BEHIND_ANKLE * stature, 0.0),
        "toe": ((FOOT - HEEL_BEHIND_ANKLE) * stature, 0.0),
        "ankle": ankle,
        "knee": knee,
        "hip": hip,
        "lumbar": lumbar,
        "shoulder": shoulder,
        "head": _along(shoulder, setting.lean, body.head.length_m),
        "elbow": elbow,
        "hand": hand,
    }
    load = hand if setting.place == "hands" else shoulder
    return Figure(
        joints=joints,
        load=load,
        centre=_centre(setting, body, joints, load),
        body=body,
        setting=setting,
        shank_deg=shank_deg,
        pelvis_deg=pelvis_deg,
        hip_travel_m=0.0,
        balanced=True,
    )


def _trunk(setting: Setting, body: Body, hip: Point, pelvis_deg: float) -> tuple[Point, Point]:
    """Return L5/S1 and the shoulders: the pelvis has its own lean, the line from hip to shoulder the trunk's."""
    lumbar = _along(hip, pelvis_deg, body.pelvis.length_m)
    across = body.pelvis.length_m / body.trunk.length_m * math.sin(math.radians(pelvis_deg - setting.lean))
    above_deg = setting.lean - math.degrees(math.asin(across))
    return lumbar, _along(lumbar, above_deg, body.trunk.length_m)


def _hand(setting: Setting, body: Body, joints: Mapping[str, Point]) -> Point:
    """Return where the hands are: at a bar on the back, hanging without a load, else in front of the legs.

    Arms are straight, or bent where the load would be under the floor.
    """
    shoulder, arm = joints["shoulder"], body.upper_arms.length_m + body.forearms.length_m
    if setting.place == "back":
        return shoulder[0] + 0.1 * arm, shoulder[1] + 0.05 * arm
    reach, lowest = _REACH * arm, shoulder[1] - _REACH * arm
    if not setting.loaded:
        return shoulder[0], lowest

    ankle, knee, hip = ((joints[name][0] + thick * setting.stature_m, joints[name][1]) for name, thick in FRONT.items())

    def wanted(height: float) -> float:
        return _leg_front((ankle, knee, hip), height) + setting.bar / 100

    def above_arm(height: float) -> float:
        return shoulder[1] - math.sqrt(max(reach**2 - (wanted(height) - shoulder[0]) ** 2, 0.0)) - height

    height = max(float(brentq(above_arm, lowest, shoulder[1], xtol=1e-7)), LOWEST_LOAD_M)
    return wanted(height), height


def _leg_front(front: tuple[Point, Point, Point], height: float) -> float:
    """Return how far in front of the ankle the front of the leg is at a height, from its places at the joints."""
    ankle, knee, hip = front
    lower, upper = (ankle, knee) if height <= knee[1] else (knee, hip)
    share = (height - lower[1]) / max(upper[1] - lower[1], 1e-6)
    return lower[0] + min(max(share, 0.0), 1.0) * (upper[0] - lower[0])


def _elbow(shoulder: Point, hand: Point, upper: float, lower: float) -> Point:
    """Return where the elbow is: behind the line from shoulder to hand where the arm is bent."""
    across, down = hand[0] - shoulder[0], hand[1] - shoulder[1]
    apart = min(max(math.hypot(across, down), abs(upper - lower) + 1e-6), upper + lower)
    along = (upper**2 - lower**2 + apart**2) / (2 * apart)
    aside = math.sqrt(max(upper**2 - along**2, 0.0))
    way = across / apart, down / apart
    return shoulder[0] + along * way[0] + aside * way[1], shoulder[1] + along * way[1] - aside * way[0]


def _from_hanging(upper: Point, lower: Point) -> float:
    return math.degrees(math.atan2(lower[0] - upper[0], upper[1] - lower[1]))


def _centre(setting: Setting, body: Body, joints: Mapping[str, Point], load: Point) -> Point:
    """Return the centre of mass of body and load."""
    feet = segments_of(setting.table).feet * setting.mass
    foot = _between(joints["heel"], joints["toe"], segments_of(setting.table).foot_centre)
    parts = [
        (setting.load, load),
        (feet, foot),
        (body.shanks.mass_kg, _between(joints["ankle"], joints["knee"], body.shanks.centre)),
        (body.thighs.mass_kg, _between(joints["knee"], joints["hip"], body.thighs.centre)),
        (body.pelvis.mass_kg, _between(joints["hip"], joints["lumbar"], body.pelvis.centre)),
        (body.trunk.mass_kg, _between(joints["lumbar"], joints["shoulder"], body.trunk.centre)),
        (body.head.mass_kg, joints["head"]),
        (body.upper_arms.mass_kg, _between(joints["shoulder"], joints["elbow"], body.upper_arms.centre)),
        (body.forearms.mass_kg, _between(joints["elbow"], joints["hand"], body.forearms.centre)),
    ]
    total = sum(mass for mass, _ in parts)
    return tuple(sum(mass * place[axis] for mass, place in parts) / total for axis in (0, 1))  # type: ignore[return-value]  # two axes
