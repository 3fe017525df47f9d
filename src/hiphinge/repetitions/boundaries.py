"""What around the repetitions of a set is none: walking, set-up, pick-up, put-down, standing up without the weight.

Where a plate on the bar is followed, it shows which movements are made with the weight. Elsewhere the hands tell: those
that hold it hang from the shoulders in the same way in every ascent, and a weight on the floor keeps them low.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from hiphinge.catalogue import load
from hiphinge.motion import FloatArray
from hiphinge.repetitions.hands_and_feet import HandsAndFeet
from hiphinge.repetitions.held_weight import HeldWeight
from hiphinge.repetitions.model import Span
from hiphinge.repetitions.sets import group_sets

__all__ = ["with_boundaries"]

LOWER_SPREADS = 3.0
"""Hands go lower at an end of a set only by more than this many spreads of the other repetitions."""
SWUNG_S = 0.4
"""Hands have swung forward where they are in front within this time of the top."""
SWUNG_BACK_S = 0.8
"""What is swung comes back within this time of the top."""
ASCENT_SHARES = (0.4, 0.6, 0.8, 1.0)
"""Where in the ascent hands are compared, as shares of the fold's way up."""
ABOUT_S = 0.07
HANDS_LIMITS = (-2.0, 6.0)
"""The least and the most that the hands say, log-odds."""
REST_S = 0.6
"""Hands that hold something hang still for this long before and after a movement."""
HIDDEN_SPREADS = 3.0
"""Where plates hide the arms, the other ascents differ, too; a distance below this many of theirs says nothing."""


def _limit(id_: str) -> float:
    """Return a threshold of the catalogue, where each one has its unit and its grounds."""
    return load().thresholds[id_].value


def with_boundaries(
    spans: Sequence[Span], fold: FloatArray, limbs: HandsAndFeet, *, from_floor: bool
) -> tuple[Span, ...]:
    """Return the movements, those that are no repetitions marked with what they are.

    Parameters
    ----------
    fold
        `hiphinge.repetitions.fold_deg`, degrees ``[time]``.
    from_floor
        Whether it is known that every repetition begins with the weight on the floor; otherwise the hands say it.

    Notes
    -----
    Within each set: a movement made while walking; the first descent to a weight on the floor (the repetition then
    starts at the bottom); a rise in which the hands stay down; a first or last movement in which the hands go to the
    floor and otherwise do not; an ascent after the weight was put down. The last is a probability (naive Bayes): the
    hands differ from the other ascents, or the person walks off. A plate that is followed overrules the hands. A bar on
    the back is neither fetched from the floor nor put there.
    """
    known = [_not_walking(span, limbs) for span in spans]
    known = [_not_lifting(span, limbs) for span in known]
    found: list[Span] = []
    for members in group_sets(known):
        found += _Set(tuple(known[i] for i in members), fold, limbs, from_floor).named()
    return tuple(found)


def _not_walking(span: Span, limbs: HandsAndFeet) -> Span:
    walked_s = limbs.walks_between(span.start_s, span.end_s)
    walks = walked_s >= max(_limit("walking_lasts"), _limit("walking_share") * span.duration_s)
    return replace(span, kind="attempt", note="walking") if walks else span


def _not_lifting(span: Span, limbs: HandsAndFeet) -> Span:
    """Mark a part of a rise in which the hands stay near the floor as part of the set-up."""
    if span.note != "not_upright":
        return span
    low, high = (_height(limbs, time_s) for time_s in (span.bottom_s, span.end_s))
    stays_down = low < _limit("hands_on_floor") and high - low < _limit("hands_lift")
    return replace(span, note="set_up") if stays_down else span


def _height(limbs: HandsAndFeet, time_s: float, *, about_s: float = 0.2) -> float:
    near = limbs.hand_height[np.abs(limbs.time_s - time_s) <= about_s]
    near = near[np.isfinite(near)]
    return float(np.median(near)) if len(near) else float("nan")


@dataclass(frozen=True)
class _Set:
    """The movements of one set, with everything that tells what they are."""

    spans: tuple[Span, ...]
    fold: FloatArray
    limbs: HandsAndFeet
    from_floor: bool

    def named(self) -> list[Span]:
        """Return the movements with notes on those that are no repetitions."""
        if self.limbs.on_back:
            return list(self.spans)
        plate = self._held_weight()
        shown = plate.without_it_marked()
        spans = self._fetched_and_put_down(list(shown))
        spans = self._taken_after_a_bend(self._without_the_weight(spans))
        spans = self._ends_low(plate.with_it_restored(spans, shown))
        return self._set_up(spans, plate)

    def _held_weight(self) -> HeldWeight:
        """Return what shows which movements are made with the weight: a plate, or else hands that went to the floor."""
        starts = [self._at_rest(span.start_s - REST_S, span.start_s) for span in self.spans]
        end_s = self.spans[-1].end_s
        rests = np.array([*starts, self._at_rest(end_s, end_s + REST_S)])
        plate = HeldWeight.of(self.spans, self.limbs, rests)
        counted = [span for span in self.spans if span.kind == "repetition"]
        if plate.shown or not all(self._lowest(span) < _limit("hands_on_floor") for span in counted):
            return plate
        return HeldWeight.by_rests(self.spans, rests)

    def _fetched_and_put_down(self, spans: list[Span]) -> list[Span]:
        """Mark a first and a last movement to the floor in a set that otherwise stays above it."""
        counted = [i for i, s in enumerate(spans) if s.kind == "repetition"]
        if self.from_floor or len(counted) < 3:  # noqa: PLR2004 - one at either end, and one to compare with
            return spans
        spans = self._bent_before(spans, counted)
        counted = [i for i in counted if spans[i].kind == "repetition"]
        inner = counted[1:-1]
        for place, note in ((counted[0], "pick_up"), (counted[-1], "put_down")):
            others = [spans[i] for i in (inner if len(inner) > 1 else counted) if i != place]
            if self._reaches_floor(spans[place], others) and not self._swings_on(spans[place]):
                spans[place] = replace(spans[place], kind="attempt", note=note)
        return spans

    def _bent_before(self, spans: list[Span], counted: Sequence[int]) -> list[Span]:
        """Mark a bend to the weight before the one that takes it, in a set that otherwise stays above the floor."""
        first, second, *others = counted
        if len(others) < 2:  # noqa: PLR2004 - a set of one repetition looks like a bend
            return spans
        above = [spans[i] for i in (others[:-1] if len(others) > 2 else others)]  # noqa: PLR2004 - the last may put down
        if all(self._reaches_floor(spans[i], above) for i in (first, second)):
            spans = list(spans)
            spans[first] = replace(spans[first], kind="attempt", note="set_up")
        return spans

    def _lowest(self, span: Span) -> float:
        """Return how low the hands go, leg lengths over the ankles."""
        within = (self.limbs.time_s >= span.start_s) & (self.limbs.time_s <= span.end_s)
        heights = self.limbs.hand_height[within]
        return float(np.nanmin(heights)) if np.isfinite(heights).any() else float("nan")

    def _reaches_floor(self, span: Span, others: Sequence[Span]) -> bool:
        """Tell whether a movement goes down to the floor, and the others do not."""
        heights, low = [self._lowest(other) for other in others], self._lowest(span)
        lower = min(heights) - low
        deeper_deg = span.depth_deg - max(other.depth_deg for other in others)
        deeper = deeper_deg > _limit("fold_deeper_at_an_end") and lower > _limit("hands_lower_in_deeper_fold")
        much_lower = lower > max(_limit("hands_lower_at_an_end"), LOWER_SPREADS * float(np.ptp(heights)))
        return low < _limit("hands_on_floor") and (deeper or much_lower)

    def _swings_on(self, span: Span) -> bool:
        """Tell whether the arms come forward at the end of an ascent: a swing goes on from its pick-up.

        Arms that stay there hold a bar in front of the thighs.
        """
        time_s, ahead = self.limbs.time_s, self.limbs.hand_offset[:, 0]
        near = ahead[np.abs(time_s - span.end_s) <= SWUNG_S]
        after = ahead[(time_s >= span.end_s) & (time_s <= span.end_s + SWUNG_BACK_S)]
        if not np.isfinite(near).any():
            return False
        most = float(np.nanmax(near))
        comes_back = most - float(np.nanmin(after, initial=most)) > _limit("hands_swung_forward") / 2
        return most > _limit("hands_swung_forward") and comes_back

    def _without_the_weight(self, spans: list[Span]) -> list[Span]:
        """Mark the last ascent after a put-down, and the first before the weight is taken."""
        counted = [i for i, s in enumerate(spans) if s.kind == "repetition" and s.ends_at == "top"]
        height = -np.inf if self.from_floor else float(np.median([self._lowest(spans[i]) for i in counted] or [np.nan]))
        if len(counted) < 2 or not height < _limit("hands_may_be_on_floor"):  # noqa: PLR2004 - one to compare with
            return spans
        if not self.from_floor and self._takes_nothing(spans):
            return spans
        spans = self._before_the_weight(spans, counted)
        counted = [i for i in counted if spans[i].kind == "repetition"]
        paths = {i: self._hands_up(spans[i]) for i in counted}
        first, last = counted[0], counted[-1]
        hands = self._emptied([spans[i] for i in counted], _differs(paths, last))
        around = self._walking_around(spans[first], spans[last]) if height < _limit("hands_on_floor") else 0.0
        empty = _limit("ascent_without_weight") + hands + around > 0
        if empty and self._as_low(spans[last], [spans[i] for i in counted[:-1]]):
            spans[last] = replace(spans[last], kind="attempt", note="stands_up")
            del paths[last]
        alone = len(paths) <= 2 or spans[first].starts_at == "bottom"  # noqa: PLR2004 - nothing to compare with
        if not alone and _limit("ascent_without_weight") + _differs(paths, first) > 0:
            spans[first] = replace(spans[first], kind="attempt", note="set_up")
        return spans

    def _as_low(self, span: Span, others: Sequence[Span]) -> bool:
        """Tell whether the hands go where the weight stands: as low as in those others that go to the floor.

        Hands that are hidden at the bottom, in it or in all others, may go as low.
        """
        seen = [other for other in (span, *others) if np.isfinite(_height(self.limbs, other.bottom_s))]
        heights = [self._lowest(other) for other in seen if other is not span]
        if span not in seen or not heights:
            return True
        on_floor = [height for height in heights if height < _limit("hands_on_floor")] or [min(heights)]
        return self._lowest(span) <= max(on_floor) + _limit("hands_lower_in_deeper_fold")

    def _before_the_weight(self, spans: list[Span], counted: Sequence[int]) -> list[Span]:
        """Mark a first bend after which the hands hang as before it, and otherwise than after the next one."""
        if len(counted) < 3 or spans[counted[0]].starts_at == "bottom":  # noqa: PLR2004 - one that takes it, one with it
            return spans
        first = spans[counted[0]]
        empty = self._at_rest(first.end_s, first.end_s + REST_S)
        moved = np.linalg.norm(empty - self._at_rest(first.start_s - REST_S, first.start_s))
        later = np.array([self._at_rest(spans[i].start_s - REST_S, spans[i].start_s) for i in counted[2:]])
        taken = _median_row(later)
        steady = bool(np.nanmax(np.linalg.norm(later - taken, axis=1), initial=0.0) < _limit("hands_rest_differ"))
        emptied = _limit("ascent_without_weight") + _rest_odds(float(np.linalg.norm(taken - empty))) > 0
        if moved < _limit("hands_rest_differ") / 2 and steady and emptied:
            spans = list(spans)
            spans[counted[0]] = replace(first, kind="attempt", note="set_up")
        return spans

    def _taken_after_a_bend(self, spans: list[Span]) -> list[Span]:
        """Mark the bend that takes the weight, after one without it, where the repetitions do not go as low."""
        counted = [i for i, s in enumerate(spans) if s.kind == "repetition"]
        first = counted[0] if counted else 0
        if self.from_floor or len(counted) < 2 or first == 0 or spans[first - 1].note != "set_up":  # noqa: PLR2004 - one to compare with
            return spans
        others = [spans[i] for i in counted[1:]]
        deeper = spans[first].depth_deg - max(other.depth_deg for other in others)
        low = self._lowest(spans[first])
        lower = min(self._lowest(other) for other in others) - low
        taken = low < _limit("hands_on_floor") and lower > _limit("hands_lower_in_deeper_fold")
        if taken and deeper > _limit("fold_deeper_after_set_up"):
            spans[first] = replace(spans[first], kind="attempt", note="pick_up")
        return spans

    def _emptied(self, counted: Sequence[Span], way_up: float) -> float:
        """Return the log-odds that the hands are empty in the last ascent, by its way up and by how they rest after it.

        Hands that still hang as with the weight, and otherwise than before it was taken, hold it. Where they hang alike
        with and without a weight, they say nothing.
        """
        before = self._at_rest(counted[0].start_s - REST_S, counted[0].start_s)
        rests = np.array([self._at_rest(span.end_s, span.end_s + REST_S) for span in counted[:-1]]).reshape(-1, 2)
        usual = _median_row(rests)
        if np.nanmax(np.linalg.norm(rests - usual, axis=1), initial=0.0) > _limit("hands_rest_differ"):
            return way_up
        last = counted[-1]
        after = self._at_rest(last.end_s, last.end_s + REST_S)
        changed = np.linalg.norm(after - self._at_rest(last.start_s - REST_S, last.start_s))
        apart = float(np.minimum(np.linalg.norm(after - usual), changed))
        taken = _rest_odds(float(np.linalg.norm(before - usual))) + _limit("ascent_without_weight") > 0
        if apart < _limit("hands_rest_differ") / 2 and taken:
            return -HANDS_LIMITS[1]
        return max(way_up, _rest_odds(apart)) if np.isfinite(apart) else way_up

    def _takes_nothing(self, spans: Sequence[Span]) -> bool:
        """Tell whether hands hang alike before, between and after two movements or more: nothing was taken."""
        before = [self._at_rest(span.start_s - REST_S, span.start_s) for span in spans]
        rests = np.array([*before, self._at_rest(spans[-1].end_s, spans[-1].end_s + REST_S)])
        apart = np.linalg.norm(rests - rests[0], axis=1)
        return len(spans) > 1 and bool(np.isfinite(apart).all() and apart.max() < _limit("hands_taken_differ"))

    def _at_rest(self, start_s: float, end_s: float) -> FloatArray:
        """Return where the hands are from the shoulders between two times ``[2]``; NaN where nobody can tell."""
        within = (self.limbs.time_s >= start_s) & (self.limbs.time_s <= end_s)
        return _median_row(self.limbs.hand_offset[within])

    def _walking_around(self, first: Span, last: Span) -> float:
        """Return the log-odds that the last ascent was made without the weight, by who comes and who leaves."""
        leaves = self._walks(last.bottom_end_s, last.end_s + _limit("walking_near_a_set"))
        return (_limit("walks_off") if leaves else 0.0) + (_limit("walks_in") if self._comes(first) else 0.0)

    def _comes(self, first: Span) -> bool:
        return first.starts_at == "top" and self._walks(first.start_s - _limit("walking_near_a_set"), first.start_s)

    def _walks(self, start_s: float, end_s: float) -> bool:
        return self.limbs.walks_between(start_s, end_s) >= _limit("walking_lasts")

    def _hands_up(self, span: Span) -> FloatArray:
        """Return where the hands are, from the shoulders, at each of `ASCENT_SHARES` of an ascent ``[share, 2]``."""
        time_s = self.limbs.time_s
        first, last = np.searchsorted(time_s, (span.bottom_s, span.end_s))
        way = self.fold[first : last + 1]
        levels = way[0] + np.array(ASCENT_SHARES) * (way[-1] - way[0])
        moments = [time_s[first + int(np.argmax(way <= level))] for level in levels]
        places = [self.limbs.hand_offset[np.abs(time_s - moment) <= ABOUT_S] for moment in moments]
        return np.array([_median_row(place) for place in places])

    def _ends_low(self, spans: list[Span]) -> list[Span]:
        """Mark a last descent after which nobody stands up: the weight is put down, or the recording ends there."""
        last = spans[-1]
        counted = [s for s in spans[:-1] if s.kind == "repetition"]
        if last.note != "ends_at_bottom" or not counted:
            return spans
        lowest = [self._lowest(s) for s in counted]
        down = self.from_floor or counted[0].starts_at == "bottom" or self._lowest(last) < _limit("hands_on_floor")
        down |= self._lowest(last) < min(lowest) - _limit("hands_lower_at_an_end")
        return [*spans[:-1], replace(last, note="put_down")] if down else spans

    def _set_up(self, spans: list[Span], plate: HeldWeight) -> list[Span]:
        """Divide the first repetition of a set where its descent only goes to the weight.

        Its bottom is then where the pull begins, however long somebody got ready there.
        """
        place = next((i for i, s in enumerate(spans) if s.kind == "repetition"), None)
        if place is None or spans[place].starts_at == "bottom":
            return spans
        span = spans[place]
        takes = plate.takes_it(place)
        if takes and not self._lowest(span) < _limit("hands_on_floor"):
            takes = None  # no plate was followed yet
        if not (self._fetches(spans, place) if takes is None else takes):
            return spans
        if self._only_fetches(spans, place):
            return [*spans[:place], replace(span, kind="attempt", note="pick_up"), *spans[place + 1 :]]
        down = replace(
            span,
            kind="attempt",
            note="set_up",
            ends_at="bottom",
            bottom_s=span.bottom_start_s,
            bottom_end_s=span.bottom_start_s,
            end_s=span.bottom_start_s,
        )
        up = replace(span, start_s=span.bottom_start_s, bottom_s=span.bottom_end_s, starts_at="bottom")
        return [*spans[:place], down, up, *spans[place + 1 :]]

    def _fetches(self, spans: Sequence[Span], place: int) -> bool:
        """Tell whether the weight stands on the floor until the end of a descent."""
        span = spans[place]
        if self.from_floor:
            return True
        if self._takes_nothing(spans):
            return False
        if place > 0 and spans[place - 1].note == "set_up" and self._lowest(span) < _limit("hands_on_floor"):
            return True  # the hands were empty after the bend before it
        others = [s for s in spans[place + 1 :] if s.kind == "repetition"]
        if len(others) > 1 and self._reaches_floor(span, others) and self._swings_on(span):
            return True
        if self._takes(span, others):
            return self._lowest(span) < _limit("hands_may_be_on_floor")
        return self._comes(span) and self._lowest(span) < _limit("hands_on_floor")

    def _takes(self, span: Span, others: Sequence[Span]) -> bool:
        """Tell whether hands that hang otherwise before a movement hang after it as before all others that show it."""
        before = self._at_rest(span.start_s - REST_S, span.start_s)
        after = self._at_rest(span.end_s, span.end_s + REST_S)
        rests = [self._at_rest(other.start_s - REST_S, other.start_s) for other in others]
        apart = [one for rest in rests if np.isfinite(one := float(np.linalg.norm(after - rest)))]
        changed = float(np.linalg.norm(after - before))
        return bool(apart) and max(apart) < _limit("hands_rest_differ") / 2 and changed > _limit("hands_rest_differ")

    def _only_fetches(self, spans: Sequence[Span], place: int) -> bool:
        """Tell whether the weight is taken up from the floor, to which the repetitions after it do not go."""
        others = [s for s in spans[place + 1 :] if s.kind == "repetition"]
        if self.from_floor or len(others) < 2 or self._swings_on(spans[place]):  # noqa: PLR2004 - a set to compare with
            return False
        lower = float(np.median([self._lowest(other) for other in others])) - self._lowest(spans[place])
        return lower > _limit("hands_lower_in_deeper_fold")


def _differs(paths: Mapping[int, FloatArray], which: int) -> float:
    """Return the log-odds that the hands of one ascent do not hold what they hold in the others."""
    others = {i: path for i, path in paths.items() if i != which}
    distance = _distance(paths[which], list(others.values()))
    usual = [_distance(path, [p for j, p in others.items() if j != i]) for i, path in others.items()]
    spread = float(np.median([one for one in usual if np.isfinite(one)] or [0.0]))
    if not np.isfinite(distance) or distance < HIDDEN_SPREADS * spread > _limit("hands_differ"):
        return 0.0
    return float(np.clip(_beyond("hands_differ", distance), *HANDS_LIMITS))


def _rest_odds(apart: float) -> float:
    """Return the log-odds that hands at rest, so far apart, do not hold the same; 0 where they hang alike."""
    return float(np.clip(_beyond("hands_rest_differ", apart), 0.0, HANDS_LIMITS[1])) if np.isfinite(apart) else 0.0


def _beyond(id_: str, distance: float) -> float:
    """Return how many widths a distance is beyond a threshold of the catalogue."""
    threshold = load().thresholds[id_]
    return (distance - threshold.value) / (threshold.width or 1.0)


def _distance(path: FloatArray, others: Sequence[FloatArray]) -> float:
    """Return how far apart the hands are in two ascents, arm lengths; NaN where they cannot be compared."""
    usual = [_median_row(np.array(places)) for places in zip(*others, strict=True)] or [np.full(2, np.nan)] * len(path)
    apart = np.linalg.norm(path - np.array(usual), axis=1)
    return float(np.mean(apart[np.isfinite(apart)])) if np.isfinite(apart).any() else float("nan")


def _median_row(rows: FloatArray) -> FloatArray:
    known = rows[np.isfinite(rows).all(axis=1)]
    return np.asarray(np.median(known, axis=0) if len(known) else np.full(2, np.nan))
