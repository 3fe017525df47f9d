"""The bird dog: how long each side is held, how still trunk and back stay, and its points."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from hiphinge.assessments.self_tests.body import OTHER_SIDE, Body, BoolArray, median_of_known
from hiphinge.assessments.self_tests.holds import GAP_S, LEAST_S, held_value, hold_in
from hiphinge.assessments.self_tests.result import SelfTestValue, missing
from hiphinge.catalogue import load
from hiphinge.measures import Measured, Measurement, estimate, not_measurable, with_bounds
from hiphinge.motion import BODY_SIDES, BodySide, FloatArray
from hiphinge.motion.contour import TRUNK_STATIONS
from hiphinge.signals import largest_lasting, runs_over_gaps

__all__ = ["bird_dog", "bird_dog_points"]

LASTS_S = 0.3
BACK_LASTS_S = 1.0
"""A back that hollows or rounds has to stay so: the outline of loose cloth swings while a limb is lifted."""
SETTLES_S = 0.4
"""A hold's first and last so much are on the way there and back, and say nothing of how still it is."""
HAND_LOST_S = 1.0
"""A hand that is lost for less than this is still up: nobody comes down and changes sides so fast."""
ARMS_APART = 0.3
"""Which arm is up is known where one hand is higher than the other by so much of the shoulders' height on average."""
_IDS = ("hold_s", "back_line_change_deg", "trunk_tilt_change_deg")
TOO_CLOSE_DEG = 1.5
"""A back that changes by the limit for two points, give or take so much, may be worth one or two."""
_BACK = np.array([0.3, 0.4, 0.5, 0.6, 0.7])
"""Where along the trunk, as shares of its length from hips to shoulders, the back's outline is looked at: below, the
lifted leg's buttock comes up; above, the lifted arm's shoulder does."""
_ABOUT = 0.06
_LEAST_STATIONS = 2
_LEAST_PLACES = 3
_OF_HINGE = 0.8
"""The median over these places of how far a back is off, as a share of what its middle is, where it bends in one place
halfway along."""
_SUPPORTED = 0.7
"""With a hand clearly up, a leg is up from this share of what it otherwise takes: a network draws some of them low."""
_RESTS_S, _RESTS_PERCENTILE = 0.6, 25.0
"""Where a hand or foot is on all fours is the median over so much at first, where that is not up; not above this
percentile of the whole video, whose first frames may show the way down to the floor."""
_UNSEEN = {"back_line_change_deg": "outline_not_seen", "trunk_tilt_change_deg": "low_confidence"}
_LEG, _ARM = ("ankle", "hip"), ("wrist", "shoulder")


@dataclass(frozen=True, kw_only=True, eq=False)
class _Lifts:
    """Frames ``[time]`` in which a side's leg is up and a hand is off the floor, and frames on all fours."""

    up: dict[BodySide, BoolArray]
    on_all_fours: BoolArray


def bird_dog(body: Body, *, hurt: bool | None) -> tuple[SelfTestValue, ...]:
    """Return points, holds and changes of the back of a bird dog filmed from the side, by the leg that is lifted."""
    if not body.is_known:
        return missing(("bird_dog_points", *_IDS), "person_not_seen")
    if body.hips_apart > load().thresholds["test_hips_apart"].value:
        return missing(("bird_dog_points", *_IDS), "view_oblique")
    lifts = _lifts(body)
    tilt_deg = _tilt_deg(body)
    tilt_deg -= median_of_known(tilt_deg[lifts.on_all_fours])
    changes = {
        "back_line_change_deg": (_back_line_deg(body, lifts.on_all_fours), BACK_LASTS_S),
        "trunk_tilt_change_deg": (tilt_deg, LASTS_S),
    }
    values: list[SelfTestValue] = []
    for side in BODY_SIDES:
        hold = hold_in(lifts.up[side], body.time_s)
        if hold is None:
            values += missing(_IDS, "no_limb_lifted", sides=(side,))
            continue
        within = (body.time_s >= hold.start_s + SETTLES_S) & (body.time_s <= hold.end_s - SETTLES_S)
        values.append(held_value(hold, side))
        for id_, (series, lasting_s) in changes.items():
            unseen = _UNSEEN[id_] if lifts.on_all_fours.any() else "no_all_fours"
            measured = _change(series, body.time_s, within, id_, lasting_s=lasting_s)
            values.append(SelfTestValue(quantity=id_, side=side, measured=measured or not_measurable(unseen)))
    return (SelfTestValue(quantity="bird_dog_points", measured=bird_dog_points(values, hurt=hurt)), *values)


def bird_dog_points(values: Sequence[SelfTestValue], *, hurt: bool | None) -> Measured:
    """Return the points: none where it hurt, two for five seconds on both sides with a still back, else one.

    The interval holds both where a hold or a change is near its threshold or the back was not measured. None are
    given where only a back that changes by about its threshold decides. Three need the pelvis's roll, which a side view
    does not show.
    """
    if hurt:
        return _points(0.0, 0.0, 0.0)
    by = {(v.quantity, v.side): v.measured for v in values}
    cut = {v.side for v in values if v.quantity == "hold_s" and v.at_least}
    if not any(isinstance(by.get(("hold_s", side)), Measurement) for side in BODY_SIDES):
        return not_measurable("no_limb_lifted")
    held, still = load().thresholds["test_bird_dog_held"].value, load().thresholds["test_bird_dog_still"].value
    met: list[bool | None] = []
    for side in BODY_SIDES:
        hold = by.get(("hold_s", side))
        if not isinstance(hold, Measurement):
            return not_measurable("one_side_only")
        beyond = _beyond(hold, held)
        met.append(None if beyond is False and side in cut else beyond)
        change = by.get(("back_line_change_deg", side))
        moved = _beyond(change, still) if isinstance(change, Measurement) else None
        met.append(None if moved is None else not moved)
    low = 1.0 if any(one is not True for one in met) else 2.0
    high = 1.0 if any(one is False for one in met) else 2.0
    if low < high and _too_close(by, held, still):
        return not_measurable("back_near_limit")
    return _points(high if low == high else _likelier(by, held, still), low, high)


def _likelier(by: dict[tuple[str, BodySide | None], Measured], held: float, still: float) -> float:
    """Return the points by the values alone, whatever their intervals."""
    for side in BODY_SIDES:
        hold, change = by[("hold_s", side)], by.get(("back_line_change_deg", side))
        if isinstance(hold, Measurement) and hold.value < held:
            return 1.0
        if isinstance(change, Measurement) and abs(change.value) > still:
            return 1.0
    return 2.0


def _too_close(by: dict[tuple[str, BodySide | None], Measured], held: float, still: float) -> bool:
    """Tell whether only a back that changes by about as much as is allowed decides between one and two points."""
    holds = [by[("hold_s", side)] for side in BODY_SIDES]
    changes = [by.get(("back_line_change_deg", side)) for side in BODY_SIDES]
    long = all(isinstance(hold, Measurement) and hold.value >= held for hold in holds)
    most = max((abs(change.value) for change in changes if isinstance(change, Measurement)), default=0.0)
    return long and abs(most - still) < TOO_CLOSE_DEG


def _points(value: float, low: float, high: float) -> Measurement:
    return with_bounds("bird_dog_points", value, low, high, repeatability=1.0)


def _beyond(measured: Measurement, threshold: float) -> bool | None:
    """Return whether the size of a value is beyond a threshold; None where its error leaves it open."""
    off = abs(measured.value) - threshold
    interval = measured.interval
    half_width = 0.0 if interval is None else interval.width / 2
    return None if abs(off) < max(half_width, measured.repeatability or 0.0) else off >= 0


def _lifts(body: Body) -> _Lifts:
    """Return who is up when.

    Notes
    -----
    The leg is what is timed: either one, by the name that it has for longer, since a network may take one for the
    other in the middle of a hold, and nobody changes legs without coming down. Of the arms it is asked whether either
    hand may be off the floor meanwhile, for most of the lift: a network takes one arm for the other over and over. From
    the side the far one is hidden by the trunk or taken for the near one, and nobody lifts the arm of the same side for
    long; a hand that is not seen may be up. Before the first and after the last frame in which one may be, the leg only
    seems to be up: on all fours the far one is hidden and may be placed anywhere.
    """
    limit = load().thresholds
    up_share, down_share = limit["test_limb_up"].value, limit["test_limb_down"].value
    hip, shoulder = body.middle("hip"), body.middle("shoulder")
    legs, arms = (
        {side: _from_rest(_height_share(body, side, *pair), body.time_s, most=up_share) for side in BODY_SIDES}
        for pair in (_LEG, _ARM)
    )
    hand = np.fmax(*arms.values())
    with np.errstate(invalid="ignore"):
        least = np.where(hand >= up_share, _SUPPORTED * up_share, up_share)
        legs_up = {side: legs[side] >= least for side in BODY_SIDES}
        down = ~np.any([share > down_share for share in (*legs.values(), *arms.values())], axis=0)
        hands_down = np.all([share < down_share for share in arms.values()], axis=0)
    either = legs_up["left"] | legs_up["right"]
    reaching = np.zeros(len(hip), dtype=bool)
    for start, stop in runs_over_gaps(~hands_down, body.time_s, gap_s=HAND_LOST_S):
        reaching[start:stop] = True
    spells = [_from_first_to_last(frames & ~hands_down) & frames for frames in _spells(either & reaching, body.time_s)]
    lifts = [
        (max(BODY_SIDES, key=lambda side: int((legs_up[side] & frames).sum())), frames)
        for frames in spells
        if frames.sum() > 2 * (hands_down & frames).sum()
    ]
    up = {side: np.zeros(len(hip), dtype=bool) for side in BODY_SIDES}
    for side, frames in _named_by_arms(lifts, arms):
        up[side] |= frames
    return _Lifts(up=up, on_all_fours=down & np.isfinite(hip[:, 1]) & np.isfinite(shoulder[:, 1]))


def _from_rest(share: FloatArray, time_s: FloatArray, *, most: float) -> FloatArray:
    """Return how high a hand or foot is ``[time]`` from where it was at first; as it is where that is no rest."""
    known = share[np.isfinite(share)]
    at_first = median_of_known(share[time_s <= time_s[0] + _RESTS_S])
    rest = min(at_first, float(np.percentile(known, _RESTS_PERCENTILE))) if len(known) else at_first
    return (share - rest) / (1.0 - rest) if 0.0 < rest < most else share


def _from_first_to_last(frames: BoolArray) -> BoolArray:
    """Return the frames ``[time]`` from the first to the last of some; none where there are none."""
    places = np.flatnonzero(frames)
    place = np.arange(len(frames))
    return (place >= places[0]) & (place <= places[-1]) if len(places) else np.zeros(len(frames), dtype=bool)


def _spells(up: BoolArray, time_s: FloatArray) -> list[BoolArray]:
    """Return the frames ``[time]`` of each spell in which a leg is up, short losses within it left out."""
    spells = runs_over_gaps(up, time_s, gap_s=GAP_S)
    place = np.arange(len(up))
    return [
        up & (place >= start) & (place < stop) for start, stop in spells if time_s[stop - 1] - time_s[start] >= LEAST_S
    ]


def _named_by_arms(
    lifts: list[tuple[BodySide, BoolArray]], arms: Mapping[BodySide, FloatArray]
) -> list[tuple[BodySide, BoolArray]]:
    """Return lifts of a leg, named by the arm that is up where the network calls both legs the same.

    The far leg is hidden on all fours: once up, it may be called the near one.
    """
    if len({side for side, _ in lifts}) != 1:
        return lifts
    (called,) = {side for side, _ in lifts}
    ahead = [_mean(arms[OTHER_SIDE[called]][frames]) - _mean(arms[called][frames]) for _, frames in lifts]
    if not (max(ahead) > ARMS_APART and min(ahead) < -ARMS_APART):
        return lifts
    return [(called if by > 0 else OTHER_SIDE[called], frames) for by, (_, frames) in zip(ahead, lifts, strict=True)]


def _mean(values: FloatArray) -> float:
    known = values[np.isfinite(values)]
    return float(np.mean(known)) if len(known) else 0.0


def _height_share(body: Body, side: BodySide, end: str, top: str) -> FloatArray:
    """Return how high a foot or hand is ``[time]``: 0 on the floor, 1 at the height of hips or shoulders."""
    floor = _lowest(body, end)
    with np.errstate(invalid="ignore"):
        return np.asarray((body.joints[side][end][:, 1] - floor) / (body.middle(top)[:, 1] - floor))


def _lowest(body: Body, name: str) -> float:
    heights = np.concatenate([body.joints[side][name][:, 1] for side in BODY_SIDES])
    known = heights[np.isfinite(heights)]
    return float(np.percentile(known, 10)) if len(known) else float("nan")


def _tilt_deg(body: Body) -> FloatArray:
    """Return how far the trunk's line rises from hip to shoulder ``[time]``, degrees from level."""
    trunk = body.middle("shoulder") - body.middle("hip")
    return np.asarray(np.degrees(np.arctan2(trunk[:, 1], np.abs(trunk[:, 0]))))


def _back_line_deg(body: Body, on_all_fours: BoolArray) -> FloatArray:
    """Return how far the back's outline is bent from how it was on all fours ``[time]``, degrees, rounded positive.

    NaN where it was not seen.

    Notes
    -----
    On all fours hips and shoulders are held up by thigh and arm: the back between them comes up where it rounds, and
    down where it hollows. Against the outline of the same person in the same clothes, how the cloth lies cancels. How
    far the outline is off in the middle of the trunk is given as the angle of a line that bends there.
    """
    bent_deg = np.full(len(body.time_s), np.nan)
    hips, shoulders = (_place(body.middle(name), on_all_fours) for name in ("hip", "shoulder"))
    length = float(np.linalg.norm(shoulders - hips))
    if body.outline is None or not length > 0:
        return bent_deg
    along = (shoulders - hips) / length
    square = np.sign(along[0]) * np.array([-along[1], along[0]])
    edge = (_upper_edge(body.outline) - hips) / length
    heights = _heights(edge @ along, edge @ square)
    off = heights - np.array([median_of_known(column[on_all_fours]) for column in heights.T])
    known = np.isfinite(off).sum(axis=1) >= _LEAST_PLACES
    rises = np.nanmedian(off[known], axis=1) / _OF_HINGE
    bent_deg[known] = np.degrees(2.0 * np.arctan(2.0 * rises))
    return bent_deg


def _place(path: FloatArray, frames: BoolArray) -> FloatArray:
    return np.array([median_of_known(path[frames, axis]) for axis in range(2)])


def _upper_edge(outline: FloatArray) -> FloatArray:
    """Return the upper one of both edges along the trunk ``[time, station, 2]``."""
    trunk = outline[:, TRUNK_STATIONS]
    return np.asarray(np.where(trunk[:, :, :1, 1] >= trunk[:, :, 1:, 1], trunk[:, :, 0], trunk[:, :, 1]))


def _heights(along: FloatArray, square: FloatArray) -> FloatArray:
    """Return how high an edge is at `_BACK` ``[time, place]``, from its points along and square to the trunk.

    Both are ``[time, station]`` in lengths of the trunk; NaN where too few points are near.
    """
    out = np.full((len(along), len(_BACK)), np.nan)
    with np.errstate(invalid="ignore"):
        near = np.abs(along[:, :, None] - _BACK) <= _ABOUT
    for row, place in zip(*np.nonzero(near.sum(axis=1) >= _LEAST_STATIONS), strict=True):
        out[row, place] = np.median(square[row, near[row, :, place]])
    return out


def _change(
    values: FloatArray, time_s: FloatArray, within: BoolArray, id_: str, *, lasting_s: float
) -> Measurement | None:
    """Return the largest size of values ``[time]`` that lasts in a hold, with its sign; None where none was seen."""
    known = within & np.isfinite(values)
    lasting_s = min(lasting_s, 0.5 * float(np.ptp(time_s[known]))) if known.any() else lasting_s
    found = [
        (one, sign)
        for sign in (1.0, -1.0)
        if (one := largest_lasting(sign * values, time_s, known, lasting_s=lasting_s))
    ]
    if not found:
        return None
    (value, at_s), sign = max(found)
    return estimate(id_, sign * value, time_s=at_s)
