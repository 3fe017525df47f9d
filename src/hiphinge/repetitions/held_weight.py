"""Which movements are made with the weight, by a plate on the bar that is followed, or by how the hands hang between.

Between two movements the hands either hold the weight or are empty, and both look alike each time. So a bend to the
weight without it, the lift that takes it, repetitions, and the descent that puts it down follow one another.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from hiphinge.catalogue import load
from hiphinge.motion import FloatArray
from hiphinge.repetitions.hands_and_feet import HandsAndFeet
from hiphinge.repetitions.model import Span

__all__ = ["HeldWeight"]

AROUND_S = 0.3
"""Hands hold a weight, or have none, for this long before a descent and after an ascent."""
HANGING = -0.5
"""Hands hang where they are lower than this from the shoulders, lengths of the straight arm."""
LOWEST_PERCENT = 3.0
"""How low a plate goes: so many per cent of the frames may be lower, where it was mistaken."""
SPREAD_SHARE = 0.35
"""Hands that hold the same thing, or nothing, hang alike to within this share of how far both are apart."""
BEND = ("set_up", "stands_up", "put_down")
"""What an ascent with the weight is not, whatever the hands say."""


@dataclass(frozen=True)
class HeldWeight:
    """In which part of the upper half of each descent and each ascent of a set a plate is at the hands.

    The upper halves tell: at the bottom, hands are at a plate that stands on the floor, too. A bar on the back says
    nothing here, as nobody puts it on the floor.

    Attributes
    ----------
    down, up
        Shares from 0 to 1 in which the plate is at the hands, a movement each; NaN where it has no such part.
    left
        Shares of the ascents in which the plate is followed on the floor.
    hangs
        Whether the hands hang at the top of the ascents in which they hold it.
    changes
        How much the hands at rest differ before the next movement and after it, arm lengths; NaN where that is unknown.
    """

    spans: tuple[Span, ...]
    down: tuple[float, ...]
    up: tuple[float, ...]
    left: tuple[float, ...]
    hangs: bool
    changes: tuple[float, ...]

    @classmethod
    def by_rests(cls, spans: Sequence[Span], rests: FloatArray) -> "HeldWeight":
        """Return what the hands at rest show: before each movement and after the last one ``[movements + 1, 2]``.

        It is nothing unless they hang in two ways, each at least twice: empty first, and with the weight after that.
        """
        held = _held_between(rests)
        shares = held.astype(float)
        return cls(
            spans=tuple(spans),
            down=_of_descents(spans, shares[:-1]),
            up=_of_ascents(spans, shares[1:]),
            left=_of_ascents(spans, 1.0 - shares[1:]),
            hangs=bool(held.any()),
            changes=(float("inf"),) * len(spans),
        )

    @classmethod
    def of(cls, spans: Sequence[Span], limbs: HandsAndFeet, rests: FloatArray) -> "HeldWeight":
        """Return what the plate shows of the movements of a set; ``rests`` as for `by_rests`."""
        near, low = _held_and_on_floor(spans, limbs)

        def share(frames: NDArray[np.bool_], start_s: float, end_s: float) -> float:
            within = frames[(limbs.time_s >= start_s) & (limbs.time_s <= end_s)]
            return float(within.mean()) if len(within) else float("nan")

        def up_with(frames: NDArray[np.bool_]) -> tuple[float, ...]:
            return _of_ascents(
                spans, [share(frames, (s.bottom_end_s + s.end_s) / 2, s.end_s + AROUND_S) for s in spans]
            )

        up = up_with(near)
        tops = [np.abs(limbs.time_s - s.end_s) <= AROUND_S for s, held in zip(spans, up, strict=True) if _held(held)]
        hands = limbs.hand_offset[np.any(tops, axis=0), 1] if tops else np.empty(0)
        known = hands[np.isfinite(hands)]
        return cls(
            spans=tuple(spans),
            down=_of_descents(
                spans, [share(near, s.start_s - AROUND_S, (s.start_s + s.bottom_start_s) / 2) for s in spans]
            ),
            up=up,
            left=up_with(low),
            hangs=bool(len(known) and np.median(known) < HANGING),
            changes=(*np.linalg.norm(rests[2:] - rests[1:-1], axis=1).tolist(), float("nan")),
        )

    @property
    def shown(self) -> bool:
        """Whether a plate hangs in the hands in any ascent; otherwise there is none, or it was not followed."""
        return self.hangs and any(
            s.kind == "repetition" and _held(up) for s, up in zip(self.spans, self.up, strict=True)
        )

    def takes_it(self, place: int) -> bool | None:
        """Tell whether the descent at a place goes to the weight without it; None where the plate does not show it."""
        if not self.shown:
            return None
        if _held(self.down[place]):
            return False
        return True if _free(self.down[place]) and not _free(self.up[place]) else None

    def without_it_marked(self) -> tuple[Span, ...]:
        """Return the movements, those at either end that are made without the weight marked with what they are."""
        found = list(self.spans)
        if not self.shown:
            return self.spans
        counted = [i for i, span in enumerate(found) if span.kind == "repetition"]
        for i in counted:
            seen_left = _held(self.left[i]) or self.changes[i] > load().thresholds["hands_taken_differ"].value
            if not (_free(self.up[i]) and seen_left):
                break
            found[i] = replace(found[i], kind="attempt", note="set_up")
        for i in reversed(counted):
            if found[i].kind != "repetition" or not _held(self.left[i]):
                break
            note = "put_down" if _held(self.down[i]) else "stands_up"
            found[i] = replace(found[i], kind="attempt", note=note)
        return tuple(found)

    def with_it_restored(self, spans: Sequence[Span], before: Sequence[Span]) -> list[Span]:
        """Return movements after the hands were asked: those that were made with the weight are as ``before``."""
        if not self.shown:
            return list(spans)
        both = enumerate(zip(spans, before, strict=True))
        return [was if self._contradicts(place, one) else one for place, (one, was) in both]

    def _contradicts(self, place: int, span: Span) -> bool:
        if span.note in BEND:
            return _held(self.up[place])
        return span.note == "pick_up" and _held(self.down[place])


def _of_descents(spans: Sequence[Span], shares: Iterable[float]) -> tuple[float, ...]:
    return tuple(float("nan") if s.starts_at == "bottom" else float(x) for s, x in zip(spans, shares, strict=True))


def _of_ascents(spans: Sequence[Span], shares: Iterable[float]) -> tuple[float, ...]:
    return tuple(float("nan") if s.ends_at == "bottom" else float(x) for s, x in zip(spans, shares, strict=True))


def _held_and_on_floor(spans: Sequence[Span], limbs: HandsAndFeet) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return the frames in which a plate is off the floor at the hands, and those in which it is on the floor.

    A plate that is neither is another one, on a rack or a wall.
    """
    nowhere = np.zeros(len(limbs.time_s), dtype=bool)
    if limbs.plate_away is None or limbs.plate_height is None:
        return nowhere, nowhere
    within = np.any([(limbs.time_s >= s.start_s) & (limbs.time_s <= s.end_s) for s in spans], axis=0)
    heights = limbs.plate_height[within & np.isfinite(limbs.plate_height)]
    if not len(heights):
        return nowhere, nowhere
    off_floor = float(np.percentile(heights, LOWEST_PERCENT)) + load().thresholds["plate_lifted"].value
    with np.errstate(invalid="ignore"):
        near = (limbs.plate_away < load().thresholds["plate_at_hands"].value) & (limbs.plate_height > off_floor)
        return near, limbs.plate_height <= off_floor


def _held_between(rests: FloatArray) -> NDArray[np.bool_]:
    """Return at which rests the hands hold the weight; nowhere where it is not clear."""
    count = len(rests)
    held = np.zeros(count, dtype=bool)
    if not np.isfinite(rests).all() or (rests[:, 1] > HANGING).any():
        return held
    first, last = np.triu_indices(count, 1)
    both = (first > 0) & (last - first < count - 2)  # empty hands have to be seen before it, and twice
    first, last = first[both], last[both]
    sums = np.vstack([np.zeros(2), np.cumsum(rests, axis=0)])
    inside, many = sums[last + 1] - sums[first], (last + 1 - first)[:, None]
    full, empty = inside / many, (sums[-1] - inside) / (count - many)
    apart = np.linalg.norm(full - empty, axis=1)
    returned, kept = (load().thresholds[id_].value for id_ in ("hands_taken_differ", "hands_rest_differ"))
    clear = np.flatnonzero(apart > np.where(last < count - 1, returned, kept))
    for place in clear[np.argsort(-apart[clear], kind="stable")]:
        held[first[place] : last[place] + 1] = True
        spread = np.linalg.norm(rests - np.where(held[:, None], full[place], empty[place]), axis=1).max()
        if spread < SPREAD_SHARE * apart[place]:
            return held
        held[:] = False
    return held


def _held(share: float) -> bool:
    return share >= load().thresholds["plate_held_share"].value


def _free(share: float) -> bool:
    return share <= load().thresholds["plate_gone_share"].value
